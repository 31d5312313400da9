"""Step 1: a new draft, and what the local book knows of the person at the counter."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from uuid import uuid4

from desk_app.domain import records
from desk_app.domain.applications import Application, Draft, MatterCase, SendState, matter_id
from desk_app.domain.proceedings import walk
from desk_app.domain.records import EarlierMatter
from desk_app.services import law
from desk_app.services.parts import Parts
from forms import numbers
from forms.particulars import ID_NUMBER
from forms.procedures import GRANTED, Procedure
from forms.schema import Facts
from forms.sentences import plain_date


def new_draft(parts: Parts) -> Draft:
    """An empty draft, begun now under the pack in force."""
    return Draft(str(uuid4()), {}, (), (), 0, parts.pack.digest, parts.clock.now())


def recalled(parts: Parts, draft: Draft) -> Draft:
    """The draft with what the book knows of its person now; nothing without a valid identity number.

    A matter of an application the county refused is not open: it may be asked for again.
    """
    number = str(draft.answers.get(ID_NUMBER, ""))
    if numbers.id_fault(number, parts.clock.today()) is not None:
        return replace(draft, records={})
    taken = (a for a in _of_person(parts, number) if a.id != draft.id and a.sent != SendState.REFUSED)
    held = [r for a in taken for r in _records(parts, a)]
    return replace(draft, records=records.facts_of(law.of(parts, draft.pack_digest), held))


def _records(parts: Parts, application: Application) -> Iterator[EarlierMatter]:
    """An application's matters, each open or with the day it was concluded."""
    procedure = law.matter(parts, application.pack_digest)
    for case in application.matters:
        is_open = procedure.state(case.state).open
        concluded = None if is_open else _concluded_on(parts, procedure, application, case)
        yield EarlierMatter(case.matter, is_open, concluded)


def _concluded_on(
    parts: Parts, procedure: Procedure, application: Application, case: MatterCase
) -> date | None:
    """The day a department granted a matter, or None."""
    events = parts.store.events.of(matter_id(application.id, case.matter))
    granted = (e.at.date() for e, _ in walk(procedure, events) if _grants(procedure, e.act))
    return next(granted, None)


def _grants(procedure: Procedure, act: str) -> bool:
    found = procedure.act(act)
    return found is not None and found.result == GRANTED


def earlier(parts: Parts, answers: Facts) -> tuple[str, ...]:
    """A sentence for each application of this person in the local book, under any number they had."""
    number = str(answers.get(ID_NUMBER, ""))
    return tuple(_taken(a) for a in _of_person(parts, number))


def _taken(application: Application) -> str:
    day, titles = plain_date(application.accepted_at.date()), "、".join(m.title for m in application.matters)
    return f"{day}已受理{titles}(回执编号 {application.number})"


def _of_person(parts: Parts, number: str) -> Iterator[Application]:
    """Applications of the person with this number, under any number they had."""
    if len(number) < 15:
        return
    person = parts.store.people.by_number(number)
    others = [n.id_number for n in parts.store.people.numbers(person.id)] if person else []
    for each in dict.fromkeys((number, *others)):
        yield from parts.store.applications.of_person(each)
