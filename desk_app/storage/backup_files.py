"""The pictures and recordings beside a backup: brought over one by one, dropped once no backup has them."""

import os
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from time import sleep
from typing import Final

from desk_app.domain.backups import KEPT_DAYS
from desk_app.storage import pieces
from desk_app.storage.pieces import Stopped
from desk_app.storage.recordings import FOLDER as RECORDINGS
from forms import files

PAGES: Final = "pages"
_BOTH: Final = (PAGES, RECORDINGS)
_PAUSE_S: Final = 0.002
"""Seconds between two portions, in which the window's own work goes on."""


def bring(data: Path, folder: Path, name: str, ends: Callable[[], bool] = lambda: False) -> None:
    """Bring over what is not there yet of a folder's files; Stopped when ``ends`` says so, OSError."""
    here, kept = data / name, folder / name
    names = {path.relative_to(here) for path in here.rglob("*") if path.is_file() and _whole(path)}
    for each in (n for n in names if not (kept / n).exists()):
        try:
            source = (here / each).open("rb")
        except FileNotFoundError:  # deleted meanwhile, with its draft or after its days
            continue
        with source, files.writing(kept / each) as copy:
            for portion in pieces.portions(source):
                if ends():
                    raise Stopped
                copy.write(portion)
                sleep(_PAUSE_S)


def bring_back(folder: Path, data: Path) -> None:
    """Bring back from a backup folder the files that the data folder lacks; OSError."""
    for name in _BOTH:
        bring(folder, data, name)


def only_kept(data: Path, folder: Path) -> tuple[Path, ...]:
    """The files of a backup folder that the data folder has no more."""
    held = (path for name in _BOTH for path in (folder / name).rglob("*") if path.is_file())
    return tuple(path for path in held if not (data / path.relative_to(folder)).exists())


def drop(data: Path, folder: Path, now: datetime) -> None:
    """Drop files that were deleted here and are in no backup of the last days."""
    limit = (now - timedelta(days=KEPT_DAYS)).timestamp()
    for path in (path for name in _BOTH for path in (folder / name).rglob("*") if path.is_file()):
        with suppress(OSError):  # somebody else's file on a share: the backup is made all the same
            if (data / path.relative_to(folder)).exists():
                os.utime(path, (now.timestamp(), now.timestamp()))  # last seen here
            elif path.stat().st_mtime < limit:
                path.unlink()


def _whole(path: Path) -> bool:
    return not path.name.startswith(".") and path.suffix != ".new"
