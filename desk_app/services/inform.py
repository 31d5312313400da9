"""Step 1 and 2: what applies to this person and why, what to ask next, what to bring."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Final
from uuid import uuid4

from desk_app.domain.applications import OPEN_STATES, Application, Draft
from desk_app.services.parts import Parts
from forms import numbers, rules
from forms.schema import Element, Facts, Finding, Need, Value

NOTHING_OPEN: Final = "0"
"""The code of ``open_matters`` when the book holds no open matter of this person."""


def new_draft(parts: Parts) -> Draft:
    """An empty draft of this moment and this definition pack."""
    return Draft(str(uuid4()), {}, (), (), 0, parts.pack.digest, parts.clock.now())


def facts(parts: Parts, draft: Draft) -> dict[str, Value]:
    """The draft's answers and all that follows from them."""
    return rules.complete(parts.pack, {**draft.answers, **draft.records}, parts.clock.today())


def findings(parts: Parts, draft: Draft) -> tuple[Finding, ...]:
    """What applies, what may, what does not, with reasons; one finding per matter."""
    return rules.judge(parts.pack, facts(parts, draft), draft.chosen)


def question(parts: Parts, draft: Draft) -> Element | None:
    """The next question that can still change something, or None."""
    return rules.next_question(parts.pack, facts(parts, draft), draft.chosen)


def needs(parts: Parts, draft: Draft) -> tuple[Need, ...]:
    """The materials this application needs, each once."""
    return rules.needs(parts.pack, facts(parts, draft), draft.chosen)


def recalled(parts: Parts, draft: Draft) -> Draft:
    """The draft with what the book says of its person now; without a sound number nothing is known."""
    number = str(draft.answers.get("id_number", ""))
    if numbers.id_fault(number, parts.clock.today()) is not None:
        return replace(draft, records={})
    held = [m for a in _of_person(parts, number) if a.id != draft.id for m in a.matters]
    still_open = tuple(dict.fromkeys(m.matter for m in held if m.state in OPEN_STATES))
    return replace(draft, records={"open_matters": still_open or (NOTHING_OPEN,)})


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
