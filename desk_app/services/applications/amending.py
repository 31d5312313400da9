"""更正 of an accepted application: what may be corrected, what would follow, and the amendment itself."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from desk_app.domain import amending, records
from desk_app.domain.amending import AMEND, AmendedAnswer, Amendment
from desk_app.domain.applications import APPLICATION, Application, MatterState, SendState
from desk_app.domain.events import Event, Who
from desk_app.domain.letters import Letter
from desk_app.domain.people import Person
from desk_app.errors import RuleError
from desk_app.services import law, printable, proceedings
from desk_app.services.applications import amended_promises
from desk_app.services.counter import inform
from desk_app.services.lookup import masking
from desk_app.services.parts import Parts
from forms import judging, live, rules
from forms.derive import derived
from forms.numbers import id_fault
from forms.pack import Pack
from forms.particulars import AGE, BIRTH, CERTIFICATE, ID_NUMBER, NAME, OPEN_MATTERS, SEX
from forms.procedures import Act
from forms.schema import Element, Facts, Finding, Outcome, Problem, Value
from forms.sentences import plain_date

NOTHING = "没有填"
OVER = "这件申请的事项都已经有结果,不能再更正;证件上的内容要改,请办“残疾人证换领”(资料更新)"
GONE = "这件申请的事项都已撤回,不能再更正;要重新办的请另行受理"
UNSENT = "区县没有收下这件申请,请改正后另行受理"


@dataclass(frozen=True, slots=True)
class Change:
    """What the clerk enters for one answer: the new value and why the old one was wrong."""

    element: str
    now: Value
    why: str


@dataclass(frozen=True, slots=True)
class FormPart:
    """Answers under one heading, in form order."""

    title: str
    elements: tuple[Element, ...]


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What some amendments would lead to, before they are made."""

    before: Facts
    after: Facts
    known: Facts
    """What the records say of the person of a corrected identity number; empty while it stays."""
    amended: tuple[AmendedAnswer, ...]
    problems: tuple[Problem, ...]
    """What keeps them from being made; empty when they can be."""
    told: tuple[str, ...]
    """What would follow, a sentence each."""

    @property
    def ready(self) -> bool:
        """Whether the amendments can be made."""
        return not self.problems


def why_not(parts: Parts, application: Application) -> str:
    """Why an application can not be corrected; empty when it can be."""
    if application.sent in (SendState.REFUSED, SendState.DROPPED):
        return UNSENT
    procedure = parts.law.procedure(application.pack_digest, APPLICATION)
    act = procedure.act(AMEND)
    if act is None or application.sent not in act.sources or not law.is_open(parts, application):
        return GONE if application.gone else OVER
    return ""


def acts(parts: Parts, application: Application) -> tuple[Act, ...]:
    """The act of 更正 while the application can be corrected; else none."""
    act = parts.law.procedure(application.pack_digest, APPLICATION).act(AMEND)
    return (act,) if act and not why_not(parts, application) else ()


def made(parts: Parts, application: Application) -> tuple[Amendment, ...]:
    """The amendments of an application that count, oldest first."""
    pack = law.of(parts, application.pack_digest)
    procedure = parts.law.procedure(application.pack_digest, APPLICATION)
    return amending.amendments(pack, procedure, parts.store.events.of(application.id))


def carries(parts: Parts, letter: Letter) -> bool:
    """Whether a letter tells the county of an amendment."""
    if letter.subject.kind != APPLICATION:
        return False
    events = parts.store.events.of(letter.subject.id)
    return any(e.id in letter.events and e.act == AMEND for e in events)


def noted(parts: Parts, application: Application) -> Iterator[str]:
    """A sentence for the receipt of a corrected application: when, and what; nothing personal in it."""
    pack = law.of(parts, application.pack_digest)
    for each in made(parts, application):
        labels = "、".join(pack.elements[c.element].label for c in each.amended)
        yield f"更正于{plain_date(each.event.at.date().isoformat())}:{labels}。"


def answers_before(parts: Parts, application: Application, place: int) -> Facts:
    """The answers as they were before an amendment, counted from 1."""
    pack, day = law.of(parts, application.pack_digest), application.accepted_at.date()
    earlier = made(parts, application)[: place - 1]
    return amending.answers(pack, _accepted(parts, application), application.chosen, day, earlier)


def _accepted(parts: Parts, application: Application) -> Facts:
    """The answers that counted at acceptance."""
    pack = law.of(parts, application.pack_digest)
    told = parts.store.applications.as_accepted(application.id)
    return live.without_hidden(pack, told, application.chosen)


def blocks(parts: Parts, application: Application, facts: Facts) -> tuple[FormPart, ...]:
    """What may be corrected under these facts, in form order, under the headings of the form."""
    pack = law.of(parts, application.pack_digest)
    found = amending.amendable(pack, facts, application.chosen)
    titles = {s.id: s.title for s in pack.sections}
    order = ("", *titles)
    first = [e for e in found if e.section in ("", pack.sections[0].id) and not e.ask]
    rest = [e for e in found if e not in first]
    head = FormPart(pack.sections[0].title, tuple(first))
    others = (
        FormPart(titles.get(s, "其他情况"), tuple(e for e in rest if e.section == s))
        for s in (*order[1:], "")
    )
    return (head, *(b for b in others if b.elements))


def words(pack: Pack, element: str, value: Value) -> str:
    """An answer in words; that nothing was filled in for an empty one."""
    said = rules.label(pack, pack.elements[element], value) if element in pack.elements else str(value)
    return said or NOTHING


def foresee(parts: Parts, application: Application, changes: Sequence[Change]) -> Foreseen:
    """What these changes would lead to. It reads the book, so it belongs on a thread of its own."""
    pack, day = law.of(parts, application.pack_digest), application.accepted_at.date()
    chosen, earlier = application.chosen, made(parts, application)
    accepted = _accepted(parts, application)
    before = amending.answers(pack, accepted, chosen, day, earlier)
    found = tuple(AmendedAnswer(c.element, before.get(c.element, ""), c.now, c.why.strip()) for c in changes)
    known = _known(parts, pack, application, found)
    payload = {"rows": amending.rows(found), "known": amending.known_rows(known)}
    event = Event("", parts.clock.now(), parts.window.who, application.subject, AMEND, payload)
    after = amending.answers(pack, accepted, chosen, day, (*earlier, Amendment(event, found)))
    problems = (
        *_not_now(parts, application),
        *amending.problems(pack, accepted, before, after, chosen, day, found),
        *_unprintable(pack, found),
        *_taken_elsewhere(pack, application, known),
    )
    told = tuple(_told(parts, pack, application, before, after))
    return Foreseen(before, after, known, found, problems, told)


def carry_out(
    parts: Parts,
    application_id: str,
    changes: Sequence[Change],
    page: str = "",
    who: Who | None = None,
) -> Event:
    """Correct an application: one event, the answers that follow, and the letter, in one transaction.

    ``page`` is the id of the signed sheet's picture; without one the signed paper itself was kept. RuleError
    with every problem when it can not be done.
    """
    application = parts.store.applications.one(application_id)
    if application is None:
        raise RuleError("没有这件申请,请刷新后再看")
    found = foresee(parts, application, changes)
    if found.problems:
        raise RuleError(f"还不能更正:{found.problems[0].message}", found.problems)
    told = {
        "text": sentence(law.of(parts, application.pack_digest), found.amended),
        "rows": amending.rows(found.amended),
        "known": amending.known_rows(found.known),
        "effects": "".join(found.told),
        "page": page,
        "paper_kept": not page,
    }
    pack = law.of(parts, application.pack_digest)
    gone = amended_promises.withdrawn(parts, pack, application, found.before, found.after)
    wanted = [(application.id, AMEND, told), *gone]
    return proceedings.act_together(parts, who or parts.window.who, wanted, channel="paper")[0]


def sentence(pack: Pack, amended: Sequence[AmendedAnswer]) -> str:
    """Corrections in one line, numbers and addresses masked: 联系电话由“*******0001”改为“…”(听错)."""
    return ";".join(_line(pack, c) for c in amended)


def _line(pack: Pack, each: AmendedAnswer) -> str:
    element = pack.elements[each.element]
    was, now = (masking.masked(element, words(pack, each.element, v)) for v in (each.was, each.now))
    return f"{element.label}由“{was}”改为“{now}”({each.why})"


def _known(
    parts: Parts, pack: Pack, application: Application, found: Sequence[AmendedAnswer]
) -> Mapping[str, Value]:
    """What is known here of the person of a corrected identity number; nothing while the number stays."""
    number = next((str(c.now) for c in found if c.element == ID_NUMBER), "")
    today = parts.clock.today()
    if not number or id_fault(number, today):
        return {}
    history = inform.history(parts, {ID_NUMBER: number}, but=application.id)
    return records.facts_of(pack, history, today)


def _not_now(parts: Parts, application: Application) -> Iterator[Problem]:
    if told := why_not(parts, application):
        yield Problem("", told)


def _unprintable(pack: Pack, found: Sequence[AmendedAnswer]) -> Iterator[Problem]:
    """A problem for each amendment whose new answer or reason no paper could show."""
    for each in found:
        label = pack.elements[each.element].label if each.element in pack.elements else each.element
        for where, text in ((label, str(each.now)), (f"{label}的更正原因", each.why)):
            if told := printable.fault(where, text):
                yield Problem(each.element, told)


def _taken_elsewhere(pack: Pack, application: Application, known: Facts) -> Iterator[Problem]:
    held = known.get(OPEN_MATTERS, ())
    for matter in application.chosen:
        if isinstance(held, tuple) and matter in held:
            title = pack.matters[matter].title
            yield Problem(
                ID_NUMBER, f"这个号码名下已经在办“{title}”,不能更正成它;请核对号码,确是同一人的请撤回这一件"
            )


# ---- what would follow ---------------------------------------------------------------------------


def _told(parts: Parts, pack: Pack, application: Application, before: Facts, after: Facts) -> Iterator[str]:
    yield from _of_the_number(parts, pack, application, before, after)
    yield from _outcomes(pack, application, before, after)
    yield from amended_promises.told(parts, pack, application, before, after)
    yield from _materials(pack, application, before, after)
    yield from _results(parts, application, before, after)


def _of_the_number(
    parts: Parts, pack: Pack, application: Application, before: Facts, after: Facts
) -> Iterator[str]:
    """What follows from another identity number: age, sex and birth, the certificate's number, its owner."""
    if before.get(ID_NUMBER) == after.get(ID_NUMBER):
        return
    day = application.accepted_at.date()
    for name in (AGE, SEX, BIRTH):
        was, now = (_followed(pack, name, facts, day) for facts in (before, after))
        if was != now:
            unit = pack.elements[name].unit
            told = f"由{words(pack, name, was)}{unit}变为{words(pack, name, now)}{unit}"
            yield f"{pack.elements[name].label}{told}。"
    if any(pack.matters[m].number for m in application.chosen if m in pack.matters):
        yield "残疾人证号按更正后的身份证号编。"
    if CERTIFICATE in after and str(after.get(ID_NUMBER)) not in str(after[CERTIFICATE]):
        yield "出示的残疾人证号与更正后的身份证号不一致,请核对证件,需要时一并更正。"
    theirs = parts.store.people.by_number(str(after.get(ID_NUMBER, "")))
    if theirs is not None and _somebody_else(theirs, before, after):
        yield f"更正后的号码在本窗口的记录里是{theirs.name},请核对证件。"


def _followed(pack: Pack, name: str, facts: Facts, day: date) -> Value:
    element = pack.elements[name]
    found = derived(element.derived, facts, day) if element.derived else None
    return found if found is not None else facts.get(name, "")


def _somebody_else(theirs: Person, before: Facts, after: Facts) -> bool:
    return theirs.name not in ("", str(before.get(NAME, "")), str(after.get(NAME, "")))


def _outcomes(pack: Pack, application: Application, before: Facts, after: Facts) -> Iterator[str]:
    """Each chosen matter whose outcome changes, with the new reasons."""
    chosen = [m for m in application.chosen if m in pack.matters]
    was, now = (_judged(pack, facts, chosen) for facts in (before, after))
    for matter in chosen:
        old, new = was[matter], now[matter]
        if old.outcome is not new.outcome:
            then = ",由部门按更正后的情况决定" if new.outcome is Outcome.NOT else ""
            reasons = "".join(new.reasons).rstrip("。")
            title = pack.matters[matter].title
            yield f"“{title}”由{old.outcome}变为{new.outcome}:{reasons}{then}。"


def _judged(pack: Pack, facts: Facts, chosen: Sequence[str]) -> Mapping[str, Finding]:
    return {f.matter: f for f in judging.judge(pack, facts, chosen)}


def _materials(pack: Pack, application: Application, before: Facts, after: Facts) -> Iterator[str]:
    was, now = (
        {n.material.id: n.material.title for n in rules.needs(pack, facts, application.chosen) if n.required}
        for facts in (before, after)
    )
    if more := [title for name, title in now.items() if name not in was]:
        yield f"还要补{'、'.join(more)}。"
    if less := [title for name, title in was.items() if name not in now]:
        yield f"不再需要{'、'.join(less)}。"


def _results(parts: Parts, application: Application, before: Facts, after: Facts) -> Iterator[str]:
    """That what a department has given already stays as it is."""
    if before == after:
        return
    procedure = law.matter(parts, application.pack_digest)
    over = (m for m in application.matters if not procedure.state(m.state).open)
    done = [m.title for m in over if m.state != MatterState.WITHDRAWN]
    if done:
        yield f"{'、'.join(done)}已经有结果,不随更正改变;证件内容要改的另办换领。"
