"""The rows of lists, written at the end of every transaction that moved a record.

Triggers of the book note in ``unlisted`` which proceedings were written; nothing that moves a record has
to think of lists.
"""

import json
import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from zlib import crc32

from sqlalchemy import ColumnElement, Connection, delete, func, insert, literal_column, select, update
from sqlalchemy.dialects.sqlite import insert as insert_or_replace
from sqlalchemy.exc import DBAPIError

from desk_app.database import spine
from desk_app.database.engine import Database
from desk_app.domain.applications import APPLICATION
from desk_app.domain.entries import About, Entry, entry, with_children
from desk_app.domain.events import Event
from desk_app.domain.proceedings import Proceeding
from desk_app.domain.settling import Settling
from desk_app.errors import places
from desk_app.storage import tables
from forms import listing
from forms.pack import Pack
from forms.procedures import Procedure

SLOTS: Final = 8
"""Columns that divide, beside window and clerk, of one list."""
MARK: Final = "|"
"""Stands around each code of a column in which a record may have several."""
_LOG = logging.getLogger(__name__)
_TABLE, _DUE = tables.listed, tables.unlisted
_PORTION: Final = 400
"""Proceedings that are listed in one transaction while a book is filled."""
_LAW: Final = "listing-law"
"""The counter that holds by which columns the rows were divided."""
_NOW: Final[ColumnElement[int]] = literal_column("0")
Town = Callable[[str], str]
"""Gives the code of the town an address lies in, or an empty text."""


@dataclass(frozen=True, slots=True)
class Lister:
    """Writes rows of lists by the law in force."""

    law: Settling
    town: Town

    def complete(self, db: Connection) -> None:
        """Write the rows of everything that was moved in this transaction."""
        while ids := db.execute(select(_DUE.c.id).where(_DUE.c.old == _NOW).limit(_PORTION)).scalars().all():
            self._write(db, ids)

    def fill(self, database: Database) -> None:
        """Write the rows that a step or another way of dividing left open, some at a time."""
        with database.writing() as db:
            self._divide(db)
        while True:
            with database.writing() as db:
                ids = db.execute(select(_DUE.c.id).limit(_PORTION)).scalars().all()
                self._write(db, ids)
            if len(ids) < _PORTION:
                return

    def _divide(self, db: Connection) -> None:
        """Where lists are divided by other columns than before, their rows are all to be written anew."""
        pack = self.law.packs.current
        told = sorted((p.id, slots(p), repr(p.listing)) for p in pack.procedures.values())
        now = crc32(repr(told).encode())
        held = tables.counter
        before = db.execute(select(held.c.value).where(held.c.series == _LAW)).scalar()
        if before == now:
            return
        if before is None:
            db.execute(insert(held).values(series=_LAW, value=now))
            return
        db.execute(update(held).where(held.c.series == _LAW).values(value=now))
        every = select(spine.PROCEEDING.c.id, literal_column("1"))
        db.execute(insert(_DUE).prefix_with("OR IGNORE").from_select(["id", "old"], every))

    def _write(self, db: Connection, ids: Sequence[str]) -> None:
        """Write the rows of these records and their families; a damaged one spoils no other."""
        found: list[Entry] = []
        for event_rows in (True, False):
            try:
                found = self._made(db, ids, event_rows=event_rows)
            except DBAPIError:
                raise
            except Exception as error:
                _LOG.info("listed one by one: %s", places(error))
                if len(ids) > 1:
                    for one in ids:
                        self._write(db, [one])
                    return
            else:
                _put(db, self.law.packs.current, found)
                break
        db.execute(delete(_DUE).where(_DUE.c.id.in_(_wanted([*ids, *(e.id for e in found)]))))

    def _made(self, db: Connection, ids: Sequence[str], *, event_rows: bool) -> list[Entry]:
        """Rows of these records, of those that hold them and of those they hold."""
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
        """A parent, first of its family, and its children."""
        top, *held = family
        made = [
            (f, entry(self.law, f, events.get(f.id, ()), abouts.get(f.subject.id, About()))) for f in family
        ]
        yield with_children(self.law, top, made[0][1], made[1:]) if held else made[0][1]
        yield from (e for _, e in made[1:])

    def _abouts(self, db: Connection, ids: Iterable[str]) -> Mapping[str, About]:
        table = tables.application
        wanted = select(
            table.c.id, table.c.name, table.c.id_number, table.c.phone, table.c.number,
            table.c.office_number, table.c.body,
        ).where(table.c.id.in_(_wanted(ids)))  # fmt: skip
        return {row.id: self._about(row) for row in db.execute(wanted)}

    def _about(self, row: Any) -> About:
        body = _held(row.body)
        answers = body.get("answers")
        answers = answers if isinstance(answers, dict) else {}
        return About(
            name=row.name,
            id_number=row.id_number,
            phone=row.phone,
            number=row.number,
            office_number=row.office_number,
            township=self.town(str(answers.get("registered_address", ""))),
            window=str(body.get("window", "")),
            clerk=str(body.get("clerk", "")),
            answers=answers,
        )


def slots(procedure: Procedure) -> tuple[str, ...]:
    """The columns of a list that stand in its columns ``d1`` … ``d8``, in their order."""
    return tuple(c for c in listing.divides(procedure) if c not in listing.OF_ALL)[:SLOTS]


def forget(db: Connection) -> None:
    """Every row is to be written anew."""
    every = select(spine.PROCEEDING.c.id, literal_column("1"))
    db.execute(insert(_DUE).prefix_with("OR IGNORE").from_select(["id", "old"], every))


def row_of(pack: Pack, made: Entry) -> dict[str, Any]:
    """An entry as columns."""
    procedure = pack.procedures.get(made.procedure)
    several = listing.several(pack, procedure) if procedure else frozenset()
    held = slots(procedure) if procedure else ()
    cells = [_cell(made.values.get(column, ()), several=column in several) for column in held]
    course = made.course
    return {
        "id": made.id,
        "procedure": made.procedure,
        "parent": made.parent,
        "number": made.number,
        "label": made.label,
        "id_number": made.id_number,
        "phone": made.phone,
        "shown_of": made.shown[0],
        "shown": made.shown[1],
        "outcome": course.outcome,
        "due": course.due,
        "warn_on": course.warn_on,
        "stopped": course.stopped,
        "promise_on": course.promise_on,
        "late": int(course.late),
        "did": int(course.did),
        "began_at": made.began_at,
        "began_on": made.began_at[:10],
        "since": made.since,
        "counter": made.counter,
        "clerk": made.clerk,
        "pack_digest": made.pack_digest,
        "decided_on": course.decided_on,
        "used": course.used,
        **{f"d{place}": cell for place, cell in enumerate((*cells, *[""] * (SLOTS - len(cells))), 1)},
        "told": json.dumps(made.values, ensure_ascii=False, separators=(",", ":")),
    }


def _cell(codes: Sequence[str], *, several: bool) -> str:
    if not several:
        return codes[0] if codes else ""
    return f"{MARK}{MARK.join(codes)}{MARK}" if codes else ""


def _put(db: Connection, pack: Pack, found: Iterable[Entry]) -> None:
    rows = [row_of(pack, made) for made in found]
    if not rows:
        return
    statement = insert_or_replace(_TABLE)
    values = {name: statement.excluded[name] for name in rows[0] if name != "id"}
    db.execute(statement.on_conflict_do_update(index_elements=["id"], set_=values), rows)


def _families(db: Connection, ids: Iterable[str]) -> list[list[Proceeding]]:
    """The proceedings of these ids with those that hold them and all they hold, each parent first.

    Those whose parent is not here are families of their own.
    """
    held = spine.PROCEEDING
    named = select(held.c.id, held.c.parent).where(held.c.id.in_(_wanted(ids)))
    tops = dict.fromkeys(i for row in db.execute(named) for i in (row.parent, row.id) if i)
    found = {one.id: [one] for one in spine.proceedings(db, held.c.id.in_(_wanted(tops)))}
    for child in spine.proceedings(db, held.c.parent.in_(_wanted(found)), (held.c.parent, held.c.place)):
        found[child.parent].append(child)
        found.pop(child.id, None)
    return list(found.values())


def _events(db: Connection, proceedings: Iterable[str]) -> Mapping[str, list[Event]]:
    found: dict[str, list[Event]] = {}
    for event in spine.read(db, spine.EVENT.c.proceeding.in_(_wanted(proceedings))):
        found.setdefault(event.proceeding, []).append(event)
    return found


def _of_application(found: Proceeding) -> bool:
    return found.subject.kind == APPLICATION


def _wanted(ids: Iterable[str]) -> Any:
    """Any number of ids for ``IN``: a statement takes only so many parameters."""
    return select(func.json_each(json.dumps(list(ids))).table_valued("value").c.value)


def _held(text: str) -> dict[str, Any]:
    try:
        found = json.loads(text)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
