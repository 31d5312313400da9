"""The data folder is its owner's alone, however it was made."""

import os
import stat
import sys
from pathlib import Path

import pytest

from desk_app.__main__ import main
from desk_app.errors import WorldError
from desk_app.storage import rights
from tests.fakes import make_parts

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="rights as POSIX has them")


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_folder_an_administrator_made_is_closed(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    (folder / "pages").mkdir(parents=True)
    (folder / "book.db").write_bytes(b"")
    for path in (folder, folder / "pages"):
        path.chmod(0o755)
    (folder / "book.db").chmod(0o664)
    assert rights.tighten(folder) == ""
    assert [mode(p) for p in (folder, folder / "pages", folder / "book.db")] == [0o700, 0o700, 0o600]


def test_a_missing_folder_is_made_for_its_owner(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        assert rights.tighten(tmp_path / "new") == ""
    finally:
        os.umask(before)
    assert mode(tmp_path / "new") == 0o700


def test_a_folder_that_can_not_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(WorldError, match="不能创建"):
        rights.tighten(tmp_path / "file" / "data")


def test_a_folder_of_another_user_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "data"
    folder.mkdir()
    folder.chmod(0o755)

    def refuse(_path: Path, _mode: int) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(Path, "chmod", refuse)
    assert "请管理员" in rights.tighten(folder)


def test_everything_a_window_writes_is_its_users_alone(tmp_path: Path) -> None:
    before = os.umask(0o077)  # as the command line sets it, see below
    try:
        parts = make_parts(tmp_path / "data")
        parts.store.pages.keep(b"picture")
        made = [p for p in (tmp_path / "data").rglob("*") if p.name != "book.key"]
        assert len(made) > 4, "book, -wal, -shm, pages"
        parts.store.close()
    finally:
        os.umask(before)
    assert {oct(mode(p)) for p in made if p.exists()} <= {"0o600", "0o700"}


def test_the_program_starts_with_nothing_for_others(capsys: pytest.CaptureFixture[str]) -> None:
    before = os.umask(0o022)
    try:
        assert main(["calendar", "show"]) == 0  # the quickest of the commands, which all begin alike
        assert os.umask(0o022) == 0o077
    finally:
        os.umask(before)
