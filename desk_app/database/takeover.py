"""Taking over a book of an older release that is not encrypted, once, in its place.

An encrypted copy is made beside it, verified and put in its place by one rename; only then the clear file
is overwritten and removed. Stopped at any moment, the folder holds the clear book whole or the encrypted one
whole, and the next start goes on from there. On a solid-state disk, and under snapshots, older blocks may
stay readable all the same: that is why the disk of a window is encrypted as well.
"""

import logging
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Final, cast

from sqlcipher3 import dbapi2

from desk_app.database import cipher
from desk_app.errors import WorldError
from forms import files

_LOG: Final = logging.getLogger(__name__)
_FULL: Final = (
    "旧数据要先加密才能使用,但磁盘上放不下加密的一份。请在数据所在的磁盘腾出{}MB再打开;旧数据没有改动"
)
_LOCKED: Final = "旧数据要先加密才能使用,但它正被另一个程序占用。请关闭那个程序后再打开;旧数据没有改动"
_DAMAGED: Final = (
    "旧数据要先加密才能使用,但它已损坏,不能完整读出。请不要删除它,联系管理员从备份恢复;旧数据没有改动"
)
_REFUSED: Final = (
    "旧数据要先加密才能使用,但数据文件夹不能写入。请检查磁盘和数据文件夹的权限后再打开;旧数据没有改动"
)


def take_over(path: Path, key: bytes) -> bool:
    """Encrypt a clear SQLite book and its clear copies in ``before``; returns whether the book was clear.

    A missing or encrypted book is left as it is. What an earlier try left in clear is removed. WorldError
    when the book can not be taken over: then it is as it was. An unreadable copy stays and is logged.
    """
    with _told(path):
        taken = _take(path, key)
    for copy in sorted((path.parent / "before").glob(f"{path.stem}-*.db*")):
        if copy.suffix != ".db":
            continue
        try:
            with _told(copy):
                _take(copy, key)
        except WorldError as fault:
            _LOG.error("a copy of an older book stays as it is: %s: %s", copy.name, fault)
    return taken


def _take(path: Path, key: bytes) -> bool:
    clear, log = _beside(path, "clear"), _beside(path, "clear-wal")
    if clear.exists() and not path.exists():
        clear.replace(path)  # where files have one name only, it was stopped between two renames
    _remove_rests(path)
    if not cipher.is_clear(path):
        return False
    _second_name(Path(f"{path}-wal"), log)
    sealed = _sealed(path, key)
    if not _second_name(path, clear):
        path.replace(clear)
    sealed.replace(path)
    files.to_disk(path)
    for left in (clear, log):
        files.wipe(left)
    return True


def _remove_rests(path: Path) -> None:
    """Remove what an earlier try left: half a copy, and files in clear that are the book no more."""
    for suffix in ("", "-journal", "-wal", "-shm"):
        Path(f"{_beside(path, 'sealing')}{suffix}").unlink(missing_ok=True)
    for left, book in ((_beside(path, "clear"), path), (_beside(path, "clear-wal"), Path(f"{path}-wal"))):
        if left.exists() and book.exists() and left.samefile(book):
            left.unlink()  # a second name of what is still in use
        files.wipe(left)


def _sealed(path: Path, key: bytes) -> Path:
    """An encrypted copy of a clear book beside it, verified and on the disk; the book's log is taken in."""
    fresh = _beside(path, "sealing")
    try:
        with closing(_clear_book(path)) as book:
            # Takes the log in and removes it; "locked" when another program has the book open.
            book.execute("PRAGMA journal_mode = DELETE")
            if book.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
                raise WorldError(_DAMAGED)
            held = _contents(book)
            os.close(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
            book.execute(f"ATTACH DATABASE ? AS sealed KEY \"x'{key.hex()}'\"", (str(fresh),))
            book.execute("SELECT sqlcipher_export('sealed')")
            book.execute(f"PRAGMA sealed.user_version = {held['']}")
            book.execute("DETACH DATABASE sealed")
        with closing(cipher.connect(fresh, key, reads=True)) as made:
            torn = made.execute("PRAGMA cipher_integrity_check").fetchall()
            if torn or made.execute("PRAGMA quick_check(1)").fetchone() != ("ok",) or _contents(made) != held:
                raise WorldError(_REFUSED)
        files.to_disk(fresh)
    except BaseException:
        with suppress(OSError):
            _remove_rests(path)
        raise
    return fresh


def _clear_book(path: Path) -> sqlite3.Connection:
    book = dbapi2.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True, isolation_level=None, timeout=2)
    book.execute("PRAGMA temp_store = MEMORY")
    return cast(sqlite3.Connection, book)


def _contents(book: sqlite3.Connection) -> dict[str, int]:
    """The number of rows of each table; under "" the version of the book."""
    names = [n for (n,) in book.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    found = {n: int(book.execute(f'SELECT count(*) FROM "{n}"').fetchone()[0]) for n in names if _ours(n)}
    return {"": int(book.execute("PRAGMA user_version").fetchone()[0]), **found}


def _ours(table: str) -> bool:
    return not table.startswith("sqlite_")


def _second_name(path: Path, name: Path) -> bool:
    """Give a file a second name, to overwrite it by when the first is gone; False where that is refused."""
    try:
        os.link(path, name)
    except OSError:
        return False
    return True


def _beside(path: Path, word: str) -> Path:
    return path.with_name(f"{path.name}.{word}")


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """Turn what the disk and SQLite refuse into a sentence."""
    try:
        yield
    except (OSError, dbapi2.Error) as error:
        said = str(error).lower()
        if "full" in said or "no space" in said or "quota" in said:
            raise WorldError(_FULL.format(_megabytes(path))) from error
        if "locked" in said:
            raise WorldError(_LOCKED) from error
        if "malformed" in said or "not a database" in said:
            raise WorldError(_DAMAGED) from error
        raise WorldError(_REFUSED) from error


def _megabytes(path: Path) -> int:
    """Room an encrypted copy needs, generously."""
    with suppress(OSError):
        return 10 + path.stat().st_size * 11 // 10_000_000
    return 10
