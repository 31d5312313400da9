"""Step 1: a new draft, and what county and local book know of the person at the counter."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Final
from uuid import uuid4

from desk_app.domain import holdings, records
from desk_app.domain.applications import Application, Draft, MatterState, SendState, matter_id
from desk_app.domain.events import Subject
from desk_app.domain.finding import DRAFT
from desk_app.domain.history import History
from desk_app.domain.history import earlier as earlier_matter
from desk_app.domain.people import former_numbers
from desk_app.domain.reads import ReadKind
from desk_app.domain.told import HistoryAnswer, OwnMatter, own_matter, together
from desk_app.services import law, ledger
from desk_app.services.counter import holding
from desk_app.services.counter.holding import Holding
from desk_app.services.parts import Parts
from forms import numbers
from forms.pack import Pack
from forms.particulars import FORMER_NUMBER, ID_NUMBER, NAME
from forms.schema import Facts
from forms.sentences import plain_date

FRESH: Final = timedelta(minutes=5)
"""How long the county's answer is taken for the present state."""
_ASKED: Final = 20
"""Most identity numbers of a person the county is asked about."""


def new_draft(parts: Parts) -> Draft:
    """An empty draft, begun now under the pack in force."""
    clerk = parts.window.clerk
    return Draft(str(uuid4()), {}, (), (), 0, parts.pack.digest, parts.clock.now(), clerk=clerk)


def taken_over(parts: Parts, draft: Draft) -> tuple[Draft, str]:
    """The draft as whoever sits here goes on with it, and a sentence when it was a colleague's.

    A supervisor takes one over in the same way. With a sentence, call ``note_taken_over`` too.
    """
    clerk, before = parts.window.clerk, draft.clerk
    if not clerk or clerk == before:
        return draft, ""
    told = f"这件是{before}没办完的,现在由您接着办,已记下" if before else ""
    return replace(draft, clerk=clerk), told


def note_taken_over(parts: Parts, draft_id: str, before: str) -> None:
    """Note in the journal that who sits here goes on with a draft of somebody else."""
    subject = Subject(DRAFT, draft_id)
    ledger.note_read(parts, parts.window.who, ReadKind.TAKEN_OVER, subject, f"接着办{before}的")


def recalled(parts: Parts, draft: Draft) -> Draft:
    """The draft with what is known of its person now; nothing without a valid identity number."""
    if not askable(parts, draft.answers):
        return replace(draft, records={}, certificates=())
    pack, today = law.of(parts, draft.pack_digest), parts.clock.today()
    found = history(parts, draft.answers, but=draft.id)
    had = tuple(c.number for c in holdings.certificates(pack, found, today) if c.number)
    return replace(draft, records=records.facts_of(pack, found, today), certificates=had)


def looked_up(draft: Draft, found: Draft) -> Draft:
    """A draft with what was looked up for another state of it."""
    return replace(
        draft,
        records=found.records,
        certificates=found.certificates,
        known_as=found.known_as,
        known_by=found.known_by,
    )


def same_person(one: Facts, other: Facts) -> bool:
    """Whether two sets of answers name the same person in the same way, also by the number before."""
    return all(one.get(e) == other.get(e) for e in (NAME, ID_NUMBER, FORMER_NUMBER))


def held(parts: Parts, answers: Facts, pack: Pack, but: str = "") -> Holding:
    """What the person of these answers holds, in lines; nothing without a valid identity number."""
    if not askable(parts, answers):
        return Holding()
    answer, today = told(parts, answers), parts.clock.today()
    found = history(parts, answers, but)
    county, asked_at = (answer.history, answer.asked_at) if answer else (History(), None)
    return holding.of(pack, found, county, today, asked_at)


def history(parts: Parts, answers: Facts, but: str = "") -> History:
    """Everything known of the person of these answers, under any number they had.

    What the county told goes first; this window's own applications come on top, but for the one named and
    those the county refused, whose matters may be asked for again.
    """
    answer = told(parts, answers)
    there = answer.history.numbers if answer else ()
    known = tuple(dict.fromkeys((*_numbers(parts, answers), *there)))
    taken = (a for n in known for a in parts.store.applications.of_person(n))
    own = (a for a in taken if a.id != but and a.sent != SendState.REFUSED)
    return together(answer, (r for a in own for r in _records(parts, a)), known)


# ---- the county is asked -------------------------------------------------------------------------


def askable(parts: Parts, answers: Facts) -> bool:
    """Whether a valid identity number was typed."""
    return numbers.id_fault(str(answers.get(ID_NUMBER, "")), parts.clock.today()) is None


def told(parts: Parts, answers: Facts) -> HistoryAnswer | None:
    """The newest answer of the county about the person of these answers; None when there is none."""
    number = str(answers.get(ID_NUMBER, ""))
    return parts.store.told.of(number) if number else None


def ask(parts: Parts, answers: Facts) -> HistoryAnswer | None:
    """The county's answer about this person now, under every number known here; None without a county.

    It takes as long as the line allows. WorldError says why there is no answer.
    """
    answer = parts.ask_county(_numbers(parts, answers)[:_ASKED])
    return replace(answer, asked_at=parts.clock.now()) if answer else None


def keep(parts: Parts, answers: Facts, answer: HistoryAnswer) -> None:
    """Keep what the county told of the person of these answers."""
    parts.store.told.keep(str(answers[ID_NUMBER]), answer)


def _records(parts: Parts, application: Application) -> Iterator[OwnMatter]:
    """What became of an application's matters."""
    procedure = law.matter(parts, application.pack_digest)
    for case in application.matters:
        events = parts.store.events.of(matter_id(application.id, case.matter))
        record = earlier_matter(case.matter, procedure, events, application.id, application.answers)
        yield own_matter(record, events)


def earlier(parts: Parts, answers: Facts) -> tuple[str, ...]:
    """A sentence for each application of this person in the local book, under any number they had."""
    number = str(answers.get(ID_NUMBER, ""))
    return tuple(taken(a) for a in of_person(parts, {ID_NUMBER: number}))


def taken(application: Application) -> str:
    """One sentence for an application: the day, the matters, its number."""
    day, titles = plain_date(application.accepted_at.date()), "、".join(m.title for m in application.matters)
    back = [m.title for m in application.matters if m.state == MatterState.WITHDRAWN]
    over = "已撤回" if len(back) == len(application.matters) else f"{'、'.join(back)}已撤回"
    return f"{day}已受理{titles}(回执编号 {application.number}{f';{over}' if back else ''})"


def of_person(parts: Parts, answers: Facts) -> Iterator[Application]:
    """This window's applications of the person of these answers, under any number they had."""
    for each in _numbers(parts, answers):
        yield from parts.store.applications.of_person(each)


def _numbers(parts: Parts, answers: Facts) -> tuple[str, ...]:
    """Identity numbers of the person: the one typed, those this book knows, and one that is confirmed now."""
    number = str(answers.get(ID_NUMBER, ""))
    if len(number) < 15:
        return ()
    others = parts.store.people.all_numbers(number)
    return tuple(dict.fromkeys((number, *others, *former_numbers(answers))))
