"""The folder of the last pictures stands in the book alone: a person's name may be in it."""

from pathlib import Path

from desk_app import settings
from desk_app.bootstrap import Desk

NAME = "陈样例的户口簿"


def in_clear(folder: Path, name: str) -> list[Path]:
    """The files and their names in which a text can be read."""
    wanted = [name.encode(code) for code in ("utf-8", "utf-16-le", "gbk")] + [name.encode("unicode_escape")]
    return [
        path
        for path in folder.rglob("*")
        if name in path.name or (path.is_file() and any(w in path.read_bytes() for w in wanted))
    ]


def test_the_folder_is_remembered_in_the_book_and_nowhere_in_clear(tmp_path: Path) -> None:
    data, stick = settings.load().data, tmp_path / NAME
    stick.mkdir()
    with Desk(settings.load(), seated=True) as desk:
        desk.parts.folder.note(str(stick))
    with Desk(settings.load(), seated=True) as desk:
        assert desk.parts.folder.path == str(stick)
    assert in_clear(data, NAME) == []


def test_what_an_earlier_release_kept_in_clear_moves_into_the_book(tmp_path: Path) -> None:
    data = settings.load().data
    settings.keep(data, "window", "7")
    settings.keep(data, "pictures", str(tmp_path / NAME))
    assert in_clear(data, NAME) == [data / settings.FILE_NAME]
    with Desk(settings.load(), seated=True) as desk:
        assert desk.parts.folder.path == str(tmp_path / NAME)
    assert in_clear(data, NAME) == []
    assert sorted(p.name for p in data.glob("settings*")) == [settings.FILE_NAME]
    assert settings.load().window == "7"
    with Desk(settings.load(), seated=True) as desk:
        assert desk.parts.folder.path == str(tmp_path / NAME)
