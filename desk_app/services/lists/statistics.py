"""Statistics of any kind of record: figures, weeks and a table, each number with the list behind it."""

import statistics as numbers
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Final

from desk_app.domain.lists import (
    DID,
    MATTERS,
    NOTHING,
    STATE,
    WEEK,
    Course,
    DueKind,
    ListColumn,
    Pace,
    Tally,
    Wanted,
)
from desk_app.errors import RuleError
from desk_app.services.lists import lists
from desk_app.services.lists.rates import narrowed
from desk_app.services.parts import Parts
from forms import listing
from forms.procedures import GRANTED, Procedure
from forms.rate_kinds import Rate
from forms.sentences import month_day, short_date

LEAST: Final = 10
"""Least number a percentage is made of: with fewer, one more record would change it too much."""
FEW: Final = 5
"""Counts below this could identify a person: for other units they are written as fewer than this."""
_ALL: Final = "all"
_DUE: Final = frozenset({Pace.TIMELY, Pace.LATE, Pace.MISSED})


@dataclass(frozen=True, slots=True)
class StatPeriod:
    """The days, both included, in which the counted records began."""

    since: date
    until: date
    title: str = ""


@dataclass(frozen=True, slots=True)
class Counted:
    """A number and the conditions of the list that it counts."""

    count: int
    wanted: Wanted

    @property
    def opens(self) -> bool:
        """Whether the number opens a list: it is not 0."""
        return self.count > 0


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """One large figure, with the words that explain it."""

    id: str
    title: str
    value: str
    """In digits; empty when it can not be given (nothing to divide by, or too few records)."""
    unit: str
    division: str
    """What is divided by what, in words."""
    behind: Counted


@dataclass(frozen=True, slots=True)
class Bar:
    """One week: the records that began in it, done and not done."""

    begins: date
    done: Counted
    open: Counted
    """All that are not done: still open, or ended in another way."""


@dataclass(frozen=True, slots=True)
class StatColumn:
    """One column of numbers of the table."""

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class StatRow:
    """One line of the table; ``cells`` by column id."""

    code: str
    word: str
    cells: Mapping[str, Counted]
    timely: int
    due: int

    @property
    def share(self) -> str:
        """Per cent done in time of those that should be done; empty for fewer than ``LEAST``."""
        return percent(self.timely, self.due)


@dataclass(frozen=True, slots=True)
class Statistics:
    """Everything the page of statistics shows."""

    procedure: str
    title: str
    period: StatPeriod
    by: ListColumn
    taken_at: datetime
    """The moment of counting."""
    unit: str
    """What one record is counted in: 项, 条."""
    figures: tuple[KeyFigure, ...]
    bars: tuple[Bar, ...]
    columns: tuple[StatColumn, ...]
    rows: tuple[StatRow, ...]
    total: StatRow
    with_pace: bool
    """Whether the last column is shown: the records have a promise to keep."""
    note: str


def periods(today: date) -> tuple[StatPeriod, ...]:
    """This month, quarter and year, up to today."""
    quarter = today.replace(month=(today.month - 1) // 3 * 3 + 1, day=1)
    return (
        StatPeriod(today.replace(day=1), today, "本月"),
        StatPeriod(quarter, today, "本季度"),
        StatPeriod(today.replace(month=1, day=1), today, "今年"),
    )


def divisions(parts: Parts, procedure: str) -> tuple[ListColumn, ...]:
    """The columns a table can be divided by: each record has at most one code in them."""
    several = listing.several(parts.pack, lists.procedure_of(parts, procedure))
    found = [c for c in lists.columns(parts, procedure) if c.divides and c.id not in several]
    state = lists.column(parts, procedure, STATE)
    return (*found, *([state] if state else []))


def table(
    parts: Parts,
    procedure: str,
    period: StatPeriod,
    by: str = "",
    values: Mapping[str, frozenset[str]] | None = None,
) -> Statistics:
    """The records that began in a period, counted by a column (by default the first possible one).

    ``values`` narrows them to some codes of other columns, as a list does. RuleError when the pack has no
    such procedure or column.
    """
    law, now = lists.procedure_of(parts, procedure), parts.clock.now()
    column = _by(parts, procedure, by)
    wanted = Wanted(procedure, since=period.since, until=period.until, values=values or {})
    tallies = parts.store.lists.tallies(wanted, column.id, parts.clock.today())
    columns = tuple(_columns(parts, law))
    codes = list(dict.fromkeys(t.code for t in tallies))
    codes.sort(key=lambda code: _place(column, code))
    rows = tuple(_row(parts, wanted, column, code, columns, tallies) for code in codes)
    total = _line(wanted, "", "合计", columns, tallies)
    return Statistics(
        procedure=procedure,
        title=law.title,
        period=period,
        by=column,
        taken_at=now,
        unit=_unit(law),
        figures=tuple(_figures(parts, law, wanted, total)),
        bars=tuple(_bars(parts, wanted)),
        columns=columns,
        rows=rows,
        total=total,
        with_pace=bool(law.clocks),
        note=_note(parts, law, period, now),
    )


def percent(part: int, whole: int) -> str:
    """A share in per cent, with one decimal unless it is whole; empty when ``whole`` is below ``LEAST``."""
    return f"{100 * part / whole:.1f}".removesuffix(".0") if whole >= LEAST else ""


# ---- the table -----------------------------------------------------------------------------------


def _by(parts: Parts, procedure: str, by: str) -> ListColumn:
    offered = divisions(parts, procedure)
    found = next((c for c in offered if c.id == by or not by), None)
    if found is None:
        named = "、".join(c.title for c in offered)
        raise RuleError(f"不能按“{by}”统计,可以按:{named}")
    return found


def _columns(parts: Parts, law: Procedure) -> Iterator[StatColumn]:
    """The columns of a line: how many began, then the courses, which add up to that number."""
    yield StatColumn(_ALL, lists.begun(parts, law))
    yield StatColumn(Course.DONE, "办结" if law.parent or law.subject == listing.APPLICATION else "办完")
    yield StatColumn(Course.RUNNING, "在办")
    family = (law, *lists.children(parts, law))
    if any(s.stops for p in family for s in p.states):
        yield StatColumn(Course.STOPPED, "停表")
    yield StatColumn(Course.ENDED, "其他结束")


def _row(
    parts: Parts,
    wanted: Wanted,
    by: ListColumn,
    code: str,
    columns: Sequence[StatColumn],
    tallies: Sequence[Tally],
) -> StatRow:
    mine = [t for t in tallies if t.code == code]
    if by.id == STATE:
        procedure, _, name = code.partition(".")
        narrowed = replace(wanted, states=frozenset({(procedure, name)}))
    else:
        narrowed = replace(wanted, values={**wanted.values, by.id: frozenset({code})})
    return _line(narrowed, code, _full_word(parts, by, code), columns, mine)


def _full_word(parts: Parts, by: ListColumn, code: str) -> str:
    """The word for a code; for a matter its whole title, since the table has room for it."""
    matter = parts.pack.matters.get(code) if by.id == MATTERS else None
    return matter.title if matter else lists.word(parts, by, code)


def _line(
    wanted: Wanted, code: str, word: str, columns: Sequence[StatColumn], tallies: Sequence[Tally]
) -> StatRow:
    cells = {column.id: _counted(wanted, column.id, tallies) for column in columns}
    due = sum(t.count for t in tallies if t.pace in _DUE)
    timely = sum(t.count for t in tallies if t.pace is Pace.TIMELY)
    return StatRow(code, word, cells, timely, due)


def _counted(wanted: Wanted, column: str, tallies: Sequence[Tally]) -> Counted:
    if column == _ALL:
        return Counted(sum(t.count for t in tallies), wanted)
    course = Course(column)
    count = sum(t.count for t in tallies if t.course is course)
    return Counted(count, replace(wanted, courses=frozenset({course})))


def _place(column: ListColumn, code: str) -> tuple[int, str]:
    """Sort key of a code: in the order of the law, then codes without a word, no value last."""
    known = list(column.words)
    if code == NOTHING:
        return len(known) + 1, ""
    return (known.index(code), "") if code in column.words else (len(known), code)


# ---- figures and weeks ---------------------------------------------------------------------------


def _figures(parts: Parts, law: Procedure, wanted: Wanted, total: StatRow) -> Iterator[KeyFigure]:
    unit = _unit(law)
    whole = total.cells[_ALL]
    yield KeyFigure(
        "begun",
        lists.begun(parts, law),
        str(whole.count),
        unit,
        _of_parents(parts, law, wanted, total),
        whole,
    )
    if law.clocks:
        yield _pace(wanted, total, unit)
    yield _median(parts, wanted, total, unit)
    yield _noted(parts, law, wanted, whole.count, unit)
    for rate in law.rates:
        yield rated(parts, law, wanted, rate)


def _of_parents(parts: Parts, law: Procedure, wanted: Wanted, total: StatRow) -> str:
    if law.parent:
        parents, least, most = parts.store.lists.held(wanted, parts.clock.today())
        each = f"{least}至{most}" if least < most else str(most)
        return f"{parents}件{lists.procedure_of(parts, law.parent).title},每件{each}{_unit(law)}"
    over = sum(total.cells[c].count for c in (Course.DONE, Course.ENDED))
    return f"办完{over}{_unit(law)},还没有办完{total.cells[_ALL].count - over}{_unit(law)}"


def _pace(wanted: Wanted, total: StatRow, unit: str) -> KeyFigure:
    behind = Counted(total.due, replace(wanted, paces=_DUE))
    division = f"按期{total.timely}{unit}÷该办结{total.due}{unit}"
    share = total.share
    value = share or (f"{total.timely}/{total.due}" if total.due else "")
    return KeyFigure("pace", "按期办结率", value, "%" if share else "", division, behind)


def _median(parts: Parts, wanted: Wanted, total: StatRow, unit: str) -> KeyFigure:
    done = replace(wanted, courses=frozenset({Course.DONE}))
    used = parts.store.lists.used(done, parts.clock.today())
    days = [day for day, count in sorted(used.items()) for _ in range(count)]
    count = total.cells[Course.DONE].count
    value = f"{numbers.median(days):g}" if days else ""
    longest = f";最长{days[-1]}" if days else ""
    division = f"已办结{count}{unit},停表不算{longest}"
    return KeyFigure(
        "used", "办结用时,中位数", value, "个工作日" if days else "", division, Counted(count, done)
    )


def _noted(parts: Parts, law: Procedure, wanted: Wanted, whole: int, unit: str) -> KeyFigure:
    """The figure for the act that the list counts, or for what is overdue when it counts none."""
    today = parts.clock.today()
    act = law.act(law.listing.counts)
    if act is None:
        late = replace(wanted, due=frozenset({DueKind.OVERDUE}))
        behind = Counted(parts.store.lists.count(late, today), late)
        return KeyFigure("overdue", "现在超期", str(behind.count), unit, "期限已过,还没有办完", behind)
    did = replace(wanted, values={DID: frozenset({act.code})})
    behind = Counted(parts.store.lists.count(did, today), did)
    division = f"{behind.count}{unit}÷{lists.begun(parts, law)}{whole}{unit}"
    share = percent(behind.count, whole)
    return KeyFigure("did", act.word, share or str(behind.count), "%" if share else unit, division, behind)


def rated(parts: Parts, law: Procedure, wanted: Wanted, rate: Rate) -> KeyFigure:
    """A rate of the procedure: its part among its whole, both counted by the index; the part opens its list.

    Of fewer than ``LEAST`` the two numbers are told instead of a share.
    """
    today, unit = parts.clock.today(), _unit(law)
    among = narrowed(law, wanted, rate.whole)
    behind = narrowed(law, among, rate.part)
    part, whole = parts.store.lists.count(behind, today), parts.store.lists.count(among, today)
    share = percent(part, whole)
    value = share or (f"{part}/{whole}" if whole else "")
    mark = "(建议)" if rate.proposed else ""
    division = f"{rate.part_words}{part}{unit}÷{rate.whole_words}{whole}{unit}"
    return KeyFigure(
        rate.id, f"{rate.title}{mark}", value, "%" if share else "", division, Counted(part, behind)
    )


def _bars(parts: Parts, wanted: Wanted) -> Iterator[Bar]:
    """A bar for each week of the period, weeks without records included."""
    since, until = wanted.since, wanted.until
    assert since is not None
    assert until is not None
    tallies = parts.store.lists.tallies(wanted, WEEK, parts.clock.today())
    monday = since - timedelta(days=since.weekday())
    while monday <= until:
        first, last = max(monday, since), min(monday + timedelta(days=6), until)
        week = replace(wanted, since=first, until=last)
        mine = [t for t in tallies if t.code == monday.isoformat()]
        done = sum(t.count for t in mine if t.course is Course.DONE)
        rest = sum(t.count for t in mine) - done
        others = frozenset(Course) - {Course.DONE}
        yield Bar(
            first,
            Counted(done, replace(week, courses=frozenset({Course.DONE}))),
            Counted(rest, replace(week, courses=others)),
        )
        monday += timedelta(days=7)


# ---- words ---------------------------------------------------------------------------------------


def _unit(law: Procedure) -> str:
    if law.parent:
        return "项"
    return "件" if law.subject == listing.APPLICATION else "条"


def _note(parts: Parts, law: Procedure, period: StatPeriod, now: datetime) -> str:
    """A sentence with period, moment and the meaning of the words used."""
    family = (law, *lists.children(parts, law))
    stops = list(dict.fromkeys(s.stops for p in family for s in p.states if s.stops))
    closing = {a.target for p in family for a in p.acts if a.result not in ("", GRANTED)}
    ended = list(dict.fromkeys(s.word for p in family for s in p.states if s.code in closing and not s.open))
    since, until = (short_date(day, now.year) for day in (period.since, period.until))
    said = [
        f"{since}至{until}{lists.begun(parts, law)}的,看到{month_day(now)} {now:%H:%M}",
        f"停表指{'、'.join(stops)}" if stops else "",
        f"其他结束指{'、'.join(ended)}" if ended else "",
        "该办结指已办结的,加上到期还没办结的" if law.clocks else "",
        f"分母不到{LEAST}的不算百分比",
        f"导出给外单位时,少于{FEW}的数写成“<{FEW}”",
    ]
    return ";".join(text for text in said if text) + "。"
