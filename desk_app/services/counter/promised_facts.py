"""What is promised in place of a proof (告知承诺) at acceptance: its pages and its events."""

from datetime import datetime
from typing import Any

from desk_app.domain import undertaken
from desk_app.domain.applications import Draft
from desk_app.domain.undertaken import Undertaken
from desk_app.services import days
from desk_app.services.parts import Parts
from desk_app.services.reading import Reading
from forms.county_rows import Undertaking
from forms.sentences import EXPECTED


def sheets(read: Reading) -> frozenset[str]:
    """The materials under which the signed sheets of a draft's promises are kept."""
    return frozenset(undertaken.sheet_of(row.id) for row, _ in _held(read))


def told(parts: Parts, read: Reading, now: datetime) -> tuple[tuple[str, dict[str, Any]], ...]:
    """For each promise its matter, and what the act 告知承诺 is given at this moment of acceptance."""
    return tuple((row.matter, _told(parts, read, row, now)) for row, _ in _held(read))


def _held(read: Reading) -> tuple[tuple[Undertaking, Undertaken], ...]:
    draft = read.holder
    return undertaken.in_force(read.pack, read.facts, draft) if isinstance(draft, Draft) else ()


def _told(parts: Parts, read: Reading, row: Undertaking, now: datetime) -> dict[str, Any]:
    sheet = undertaken.sheet_of(row.id)
    pages = [p.id for p in read.holder.pages if p.material == sheet]
    until, provisional = parts.calendar.after(days.counted_from(parts, now), row.days)
    return {
        "undertaking": row.id,
        "undertaken_proof": row.proof,
        "undertaken_said": row.content,
        "checker": row.checker,
        "check_how": row.how,
        "check_by": until.isoformat(),
        **({"check_may": EXPECTED} if provisional else {}),
        "checked": undertaken.PENDING,
        "undertaken_page": pages[0] if pages else "",
        "undertaken_kept": not pages,
    }
