"""Step 1 and 2: what applies to this person and why, what to ask next, what to bring."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from uuid import uuid4

from desk_app.domain import records
from desk_app.domain.applications import OPEN_STATES, Application, Draft, MatterState, SendState
from desk_app.domain.records import Record
from desk_app.services import law
from desk_app.services.parts import Parts
from forms import numbers, rules
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
    taken = (a for a in _of_person(parts, number) if a.id != draft.id and a.sent is not SendState.REFUSED)
    held = [r for a in taken for r in _records(parts, a)]
    return replace(draft, records=records.facts_of(held))


def _records(parts: Parts, application: Application) -> Iterator[Record]:
    """An application's matters with the days they were concluded, as far as the book knows."""
    decided = any(m.state not in OPEN_STATES for m in application.matters)
    changes = parts.store.changes(application.id) if decided else ()
    concluded = {c.matter: c.at.date() for c in changes if c.state is MatterState.CONCLUDED}
    return (Record(m.matter, m.state, concluded.get(m.matter)) for m in application.matters)


def earlier(parts: Parts, answers: Facts) -> tuple[str, ...]:
    """Sentences on what the local book already holds of this person: open applications and drafts."""
    number = str(answers.get("id_number", ""))
    told = (
        f"{_day(a.accepted_at)}已受理{'、'.join(m.title for m in a.matters)}(回执编号 {a.number})"
        for a in _of_person(parts, number)
    )
    return tuple(told)


def _of_person(parts: Parts, number: str) -> Iterator[Application]:
    """Applications of the person with this number, newest first."""
    found = parts.store.applications(number) if len(number) >= 15 else ()
    return (a for a in found if a.answers.get("id_number") == number)


def _day(moment: datetime) -> str:
    return f"{moment.year}年{moment.month}月{moment.day}日"
