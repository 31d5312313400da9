"""What the county says: its answer to a letter, a refusal with reasons, and its news.

Answers and news may get further keys, which an older desk ignores. A piece of news that can not be read
is marked as such and does not hold up the others.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from desk_app.county import frame, strict
from desk_app.county.strict import WireError
from desk_app.domain.events import Event
from desk_app.domain.letters import NewsBatch, NewsItem, Opening
from forms.schema import Problem

NEWS_LIMIT: Final = 200
"""Most pieces of news in one batch."""
_UNREAD: Final = "unread-"
"""Start of the id made for a piece of news without a readable id."""


class VersionError(WireError):
    """News of another version; ``str(error)`` names both versions."""


@dataclass(frozen=True, slots=True)
class LetterAnswer:
    """The county's answer that it has the letter of this id and these bytes."""

    letter: str
    digest: str
    """SHA-256 of the letter's bytes in hex."""
    number: str
    """The 办件编号 of an application, the number of a register's record; may be empty."""
    received_at: str
    """ISO, with zone."""
    remark: str = ""
    """A sentence for the window; may be empty."""
    order: Mapping[str, int] = field(default_factory=dict)
    """Event id → its place in the county's order."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why the county does not do what was asked: its words, and the elements to correct."""

    words: str
    problems: tuple[Problem, ...] = ()

    @property
    def sentence(self) -> str:
        """Words and problems in one line for the clerk."""
        told = ";".join(p.message for p in self.problems)
        return f"{self.words.rstrip('。:')}:{told}" if told else self.words


def write_answer(answer: LetterAnswer) -> str:
    """The county's answer to a letter; windows of version 1 know the number as ``office_number``."""
    return strict.dump(
        {
            "letter": answer.letter,
            "digest": answer.digest,
            "number": answer.number,
            "office_number": answer.number,
            "received_at": answer.received_at,
            "remark": answer.remark,
            "order": dict(answer.order),
        }
    )


def read_answer(text: str | bytes) -> LetterAnswer:
    """The answer a text stands for; WireError otherwise."""
    row = strict.load(text)
    order = strict.mapping(strict.get(row, "order"), "order")
    return LetterAnswer(
        letter=strict.name(row, "letter"),
        digest=strict.name(row, "digest"),
        number=strict.short(row, "number"),
        received_at=strict.moment(row, "received_at").isoformat(),
        remark=strict.text(row, "remark"),
        order={event: strict.count(order, event) for event in order},
    )


def write_refusal(refusal: Refusal) -> str:
    """A refusal with its reasons, as JSON."""
    problems = [{"element": p.element, "message": p.message} for p in refusal.problems]
    return strict.dump({"problems": problems, "words": refusal.words})


def read_refusal(text: str | bytes) -> Refusal:
    """The refusal a text stands for; WireError otherwise, so that a proxy's error page is none."""
    row = strict.load(text)
    found = strict.rows(row, "problems")
    problems = tuple(Problem(strict.text(p, "element"), strict.text(p, "message")) for p in found)
    words = strict.text(row, "words")
    if not words:
        raise WireError("退回没有说明原因")
    return Refusal(words, problems)


def write_news(events: Iterable[tuple[Event, Opening | None]], cursor: int) -> str:
    """Events in the county's order, with the openings of those that begin something, and the next cursor."""
    told = [frame.event_row(event, opening) | {"seq": event.county} for event, opening in events]
    return strict.dump({"version": frame.VERSION, "events": told, "cursor": cursor})


def read_news(text: str | bytes) -> NewsBatch:
    """The batch a text stands for; WireError unless it is in order, VersionError for another version."""
    row = strict.mapping(strict.parse(text), "内容")
    version = row.get("version")
    if version != frame.VERSION or type(version) is not int:
        raise VersionError(frame.version_fault(version))
    cursor = strict.count(row, "cursor")
    items: list[NewsItem] = []
    for found in strict.listed(row, "events"):
        items.append(_item(found, _raw(found), items[-1].seq if items else 0))
    order = [i.seq for i in items if not i.id.startswith(_UNREAD)]
    if order != sorted(set(order)) or any(seq > cursor for seq in order):
        raise WireError("消息的次序不对")
    return NewsBatch(tuple(items), cursor)


def read_item(raw: str) -> NewsItem:
    """A piece of news that was set aside, read once more."""
    try:
        found = strict.parse(raw)
    except WireError:
        found = None
    return _item(found, raw, 0)


def _raw(found: Any) -> str:
    """An item of news as JSON text, whatever it holds; WireError when it is nested too deeply."""
    try:
        return json.dumps(found)
    except RecursionError:
        raise WireError("内容套得太深") from None


def _item(found: Any, raw: str, before: int) -> NewsItem:
    """One piece of news; ``before`` is the place used when it names none."""
    try:
        row = strict.mapping(found, "消息")
        seq, name = strict.count(row, "seq"), strict.name(row, "id")
    except WireError as error:
        return NewsItem(before, f"{_UNREAD}{frame.digest(raw.encode())}", None, None, raw, _fault(error))
    try:
        return NewsItem(seq, name, frame.read_event(row), frame.read_opening(row), raw)
    except WireError as error:
        return NewsItem(seq, name, None, None, raw, _fault(error))


def _fault(error: WireError) -> str:
    return f"区县的一条消息读不懂({error}),已另外存放;请升级窗口程序"
