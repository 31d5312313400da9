"""Large files of evidence: kept in pieces, whole or not at all, the same bytes once, damage told."""

import os
import shutil
import signal
import subprocess
import sys
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from hashlib import sha256
from pathlib import Path
from random import Random
from threading import Barrier, Thread

import pytest

from desk_app.county_server.book import CountyBook
from desk_app.domain.people import Person
from desk_app.domain.proceedings import Proceeding
from desk_app.errors import DeskError, RuleError, WorldError
from desk_app.services import proceedings, recordings
from desk_app.services.parts import Parts
from desk_app.services.retention import purge, rights
from desk_app.storage import backups
from desk_app.storage.book import Book
from desk_app.storage.pieces import PIECE
from desk_app.storage.recordings import RecordingFiles
from desk_app.storage.sealed import Algorithm
from forms.recordings import Recording, named, of
from tests.fakes import NOW, make_parts
from tests.opened import KEY, key_beside, opened_book
from tests.people import nth_number

MOST = 40 * PIECE
"""Bytes of the largest file here: above the county's 20 MB, and far above what may be in memory."""
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="handles and limits of POSIX")


@pytest.fixture
def parts(tmp_path: Path) -> Iterator[Parts]:
    made = make_parts(tmp_path / "data")
    yield made
    made.store.close()


def filmed(path: Path, size: int, seed: int = 1) -> Path:
    """A file no two pieces of which are alike."""
    noise = Random(seed).randbytes(PIECE + 64)
    with path.open("wb") as file:
        for place in range(size // PIECE):
            file.write(noise[place % 64 : place % 64 + PIECE])
        file.write(noise[: size % PIECE])
    return path


def on(_bytes: int) -> bool:
    return True


def kept(parts: Parts, path: Path, going: Callable[[int], bool] = on) -> Recording:
    found = parts.store.recordings.keep(path, path.name, going)
    assert found is not None
    return found


def files(folder: Path) -> list[Path]:
    return [path for path in (folder / "recordings").rglob("*") if path.is_file()]


def visit(parts: Parts, **more: str) -> Proceeding:
    """A home visit that is on its way."""
    asked = {"name": "张样例", "village": "样例村", "wish": "护理补贴", "channel": "4"} | more
    made = proceedings.begin(parts, parts.window.who, "home_visit", "request", asked)
    for act, given in (("assign", {"doer": "李样乙"}), ("agree", {"visit_on": "2026-11-23"}), ("leave", {})):
        proceedings.act(parts, parts.window.who, made.id, act, given)
    return made


def tell(parts: Parts, of_visit: Proceeding, recording: Recording, **more: str) -> None:
    given = {"recording": recording.told, "recording_kind": "1", "proof_taken_by": "王样乙"}
    day = {"proof_taken_on": "2026-11-23"}
    proceedings.act(parts, parts.window.who, of_visit.id, "keep_recording", given | day | more)


@contextmanager
def largest_file(size: int) -> Iterator[None]:
    """No file may become larger within the block, as on a disk that is full."""
    import resource  # not on Windows

    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def book_of(parts: Parts) -> Book:
    assert isinstance(parts.store, Book)
    return parts.store


def test_forty_megabytes_go_in_and_out_in_little_memory_and_lie_nowhere_in_clear(
    parts: Parts, tmp_path: Path
) -> None:
    film, told = filmed(tmp_path / "走访.mp4", MOST + 7), list[int]()
    tracemalloc.start()
    found = kept(parts, film, lambda more: not told.append(more))
    assert parts.store.recordings.export(found, tmp_path / "out.mp4", on)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 12 * PIECE
    clear = film.read_bytes()
    assert (found.digest, found.size, found.name) == (sha256(clear).hexdigest(), len(clear), "走访.mp4")
    assert sum(told) == len(clear)
    assert (tmp_path / "out.mp4").read_bytes() == clear
    # AND the one file on the disk tells nothing of content, name or digest
    (file,) = files(tmp_path / "data")
    sealed = file.read_bytes()
    assert not any(clear[at : at + 24] in sealed for at in range(0, len(clear), 5 * PIECE + 11))
    assert "走访".encode() not in sealed
    assert found.digest[:16] not in str(file)
    assert file.stat().st_mode & 0o077 == 0
    # AND the same bytes under another name are the same file
    again = kept(parts, film.rename(tmp_path / "again.mp4"))
    assert (again.digest, again.name) == (found.digest, "again.mp4")
    assert len(files(tmp_path / "data")) == 1


def _no_file(folder: Path) -> Path:
    return folder


def _empty(folder: Path) -> Path:
    (folder / "empty.mp4").touch()
    return folder / "empty.mp4"


def _gone(folder: Path) -> Path:
    return folder / "gone.mp4"


def _pipe(folder: Path) -> Path:
    os.mkfifo(folder / "pipe")
    return folder / "pipe"


def _nameless(folder: Path) -> Path:
    return folder / "a\0b"


@pytest.mark.parametrize(
    ("made", "error", "told"),
    [
        (_no_file, RuleError, "不是文件"),
        (_empty, RuleError, "是空的"),
        (_gone, WorldError, "没有这个文件"),
        (_pipe, RuleError, "不是文件"),
        (_nameless, WorldError, "名称不能用"),
    ],
)
def test_what_is_no_file_is_told(
    parts: Parts, tmp_path: Path, made: Callable[[Path], Path], error: type[DeskError], told: str
) -> None:
    with pytest.raises(error, match=told):
        kept(parts, made(tmp_path))
    assert files(tmp_path / "data") == []


def test_a_file_that_changes_is_torn_out_or_is_given_up_leaves_nothing(parts: Parts, tmp_path: Path) -> None:
    film = filmed(tmp_path / "film.mp4", 6 * PIECE)

    def grows(_more: int) -> bool:
        with film.open("ab") as file:
            file.write(b"more")
        return True

    def torn_out(_more: int) -> bool:
        # What is read from now on is a folder: the system refuses as it does when the stick is gone.
        here = [int(p.name) for p in Path("/proc/self/fd").iterdir() if p.exists() and p.resolve() == film]
        folder = os.open(tmp_path, os.O_RDONLY)
        for handle in here:
            os.dup2(folder, handle)
        os.close(folder)
        return True

    with pytest.raises(RuleError, match="在读的时候变了"):
        kept(parts, film, grows)
    with pytest.raises(WorldError, match=r"读不出来.*检查U盘"):
        kept(parts, film, torn_out)
    assert parts.store.recordings.keep(film, film.name, lambda _more: False) is None
    assert files(tmp_path / "data") == []


def test_a_full_disk_is_told_before_and_in_the_midst(
    parts: Parts, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    film = filmed(tmp_path / "film.mp4", 6 * PIECE)
    with largest_file(3 * PIECE), pytest.raises(WorldError, match=r"存不下来.*没有留下半个文件"):
        kept(parts, film)
    assert files(tmp_path / "data") == []
    found = kept(parts, film)
    free = shutil.disk_usage(tmp_path)._replace(free=5_000_000)
    monkeypatch.setattr(shutil, "disk_usage", lambda _place: free)
    with pytest.raises(WorldError, match=r"放不下:这个文件有6 MB,数据所在的磁盘只剩5 MB"):
        kept(parts, film)
    with pytest.raises(WorldError, match="放不下"):
        parts.store.recordings.export(found, tmp_path / "out.mp4", on)
    assert not (tmp_path / "out.mp4").exists()


def test_each_cipher_is_read_as_it_was_written(tmp_path: Path) -> None:
    clear = [b"a" * PIECE, b"b" * 9]
    by_sm, by_aes = (RecordingFiles(tmp_path, KEY, each) for each in (Algorithm.SM, Algorithm.AES))
    digest, size = by_sm.write(clear, PIECE + 9)
    assert (size, by_aes.has(digest), by_aes.opens(digest)) == (PIECE + 9, True, True)
    assert by_aes.write(clear, size) == (digest, size)
    assert b"".join(by_sm.read(digest)) == b"".join(clear)
    assert len([p for p in tmp_path.rglob("*") if p.is_file()]) == 1


KILLED = """
import os, signal, sys
from tests.storage.test_recordings import *
parts, seen = make_parts(Path(sys.argv[1])), []
def going(more):
    seen.append(more)
    if len(seen) == 3:
        os.kill(os.getpid(), signal.SIGKILL)
    return True
kept(parts, Path(sys.argv[2]), going)
"""


def test_kill_9_in_the_midst_leaves_nothing(tmp_path: Path) -> None:
    film = filmed(tmp_path / "film.mp4", 6 * PIECE)
    done = subprocess.run([sys.executable, "-c", KILLED, tmp_path / "data", film], check=False, timeout=60)
    assert done.returncode == -signal.SIGKILL
    parts = make_parts(tmp_path / "data")
    for left in files(tmp_path / "data"):  # where the disk knows no file without a name
        os.utime(left, (0, 0))
    purge.purge(parts)
    assert files(tmp_path / "data") == []
    parts.store.close()


def test_two_who_keep_the_same_file_at_once_keep_it_once(parts: Parts, tmp_path: Path) -> None:
    film, ready, found = filmed(tmp_path / "film.mp4", 4 * PIECE), Barrier(2), list[Recording]()

    def work() -> None:
        ready.wait()
        found.append(kept(parts, film))

    both = [Thread(target=work) for _ in range(2)]
    for each in both:
        each.start()
    for each in both:
        each.join()
    assert len({one.digest for one in found}) == 1
    assert len(files(tmp_path / "data")) == 1
    assert parts.store.recordings.export(found[0], tmp_path / "out.mp4", on)
    assert (tmp_path / "out.mp4").read_bytes() == film.read_bytes()


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("录" * 120 + ".mp4", "录" * 75 + "….mp4"),
        ("走\n访\x07\u202e.mp4", "走 访 .mp4"),
        (os.fsdecode(b"\xff\xfe.avi"), ".avi"),
        ("\x01", "没有名称的文件"),
    ],
)
def test_a_strange_name_becomes_one_that_is_read(name: str, shown: str) -> None:
    assert named(name) == shown
    told = Recording("a" * 64, 5, shown)
    assert of(told.told) == told


def test_a_recording_stays_as_long_as_an_event_tells_of_it(parts: Parts, tmp_path: Path) -> None:
    here, data = visit(parts), tmp_path / "data"
    told, left = (kept(parts, filmed(tmp_path / f"{n}.mp4", 9_000, n)) for n in (1, 2))
    tell(parts, here, told)
    (one,) = recordings.of_record(proceedings.record(parts, parts.window.who, here.id))
    assert (one.recording, one.kind, one.uploaded) == (told, "录像", False)
    # THEN its letter tells digest and size, and brings no file
    letter = parts.store.outbox.letters()[-1]
    assert told.told in letter.body
    assert letter.files == ()
    # AND the county takes it, as it does every act
    place = f"sqlite:///{tmp_path / 'county.db'}"
    with closing(CountyBook(place, parts.law, key=key_beside(place))) as county:
        for each in parts.store.outbox.letters():
            county.receive(each.id, each.body.encode(), NOW, "3")
        held = county.one(here.id)
        assert held is not None
        assert held.facts["recording"] == told.told
    # WHEN its upload is told THEN the same recording has it
    tell(parts, here, told, proof_uploaded_on="2026-11-23", proof_upload_number="YL-0007")
    (one,) = recordings.of_record(proceedings.record(parts, parts.window.who, here.id))
    assert (one.uploaded, one.number) == (True, "YL-0007")
    # THEN what no event tells of waits for its form while the program runs, and is gone an hour after that
    assert parts.store.recordings.release() == 0
    parts.store.close()
    for path in files(data):
        os.utime(path, (0, 0))
    again = make_parts(data)
    assert purge.purge(again).orphans == 1
    assert (again.store.recordings.has(told), again.store.recordings.has(left)) == (True, False)
    # AND with the last payload the other goes too
    with opened_book(data / "book.db") as db:
        db.execute("DELETE FROM payload")
    assert again.store.recordings.release() == 1
    assert files(data) == []
    again.store.close()


def test_whoever_asks_what_is_held_on_them_is_told_of_their_recordings(parts: Parts, tmp_path: Path) -> None:
    whose = Person("p1", "张样例", nth_number(1), "13800000001")
    parts.store.people.keep(whose)
    tell(parts, visit(parts, id_number=whose.id_number), kept(parts, filmed(tmp_path / "1.mp4", 9_000)))
    told = [item.what for item in rights.report_on(parts, whose, "本人查阅").held]
    assert any("录像、录音1个(9 KB,只在本窗口)" in line for line in told)


def test_what_is_missing_or_damaged_is_told_and_comes_back_from_a_backup(
    parts: Parts, tmp_path: Path
) -> None:
    data, folder, here = tmp_path / "data", tmp_path / "kept", visit(parts)
    found = [kept(parts, filmed(tmp_path / f"{n}.mp4", PIECE + n, n)) for n in range(3)]
    for one in found:
        tell(parts, here, one)
    made = backups.make(data, folder, KEY, NOW)
    backups.bring_recordings(data, folder)
    assert len(files(folder)) == 3
    gone, flipped, moved = files(data)
    gone.unlink()
    held = flipped.read_bytes()
    flipped.write_bytes(held[:-9] + bytes([held[-9] ^ 1]) + held[-8:])
    checked = book_of(parts).check()
    assert (checked.sound, len(checked.recordings)) == (True, 2)
    assert checked.recordings[0].endswith(".mp4(1 MB)")
    # THEN one put in the place of another does not open either
    moved.write_bytes(flipped.read_bytes())
    assert len(book_of(parts).check().recordings) == 3
    for one in found:
        with pytest.raises(WorldError, match="没有这个文件"):
            parts.store.recordings.export(one, tmp_path / "out.mp4", on)
    assert not (tmp_path / "out.mp4").exists()
    # WHEN the backup is at hand THEN all are well; a book copied back without files has them from there
    assert book_of(parts).heal_from(folder) == (0, 3)
    assert book_of(parts).check().recordings == ()
    parts.store.close()
    shutil.rmtree(data / "recordings")
    backups.put_back(made.path, data, KEY, NOW)
    again = make_parts(data)
    assert book_of(again).check().recordings == ()
    again.store.close()


def test_a_backup_disk_that_takes_no_recording_keeps_the_book_all_the_same(
    parts: Parts, tmp_path: Path
) -> None:
    tell(parts, visit(parts), kept(parts, filmed(tmp_path / "film.mp4", 6 * PIECE)))
    made = backups.make(tmp_path / "data", tmp_path / "kept", KEY, NOW)
    with largest_file(3 * PIECE), pytest.raises(WorldError, match="备份存不进"):
        backups.bring_recordings(tmp_path / "data", tmp_path / "kept")
    assert made.path.exists()
    assert files(tmp_path / "kept") == []
