"""The rows of lists, written at the end of every transaction that changed a record.

Triggers of the book note in ``unlisted`` which proceedings were written, so that the code that changes a
record need not know of lists.
"""

import json
import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from zlib import crc32

from sqlalchemy import ColumnElement, Connection, func, insert, literal_column, select
from sqlalchemy.exc import DBAPIError

from desk_app.database import spine
from desk_app.database.engine import Database
from desk_app.database.spine_rows import read_event, read_payload, read_proceeding
from desk_app.domain import keys
from desk_app.domain.applications import APPLICATION
from desk_app.domain.entries import NO_PLAN, SLOTS, About, Entry, Plan, entry, plan, with_children
from desk_app.domain.events import Event
from desk_app.domain.proceedings import Proceeding
from desk_app.domain.settling import Settling
from desk_app.errors import places
from desk_app.storage import happenings, tables
from desk_app.storage.desk import counter, set_counter
from forms.pack import Pack
from forms.particulars import REGISTERED_ADDRESS
from forms.regions import TOWN, Regions

MARK: Final = "|"
"""Put around each code of a column in which a record may have several."""
_LOG = logging.getLogger(__name__)
_TABLE, _DUE = tables.listed, tables.unlisted
_PORTION: Final = 400
"""Proceedings that are listed in one transaction while a book is filled."""
_AT_ONCE: Final = 10
"""Portions written before a book is open."""
_LAW: Final = "listing-law"
"""Name of the counter that holds a checksum of the columns by which the rows were divided."""
_VERSION: Final = 3
"""Raised when rows are made differently: books then write all rows anew."""
_CURRENT: Final = "current"
_PLANS: Final[dict[str, tuple[Pack, dict[str, Plan]]]] = {}
"""The plans of the pack in force, made once for all books."""
# Written out, for they run in every transaction: building them takes longer than they do. The index is named,
# for in a book whose records hardly have parents SQLite would take it for useless and read them all.
_MOVED: Final = "SELECT id FROM unlisted WHERE turn = 0 LIMIT ?"
_WRITTEN: Final = "DELETE FROM unlisted WHERE id IN (SELECT value FROM json_each(?))"
_FAMILIES: Final = """
    WITH named AS MATERIALIZED (
        SELECT id, parent FROM proceeding WHERE id IN (SELECT value FROM json_each(?))
    ), top AS MATERIALIZED (SELECT id FROM named UNION SELECT parent FROM named WHERE parent <> '')
    SELECT * FROM proceeding WHERE id IN (SELECT id FROM top)
    UNION ALL
    SELECT * FROM proceeding INDEXED BY proceeding_parent
    WHERE parent IN (SELECT id FROM top) AND id NOT IN (SELECT id FROM top)
"""
_TOPS: Final = """
    SELECT id FROM proceeding WHERE id NOT IN (SELECT id FROM unlisted)
    AND (parent = '' OR parent NOT IN (SELECT id FROM proceeding))
"""
_ABOUT: Final = """
    SELECT id, name, id_number, phone, number, office_number, body
    FROM application WHERE id IN (SELECT value FROM json_each(?))
"""
_EVENTS: Final = """
    SELECT event.*, payload.body FROM event LEFT JOIN payload ON payload.event = event.id
    WHERE proceeding IN (SELECT value FROM json_each(?)) ORDER BY seq
"""
_COLUMNS: Final = tuple(column.name for column in _TABLE.columns if column.name != "seq")
_PUT: Final = (
    f"INSERT INTO listed ({', '.join(_COLUMNS)}) VALUES ({', '.join('?' * len(_COLUMNS))})"
    f" ON CONFLICT (id) DO UPDATE SET {', '.join(f'{n} = excluded.{n}' for n in _COLUMNS if n != 'id')}"
)
_OF_THE_DAY: Final = ("due", "warn_on", "stopped", "promise_on", "late", "used")
"""Columns that depend on calendar and opening hours, which change: a difference in them is no fault."""


@dataclass(frozen=True, slots=True)
class Lister:
    """Writes rows of lists by the law in force."""

    law: Settling
    places: Regions

    def complete(self, db: Connection) -> None:
        """Write the rows of every record changed in this transaction."""
        more = True
        while more:
            ids = db.exec_driver_sql(_MOVED, (_PORTION,)).scalars().all()
            self._write(db, ids)
            more = len(ids) == _PORTION

    def open(self, database: Database) -> None:
        """Write the newest of the rows that a step left unwritten; ``catch_up`` writes the others."""
        with database.writing() as db:
            self._divide(db)
        for _ in range(_AT_ONCE):
            if not self.catch_up(database):
                return

    def catch_up(self, database: Database) -> int:
        """Write some more of the unwritten rows, the newest first; returns how many are left."""
        with database.writing() as db:
            ids = db.execute(select(_DUE.c.id).order_by(_DUE.c.turn).limit(_PORTION)).scalars().all()
            if ids:
                self._write(db, ids)
            return int(db.execute(select(func.count()).select_from(_DUE)).scalar_one()) if ids else 0

    def apart(self, db: Connection) -> int:
        """How many records have no row or a wrong one; rows still to be written are not counted."""
        wrong = 0
        tops = db.exec_driver_sql(_TOPS).scalars().all()
        for at in range(0, len(tops), _PORTION):
            found = self._found(db, tops[at : at + _PORTION])
            rows = {e.id: row_of(self._plan(e.procedure), e) for e in found}
            held = db.execute(select(_TABLE).where(_TABLE.c.id.in_(list(rows)))).mappings()
            kept = {row["id"]: row for row in held}
            others = happenings.apart(db, found)
            wrong += sum(i in others or not _alike(kept.get(i), row) for i, row in rows.items())
        return wrong

    def again(self, database: Database) -> None:
        """Write every row anew."""
        with database.writing() as db:
            db.exec_driver_sql("DELETE FROM listed WHERE id NOT IN (SELECT id FROM proceeding)")
            db.exec_driver_sql("DELETE FROM happened WHERE record NOT IN (SELECT id FROM proceeding)")
            forget(db)
        while self.catch_up(database):
            pass

    def _divide(self, db: Connection) -> None:
        """Mark all rows as unwritten when lists are divided by other columns than before."""
        pack = self.law.packs.current
        told = (
            _VERSION,
            sorted((p.id, repr(self._plan(p.id))) for p in pack.procedures.values()),
            [(m.id, m.department) for m in pack.matters.values()],
            [(r.code, r.name) for r in self.places.rows.values() if len(r.code) == TOWN],
        )
        now = crc32(repr(told).encode())
        before = counter(db, _LAW)
        if before != now:
            set_counter(db, _LAW, now)
        if before not in (0, now):
            forget(db)

    def _write(self, db: Connection, ids: Sequence[str]) -> None:
        """Write the rows of these records and of their parents and children."""
        if not ids:
            return
        found = self._found(db, ids)
        _put(db, [row_of(self._plan(e.procedure), e) for e in found])
        happenings.put(db, [e for e in found if self._plan(e.procedure).watched.anything])
        db.exec_driver_sql(_WRITTEN, (json.dumps([*ids, *(e.id for e in found)]),))

    def _found(self, db: Connection, ids: Sequence[str]) -> list[Entry]:
        """Rows of these records, their parents and children; a damaged record is left out, not the others.

        When its events can not be read, a record's row is made without them.
        """
        for event_rows in (True, False):
            try:
                return self._made(db, ids, event_rows=event_rows)
            except DBAPIError:
                raise
            except Exception as error:
                _LOG.info("listed one by one: %s", places(error))
                if len(ids) > 1:
                    return [made for one in ids for made in self._found(db, [one])]
        return []

    def _made(self, db: Connection, ids: Sequence[str], *, event_rows: bool) -> list[Entry]:
        """Rows of these records, of their parents and of their children."""
        families = _families(db, ids)
        abouts = self._abouts(db, {f.subject.id for some in families for f in some if _of_application(f)})
        events = _events(db, [f.id for some in families for f in some]) if event_rows else {}
        return [e for some in families for e in self._entries(some, abouts, events)]

    def _entries(
        self,
        family: Sequence[Proceeding],
        abouts: Mapping[str, About],
        events: Mapping[str, list[Event]],
    ) -> Iterable[Entry]:
        """The rows of a family: the parent, which is its first member, and the children."""
        top, *held = family
        made = [(f, self._entry(f, abouts, events)) for f in family]
        yield with_children(self.law, top, made[0][1], made[1:]) if held else made[0][1]
        yield from (e for _, e in made[1:])

    def _entry(
        self, found: Proceeding, abouts: Mapping[str, About], events: Mapping[str, list[Event]]
    ) -> Entry:
        about = abouts.get(found.subject.id) if _of_application(found) else None
        planned = self._plan(found.procedure)
        return entry(self.law, planned, found, events.get(found.id, ()), about or About())

    def _plan(self, procedure: str) -> Plan:
        """The plan of a procedure's list; an empty one when the pack in force has no such procedure."""
        pack = self.law.packs.current
        kept = _PLANS.get(_CURRENT)
        if kept is None or kept[0] is not pack:
            kept = _PLANS[_CURRENT] = pack, {p.id: plan(pack, p) for p in pack.procedures.values()}
        return kept[1].get(procedure, NO_PLAN)

    def _abouts(self, db: Connection, ids: Iterable[str]) -> Mapping[str, About]:
        rows = db.exec_driver_sql(_ABOUT, (json.dumps(list(ids)),))
        return {row.id: self._about(row) for row in rows}

    def _about(self, row: Any) -> About:
        body = read_payload(row.body)
        answers = body.get("answers")
        answers = answers if isinstance(answers, dict) else {}
        town = self.places.town(str(answers.get(REGISTERED_ADDRESS, "")))
        return About(
            name=row.name,
            id_number=row.id_number,
            phone=row.phone,
            number=row.number,
            office_number=row.office_number,
            township=town.code if town else "",
            window=str(body.get("window", "")),
            clerk=str(body.get("clerk", "")),
            answers=answers,
        )


def forget(db: Connection) -> None:
    """Mark every row as unwritten, the newest to be written first."""
    held = spine.PROCEEDING
    rowid: ColumnElement[int] = literal_column("rowid")
    newest = select(func.max(rowid)).select_from(held).scalar_subquery()
    every = select(held.c.id, newest - rowid + 1)
    db.execute(insert(_DUE).prefix_with("OR IGNORE").from_select(["id", "turn"], every))


def row_of(planned: Plan, made: Entry) -> dict[str, Any]:
    """An entry as columns of ``listed``."""
    several = planned.several
    cells = [_cell(made.values.get(column, ()), several=column in several) for column in planned.slots]
    how_far = made.how_far
    return {
        "id": made.id,
        "procedure": made.procedure,
        "parent": made.parent,
        "number": made.number,
        "label": made.label,
        "spelled": keys.spelling(made.label),
        "id_number": made.id_number,
        "phone": made.phone,
        "shown_of": made.shown[0],
        "shown": made.shown[1],
        "outcome": how_far.outcome,
        "due": how_far.due,
        "warn_on": how_far.warn_on,
        "stopped": how_far.stopped,
        "promise_on": how_far.promise_on,
        "late": int(how_far.late),
        "did": int(how_far.did),
        "began_at": made.began_at,
        "began_on": made.began_at[:10],
        "since": made.since,
        "counter": made.counter,
        "clerk": made.clerk,
        "pack_digest": made.pack_digest,
        "decided_on": how_far.decided_on,
        "used": how_far.used,
        **{f"d{place}": cell for place, cell in enumerate((*cells, *[""] * (SLOTS - len(cells))), 1)},
        "told": json.dumps(made.values, ensure_ascii=False, separators=(",", ":")),
    }


def _cell(codes: Sequence[str], *, several: bool) -> str:
    if not several:
        return codes[0] if codes else ""
    return f"{MARK}{MARK.join(codes)}{MARK}" if codes else ""


def _put(db: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    if rows:
        db.exec_driver_sql(_PUT, [tuple(row[name] for name in _COLUMNS) for row in rows])


def _alike(kept: Mapping[Any, Any] | None, row: Mapping[str, Any]) -> bool:
    return kept is not None and all(kept[n] == row[n] for n in _COLUMNS if n not in _OF_THE_DAY)


def _families(db: Connection, ids: Sequence[str]) -> list[list[Proceeding]]:
    """The proceedings of these ids with their parents and children, each parent first.

    Those whose parent is not in the book are families of their own.
    """
    rows = db.exec_driver_sql(_FAMILIES, (json.dumps(list(ids)),))
    held = {one.id: one for one in map(read_proceeding, rows)}
    found = {one.id: [one] for one in held.values() if one.parent not in held}
    for child in sorted(held.values(), key=lambda one: one.place):
        if child.parent in found:
            found[child.parent].append(child)
    # What stands deeper still is a family without those that hold it.
    deeper = [[one] for one in held.values() if one.parent in held and one.parent not in found]
    return [*found.values(), *deeper]


def _events(db: Connection, proceedings: Iterable[str]) -> Mapping[str, list[Event]]:
    found: dict[str, list[Event]] = {}
    rows = db.exec_driver_sql(_EVENTS, (json.dumps(list(proceedings)),)).all()
    for event in map(read_event, spine.sifted(db, spine.EVENT, rows)):
        found.setdefault(event.proceeding, []).append(event)
    return found


def _of_application(found: Proceeding) -> bool:
    return found.subject.kind == APPLICATION
