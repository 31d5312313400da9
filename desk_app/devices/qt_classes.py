"""Qt's classes that devices work with in lanes of their own; imported on the main thread before such work.

PySide makes a class when it is first asked for. Asked for in a lane while the main thread makes widgets, the
program died, or stood still.
"""

from contextlib import suppress

from PySide6.QtCore import QBuffer, QByteArray, QMarginsF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QImage,
    QImageWriter,
    QPageLayout,
    QPageSize,
    QPainter,
    QPen,
)
from PySide6.QtPdf import QPdfDocument, QPdfDocumentRenderOptions

MADE: list[type] = [
    *(QBuffer, QByteArray, QMarginsF, QRect, QRectF, QSize, Qt),
    *(QColor, QFont, QImage, QImageWriter, QPageLayout, QPageSize, QPainter, QPen),
    *(QPdfDocument, QPdfDocumentRenderOptions),
]
"""All of them."""

with suppress(ImportError):  # a system library is missing: there is no printing through Qt
    from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

    MADE += QPrinter, QPrinterInfo
