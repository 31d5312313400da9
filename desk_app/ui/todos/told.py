"""The words of a to-do's row: when, what was tried, which room, and the word of its act."""

import re
from collections.abc import Sequence
from datetime import date, timedelta

from desk_app import rooms
from desk_app.domain.applications import APPLICATION, Draft
from desk_app.domain.duties import BOOK_DUTY, PROGRAMME, SHOWN_IN, WORK_TABLE
from desk_app.domain.events import Subject
from desk_app.services.parts import Parts
from desk_app.services.todos.todos import DRAFT, NEWS, Todo, Urgency
from desk_app.ui.kit import words
from forms.calendar import weekday as character


def when(todo: Todo, today: date) -> str:
    """The first column: ``超 2 天``, ``今天``, ``昨天留下``, ``明天``, or a day."""
    if todo.urgency is Urgency.OVERDUE and todo.due:
        return f"超 {(today - todo.due).days} 天"
    if todo.urgency is Urgency.TODAY:
        return _today(todo, today)
    return ahead(todo.due, today) if todo.due else _since(todo.since.date(), today)


def in_column(when: str) -> str:
    """The same for the narrow column: a day of another year has the year on a line of its own."""
    return re.sub(r"^(\d{4})-", r"\1年\n", when)


def _today(todo: Todo, today: date) -> str:
    if todo.put_off and todo.put_off.until <= today:
        return f"{near(todo.put_off.at.date(), today)}留下"
    return "今天" if todo.due == today else _since(todo.since.date(), today)


def _since(day: date, today: date) -> str:
    return "今天" if day == today else f"{near(day, today)}起"


def near(day: date, today: date) -> str:
    """A past day as ``今天``, ``昨天`` or ``11-20``."""
    names = {today: "今天", today - timedelta(days=1): "昨天"}
    return names.get(day) or (f"{day:%m-%d}" if day.year == today.year else f"{day:%Y-%m-%d}")


def ahead(day: date, today: date) -> str:
    """A coming day as ``今天``, ``明天`` or ``12月1日``."""
    names = {today: "今天", today + timedelta(days=1): "明天"}
    return names.get(day) or words.day(day)


def weekday(day: date, today: date) -> str:
    """A coming day as ``今天`` or its day of the week, e.g. ``周五``."""
    return "今天" if day == today else f"周{character(day)}"


def tried(todo: Todo, today: date) -> str:
    """The third column: the reason for putting it off last, and how often or when; else empty."""
    if todo.put_off is None:
        return ""
    often = f"留过{todo.put_off.times}次" if todo.put_off.times > 1 else near(todo.put_off.at.date(), today)
    return f"{todo.put_off.reason}，{often}"


def room(todo: Todo, parts: Parts) -> str:
    """The fourth column: the name of the room, or of the register, that shows its record."""
    if todo.subject.kind == DRAFT:
        return next(r.title for r in rooms.ROOMS if r.name == "counter")
    if todo.subject.kind == BOOK_DUTY:
        return "账本"
    if todo.subject.kind in SHOWN_IN:
        return next(r.title for r in rooms.ROOMS if r.name == SHOWN_IN[todo.subject.kind])
    known = {r.shows: r.title for r in rooms.ROOMS if r.shows}
    law = parts.pack.procedures.get(todo.procedure)
    return known.get(todo.procedure) or (law.title if law else "区县" if todo.procedure == "" else "其他")


def deed(todo: Todo) -> str:
    """The word on the row's button."""
    if todo.subject.kind == DRAFT:
        return "继续"
    if todo.act is not None:
        return todo.act.word
    if todo.material:
        return "登记补交"
    if todo.paper:
        return "打印"
    if todo.subject.kind == BOOK_DUTY:
        return "打开设置" if todo.notice is None else "日期正确"
    if todo.subject.kind in (PROGRAMME, WORK_TABLE):
        return "看清单"
    if todo.notice is not None:
        return "知道了"
    return "打开办件" if todo.subject.kind == APPLICATION else "打开记录"


def deed_name(todo: Todo) -> str:
    """The object name of the row's button."""
    return f"away-{todo.notice.id}" if todo.notice and not todo.act else f"do-{identity(todo)}"


def identity(todo: Todo) -> str:
    """What the object names of the row are made of: id of the record or subject, and the material."""
    return f"{todo.subject.id}/{todo.material}" if todo.material else todo.proceeding or todo.subject.id


def opens(todo: Todo) -> bool:
    """Whether it has a record to open; news that could not be handled has none."""
    return todo.subject.kind != NEWS and (todo.subject.kind != BOOK_DUTY or todo.notice is None)


def of_draft(draft: Draft) -> Todo:
    """An unfinished application as a to-do: whose it is, and how much of it is filled in."""
    pages = f",{len(draft.pages)}页材料" if draft.pages else ""
    whose = f",{draft.clerk}在办" if draft.clerk else ""
    return Todo(
        Subject(DRAFT, draft.id),
        words.who(draft.answers) or "还没有填姓名",
        f"已填{len(draft.answers)}项{pages},停在第{draft.step + 1}步{whose}",
        draft.updated_at,
        key=f"{DRAFT}|{draft.id}",
        urgency=Urgency.WAITING,
    )


def order(todo: Todo) -> tuple[date, float]:
    """Sort key: by last day, the longest overdue first, then by when it arose."""
    return todo.due or todo.since.date(), todo.since.timestamp()


def free(shown: Sequence[Todo], today: date, *, narrowed: bool) -> str:
    """The sentence when nothing is left for today, with what comes next."""
    coming = sorted((t for t in shown if t.due and t.due > today), key=order)
    if coming:
        return f"今天的都办完了。下一件是{ahead(coming[0].due or today, today)}的:{coming[0].title}。"
    if narrowed:
        return "这里今天没有要办的。"
    return "今天的都办完了。部门退回、要求补正或办结后,会自动出现在这里。"
