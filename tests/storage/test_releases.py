"""Before another release opens a book for the first time the book is copied, and the copy proved."""

from contextlib import closing
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2

from desk_app import settings
from desk_app.__main__ import main
from desk_app.bootstrap import Desk
from desk_app.commands.opening import key_of
from desk_app.database import cipher, releases, steps
from desk_app.domain.settling import Settling
from desk_app.errors import WorldError
from desk_app.storage.book import BOOK, STEPS, Book
from forms import calendar
from forms.library import Versions
from forms.loader import shipped
from tests.opened import KEY

LAW = Settling(Versions(shipped()), calendar.shipped())


def opened(folder: Path, release: str) -> None:
    Book(folder, LAW, key=KEY, release=release).close()


def copies(folder: Path) -> list[Path]:
    return sorted((folder / "before").glob("*.db"))


def test_the_first_start_of_a_release_copies_the_book_once(tmp_path: Path) -> None:
    opened(tmp_path, "0.1.0+1")
    assert copies(tmp_path) == []  # there was none before
    opened(tmp_path, "0.1.0+1")
    assert copies(tmp_path) == []
    opened(tmp_path, "0.1.0+2")
    opened(tmp_path, "0.1.0+2")
    (copy,) = copies(tmp_path)
    with closing(cipher.connect(copy, KEY.of("book"), reads=True)) as db:
        assert db.execute("PRAGMA user_version").fetchone()[0] == steps.newest(STEPS)
        assert db.execute("PRAGMA quick_check").fetchone()[0] == "ok"


def test_an_environment_of_a_clone_copies_for_a_step_alone(tmp_path: Path) -> None:
    opened(tmp_path, "")
    opened(tmp_path, "")
    assert copies(tmp_path) == []
    assert not (tmp_path / "book.release").exists()


def test_a_book_without_a_note_is_copied(tmp_path: Path) -> None:
    opened(tmp_path, "")
    opened(tmp_path, "0.1.0+1")
    assert len(copies(tmp_path)) == 1


def test_without_room_the_old_release_still_opens_the_book(tmp_path: Path) -> None:
    opened(tmp_path, "0.1.0+1")
    (tmp_path / "before").write_text("a file in the way", "ascii")
    with pytest.raises(WorldError, match="旧版本照常能用"):
        opened(tmp_path, "0.1.0+2")
    opened(tmp_path, "0.1.0+1")
    (tmp_path / "before").unlink()
    opened(tmp_path, "0.1.0+2")
    assert len(copies(tmp_path)) == 1


def test_a_copy_that_is_not_sound_is_refused(tmp_path: Path) -> None:
    opened(tmp_path, "0.1.0+1")
    torn = bytearray((tmp_path / BOOK).read_bytes())
    torn[len(torn) // 2] ^= 1
    copy = tmp_path / "copy.db"
    copy.write_bytes(torn)
    with pytest.raises(dbapi2.DatabaseError):
        steps._prove(copy, KEY.of("book"))


def test_a_newer_book_is_left_alone_with_a_polite_sentence(tmp_path: Path) -> None:
    opened(tmp_path, "0.1.0+1")
    with closing(cipher.connect(tmp_path / BOOK, KEY.of("book"))) as db:
        db.execute(f"PRAGMA user_version = {steps.newest(STEPS) + 1}")
    before = (tmp_path / BOOK).read_bytes()
    with pytest.raises(WorldError, match=r"更新版本的程序写成,没有改动.*退回旧版本"):
        opened(tmp_path, "0.1.0+0")
    assert copies(tmp_path) == []
    assert (tmp_path / BOOK).read_bytes() == before


def test_the_way_back_from_a_newer_release(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """What the page 安装和升级 writes: an older program puts the copy of before the upgrade back."""
    data = tmp_path / "data"
    monkeypatch.setenv("DESK_DATA", str(data))
    monkeypatch.setenv("DESK_STATE", str(tmp_path / "state"))
    with Desk(settings.load(), seated=True):
        pass
    key = key_of(settings.load()).of("book")
    steps.copy_before(data / BOOK, STEPS, key, always=True)
    with closing(cipher.connect(data / BOOK, key)) as db:
        db.execute(f"PRAGMA user_version = {steps.newest(STEPS) + 1}")
    assert main(["book", "check"]) == 1
    assert "更新版本的程序写成" in capsys.readouterr().err
    (copy,) = copies(data)
    assert [each.name for each in copy.parent.iterdir()] == [copy.name]
    assert main(["book", "restore", str(copy), "--yes"]) == 0
    assert main(["book", "check"]) == 0


def test_a_settled_book_is_of_this_release(tmp_path: Path) -> None:
    opened(tmp_path, "0.1.0+1")
    path, key = tmp_path / BOOK, KEY.of("book")
    assert releases.is_settled(path, STEPS, key, "0.1.0+1")
    assert releases.is_settled(path, STEPS, key, "")
    assert not releases.is_settled(path, STEPS, key, "0.1.0+2")
