"""The program's own log in the data folder: rotating files without anybody's data, with incident numbers."""

import logging
import os
import platform
import re
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path
from time import time
from typing import Final

from desk_app import release
from desk_app.errors import places

FOLDER: Final = "logs"
FILE: Final = "desk.log"
_BYTES: Final = 1_000_000
_FILES: Final = 20
_DAYS: Final = 200
"""Days after which a file is removed: more than the six months of 网络安全法 (see ``domain.retention``)."""
_LONG_NUMBER: Final = re.compile(r"\d[\d -]{4,}[\dXx]")
"""Identity, bank and telephone numbers, however they are grouped."""
_CHINESE: Final = re.compile(r"[\u2e80-\ua4cf\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\U00020000-\U0003ffff]+")


def keep(folder: Path) -> None:
    """Write the log into ``logs`` of a data folder from now on; without room for it the program goes on."""
    root = logging.getLogger()
    leave()
    try:
        (folder / FOLDER).mkdir(mode=0o700, parents=True, exist_ok=True)
        _forget_old(folder / FOLDER)
        handler = _File(folder / FOLDER / FILE, maxBytes=_BYTES, backupCount=_FILES, encoding="utf-8")
    except OSError as error:
        logging.getLogger(__name__).warning("no log is kept: %s", type(error).__name__)
        return
    handler.setFormatter(_Plain("%(asctime)s %(levelname)s %(name)s %(message)s"))
    for other in root.handlers:  # what only the file is to hold stays out of the terminal
        other.setLevel(max(other.level, logging.WARNING))
    root.addHandler(handler)
    logging.getLogger("desk_app").setLevel(logging.INFO)
    logging.getLogger("desk_app").info(
        "desk-app %s, Python %s, %s", release.name(), platform.python_version(), platform.system()
    )


def leave() -> None:
    """Keep no log any more."""
    root = logging.getLogger()
    for handler in [one for one in root.handlers if isinstance(one, _File)]:
        root.removeHandler(handler)
        handler.close()


class _File(RotatingFileHandler):
    def _open(self) -> TextIOWrapper:
        return open(
            self.baseFilename,
            "a",
            encoding=self.encoding,
            opener=lambda path, flags: os.open(path, flags, 0o600),
        )


class _Plain(logging.Formatter):
    """One line a record; of an error its kind and places, of texts nothing that could be about a person."""

    def format(self, record: logging.LogRecord) -> str:
        args = record.args
        if isinstance(args, tuple):
            args = tuple(places(a) if isinstance(a, BaseException) else a for a in args)
        plain = logging.makeLogRecord(
            {**record.__dict__, "args": args, "exc_info": None, "exc_text": None, "stack_info": None}
        )
        text = super().format(plain)
        if record.exc_info and record.exc_info[1]:
            text = f"{text} [{places(record.exc_info[1])}]"
        moment, rest = text[:23], text[23:].replace("\n", " ")
        return moment + _LONG_NUMBER.sub("#", _CHINESE.sub("…", rest))


def _forget_old(folder: Path) -> None:
    for path in folder.glob(f"{FILE}*"):
        if path.stat().st_mtime < time() - _DAYS * 86400:
            path.unlink()
