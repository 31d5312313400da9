"""容缺: which material may follow acceptance, and until when (实施方案 三(四); the county says which)."""

from dataclasses import dataclass
from datetime import date

from forms.pack import Pack
from forms.schema import ELECTRONIC, Material
from forms.sentences import EXPECTED, short_date


@dataclass(frozen=True, slots=True)
class Promise:
    """A material that follows; ``until`` is the last day for it."""

    material: str
    until: date
    provisional: bool = False
    """Whether the day depends on a year whose days off are not published yet (预计)."""

    def before(self, year: int = 0) -> str:
        """Its last day in words, ``预计2027年1月4日前``; without the year when that is ``year``."""
        return f"{EXPECTED if self.provisional else ''}{short_date(self.until, year)}前"


def may_follow(pack: Pack, material: Material) -> bool:
    """Whether a material may follow: the county named it, with no more days than the matter itself has."""
    return 0 < material.follows_in <= pack.limits.promised


def takes_copy(material: Material) -> bool:
    """Whether a copy of the paper is enough (附件5 材料类型: 原件或复印件)."""
    return "复印件" in material.form


def takes_electronic(material: Material) -> bool:
    """Whether an electronic form may be shown or called up in place of paper (附件5 材料形式: 电子).

    A photo in electronic form is the picture itself, which is taken in as a page.
    """
    return ELECTRONIC in material.media and material.capture != "photo"
