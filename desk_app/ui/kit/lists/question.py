"""The question a clerk asks of a list: which records, in which order; and its conditions in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

from desk_app.domain import lists as ids
from desk_app.domain.lists import (
    Course,
    DueKind,
    ListColumn,
    Order,
    Pace,
    Shortcut,
    Wanted,
)
from desk_app.services.lists import lists
from desk_app.services.parts import Parts
from desk_app.ui.kit.lists import happened, periods

ALL: Final = Shortcut("all", "全部")
_DUE: Final[Mapping[DueKind, str]] = {
    DueKind.OVERDUE: "超期",
    DueKind.TODAY: "今天到期",
    DueKind.SOON: "快到期",
    DueKind.RUNNING: "期限未到",
    DueKind.STOPPED: "停表",
    DueKind.NONE: "没有期限",
}
_COURSES: Final[Mapping[Course, str]] = {
    Course.RUNNING: "在办",
    Course.STOPPED: "停表",
    Course.DONE: "办结",
    Course.ENDED: "其他方式结束",
}
_PACES: Final[Mapping[Pace, str]] = {
    Pace.TIMELY: "按时办结",
    Pace.LATE: "超期办结",
    Pace.MISSED: "超期未办",
    Pace.OTHER: "未到期",
}
Filter = tuple[str, str]
"""Key and words of one condition."""


@dataclass(frozen=True, slots=True)
class ListQuestion:
    """A ready filter, all other conditions, and the order."""

    base: Wanted
    order: Order
    shortcut: Shortcut = field(default=ALL)

    def wanted(self, today: date) -> Wanted:
        """The records to list, as of today."""
        return self.base if self.shortcut.id == ALL.id else self.shortcut.on(self.base, today)

    def by(self, shortcut: Shortcut) -> "ListQuestion":
        """The same question with another ready filter; states and clocks chosen otherwise are dropped."""
        free = replace(
            self.base,
            states=frozenset(),
            due=frozenset(),
            courses=frozenset(),
            paces=frozenset(),
            happened=(),
            frequency=None,
        )
        return replace(self, base=free, shortcut=shortcut)

    def to(self, base: Wanted) -> "ListQuestion":
        """The same ready filter and order under other conditions."""
        return replace(self, base=base)

    @property
    def chosen(self) -> str:
        """Id of the ready filter to mark; 全部 only when no state or clock is chosen otherwise."""
        return "" if self.shortcut.id == ALL.id and _is_loose(self.base) else self.shortcut.id


def _is_loose(base: Wanted) -> bool:
    """Whether a state, a clock or something that happened is asked for beside the ready filters."""
    told = (base.states, base.due, base.courses, base.paces, base.happened)
    return any(told) or base.frequency is not None


def ready(wanted: Wanted, order: Order, shortcuts: Sequence[Shortcut]) -> ListQuestion:
    """A question for these records, by a ready filter when its states or clocks are just those asked for."""
    asked = ListQuestion(wanted, order)
    if wanted.courses or wanted.paces:
        return asked
    for shortcut in shortcuts:
        pair = (shortcut.states, shortcut.due)
        if any(pair) and pair == (wanted.states, wanted.due):
            return asked.by(shortcut)
    return asked


def narrowed(wanted: Wanted, column: str, code: str) -> Wanted:
    """The same question limited to one code of a column."""
    if column == ids.COUNTER:
        return replace(wanted, counter=code)
    if column == ids.CLERK:
        return replace(wanted, clerk=code)
    return replace(wanted, values={**wanted.values, column: frozenset({code})})


def without(wanted: Wanted, key: str) -> Wanted:
    """The same question without the condition that has this key in ``filters``."""
    match key:
        case "states":
            return replace(wanted, states=frozenset())
        case "due":
            return replace(wanted, due=frozenset())
        case "courses":
            return replace(wanted, courses=frozenset())
        case "paces":
            return replace(wanted, paces=frozenset())
        case "happened":
            return replace(wanted, happened=())
        case "frequency":
            return replace(wanted, frequency=None)
        case "counter":
            return replace(wanted, counter="")
        case "clerk":
            return replace(wanted, clerk="")
    return replace(wanted, values={k: v for k, v in wanted.values.items() if k != key})


def filters(parts: Parts, base: Wanted, columns: Sequence[ListColumn]) -> tuple[Filter, ...]:
    """Key and words of every condition that no other control of the page shows."""
    state = next((c for c in columns if c.id == ids.STATE), None)
    found: list[Filter] = []
    if base.states and state:
        codes = sorted(".".join(pair) for pair in base.states)
        found.append(("states", "、".join(lists.word(parts, state, code) for code in codes)))
    found += [("due", "、".join(text for k, text in _DUE.items() if k in base.due))] if base.due else []
    if base.courses:
        found.append(("courses", "、".join(text for c, text in _COURSES.items() if c in base.courses)))
    if base.paces:
        found.append(("paces", "、".join(text for p, text in _PACES.items() if p in base.paces)))
    if base.happened or base.frequency:
        found += happened.filters(parts, base)
    if base.clerk:
        found.append((ids.CLERK, base.clerk))
    for column in (c for c in columns if c.id in base.values):
        codes = sorted(base.values[column.id])
        found.append((column.id, "、".join(lists.word(parts, column, code) for code in codes)))
    return tuple(found)


def sentence(parts: Parts, asked: ListQuestion, columns: Sequence[ListColumn], today: date, noun: str) -> str:
    """What an empty list says: every condition that is set, so that the clerk sees which to remove."""
    base = asked.base
    said = [asked.shortcut.title] if asked.shortcut.id != ALL.id else []
    said += [words for _, words in filters(parts, base, columns)]
    said += [f"{base.counter}号窗口"] if base.counter else []
    if (base.since or base.until) and not asked.shortcut.began_today:
        said.append(periods.title_of(base, today))
    if base.query:
        said.append(f"“{base.query[:_QUERY]}{'…' if len(base.query) > _QUERY else ''}”")
    if len(said) == 1 and not base.query:
        return f"没有{said[0]}的{noun}。"
    if len(said) == 1:
        return f"没有找到{said[0]}。换姓名、拼音、证件号、电话或编号的一部分再试。"
    return f"没有同时符合这些条件的{noun}:{'、'.join(said)}。"


_QUERY: Final = 30
"""Most characters of a query that are repeated in a sentence."""
