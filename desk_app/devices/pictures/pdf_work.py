"""What the process of ``pdf`` does with QtPdf: count the pages of a file, draw one.

Seals and filled fields are annotations, which are drawn too: a page without its seal is another page.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Final

from PIL import Image
from PySide6.QtCore import QBuffer, QSize
from PySide6.QtGui import QImage, QPainter
from PySide6.QtPdf import QPdfDocument, QPdfDocumentRenderOptions

from desk_app.devices.pictures.making import fitting_jpeg
from desk_app.devices.pictures.models import PAGE_DPI, PAGE_SIDE
from desk_app.errors import WorldError

_MOST_MEMORY: Final = 2_000_000_000
"""Bytes of data: a page takes a tenth, a bomb would take the computer's."""
_POINTS: Final = 72
_TOLD: Final = {
    QPdfDocument.Error.IncorrectPassword: "这个PDF有密码,请先用密码打开,另存为没有密码的PDF再选",
    QPdfDocument.Error.UnsupportedSecurityScheme: "这个PDF加了密,打不开,请另存为没有加密的PDF再选",
}
_BROKEN: Final = "这个PDF损坏或不完整,请重新导出、重新扫描或重新拷贝后再选"


def count(data: bytes) -> int:
    """How many pages a PDF has; WorldError for a password or damage."""
    with _open(data) as document:
        return document.pageCount()


def page(data: bytes, number: int) -> bytes:
    """A page as JPEG at 300 dpi, at most ``PAGE_SIDE`` long; WorldError when it can not be drawn."""
    with _open(data) as document:
        points = document.pagePointSize(number)
        scale = min(PAGE_DPI / _POINTS, PAGE_SIDE / max(points.width(), points.height(), 1.0))
        size = QSize(max(1, round(points.width() * scale)), max(1, round(points.height() * scale)))
        options = QPdfDocumentRenderOptions()
        options.setRenderFlags(QPdfDocumentRenderOptions.RenderFlag.Annotations)
        drawn = document.render(number, size, options)
    if drawn.isNull():
        raise WorldError(f"这个PDF的第{number + 1}页画不出来,请把它重新导出为PDF或图片再选")
    return fitting_jpeg(_picture(drawn))


@contextmanager
def _open(data: bytes) -> Iterator[QPdfDocument]:
    _within_memory()
    buffer = QBuffer()
    buffer.setData(data)
    buffer.open(QBuffer.OpenModeFlag.ReadOnly)
    document = QPdfDocument(None)  # type: ignore[call-overload]  # the stub wants a parent; none is sound
    document.load(buffer)
    error = document.error()
    if error is not QPdfDocument.Error.None_ or document.pageCount() < 1:
        raise WorldError(_TOLD.get(error, _BROKEN))
    try:
        yield document
    finally:
        document.close()


def _picture(drawn: QImage) -> Image.Image:
    """On white, in greys where it has no colour."""
    whole = QImage(drawn.size(), QImage.Format.Format_RGB888)
    whole.fill("white")
    painter = QPainter(whole)
    painter.drawImage(0, 0, drawn)
    painter.end()
    grey = whole.allGray()
    if grey:
        whole = whole.convertToFormat(QImage.Format.Format_Grayscale8)
    mode, size = ("L" if grey else "RGB"), (whole.width(), whole.height())
    return Image.frombuffer(mode, size, bytes(whole.constBits()), "raw", mode, whole.bytesPerLine(), 1)


@cache
def _within_memory() -> None:
    """Let this process take no more memory than that, where the system can hold it to that."""
    if sys.platform == "win32" or getattr(sys, "frozen", False):
        return
    import resource

    resource.setrlimit(resource.RLIMIT_DATA, (_MOST_MEMORY, resource.getrlimit(resource.RLIMIT_DATA)[1]))
