"""A scanner without hardware, for the demo hall and for training: its pages say that they are none.

Beside pages of nothing, papers of invented people lie in it (``devices.demo_papers``).
"""

import time
from collections.abc import Callable, Iterator
from typing import Final

from PySide6.QtCore import QBuffer, QRect, Qt
from PySide6.QtGui import QColor, QFont, QImage, QImageWriter, QPainter, QPen

from desk_app.devices import demo_papers
from desk_app.domain.scanning import FLATBED, FoundScanner, ScannedPages, Tray, never

_PAGES: Final = 3
_PAGE_S: Final = 0.4
_WORDS: Final = "演示扫描页\n不是真的材料"
_FEEDER: Final = Tray("feeder", "进纸器(演示,3页)", many=True)


class DemoScanner:
    """A ``ScanWay`` that draws its pages."""

    def __init__(self) -> None:
        self._drawn = 0

    def missing(self) -> str:
        """See ``ScanWay.missing``."""
        return ""

    def found(self, stopped: Callable[[], bool] = never) -> tuple[FoundScanner, ...]:  # noqa: ARG002
        """See ``ScanWay.found``."""
        return (FoundScanner("demo", "演示扫描仪(不是真的)"),)

    def trays(self, scanner: FoundScanner, stopped: Callable[[], bool] = never) -> tuple[Tray, ...]:  # noqa: ARG002
        """See ``ScanWay.trays``."""
        return (FLATBED, _FEEDER, *(Tray(t, f"{t}(演示)", many=True) for t in demo_papers.titles()))

    def scan(
        self,
        _scanner: FoundScanner,
        tray: Tray,
        dpi: int,
        on_pages: Callable[[ScannedPages], None],
        stopped: Callable[[], bool],
    ) -> str:
        """See ``ScanWay.scan``."""
        for data in self._pages(tray, dpi):
            time.sleep(_PAGE_S)
            if stopped():
                break
            self._drawn += 1
            on_pages(ScannedPages(f"演示扫描{self._drawn}{_ending(data)}", data))
        return ""

    def _pages(self, tray: Tray, dpi: int) -> Iterator[bytes]:
        if papers := demo_papers.pages(tray.id):
            yield from papers
            return
        for _ in range(_PAGES if tray.many else 1):
            yield _page(self._drawn + 1, dpi)


def _ending(data: bytes) -> str:
    return ".png" if data.startswith(b"\x89PNG") else ".jpg"


def _page(number: int, dpi: int) -> bytes:
    """A4 in greys, with what it is written large across it."""
    page = QImage(round(210 / 25.4 * dpi), round(297 / 25.4 * dpi), QImage.Format.Format_Grayscale8)
    page.fill(Qt.GlobalColor.white)
    painter = QPainter(page)
    font = QFont()
    font.setPixelSize(page.width() // 9)
    painter.setFont(font)
    painter.setPen(QPen(QColor("black"), 8))
    rim = page.width() // 20
    frame = QRect(rim, rim, page.width() - 2 * rim, page.height() - 2 * rim)
    painter.drawRect(frame)
    painter.drawText(frame, Qt.AlignmentFlag.AlignCenter, f"{_WORDS}\n{number}")
    painter.end()
    out = QBuffer()
    out.open(QBuffer.OpenModeFlag.WriteOnly)
    QImageWriter(out, b"png").write(page)
    return bytes(out.data().data())
