"""The mark of a book outside its folder: how far it was written, compared at every start."""

import hashlib
import hmac
import json
import logging
import os
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import Final, Protocol

from sqlalchemy import Connection, event

from desk_app.database.engine import Database
from desk_app.domain.book_key import BookKey
from desk_app.domain.standing import BookMark, BookStanding, BookTrouble, Mine, Trouble, compare
from desk_app.errors import DeskError, WorldError, because, places
from desk_app.storage import identity
from desk_app.storage.identity import BookIdentity
from forms import files

_log = logging.getLogger(__name__)
_AGAIN_S: Final = 3.0
"""Seconds until a mark that could not be written is tried again."""
_GATHER_S: Final = 0.2
"""Seconds in which changes of the mark are gathered before it is brought onto the disk."""
_TRACES: Final = ("pages", "recordings", "before", "backups", "replaced")
"""Folders that only a book that was written leaves behind."""
_OWN_KEY: Final = "window.key"
"""Made once there is a book; also what moved in from a backup that is not restored yet."""
_MOVED: Final = (
    "这台电脑上没有这份账本的标记:数据文件夹可能是从别处拷来的。"
    "如果原来那台电脑还在用,请不要两边同时受理,以免编号重复"
)


class Vault(Protocol):
    """A second place for the mark beside the file, such as the system keyring."""

    def read(self) -> str | None:
        """The kept text; None when there is none or it can not be asked."""
        ...

    def write(self, text: str) -> None:
        """Keep a text; a failure is no error, for the file stands for it."""
        ...


class NoVault:
    """A computer without a trusted keyring."""

    def read(self) -> str | None:
        """Nothing is kept."""
        return None

    def write(self, text: str) -> None:
        """Keeps nothing."""


def file_of(state: Path, folder: Path) -> Path:
    """The file of the mark of a data folder; ``state`` is where marks are kept."""
    name = hashlib.sha256(str(folder.absolute()).encode()).hexdigest()[:16]
    return state / f"{name}.mark"


class Marks:
    """The mark of the book of one data folder: a file in the user's state folder, and a vault."""

    def __init__(self, state: Path, folder: Path, key: BookKey, vault: Vault | None = None) -> None:
        """``state`` is where marks are kept, ``folder`` the data folder."""
        self.path = file_of(state, folder)
        self._key = key.of("mark")
        self._vault = vault or NoVault()

    @property
    def present(self) -> bool:
        """Whether anything was ever noted for this folder on this computer, readable or not."""
        return self.path.exists() or self._vault.read() is not None

    def read(self) -> BookMark | None:
        """The newest mark that is whole; None when there is none, or none under this key."""
        told = [self._vault.read() or ""]
        try:
            told.append(self.path.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError):
            _log.info("no mark could be read")
        found = [mark for mark in map(self._read, told) if mark is not None]
        return max(found, key=lambda m: (m.generation, m.seq, m.turn, sum(m.numbers.values())), default=None)

    def write(self, mark: BookMark, *, durable: bool = True) -> None:
        """Write the file, whole or not at all; WorldError when the disk refuses it.

        Without ``durable`` it survives the program's end but not the computer's, and takes 0.1 ms.
        """
        text = self._text(mark)
        with self._told():
            files.write(self.path, text) if durable else self._write_quickly(text)

    def forget(self) -> None:
        """Remove the file of the mark: nothing was ever written here. Where the disk refuses, it stays."""
        with suppress(OSError):
            self.path.unlink(missing_ok=True)

    def to_disk(self) -> None:
        """Bring the file as it is onto the disk; WorldError when the disk refuses it."""
        with self._told():
            handle = os.open(self.path, os.O_RDWR)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise WorldError(
                f"账本的标记写不进 {self.path.parent}:{because(error)}。受理照常,请处理好,程序会自动重写"
            ) from error

    def write_vault(self, mark: BookMark) -> None:
        """Keep the mark in the vault, which may take seconds and may keep nothing."""
        self._vault.write(self._text(mark))

    def _text(self, mark: BookMark) -> str:
        body = _body(mark)
        return json.dumps({"mark": body, "mac": self._mac(body)}, ensure_ascii=False)

    def _write_quickly(self, text: str) -> None:
        fresh = self.path.with_suffix(".quick")
        self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
        fresh.replace(self.path)

    def _read(self, text: str) -> BookMark | None:
        try:
            told = json.loads(text)
            body = told["mark"]
            if not hmac.compare_digest(self._mac(body), str(told["mac"])):
                return None
            numbers = {str(s): int(v) for s, v in body["numbers"].items()}
            generation, seq, turn = (int(body[name]) for name in ("generation", "seq", "turn"))
            return BookMark(str(body["book"]), generation, seq, str(body["chain"]), numbers, turn)
        except (ValueError, KeyError, TypeError, AttributeError):
            return None

    def _mac(self, body: Mapping[str, object]) -> str:
        plain = json.dumps(body, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return hmac.new(self._key, plain.encode(), hashlib.sha256).hexdigest()


def _body(mark: BookMark) -> dict[str, object]:
    numbers = dict(mark.numbers)
    return {
        "book": mark.book,
        "generation": mark.generation,
        "seq": mark.seq,
        "chain": mark.chain,
        "numbers": numbers,
        "turn": mark.turn,
    }


def stand(folder: Path, key: BookKey, marks: Marks) -> BookStanding:
    """Compare the book in a folder with its mark; nothing is written. BookTrouble when it is not the one."""
    known = marks.read()  # before the book: a window that is open writes the book first, then the mark
    found = identity.look(folder / identity.FILE, key, known.seq if known else 0)
    if isinstance(found, Trouble):
        if found in (Trouble.MISSING, Trouble.EMPTY) and not (marks.present or _traces(folder)):
            return BookStanding(new=True, mark=None)
        raise BookTrouble(found)
    if trouble := compare(found, known):
        raise BookTrouble(trouble)
    return BookStanding(new=False, mark=known, note=_note(found, known))


def _note(found: Mine, known: BookMark | None) -> str:
    return _MOVED if known is None and found.named and found.mark.seq else ""


def _traces(folder: Path) -> bool:
    worked = any(any((folder / name).glob("*")) for name in _TRACES)
    return worked or (folder / _OWN_KEY).exists()


def _no_lower(mark: BookMark, known: BookMark | None) -> BookMark:
    """A mark whose numbers are no lower than those known: a damaged counter is made up for by the book's
    highest number, which may be lower than the last one that was given."""
    before = known.numbers if known and known.book == mark.book else {}
    return replace(mark, numbers={s: max(n, before.get(s, 0)) for s, n in mark.numbers.items()})


class MarkKeeper:
    """Writes the mark after every transaction that took the book further.

    The thread that committed writes it at once, so that it is there when an acceptance is told; a thread of
    its own then brings it onto the disk. Killed in between, the mark is behind the book, which is no trouble
    at the start. What the disk refuses is tried again until it is in.
    """

    def __init__(
        self, database: Database, book: BookIdentity, marks: Marks, known: BookMark | None = None
    ) -> None:
        """``known`` is the mark the book was compared with at the start."""
        self.fault = ""
        """Why the mark could not be written, as one sentence; empty when it was."""
        self._book, self._marks, self._database = book, marks, database
        self._lock = threading.Lock()
        self._wanted = threading.Event()
        self._ended = threading.Event()
        self._written: BookMark | None = None
        self._known = known
        self._durable: BookMark | None = None
        self._thread = threading.Thread(target=self._run, name="mark", daemon=True)

    def start(self) -> None:
        """Begin; called once. The first mark is written at once, in the vault too."""
        event.listen(self._database.engine, "commit", self._committed)
        event.listen(self._database.engine, "checkin", self._returned)
        self._wanted.set()
        self._thread.start()

    def close(self) -> None:
        """Write the last mark, in the vault too, and end."""
        event.remove(self._database.engine, "commit", self._committed)
        event.remove(self._database.engine, "checkin", self._returned)
        self._ended.set()
        self._wanted.set()
        self._thread.join()
        self._keep(vault=True)

    def _committed(self, db: Connection) -> None:
        # Told before the commit: the mark is read when the connection has come back.
        db.info["wrote"] = True

    def _returned(self, _connection: object, record: object) -> None:
        info: dict[str, object] = getattr(record, "info", {})
        if info.pop("wrote", False):
            self._keep(durable=False)
            if self._durable != self._written or self.fault:
                self._wanted.set()

    def _run(self) -> None:
        vault = True
        while not self._ended.is_set():
            self._wanted.wait()
            self._ended.wait(_GATHER_S)  # a key is followed by others: one write for all of them
            self._wanted.clear()
            if self._keep(vault=vault):
                vault = False
            elif not self._ended.wait(_AGAIN_S):
                self._wanted.set()

    def _keep(self, *, vault: bool = False, durable: bool = True) -> bool:
        try:
            with self._lock:  # of two threads the later one reads the later state
                mark = self._known = _no_lower(self._book.mark(), self._known)
                if vault or mark != self._written:
                    self._marks.write(mark, durable=False)
                    self._written = mark
            if durable and (vault or mark != self._durable):
                self._marks.to_disk()  # not in the lock: an acceptance would wait for the disk
                self._durable = mark
            if vault:
                self._marks.write_vault(mark)
            self.fault = ""
        except DeskError as error:
            self.fault = str(error)
        except Exception as error:  # a thread that died would leave the mark behind in silence
            _log.error("mark: %s", places(error))
            self.fault = "账本的标记没有写成,程序会自动重写;一直这样请联系技术人员"
        return not self.fault
