"""Pages of a PDF, drawn in a process of its own: a file that eats memory or time takes nothing with it."""

import sys
from collections.abc import Callable
from typing import Final, TypeVar

from desk_app.devices.pictures.models import MAX_BYTES, MOST_PAGES
from desk_app.devices.reading.child import ReadingProcess
from desk_app.devices.reading.models import ChildTold
from desk_app.errors import WorldError

_Made = TypeVar("_Made")
_IDLE_S: Final = 20.0
_PATIENCE_S: Final = 30.0
"""How long a page may take; a scanned one takes half a second."""
_TOLD: Final = ChildTold(
    "这个PDF打开得太久,已停止,请把它重新导出为PDF或图片再选",
    "这个PDF要的内存太多,打不开,请把它重新导出为PDF或图片再选",
    "这个PDF读不出来,请把它重新导出为PDF或图片再选",
)


class PdfPages:
    """Counts and draws pages of PDF files; any thread may call."""

    def __init__(self, process: ReadingProcess | None = None) -> None:
        self._process = process or ReadingProcess(_IDLE_S, _PATIENCE_S, _TOLD)

    def count(self, data: bytes) -> int:
        """See ``Pictures.pages``."""
        from desk_app.devices.pictures import pdf_work, reading

        if len(data) > MAX_BYTES:
            size, most = len(data) // 1_000_000, MAX_BYTES // 1_000_000
            raise WorldError(f"这个PDF有{size} MB,最多{most} MB,请分成几个文件再选")
        pages = self._call(pdf_work.count, data)
        if pages > MOST_PAGES:
            raise WorldError(reading.too_many_pages(pages))
        return pages

    def page(self, data: bytes, number: int | None) -> bytes:
        """See ``Pictures.page``."""
        from desk_app.devices.pictures import pdf_work

        if number is None and (pages := self.count(data)) > 1:
            raise WorldError(f"这个PDF有{pages}页,这里只收一页,请只留要用的那一页再选")
        return self._call(pdf_work.page, data, number or 0)

    def close(self) -> None:
        """End the process; a later call begins another."""
        self._process.close()

    def _call(self, work: Callable[..., _Made], *about: object) -> _Made:
        if getattr(sys, "frozen", False):  # no Python beside it that could be begun
            return work(*about)
        return self._process.call(work, *about)
