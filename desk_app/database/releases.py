"""Which release last opened a book: before another one does, it is copied."""

from pathlib import Path
from typing import Final

from desk_app.database import steps, takeover
from desk_app.errors import WorldError
from forms import files

_NOTE: Final = ".release"
"""Ending of the file beside the book that names the release."""
_NOT_NOTED: Final = "数据文件夹写不进去:磁盘已满或不能写入。数据没有改动,旧版本照常能用;请清理磁盘后再打开"


def is_new(book: Path, release: str) -> bool:
    """Whether a release opens a book for the first time after another; an unnamed one never does."""
    try:
        return bool(release) and book.with_suffix(_NOTE).read_text(encoding="utf-8").strip() != release
    except (OSError, UnicodeDecodeError):
        return True


def make_way(book: Path, folder: Path, key: bytes, release: str) -> None:
    """Encrypt a book in clear, and copy one that steps of a folder or another release are to change.

    WorldError when the disk refuses: then the book is as it was.
    """
    takeover.take_over(book, key)
    anew = is_new(book, release)
    steps.copy_before(book, folder, key, always=anew)
    if not anew:
        return
    try:
        files.write(book.with_suffix(_NOTE), f"{release}\n")
    except OSError as error:
        raise WorldError(_NOT_NOTED) from error


def is_settled(book: Path, folder: Path, key: bytes, release: str) -> bool:
    """Whether a book can be opened as it is: no step of a folder is due, and this release had it last."""
    return steps.is_current(book, folder, key) and not is_new(book, release)
