"""Step 1 and 2: what applies to this person and why, what to ask next, what to bring."""

from datetime import datetime
from uuid import uuid4

from desk_app.domain.applications import Draft
from desk_app.services.parts import Parts
from forms import rules
from forms.schema import Element, Facts, Finding, Need, Value


def new_draft(parts: Parts) -> Draft:
    """An empty draft of this moment and this definition pack."""
    return Draft(str(uuid4()), {}, (), (), 0, parts.pack.digest, parts.clock.now())


def facts(parts: Parts, draft: Draft) -> dict[str, Value]:
    """The draft's answers and all that follows from them."""
    return rules.complete(parts.pack, draft.answers, parts.clock.today())


def findings(parts: Parts, draft: Draft) -> tuple[Finding, ...]:
    """What applies, what may, what does not, with reasons; one finding per matter."""
    return rules.judge(parts.pack, facts(parts, draft), draft.chosen)


def question(parts: Parts, draft: Draft) -> Element | None:
    """The next question that can still change something, or None."""
    return rules.next_question(parts.pack, facts(parts, draft), draft.chosen)


def needs(parts: Parts, draft: Draft) -> tuple[Need, ...]:
    """The materials this application needs, each once."""
    return rules.needs(parts.pack, facts(parts, draft), draft.chosen)


def in_hand(draft: Draft, material: str) -> bool:
    """Whether a material is scanned, or its paper lies with the clerk."""
    return material in draft.seen or any(p.material == material for p in draft.pages)


def earlier(parts: Parts, answers: Facts) -> tuple[str, ...]:
    """Sentences on what the local book already holds of this person: open applications and drafts."""
    number = str(answers.get("id_number", ""))
    if len(number) != 18:
        return ()
    told = [
        f"{_day(a.accepted_at)}已受理{'、'.join(m.title for m in a.matters)}(回执编号 {a.number})"
        for a in parts.store.applications(number)
        if a.answers.get("id_number") == number
    ]
    return tuple(told)


def _day(moment: datetime) -> str:
    return f"{moment.year}年{moment.month}月{moment.day}日"
