"""Brings an old book to today's version: frozen SQL, each step once, all or none, after a copy.

A step is a file ``0004.sql`` in a folder; it leads from version 3 to 4 and is never edited once it was
released. A new database takes the same steps from nothing, so there is one description of it. Only what
SQL dialects call differently is written as ``$BLOB``, ``$JSON_OBJECT`` and ``$JSON_TEXT(column, key)``,
the text of a key of a JSON object kept in a column.
"""

import re
from contextlib import closing, suppress
from pathlib import Path
from time import gmtime, strftime
from typing import Final

from sqlalchemy import Connection, inspect, text
from sqlcipher3 import dbapi2

from desk_app.database import cipher
from desk_app.errors import WorldError
from forms import files

_NEWER: Final = (
    "这份数据由更新版本的程序写成,没有改动。请升级程序后再打开;"
    "要退回旧版本的,请管理员照“安装和升级”一页从升级前的副本恢复"
)
_NO_COPY: Final = (
    "升级前的数据副本存不下来:磁盘已满或不能写入。数据没有改动,旧版本照常能用,请清理磁盘后再打开"
)
_STATEMENT: Final = re.compile(r";[ \t]*(?:--[^\n]*)?\n")
_WORDS: Final = {
    "sqlite": {"$BLOB": "BLOB", "$JSON_OBJECT": "json_object"},
    "postgresql": {"$BLOB": "BYTEA", "$JSON_OBJECT": "json_build_object"},
}
_JSON_TEXT: Final = re.compile(r"\$JSON_TEXT\(([\w.]+), (\w+)\)")
_TEXT_OF: Final = {
    "sqlite": r"json_extract(\1, '$.\2')",
    "postgresql": r"(CAST(\1 AS json) ->> '\2')",
}


def newest(folder: Path) -> int:
    """The version the steps of a folder lead to."""
    return max(int(path.stem) for path in folder.glob("*.sql"))


def version(db: Connection, first: str) -> int:
    """The version of a database; 0 for an empty one. ``first`` is a table that version 1 has already."""
    if db.dialect.name == "sqlite":
        kept = int(db.exec_driver_sql("PRAGMA user_version").scalar_one())
    elif inspect(db).has_table("book_version"):
        kept = int(db.execute(text("SELECT version FROM book_version")).scalar_one())
    else:
        kept = 0
    return kept or int(inspect(db).has_table(first))


def bring_up(db: Connection, folder: Path, first: str) -> tuple[int, int]:
    """Take the steps a database lacks; returns its version before and after. WorldError for a newer one.

    The caller's transaction makes it all or nothing.
    """
    before, after = version(db, first), newest(folder)
    if before > after:
        raise WorldError(_NEWER)
    for number in range(before + 1, after + 1):
        for statement in _statements(folder / f"{number:04}.sql", db.dialect.name):
            db.exec_driver_sql(statement)
    if before < after:
        _note(db, after)
    return before, after


def is_current(path: Path, folder: Path, key: bytes) -> bool:
    """Whether an SQLite book exists in the version that the steps of a folder lead to."""
    return _version_of(path, key) == newest(folder)


def is_newer(path: Path, folder: Path, key: bytes) -> bool:
    """Whether an SQLite book was written by a newer program than one with these steps."""
    return (_version_of(path, key) or 0) > newest(folder)


def copy_before(path: Path, folder: Path, key: bytes, *, always: bool = False) -> Path | None:
    """Copy an SQLite book into ``before`` beside it before it is changed; None when nothing is to change.

    ``always`` copies it also when no step is due, for the first start of another release. The copy is
    encrypted with the book's key, opened again to prove it, and on the disk when this returns. WorldError
    when it can not be made or is not sound: then the book must not be changed.
    """
    kept, due = _version_of(path, key), newest(folder)
    if kept is None or kept > due or (kept == due and not always):
        return None
    copy = path.parent / "before" / f"{path.stem}-{kept}-{strftime('%Y%m%d%H%M%S', gmtime())}.db"
    fresh = copy.with_suffix(".new")
    try:
        copy.parent.mkdir(mode=0o700, exist_ok=True)
        for left in copy.parent.glob(f"{path.stem}-*.new*"):  # of a program that was ended meanwhile
            left.unlink()
        with (
            closing(cipher.connect(path, key, reads=True)) as book,
            closing(cipher.connect(fresh, key)) as made,
        ):
            book.backup(made)
        files.to_disk(fresh)
        _prove(fresh, key)
        for left in copy.parent.glob(f"{fresh.name}-*"):  # of the reading
            left.unlink()
        fresh.replace(copy)
        files.to_disk(copy)
    except (OSError, dbapi2.DatabaseError) as error:
        with suppress(OSError):
            fresh.unlink(missing_ok=True)
        raise WorldError(_NO_COPY) from error
    return copy


def _prove(copy: Path, key: bytes) -> None:
    """Open a copy afresh and read every page of it; DatabaseError when one is not sound."""
    with closing(cipher.connect(copy, key, reads=True)) as made:
        torn = made.execute("PRAGMA cipher_integrity_check").fetchall()
        if torn or made.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
            raise dbapi2.DatabaseError("the copy is not sound")


def _version_of(path: Path, key: bytes) -> int | None:
    """The version of a book; None when it does not exist, is empty or can not be read."""
    if not path.exists():
        return None
    try:
        with closing(cipher.connect(path, key, reads=True)) as book:
            found = int(book.execute("PRAGMA user_version").fetchone()[0])
            # The version stands on the first page; whatever asks for a table reads all descriptions.
            empty = not found and not book.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone()
            return None if empty else found
    except dbapi2.DatabaseError:
        return None  # opening it will say what is wrong with it


def _statements(path: Path, dialect: str) -> list[str]:
    words = path.read_text(encoding="utf-8")
    for word, ours in _WORDS[dialect].items():
        words = words.replace(word, ours)
    words = _JSON_TEXT.sub(_TEXT_OF[dialect], words)
    return [s.strip() for s in _STATEMENT.split(f"{words}\n") if s.strip()]


def _note(db: Connection, number: int) -> None:
    if db.dialect.name == "sqlite":
        db.exec_driver_sql(f"PRAGMA user_version = {number}")
        return
    db.exec_driver_sql("CREATE TABLE IF NOT EXISTS book_version (version INTEGER NOT NULL)")
    db.exec_driver_sql("DELETE FROM book_version")
    db.execute(text("INSERT INTO book_version (version) VALUES (:number)"), {"number": number})
