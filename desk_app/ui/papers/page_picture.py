"""A page of a PDF as a picture, drawn in the press, for ``QPdfDocument.render`` keeps Python's lock.

Qt's own renderer of pages needs no lock, but it connects signals. A thread that connects one waits for Qt's
lock and keeps Python's; the main thread, deleting an object just then, waits the other way, and the window
stands still for ever.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QBuffer, QSize, Qt
from PySide6.QtGui import QImage, QPainter

if TYPE_CHECKING:
    from PySide6.QtPdf import QPdfDocument

_A4: Final = 297 / 210


@dataclass(frozen=True, slots=True)
class PageWanted:
    """A page by its number from 0, ``width`` device pixels wide."""

    pdf: bytes
    page: int
    width: int


@dataclass(frozen=True, slots=True)
class PaperPicture:
    """The page on white, in greys where it has no colour, and the words of all pages of its paper."""

    width: int
    height: int
    bytes_per_line: int
    format: QImage.Format
    pixels: bytes
    texts: tuple[str, ...]


def draw(wanted: PageWanted) -> PaperPicture:
    """The picture; of a paper with fewer pages that of the last one."""
    # It is loaded in the press alone.
    from PySide6.QtPdf import QPdfDocument

    buffer = QBuffer()
    buffer.setData(wanted.pdf)
    buffer.open(QBuffer.OpenModeFlag.ReadOnly)
    document = QPdfDocument(None)  # type: ignore[call-overload]  # the stub wants a parent; none is sound
    document.load(buffer)
    count = document.pageCount()
    image = _on_white(document, min(wanted.page, count - 1), wanted.width)
    texts = tuple(_words(document.getAllText(number).text()) for number in range(count))
    document.close()
    pixels = bytes(image.constBits())
    return PaperPicture(image.width(), image.height(), image.bytesPerLine(), image.format(), pixels, texts)


def _on_white(document: "QPdfDocument", page: int, width: int) -> QImage:
    size = document.pagePointSize(page)
    high = round(width * (size.height() / size.width() if size.width() else _A4))
    whole = QImage(width, high, QImage.Format.Format_RGB32)
    whole.fill(Qt.GlobalColor.white)
    painter = QPainter(whole)
    painter.drawImage(0, 0, document.render(page, QSize(width, high)))
    painter.end()
    return whole.convertToFormat(QImage.Format.Format_Grayscale8) if whole.allGray() else whole


def _words(text: str) -> str:
    """The text of a page without white space, since narrow boxes break its words anywhere."""
    return "".join(text.split())
