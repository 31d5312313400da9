"""Whom an applicant can turn to against a decision: by the county's data, or as typed once."""

from collections.abc import Mapping
from typing import Final

from desk_app.domain.applications import Application, Draft
from desk_app.domain.events import Subject
from desk_app.services.parts import Parts
from desk_app.services.printing import prints
from forms.pack import Pack

KEPT: Final = ("reviewer", "court", "federation")
"""Names of 行政复议机关, 人民法院 and 市级残联 on papers; so the note of a print keeps them."""
LACKS: Final = (
    "区县资料(county.toml 的 [remedies])没有写行政复议机关、人民法院。"
    "请问清后在这里写一次,打印后这一件的文书都用它;也请管理员补上。"
)
"""Told before such a paper is printed where the county names none."""


def values(parts: Parts, holder: Draft | Application, pack: Pack) -> dict[str, str]:
    """The bodies and limits a paper names; empty where neither county nor clerk has said."""
    named = pack.remedies
    typed = _typed(parts, holder) if not (named.reviewer and named.court and named.federation) else {}
    return {
        "reviewer": named.reviewer or typed.get("reviewer", ""),
        "court": named.court or typed.get("court", ""),
        "federation": named.federation or typed.get("federation", ""),
        "review_within": named.review_within,
        "suit_within": named.suit_within,
    }


def kept(given: Mapping[str, str]) -> dict[str, str]:
    """What of a paper's answers is kept with the note of its print."""
    return {name: said for name in KEPT if (said := given.get(name, "").strip())}


def why(pack: Pack, name: str) -> str:
    """Why a paper asks for a body; empty for everything else."""
    return LACKS if name in ("reviewer", "court") and not getattr(pack.remedies, name) else ""


def _typed(parts: Parts, holder: Draft | Application) -> dict[str, str]:
    """What was typed for earlier prints of this one's papers, at the counter too; the last word of each."""
    before = parts.store.events.about(Subject(prints.ENQUIRY, holder.id))
    since = parts.store.events.about(holder.subject) if isinstance(holder, Application) else ()
    found: dict[str, str] = {}
    for event in (*before, *since):
        found |= {name: str(event.payload[name]) for name in KEPT if event.payload.get(name)}
    return found
