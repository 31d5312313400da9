"""Search keys of a whole book: made when first opened, renewed when keys are made differently, checked."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Final

from sqlalchemy import Connection, delete, select

from desk_app.database.engine import Database
from desk_app.domain import keys
from desk_app.domain.settling import Settling
from desk_app.storage import keeping_keys, tables
from desk_app.storage.desk import counter, set_counter

_SERIES: Final = "keys"
"""Name of the counter that holds the version of a book's keys; 0 until all of them are written."""
_PORTION: Final = 20_000
"""Records whose keys are written in one transaction; an interruption loses at most these."""
_ROW, _KEY = tables.findable, tables.find_key


def fill(database: Database, law: Settling) -> int:
    """Make all missing keys; returns how many records got theirs. When interrupted, the next call goes on."""
    with database.writing() as db:
        kept = counter(db, _SERIES)
        if kept == keys.VERSION:
            return 0
        if kept:
            _begin_anew(db)
    done = sum(_fill(database, law, kind) for kind in keeping_keys.TABLES)
    with database.writing() as db:
        keeping_keys.make_keys(db)
        set_counter(db, _SERIES, keys.VERSION)
    return done


def apart(db: Connection, law: Settling) -> tuple[tuple[int, str], ...]:
    """Records, by kind and id, whose keys are not the right ones; keys without a record as (0, row id)."""
    sums = _sums(db)
    return tuple(found for kind in keeping_keys.TABLES for found in _apart(db, law, kind, sums)) + tuple(
        (0, str(left)) for left in sums
    )


def mend(database: Database, law: Settling) -> None:
    """Make the keys of the whole book anew."""
    with database.writing() as db:
        _begin_anew(db)
    fill(database, law)


def _begin_anew(db: Connection) -> None:
    db.execute(delete(_KEY))
    db.execute(delete(_ROW))
    set_counter(db, _SERIES, 0)


def _fill(database: Database, law: Settling, kind: int) -> int:
    last, done = 0, 0
    while True:
        with database.writing() as db:
            end = _end(db, keeping_keys.TABLES[kind], last)
            if end is None:
                return done
            rows = list(keeping_keys.held(db, law, kind, (last, end)))
            keeping_keys.add_rows(db, kind, rows)
        last, done = end, done + len(rows)


def _end(db: Connection, table: str, last: int) -> int | None:
    """The last row number of the next portion after ``last``; None at the end of the table."""
    some = f"SELECT rowid FROM {table} WHERE rowid > ? ORDER BY rowid LIMIT {_PORTION}"
    found = db.exec_driver_sql(f"SELECT max(rowid) FROM ({some})", (last,)).scalar()
    return None if found is None else int(found)


def _sums(db: Connection) -> dict[int, int]:
    """By row of ``findable``, the sum of the hashes of its keys in ``find_key``."""
    sums: dict[int, int] = defaultdict(int)
    for key, found in db.execute(select(_KEY.c.key, _KEY.c.findable)):
        sums[found] += hash(key)
    return sums


def _apart(db: Connection, law: Settling, kind: int, sums: dict[int, int]) -> Iterator[tuple[int, str]]:
    """The records of one kind whose keys are not the right ones; removes from ``sums`` those it has seen."""
    held = {r.subject: r for r in db.execute(select(_ROW).where(_ROW.c.kind == kind))}
    for subject, wanted in keeping_keys.held(db, law, kind, None):
        row = held.pop(subject, None)
        text, there = (row.key_text, sums.pop(row.id, 0)) if row is not None else ("", 0)
        if text != wanted or there != sum(map(hash, text.split())):
            yield kind, subject
    for subject, row in held.items():
        sums.pop(row.id, None)
        yield kind, subject
