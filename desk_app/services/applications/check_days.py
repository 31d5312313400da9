"""The last days of checks of 告知承诺 that were 预计: reckoned anew when the table of their year comes."""

from typing import Final

from desk_app.domain import undertaken
from desk_app.domain.applications import MATTER
from desk_app.domain.events import Who
from desk_app.domain.proceedings import Proceeding
from desk_app.services import days, law, proceedings
from desk_app.services.parts import Parts
from forms import undertakings
from forms.procedures import SYSTEM
from forms.sentences import EXPECTED, plain_date

_TABLE: Final = "工作日表"


def renew(parts: Parts) -> tuple[str, ...]:
    """Reckon every such day anew; returns the ids of the applications whose checks have another day.

    The ledger of window and county names the old and the new day.
    """
    found = parts.store.proceedings.awaited(MATTER, "check_may", EXPECTED)
    return tuple(p.parent for p in found if p.facts.get("checked") == undertaken.PENDING and _moved(parts, p))


def _moved(parts: Parts, found: Proceeding) -> bool:
    row = undertakings.of(law.of(parts, found.pack_digest), str(found.facts.get("undertaking") or ""))
    if row is None:
        return False
    start = days.counted_from(parts, found.began_at)
    until, provisional = parts.calendar.after(start, row.days)
    before, day = str(found.facts.get("check_by") or ""), until.isoformat()
    if (day, provisional) == (before, True):
        return False
    may = EXPECTED if provisional else ""
    told = (
        f"由预计{plain_date(before)}改为{may}{plain_date(day)}"
        if day != before
        else (f"为{plain_date(day)}(原为预计)")
    )
    given = {"check_by": day, "check_may": may or undertaken.CERTAIN, "redated": told}
    who = Who(_TABLE, SYSTEM, window=parts.window.number)
    proceedings.act(parts, who, found.id, undertaken.REDATE, given)
    return True
