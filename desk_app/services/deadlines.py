"""Days of accepted applications: renewed when a year's table comes, and told matter by matter."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from desk_app.domain import deadlines
from desk_app.domain.applications import OPEN_STATES, Act, Application, Entry, MatterCase
from desk_app.domain.deadlines import Deadline, StateChange
from desk_app.services import days, intake, law
from desk_app.services.parts import Parts
from forms.pack import Limits

_WHO: Final = "工作日表"


def renew(parts: Parts) -> tuple[str, ...]:
    """Reckon anew every promised day that was only 预计; ids of the applications it changed.

    The receipt already handed out keeps its 预计: the ledger tells the old and the new day.
    """
    return tuple(a.id for a in parts.store.provisional() if _renewed(parts, a))


def clocks(parts: Parts, application: Application) -> Mapping[str, Deadline]:
    """Where the clock of each matter stands today; one decided on a day nobody noted has none."""
    accepted = days.counted_from(parts, application.accepted_at)
    changes = parts.store.changes(application.id)
    limits = law.of(parts, application.pack_digest).limits
    found = {m.matter: _clock(parts, limits, m, accepted, changes) for m in application.matters}
    return {matter: clock for matter, clock in found.items() if clock}


def _clock(
    parts: Parts, limits: Limits, case: MatterCase, accepted: date, changes: tuple[StateChange, ...]
) -> Deadline | None:
    decided = deadlines.ended(case, accepted, changes)
    if decided is None and case.state not in OPEN_STATES:
        return None
    stops = deadlines.pauses(case, accepted, changes)
    return deadlines.deadline(
        accepted, (limits.promised, limits.legal), stops, parts.calendar, parts.clock.today(), decided
    )


def _renewed(parts: Parts, application: Application) -> bool:
    pack = law.of(parts, application.pack_digest)
    before, after = application.dates, intake.dates(parts, pack, application.accepted_at)
    if after == before:
        return False
    mark = "预计" if after.provisional else ""
    text = ",".join(
        (
            _told("转交部门", before.handover, after.handover, mark),
            _told("承诺办结", before.promised, after.promised, mark),
        )
    )
    entry = Entry(parts.clock.now(), _WHO, Act.DATES, application.id, text)
    parts.store.set_dates(application.id, after, entry)
    return True


def _told(name: str, before: date, after: date, mark: str) -> str:
    """Old and new day of one limit; the old one was only expected."""
    if before == after:
        return f"{name}{mark}{_day(after)}(原为预计)"
    return f"{name}由预计{_day(before)}改为{mark}{_day(after)}"


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
