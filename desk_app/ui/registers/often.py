"""频次 on the card of a record: every month or week in which something was owed, and what interrupted it."""

from collections.abc import Iterator
from datetime import date
from typing import Final

from PySide6.QtWidgets import QWidget

from desk_app.domain import clocks, happening
from desk_app.domain.cycles import CycleCount
from desk_app.domain.happening import OwedStretch
from desk_app.domain.proceedings import walk
from desk_app.services.proceedings import Record
from desk_app.ui.kit.layouts import column
from desk_app.ui.kit.widgets import label
from forms import asked, phrases
from forms.clock_kinds import Clock, Cycle
from forms.sentences import day_span, plain_date

_SHOWN: Final = 12
"""So many periods are told, the newest first; the statistics count all of them."""


def told(record: Record, today: date) -> tuple[str, ...]:
    """A sentence for each period and each interruption, the newest first; none where nothing is owed so."""
    walked = tuple(walk(record.procedure, record.events))
    if not walked:
        return ()
    acts, standing = clocks.done(record.proceeding.began_at.date(), walked), walked[-1][1]
    often = [c for c in record.procedure.clocks if c.times and happening.speaks_of(c, standing.facts)]
    over = None if record.procedure.state(standing.state).open else standing.since.date()
    return tuple(
        line
        for clock in often
        if (ran := tuple(happening.stretches(clock, acts, over)))
        for line in _lines(record, clock, ran, clocks.counted(clock, acts, ran[0].since), today)
    )


def part(title: str, lines: tuple[str, ...]) -> QWidget:
    """The sentences below their title."""
    made = QWidget()
    inner = column(made, spacing=4)
    inner.addWidget(label(title, "title"))
    for place, line in enumerate(lines):
        inner.addWidget(label(line, wrap=True, name=f"often-{place}"))
    return made


def _lines(
    record: Record, clock: Clock, ran: tuple[OwedStretch, ...], done: tuple[date, ...], today: date
) -> Iterator[str]:
    said = [(count.first, _said(clock, count, today)) for count in happening.periods(clock, ran, done, today)]
    said = said[-_SHOWN:]
    said += [(ended.day, text) for each in ran if (ended := each.ended) and (text := _ended(record, each))]
    yield from (text for _, text in sorted(said, key=lambda pair: pair[0], reverse=True))


def _said(clock: Clock, count: CycleCount, today: date) -> str:
    month = f"{count.first.year}年{count.first.month}月"
    week = day_span(count.first, count.last, today.year)
    held = f"{month if clock.period is Cycle.MONTH else week}:{count.done}次,要{count.wanted}次"
    if count.judged:
        return f"{held},{'不够' if count.owed else '够'}"
    return f"{held},{'还没有过完' if count.last >= today else '这一期不满,不算'}"


def _ended(record: Record, ran: OwedStretch) -> str:
    """What interrupted it, with the reason that was given."""
    act = record.procedure.act(ran.ended.act) if ran.ended else None
    if act is None or ran.ended is None:
        return ""
    said = asked.worded(record.pack, record.procedure, ran.ended.given)
    return f"{plain_date(ran.ended.day.isoformat())}{phrases.fill(act.line, said) or act.word}"
