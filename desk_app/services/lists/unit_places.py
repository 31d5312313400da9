"""Whose table a record is in: the unit that an answer of it names, by word, address or service."""

from collections.abc import Iterator

from desk_app.domain.proceedings import Proceeding
from desk_app.services import rounds
from desk_app.services.parts import Parts
from forms import asked
from forms.pack import Pack
from forms.procedures import Procedure
from forms.regions import TOWN as TOWN_CODE
from forms.regions import VILLAGE as VILLAGE_CODE
from forms.towns import NO_TOWN, town_of
from forms.unit_sheets import DUTY, TOWN, WHOLE, UnitSheet


def units(parts: Parts, pack: Pack, law: Procedure, sheet: UnitSheet, record: Proceeding) -> Iterator[str]:
    """The units that have a record in their table: one, or each that a multiple choice names."""
    if sheet.unit == WHOLE:
        value = record.facts.get(sheet.by)
        several = value if isinstance(value, list | tuple) else [value]
        for one in filter(None, several):
            yield str(asked.worded(pack, law, {sheet.by: one})[sheet.by])
        return
    if sheet.unit == DUTY:
        yield from _answering(parts, law, record.facts.get(sheet.by))
        return
    town, village = _home(parts, record, str(record.facts.get(sheet.by, "")))
    yield town if sheet.unit == TOWN or not village else f"{town}{village}"


def _answering(parts: Parts, law: Procedure, service: object) -> Iterator[str]:
    """Who answers for a service now, each with its title: a service has a table of its own."""
    programme = parts.pack.programmes.get(law.programme)
    for duty in programme.duties if programme else ():
        if duty.service.id == service:
            yield f"{duty.unit} {duty.service.title}"


def _home(parts: Parts, record: Proceeding, address: str) -> tuple[str, str]:
    """The town and the village of a record: by its region where it is about one, or by what is written."""
    places = parts.regions.rows
    if record.subject.kind in (rounds.TOWN, rounds.VILLAGE) and record.subject.id in places:
        region = places[record.subject.id]
        village = region.place if record.subject.kind == rounds.VILLAGE else ""
        return places[region.code[:TOWN_CODE]].place, village
    text = "".join(address.split())
    if (town := town_of(text)) != NO_TOWN:
        return town, text.partition(town)[2]
    named = [r for r in places.values() if len(r.code) == VILLAGE_CODE and r.place == text]
    return (places[named[0].code[:TOWN_CODE]].place if len(named) == 1 else NO_TOWN), text
