"""待办: what a clerk has to do next, from states, clocks, promised materials and what could not be handled.

Every part is a query by state or day: nothing reads the newest so many and overlooks the oldest.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from desk_app.domain.applications import APPLICATION, SendState
from desk_app.domain.clocks import Running
from desk_app.domain.events import Subject
from desk_app.domain.letters import Letter
from desk_app.domain.proceedings import Proceeding
from desk_app.errors import RuleError
from desk_app.services import following, ledger
from desk_app.services.parts import Parts
from forms import phrases
from forms.sentences import plain_date

MOST: Final = 300
"""To-dos of one kind that are read at once; the rest is counted and comes when those are done."""
_TRIES: Final = 3
"""Tries of a letter, with the line up, after which a clerk is told."""
NEWS: Final = "news"
LETTER: Final = "letter"


@dataclass(frozen=True, slots=True)
class Todo:
    """Something a clerk has to do, in plain words."""

    subject: Subject
    """What to open for it."""
    title: str
    text: str
    since: datetime
    proceeding: str = ""
    notice: Subject | None = None
    """What it only tells of: a clerk who has read it can put it away (``put_away``)."""


@dataclass(frozen=True, slots=True)
class Todos:
    """To-dos, oldest first, and how many there are in all."""

    shown: tuple[Todo, ...]
    total: int


def todos(parts: Parts) -> Todos:
    """What a clerk has to do next, oldest first."""
    today = parts.clock.today()
    standing = parts.store.proceedings.asking(MOST)
    warned = parts.store.proceedings.warned(today, MOST)
    names = _names(parts, (*standing, *warned))
    found = [t for p in standing for t in _told(p, lambda p: _of_state(parts, p, names))]
    found += [t for p in warned for t in _told(p, lambda p: _of_clocks(parts, p, names, today))]
    found += [*_follows(parts), *_letters(parts), *_news(parts)]
    counted = parts.store.proceedings.tally(today)
    total = max(len(found), counted + len(found) - len(standing) - len(warned))
    return Todos(tuple(sorted(found, key=lambda t: t.since)), total)


def _names(parts: Parts, found: tuple[Proceeding, ...]) -> Mapping[str, str]:
    ids = {p.subject.id for p in found if p.subject.kind == APPLICATION}
    return parts.store.applications.names(ids)


def _told(found: Proceeding, ask: Callable[[Proceeding], Iterator[Todo]]) -> Iterator[Todo]:
    """What is to be done about one record; one whose procedure is lost says so and hides no other."""
    try:
        yield from ask(found)
    except RuleError as fault:
        title = f"{found.number or found.procedure}:这条记录现在办不了"
        yield Todo(found.subject, title, str(fault), found.since, found.id)


def _of_state(parts: Parts, found: Proceeding, names: Mapping[str, str]) -> Iterator[Todo]:
    digest, state = found.pack_digest, found.state
    law = parts.law.procedure(digest, found.procedure)
    template = parts.law.shown(digest, found.procedure, state).todo or law.state(state).todo
    if template:
        title, text = _filled(parts, template, found, names)
        yield Todo(found.subject, title, text, found.since, found.id)


def _of_clocks(parts: Parts, found: Proceeding, names: Mapping[str, str], today: date) -> Iterator[Todo]:
    events = parts.store.events.of(found.id)
    for clock in parts.law.clocks(found.pack_digest, found.procedure, events):
        if template := _warning(clock, today):
            due = plain_date(clock.due.isoformat()) if clock.due else ""
            title, text = _filled(parts, template, found, names, due=due)
            yield Todo(found.subject, title, text, found.began_at, found.id)


def _warning(clock: Running, today: date) -> str:
    """What a clock has to say today."""
    if clock.warn_on is None or clock.due is None or today < clock.warn_on:
        return ""
    return clock.clock.overdue or clock.clock.warning if today > clock.due else clock.clock.warning


def _filled(
    parts: Parts, template: str, found: Proceeding, names: Mapping[str, str], **more: Any
) -> tuple[str, str]:
    known = {"name": names.get(found.subject.id, "")} | ledger.values(parts, found, more)
    title, text = phrases.split(template)
    return phrases.fill(title, known), phrases.fill(text, known)


def _follows(parts: Parts) -> Iterator[Todo]:
    """A to-do for each material that was promised and has not come (容缺)."""
    text = "材料到了,请在办件里点“补交材料”;没有到的,请联系申请人"
    for application in parts.store.applications.awaiting_materials():
        for follow in following.follows(parts, application):
            title = f"{application.name}:{follow.sentence}"
            yield Todo(application.subject, title, text, application.accepted_at)


def _letters(parts: Parts) -> Iterator[Todo]:
    for letter in parts.store.outbox.troubled(_TRIES):
        notice, proceeding = Subject(LETTER, letter.id), letter.subject.id
        title = _letter_title(parts, letter)
        yield Todo(letter.subject, title, letter.answer, letter.created_at, proceeding, notice)


def _letter_title(parts: Parts, letter: Letter) -> str:
    found = parts.store.proceedings.one(letter.subject.id)
    number = f"{found.number}:" if found and found.number else ""
    waits = letter.state == SendState.WAITING
    return number + (f"有一封信送了{letter.attempts}次没有送成" if waits else "区县没有收下一封信")


def _news(parts: Parts) -> Iterator[Todo]:
    for item in parts.store.inbox.set_aside():
        if not item.seen:
            notice = Subject(NEWS, item.id)
            yield Todo(notice, "区县的一条消息没有处理成", item.reason, item.at, notice=notice)


def put_away(parts: Parts, todo: Todo) -> None:
    """A clerk has read what a to-do only tells of; what it tells of stays as it is."""
    if todo.notice is None:
        return
    socket = parts.store.inbox if todo.notice.kind == NEWS else parts.store.outbox
    socket.seen(todo.notice.id)
