"""``bench book``: an acceptance beside a bare commit of its rows, and a start with the cipher and without."""

import shutil
import statistics
from collections.abc import Iterator, Sequence
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any, Final

from desk_app.benches.measuring import Figure

if TYPE_CHECKING:
    from sqlalchemy import Executable

    from desk_app.database.engine import Database
    from desk_app.services.parts import Parts
    from desk_app.services.reading import Reading

_Rows = dict[str, set[tuple[object, ...]]]
_ROUNDS: Final = 60
_STARTS: Final = 7
_PLAIN: Final = "plain"
_PERSON: Final = 1000
"""First of the invented people whose drafts are accepted here."""

# A word after the folder: the book is read and written without a key, by the same library.
_BEFORE: Final = """
import sys
from desk_app.database import cipher
if "plain" in sys.argv:
    def connect(path, key, *, reads=False, create=True, functions=None):
        mode = "ro" if reads else "rwc" if create else "rw"
        address = f"{path.absolute().as_uri()}?mode={mode}"
        opened = cipher.dbapi2.connect(address, uri=True, isolation_level=None, check_same_thread=False)
        for name, function in (functions or {}).items():
            opened.create_function(name, -1, function, deterministic=True)
        return opened
    cipher.connect, cipher.is_clear = connect, lambda path: False
"""
_WINDOW: Final = """
from desk_app.commands import window
with window.started(["bench"]) as (app, shown):
    shown.show()
    shown.grab()
    app.processEvents()
    import time
    print(time.time(), flush=True)
"""
_OPEN: Final = """
from pathlib import Path
from time import perf_counter
from desk_app import settings
from desk_app.bootstrap import parts_of
folder = Path(sys.argv[1])
chosen = settings.load({}, folder)
versions = settings.versions_of(chosen)
begin = perf_counter()
parts = parts_of(chosen, versions)
print(perf_counter() - begin)
parts.store.close()
"""


def book(few: int, many: int, rounds: int = _ROUNDS, starts: int = _STARTS) -> Iterator[Figure]:
    """Figures of acceptance and start, in a book of ``few`` applications and in one of ``many``."""
    from desk_app.benches.book import folder_of

    small, full = folder_of(few), folder_of(many)
    yield from _acceptances(small, full, (few, many), rounds)
    plain = without_cipher(full)
    yield _start("book.open", full, plain, _OPEN, starts, f"打开{many:,}件的账本,右边是不加密的同样账本")
    yield _start("book.start", full, plain, _WINDOW, starts, "从启动到窗口可用,右边是账本不加密的")


# ---- acceptance ----------------------------------------------------------------------------------


def _acceptances(small: Path, full: Path, counts: tuple[int, int], rounds: int) -> Iterator[Figure]:
    from desk_app.benches.book import parts_on

    bare = without_triggers(small)
    parts, many = parts_on(small), parts_on(full)
    times: list[tuple[float, float, float]] = []
    try:
        for person in range(_PERSON, _PERSON + rounds):
            began, read = rows(small), shown_draft(parts, person)
            before = rows(small)
            committed(bare, began, before)  # the draft
            ours = accepted(parts, read)
            theirs = committed(bare, before, rows(small))
            times.append((ours, theirs, accepted(many, shown_draft(many, person))))
    finally:
        for each in (parts.store, many.store, bare):
            each.close()
    ours, theirs, larger = (statistics.median(each) * 1000 for each in zip(*times, strict=True))
    what = "受理一件,右边是同样的行由裸 SQLAlchemy 一次写入、删去(同样加密的表,同样索引,没有触发器)"
    yield Figure("book.accept", ours, "ms", theirs, 2, what)
    yield Figure(
        "book.accept.many", larger, "ms", ours, 1.3, f"受理一件:{counts[1]:,}件的账本比{counts[0]:,}件的"
    )


def accepted(parts: "Parts", read: "Reading") -> float:
    """Seconds to accept a draft, from the key to the number."""
    from desk_app.services.counter import intake

    begin = perf_counter()
    intake.accept(parts, read)
    return perf_counter() - begin


def shown_draft(parts: "Parts", person: int) -> "Reading":
    """A draft that can be accepted, kept in the book and read as step 6 shows it to the clerk."""
    from desk_app.benches.book import draft_of
    from desk_app.services import reading
    from desk_app.services.counter import inform

    draft = draft_of(parts, person)
    parts.store.drafts.keep(draft)
    read = reading.of(parts, inform.recalled(parts, draft))
    assert not read.blocking
    return read


def rows(folder: Path) -> _Rows:
    """All rows of every table of the book in a folder, by table in the order of their making."""
    from desk_app.benches.book import rows_of

    with rows_of(folder) as db:
        names = db.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT GLOB 'sqlite_*'")
        return {str(name): set(db.execute(f'SELECT * FROM "{name}"')) for (name,) in names.fetchall()}


def committed(bare: "Database", before: _Rows, after: _Rows) -> float:
    """Seconds to take a book from some rows to others with plain SQLAlchemy.

    One transaction of statements made before, one a table for what is new and one for what is gone.
    """
    work: list[tuple[Executable, list[dict[str, object]]]] = []
    with bare.reading() as db:
        for name, now in after.items():
            told = db.exec_driver_sql(f'PRAGMA table_info("{name}")').all()
            work += _statements(name, told, before[name] - now, now - before[name])
    begin = perf_counter()
    with bare.engine.begin() as db:
        for statement, given in work:
            db.execute(statement, given)
    return perf_counter() - begin


def _statements(
    name: str, told: Sequence[Any], gone: set[tuple[object, ...]], new: set[tuple[object, ...]]
) -> Iterator[tuple["Executable", list[dict[str, object]]]]:
    """The statements for one table, whose columns are ``told``; a new row replaces the one of its key."""
    from sqlalchemy import and_, bindparam, column, delete, insert, table

    names, keys = [str(row.name) for row in told], [str(row.name) for row in told if row.pk]
    put, had = ([dict(zip(names, r, strict=True)) for r in sorted(some, key=repr)] for some in (new, gone))
    assert keys, name
    of = table(name, *map(column, names))
    kept = [[row[key] for key in keys] for row in put]
    lost = [{f"was_{key}": row[key] for key in keys} for row in had if [row[k] for k in keys] not in kept]
    if put:
        yield insert(of).prefix_with("OR REPLACE"), put
    if lost:
        yield delete(of).where(and_(*(of.c[key] == bindparam(f"was_{key}") for key in keys))), lost


def without_triggers(folder: Path) -> "Database":
    """A copy of the book in a folder, beside it: same key, pragmas, tables, indexes and rows, no triggers."""
    from sqlalchemy.engine import URL

    from desk_app.database.engine import Database, Sentences
    from desk_app.devices.keys.demo import demo_key
    from desk_app.storage.book import BOOK

    path = folder / "bare.db"
    shutil.copy(folder / BOOK, path)
    address = URL.create("sqlite", database=str(path))
    bare = Database(address, Sentences(*[""] * 9), key=demo_key(folder).of("book"))
    with bare.writing() as db:
        names = db.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'trigger'").scalars().all()
        for name in names:
            db.exec_driver_sql(f'DROP TRIGGER "{name}"')
    return bare


# ---- start ---------------------------------------------------------------------------------------


def _start(name: str, sealed: Path, plain: Path, script: str, starts: int, what: str) -> Figure:
    """Milliseconds of a script with the cipher and without, in fresh Pythons that take turns."""
    took: list[tuple[float, float]] = []
    for _ in range(starts + 1):
        took.append((_seconds(sealed, script), _seconds(plain, script, _PLAIN)))
    # The first start of each makes what later ones only read.
    ours, theirs = (statistics.median(each) * 1000 for each in zip(*took[1:], strict=True))
    return Figure(name, ours, "ms", theirs, 1.15, what)


def _seconds(folder: Path, script: str, *words: str) -> float:
    """Seconds that the script told, or until the moment it told."""
    from desk_app.benches.start import child

    begin, told = child(_BEFORE + script, str(folder), str(folder), *words)
    moment = float(told[0])
    return moment - begin if moment > begin else moment


def without_cipher(folder: Path) -> Path:
    """A copy of a data folder whose book is the same, not encrypted."""
    from desk_app.benches.book import rows_of
    from desk_app.storage.book import BOOK

    plain = folder.with_name(f"{folder.name}-{_PLAIN}")
    shutil.copytree(folder, plain, ignore=shutil.ignore_patterns("*.db*"))
    with rows_of(folder) as db:
        db.isolation_level = None
        db.execute("ATTACH DATABASE ? AS clear KEY ''", (str(plain / BOOK),))
        db.execute("SELECT sqlcipher_export('clear')")
        number = db.execute("PRAGMA main.user_version").fetchone()[0]
        db.execute(f"PRAGMA clear.user_version = {number}")
        db.execute("DETACH DATABASE clear")
    return plain
