"""How each material of an application is met, in the words of screens and papers."""

from enum import Enum, auto

from desk_app.domain.applications import Application, Draft, HandedIn, in_hand, pages_of, paper_of, promise_of
from desk_app.domain.promises import may_follow, takes_copy
from forms.pack import Pack
from forms.schema import Material, Need


class MaterialState(Enum):
    """How a material is met; when several are true the first counts."""

    SCANNED = auto()
    PAPER = auto()
    PROMISED = auto()
    MISSING = auto()
    EXEMPT = auto()


def state_of(need: Need, holder: Draft | Application) -> MaterialState:
    """How a material is met: a scan counts before paper, paper before a promise."""
    if pages_of(holder, need.material.id):
        return MaterialState.SCANNED
    if paper_of(holder, need.material.id):
        return MaterialState.PAPER
    if promise_of(holder, need.material.id):
        return MaterialState.PROMISED
    return MaterialState.MISSING if need.required else MaterialState.EXEMPT


def state(need: Need, holder: Draft | Application) -> str:
    """How a material is met, in the words of papers and of the check before signing."""
    material = need.material
    paper, promise = paper_of(holder, material.id), promise_of(holder, material.id)
    match state_of(need, holder):
        case MaterialState.SCANNED:
            return f"已收(电子{pages_of(holder, material.id)}页)"
        case MaterialState.PAPER if paper:
            return f"已收({paper_words(material, paper)})"
        case MaterialState.PROMISED if promise:
            return f"容缺,{promise.before()}补交"
        case MaterialState.EXEMPT:
            return "免提交"
    return "未带"


def short_state(need: Need, holder: Draft | Application) -> tuple[str, str]:
    """The same in a few words, with the tone of its chip."""
    found, promise = state_of(need, holder), promise_of(holder, need.material.id)
    words = {
        MaterialState.SCANNED: (f"已收 {pages_of(holder, need.material.id)} 页", "good"),
        MaterialState.PAPER: ("已收纸质", "good"),
        MaterialState.PROMISED: (f"容缺,{promise.before(year_of(holder))}" if promise else "", "info"),
        MaterialState.MISSING: ("还缺", "caution"),
        MaterialState.EXEMPT: ("免提交", "plain"),
    }
    return words[found]


def year_of(holder: Draft | Application) -> int:
    """The year in which a holder is spoken of: of its acceptance, or of its last change."""
    return (holder.accepted_at if isinstance(holder, Application) else holder.updated_at).year


def paper_words(material: Material, paper: HandedIn) -> str:
    """In which form paper was handed in: a copy, an original that goes back, or one that stays (照片)."""
    if paper is HandedIn.COPY:
        return "复印件"
    return "原件核对后退还" if takes_copy(material) else "原件"


def wanted(need: Need) -> str:
    """How many and in which form: ``3 份,原件``."""
    return f"{need.copies} 份,{need.material.form}"


def follows(pack: Pack, need: Need, holder: Draft | Application) -> str:
    """A sentence for a missing material that may follow and is not promised yet; empty for all others."""
    material = need.material
    settled = in_hand(holder, material.id) or promise_of(holder, material.id)
    if settled or not need.required or not may_follow(pack, material):
        return ""
    return f"可容缺,{material.follows_in}个工作日内补交"
