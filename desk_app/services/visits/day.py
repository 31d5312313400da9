"""The day of home visits: who is visited, what is due, what is owed again and again, what has to be told."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from desk_app.domain import clocks, cycles
from desk_app.domain.cycles import CycleCount
from desk_app.domain.lists import DueKind, Wanted
from desk_app.domain.proceedings import Proceeding, walk
from desk_app.services import proceedings
from desk_app.services.lists import lists
from desk_app.services.parts import Parts
from desk_app.services.todos import todos
from desk_app.services.todos.todos import Todo
from desk_app.services.visits import away, route
from desk_app.services.visits.away import OutPackage, ToSettle
from desk_app.services.visits.route import Planned, Stop
from forms.clock_kinds import Clock
from forms.procedures import Procedure
from forms.programmes import BoardPart, BoardPlace, Programme

SHOWN: Final = 20
"""What is due is read up to so many of a procedure; all of it stands in the list behind the figure."""

AGAIN: Final = 60
"""So many of a procedure that counts how often: what it owes stands on the page alone."""


@dataclass(frozen=True, slots=True)
class Behind:
    """A list behind a figure: of which register, how many of the figure stand in it."""

    title: str
    count: int
    wanted: Wanted


@dataclass(frozen=True, slots=True)
class Count:
    """A figure above the page, with the lists behind it, which have as many lines together."""

    id: str
    title: str
    count: int
    hint: str
    behind: tuple[Behind, ...] = ()
    """One of each register that has some; empty where no list holds just these: they are on the page."""


@dataclass(frozen=True, slots=True)
class Debt:
    """Something that has to be done so often a month or week and was not done often enough yet."""

    todo: Todo
    title: str
    told: CycleCount
    missed: int
    """How many whole periods before lacked something: told, and not asked for any more."""


@dataclass(frozen=True, slots=True)
class Report:
    """One kind of figures that is owed for one period, by so many."""

    title: str
    turn: str
    due: date | None
    open: int
    wanted: Wanted


@dataclass(frozen=True, slots=True)
class Day:
    """All that the page of a day shows."""

    counts: tuple[Count, ...]
    route: tuple[Stop, ...]
    due: tuple[Todo, ...]
    debts: tuple[Debt, ...]
    reports: tuple[Report, ...]
    out: tuple[OutPackage, ...]
    to_settle: tuple[ToSettle, ...]
    total: int
    """How many records are overdue or due today, shown or not."""


def programmes(parts: Parts) -> tuple[Programme, ...]:
    """The programmes of home visits in force here."""
    return tuple(p for p in parts.pack.programmes.values() if p.switched_on)


def shown(parts: Parts) -> tuple[Programme, ...]:
    """Those in force, and those switched off since that still have records here."""
    here = {law.programme for law in procedures(parts)}
    return tuple(p for p in parts.pack.programmes.values() if p.switched_on or p.id in here)


def procedures(parts: Parts, programme: str = "") -> tuple[Procedure, ...]:
    """The registers of the programmes in force and of those with records from before, or of one of them."""
    every = (p for p in proceedings.registers(parts) if p.programme)
    return tuple(p for p in every if programme in ("", p.programme))


def read(parts: Parts, programme: str = "") -> Day:
    """The day as it stands now; of one programme, or of all that are in force."""
    today = parts.clock.today()
    places = [b for p in shown(parts) if programme in ("", p.id) for b in p.board]
    told = {part.procedure for part in _at(places, BoardPlace.REPORTS)}  # hundreds of villages, in one line
    laws = tuple(law for law in procedures(parts, programme) if law.id not in told)
    warned = _warned(parts, laws, today)
    asked = sorted(todos.of_clocks(parts, warned), key=_pressing)
    again = _debts(parts, warned, asked)
    late = _most(parts, laws, DueKind.OVERDUE)
    now = _most(parts, laws, DueKind.TODAY)
    stops = route.of(parts, _at(places, BoardPlace.ROUTE), today)
    back = _standing(parts, _at(places, BoardPlace.RETURN))
    figures = (
        Count("route", "今天出访", len(stops), f"{len({s.village for s in stops})}个村"),
        Count("today", "今天到期", now[0], "按期限", now[1]),
        Count("overdue", "超期", late[0], _longest(asked, today), late[1]),
        Count("debts", "频次欠账", len(again), "还补得上" if again else "按月、按周"),
        Count("return", "待回访", back[0], "上门以后", back[1]),
    )
    owing = {debt.todo.key for debt in again}
    rest = tuple(t for t in asked if t.key not in owing)
    reports = tuple(_reports(parts, _at(places, BoardPlace.REPORTS)))
    home = (away.out(parts), away.to_settle(parts))
    return Day(figures, stops, rest, again, reports, *home, late[0] + now[0])


def coming(parts: Parts, programme: str = "") -> tuple[Planned, ...]:
    """Today and the days after it on which somebody is visited, by one programme or by all in force."""
    places = [b for p in shown(parts) if programme in ("", p.id) for b in p.board]
    return tuple(route.coming(parts, _at(places, BoardPlace.ROUTE)))


def _warned(parts: Parts, laws: Sequence[Procedure], today: date) -> tuple[Proceeding, ...]:
    """The first records of each procedure whose clocks warn: many of one hide none of another."""

    def most(law: Procedure) -> int:
        return AGAIN if any(clock.times for clock in law.clocks) else SHOWN

    return tuple(p for law in laws for p in parts.store.proceedings.warned(today, most(law), [law.id]))


def _pressing(todo: Todo) -> tuple[date, str]:
    return todo.due or date.max, todo.title


def _at(places: Sequence[BoardPart], place: BoardPlace) -> list[BoardPart]:
    return [part for part in places if part.id is place]


def _most(parts: Parts, laws: Sequence[Procedure], kind: DueKind) -> tuple[int, tuple[Behind, ...]]:
    """How many records are so far, and the lists they stand in."""
    return _counted(parts, [Wanted(law.id, due=frozenset({kind})) for law in laws])


def _standing(parts: Parts, places: Sequence[BoardPart]) -> tuple[int, tuple[Behind, ...]]:
    return _counted(parts, [_list(part) for part in places])


def _list(part: BoardPart) -> Wanted:
    return Wanted(part.procedure, states=frozenset((part.procedure, s) for s in part.standing))


def _counted(parts: Parts, wanted: Sequence[Wanted]) -> tuple[int, tuple[Behind, ...]]:
    found = ((sum(lists.counts(parts, each).values()), each) for each in wanted)
    behind = tuple(
        Behind(lists.procedure_of(parts, each.procedure).title, count, each) for count, each in found if count
    )
    return sum(each.count for each in behind), behind


def _longest(asked: Sequence[Todo], today: date) -> str:
    days = max(((today - t.due).days for t in asked if t.due), default=0)
    return f"最长{days}天" if days > 0 else "没有"


# ---- what is owed again and again ------------------------------------------------------------------


def _debts(parts: Parts, warned: Sequence[Proceeding], asked: Sequence[Todo]) -> tuple[Debt, ...]:
    """The to-dos of clocks that count how often, each with how far its period has come."""
    records = {p.id: p for p in warned}
    return tuple(debt for todo in asked if (debt := _debt(parts, records.get(todo.proceeding), todo)))


def _debt(parts: Parts, found: Proceeding | None, todo: Todo) -> Debt | None:
    if found is None:
        return None
    law = parts.law.procedure(found.pack_digest, found.procedure)
    clock = next((c for c in law.clocks if c.times and f"|{c.id}|" in todo.key), None)
    if clock is None:
        return None
    events = tuple(walk(law, parts.store.events.of(found.id)))
    acts = clocks.done(found.began_at.date(), events)
    told = _counts(clock, acts, parts.clock.today())
    missed = sum(1 for t in told[:-1] if t.judged and t.owed)
    return Debt(todo, clock.title, told[-1], missed) if told else None


def _counts(clock: Clock, acts: Any, today: date) -> tuple[CycleCount, ...]:
    start = clocks.began(clock, acts)
    if start is None:
        return ()
    return tuple(cycles.counts(clock, start, clocks.counted(clock, acts, start), today))


# ---- figures that are owed ---------------------------------------------------------------------------


def _reports(parts: Parts, places: Sequence[BoardPart]) -> Iterator[Report]:
    """A line for each kind and period that somebody still owes, the first due first."""
    found = [report for part in places for report in _owed(parts, part)]
    yield from sorted(found, key=lambda r: (r.due or date.max, r.title))


def _owed(parts: Parts, part: BoardPart) -> Iterator[Report]:
    law, open_ = parts.pack.procedures[part.procedure], dict[tuple[str, str], list[Proceeding]]()
    for record in parts.store.proceedings.listed(part.procedure, part.standing, limit=None):
        open_.setdefault((record.state, str(record.facts.get("turn", ""))), []).append(record)
    for (state, turn), records in open_.items():
        title = next((r.title for r in law.rounds if _opens(law, r.act) == state), law.title)
        wanted = Wanted(law.id, query=turn, states=frozenset({(law.id, state)}))
        yield Report(title, turn, _last_day(records), len(records), wanted)


def _opens(law: Procedure, act: str) -> str:
    """The state that an act of a procedure begins in."""
    found = law.act(act)
    return found.target if found else ""


def _last_day(records: Collection[Proceeding]) -> date | None:
    days = [str(r.facts["due"]) for r in records if r.facts.get("due")]
    return date.fromisoformat(min(days)) if days else None
