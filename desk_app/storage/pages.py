"""Pages as files named by their SHA-256: the same bytes are kept once, and damage is noticed."""

import hashlib
from pathlib import Path

from desk_app.errors import WorldError
from forms import files


class PageFolder:
    """A folder of pages; every kept page is on disk before ``keep`` returns."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, data: bytes) -> str:
        """Keep bytes durably and return their SHA-256 in hex; WorldError when the disk refuses."""
        name = hashlib.sha256(data).hexdigest()
        path = self._path(name)
        if path.exists() and path.stat().st_size == len(data):
            return name
        try:
            files.write(path, data)
        except OSError as error:
            raise WorldError(
                "图片存不下来:磁盘已满或不能写入。请清理磁盘后再添加,已录入的内容都在"
            ) from error
        return name

    def read(self, name: str) -> bytes:
        """Bytes of a page; WorldError when missing or damaged."""
        try:
            data = self._path(name).read_bytes()
        except OSError as error:
            raise WorldError("有一页图片找不到了,请删去后重新拍摄或扫描") from error
        if hashlib.sha256(data).hexdigest() != name:
            raise WorldError("有一页图片已损坏,请删去后重新拍摄或扫描")
        return data

    def _path(self, name: str) -> Path:
        return self._folder / name[:2] / name
