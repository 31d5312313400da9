"""What is known of somebody the rules are asked about: the roster's words, and the book's before them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from desk_app.domain import records
from desk_app.domain.history import History
from desk_app.domain.roster import Candidate
from desk_app.services.counter import inform
from desk_app.services.parts import Parts
from desk_app.services.roster.bringing import DIED, LIFE, REGISTERED
from forms import derive, moments, particulars, rules, towns
from forms.pack import Pack
from forms.schema import Facts, Value

ROSTER, BOOK, COUNTY = "roster", "book", "county"
"""Where facts are known from: codes of the table ``roster_source``."""
_NOTHING: Final = (records.NOTHING_OPEN,)


@dataclass(frozen=True, slots=True)
class KnownOf:
    """Everything known of one person."""

    name: str
    told: Mapping[str, Any]
    """What the roster told or, without a row, the newest application, by id of the ask."""
    facts: Facts
    """Complete facts, fit for the rules."""
    history: History
    sources: tuple[str, ...]
    elsewhere: str = ""
    """Another county that the address of their registration names."""


def of(parts: Parts, candidate: Candidate, columns: frozenset[str]) -> KnownOf:
    """What is known of a candidate; the county is not asked, what it told before counts.

    ``columns`` are the ids of what a roster can bring.
    """
    pack, today = parts.pack, parts.clock.today()
    asked = {particulars.ID_NUMBER: candidate.id_number}
    history = inform.history(parts, asked) if candidate.known else History()
    county = candidate.known and inform.told(parts, asked) is not None
    told = dict(candidate.row.values) if candidate.row else _of_application(parts, candidate, columns)
    sources = (ROSTER,) * bool(candidate.row) + (BOOK,) * bool(history.matters) + (COUNTY,) * county
    facts = rules.complete(
        pack, records.over(pack, _typed(pack, told), _book(pack, told, history, today)), today
    )
    other = elsewhere(parts, told)
    return KnownOf(str(told.get(particulars.NAME, "")), told, facts, history, sources, other)


def elsewhere(parts: Parts, told: Mapping[str, Any]) -> str:
    """Another county that the address of somebody's registration names; empty for none."""
    return towns.elsewhere(str(told.get(REGISTERED) or ""), parts.regions.above)


def _of_application(parts: Parts, candidate: Candidate, columns: frozenset[str]) -> dict[str, Any]:
    """The lasting answers of the newest application; where there is none any more, the number alone."""
    found = parts.store.applications.of_person(candidate.id_number)
    answers = found[0].answers if found else {}
    lasting = {e.id for e in parts.pack.elements.values() if e.lasting}
    kept = (lasting | {particulars.NAME, particulars.CERTIFICATE}) & columns
    return {k: v for k, v in answers.items() if k in kept} | {particulars.ID_NUMBER: candidate.id_number}


def _typed(pack: Pack, told: Mapping[str, Any]) -> dict[str, Value]:
    return {k: v for k, v in told.items() if k in pack.elements}


def _book(pack: Pack, told: Mapping[str, Any], history: History, today: date) -> dict[str, Value]:
    """Facts of the records; where these are silent, the roster's word counts.

    What somebody receives whom no record names is not known: that there is no record pays nobody.
    """
    found = records.facts_of(pack, history, today)
    if found.get(particulars.RECORDED_STATE, derive.UNRECORDED) == derive.UNRECORDED:
        found[particulars.RECORDED_STATE] = _state(told, today)
    if told.get(particulars.RECEIVES) and found.get(particulars.RECEIVES) == _NOTHING:
        found[particulars.RECEIVES] = told[particulars.RECEIVES]
    elif not (history.matters or history.marks):
        found.pop(particulars.RECEIVES, None)
    if told.get(LIFE) == DIED:
        found[particulars.DECEASED] = True
    return {k: v for k, v in found.items() if k in pack.elements}


def _state(told: Mapping[str, Any], today: date) -> str:
    """The state of a certificate by the roster: what was 有效 when it was written ends with the last day."""
    state = str(told.get(particulars.RECORDED_STATE) or derive.UNRECORDED)
    until = moments.day(told.get(particulars.CERTIFICATE_UNTIL))
    return derive.EXPIRED if state == derive.VALID and until and until < today else state
