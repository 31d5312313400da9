"""Removing files of pages: overwritten, then unlinked.

On a solid-state disk, and under a journal or snapshots, older blocks may stay all the same: what protects
there is that the content was encrypted with the book's key.
"""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final

from desk_app.errors import WorldError
from desk_app.storage.pages import PageFolder
from forms import files

_NOT_GONE: Final = "有一页图片的文件删不掉:磁盘不能写入。请检查数据文件夹的权限,程序明天再删一次"


class PageFiles(PageFolder):
    """A folder of pages from which pages can be removed. Names are paths within the folder."""

    def has(self, page_id: str) -> bool:
        """Whether the file of a page is here."""
        return self._path(page_id).exists()

    def drop(self, page_id: str) -> None:
        """Remove the file of a page; one that is gone already is no error. WorldError when it can not be."""
        while self.has(page_id):  # a page may be here under another algorithm too
            wipe(self._path(page_id))

    def names(self, pages: Iterable[str]) -> set[str]:
        """The names of the files of these pages, there or not."""
        return {self._path(page).relative_to(self._folder).as_posix() for page in pages}

    def files(self) -> Iterator[str]:
        """The names of all files in the folder, half-written ones too."""
        for path in sorted(self._folder.rglob("*")):
            if path.is_file():
                yield path.relative_to(self._folder).as_posix()

    def since(self, name: str) -> float:
        """When a file was written, in seconds since 1970; 0 when it is gone."""
        with suppress(OSError):
            return (self._folder / name).stat().st_mtime
        return 0.0

    def remove(self, name: str) -> None:
        """Remove a file by its name, as ``drop`` does."""
        wipe(self._folder / name)


def wipe(path: Path) -> None:
    """Overwrite a file, then unlink it; WorldError when that fails."""
    try:
        files.wipe(path)
    except OSError as error:
        raise WorldError(_NOT_GONE) from error
