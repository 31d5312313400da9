"""Writing files whole or not at all, and reading TOML files; here because every room may import ``forms``."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from secrets import token_hex
from time import time
from typing import IO, Any, Final

from forms import toml_text

_BLOCK: Final = 1 << 20
"""Bytes overwritten at once."""
_ROOM: Final = 64 << 10
"""Bytes that a folder takes where SQLite can work: the file it shares between connections has half of it."""

_BEGUN, _NEW = ".desk-", ".new"
"""How the names of files that are not whole begin and end."""
_LEFT_S: Final = 3_600
"""Age in seconds at which a file that was begun is surely nobody's any more."""
_OPEN_FILES: Final = Path("/proc/self/fd")
"""Where Linux shows a program's open files, those without a name among them."""


def write(path: Path, content: bytes | str, mode: int = 0o600) -> None:
    """Put bytes, or a text as UTF-8 with its line ends as they are, in a file; see ``writing``."""
    with writing(path, mode) as file:
        file.write(content.encode("utf-8") if isinstance(content, str) else content)


@contextmanager
def writing(path: Path, mode: int = 0o600) -> Iterator[IO[bytes]]:
    """A file to write into, which replaces the one at ``path`` when the block ends without an error.

    By then it is on the disk. Missing folders are made. When anything is raised, OSError for a full or
    forbidden disk among it, the old file is untouched and nothing is left beside it; nor is when the program
    is killed, where a file can be without a name until it is whole (Linux). ``mode`` are the file's
    permissions. Several writers of one path do not disturb each other; the last one wins. A device or
    a pipe is written into as it is.
    """
    if path.exists() and not (path.is_file() or path.is_dir()):
        # A device or a pipe is written into: replaced, it would be gone for everybody.
        with path.open("wb") as stream:
            yield stream
        return
    _make_folder(path.parent)
    handle, fresh = _begun(path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
            if fresh.parent == _OPEN_FILES:
                fresh = _named(fresh, path.parent)
        fresh.chmod(mode)
        fresh.replace(path)
    except BaseException:
        if fresh.parent != _OPEN_FILES:
            fresh.unlink(missing_ok=True)
        raise


def _begun(folder: Path) -> tuple[int, Path]:
    """A new file for its owner alone, and where it is found: without a name it is gone with the program."""
    with suppress(OSError, AttributeError):  # other systems, and disks that can not do it
        handle = os.open(folder, os.O_TMPFILE | os.O_WRONLY, 0o600)
        if (found := _OPEN_FILES / str(handle)).exists():
            return handle, found
        os.close(handle)
    handle, name = tempfile.mkstemp(dir=folder, prefix=_BEGUN, suffix=_NEW)
    return handle, Path(name)


def _named(unnamed: Path, folder: Path) -> Path:
    """A name for a file that is whole and on the disk."""
    name = begun_name(folder)
    place = os.open(folder, os.O_RDONLY)
    try:  # only with a folder's handle does Python have the link followed (linkat, AT_SYMLINK_FOLLOW)
        os.link(unnamed, name.name, dst_dir_fd=place, follow_symlinks=True)
    finally:
        os.close(place)
    return name


def begun_name(folder: Path) -> Path:
    """A name for what gets its own when more of it is known; ``sweep`` removes it when it is left."""
    return folder / f"{_BEGUN}{token_hex(8)}{_NEW}"


def _make_folder(folder: Path) -> None:
    """Make what is missing of a folder's path for its owner alone: ``parents=True`` minds the umask only."""
    for place in reversed([p for p in (folder, *folder.parents) if not p.exists()]):
        place.mkdir(mode=0o700, exist_ok=True)


def sweep(folder: Path) -> None:
    """Overwrite and remove what programs that were killed have left of files they had begun in a folder.

    Only of disks on which a file has a name from the beginning, and not what is younger than an hour.
    """
    for left in folder.glob(f"{_BEGUN}*{_NEW}"):
        with suppress(OSError):
            if time() - left.stat().st_mtime > _LEFT_S:
                wipe(left)


def check_room(folder: Path) -> None:
    """Raise OSError when a folder takes no file now: the disk is full, or it may only be read."""
    with tempfile.TemporaryFile(dir=folder) as file:
        file.write(bytes(_ROOM))
        file.flush()
        os.fsync(file.fileno())


def to_disk(path: Path) -> None:
    """Wait until a file and its name are on the disk."""
    for place in (path, path.parent):
        if place.is_dir() and os.name == "nt":
            continue  # Windows opens no folder, and writes names through
        handle = os.open(place, os.O_RDONLY if os.name != "nt" else os.O_RDWR)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def wipe(path: Path) -> None:
    """Overwrite a file with zeros on the disk, then unlink it; one that is gone is no error. OSError."""
    try:
        with path.open("r+b") as file:
            left = path.stat().st_size
            while left > 0:
                left -= file.write(bytes(min(left, _BLOCK)))
            file.flush()
            os.fsync(file.fileno())
    except FileNotFoundError:
        return
    path.unlink(missing_ok=True)


def read_toml(path: Path) -> dict[str, Any]:
    """The tables of a TOML file; empty when there is none. OSError or TomlFault when it can not be read."""
    try:
        return toml_text.parsed(toml_text.read_text(path))
    except FileNotFoundError:
        return {}
