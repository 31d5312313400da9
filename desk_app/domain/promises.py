"""容缺: which material may follow acceptance, and until when (实施方案 三(四); the county says which)."""

from dataclasses import dataclass
from datetime import date

from forms.pack import Pack
from forms.schema import Material


@dataclass(frozen=True, slots=True)
class Promise:
    """A material that follows; ``until`` is the last day for it."""

    material: str
    until: date


def may_follow(pack: Pack, material: Material) -> bool:
    """Whether a material may follow: the county named it, with no more days than the matter itself has."""
    return 0 < material.follows_in <= pack.limits.promised


def takes_copy(material: Material) -> bool:
    """Whether a copy of the paper is enough (附件5 材料类型: 原件或复印件)."""
    return "复印件" in material.form
