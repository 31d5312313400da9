"""How each material of an application is met, in the words of screens and papers."""

from enum import Enum, auto
from typing import Final

from desk_app.domain.applications import (
    Application,
    Draft,
    Electronic,
    HandedIn,
    electronic_of,
    in_hand,
    only_brought,
    pages_of,
    paper_of,
    promise_of,
)
from desk_app.domain.promises import may_follow, takes_copy, takes_electronic
from forms.pack import Pack
from forms.schema import Material, Need
from forms.sentences import month_day

_SHOWN: Final = "电子,已核验"
BROUGHT: Final = ("已带,待核对", "info")
"""Words and tone of what is with the applicant and was not looked at yet."""


class MaterialState(Enum):
    """How a material is met; when several are true the first counts."""

    SCANNED = auto()
    PAPER = auto()
    ELECTRONIC = auto()
    PROMISED = auto()
    BROUGHT = auto()
    """With the applicant, not looked at yet: not enough for acceptance."""
    MISSING = auto()
    EXEMPT = auto()


def state_of(need: Need, holder: Draft | Application) -> MaterialState:
    """How a material is met: a scan counts before paper, paper before an electronic form, then a promise."""
    if pages_of(holder, need.material.id):
        return MaterialState.SCANNED
    if paper_of(holder, need.material.id):
        return MaterialState.PAPER
    if electronic_of(holder, need.material.id):
        return MaterialState.ELECTRONIC
    if promise_of(holder, need.material.id):
        return MaterialState.PROMISED
    if isinstance(holder, Draft) and need.required and only_brought(holder, need.material.id):
        return MaterialState.BROUGHT
    return MaterialState.MISSING if need.required else MaterialState.EXEMPT


def state(need: Need, holder: Draft | Application) -> str:
    """How a material is met, in the words of papers and of the check before signing."""
    material = need.material
    paper, promise = paper_of(holder, material.id), promise_of(holder, material.id)
    shown = electronic_of(holder, material.id)
    match state_of(need, holder):
        case MaterialState.SCANNED:
            return f"已收(扫描{pages_of(holder, material.id)}页)"
        case MaterialState.PAPER if paper:
            return f"已收({paper_words(material, paper)})"
        case MaterialState.ELECTRONIC if shown:
            return f"电子(核验:{looked_at(shown)})"
        case MaterialState.BROUGHT:
            return "已带,未核对"
        case MaterialState.PROMISED if promise:
            return f"容缺,{promise.before()}补交"
        case MaterialState.EXEMPT:
            return "免提交"
    return "未带"


def state_and_proof(need: Need, holder: Draft | Application) -> tuple[str, str]:
    """The same in two parts: of an electronic form a few words, and apart who issued it and who looked."""
    shown = electronic_of(holder, need.material.id)
    if shown and state_of(need, holder) is MaterialState.ELECTRONIC:
        return _SHOWN, f"核验:{looked_at(shown)}"
    return state(need, holder), ""


def short_state(need: Need, holder: Draft | Application) -> tuple[str, str]:
    """The same in a few words, with the tone of its chip."""
    found, promise = state_of(need, holder), promise_of(holder, need.material.id)
    words = {
        MaterialState.SCANNED: (f"已收 {pages_of(holder, need.material.id)} 页", "good"),
        MaterialState.PAPER: (_paper_state(need.material, holder), "good"),
        MaterialState.ELECTRONIC: (_SHOWN, "good"),
        MaterialState.BROUGHT: BROUGHT,
        MaterialState.PROMISED: (f"容缺,{promise.before(year_of(holder))}" if promise else "", "info"),
        MaterialState.MISSING: ("还缺", "caution"),
        MaterialState.EXEMPT: ("免提交", "plain"),
    }
    return words[found]


def _paper_state(material: Material, holder: Draft | Application) -> str:
    if paper_of(holder, material.id) is HandedIn.COPY:
        return "已留复印件"
    return "已看原件" if takes_copy(material) else "已收原件"


def year_of(holder: Draft | Application) -> int:
    """The year in which a holder is spoken of: of its acceptance, or of its last change."""
    return (holder.accepted_at if isinstance(holder, Application) else holder.updated_at).year


def paper_words(material: Material, paper: HandedIn) -> str:
    """In which form paper was handed in: a copy, an original that goes back, or one that stays (照片)."""
    if paper is HandedIn.COPY:
        return "复印件"
    return "原件核对后退还" if takes_copy(material) else "原件"


def looked_at(seen: Electronic) -> str:
    """Who issued an electronic form, its number, and who looked at it when, in words."""
    way = "窗口调取" if seen.called_up else "手机出示"
    at = f"{month_day(seen.seen_at)}{seen.seen_at:%H:%M}"
    return f"{seen.issuer},编号{seen.number},{way},{at} {seen.seen_by}查看"


def wanted(need: Need) -> str:
    """How many, of which type and in which form: ``1 份,原件或复印件,纸质或电子``."""
    media = f",{'或'.join(need.material.media)}" if takes_electronic(need.material) else ""
    return f"{need.copies} 份,{need.material.form}{media}"


def follows(pack: Pack, need: Need, holder: Draft | Application) -> str:
    """A sentence for a missing material that may follow and is not promised yet; empty for all others."""
    settled = in_hand(holder, need.material.id) or promise_of(holder, need.material.id)
    return "" if settled else may_be_late(pack, need)


def may_be_late(pack: Pack, need: Need) -> str:
    """A sentence for a needed material that may follow acceptance; empty for all others."""
    if not need.required or not may_follow(pack, need.material):
        return ""
    return f"可容缺,{need.material.follows_in}个工作日内补交"
