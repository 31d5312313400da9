"""Step 1 and 2: what applies to this person and why, what to ask next, what to bring."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from uuid import uuid4

from desk_app.domain import records
from desk_app.domain.applications import Application, Draft, MatterCase, SendState, matter_id
from desk_app.domain.proceedings import walk
from desk_app.domain.records import EarlierMatter
from desk_app.services import law
from desk_app.services.parts import Parts
from forms import numbers, rules
from forms.procedures import GRANTED, Procedure
from forms.schema import Facts, Finding, Need, Value


def new_draft(parts: Parts) -> Draft:
    """An empty draft of this moment and this definition pack."""
    return Draft(str(uuid4()), {}, (), (), 0, parts.pack.digest, parts.clock.now())


def facts(parts: Parts, draft: Draft) -> dict[str, Value]:
    """The draft's answers and all that follows from them; what the book knows stands over what was told."""
    pack = law.of(parts, draft.pack_digest)
    return rules.complete(pack, records.over(pack, draft.answers, draft.records), parts.clock.today())


def findings(parts: Parts, draft: Draft) -> tuple[Finding, ...]:
    """What applies, what may, what does not, with reasons; one finding per matter."""
    return rules.judge(law.of(parts, draft.pack_digest), facts(parts, draft), draft.chosen)


def needs(parts: Parts, draft: Draft) -> tuple[Need, ...]:
    """The materials this application needs, each once."""
    return rules.needs(law.of(parts, draft.pack_digest), facts(parts, draft), draft.chosen)


def recalled(parts: Parts, draft: Draft) -> Draft:
    """The draft with what the book says of its person now; without a sound number nothing is known.

    What the county refused to take in is not open: it may be asked for again.
    """
    number = str(draft.answers.get("id_number", ""))
    if numbers.id_fault(number, parts.clock.today()) is not None:
        return replace(draft, records={})
    taken = (a for a in _of_person(parts, number) if a.id != draft.id and a.sent != SendState.REFUSED)
    held = [r for a in taken for r in _records(parts, a)]
    return replace(draft, records=records.facts_of(held))


def _records(parts: Parts, application: Application) -> Iterator[EarlierMatter]:
    """An application's matters with the days they were concluded."""
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
    """Sentences on what the local book already holds of this person: open applications and drafts."""
    number = str(answers.get("id_number", ""))
    told = (
        f"{_day(a.accepted_at)}已受理{'、'.join(m.title for m in a.matters)}(回执编号 {a.number})"
        for a in _of_person(parts, number)
    )
    return tuple(told)


def _of_person(parts: Parts, number: str) -> Iterator[Application]:
    """Applications of the person with this number, under any number they had."""
    if len(number) < 15:
        return
    person = parts.store.people.by_number(number)
    others = [n.id_number for n in parts.store.people.numbers(person.id)] if person else []
    for each in dict.fromkeys((number, *others)):
        yield from parts.store.applications.of_person(each)


def _day(moment: datetime) -> str:
    return f"{moment.year}年{moment.month}月{moment.day}日"
