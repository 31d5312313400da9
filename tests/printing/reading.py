"""Papers read as their readers read them: text and pictures through QtPdf, fonts through pypdf."""

import io
import re
from collections.abc import Iterator
from typing import Any

from PIL import Image
from pypdf import PdfReader
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtPdf import QPdfDocument


def opened(pdf: bytes) -> QPdfDocument:
    """The paper as a document of QtPdf."""
    document = QPdfDocument()
    buffer = QBuffer(document)
    buffer.setData(QByteArray(pdf))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    document.load(buffer)
    assert document.status() is QPdfDocument.Status.Ready
    return document


def squeezed(text: str) -> str:
    """A text without white space, its full-width punctuation replaced by half-width."""
    half = str.maketrans({chr(ord(c) + 0xFEE0): c for c in ",:;?!()"})
    return re.sub(r"\s", "", text).translate(half)


def text_of(pdf: bytes) -> str:
    """All words of a paper, ``squeezed``."""
    document = opened(pdf)
    return squeezed("".join(document.getAllText(page).text() for page in range(document.pageCount())))


def image_of(pdf: bytes, page: int = 0, dpi: int = 200) -> Image.Image:
    """One page as a picture."""
    document = opened(pdf)
    points = document.pagePointSize(page)
    size = QSize(round(points.width() * dpi / 72), round(points.height() * dpi / 72))
    return on_white(document.render(page, size))


def on_white(rendered: QImage) -> Image.Image:
    """A page drawn by QtPdf on white ground, in grey."""
    paper = QImage(rendered.size(), QImage.Format.Format_RGB32)
    paper.fill(QColor("white"))
    painter = QPainter(paper)
    painter.drawImage(0, 0, rendered)
    painter.end()
    grey = paper.convertToFormat(QImage.Format.Format_Grayscale8)
    size, line = (grey.width(), grey.height()), grey.bytesPerLine()
    return Image.frombytes("L", size, bytes(grey.constBits()), "raw", "L", line)


def fonts_of(pdf: bytes) -> Iterator[Any]:
    """The font dictionary of every font any page names."""
    for page in PdfReader(io.BytesIO(pdf)).pages:
        for font in page["/Resources"]["/Font"].values():
            yield font.get_object()
