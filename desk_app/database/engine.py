"""A database: SQLite encrypted and set up as a book needs it, any other as its own administrator keeps it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from time import monotonic
from typing import Any, Final

from sqlalchemy import (
    Connection,
    Engine,
    ExceptionContext,
    PoolProxiedConnection,
    QueuePool,
    create_engine,
    event,
)
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError, DBAPIError, IntegrityError, OperationalError
from sqlalchemy.util import LRUCache
from sqlcipher3 import dbapi2

from desk_app.database import cipher
from desk_app.database.cipher import Functions
from desk_app.errors import BugError, TornPage, WorldError

_KEPT: Final = -65536
"""Kibibytes (below zero) of pages a connection keeps in memory."""
_KEPT_ONCE: Final = -4096
"""The same of what is read once."""
_PRAGMAS: Final = (
    "journal_mode=WAL",
    # FULL costs about 3 ms a transaction; a printed receipt must never be lost.
    "synchronous=FULL",
    "foreign_keys=ON",
    "busy_timeout=10000",
    # What is deleted is overwritten, and what SQLite sorts or sets aside never reaches a file of its own.
    "secure_delete=ON",
    "temp_store=MEMORY",
    # Deciphered pages each connection keeps: with fewer than a list of 100,000 reads all are deciphered anew.
    f"cache_size={_KEPT}",
)


@dataclass(frozen=True, slots=True)
class Sentences:
    """The sentences for the faults of a database, of the computer or our own."""

    full: str
    disk: str
    locked: str
    readonly: str
    absent: str
    damaged: str
    sealed: str
    """For a file that the key does not open: another book's, or damaged at its beginning."""
    away: str
    """For a database server that does not answer."""
    bug: str


class Database:
    """Transactions on one database; any thread may call.

    A fault of disk, file or server raises WorldError, a mistake of ours BugError.
    """

    def __init__(
        self,
        address: URL,
        sentences: Sentences,
        *,
        key: bytes | None = None,
        racing: bool = False,
        complete: Callable[[Connection], None] = lambda _db: None,
        functions: Functions | None = None,
    ) -> None:
        """Open it; an SQLite file with its ``key`` of 32 bytes, a database server has none.

        With ``racing`` an IntegrityError is passed on, for a caller that tries again. ``complete`` is called
        at the end of each writing transaction, within it. SQL may call the ``functions`` (SQLite only).
        """
        self.engine = _engine(address, key, functions or {})
        self._sentences = sentences
        self._racing = racing
        self._lock = Lock()
        self._watching: PoolProxiedConnection | None = None
        self._complete = complete
        self.waited: Callable[[float], None] = _nobody
        """Told after each kept transaction how many seconds it waited for its turn and for the disk."""

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One transaction that may write; all of it is kept or nothing."""
        begun = monotonic()
        with self._told(), self.engine.connect() as db:
            with db.begin():
                waited = monotonic() - begun
                yield db
                self._complete(db)
                ready = monotonic()
            self.waited(waited + monotonic() - ready)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One transaction that only reads."""
        with self._told(), self.engine.connect().execution_options(reads=True) as db:
            yield db

    @contextmanager
    def reading_through(self) -> Iterator[Connection]:
        """One transaction that reads much of an SQLite file once, and keeps little of it in memory."""
        with self.reading() as db:
            db.exec_driver_sql(f"PRAGMA cache_size={_KEPT_ONCE}")
            try:
                yield db
            finally:
                if not db.invalidated:
                    db.exec_driver_sql(f"PRAGMA cache_size={_KEPT}")

    def moment(self) -> int:
        """A number that is another one when anything was committed since, by any program (SQLite only)."""
        with self._told(), self._lock:
            # Of a connection that never writes itself: its own commits would not count.
            if self._watching is None:
                self._watching = self.engine.raw_connection()
            found = self._watching.cursor().execute("PRAGMA data_version")
            return int(found.fetchone()[0])

    def close(self) -> None:
        """Close it; SQLite folds its log into the file."""
        with self._lock:
            if self._watching is not None:
                self._watching.close()
                self._watching = None
        self.engine.dispose()

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except IntegrityError as error:
            if self._racing:
                raise
            raise BugError(self._sentences.bug) from error
        except DBAPIError as error:
            raise fault(error, self._sentences) from error


def _nobody(_seconds: float) -> None:
    """Who is told where nobody asks."""


def fault(error: DBAPIError, sentences: Sentences) -> WorldError | BugError:
    """The error to raise for a database error: WorldError for disk, file or server, else BugError."""
    text = str(error.orig).lower()
    told = (
        ("full", sentences.full),
        ("i/o error", sentences.disk),
        ("locked", sentences.locked),
        ("readonly", sentences.readonly),
        ("unable to open", sentences.absent),
        ("malformed", sentences.damaged),
        ("not a database", sentences.sealed),
    )
    for word, sentence in told:
        if word in text:
            return TornPage(sentence) if word == "malformed" else WorldError(sentence)
    if not isinstance(error.orig, dbapi2.Error) and isinstance(error, OperationalError):
        return WorldError(sentences.away)
    return BugError(sentences.bug)


def _engine(address: URL, key: bytes | None, functions: Functions) -> Engine:
    if address.get_backend_name() == "sqlite":
        return _file_engine(Path(address.database or ""), key or b"", functions)
    try:
        # A statement's parameters are people's data: they stay out of every log and traceback.
        return create_engine(address, hide_parameters=True)
    except (ArgumentError, ImportError) as error:
        name = address.get_backend_name()
        raise WorldError(f"这里没有装“{name}”数据库的驱动,请安装后再试或改用 sqlite") from error


def _file_engine(path: Path, key: bytes, functions: Functions) -> Engine:
    engine = create_engine(
        "sqlite+book://",
        module=dbapi2,
        execution_options={"compiled_cache": _COMPILED},
        creator=lambda: cipher.connect(path, key, functions=functions),
        poolclass=QueuePool,
        hide_parameters=True,
    )
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    event.listen(engine, "handle_error", _torn)
    return engine


class BookDialect(SQLiteDialect_pysqlite):
    """SQLite's dialect; one book's is equal to another's, so that they share what was compiled."""

    supports_statement_cache = True

    def __eq__(self, other: object) -> bool:
        return isinstance(other, BookDialect)

    def __hash__(self) -> int:
        return hash(BookDialect)


registry.register("sqlite.book", __name__, BookDialect.__name__)
_COMPILED: Final = LRUCache[Any, Any](1000)
"""Statements of all books: compiled once in a process, not anew for each book that is opened."""


def _prepare(connection: Any, _record: object) -> None:
    # SQLAlchemy begins transactions itself (see _begin); the driver must not do it a second time.
    connection.isolation_level = None
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _torn(told: ExceptionContext) -> None:
    # After a torn page a connection reads nothing any more: the next transaction gets a fresh one.
    if "malformed" in str(told.original_exception).lower():
        told.is_disconnect, told.invalidate_pool_on_disconnect = True, False


def _begin(db: Connection) -> None:
    # A deferred transaction that turns into a writer meets "locked" under load; an immediate one waits.
    if db.get_execution_options().get("reads", False):
        # It takes no lock yet and so can not fail: past SQLAlchemy it costs a quarter.
        db.connection.cursor().execute("BEGIN")
    else:
        db.exec_driver_sql("BEGIN IMMEDIATE")
