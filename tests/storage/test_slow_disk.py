"""A disk that takes seconds for each write is said until it is quick again."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event

import pytest

from desk_app.services.parts import Parts
from desk_app.storage import disk
from desk_app.storage.book import Book
from desk_app.storage.disk import SLOW_WRITES, DiskWatch
from tests.fakes import KEY, make_parts
from tests.people import sound_draft

_HOLDER = """
import sys, time
from pathlib import Path
from desk_app.database import cipher
db = cipher.connect(Path(sys.argv[1]), bytes.fromhex(sys.argv[2]))
db.isolation_level = None
db.execute("PRAGMA busy_timeout=10000")
for _ in sys.stdin:
    db.execute("BEGIN IMMEDIATE")
    print("held", flush=True)
    time.sleep(1.3)
    db.execute("COMMIT")
"""
"""Another program that holds the book's lock for more than a second at each line it is given."""


@contextmanager
def another(book: Path) -> Iterator[Callable[[], None]]:
    """Another program with the book; a call lets it take the lock and hold it for more than a second."""
    told = [sys.executable, "-c", _HOLDER, str(book), KEY.of("book").hex()]
    pipe = subprocess.PIPE
    with subprocess.Popen(told, stdin=pipe, stdout=pipe, cwd=Path(__file__).parents[2]) as holder:
        assert holder.stdin is not None
        assert holder.stdout is not None
        given, answers = holder.stdin, holder.stdout

        def hold() -> None:
            given.write(b"hold\n")
            given.flush()
            assert answers.readline().strip() == b"held"

        try:
            yield hold
        finally:
            holder.kill()


def write(parts: Parts) -> None:
    parts.store.drafts.keep(sound_draft(parts))


def test_slow_writes_are_said_until_they_are_quick(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(disk, "_AGAIN_S", 0.02)
    parts = make_parts(tmp_path)
    assert isinstance(parts.store, Book)
    watch = DiskWatch(parts.store.database, tmp_path)
    watch.start()
    for _ in range(SLOW_WRITES):
        write(parts)
    assert not list(watch.words())
    with another(tmp_path / "book.db") as hold:
        for _ in range(SLOW_WRITES):
            assert not list(watch.words())
            hold()
            write(parts)
        (sentence,) = watch.words()
        assert "存盘很慢" in sentence
    pause, tries = Event(), 0
    while list(watch.words()):
        tries += 1
        assert tries < 500
        pause.wait(0.05)
    watch.close()
    parts.store.close()


def test_fewer_slow_writes_are_not_said(tmp_path: Path) -> None:
    parts = make_parts(tmp_path)
    assert isinstance(parts.store, Book)
    watch = DiskWatch(parts.store.database, tmp_path)
    watch.start()
    with another(tmp_path / "book.db") as hold:
        for _ in range(SLOW_WRITES - 1):
            hold()
            write(parts)
        assert not list(watch.words())
    watch.close()
    parts.store.close()


_DELAYED = """
import sys
from pathlib import Path
from tests.storage.test_slow_disk import write, make_parts
from desk_app.storage.disk import DiskWatch
parts = make_parts(Path(sys.argv[1]))
watch = DiskWatch(parts.store.database, Path(sys.argv[1]))
watch.start()
for _ in range(4):
    write(parts)
print("".join(watch.words()))
"""


def _may_trace() -> bool:
    """Whether strace is here and may delay the calls of a program that it starts."""
    if not (tracer := shutil.which("strace")):
        return False
    told = [tracer, "-f", "-e", "trace=none", sys.executable, "-c", ""]
    return subprocess.run(told, capture_output=True, check=False).returncode == 0


if _may_trace():  # a machine without it has the other tests

    def test_a_disk_whose_every_sync_takes_a_second_is_said(tmp_path: Path) -> None:
        make_parts(tmp_path).store.close()
        delay = "inject=fsync,fdatasync:delay_enter=1100000"
        told = ["strace", "-f", "-qq", "-o", os.devnull, "-e", "trace=fsync,fdatasync", "-e", delay]
        done = subprocess.run(
            [*told, sys.executable, "-c", _DELAYED, str(tmp_path)],
            cwd=Path(__file__).parents[2],
            capture_output=True,
            text=True,
            check=True,
        )
        assert "存盘很慢" in done.stdout
