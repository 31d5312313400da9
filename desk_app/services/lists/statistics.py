"""Statistics of any kind of record: figures, weeks and a table, each number with the list behind it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Final

from desk_app.domain.happening import TALLY
from desk_app.domain.lists import (
    MATTERS,
    MONTH,
    NOTHING,
    QUARTER,
    STATE,
    WEEK,
    YEAR,
    Course,
    Happening,
    ListColumn,
    Pace,
    Tally,
    TimesDone,
    Wanted,
)
from desk_app.errors import RuleError
from desk_app.services.lists import key_figures, lists
from desk_app.services.lists.rates import narrowed
from desk_app.services.lists.statistic_kinds import (
    ALL,
    FEW,
    LEAST,
    Bar,
    Counted,
    Often,
    Share,
    StatColumn,
    Statistics,
    StatPeriod,
    StatRow,
)
from desk_app.services.parts import Parts
from forms import listing
from forms.procedures import GRANTED, Procedure
from forms.sentences import day_span, plain_date

_SPANS: Final[Mapping[str, tuple[str, int]]] = {
    MONTH: ("月份", 1),
    QUARTER: ("季度", 3),
    YEAR: ("年份", 12),
}
"""What a table can be divided by in time: what it is called, and how many months one line has."""


def periods(today: date) -> tuple[StatPeriod, ...]:
    """This month, quarter and year, up to today."""
    quarter = today.replace(month=(today.month - 1) // 3 * 3 + 1, day=1)
    return (
        StatPeriod(today.replace(day=1), today, "本月"),
        StatPeriod(quarter, today, "本季度"),
        StatPeriod(today.replace(month=1, day=1), today, "今年"),
    )


def divisions(parts: Parts, procedure: str, period: StatPeriod | None = None) -> tuple[ListColumn, ...]:
    """The columns a table can be divided by; of a period also the months … it has several of.

    Columns in which a record may have several codes are among them where its own acts ask them (责任单位).
    """
    law = lists.procedure_of(parts, procedure)
    several = listing.several(parts.pack, law) - {ask.id for ask in law.asks}
    found = [c for c in lists.columns(parts, procedure) if c.divides and c.id not in several]
    state = lists.column(parts, procedure, STATE)
    times = [c for c in map(_span, _SPANS, [period] * len(_SPANS)) if len(c.words) > 1] if period else []
    return (*found, *([state] if state else []), *times)


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
    column = _span(by, period) if by in _SPANS else _by(parts, procedure, by)
    wanted = Wanted(procedure, since=period.since, until=period.until, values=values or {})
    weekly = parts.store.lists.tallies(wanted, WEEK, parts.clock.today())
    total = _Lines(parts, law, wanted, None, weekly).line("", "合计")
    return Statistics(
        procedure=procedure,
        title=law.title,
        period=period,
        by=column,
        taken_at=now,
        unit=key_figures.unit_of(law),
        figures=tuple(key_figures.figures(parts, law, wanted, total)),
        bars=tuple(_bars(wanted, weekly)),
        columns=tuple(_columns(parts, law)),
        rows=tuple(_rows(parts, law, wanted, column)),
        total=total,
        times=tuple(StatColumn(t.id, t.title, kind="times") for t in law.tallies),
        shares=tuple(_shares(law)),
        with_pace=bool(law.clocks),
        note=_note(parts, law, period, column, now),
    )


# ---- by time ---------------------------------------------------------------------------------------


def _span(by: str, period: StatPeriod) -> ListColumn:
    """The months, quarters or years of a period as a column, in their order."""
    title, months = _SPANS[by]
    return ListColumn(by, title, words={f.isoformat(): _called(f, months) for f in _firsts(period, months)})


def _firsts(period: StatPeriod, months: int) -> Iterator[date]:
    first = date(period.since.year, (period.since.month - 1) // months * months + 1, 1)
    while first <= period.until:
        yield first
        first = _after(first, months)


def _after(first: date, months: int) -> date:
    """The first day so many months later."""
    place = first.month - 1 + months
    return date(first.year + place // 12, place % 12 + 1, 1)


def _called(first: date, months: int) -> str:
    whole = {1: f"{first.month}月", 3: f"第{(first.month + 2) // 3}季度", 12: ""}
    return f"{first.year}年{whole[months]}"


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
    yield StatColumn(ALL, lists.begun(parts, law))
    yield StatColumn(Course.DONE, "办结" if law.parent or law.subject == listing.APPLICATION else "办完")
    yield StatColumn(Course.RUNNING, "在办")
    family = (law, *lists.children(parts, law))
    if any(s.stops for p in family for s in p.states):
        yield StatColumn(Course.STOPPED, "停表")
    yield StatColumn(Course.ENDED, "其他结束")


def _shares(law: Procedure) -> Iterator[StatColumn]:
    """The shares of a line: the rates, then how often something was done often enough."""
    for rate in law.rates:
        mark = "(建议)" if rate.proposed else ""
        yield StatColumn(rate.id, f"{rate.title}{mark}", f"{rate.part_words}/{rate.whole_words}", "share")
    for clock in (c for c in law.clocks if c.times):
        per = key_figures.PERIODS[clock.period]
        yield StatColumn(f"often-{clock.id}", f"{clock.title},达标", f"够的/满的{per}", "share")


def _often(times: TimesDone | None, wanted: Wanted) -> Often:
    return Often(times.count, Counted(times.records, wanted)) if times else Often(0, Counted(0, wanted))


def _rows(parts: Parts, law: Procedure, wanted: Wanted, by: ListColumn) -> Iterator[StatRow]:
    """A line for each code that records have, or in whose time something was done."""
    tallies = parts.store.lists.tallies(wanted, by.id, parts.clock.today())
    lines = _Lines(parts, law, wanted, by, tallies)
    codes = list(dict.fromkeys((*(by.words if by.id in _SPANS else ()), *lines.codes)))
    codes.sort(key=lambda code: _place(by, code))
    yield from (lines.line(code, _full_word(parts, by, code)) for code in codes)


class _Lines:
    """Makes the lines of a table from counts by code; without a column the one line of all."""

    def __init__(
        self, parts: Parts, law: Procedure, wanted: Wanted, by: ListColumn | None, tallies: Sequence[Tally]
    ) -> None:
        self._law, self._wanted, self._by, self._tallies = law, wanted, by, tallies
        self._columns = tuple(_columns(parts, law))
        code, today, store = by.id if by else "", parts.clock.today(), parts.store.lists
        self._times = {t.id: store.times(wanted, t.id, code, today) for t in law.tallies}
        self._rates = {
            rate.id: (narrowed(law, among := narrowed(law, wanted, rate.whole), rate.part), among)
            for rate in law.rates
        }
        self._shares = {
            name: tuple(lists.counts(parts, each, code) for each in pair)
            for name, pair in self._rates.items()
        }
        clocks = (c for c in law.clocks if c.times)
        self._often = {c: store.reached(wanted, c.id, code, today) for c in clocks}

    @property
    def codes(self) -> Iterator[str]:
        """Every code that something was counted under."""
        yield from (t.code for t in self._tallies)
        for counts in (*self._times.values(), *self._often.values()):
            yield from counts

    def line(self, code: str, word: str) -> StatRow:
        """The line of a code."""
        mine = [t for t in self._tallies if self._by is None or t.code == code]
        wanted = self._of(self._wanted, code)
        return StatRow(
            code,
            word,
            {column.id: _counted(wanted, column.id, mine) for column in self._columns},
            sum(t.count for t in mine if t.pace is Pace.TIMELY),
            sum(t.count for t in mine if t.pace in key_figures.DUE_PACES),
            {t: _often(counts.get(code), _done(wanted, t)) for t, counts in self._times.items()},
            dict(self._line_shares(code)),
        )

    def _line_shares(self, code: str) -> Iterator[tuple[str, Share]]:
        for name, (part, whole) in self._shares.items():
            count = part.get(code, 0)
            yield name, Share(count, whole.get(code, 0), Counted(count, self._of(self._rates[name][0], code)))
        for clock, counts in self._often.items():
            found = counts.get(code, key_figures.NOT_OFTEN)
            yield f"often-{clock.id}", key_figures.reached(self._of(self._wanted, code), clock, found)

    def _of(self, wanted: Wanted, code: str) -> Wanted:
        """The records of a line; what a rate asks of the same column holds too."""
        if self._by is None:
            return wanted
        by = self._by.id
        if by in _SPANS:
            return _within(wanted, date.fromisoformat(code), _SPANS[by][1])
        if by == STATE:
            procedure, _, name = code.partition(".")
            states = frozenset({(procedure, name)})
            return replace(wanted, states=states & wanted.states if wanted.states else states)
        codes = frozenset({code}) & wanted.values.get(by, frozenset({code}))
        return replace(wanted, values={**wanted.values, by: codes})


def _within(wanted: Wanted, first: date, months: int) -> Wanted:
    last = _after(first, months) - timedelta(days=1)
    since, until = wanted.since or first, wanted.until or last
    return replace(wanted, since=max(first, since), until=min(last, until))


def _done(wanted: Wanted, tally: str) -> Wanted:
    """The records in which a tally counts something on the days of ``wanted``, whenever they began."""
    done = Happening(TALLY, frozenset({tally}), wanted.since, wanted.until)
    return replace(wanted, since=None, until=None, happened=(*wanted.happened, done))


def _full_word(parts: Parts, by: ListColumn, code: str) -> str:
    """The word for a code; for a matter its whole title, since the table has room for it."""
    matter = parts.pack.matters.get(code) if by.id == MATTERS else None
    return matter.title if matter else lists.word(parts, by, code)


def _counted(wanted: Wanted, column: str, tallies: Sequence[Tally]) -> Counted:
    if column == ALL:
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


def _bars(wanted: Wanted, tallies: Sequence[Tally]) -> Iterator[Bar]:
    """A bar for each week of the period, weeks without records included."""
    since, until = wanted.since, wanted.until
    assert since is not None
    assert until is not None
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


def _told(parts: Parts, law: Procedure, by: ListColumn) -> Iterator[str]:
    """What the numbers of acts and of lines with several codes mean, in words."""
    if by.id in listing.several(parts.pack, law):
        yield f"一条可以有几个{by.title},各行相加会多于合计"
    for tally in (t for t in law.tallies if t.once_a_day):
        yield f"{tally.title}按办的那天算,不看哪天{lists.begun(parts, law)},同一人同一天算一次"
    if any(c.times for c in law.clocks):
        yield "频次只看满的、已经过完的月和周,算在最后一天;开始、暂停、结束的那期不满,不算"


def _note(parts: Parts, law: Procedure, period: StatPeriod, by: ListColumn, now: datetime) -> str:
    """A sentence with period, moment and the meaning of the words used."""
    family = (law, *lists.children(parts, law))
    stops = list(dict.fromkeys(s.stops for p in family for s in p.states if s.stops))
    closing = {a.target for p in family for a in p.acts if a.result not in ("", GRANTED)}
    ended = list(dict.fromkeys(s.word for p in family for s in p.states if s.code in closing and not s.open))
    days = day_span(period.since, period.until)
    said = [
        f"{days}{lists.begun(parts, law)}的,看到{plain_date(now.date())} {now:%H:%M}",
        f"停表指{'、'.join(stops)}" if stops else "",
        f"其他结束指{'、'.join(ended)}" if ended else "",
        "该办结指已办结的,加上到期还没办结的" if law.clocks else "",
        *_told(parts, law, by),
        f"分母不到{LEAST}的不算百分比",
        f"导出给外单位时,少于{FEW}的数写成“<{FEW}”",
    ]
    return ";".join(text for text in said if text) + "。"
