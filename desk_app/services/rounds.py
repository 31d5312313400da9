"""Opens the records of rounds on their days: once for every member and turn, whichever window looks first."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from typing import Final
from uuid import NAMESPACE_URL, uuid5

from desk_app.domain.events import Subject, Who
from desk_app.domain.rounds import Turn, turns
from desk_app.services import ledger, proceedings
from desk_app.services.parts import Parts
from forms import phrases
from forms.procedures import SYSTEM, Procedure
from forms.regions import TOWN as TOWN_CODE
from forms.regions import VILLAGE as VILLAGE_CODE
from forms.round_kinds import Round

HALL, ORGANISATION, DEPARTMENT = "hall", "organisation", "department"
TOWN, VILLAGE = "town", "village"
"""Sets a round may go through (``each``)."""
_PLACES: Final = {TOWN: TOWN_CODE, VILLAGE: VILLAGE_CODE}
"""Length of the codes of the places among them."""


def open_due(parts: Parts) -> int:
    """Open the record of every turn that has begun, unless it is open already; returns how many.

    Missed turns (the window was shut) are opened as well, from the month before on. Only one window of a
    hall does this (setting ``rounds``): the records are that window's.
    """
    return sum(
        _open(parts, procedure, round_)
        for procedure in proceedings.registers(parts)
        if not procedure.resting
        for round_ in procedure.rounds
    )


def _open(parts: Parts, procedure: Procedure, round_: Round) -> int:
    today = parts.clock.today()
    since = (today.replace(day=1) - timedelta(days=1)).replace(day=1)
    found = [
        (turn, member, name)
        for turn in turns(round_, parts.calendar, since, today)
        for member, name in _members(parts, round_)
    ]
    return sum(_once(parts, procedure, round_, *each) for each in found)


def _once(parts: Parts, procedure: Procedure, round_: Round, turn: Turn, member: Subject, name: str) -> bool:
    """Open one record, unless it exists; whether it was opened."""
    identity = str(uuid5(NAMESPACE_URL, f"{procedure.id}/{round_.id}/{turn.key}/{member.kind}/{member.id}"))
    if parts.store.proceedings.one(identity) is not None:
        return False
    act = procedure.act(round_.act)
    asked = {a.id for a in act.asks} if act else set()
    known = {"name": name, "turn": turn.key, "due": turn.due.isoformat()}
    given = {key: value for key, value in known.items() if key in asked}
    who = Who("日程", SYSTEM, parts.window.hall.name, parts.window.number)
    opened = datetime.combine(turn.opens, time(), parts.clock.now().tzinfo)
    proceedings.begin(
        parts, who, procedure.id, round_.act, given, member, channel="round", identity=identity, at=opened
    )
    return True


def _members(parts: Parts, round_: Round) -> Iterator[tuple[Subject, str]]:
    """Every member of the set a round goes through, with its name."""
    hall = parts.window.hall
    match round_.each:
        case "hall":
            yield Subject(HALL, hall.region_code), hall.name
        case "organisation":
            for organisation in parts.store.organisations.all():
                yield Subject(ORGANISATION, organisation.id), organisation.name
        case "department":
            for department in parts.pack.departments.values():
                yield Subject(DEPARTMENT, department.id), department.name
        case register if register in parts.pack.procedures:
            law = parts.pack.procedures[register]
            for record in parts.store.proceedings.listed(
                register, round_.standing or law.open_states, limit=None
            ):
                said = phrases.fill(law.label, ledger.values(parts, record, {}))
                yield record.subject, said or record.number
        case place if place in _PLACES:
            for region in parts.regions.rows.values():
                if len(region.code) == _PLACES[place]:
                    yield Subject(place, region.code), region.place
