"""Printing through Qt: the way on Windows, and where CUPS has no commands. Pages are drawn as pictures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk_app.devices.printer.models import ascii_title
from desk_app.errors import BugError, WorldError

if TYPE_CHECKING:
    from PySide6.QtGui import QImage, QPainter
    from PySide6.QtPdf import QPdfDocument
    from PySide6.QtPrintSupport import QPrinter

MOST_DPI = 600
"""Finer is not seen on paper, and a page would not fit the memory of an old PC."""


class QtPrint:
    """Way of printing by ``QPrinter``; needs a running QGuiApplication, any thread may call."""

    def names(self) -> tuple[str, ...]:
        """See ``Way.names``."""
        try:
            from PySide6.QtPrintSupport import QPrinterInfo
        except ImportError:  # a system library is missing
            return ()
        default = QPrinterInfo.defaultPrinterName()
        return tuple(sorted(QPrinterInfo.availablePrinterNames(), key=lambda name: name != default))

    def send(self, pdf: bytes, printer: str, title: str) -> str:
        """See ``Way.send``."""
        from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

        info = QPrinterInfo.printerInfo(printer)
        if info.isNull():  # QPrinter would silently write a file instead
            raise WorldError(f"没有找到打印机 {printer},请重新选择打印机,或先另存为PDF")
        device = QPrinter(info, QPrinter.PrinterMode.HighResolution)
        device.setDocName(ascii_title(title))
        draw(pdf, device)
        return f"已交给系统打印 {printer}(没有任务号),请看打印机是否出纸"


def draw(pdf: bytes, printer: QPrinter) -> None:
    """Draw every page at 100 % from the corner of the sheet; WorldError when the printer gives up."""
    from PySide6.QtCore import QBuffer, QByteArray
    from PySide6.QtGui import QPainter
    from PySide6.QtPdf import QPdfDocument

    held = QByteArray(pdf)  # QBuffer only borrows it
    buffer = QBuffer(held)
    buffer.open(QBuffer.OpenModeFlag.ReadOnly)
    document = QPdfDocument()
    document.load(buffer)
    if document.pageCount() < 1:
        raise BugError("这份文书生成有误,无法打印,请重新生成后再打")
    painter = QPainter()
    _lay(printer, document, 0)
    begun = painter.begin(printer)
    drawn = begun and all(
        _draw_page(document, page, painter, printer) for page in range(document.pageCount())
    )
    ended = begun and painter.end()
    document.close()
    if not (drawn and ended):
        raise WorldError("打印机中途没有响应,请检查打印机后再打,或先另存为PDF")


def _lay(printer: QPrinter, document: QPdfDocument, page: int) -> None:
    """A4 from edge to edge, lying when the page lies."""
    from PySide6.QtCore import QMarginsF
    from PySide6.QtGui import QPageLayout, QPageSize

    size = document.pagePointSize(page)
    lying = size.width() > size.height()
    turn = QPageLayout.Orientation.Landscape if lying else QPageLayout.Orientation.Portrait
    printer.setPageLayout(QPageLayout(QPageSize(QPageSize.PageSizeId.A4), turn, QMarginsF(0, 0, 0, 0)))
    printer.setFullPage(True)  # after the layout, which would bring the driver's margins back


def _draw_page(document: QPdfDocument, page: int, painter: QPainter, printer: QPrinter) -> bool:
    """Draw one page on a sheet of its own; False when the printer does not take it."""
    from PySide6.QtCore import QRectF, QSize

    _lay(printer, document, page)
    if page and not printer.newPage():
        return False
    size, resolution = document.pagePointSize(page), printer.resolution()
    dpi = min(resolution, MOST_DPI)
    pixels = QSize(round(size.width() / 72 * dpi), round(size.height() / 72 * dpi))
    target = QRectF(0, 0, size.width() / 72 * resolution, size.height() / 72 * resolution)
    image = _on_white(document.render(page, pixels))
    painter.drawImage(target, image, QRectF(image.rect()))
    return True


def _on_white(image: QImage) -> QImage:
    """The page on white paper; grey when it has no colour, a quarter of the memory and of the print file."""
    from PySide6.QtCore import Qt
    from PySide6.QtGui import QImage, QPainter

    painter = QPainter(image)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_DestinationOver)
    painter.fillRect(image.rect(), Qt.GlobalColor.white)
    painter.end()
    grey = image.allGray()
    return image.convertToFormat(QImage.Format.Format_Grayscale8 if grey else QImage.Format.Format_RGB32)
