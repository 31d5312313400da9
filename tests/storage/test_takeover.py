"""A book of an older release, in clear, becomes an encrypted one; stopped anywhere, nothing is lost."""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from types import FrameType

import pytest

from desk_app.database import cipher, takeover
from desk_app.errors import WorldError
from forms import files

KEY = bytes(range(32))
MARK = "不许看见的名字"
ROWS = 300


def lay(folder: Path) -> Path:
    """A clear book with a log that is not folded in, as a killed program leaves it, and two clear copies."""
    folder.mkdir(parents=True, exist_ok=True)
    path, live = folder / "book.db", folder / "live" / "book.db"
    live.parent.mkdir()
    with closing(sqlite3.connect(live)) as db:
        db.executescript("PRAGMA journal_mode=WAL; CREATE TABLE person (name); PRAGMA user_version=8;")
        db.executemany("INSERT INTO person VALUES (?)", [(f"{MARK}{n}",) for n in range(ROWS)])
        db.commit()
        for suffix in ("", "-wal"):
            shutil.copy(f"{live}{suffix}", f"{path}{suffix}")
    shutil.rmtree(live.parent)
    (folder / "before").mkdir()
    for number in (3, 5):
        with closing(sqlite3.connect(folder / "before" / f"book-{number}-20261101.db")) as db:
            db.execute("CREATE TABLE person (name)")
            db.execute("INSERT INTO person VALUES (?)", (MARK,))
            db.commit()
    return path


def rows(path: Path) -> int:
    """Rows of an encrypted or of a clear book."""
    clear = cipher.is_clear(path)
    with closing(sqlite3.connect(path) if clear else cipher.connect(path, KEY, create=False)) as db:
        assert db.execute("PRAGMA quick_check").fetchone() == ("ok",)
        return int(db.execute("SELECT count(*) FROM person").fetchone()[0])


def in_clear(folder: Path) -> list[str]:
    """Files that show a name, or begin like a clear book."""
    held = {p: p.read_bytes() for p in folder.rglob("*") if p.is_file()}
    return [p.name for p, data in held.items() if MARK.encode() in data or data.startswith(cipher.CLEAR)]


def test_all_of_it_is_taken_over_and_nothing_stays_in_clear(tmp_path: Path) -> None:
    path = lay(tmp_path)
    assert len(in_clear(tmp_path)) == 4
    assert takeover.take_over(path, KEY)
    assert in_clear(tmp_path) == []
    assert sorted(p.name for p in tmp_path.iterdir()) == ["before", "book.db"]
    assert rows(path) == ROWS
    assert [rows(p) for p in (tmp_path / "before").iterdir()] == [1, 1]
    with closing(cipher.connect(path, KEY)) as db:
        assert db.execute("PRAGMA user_version").fetchone() == (8,)
    assert path.stat().st_mode & 0o777 == 0o600
    assert not takeover.take_over(path, KEY), "once"


def _stopping(at: int) -> None:
    """Kill this process when it comes to the n-th line of the take-over."""
    ours = {takeover.__file__, files.__file__}
    left = at

    def watch(frame: FrameType, event: str, _arg: object) -> object:
        nonlocal left
        if frame.f_code.co_filename not in ours:
            return None
        if event == "line":
            left -= 1
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)
        return watch

    sys.settrace(watch)  # type: ignore[arg-type]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="kills forks of itself")
def test_killed_at_each_line_the_book_is_whole(tmp_path: Path) -> None:
    """In a process of its own: this one has Qt's threads, which a fork does not take along."""
    call = "import sys; from tests.storage.test_takeover import kill_everywhere as k; print(k(sys.argv[1]))"
    environment = {**os.environ, "PYTHONPATH": os.getcwd()}
    done = subprocess.run(
        [sys.executable, "-c", call, str(tmp_path)],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 100


def kill_everywhere(folder: str) -> int:
    """Take a book over, killed at its first line, its second, and so on; returns at how many."""
    template = lay(Path(folder, "template"))
    at = 0
    while True:
        at += 1
        place = Path(folder, str(at))
        shutil.copytree(template.parent, place)
        path = place / "book.db"
        child = os.fork()
        if child == 0:
            _stopping(at)
            takeover.take_over(path, KEY)
            os._exit(0)
        _, status = os.waitpid(child, 0)
        book = place / "after"
        book.mkdir()
        for file in place.glob("book.db*"):
            shutil.copy(file, book)
        assert rows(book / "book.db") == ROWS, f"killed at line {at}"
        shutil.rmtree(book)
        takeover.take_over(path, KEY)
        assert (rows(path), in_clear(place)) == (ROWS, []), f"after a kill at line {at}"
        assert sorted(p.name for p in place.iterdir()) == ["before", "book.db"], f"after a kill at line {at}"
        shutil.rmtree(place)
        if status == 0:
            return at - 1


def test_a_full_disk_is_told_and_leaves_the_book_for_the_next_try(tmp_path: Path) -> None:
    """A limit on the size of files stands for the disk: SQLite is refused the same way."""
    path = lay(tmp_path)
    call = (
        "import resource, signal, sys; from pathlib import Path; from desk_app.database import takeover; "
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN); "
        "resource.setrlimit(resource.RLIMIT_FSIZE, (12288, 12288)); "
        "takeover.take_over(Path(sys.argv[1]), bytes(range(32)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", call, str(path)], capture_output=True, text=True, check=False
    )
    assert "旧数据没有改动" in done.stderr
    assert cipher.is_clear(path)
    assert not list(tmp_path.glob("*.sealing*"))
    assert rows(path) == ROWS
    assert takeover.take_over(path, KEY)
    assert (rows(path), in_clear(tmp_path)) == (ROWS, [])


def test_a_book_that_another_program_has_open_is_left_alone(tmp_path: Path) -> None:
    path = lay(tmp_path)
    call = (
        "import sqlite3, sys; db = sqlite3.connect(sys.argv[1]); db.execute('BEGIN'); "
        "db.execute('SELECT * FROM person').fetchall(); print(1, flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", call, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:
        assert other.stdout is not None
        other.stdout.readline()
        with pytest.raises(WorldError, match="另一个程序占用"):
            takeover.take_over(path, KEY)
        other.communicate()
    assert takeover.take_over(path, KEY)


def test_a_damaged_book_is_told_and_not_touched(tmp_path: Path) -> None:
    path = lay(tmp_path)
    with closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA journal_mode=DELETE")
    torn = path.read_bytes()[:8192] + b"\xff" * 4096 + path.read_bytes()[12288:]
    path.write_bytes(torn)
    with pytest.raises(WorldError, match="已损坏"):
        takeover.take_over(path, KEY)
    assert path.read_bytes() == torn


@pytest.mark.warns
def test_a_copy_that_can_not_be_read_holds_nothing_up(tmp_path: Path) -> None:
    path = lay(tmp_path)
    copy = tmp_path / "before" / "book-3-20261101.db"
    copy.write_bytes(copy.read_bytes()[:4500])
    assert takeover.take_over(path, KEY)
    assert rows(path) == ROWS
    assert in_clear(tmp_path) == [copy.name]
