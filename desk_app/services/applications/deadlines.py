"""Days of accepted applications: computed anew when a year's table comes, and one clock for each matter."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final
from uuid import uuid4

from desk_app.domain import deadlines
from desk_app.domain.applications import Application, MatterCase, matter_id
from desk_app.domain.deadlines import Deadline
from desk_app.domain.events import Event, Who
from desk_app.domain.promises import Promise
from desk_app.services import days, law
from desk_app.services.applications import check_days
from desk_app.services.counter import intake
from desk_app.services.parts import Parts
from desk_app.services.sockets import Deed
from forms.pack import Limits, Pack
from forms.procedures import SYSTEM, Procedure
from forms.sentences import plain_date

_WHO: Final = Who("工作日表", SYSTEM)


def renew(parts: Parts) -> tuple[str, ...]:
    """Compute every promised day that was only 预计 anew; returns the ids of the applications that changed.

    The receipt already handed out keeps its 预计; the ledger names the old and the new day.
    """
    parts.store.proceedings.reckon()
    found = [a.id for a in parts.store.applications.provisional() if _renewed(parts, a)]
    return tuple(dict.fromkeys((*found, *check_days.renew(parts))))


def clocks(parts: Parts, application: Application) -> Mapping[str, Deadline]:
    """Today's clock by matter; without matters that are closed but whose day of closing no event tells."""
    accepted = days.counted_from(parts, application.accepted_at)
    limits, procedure = (
        parts.law.pack(application.pack_digest).limits,
        law.matter(parts, application.pack_digest),
    )
    of: dict[str, list[Event]] = {}
    for event in parts.store.events.about(application.subject):
        of.setdefault(event.proceeding, []).append(event)
    found = {
        m.matter: _clock(
            parts, limits, procedure, m, accepted, of.get(matter_id(application.id, m.matter), ())
        )
        for m in application.matters
    }
    return {matter: clock for matter, clock in found.items() if clock}


def _clock(
    parts: Parts,
    limits: Limits,
    procedure: Procedure,
    case: MatterCase,
    accepted: date,
    events: Sequence[Event],
) -> Deadline | None:
    taken = deadlines.steps(procedure, accepted, events)
    decided = deadlines.ended(procedure, taken)
    if decided is None and not procedure.state(case.state).open:
        return None
    stops = deadlines.pauses(procedure, taken)
    return deadlines.deadline(
        accepted, (limits.promised, limits.legal), stops, parts.calendar, parts.clock.today(), decided
    )


def _renewed(parts: Parts, application: Application) -> bool:
    pack = law.of(parts, application.pack_digest)
    before, after = application.dates, intake.dates(parts, pack, application.accepted_at)
    promises = tuple(_promise(parts, pack, application, p) for p in application.promises)
    if (after, promises) == (before, application.promises):
        return False
    mark = "预计" if after.provisional else ""
    told = [
        _told("转交部门", before.handover, after.handover, "预计" if after.handover_provisional else ""),
        _told("承诺办结", before.promised, after.promised, mark),
        *(
            _told(f"{m.title}补交", old.until, new.until, "预计" if new.provisional else "")
            for old, new in zip(application.promises, promises, strict=True)
            for m in pack.materials
            if m.id == new.material and old != new
        ),
    ]
    payload, about = {"text": ",".join(told)}, application.subject
    event = Event(str(uuid4()), parts.clock.now(), _WHO, about, "redate", payload, application.id)
    parts.store.intake.redate(application.id, after, promises, Deed((event,)))
    return True


def _promise(parts: Parts, pack: Pack, application: Application, promise: Promise) -> Promise:
    """A promise with its day computed anew, where the year of that day was not published at acceptance."""
    material = next((m for m in pack.materials if m.id == promise.material), None)
    if material is None or not material.follows_in:
        return promise
    if not promise.provisional and promise.until.year == application.accepted_at.year:
        return promise
    start = days.counted_from(parts, application.accepted_at)
    return Promise(promise.material, *parts.calendar.after(start, material.follows_in))


def _told(name: str, before: date, after: date, mark: str) -> str:
    """One limit's old and new day in words; the old one was only 预计."""
    if before == after:
        return f"{name}{mark}{plain_date(after)}(原为预计)"
    return f"{name}由预计{plain_date(before)}改为{mark}{plain_date(after)}"
