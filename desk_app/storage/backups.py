"""Backups of the book: made while the window is open, opened to see that they are whole, and put back."""

import json
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from sqlalchemy import QueuePool, create_engine
from sqlcipher3 import dbapi2

from desk_app.database import cipher, spine
from desk_app.domain.backups import Backup, to_drop
from desk_app.domain.book_key import BookKey
from desk_app.errors import WorldError, because
from desk_app.storage import backup_files, belongings
from desk_app.storage.backup_files import PAGES
from desk_app.storage.identity import FILE
from desk_app.storage.pieces import Stopped
from desk_app.storage.recordings import FOLDER as RECORDINGS
from desk_app.storage.trusted import TRUSTED, day_of, is_believed
from forms import files, moments

ASIDE: Final = "replaced"
"""Folder in the data folder for books that were replaced."""
_PORTION: Final = 512
"""Database pages copied at once."""
_PAUSE_S: Final = 0.002
"""Seconds between two portions, in which the window's own work goes on."""
_LEFT_S: Final = 86_400
"""Age in seconds at which an unfinished copy is surely nobody's any more."""
_OURS: Final = (
    *(PAGES, RECORDINGS, "before", ASIDE, "packs", "surveys", "calendars", "layouts", "fonts"),
    "logs",
)
"""Folders in the data folder that backups would be mixed up with."""
_TABLES: Final = (("applications", "application"), ("events", "event"))


_LESS: Final = "备份和它的日志(-wal)拷过来后不完整,没有换下现在的账本。请检查磁盘空间后再试,或另选一份"


@dataclass(frozen=True, slots=True)
class Verified:
    """What was found in a backup that was opened."""

    applications: int
    events: int
    fault: str
    """What is wrong, as part of a sentence; empty for a whole book."""


def make(
    data: Path,
    folder: Path,
    key: BookKey,
    now: datetime,
    ends: Callable[[], bool] = lambda: False,
) -> Backup:
    """Make one backup in ``folder`` and open it; older ones that are kept no longer are dropped.

    ``ends`` is asked again and again; when it is true, Stopped is raised. By a clock that jumped all older
    ones stay.

    WorldError when it can not be made or is not whole, or where another book's lie: then nothing of it is
    left. Takes seconds for a large book; any thread may call, transactions of others go on meanwhile.
    """
    path = folder / f"book-{now:%Y%m%d-%H%M%S}.db"
    fresh = path.with_suffix(".new")
    if not (data / FILE).exists():
        raise WorldError("这个窗口还没有账本,或账本不见了,没有什么可以备份")
    require_own(data, folder, key)
    with _told(folder):
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        _drop_unfinished(folder, now)
        try:
            _copy(data / FILE, fresh, key, ends)
            found = _require_whole(fresh, key)
            backup_files.bring(data, folder, PAGES, ends)
            belongings.keep(data, folder)
            drops = _is_believed(fresh, key, now)
            _to_disk(fresh)
            fresh.replace(path)
            _note(path, now, found)
            _to_disk(folder)
        finally:
            _unlink(fresh)
        made = Backup(path, now, found.applications, found.events, verified=True)
        if drops:
            _drop_old(data, folder, now)
    return made


def bring_recordings(data: Path, folder: Path, ends: Callable[[], bool] = lambda: False) -> None:
    """Bring the recordings over that a backup folder lacks; when nothing is new that takes milliseconds.

    Apart from ``make``, so that a file too large for the disk of the backups keeps no book from its own.
    WorldError when it takes them not, Stopped when ``ends`` says so.
    """
    with _told(folder):
        backup_files.bring(data, folder, RECORDINGS, ends)


def require_own(data: Path, folder: Path, key: BookKey) -> None:
    """WorldError where backups of this book can not go: to those of another book, or among its own files.

    Beside another book's they would pass for its own, and each would overwrite the key that opens the other.
    """
    inside = folder.resolve().relative_to(data.resolve()) if _is_within(data, folder) else None
    if inside is not None and (inside == Path() or inside.parts[0] in _OURS):
        raise WorldError(f"备份不能存进 {folder}:那里是账本自己的文件。请把设置“备份文件夹”改到另一块磁盘")
    if (theirs := belongings.book_of(folder)) and theirs != key.id:
        raise WorldError(
            f"备份不能存进 {folder}:那里是另一个窗口的备份,存在一起会分不清,也会互相换掉密钥。"
            "请在设置“备份文件夹”里给每个窗口一个自己的文件夹"
        )


def listed(folder: Path) -> tuple[Backup, ...]:
    """The backups in a folder, newest first; empty when there is none or it can not be read."""
    found = filter(None, map(_read_note, _files(folder)))
    return tuple(sorted(found, key=lambda b: b.made_at, reverse=True))


def verify(path: Path, key: BookKey) -> Verified:
    """Open a backup and look at all of it: cipher, pages, chain of events, numbers of rows.

    Nothing is written.
    """
    try:
        with closing(cipher.connect(path, key.of("book"), reads=True)) as db:
            fault = _fault(db)
            counts = [int(db.execute(f"SELECT count(*) FROM {table}").fetchone()[0]) for _, table in _TABLES]
        return Verified(counts[0], counts[1], fault or _chain_fault(path, key))
    except dbapi2.DatabaseError as error:
        sealed = "not a database" in str(error).lower()
        return Verified(0, 0, "用这把密钥打不开,或文件已损坏" if sealed else "读不出来,文件已损坏")
    except OSError as error:
        return Verified(0, 0, because(error))


def put_back(
    backup: Path,
    data: Path,
    key: BookKey,
    now: datetime,
    ready: Callable[[Verified], None] = lambda _found: None,
) -> Path:
    """Put a backup in the place of the book, which is kept aside; returns where.

    The backup is verified first; WorldError when it is not whole or can not be copied: then nothing changed.
    Pages and recordings the data folder lacks come back with it. ``ready`` is told what the backup holds
    before anything is moved, and may raise WorldError. Afterwards the caller opens the book and notes that it
    was restored.
    """
    if not backup.exists():
        raise WorldError(f"没有这份备份:{backup}")
    found = verify(backup, key)
    if found.fault:
        raise WorldError(f"这份备份不能用:{found.fault}。没有改动任何文件,请另选一份")
    fresh = data / f"{FILE}.restoring"
    try:
        _bring(backup, fresh, key, found)
        _to_disk(fresh)
        backup_files.bring_back(backup.parent, data)
        ready(found)
        aside = set_aside(data, now)
        fresh.replace(data / FILE)
        _to_disk(data)
    except WorldError:
        _unlink(fresh)
        raise
    except OSError as error:
        _unlink(fresh)
        raise WorldError(f"备份没有恢复成:{because(error)}。请检查数据文件夹所在的磁盘后再试") from error
    return aside


def set_aside(data: Path, now: datetime) -> Path:
    """Move the book and its log out of the way, whatever state they are in; returns the folder. OSError."""
    aside = belongings.fresh_folder(data / ASIDE, f"{now:%Y%m%d-%H%M%S}")
    for path in (*_beside(data / FILE), data / FILE):
        if path.exists():
            path.replace(aside / path.name)
    return aside


def same_disk(data: Path, folder: Path) -> bool:
    """Whether a failing disk would take the book and its backups together."""
    there = next((p for p in (folder, *folder.parents) if p.exists()), folder)
    try:
        return there.stat().st_dev == data.stat().st_dev
    except OSError:
        return False


# ---- copying -------------------------------------------------------------------------------------


def _copy(book: Path, fresh: Path, key: BookKey, ends: Callable[[], bool]) -> None:
    def go_on(*_: int) -> None:
        if ends():
            raise Stopped

    secret = key.of("book")
    fresh.unlink(missing_ok=True)
    os.close(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    with (
        closing(cipher.connect(book, secret, create=False)) as source,
        closing(cipher.connect(fresh, secret)) as target,
    ):
        # One reading transaction for all portions: what is written meanwhile does not begin it anew.
        source.execute("BEGIN")
        source.execute("SELECT count(*) FROM sqlite_master").fetchone()
        source.backup(target, pages=_PORTION, progress=go_on, sleep=_PAUSE_S)
        # A copy is one file: opening it needs no log beside it.
        target.execute("PRAGMA journal_mode=DELETE")


def _bring(backup: Path, fresh: Path, key: BookKey, found: Verified) -> None:
    """Copy a backup; a book that was copied by hand with its log beside it comes with what stands there.

    OSError, or WorldError when less came than was found in it.
    """
    _unlink(fresh)
    log = backup.with_name(f"{backup.name}-wal")
    has_log = log.exists() and log.stat().st_size > 0
    for source, end in ((backup, ""), *(((log, "-wal"),) if has_log else ())):
        made = fresh.with_name(f"{fresh.name}{end}")
        shutil.copyfile(source, made)
        made.chmod(0o600)
    if not has_log:
        return
    try:
        with closing(cipher.connect(fresh, key.of("book"), create=False)) as db:
            db.execute("PRAGMA journal_mode=DELETE")  # takes the log in, and removes it
    except dbapi2.DatabaseError as error:
        raise WorldError(_LESS) from error
    if verify(fresh, key) != found:
        raise WorldError(_LESS)


def _unlink(path: Path) -> None:
    """Remove a file and what SQLite keeps beside it."""
    for name in (path, *_beside(path)):
        name.unlink(missing_ok=True)


def _require_whole(fresh: Path, key: BookKey) -> Verified:
    """What a new backup holds; WorldError when it is not whole."""
    found = verify(fresh, key)
    if found.fault:
        raise WorldError(f"刚做的备份打开一看不完好({found.fault}),没有留下;原来的备份都在")
    return found


def _drop_old(data: Path, folder: Path, now: datetime) -> None:
    """Drop backups that are kept no longer, and the pictures only they had."""
    _drop(folder, now)
    backup_files.drop(data, folder, now)


def _drop(folder: Path, now: datetime) -> None:
    for backup in to_drop(listed(folder), now.date()):
        with suppress(OSError):
            backup.path.unlink(missing_ok=True)
            note_of(backup.path).unlink(missing_ok=True)


def _drop_unfinished(folder: Path, now: datetime) -> None:
    """Drop copies of programs that were ended in the midst of them."""
    for path in folder.glob("book-*.new*"):
        with suppress(OSError):
            if now.timestamp() - path.stat().st_mtime > _LEFT_S:
                path.unlink()


def _beside(path: Path) -> tuple[Path, ...]:
    return tuple(path.with_name(f"{path.name}{end}") for end in ("-wal", "-shm", "-journal"))


def _files(folder: Path) -> Iterator[Path]:
    with suppress(OSError):
        yield from sorted(folder.glob("book-*.db"))


def note_of(path: Path) -> Path:
    """The file beside a backup that tells its day and its numbers of rows."""
    return path.with_suffix(".json")


def _note(path: Path, now: datetime, found: Verified) -> None:
    told = {"made_at": now.isoformat(), "applications": found.applications, "events": found.events}
    files.write(note_of(path), json.dumps(told))


def _read_note(path: Path) -> Backup | None:
    """What is noted of a backup; None when it is gone or its disk can not be read."""
    try:
        told = json.loads(note_of(path).read_text(encoding="utf-8"))
        at = datetime.fromisoformat(str(told["made_at"]))
        return Backup(path, at, int(told["applications"]), int(told["events"]), verified=True)
    except (OSError, ValueError, KeyError, TypeError):
        if not path.exists():
            return None
        at = moments.local(datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=path.stat().st_mtime))
        return Backup(path, at, 0, 0, verified=False)


# ---- looking -------------------------------------------------------------------------------------


def _fault(db: sqlite3.Connection) -> str:
    db.execute("BEGIN")
    if db.execute("PRAGMA cipher_integrity_check").fetchall():
        return "有的页被改动过或已损坏"
    if [row for (row,) in db.execute("PRAGMA quick_check")] != ["ok"]:
        return "文件的结构已损坏"
    return ""


def _chain_fault(path: Path, key: BookKey) -> str:
    engine = create_engine(
        "sqlite://",
        module=dbapi2,
        creator=lambda: cipher.connect(path, key.of("book"), reads=True),
        poolclass=QueuePool,
        hide_parameters=True,
    )
    try:
        with engine.connect() as db:
            broken = spine.broken(db)
    finally:
        engine.dispose()
    return f"事件链在{len(broken)}处断开" if broken else ""


def _is_believed(book: Path, key: BookKey, now: datetime) -> bool:
    """Whether today is no jump from the last day the clock was believed on, as a book has it."""
    with closing(cipher.connect(book, key.of("book"), reads=True)) as db:
        row = db.execute("SELECT value FROM counter WHERE series = ?", [TRUSTED]).fetchone()
    return is_believed(day_of(int(row[0])) if row else None, now.date())


def _is_within(data: Path, folder: Path) -> bool:
    try:
        return folder.resolve().is_relative_to(data.resolve())
    except OSError:
        return False


def _to_disk(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def _told(folder: Path) -> Iterator[None]:
    """Faults of disk and book as sentences."""
    try:
        yield
    except OSError as error:
        raise WorldError(f"备份存不进 {folder}:{because(error)}。请检查备份文件夹,程序会自动再试") from error
    except dbapi2.DatabaseError as error:
        full = "full" in str(error).lower()
        why = "磁盘满了" if full else "磁盘写不进去,或账本正被占用"
        raise WorldError(f"备份存不进 {folder}:{why}。请检查备份文件夹,程序会自动再试") from error
