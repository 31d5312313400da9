"""The Lists socket: rows, counts and tallies of records, from the rows that ``listing`` keeps."""

import json
import logging
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Connection,
    and_,
    false,
    func,
    literal,
    or_,
    select,
)

from desk_app.database.spine import PROCEEDING
from desk_app.domain.entries import slots
from desk_app.domain.happening import TALLY
from desk_app.domain.lists import (
    BEGAN,
    CLERK,
    COUNTER,
    DECIDED,
    DID,
    DUE,
    LABEL,
    NOTHING,
    NUMBER,
    NUMBER_TAIL,
    PHONE,
    SINCE,
    STATE,
    TAIL,
    USED,
    Course,
    Happening,
    Order,
    Pace,
    Reached,
    Row,
    RowsPage,
    Tally,
    TimesDone,
    Wanted,
)
from desk_app.errors import BugError, TornPage
from desk_app.storage import finding, happenings, list_days, list_rows, tables
from desk_app.storage.desk import BookBase
from desk_app.storage.listing import MARK, Lister
from forms import listing
from forms.clock_kinds import Clock

_LOG = logging.getLogger(__name__)
_TABLE = tables.listed
_FIELDS: Final[Mapping[str, ColumnElement[Any]]] = {
    NUMBER: _TABLE.c.number,
    NUMBER_TAIL: _TABLE.c.number,
    LABEL: _TABLE.c.spelled,
    TAIL: func.substr(_TABLE.c.id_number, -4),
    PHONE: _TABLE.c.phone,
    STATE: _TABLE.c.shown,
    DUE: _TABLE.c.due,
    BEGAN: _TABLE.c.began_at,
    SINCE: _TABLE.c.since,
    COUNTER: _TABLE.c.counter,
    CLERK: _TABLE.c.clerk,
    DECIDED: _TABLE.c.decided_on,
    USED: _TABLE.c.used,
}
"""Columns every list can be sorted by."""
_FEW: Final = 2000
"""Fewer wanted records than these are found by the index that counts and then sorted. SQLite would go through
an index of the order and look each record up in the table, which is quick only where many are wanted."""
_DUE_KIND: Final = "due_kind"


class BookLists:
    """The Lists socket."""

    def __init__(self, desk: BookBase, lister: Lister) -> None:
        self._desk, self._lister = desk, lister

    def page(self, wanted: Wanted, order: Order, today: date, limit: int, after: int = 0) -> RowsPage:
        """At most ``limit`` rows after the first ``after`` ones."""
        try:
            return self._page(wanted, order, today, limit, after)
        except TornPage:
            return self._in_pieces(wanted, order, today, limit, after)

    def _in_pieces(self, wanted: Wanted, order: Order, today: date, limit: int, after: int) -> RowsPage:
        """What can still be read of a list when a page of the file is torn, by the moment it began."""

        def last(db: Connection) -> int:
            return int(db.execute(select(func.max(_TABLE.c.seq))).scalar() or 0)

        def read(db: Connection, first: int, until: int) -> Sequence[Row]:
            where = and_(self._where(wanted, today), _TABLE.c.seq.between(first, until))
            return list_rows.rows(db, where, (_TABLE.c.seq,), today, until - first + 1, 0)

        found = list(self._desk.damage.piecewise(last, read))
        found.sort(key=lambda row: row.began_at, reverse=order.descending)
        shown = tuple(found[after : after + limit])
        return RowsPage(shown, len(found), after + len(shown) < len(found))

    def _page(self, wanted: Wanted, order: Order, today: date, limit: int, after: int) -> RowsPage:
        where, by = self._where(wanted, today), self._order(wanted, order)
        with self._desk.db.reading() as db:
            found = db.execute(select(_TABLE.c.seq).where(where).limit(_FEW)).scalars().all()
            few, counted = len(found) < _FEW, self._sound(where)
            total = len(found) if few and counted is where else _count(db, counted)
            rows = list_rows.rows(db, list_rows.among(found) if few else where, by, today, limit, after)
        return RowsPage(rows, total, after + limit < total)

    def one(self, proceeding_id: str, today: date) -> Row | None:
        """The row of one record; None where there is none, or where it is damaged."""
        with self._desk.db.reading() as db:
            found = list_rows.rows(db, _TABLE.c.id == proceeding_id, (_TABLE.c.seq,), today, 1, 0)
        return found[0] if found else None

    def several(self, ids: Collection[str], today: date) -> tuple[Row, ...]:
        """The rows of these records, in no order."""
        with self._desk.db.reading() as db:
            mine = _TABLE.c.id.in_(select(func.json_each(json.dumps([*ids])).table_valued("value").c.value))
            return list_rows.rows(db, mine, (), today, len(ids), 0)

    def ids(self, wanted: Wanted, today: date) -> tuple[str, ...]:
        """The ids of all records, in no order."""
        asked = select(_TABLE.c.id).where(self._counted(wanted, today))
        with self._desk.db.reading() as db:
            return tuple(db.execute(asked).scalars())

    def stream(self, wanted: Wanted, order: Order, today: date, portion: int) -> Iterator[tuple[Row, ...]]:
        """All rows, in portions, as they were when the first ones were read."""
        where, by = self._where(wanted, today), self._order(wanted, order)
        with self._desk.db.reading_through() as db:
            ids = db.execute(select(_TABLE.c.seq).where(where).order_by(*by)).scalars().all()
            for at in range(0, len(ids), portion):
                yield list_rows.read(db, ids[at : at + portion], today)

    def count(self, wanted: Wanted, today: date) -> int:
        """How many there are."""
        with self._desk.db.reading() as db:
            return _count(db, self._counted(wanted, today))

    def held(self, wanted: Wanted, today: date) -> tuple[int, int, int]:
        """How many parents have records in a list, and the least and the most that one has."""
        each = select(func.count().label("n")).where(self._counted(wanted, today)).group_by(_TABLE.c.parent)
        n = each.subquery().c.n
        with self._desk.db.reading() as db:
            parents, least, most = db.execute(select(func.count(n), func.min(n), func.max(n))).one()
        return int(parents), int(least or 0), int(most or 0)

    def counts(self, wanted: Wanted, by: str, today: date) -> Mapping[str, int]:
        """Code → how many records; ``by`` is a column, state (``procedure.code``), due kind, week, month."""
        code, several = self._code(wanted.procedure, by, today)
        asked = select(code, func.count()).where(self._counted(wanted, today)).group_by(code)
        found: Counter[str] = Counter()
        with self._desk.db.reading() as db:
            for held, count in db.execute(asked):
                for one in _codes(held, several=several):
                    found[one] += count
        return found

    def tallies(self, wanted: Wanted, by: str, today: date) -> tuple[Tally, ...]:
        """How many records there are of each code of a column, by course and pace."""
        code, several = self._code(wanted.procedure, by, today)
        far = (code, list_days.course(today), list_days.pace(today))
        asked = select(*far, func.count()).where(self._counted(wanted, today)).group_by(*far)
        with self._desk.db.reading() as db:
            return tuple(
                Tally(one, Course(course), Pace(pace), count)
                for held, course, pace, count in db.execute(asked)
                for one in _codes(held, several=several)
            )

    def used(self, wanted: Wanted, today: date) -> Mapping[int, int]:
        """Working days used → how many records of those that are over used so many."""
        days = _TABLE.c.used
        asked = select(days, func.count()).where(self._counted(wanted, today), days.is_not(None))
        with self._desk.db.reading() as db:
            return {int(used): int(count) for used, count in db.execute(asked.group_by(days))}

    def times(self, wanted: Wanted, tally: str, by: str, today: date) -> Mapping[str, TimesDone]:
        """Code → how often what a tally counts was done on the days of ``wanted``; ``by`` may be empty."""
        done = Happening(TALLY, frozenset({tally}), wanted.since, wanted.until)
        code = list_days.first_of(by, tables.happened.c.since) if by else literal("")
        several = False
        if code is None:
            code, several = self._code(wanted.procedure, by, today)
        where = self._counted(replace(wanted, since=None, until=None), today)
        asked = happenings.times(wanted.procedure, done, code, MARK if several else "", where)
        with self._desk.db.reading() as db:
            return {
                str(held or ""): TimesDone(int(n), int(records)) for held, n, records in db.execute(asked)
            }

    def reached(self, wanted: Wanted, clock: str, by: str, today: date) -> Mapping[str, Reached]:
        """Code → the periods of a clock that counts how often, which ended on the days of ``wanted``."""
        law = self._clock(wanted.procedure, clock)
        if wanted.since is None or wanted.until is None:
            raise BugError("频次要有起止日期")
        code, several = self._code(wanted.procedure, by, today) if by else (literal(""), False)
        where = self._counted(replace(wanted, since=None, until=None), today)
        days = (wanted.since, wanted.until)
        asked = happenings.reached(law, wanted.procedure, days, today, by, code, where)
        found: dict[str, list[int]] = {}
        with self._desk.db.reading() as db:
            for held, *counts in db.execute(asked):
                for one in _codes(held, several=several):
                    before = found.get(one, [0] * len(counts))
                    found[one] = [a + int(b or 0) for a, b in zip(before, counts, strict=True)]
        return {one: Reached(*counts) for one, counts in found.items()}

    def catch_up(self) -> int:
        """Write some missing rows of an older book, or of a list divided otherwise; how many are left."""
        return self._lister.catch_up(self._desk.db)

    # ---- what a list is asked ----------------------------------------------------------------

    def _where(self, wanted: Wanted, today: date) -> ColumnElement[bool]:
        """The condition on ``listed`` for everything in ``wanted``."""
        meets = and_(_TABLE.c.procedure == wanted.procedure, *self._conditions(wanted, today))
        if not wanted.parents:
            return meets
        held = select(_TABLE.c.parent).where(meets).distinct()
        # A select from a subquery, or the inner table would be taken for the outer one.
        return _TABLE.c.id.in_(held.subquery().select())

    def _counted(self, wanted: Wanted, today: date) -> ColumnElement[bool]:
        """The same without the records that were noticed as damaged: these are not shown."""
        return self._sound(self._where(wanted, today))

    def _sound(self, where: ColumnElement[bool]) -> ColumnElement[bool]:
        damage = self._desk.damage
        gone = damage.gone(PROCEEDING.name) | damage.gone(tables.application.name)
        return and_(where, _TABLE.c.id.not_in(gone), _TABLE.c.parent.not_in(gone)) if gone else where

    def _conditions(self, wanted: Wanted, today: date) -> Iterator[ColumnElement[bool]]:
        if wanted.query.strip():
            law = self._desk.law.packs.current.procedures.get(wanted.procedure)
            # What another record holds is found by the keys of that one.
            mine = _TABLE.c.parent if law and law.parent else _TABLE.c.id
            yield mine.in_(finding.matching(wanted.query))
        yield from _between(_TABLE.c.began_on, wanted.since, wanted.until)
        yield from _between(_TABLE.c.decided_on, wanted.over_since, wanted.over_until)
        if wanted.states:
            yield or_(*(and_(_TABLE.c.shown_of == of, _TABLE.c.shown == code) for of, code in wanted.states))
        if wanted.due:
            yield list_days.due(today).in_([kind.value for kind in wanted.due])
            yield from list_days.days_of(wanted.due, today)
        if wanted.courses:
            yield list_days.course(today).in_([course.value for course in wanted.courses])
        if wanted.paces:
            yield list_days.pace(today).in_([pace.value for pace in wanted.paces])
        if wanted.counter:
            yield _TABLE.c.counter == wanted.counter
        if wanted.clerk:
            yield _TABLE.c.clerk == wanted.clerk
        yield from (happenings.did(each) for each in wanted.happened)
        if often := wanted.frequency:
            clock = self._clock(wanted.procedure, often.clock)
            yield happenings.has_periods(clock, wanted.procedure, often, today)
        for column, codes in wanted.values.items():
            yield self._holds(wanted.procedure, column, codes, today)

    def _holds(self, procedure: str, column: str, codes: Iterable[str], today: date) -> ColumnElement[bool]:
        """The condition that a record has one of these codes in a column."""
        if column == DID:
            return _TABLE.c.did == 1
        code, several = self._code(procedure, column, today)
        if not several:
            return code.in_(list(codes))
        held = (
            code == "" if one == NOTHING else code.contains(f"{MARK}{one}{MARK}", autoescape=True)
            for one in codes
        )
        return or_(false(), *held)

    def _code(self, procedure: str, by: str, today: date) -> tuple[ColumnElement[Any], bool]:
        """The column to count by, and whether a record may have several codes in it; BugError for others."""
        known: Mapping[str, ColumnElement[Any]] = {
            STATE: _TABLE.c.shown_of + "." + _TABLE.c.shown,
            DUE: list_days.due(today),
            COUNTER: _TABLE.c.counter,
            CLERK: _TABLE.c.clerk,
        }
        code = known.get(by)
        code = list_days.first_of(by, _TABLE.c.began_on) if code is None else code
        if code is not None:
            return code, False
        law = self._desk.law.packs.current.procedures.get(procedure)
        held = slots(law) if law else ()
        if law is None or by not in held:
            raise BugError(f"“{procedure}”的列表不能按“{by}”筛选和统计")
        several = by in listing.several(self._desk.law.packs.current, law)
        return _TABLE.c[f"d{held.index(by) + 1}"], several

    def _clock(self, procedure: str, clock: str) -> Clock:
        law = self._desk.law.packs.current.procedures.get(procedure)
        found = next((c for c in law.clocks if c.id == clock and c.times), None) if law else None
        if found is None:
            raise BugError(f"“{procedure}”没有数次数的期限“{clock}”")
        return found

    def _order(self, wanted: Wanted, order: Order) -> list[ColumnElement[Any]]:
        """The columns to sort by: the wanted one, then the newest first, as the indexes have them."""
        law = self._desk.law.packs.current.procedures.get(wanted.procedure)
        held = slots(law) if law else ()
        column = _FIELDS.get(order.column)
        if column is None and order.column in held:
            column = _TABLE.c[f"d{held.index(order.column) + 1}"]
        elif column is None:
            column = func.json_extract(_TABLE.c.told, f'$."{_plain(order.column)}"[0]')
        first = column.desc() if order.descending else column.asc()
        if column is _TABLE.c.began_at:
            return [first, _TABLE.c.seq.desc() if order.descending else _TABLE.c.seq.asc()]
        return [first, _TABLE.c.began_at.desc(), _TABLE.c.seq.asc()]


def _between(
    day: ColumnElement[Any], since: date | None, until: date | None
) -> Iterator[ColumnElement[bool]]:
    """The conditions that a day lies between two; one that is empty lies nowhere."""
    if since:
        yield day >= since.isoformat()
    if until:
        yield day.between("1", until.isoformat())


def _plain(column: str) -> str:
    if not column.isidentifier():
        raise BugError(f"列表没有“{column}”这一列")
    return column


# ---- rows ----------------------------------------------------------------------------------------


def _count(db: Connection, where: ColumnElement[bool]) -> int:
    return int(db.execute(select(func.count()).select_from(_TABLE).where(where)).scalar_one())


def _codes(held: Any, *, several: bool) -> Sequence[str]:
    """The codes in a cell; one empty code for an empty cell."""
    text = str(held or "")
    return text.strip(MARK).split(MARK) if several and text else (text,)
