"""A folder that a scanner, or its own program, writes files into: works wherever a folder does.

A file is taken only when it is whole and still: it has not changed for a while, and ends as its kind ends.
Only what comes while a scan is waited for is taken: what lay there before may be somebody else's. Files stay
where they are.
"""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

from desk_app.domain.scanning import FLATBED, FoundScanner, ScannedPages, Tray, never
from desk_app.errors import WorldError

_KINDS: Final = {
    ".pdf": b"%%EOF",
    ".jpg": b"\xff\xd9",
    ".jpeg": b"\xff\xd9",
    ".png": b"IEND",
    ".tif": b"",
    ".tiff": b"",
}
"""Endings of names, and what stands near the end of such a file when it is whole."""
_TAIL: Final = 1024
_STILL_S: Final = 1.5
_LOOK_S: Final = 0.25
_GONE: Final = "收扫描文件的文件夹打不开,请检查它在不在、有没有权限,或改设置 scan_folder"
_NEVER_WHOLE: Final = "文件一直不完整,没有收,请重新扫描:"
_Stamp = tuple[int, int]


class ScanFolder:
    """A ``ScanWay`` that waits for files in one folder."""

    def __init__(self, folder: Path, still: float = _STILL_S) -> None:
        """A file counts as still after ``still`` seconds without a change."""
        self._folder, self._still = folder, still

    def missing(self) -> str:
        """See ``ScanWay.missing``."""
        return "" if self._folder.is_dir() else _GONE

    def found(self, stopped: Callable[[], bool] = never) -> tuple[FoundScanner, ...]:  # noqa: ARG002
        """See ``ScanWay.found``."""
        name = f"文件夹“{self._folder.name}”(在扫描仪上按扫描,文件一到就收)"
        return () if self.missing() else (FoundScanner(f"folder:{self._folder}", name),)

    def trays(self, scanner: FoundScanner, stopped: Callable[[], bool] = never) -> tuple[Tray, ...]:  # noqa: ARG002
        """See ``ScanWay.trays``."""
        return (Tray(FLATBED.id, "等文件,直到按停止", many=True),)

    def scan(
        self,
        _scanner: FoundScanner,
        _tray: Tray,
        _dpi: int,
        on_pages: Callable[[ScannedPages], None],
        stopped: Callable[[], bool],
    ) -> str:
        """See ``ScanWay.scan``: each file that comes until it is stopped."""
        taken = dict(self._files())
        changed: dict[Path, tuple[_Stamp, float]] = {}
        while not stopped():
            time.sleep(_LOOK_S)
            now = time.monotonic()
            for path, stamp in self._files().items():
                if taken.get(path) == stamp:
                    continue
                if changed.get(path, ((0, 0), 0.0))[0] != stamp:
                    changed[path] = stamp, now
                elif now - changed[path][1] >= self._still and (data := _whole(path)) is not None:
                    taken[path] = stamp
                    on_pages(ScannedPages(path.name, data))
        torn = sorted(path.name for path, (stamp, _) in changed.items() if taken.get(path) != stamp)
        return f"{_NEVER_WHOLE}{'、'.join(torn)}" if torn else ""

    def _files(self) -> dict[Path, _Stamp]:
        try:
            paths = [p for p in self._folder.iterdir() if p.suffix.lower() in _KINDS]
        except OSError as error:
            raise WorldError(_GONE) from error
        return {path: stamp for path in paths if (stamp := _stamp(path))}


def _stamp(path: Path) -> _Stamp | None:
    try:
        told = path.stat()
    except OSError:  # gone again
        return None
    return told.st_size, told.st_mtime_ns


def _whole(path: Path) -> bytes | None:
    """The bytes of a file, if it ends as its kind does; None while another program still writes it."""
    try:
        data = path.read_bytes()
    except OSError:
        return None
    return data if data and _KINDS[path.suffix.lower()] in data[-_TAIL:] else None
