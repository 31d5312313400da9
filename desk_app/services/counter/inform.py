"""Step 1: a new draft, and what the local book knows of the person at the counter."""

from collections.abc import Iterator
from dataclasses import replace
from uuid import uuid4

from desk_app.domain import records
from desk_app.domain.applications import Application, Draft, SendState, matter_id
from desk_app.domain.history import EarlierMatter, History
from desk_app.domain.history import earlier as earlier_matter
from desk_app.services import law
from desk_app.services.parts import Parts
from forms import numbers
from forms.conditions import known
from forms.particulars import CERTIFICATE, FORMER_NUMBER, ID_NUMBER
from forms.schema import Facts
from forms.sentences import plain_date


def new_draft(parts: Parts) -> Draft:
    """An empty draft, begun now under the pack in force."""
    return Draft(str(uuid4()), {}, (), (), 0, parts.pack.digest, parts.clock.now())


def recalled(parts: Parts, draft: Draft) -> Draft:
    """The draft with what is known of its person now; nothing without a valid identity number."""
    number, today = str(draft.answers.get(ID_NUMBER, "")), parts.clock.today()
    if numbers.id_fault(number, today) is not None:
        return replace(draft, records={})
    found = history(parts, draft.answers, but=draft.id)
    return replace(draft, records=records.facts_of(law.of(parts, draft.pack_digest), found, today))


def history(parts: Parts, answers: Facts, but: str = "") -> History:
    """Everything known of the person of these answers, under any number they had.

    What the county told goes first; this window's own applications come on top, but for the one named and
    those the county refused, whose matters may be asked for again.
    """
    known = _numbers(parts, answers)
    taken = (a for n in known for a in parts.store.applications.of_person(n))
    own = (a for a in taken if a.id != but and a.sent != SendState.REFUSED)
    return History(tuple(r for a in own for r in _records(parts, a)), numbers=known)


def _records(parts: Parts, application: Application) -> Iterator[EarlierMatter]:
    """What became of an application's matters."""
    procedure = law.matter(parts, application.pack_digest)
    for case in application.matters:
        events = parts.store.events.of(matter_id(application.id, case.matter))
        yield earlier_matter(case.matter, procedure, events, application.id, application.answers)


def earlier(parts: Parts, answers: Facts) -> tuple[str, ...]:
    """A sentence for each application of this person in the local book, under any number they had."""
    number = str(answers.get(ID_NUMBER, ""))
    return tuple(_taken(a) for a in _of_person(parts, number))


def _taken(application: Application) -> str:
    day, titles = plain_date(application.accepted_at.date()), "、".join(m.title for m in application.matters)
    return f"{day}已受理{titles}(回执编号 {application.number})"


def _of_person(parts: Parts, number: str) -> Iterator[Application]:
    """Applications of the person with this number, under any number they had."""
    for each in _numbers(parts, {ID_NUMBER: number}):
        yield from parts.store.applications.of_person(each)


def _numbers(parts: Parts, answers: Facts) -> tuple[str, ...]:
    """Identity numbers of the person: the one typed, those this book knows, and one that is confirmed now."""
    number = str(answers.get(ID_NUMBER, ""))
    if len(number) < 15:
        return ()
    person = parts.store.people.by_number(number)
    others = [n.id_number for n in parts.store.people.numbers(person.id)] if person else []
    return tuple(dict.fromkeys((number, *others, *former_number(answers))))


def former_number(answers: Facts) -> tuple[str, ...]:
    """The earlier identity number on which a certificate stands, once the reason was given."""
    read = numbers.read_certificate_number(str(answers.get(CERTIFICATE, "")))
    confirmed = known(answers, FORMER_NUMBER) and read is not None
    return (read.id_number,) if read and confirmed and read.id_number != answers.get(ID_NUMBER) else ()
