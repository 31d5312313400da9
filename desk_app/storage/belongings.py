"""What belongs to a book beside its pages, so that a backup alone opens and serves on another computer."""

import itertools
import json
import shutil
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Final

from desk_app.errors import WorldError, because
from forms import files

BOOK: Final = "book.db"
SLOTS: Final = "book.keys"
"""The key of the book, wrapped; a demo's lies in a file that is never copied."""
_SETTINGS: Final = "settings.toml"
_WRAPPED: Final = (SLOTS, "window.key", "seal.key")
"""Keys that another one opens: of the book, of the window, of the seal on its papers."""
_PLAIN: Final = ("regions.csv", "printers.toml")
_FOLDERS: Final = ("calendars", "packs", "surveys")
"""Working days; every definition pack an application here began under, every questionnaire of a sheet."""
_STAYS: Final = ("county_token", "data", "state", "backups", "pictures")
"""Settings of the computer alone, or secret."""
ASIDE: Final = "replaced"
"""Folder in the data folder for books that were replaced."""
_NOT_THE_BOOKS: Final = (ASIDE, "logs", "desk.lock")
"""What stays where it is when a book is set aside."""
_TAKEN: Final = ("book.keys.copy", "book.key")
"""Files of a folder that has its own key."""


def keep(data: Path, folder: Path) -> None:
    """Bring a backup folder up to date with what belongs to the book; OSError."""
    for name, content in _belongings(data):
        _put(folder / name, content)


def is_free(data: Path) -> bool:
    """Whether a data folder holds no book and no key, so that another computer's may move in."""
    return not any((data / name).exists() for name in (BOOK, SLOTS, *_TAKEN))


def move_in(folder: Path, data: Path) -> tuple[Path, ...]:
    """Give a data folder that is free what belongs to the book of a backup folder.

    Nothing that is there is overwritten. Returns the names of what moved in, with ``book.keys`` last: none
    when the folder is not free or the backup has no key. WorldError when it can not be written: then nothing
    moved in.
    """
    if not is_free(data) or not (folder / SLOTS).exists():
        return ()
    moved: list[Path] = []
    try:
        found = sorted(_belongings(folder), key=lambda one: one[0] == Path(SLOTS))  # the key last: done
        for name, content in found:
            if not (data / name).exists():
                moved.append(name)
                _put(data / name, content)
    except OSError as error:
        take_back(data, moved)
        raise WorldError(
            f"密钥说明文件和设置从 {folder} 拷不过来:{because(error)}。请检查数据文件夹所在的磁盘后再试"
        ) from error
    return tuple(moved)


def set_demo_aside(data: Path, now: datetime) -> Path:
    """Move a demo's book with all that belongs to it into ``replaced``; returns where. WorldError."""
    aside = data / ASIDE / f"{now:%Y%m%d-%H%M%S}-demo"
    moved: list[Path] = []
    try:
        aside = fresh_folder(aside.parent, aside.name)
        for path in sorted(data.iterdir()):
            if path.name not in _NOT_THE_BOOKS:
                path.replace(aside / path.name)
                moved.append(path)
    except OSError as error:
        _move_back(aside, moved)
        raise WorldError(f"演示数据移不开:{because(error)}。没有改动,请检查数据文件夹所在的磁盘") from error
    return aside


def put_demo_back(aside: Path, data: Path) -> None:
    """Move a demo back that was set aside, over what is left of what came in its place and did not stay.

    What can not be moved stays where it was set aside.
    """
    for path in aside.iterdir():
        if (data / path.name).is_dir():
            shutil.rmtree(data / path.name, ignore_errors=True)
    _move_back(aside, [data / path.name for path in aside.iterdir()])


def _move_back(aside: Path, places: Iterable[Path]) -> None:
    with suppress(OSError):
        for place in places:
            (aside / place.name).replace(place)
        aside.rmdir()


def take_back(data: Path, moved: Iterable[Path]) -> None:
    """Remove what ``move_in`` brought, with the copy that was made of the key: the folder is free again."""
    names = list(moved)
    for name in (*names, *(Path(taken) for taken in _TAKEN if names)):
        with suppress(OSError):
            (data / name).unlink(missing_ok=True)
    within = {folder for name in names for folder in name.parents if folder != Path()}
    for folder in sorted(within, reverse=True):
        with suppress(OSError):  # somebody else's files stay, in their folder
            (data / folder).rmdir()


def book_of(folder: Path) -> str:
    """Id of the book whose wrapped key lies in a folder; empty where there is none to read."""
    try:
        return str(json.loads((folder / SLOTS).read_text(encoding="ascii"))["book"])
    except (OSError, ValueError, KeyError, TypeError):
        return ""


def _belongings(folder: Path) -> Iterator[tuple[Path, bytes]]:
    for name in _WRAPPED:
        # A seal key of an earlier release lies in clear until it is first used.
        if (path := folder / name).exists() and (content := path.read_bytes()).lstrip().startswith(b"{"):
            yield Path(name), content
    for name in _PLAIN:
        if (path := folder / name).exists():
            yield Path(name), path.read_bytes()
    if settings := _settings(folder / _SETTINGS):
        yield Path(_SETTINGS), settings
    for place in _FOLDERS:
        for path in sorted((folder / place).rglob("*")):
            inside = path.relative_to(folder)
            # What is being written, and a pack as last read, which each program makes for itself.
            if path.is_file() and path.suffix != ".pickle" and not any(p[0] == "." for p in inside.parts):
                yield inside, path.read_bytes()


def _settings(path: Path) -> bytes:
    try:
        kept = {key: value for key, value in files.read_toml(path).items() if key not in _STAYS}
    except ValueError:  # told at every start; a backup is not held up by it
        return b""
    return "".join(f"{k} = {json.dumps(str(v), ensure_ascii=False)}\n" for k, v in kept.items()).encode()


def _put(path: Path, content: bytes) -> None:
    if not path.exists() or path.stat().st_size != len(content) or path.read_bytes() != content:
        files.write(path, content)


def fresh_folder(within: Path, name: str) -> Path:
    """A new folder of this name, with a number behind it where one of this second is there already."""
    for named in itertools.chain((name,), (f"{name}-{n}" for n in itertools.count(2))):
        with suppress(FileExistsError):
            (within / named).mkdir(parents=True, mode=0o700)
            return within / named
    raise AssertionError("numbers do not end")
