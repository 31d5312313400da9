"""The Damage socket: damaged rows are noticed when they are read, and by a check that goes on in portions."""

import json
from collections.abc import Callable, Collection, Iterator, Sequence
from threading import Lock
from typing import Final, TypeVar

from sqlalchemy import Connection, select

from desk_app.database import spine
from desk_app.database.engine import Database
from desk_app.database.spine import EVENT, PAYLOAD, PROCEEDING
from desk_app.domain.damage import DamagedRow
from desk_app.errors import RuleError, TornPage
from desk_app.storage import row_macs

_PORTION: Final = 500
"""Rows checked in one go, so that nothing waits for it."""
_OPTION: Final = "damage"
"""Execution option under which the connections of a book hold its BookDamage."""
UNSOUND: Final = (
    "这条记录的数据损坏了(与校验不符),不能在它上面再办,这一步没有存下。"
    "请管理员用 desk-app book check 核对,从备份里恢复"
)
_T = TypeVar("_T")
_R = TypeVar("_R")


class BookDamage:
    """The Damage socket; any thread may call."""

    def __init__(self, database: Database) -> None:
        self._database = database
        database.engine.update_execution_options(**{_OPTION: self})
        self._lock = Lock()
        self._known: dict[tuple[str, str], DamagedRow] = {}
        self._torn = False
        self._place = (0, 0)
        """Table and row at which the check in portions goes on."""

    def begin(self) -> None:
        """From now on damaged records and events are left out wherever they are read: all have checksums."""
        self._database.engine.update_execution_options(**{spine.SIFT: sift})

    def known(self) -> tuple[DamagedRow, ...]:
        """The damaged rows noticed since the book was opened, in the order they were noticed."""
        with self._lock:
            return tuple(self._known.values())

    def torn(self) -> bool:
        """Whether a page of the file could not be read since the book was opened."""
        return self._torn

    def look(self) -> bool:
        """Check some more rows; returns whether there are more to check in this round."""
        table, after = self._place
        kept = row_macs.KEPT[table]
        try:
            self._forget_mended()
            with self._database.reading() as db:
                found, after = row_macs.some(db, kept.name, after, _PORTION)
                gone = () if after else row_macs.missing(db, kept.name)
        except TornPage:
            self._torn, found, gone, after = True, (), (), 0
        self.note((*found, *gone))
        self._place = (table, after) if after else ((table + 1) % len(row_macs.KEPT), 0)
        return self._place != (0, 0)

    def piecewise(
        self, last: Callable[[Connection], int], read: Callable[[Connection, int, int], Sequence[_T]]
    ) -> Iterator[_T]:
        """What can still be read of a table of which a page is torn.

        ``read`` gives what is wanted of the rows from one place to another, both included; a stretch that
        can not be read is halved until a single row is left out.
        """
        self._torn = True
        try:
            with self._database.reading() as db:
                end = last(db)
        except TornPage:
            return
        stretches = [(0, end)]
        while stretches:
            first, until = stretches.pop()
            try:
                with self._database.reading() as db:
                    found = read(db, first, until)
            except TornPage:
                if first < until:
                    middle = (first + until) // 2
                    stretches += [(middle + 1, until), (first, middle)]
                continue
            yield from found

    def gone(self, kind: str) -> frozenset[str]:
        """Keys of the damaged rows of a table that were noticed: what is counted leaves them out."""
        with self._lock:
            return frozenset(key for of, key in self._known if of == kind)

    def _forget_mended(self) -> None:
        """Forget the rows that fit their checksums again."""
        with self._database.reading() as db:
            mended = [row for row in self.known() if row_macs.fits(db, row)]
        with self._lock:
            for row in mended:
                self._known.pop((row.kind, row.key), None)

    def note(self, rows: Collection[DamagedRow]) -> None:
        """Notice these damaged rows."""
        if rows:
            with self._lock:
                self._known.update({(row.kind, row.key): row for row in rows})


def hidden(db: Connection, kind: str, keys: Collection[str | int]) -> frozenset[str]:
    """Keys of those of these rows of a table that are damaged and must not be shown; they are noticed."""
    found = row_macs.damaged(db, kind, keys)
    _note(db, found)
    return frozenset(row.key for row in found)


def _note(db: Connection, found: Collection[DamagedRow]) -> None:
    damage = db.get_execution_options().get(_OPTION)
    if found and isinstance(damage, BookDamage):
        damage.note(found)


def sift(db: Connection, kind: str, rows: Sequence[_R]) -> list[_R]:
    """Those of these rows of a table that may be shown, as they were read.

    An event is left out also when its payload was changed. The others are noticed. Nothing of a row was read
    yet: a damaged one may hold what no date or number is.
    """
    key, *others = row_macs.key_columns(kind)
    firsts = [getattr(row, key) for row in rows]
    if others and rows:
        among = f"t.{key} IN (SELECT value FROM json_each(?))"
        return sift_where(db, kind, rows, among, json.dumps(firsts))
    lost = set(hidden(db, kind, firsts))
    if kind == EVENT.name:
        changed = [found for row in rows if (found := row_macs.changed_payload(row))]
        _note(db, changed)
        lost |= {row.key for row in changed}
    return [row for row in rows if str(getattr(row, key)) not in lost] if lost else list(rows)


def sift_where(db: Connection, kind: str, rows: Sequence[_R], where: str, *given: str | int) -> list[_R]:
    """Those of these rows that may be shown, which meet a condition in SQL on the rows ``t`` of a table.

    For keys of several columns.
    """
    found = row_macs.damaged_where(db, kind, where, *given)
    _note(db, found)
    lost, names = {row.key for row in found}, row_macs.key_columns(kind)
    kept = (row for row in rows if "|".join(str(getattr(row, name)) for name in names) not in lost)
    return list(kept if lost else rows)


def damaged_among(db: Connection, kind: str, where: str, *given: str | int) -> bool:
    """Whether one of the rows ``t`` of a table that meet a condition in SQL is damaged; it is noticed."""
    found = row_macs.damaged_where(db, kind, where, *given)
    _note(db, found)
    return bool(found)


def require_sound(db: Connection, proceedings: Collection[str]) -> None:
    """RuleError when one of these proceedings, or an event of theirs, is damaged: nothing is built on it."""
    wanted = [p for p in proceedings if p]
    if not wanted:
        return
    mine = select(EVENT.c.seq, EVENT.c.act, EVENT.c.digest, PAYLOAD.c.body).outerjoin(
        PAYLOAD, PAYLOAD.c.event == EVENT.c.id
    )
    events = db.execute(mine.where(EVENT.c.proceeding.in_(wanted))).all()
    if hidden(db, PROCEEDING.name, wanted) or len(sift(db, EVENT.name, events)) < len(events):
        raise RuleError(UNSOUND)


def sound(db: Connection, kind: str, keys: Collection[str]) -> list[str]:
    """The keys of those of these rows that may be shown, in the same order; the others are noticed."""
    lost = hidden(db, kind, keys)
    return [key for key in keys if key not in lost]
