"""The ledger: what was done about something, as people read it, and the reads of it."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any, Final

from desk_app.domain.applications import APPLICATION, TimelineEntry
from desk_app.domain.events import Event, Subject, Who
from desk_app.domain.proceedings import Proceeding
from desk_app.domain.reads import Read, ReadKind
from desk_app.services.parts import Parts
from forms import asked, phrases
from forms.procedures import Act, Ask, Procedure

LINE: Final = "_line"
WORD: Final = "_word"
"""Where an event of no procedure, as those of an older book, keeps the words of its line."""
DROPPED: Final = "_dropped"
"""Where a decision between two outcomes keeps the ids of the events that do not count."""


def timeline(parts: Parts, subject: Subject) -> tuple[TimelineEntry, ...]:
    """What was done about a subject, oldest first; acts without a sentence are left out."""
    events = parts.store.events.about(subject)
    held = {i: parts.store.proceedings.one(i) for i in {e.proceeding for e in events if e.proceeding}}
    gone = dropped(events)
    entries = (entry(parts, e, held.get(e.proceeding), gone) for e in events)
    return tuple(e for e in entries if e.text)


def entry(
    parts: Parts, event: Event, proceeding: Proceeding | None, gone: Collection[str] = ()
) -> TimelineEntry:
    """One event as a line, by its act's sentence or by the one that is stored with the event.

    ``gone`` are the ids of events in whose place another outcome was taken.
    """
    act = act_of(parts, event, proceeding)
    if LINE in event.payload:
        text = str(event.payload[LINE])
    else:
        text = phrases.fill(act.line, values(parts, proceeding, event.payload)) if act else ""
    if text and event.void:
        text = f"{text}({'取了另一个结果' if event.id in gone else '区县没有收下'},不算)"
    word = act.word if act else str(event.payload.get(WORD, event.act))
    return TimelineEntry(event.at, event.who.person, word, text)


def dropped(events: Iterable[Event]) -> frozenset[str]:
    """The ids of events in whose place another outcome was taken, as the decisions among events tell."""
    return frozenset(str(gone) for event in events for gone in event.payload.get(DROPPED, ()))


def values(parts: Parts, proceeding: Proceeding | None, given: Mapping[str, Any]) -> dict[str, Any]:
    """What sentences about a proceeding may name, in words: its facts, its number, and ``given``."""
    if proceeding is None:
        return dict(given)
    law = parts.law.procedure(proceeding.pack_digest, proceeding.procedure)
    pack = parts.law.pack(proceeding.pack_digest)
    held = {"number": proceeding.number, **proceeding.facts, **given}
    return {"title": law.title, **asked.worded(pack, law, held)}


def act_of(parts: Parts, event: Event, proceeding: Proceeding | None) -> Act | None:
    """The act of an event: of its procedure, or of the application's for acts all records share (打印)."""
    digest = proceeding.pack_digest if proceeding else ""
    names = (proceeding.procedure, APPLICATION) if proceeding else (APPLICATION,)
    found = (parts.law.procedure(digest, name).act(event.act) for name in names)
    return next((act for act in found if act), None)


def note_read(parts: Parts, who: Who, how: ReadKind, subject: Subject, text: str = "") -> None:
    """Note in the audit journal that somebody read something; ``text`` never holds a person's data."""
    parts.store.journal.note(Read(parts.clock.now(), who, how, subject, text))


def asks(procedure: Procedure, events: Iterable[Event]) -> tuple[Ask, ...]:
    """Everything the acts of a procedure ask, each as the act put it that was answered last.

    Several acts may ask for one answer under labels of their own: 说明, 原因, 撤回原因.
    """
    held = sorted((e for e in events if not e.void), key=lambda e: e.order)
    done = ((e.payload, act) for e in held if (act := procedure.act(e.act)) is not None)
    newest = {ask.id: ask for payload, act in done for ask in act.asks if ask.id in payload}
    return tuple(newest.get(ask.id, ask) for ask in procedure.asks)
