"""Pages as encrypted files: the same bytes are kept once, damage is noticed, names tell nothing.

The id of a page is the SHA-256 of its bytes, as the county knows it; it is checked after decryption. A file
is ``pages/abc/<32 hex>``, named by a keyed hash of that id. Older releases kept pages in clear, as
``pages/ab/<SHA-256>``: these are taken over once.
"""

import hashlib
from contextlib import suppress
from pathlib import Path
from typing import Final

from desk_app.domain.book_key import BookKey
from desk_app.errors import WorldError
from desk_app.storage import sealed
from desk_app.storage.hidden_files import HiddenFiles
from desk_app.storage.sealed import Algorithm, SealError
from forms import files

_FULL: Final = "图片存不下来:磁盘已满或不能写入。请清理磁盘后再添加,已录入的内容都在"
_GONE: Final = "有一页图片找不到了,请重新拍摄或扫描;已受理的在“待办”里重拍"
_DAMAGED: Final = "有一页图片已损坏,请重新拍摄或扫描;已受理的在“待办”里重拍"
_OLD: Final = (
    "以前的图片要先加密才能使用,但数据文件夹写不进去或磁盘已满。请清理磁盘、检查权限后再打开;图片没有改动"
)
_OLD_FOLDER: Final = 2
"""Length of the names of folders of clear pages of an older release."""


class PageFiles(HiddenFiles):
    """A folder of pages; every kept page is on disk before ``keep`` returns."""

    def __init__(self, folder: Path, key: BookKey, algorithm: Algorithm = Algorithm.AES) -> None:
        """``algorithm`` is for new pages; every file is read as it was written."""
        super().__init__(folder, key.of("pages"), algorithm)

    def heal(self, page: str, other: Path) -> bool:
        """Take a page that does not open here from another folder of the same key; whether it is well now.

        WorldError when the disk refuses.
        """
        for place in (self._place(page, algorithm) for algorithm in Algorithm):
            with suppress(OSError):
                data = self._content(other / place.relative_to(self._folder), page)
                if data is not None and hashlib.sha256(data).hexdigest() == page:
                    return self.keep(data) == page
        return False

    def take_over(self) -> int:
        """Encrypt pages an older release kept in clear and remove these; returns how many there were.

        A page is there the one way or the other at any moment. WorldError when the disk refuses.
        """
        taken = 0
        try:
            for folder in [p for p in self._folder.glob("?" * _OLD_FOLDER) if p.is_dir()]:
                for clear in sorted(folder.iterdir()):
                    taken += self._take(clear)
                folder.rmdir()
        except OSError as error:
            raise WorldError(_OLD) from error
        return taken

    def keep(self, data: bytes) -> str:
        """Keep bytes durably and return their SHA-256 in hex; WorldError when the disk refuses.

        A file that is damaged is written anew.
        """
        page = hashlib.sha256(data).hexdigest()
        path = self._path(page)
        try:
            if not path.exists() or self._content(path, page) != data:
                files.write(path, sealed.seal(self._key, self._algorithm, page, data))
        except OSError as error:
            raise WorldError(_FULL) from error
        return page

    def read(self, page: str) -> bytes:
        """Bytes of a page by its SHA-256; WorldError when missing or damaged."""
        try:
            data = self._content(self._path(page), page)
        except OSError as error:
            raise WorldError(_GONE) from error
        if data is None or hashlib.sha256(data).hexdigest() != page:
            raise WorldError(_DAMAGED)
        return data

    def _content(self, path: Path, page: str) -> bytes | None:
        """What a file holds; None when it does not open. OSError when it can not be read."""
        try:
            return sealed.open_sealed(self._key, page, path.read_bytes())
        except SealError:
            return None

    def _take(self, clear: Path) -> bool:
        """Take over one file; half-written ones are only removed. A damaged page stays damaged."""
        whole = not clear.name.startswith(".")
        if whole:
            path = self._path(clear.name)
            data = clear.read_bytes()
            if not path.exists() or self._content(path, clear.name) != data:
                files.write(path, sealed.seal(self._key, self._algorithm, clear.name, data))
            if self._content(path, clear.name) != data:
                raise OSError("a page was not written as it is")
        files.wipe(clear)
        return whole
