"""Encrypted files whose names tell nothing: a keyed hash of the SHA-256 of what they hold, in small folders.

Removed ones are overwritten, then unlinked. On a solid-state disk, and under a journal or snapshots, older
blocks may stay all the same: what protects there is that the content was encrypted with the book's key.
"""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final

from desk_app.errors import WorldError
from desk_app.storage import sealed
from desk_app.storage.sealed import Algorithm
from forms import files

_NOT_GONE: Final = "有一个图片或录像的文件删不掉:磁盘不能写入。请检查数据文件夹的权限,程序明天再删一次"
_FOLDER: Final = 3
"""Length of the names of folders."""


class HiddenFiles:
    """A folder of files by the SHA-256 of their content. Names are paths within the folder."""

    def __init__(self, folder: Path, secret: bytes, algorithm: Algorithm = Algorithm.AES) -> None:
        """``algorithm`` is for new files; every file is read as it was written."""
        self._folder, self._key, self._algorithm = folder, secret, algorithm

    def has(self, digest: str) -> bool:
        """Whether the file of this content is here."""
        return self._path(digest).exists()

    def drop(self, digest: str) -> None:
        """Remove the file of a content; one that is gone is no error. WorldError when it can not be."""
        while self.has(digest):  # it may be here under another algorithm too
            wipe(self._path(digest))

    def names(self, digests: Iterable[str]) -> set[str]:
        """The names of the files of these contents, there or not."""
        return {self._path(digest).relative_to(self._folder).as_posix() for digest in digests}

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

    def _path(self, digest: str) -> Path:
        """The file of a content: where it stands, by whichever algorithm, else where it would be put."""
        places = [self._place(digest, a) for a in (self._algorithm, *Algorithm)]
        return next((p for p in places if p.exists()), places[0])

    def _place(self, digest: str, algorithm: Algorithm) -> Path:
        name = sealed.hidden_name(self._key, algorithm, digest)
        return self._folder / name[:_FOLDER] / name


def wipe(path: Path) -> None:
    """Overwrite a file, then unlink it; WorldError when that fails."""
    try:
        files.wipe(path)
    except OSError as error:
        raise WorldError(_NOT_GONE) from error
