"""Reads from the book what a register's list and card show; called in a lane."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from desk_app.domain.applications import TimelineEntry, masked_number
from desk_app.domain.proceedings import Proceeding
from desk_app.services import ledger, proceedings, recordings
from desk_app.services.parts import Parts
from desk_app.services.printing import record_papers
from desk_app.services.printing.record_papers import RecordPaper
from desk_app.services.proceedings import Record
from desk_app.services.works import household
from desk_app.services.works.table import ARCHIVE
from desk_app.ui.registers import often, pictures
from desk_app.ui.registers.pictures import ActPicture
from desk_app.ui.registers.recordings import ShownRecording
from forms import archives, criteria, phrases
from forms.criteria import ToldCriterion
from forms.procedures import Ask, State
from forms.schema import Kind

_MASKED: Final = (Kind.ID_NUMBER, Kind.CERTIFICATE, Kind.BANK_CARD)
"""Kinds of numbers that a neighbour may not read from the screen."""


@dataclass(frozen=True, slots=True)
class ShownItem:
    """A record above or below the one on the card: what it is called, and how far it is."""

    id: str
    label: str
    state: State


@dataclass(frozen=True, slots=True)
class ShownRecord:
    """What the card of a record shows."""

    record: Record
    label: str
    state: State
    facts: tuple[tuple[str, str], ...]
    entries: tuple[TimelineEntry, ...]
    papers: tuple[RecordPaper, ...]
    pictures: tuple[ActPicture, ...]
    recordings: tuple[ShownRecording, ...] = ()
    criteria: tuple[ToldCriterion, ...] = ()
    """Whom the procedure serves, held against the record's answers."""
    above: tuple[ShownItem, ...] = ()
    """The record it belongs to, if any."""
    below: tuple[ShownItem, ...] = ()
    """The records that belong to it, in their places."""
    often: tuple[str, ...] = ()
    """How often something was done in each month or week in which it was owed."""
    members: tuple[str, ...] = ()
    """Of a household's volume who belongs to it, from when until when."""
    packed: bool = False
    """Whether it is a piece of the archive that can be saved as an electronic package."""
    masked: bool = False
    """Numbers that identify a person show only their end."""


def shown(parts: Parts, proceeding: str, *, plain: bool = False) -> ShownRecord | None:
    """A record as its card shows it, numbers whole when ``plain``; None when there is no such record.

    The read is not noted here.
    """
    record = proceedings.record(parts, parts.window.who, proceeding)
    if record is None:
        return None
    found, law = record.proceeding, record.procedure
    said = ledger.values(parts, found, {})
    return ShownRecord(
        record,
        phrases.fill(law.label, said) or found.number or law.title,
        parts.law.shown(found.pack_digest, found.procedure, found.state),
        tuple(_facts(ledger.asks(law, record.events), said, pictures.asked_for(law), plain)),
        _entries(parts, record),
        record_papers.offered(record),
        pictures.of_record(record),
        tuple(
            ShownRecording(r, parts.store.recordings.has(r.recording)) for r in recordings.of_record(record)
        ),
        tuple(criteria.told(law, found.facts)),
        tuple(_items(parts, [above] if (above := parts.store.proceedings.one(found.parent)) else [])),
        tuple(_items(parts, _below(parts, record))),
        often.told(record, parts.clock.today()),
        tuple(m.words for m in household.members(record.events)) if law.id == household.HOUSEHOLD else (),
        law.id == ARCHIVE and bool(found.facts.get(archives.NUMBER)),
        not plain and any(ask.kind in _MASKED and found.facts.get(ask.id) for ask in law.asks),
    )


def _below(parts: Parts, record: Record) -> Iterable[Proceeding]:
    """The records that belong to it; to a household's volume what was filed of its members."""
    if record.procedure.id == household.HOUSEHOLD:
        return household.pieces(parts, record.events)
    return parts.store.proceedings.children(record.proceeding.id)


def _items(parts: Parts, held: Iterable[Proceeding]) -> Iterator[ShownItem]:
    for each in held:
        law = parts.law.procedure(each.pack_digest, each.procedure)
        called = phrases.fill(law.label, ledger.values(parts, each, {})) or each.number or law.title
        yield ShownItem(each.id, called, parts.law.shown(each.pack_digest, each.procedure, each.state))


def _facts(
    asks: Sequence[Ask], said: dict[str, Any], evidence: frozenset[str], plain: bool
) -> list[tuple[str, str]]:
    """Every answer that is given, with its label; the rows of a table below one another."""
    wanted = [ask for ask in asks if ask.id not in evidence and ask.kind is not Kind.FILE]
    shown_as = {ask.id: said.get(ask.id) if plain else _masked(ask, said.get(ask.id)) for ask in wanted}
    return [(ask.label, text) for ask in wanted if (text := _said(ask, shown_as[ask.id]))]


def _masked(ask: Ask, value: Any) -> Any:
    return masked_number(str(value)) if value and ask.kind in _MASKED else value


def _said(ask: Ask, value: Any) -> str:
    if not ask.rows or not isinstance(value, list | tuple):
        return phrases.said(value)
    return "\n".join(phrases.said({c.id: row.get(c.id) for c in ask.rows}) for row in value)


def _entries(parts: Parts, record: Record) -> tuple[TimelineEntry, ...]:
    """The timeline of the record; of a record with a subject of its own, prints included."""
    found = record.proceeding
    if found.subject.id == found.id:
        return ledger.timeline(parts, found.subject)
    gone = ledger.dropped(record.events)
    told = (ledger.entry(parts, event, found, gone) for event in record.events)
    return tuple(entry for entry in told if entry.text)
