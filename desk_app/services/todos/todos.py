"""待办: what a clerk has to do next, from states, clocks, promised materials and what could not be handled.

Every part is a query by state or day, so that the oldest is never missed.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Final

from desk_app.domain import acting, duties
from desk_app.domain.applications import APPLICATION, MATTER, Application, MatterState, SendState
from desk_app.domain.events import Event, Subject
from desk_app.domain.letters import Letter
from desk_app.domain.proceedings import Proceeding, answered, todo_of
from desk_app.domain.put_offs import PutOff
from desk_app.errors import RuleError
from desk_app.services import ledger
from desk_app.services.applications import amending, delivery_acts, following, withdrawing
from desk_app.services.applications.following import Follow
from desk_app.services.applications.prefilling import prefilled
from desk_app.services.parts import Parts
from desk_app.services.retention import purge, trust
from desk_app.services.todos import departed, joining, outdated, surveyed, torn
from desk_app.services.visits import answering, away
from desk_app.services.works.table import unnamed
from forms import conditions, phrases
from forms.particulars import BY_POST, DELIVERY, ID_NUMBER
from forms.procedures import Act, Procedure, State
from forms.sentences import month_day, plain_date

MOST: Final = 300
"""How many to-dos of one kind are read at once; the others are only counted until those are done."""
_TRIES: Final = 3
"""Tries of a letter, with the line up, after which a clerk is told."""
NEWS: Final = "news"
DRAFT: Final = "draft"
LETTER: Final = "letter"
_WHERE: Final = "请在“办件”的“送达和清单”里录单号,或登记邮寄[。{text}][。送出过,退回:{back}]"
_TO_POST: Final = {
    MatterState.CONCLUDED: f"邮寄 {{name}} 的{{title}}结果|结果已出,申请人要求邮寄。{_WHERE}",
    MatterState.REFUSED: f"邮寄 {{name}} 的{{title}}不予批准决定书|申请人要求邮寄。{_WHERE}",
}
"""By state, the to-do of what waits for somebody who asked for the post, in place of that of the state."""


class Urgency(StrEnum):
    """How urgent a to-do is, the most urgent first."""

    OVERDUE = "overdue"
    TODAY = "today"
    SOON = "soon"
    """A clock has warned and is not over yet, or the to-do was put off."""
    WAITING = "waiting"
    """Somebody else has to act first."""


@dataclass(frozen=True, slots=True)
class Todo:
    """Something a clerk has to do, in plain words."""

    subject: Subject
    """What the to-do opens."""
    title: str
    text: str
    since: datetime
    proceeding: str = ""
    notice: Subject | None = None
    """What the to-do only informs of: a clerk who has read it can put it away (``put_away``)."""
    key: str = ""
    """Identifies the to-do; the same at every reading until something is done."""
    urgency: Urgency = Urgency.TODAY
    due: date | None = None
    """Its last day, or the day it was put off to; None when no clock runs."""
    procedure: str = ""
    """The procedure of the record, or of its topmost parent: decides which room it belongs to."""
    act: Act | None = None
    """The first act, in the procedure's order, with which the clerk can lead the record on."""
    given: Mapping[str, str] = field(default_factory=dict)
    """Answers to that act's asks that are known already."""
    material: str = ""
    """Id of the promised material it waits for; ``subject`` is its application."""
    paper: str = ""
    """Title of the paper whose print settles it; empty for others."""
    put_off: PutOff | None = None
    """How it was put off the last time; None when it never was."""


@dataclass(frozen=True, slots=True)
class Todos:
    """To-dos, oldest first, and how many there are in all."""

    shown: tuple[Todo, ...]
    total: int

    @property
    def pressing(self) -> int:
        """How many are overdue or for today."""
        return sum(t.urgency in (Urgency.OVERDUE, Urgency.TODAY) for t in self.shown)


@dataclass(frozen=True, slots=True)
class Known:
    """The facts that fill the sentences of to-dos; read once for all of them."""

    parts: Parts
    today: date
    names: Mapping[str, str]
    """By application id, what a to-do calls whom it is about: the applicant, or the relative of the dead."""
    by_post: frozenset[str] = frozenset()
    """Ids of applications whose results go by post."""
    void: Mapping[str, str] = field(default_factory=dict)
    """By proceeding id, why its result is not to be handed out any more."""
    events: Mapping[str, tuple[Event, ...]] = field(default_factory=dict)
    """By proceeding id, the events of the records whose clocks warn."""

    def posted(self, found: Proceeding) -> bool:
        """Whether a record is a result or a decision that is there and goes by post."""
        return found.procedure == MATTER and found.state in _TO_POST and found.subject.id in self.by_post

    def filled(self, template: str, found: Proceeding, **more: Any) -> tuple[str, str]:
        """Title and text of a to-do about a record."""
        told = {"name": self.names.get(found.subject.id, "")} | ledger.values(self.parts, found, more)
        title, text = phrases.split(template)
        return phrases.fill(title, told), phrases.fill(text, told)


def todos(parts: Parts) -> Todos:
    """What a clerk has to do next, oldest first."""
    today = parts.clock.today()
    standing = parts.store.proceedings.asking(MOST)
    warned = parts.store.proceedings.warned(today, MOST)
    known = known_of(parts, (*standing, *warned))
    found = [t for p in standing for t in _told(known, p, _of_state)]
    found += joining.joined(parts, _all_of_clocks(known, warned))
    found += [*_follows(parts, today), *_letters(parts), *_news(parts), *_old_drafts(parts, today)]
    found += [*_of_the_book(parts), *_away(parts, today), *torn.todos(parts, Todo, called)]
    found += surveyed.todos(parts, Todo)
    counted = parts.store.proceedings.tally(today)
    total = max(len(found), counted + len(found) - len(standing) - len(warned))
    kept = parts.store.todos.put_offs([t.key for t in found])
    moved = (_moved(t, kept[t.key], today) if t.key in kept else t for t in found)
    return Todos(tuple(sorted(moved, key=lambda t: t.since)), total)


def of_clocks(parts: Parts, found: tuple[Proceeding, ...]) -> tuple[Todo, ...]:
    """What the clocks of these records ask today, in their order, each with how it was put off."""
    known = known_of(parts, found)
    told = _all_of_clocks(known, found)
    kept = parts.store.todos.put_offs([t.key for t in told])
    return tuple(_moved(t, kept[t.key], known.today) if t.key in kept else t for t in told)


def known_of(parts: Parts, found: tuple[Proceeding, ...]) -> Known:
    """The facts that the sentences about these records need."""
    ids = {p.subject.id for p in found if p.subject.kind == APPLICATION}
    persons = parts.store.applications.applicants(ids)
    names = {i: called(name, id_number) for i, (name, id_number) in persons.items()}
    results = {p.subject.id for p in found if p.state in _TO_POST} & ids
    by_post = parts.store.sending.answered(results, DELIVERY, BY_POST) if results else frozenset[str]()
    void = outdated.void(parts, found, {i: id_number for i, (_, id_number) in persons.items()})
    return Known(parts, parts.clock.today(), {**names, **departed.relatives(parts, found)}, by_post, void)


def called(name: str, id_number: str) -> str:
    """What a to-do calls a person, ``张样例 …0029``: two people of one name can be told apart."""
    return f"{name} …{id_number[-4:]}" if len(id_number) == 18 else name


def begin_of(procedure: str, laws: Mapping[str, Procedure]) -> str:
    """The topmost parent of a procedure: ``application`` for a matter."""
    while (law := laws.get(procedure)) and law.parent:
        procedure = law.parent
    return procedure


def _moved(todo: Todo, put_off: PutOff, today: date) -> Todo:
    """A to-do with how it was put off; before that day it is ``SOON`` and due on it."""
    if put_off.until <= today:
        return replace(todo, put_off=put_off)
    return replace(todo, put_off=put_off, urgency=Urgency.SOON, due=put_off.until)


def urgency(due: date | None, today: date) -> Urgency:
    """How urgent something with this last day is, once its clock has warned."""
    if due is None or due == today:
        return Urgency.TODAY
    return Urgency.OVERDUE if due < today else Urgency.SOON


def _told(
    known: Known, found: Proceeding, ask: Callable[[Known, Proceeding], Iterator[Todo]]
) -> Iterator[Todo]:
    """The to-dos of one record; when its procedure is lost, one that says so, and the others stay."""
    procedure = begin_of(found.procedure, known.parts.pack.procedures)
    try:
        for todo in ask(known, found):
            act = todo.act or _next_act(known, found)
            matter = str(found.facts.get("matter", ""))
            given = prefilled(known.parts, act, found.pack_digest, matter) if act else {}
            yield replace(todo, procedure=procedure, act=act, given=given)
    except RuleError as fault:
        title = f"{found.number or found.procedure}:这条记录现在办不了"
        yield Todo(found.subject, title, str(fault), found.since, found.id, key=found.id, procedure=procedure)


def _of_state(known: Known, found: Proceeding) -> Iterator[Todo]:
    digest, law = found.pack_digest, known.parts.law
    own = law.procedure(digest, found.procedure).state(found.state)
    shown = law.shown(digest, found.procedure, found.state)
    template = todo_of(shown, found.facts) or todo_of(own, found.facts)
    template = _TO_POST[MatterState(found.state)] if template and known.posted(found) else template
    if template and (void := known.void.get(found.id)):
        title, _ = known.filled(outdated.TITLE, found)
        act = law.procedure(digest, found.procedure).act(delivery_acts.KEEP[found.state])
        yield Todo(found.subject, title, void, found.since, found.id, key=f"{found.id}|void", act=act)
    elif template:
        title, text = known.filled(template, found)
        if gone_out := outdated.gone_out(known.parts, found):
            text = ";".join(t for t in (text.rstrip("。"), gone_out) if t)
        key = f"{found.id}|{found.state}|{found.since.isoformat()}{'|told' * answered(own, found.facts)}"
        tried = _tried(known, found, own)
        said = f"{text.rstrip('。')}。{tried}" if tried else text
        if own.todo_paper:  # the same to-do in every state that has it
            key = f"{found.id}|{own.todo_paper}"
        yield Todo(found.subject, title, said, found.since, found.id, key=key, paper=own.todo_paper)


def _tried(known: Known, found: Proceeding, state: State) -> str:
    """How often the state's act was done without an answer (没有联系上); empty when it never was."""
    law = known.parts.law.procedure(found.pack_digest, found.procedure)
    act, elements = law.act(state.todo_act), conditions.elements(state.todo_until)
    tried = any(found.facts.get(name) for name in elements)
    if act is None or not tried or answered(state, found.facts):
        return ""
    about = law.about(act, found.state).items()
    done = [e for e in known.parts.store.events.of(found.id) if e.act == act.code and not e.void]
    times = sum(e.at >= found.since and about <= e.payload.items() for e in done)
    return phrases.fill(state.todo_tried, {"times": times}) if times else ""


def _all_of_clocks(known: Known, found: tuple[Proceeding, ...]) -> list[Todo]:
    """The to-dos of the clocks of these records, whose events are read at once."""
    events: dict[str, tuple[Event, ...]] = {}
    for event in known.parts.store.events.of(*(p.id for p in found)) if found else ():
        events[event.proceeding] = (*events.get(event.proceeding, ()), event)
    known = replace(known, events=events)
    return [t for p in found for t in _told(known, p, _of_clocks)]


def _of_clocks(known: Known, found: Proceeding) -> Iterator[Todo]:
    for clock in known.parts.law.clocks(found.pack_digest, found.procedure, known.events[found.id]):
        if template := clock.asks(known.today):
            due = plain_date(clock.due.isoformat()) if clock.due else ""
            title, text = known.filled(template, found, due=due)
            key = f"{found.id}|{clock.clock.id}|{clock.due}"
            soon = urgency(clock.due, known.today)
            act = known.parts.law.procedure(found.pack_digest, found.procedure).act(clock.clock.act)
            todo = Todo(found.subject, title, text, found.began_at, found.id, key=key, urgency=soon)
            yield replace(todo, due=clock.due, act=act)


def _next_act(known: Known, found: Proceeding) -> Act | None:
    """The act that answers the to-do of a record's state, else the first with which this role can lead it on.

    None for a record that goes on with its children (a whole application).
    """
    parts = known.parts
    if any(law.parent == found.procedure and law.ranked for law in parts.pack.procedures.values()):
        return None
    law, role = parts.law.procedure(found.pack_digest, found.procedure), parts.window.who.role
    if known.posted(found) and (by_post := law.act(delivery_acts.POST[found.state])):
        return by_post
    state = law.state(found.state)
    answer = law.act(state.todo_act)
    if answer and role in answer.roles and not answered(state, found.facts):
        return answer
    offered = (a for a in law.offers(found.state, role) if a.sources and a.target and not a.takes_back)
    return next((a for a in offered if acting.holds(a, found.facts)), None)


def _follows(parts: Parts, today: date) -> Iterator[Todo]:
    """A to-do for each material that was promised and has not come (容缺)."""
    for application in parts.store.applications.awaiting_materials(MOST):
        for follow in following.follows(parts, application):
            yield _follow(application, follow, today)


def _follow(application: Application, follow: Follow, today: date) -> Todo:
    near = urgency(follow.until, today)
    soon = Urgency.WAITING if near is Urgency.SOON and (follow.until - today).days > 3 else near
    told = "容缺受理,应在{}补来,请联系申请人" if follow.overdue else "容缺受理,{}补来"
    who = called(application.name, str(application.answers.get(ID_NUMBER, "")))
    return Todo(
        application.subject,
        f"请 {who} 补交{follow.title}",
        told.format(follow.before),
        application.accepted_at,
        key=f"{application.id}|{follow.material}|{follow.until}",
        urgency=soon,
        due=follow.until,
        procedure=APPLICATION,
        material=follow.material,
    )


def _old_drafts(parts: Parts, today: date) -> Iterator[Todo]:
    """A to-do for each draft that is deleted soon, unless somebody goes on with it."""
    for draft in parts.store.drafts.all():
        if (draft.answers or draft.pages) and purge.warned(draft, parts.keeping, today):
            last = purge.last_day(draft, parts.keeping)
            said = called(*(str(draft.answers.get(name, "")) for name in ("name", "id_number")))
            yield Todo(
                Subject(DRAFT, draft.id),
                f"{said or '没有姓名'} 的申请没有办完" + (f",{draft.clerk}在办" if draft.clerk else ""),
                f"{parts.keeping.drafts}天没有动的草稿会删除,这件{month_day(last)}后连同图片删除;还要办的请继续",
                draft.updated_at,
                key=f"{DRAFT}|{draft.id}|{last}",
                urgency=urgency(last, today),
                due=last,
                procedure=APPLICATION,
            )


def _of_the_book(parts: Parts) -> Iterator[Todo]:
    """A to-do for each thing an administrator has to mend; nobody else is shown them."""
    if not parts.window.seat.has(*duties.WHOSE):
        return
    for it in filter(None, (*parts.duties(), trust.duty(parts), *answering.unnamed(parts), *unnamed(parts))):
        about, key = Subject(it.kind, it.id), f"{it.kind}|{it.id}"
        notice = about if it.id == duties.CLOCK_DUTY else None
        yield Todo(about, it.title, it.text, it.since, notice=notice, key=key)


def _away(parts: Parts, today: date) -> Iterator[Todo]:
    for it in away.duties(parts, today):
        told, kind = (it.title, it.text, it.since, it.about.id), it.about.procedure
        near = urgency(it.due, today)
        yield Todo(it.about.subject, *told, key=it.key, urgency=near, due=it.due, procedure=kind)


def _letters(parts: Parts) -> Iterator[Todo]:
    for letter in parts.store.outbox.troubled(_TRIES):
        told = (*_letter_words(parts, letter), letter.created_at, letter.subject.id)
        yield Todo(
            letter.subject, *told, Subject(LETTER, letter.id), key=letter.id, procedure=letter.subject.kind
        )


def _letter_words(parts: Parts, letter: Letter) -> tuple[str, str]:
    """Title and text of the to-do for a letter that does not arrive, or that the county did not take."""
    found = parts.store.proceedings.one(letter.subject.id)
    number = f"{found.number}:" if found and found.number else ""
    if letter.state == SendState.WAITING:
        return f"{number}有一封信送了{letter.attempts}次没有送成", letter.answer
    persons = parts.store.applications.applicants({letter.subject.id})
    name = called(*persons.get(letter.subject.id, ("", "")))
    if amending.carries(parts, letter):
        said = f"{letter.answer.rstrip('。')}。更正不算,申请还是原来的内容;请告诉申请人"
        return f"告诉 {name} 更正没有成", said
    titles, still = withdrawing.kept_on(parts, letter)
    if titles:
        again = ";还在办的,申请人仍可以撤回" if still else ""
        said = f"区县没有收下撤回:{letter.answer.rstrip('。')}。请告诉申请人,撤回不算,以区县的办理为准{again}"
        return f"告诉 {name} {titles}没有撤回", said
    return f"{number}区县没有收下一封信", letter.answer


def _news(parts: Parts) -> Iterator[Todo]:
    for item in parts.store.inbox.set_aside():
        if not item.seen:
            notice = Subject(NEWS, item.id)
            title = "区县的一条消息没有处理成"
            yield Todo(notice, title, item.reason, item.at, notice=notice, key=f"{NEWS}|{item.id}")


def put_away(parts: Parts, todo: Todo) -> None:
    """Mark that a clerk has read an informing to-do; what it informs of stays as it is."""
    if todo.notice is None:
        return
    if todo.notice.kind == duties.BOOK_DUTY:
        trust.confirm(parts)
        return
    socket = parts.store.inbox if todo.notice.kind == NEWS else parts.store.outbox
    socket.seen(todo.notice.id)


def put_off(parts: Parts, todo: Todo, reason: str) -> PutOff:
    """Put a to-do off to the next working day, with the reason; no state of the record changes.

    RuleError when no reason is given.
    """
    if not (why := " ".join(reason.split())):
        raise RuleError("请写明为什么改到明天,例如“打了电话,没人接”")
    until = parts.calendar.after(parts.clock.today(), 1)[0]
    before = todo.put_off.times if todo.put_off else 0
    made = PutOff(todo.key, until, why[:100], parts.window.clerk, parts.clock.now(), before + 1)
    parts.store.todos.keep(made)
    return made
