"""The book knows itself: its id, how often it was restored, and how far it was written."""

import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path
from time import gmtime, strftime
from typing import Final
from uuid import uuid4

from sqlalchemy import Column, Connection, Integer, MetaData, String, Table, insert, select, text, update
from sqlcipher3 import dbapi2

from desk_app.database import cipher, spine
from desk_app.database.engine import Database
from desk_app.domain.book_key import BookKey
from desk_app.domain.events import Event, Payload, Subject, Who
from desk_app.domain.standing import (
    BOOK,
    DISTANCE,
    REACHED,
    RESTORED,
    BookMark,
    BookTrouble,
    Mine,
    Trouble,
)
from desk_app.errors import WorldError, because
from desk_app.storage import row_macs
from forms import files

FILE: Final = "book.db"
_TABLE: Final = Table(
    "book",
    MetaData(),
    Column("id", String, primary_key=True),
    Column("generation", Integer),
    Column("made_at", String),
    Column("restored_at", String),
    Column("jump", Integer),
    Column("turn", Integer),
)
# Series of numbers end with the day (receipts) or the year (registers); other counters have no dash.
_NUMBERS: Final = """
    SELECT series, value FROM (SELECT series, value FROM counter WHERE series GLOB '*-[0-9]*'
        ORDER BY rowid DESC LIMIT 20)
    UNION SELECT series, value FROM (SELECT series, value FROM counter
        WHERE series GLOB '*-[0-9][0-9][0-9][0-9]' ORDER BY rowid DESC LIMIT 60)
"""
_GIVEN: Final = """
    SELECT number FROM application WHERE number GLOB ? UNION SELECT number FROM proceeding WHERE number GLOB ?
"""
_DIGITS: Final = 4
"""Digits of the counter in a number; in a receipt number the check digits follow."""
_LAST: Final = "SELECT seq, chain FROM event ORDER BY seq DESC LIMIT 1"


_COUNTED: Final = f"""
    SELECT t.series, t.value, {row_macs.fit("counter")} FROM counter t
    WHERE t.series IN (SELECT series FROM ({_NUMBERS}))
"""
"""The same, and whether each row fits its checksum."""


class BookIdentity:
    """What an opened book knows of itself."""

    def __init__(self, database: Database, key: BookKey) -> None:
        """Name a book that has no name yet; BookTrouble for one with another name than the key's."""
        self.id = key.id
        self._db = database
        with database.writing() as db:
            row = db.execute(select(_TABLE)).mappings().first()
            if row is None:
                made = strftime("%Y-%m-%dT%H:%M:%SZ", gmtime())
                values = {"id": key.id, "generation": 1, "made_at": made, "restored_at": "", "jump": 0}
                db.execute(insert(_TABLE).values(**values))
            elif row["id"] != key.id:
                raise BookTrouble(Trouble.FOREIGN)
        self.jumps = bool(row and row["jump"])
        """Whether its numbers keep their distance: restored, and without all of the county's answers yet."""

    def mark(self) -> BookMark:
        """How far the book is written now."""
        with self._db.reading() as db:
            own = db.execute(select(_TABLE.c.generation, _TABLE.c.turn)).one()
            last = db.exec_driver_sql(_LAST).first()
            numbers = _counted(db)
        seq, chain = (int(last[0]), str(last[1])) if last else (0, "")
        return BookMark(self.id, int(own.generation), seq, chain, numbers, int(own.turn))

    def restore(self, known: BookMark | None, who: Who, now: datetime, source: str) -> None:
        """Note that an older book is gone on with: its numbers keep their distance from all known ones.

        ``known`` is the mark of the book it stands for, ``source`` a word on where it is from.
        """
        with self._db.writing() as db:
            before = int(db.execute(select(_TABLE.c.generation)).scalar_one())
            generation = max(before, known.generation if known else 0) + 1
            values = {"generation": generation, "restored_at": now.isoformat(), "jump": 1}
            db.execute(update(_TABLE).values(**values))
            _keep_distance(db, known)
            self._note(db, RESTORED, {"generation": generation, "text": source}, who, now)
        self.jumps = True

    def reached_county(self, now: datetime) -> bool:
        """End the distance that the numbers of a restored book keep; returns whether they kept one."""
        if not self.jumps:
            return False
        with self._db.writing() as db:
            db.execute(update(_TABLE).values(jump=0))
            self._note(db, REACHED, {}, Who("区县平台", "system"), now)
        self.jumps = False
        return True

    def _note(self, db: Connection, act: str, told: Payload, who: Who, now: datetime) -> None:
        spine.append(db, [Event(str(uuid4()), now, who, Subject(BOOK, self.id), act, told, "")])


def jumps(db: Connection) -> bool:
    """Whether new numbers keep a distance from the last known ones, since the book was restored."""
    return bool(db.exec_driver_sql("SELECT jump FROM book").scalar())


def _counted(db: Connection) -> dict[str, int]:
    """The last number of each series: of its row, or where that is damaged the highest in the book."""
    return {
        str(series): int(value) if sound else highest(db, str(series).rpartition("-")[2])
        for series, value, sound in db.exec_driver_sql(_COUNTED).all()
    }


def highest(db: Connection, period: str) -> int:
    """The highest counter in the numbers of a day or year, of whatever series; 0 without any."""
    found = db.exec_driver_sql(_GIVEN, (f"*-{period}-*", f"*-{period}-*")).scalars()
    counters = (str(number).rpartition("-")[2][:_DIGITS] for number in found)
    return max((int(text) for text in counters if text.isdecimal()), default=0)


def _keep_distance(db: Connection, known: BookMark | None) -> None:
    """Move every series on, also those this book never heard of."""
    own = _counted(db)
    noted = known.numbers if known else {}
    statement = text(
        "INSERT INTO counter (series, value) VALUES (:series, :value)"
        " ON CONFLICT (series) DO UPDATE SET value = excluded.value"
    )
    for series in sorted(own.keys() | noted.keys()):
        value = max(own.get(series, 0), noted.get(series, 0)) + DISTANCE
        db.execute(statement, {"series": series, "value": value})


def look(path: Path, key: BookKey, place: int = 0) -> Mine | Trouble:
    """How far the book in a file was written, with the chain at ``place``, or why it can not be opened.

    Nothing is written. WorldError when the file may not be read, or the disk takes nothing.
    """
    try:
        if not path.exists():
            return Trouble.MISSING
        if not path.stat().st_size:
            return Trouble.EMPTY
        with closing(_reading(path, key)) as db:
            return _read(db, path, key, place)
    except OSError as error:
        raise WorldError("打不开本地数据文件,请检查数据文件夹是否存在、能否读写") from error
    except (dbapi2.DatabaseError, sqlite3.DatabaseError) as error:
        _check_disk(path.parent)
        _check_journal(path)
        return _why(str(error).lower())


def _check_disk(folder: Path) -> None:
    """WorldError when the disk takes nothing: SQLite can not even read then, and that is no damage."""
    try:
        files.check_room(folder)
    except OSError as error:
        raise WorldError(
            f"账本现在打不开:数据文件夹写不进去({because(error)})。账本没有改动,请先清理或检查磁盘再打开;"
            "磁盘坏了的,先把整个数据文件夹拷到另一块磁盘。不要恢复备份,也不要另起一本"
        ) from error


def _check_journal(path: Path) -> None:
    """WorldError where a log of another kind than this book writes lies beside it.

    SQLite would take such a log back into the book when it is next written. One of another copy would tear
    it, so that nothing is tried.
    """
    journal = path.with_name(f"{path.name}-journal")
    if journal.exists() and journal.stat().st_size:
        raise WorldError(
            f"账本旁边多了一个文件 {journal.name},没有打开,没有改动:它多半是从别处拷来的,"
            "或建立账本时断电留下的。请管理员把它移到数据文件夹以外再启动;移开以后说账本损坏的,从备份恢复"
        )


def _why(words: str) -> Trouble:
    if "unable to open" in words or "locked" in words or "readonly" in words:
        raise WorldError("打不开本地数据文件,请检查数据文件夹能否读写,是否正被别的程序占用")
    return Trouble.SEALED if "not a database" in words else Trouble.DAMAGED


def _reading(path: Path, key: BookKey) -> sqlite3.Connection:
    if cipher.is_clear(path):  # a book of an earlier release, to be taken over
        return sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
    return cipher.connect(path, key.of("book"), reads=True, functions=row_macs.functions(key))


def _read(db: sqlite3.Connection, path: Path, key: BookKey, place: int) -> Mine | Trouble:
    db.execute("BEGIN")
    known = {str(name) for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if not known:
        return Trouble.EMPTY
    if _is_short(db, path):
        return Trouble.DAMAGED
    row = db.execute("SELECT id, generation, jump, turn FROM book").fetchone() if "book" in known else None
    if row and row[0] != key.id:
        return Trouble.FOREIGN
    if "event" not in known:  # of the first releases, before there was a chain
        return Mine(BookMark(key.id, 0, 0, ""), None, jump=False, named=False)
    last = db.execute(_LAST).fetchone() or (0, "")
    then = db.execute("SELECT chain FROM event WHERE seq = ?", [place]).fetchone()
    numbers = {str(s): int(v) for s, v in db.execute(_NUMBERS)} if "counter" in known else {}
    doubted = _doubted(db) if "row_mac" in known else frozenset()
    generation, turn = (int(row[1]), int(row[3])) if row else (0, 0)
    own = BookMark(key.id, generation, int(last[0]), str(last[1]), numbers, turn)
    return Mine(
        own, str(then[0]) if then else None, jump=bool(row and row[2]), named=row is not None, doubted=doubted
    )


def _doubted(db: sqlite3.Connection) -> frozenset[str]:
    """Series whose rows do not fit their checksums; none in a book whose rows are still to get them."""
    if db.execute("SELECT 1 FROM row_mac WHERE kind = 'unsealed' AND key = ''").fetchone():
        return frozenset()
    return frozenset(str(series) for series, _, sound in db.execute(_COUNTED) if not sound)


def _is_short(db: sqlite3.Connection, path: Path) -> bool:
    """Whether pages at the end of the file are missing; not told while some stand in the log beside it."""
    log = path.with_name(f"{path.name}-wal")
    if log.exists() and log.stat().st_size:
        return False
    pages, size = (int(db.execute(f"PRAGMA {name}").fetchone()[0]) for name in ("page_count", "page_size"))
    return pages * size > path.stat().st_size
