"""The Recordings socket: large files, encrypted in pieces as they are read, never whole in memory.

``DESKFILE 1``, a random name in hex, a line break; then pieces (``storage.pieces``) bound to that name, so
that a piece of one file does not open in another. What the file holds is known when it is read to its end:
until then it has no name of its own (``forms.files``). ``recording_use``, kept by triggers, tells which are
told of by an event; every other one is removed.
"""

import hashlib
import os
import shutil
import stat
import threading
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from time import monotonic, time
from typing import IO, Final

from sqlalchemy import Connection, select

from desk_app.database.engine import Database
from desk_app.domain.book_key import BookKey
from desk_app.domain.recordings import ELSEWHERE, Going
from desk_app.errors import RuleError, WorldError, because
from desk_app.storage import pieces, tables
from desk_app.storage.hidden_files import HiddenFiles
from desk_app.storage.pieces import Stopped
from desk_app.storage.sealed import Algorithm, SealError
from forms import files, recordings
from forms.recordings import Recording, sized

FOLDER: Final = "recordings"
"""Name of the folder in the data folder, and beside backups."""
_USE: Final = tables.recording_use
_FIRST: Final = b"DESKFILE 1 "
_NAME: Final = 16
"""Bytes of the random name that the pieces of a file are bound to."""
_RESERVE: Final = 500_000_000
"""Bytes that stay free beside a recording, for the book to go on with (``doctor`` asks for as many)."""
_YOUNG_S: Final = 3600.0
_AWAITED_S: Final = 86400.0
"""As of pictures (``storage.kept_pages``)."""
_NO_FILE: Final = "“{name}”不是文件,请选一个录像、录音或别的文件"
_EMPTY: Final = "“{name}”是空的(0字节),请检查拍摄的设备后再选一次"
_CHANGED: Final = "“{name}”在读的时候变了,可能还在拷贝或录制。没有存下,请等它完成后再选一次"
_UNREAD: Final = "“{name}”读不出来:{why}。没有存下,请检查U盘或存储卡后再选一次"
_FULL: Final = "文件存不下来:{why}。没有留下半个文件,请清理磁盘后再试"
_NO_ROOM: Final = "放不下:这个文件有{size},{where}只剩{free},还要留出{reserve}。请先清理磁盘,或换一个地方"
_UNWRITTEN: Final = "没有存成:{why}。没有留下半个文件,请换一个地方再试"


class RecordingFiles(HiddenFiles):
    """A folder of recordings."""

    def __init__(self, folder: Path, key: BookKey, algorithm: Algorithm = Algorithm.AES) -> None:
        super().__init__(folder, key.of("recordings"), algorithm)

    def write(self, content: Iterable[bytes], size: int, digest: str = "") -> tuple[str, int]:
        """Encrypt content, in portions, into a file named by its digest; returns that and its size.

        ``size`` is what it is said to have. WorldError when there is no room for it; OSError when the disk
        refuses; SealError when it has another ``digest`` than is told. Then nothing is left.
        """
        require_room(self._folder, size, "数据所在的磁盘")
        counted, begun = _Counted(content), files.begun_name(self._folder)
        name = os.urandom(_NAME).hex()
        with files.writing(begun) as file:
            file.write(_FIRST + name.encode() + b"\n")
            pieces.write(file, self._key, name, counted, self._algorithm)
        found = counted.digest
        if digest and found != digest:
            begun.unlink()
            raise SealError("this is another content")
        path = self._path(found)
        path.parent.mkdir(mode=0o700, exist_ok=True)
        begun.replace(path)
        files.to_disk(path)
        return found, counted.size

    def read(self, digest: str) -> Iterator[bytes]:
        """The clear bytes, a piece at a time; after the last one SealError when they are another content."""
        with self._path(digest).open("rb") as file:
            first = file.read(len(_FIRST) + 2 * _NAME + 1)
            if not first.startswith(_FIRST) or len(first) <= len(_FIRST):
                raise SealError("this is no recording")
            counted = _Counted(
                pieces.read(file, self._key, first[len(_FIRST) :].decode("ascii", "replace").strip())
            )
            yield from counted
        if counted.digest != digest:
            raise SealError("this is another content")

    def opens(self, digest: str) -> bool:
        """Whether the file is here and whole; reads all of it."""
        try:
            for _ in self.read(digest):
                pass
        except (OSError, SealError):
            return False
        return True

    def sweep_begun(self) -> None:
        """Remove what programs that were killed have left of files they had begun."""
        files.sweep(self._folder)


class BookRecordings:
    """The Recordings socket, on a folder beside the book."""

    def __init__(self, database: Database, folder: Path, key: BookKey, algorithm: Algorithm) -> None:
        self._db, self._place, self._key = database, folder, key
        self._files = RecordingFiles(folder, key, algorithm)
        self._lock = threading.RLock()
        self._awaited: dict[str, float] = {}

    # ---- one of them ---------------------------------------------------------------------------

    def keep(self, source: Path, name: str, going: Going) -> Recording | None:
        """As the socket says. What is kept waits a day for the event that tells of it."""
        told = recordings.named(name)
        with suppress(Stopped), _opened(source, told) as (file, size):
            content = _going(_portions(file, told, size), going)
            return self._kept(content, size, told)
        return None

    def take(self, recording: Recording, content: Iterable[bytes]) -> None:
        """Keep what comes in portions; SealError when it is another content, WorldError as ``keep``."""
        if not self._files.has(recording.digest) or not self._files.opens(recording.digest):
            self._kept(content, recording.size, recording.name, recording.digest)

    def _kept(self, content: Iterable[bytes], size: int, name: str, digest: str = "") -> Recording:
        try:
            found, size = self._files.write(content, size, digest)
        except OSError as error:
            raise WorldError(_FULL.format(why=because(error))) from error
        with self._lock:
            self._awaited[found] = monotonic()
        return Recording(found, size, name)

    def has(self, recording: Recording) -> bool:
        """Whether its file is here."""
        return self._files.has(recording.digest)

    def whole(self, recording: Recording) -> bool:
        """Whether its file is here and opens; reads all of it."""
        return self._files.opens(recording.digest)

    def read(self, recording: Recording) -> Iterator[bytes]:
        """The clear bytes in portions; WorldError where the file is missing or damaged."""
        try:
            yield from self._files.read(recording.digest)
        except (OSError, SealError) as error:
            raise WorldError(f"{recording.name}:{ELSEWHERE}") from error

    def export(self, recording: Recording, target: Path, going: Going) -> bool:
        """As the socket says."""
        require_room(target.parent, recording.size, "那里", 0)
        try:
            with suppress(Stopped):
                with files.writing(target, 0o644) as file:
                    for portion in _going(self.read(recording), going):
                        file.write(portion)
                return True
        except OSError as error:
            raise WorldError(_UNWRITTEN.format(why=because(error))) from error
        return False

    # ---- all of them ---------------------------------------------------------------------------

    def of_events(self, db: Connection, events: Collection[str]) -> tuple[Recording, ...]:
        """The recordings that some events tell of, each digest once."""
        wanted = select(_USE.c.told).where(_USE.c.event.in_(events)).order_by(_USE.c.told)
        return _each(db.scalars(wanted.distinct()))

    def used(self, gone: Collection[Recording]) -> None:
        """Let nothing of these wait for an event any more."""
        with self._lock:
            for recording in gone:
                self._awaited.pop(recording.digest, None)

    def release(self) -> int:
        """As the socket says."""
        return self._remove(0.0)

    def sweep(self) -> int:
        """As the socket says."""
        self._files.sweep_begun()
        return self._remove(_YOUNG_S)

    def broken(self) -> tuple[Recording, ...]:
        """Those an event tells of whose file is missing or does not open; reads every one."""
        return tuple(found for found in self._told() if not self._files.opens(found.digest))

    def heal_from(self, folder: Path) -> int:
        """Take those that are missing or do not open from a backup's folder; returns how many.

        WorldError when the disk refuses.
        """
        there = RecordingFiles(folder, self._key)
        found = [one for one in self.broken() if there.opens(one.digest)]
        for one in found:
            self._kept(there.read(one.digest), one.size, one.name, one.digest)
        return len(found)

    def _told(self) -> tuple[Recording, ...]:
        with self._db.reading() as db:
            return _each(db.scalars(select(_USE.c.told).order_by(_USE.c.told).distinct()))

    def _remove(self, young: float) -> int:
        """Remove whole files no event tells of, and that no form waits with, if they are no younger."""
        with self._lock:
            waiting = [d for d, since in self._awaited.items() if monotonic() - since < _AWAITED_S]
            known = self._files.names([*(one.digest for one in self._told()), *waiting])
            gone = [name for name in self._files.files() if self._is_free(name, known, young)]
            for name in gone:
                self._files.remove(name)
        return len(gone)

    def _is_free(self, name: str, known: set[str], young: float) -> bool:
        begun = Path(name).name.startswith(".")
        return name not in known and not begun and time() - self._files.since(name) >= young


class _Counted:
    """Portions that go by, counted and digested."""

    def __init__(self, portions: Iterable[bytes]) -> None:
        self._portions, self._digest, self.size = portions, hashlib.sha256(), 0

    def __iter__(self) -> Iterator[bytes]:
        for portion in self._portions:
            self._digest.update(portion)
            self.size += len(portion)
            yield portion

    @property
    def digest(self) -> str:
        """The SHA-256 of what went by, in hex."""
        return self._digest.hexdigest()


def require_room(folder: Path, size: int, where: str, reserve: int = _RESERVE) -> None:
    """WorldError, before anything is written, where a disk has no room for so many bytes beside a reserve."""
    there = next((p for p in (folder, *folder.parents) if p.exists()), folder)
    try:
        free = shutil.disk_usage(there).free
    except OSError:
        return  # told by what is written there
    if free < size + reserve:
        told = {"size": sized(size), "free": sized(free), "reserve": sized(reserve)}
        sentence = _NO_ROOM if reserve else _NO_ROOM.replace(",还要留出{reserve}", "")
        raise WorldError(sentence.format(where=where, **told))


def _each(told: Iterable[str]) -> tuple[Recording, ...]:
    found = {one.digest: one for text in told if (one := recordings.of(text))}
    return tuple(found.values())


@contextmanager
def _opened(source: Path, name: str) -> Iterator[tuple[IO[bytes], int]]:
    """A file to be read, with its size; RuleError for what is none, or is empty, WorldError when unread."""
    try:
        found = source.stat()  # before it is opened: a pipe would keep its reader waiting
        if not stat.S_ISREG(found.st_mode):
            raise RuleError(_NO_FILE.format(name=name))
        if not found.st_size:
            raise RuleError(_EMPTY.format(name=name))
        file = source.open("rb")
    except (OSError, ValueError) as error:
        why = because(error) if isinstance(error, OSError) else "名称不能用"
        raise WorldError(_UNREAD.format(name=name, why=why)) from error
    with file:
        yield file, found.st_size


def _portions(file: IO[bytes], name: str, size: int) -> Iterator[bytes]:
    """A file's portions; RuleError when it changes meanwhile, WorldError when it can not be read on."""
    try:
        before, read = os.fstat(file.fileno()), 0
        for portion in pieces.portions(file):
            read += len(portion)
            if read > size:
                break
            yield portion
        after = os.fstat(file.fileno())
    except OSError as error:
        raise WorldError(_UNREAD.format(name=name, why=because(error))) from error
    if (read, before.st_mtime_ns) != (size, after.st_mtime_ns):
        raise RuleError(_CHANGED.format(name=name))


def _going(portions: Iterable[bytes], going: Going) -> Iterator[bytes]:
    """The same portions, told as they go by; Stopped when somebody does not want to go on."""
    for portion in portions:
        yield portion
        if not going(len(portion)):
            raise Stopped
