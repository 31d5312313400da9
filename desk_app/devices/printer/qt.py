"""Printing through Qt, on Windows and where CUPS has no commands. Pages are printed as pictures."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from desk_app.devices.printer.models import ascii_title, missing
from desk_app.domain.prints import A4, Job, JobState, Media, Stage
from desk_app.errors import BugError, UnclearPrint, WorldError

if TYPE_CHECKING:
    from PySide6.QtGui import QImage, QPageSize, QPainter
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

    def preflight(self, printer: str, media: Media) -> str:
        """See ``Printer.preflight``."""
        from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

        info = QPrinterInfo.printerInfo(printer)
        if info.isNull():
            return missing(printer)
        if info.state() in (QPrinter.PrinterState.Error, QPrinter.PrinterState.Aborted):
            return f"打印机 {printer} 已停用或有故障,请看打印机"
        known = info.supportsCustomPageSizes() or not info.supportedPageSizes()
        if known or any(_is_size(page, media) for page in info.supportedPageSizes()):
            return ""
        return f"打印机 {printer} 没有 {media.words} 这种纸,打出来大小或位置会不对"

    def send(
        self, pdf: bytes, printer: str, title: str, media: Media = A4, pages: range | None = None
    ) -> Job:
        """See ``Printer.send``."""
        from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

        info = QPrinterInfo.printerInfo(printer)
        if info.isNull():  # QPrinter would silently write a file instead
            raise WorldError(missing(printer))
        device = QPrinter(info, QPrinter.PrinterMode.HighResolution)
        device.setDocName(ascii_title(title))
        draw(pdf, device, pages, media)
        return Job("", printer, f"已交给系统打印 {printer}(没有任务号),请看打印机是否出纸")

    def owns(self, job: Job) -> bool:
        """See ``Way.owns``."""
        return not job.id

    def state(self, job: Job) -> JobState:  # noqa: ARG002
        """See ``Printer.state``: Qt never says whether a job ended."""
        return JobState(Stage.UNKNOWN, 0, "没有任务号,请看打印机是否出纸")

    def cancel(self, job: Job) -> None:
        """See ``Printer.cancel``."""
        raise WorldError(f"没有任务号,这里取消不了,请在系统的打印设置中取消打印机 {job.printer} 的任务")


def draw(pdf: bytes, printer: QPrinter, pages: range | None = None, media: Media | None = None) -> None:
    """Print pages (counted from 1) at 100 % from the corner, each on paper of its own size.

    ``media`` names paper the system does not know. WorldError when the printer does not start, UnclearPrint
    when it fails later.
    """
    from PySide6.QtCore import QBuffer, QByteArray
    from PySide6.QtGui import QPainter
    from PySide6.QtPdf import QPdfDocument

    held = QByteArray(pdf)  # QBuffer only borrows it
    buffer = QBuffer(held)
    buffer.open(QBuffer.OpenModeFlag.ReadOnly)
    document = QPdfDocument()
    document.load(buffer)
    wanted = [page for page in range(document.pageCount()) if pages is None or page + 1 in pages]
    if not wanted:
        raise BugError("这份文书生成有误,无法打印,请重新生成后再打")
    painter = QPainter()
    lay = partial(_lay, printer, document, media.words if media else "")
    lay(wanted[0])
    begun = painter.begin(printer)
    drawn = begun and all(
        _draw_page(document, page, painter, printer, lay, first=page == wanted[0]) for page in wanted
    )
    ended = begun and painter.end()
    document.close()
    if not (drawn and ended):
        kind = UnclearPrint if begun else WorldError
        raise kind("打印机中途没有响应,请检查打印机后再打,或先另存为PDF")


def _lay(printer: QPrinter, document: QPdfDocument, name: str, page: int) -> None:
    """Set the paper to the page's size without margins; landscape for known sizes wider than high."""
    from PySide6.QtCore import QMarginsF
    from PySide6.QtGui import QPageLayout, QPageSize

    size = document.pagePointSize(page)
    paper, turn = QPageSize(size, QPageSize.Unit.Point, name), QPageLayout.Orientation.Portrait
    known = QPageSize.id(size, QPageSize.Unit.Point, QPageSize.SizeMatchPolicy.FuzzyOrientationMatch)
    if known is not QPageSize.PageSizeId.Custom:
        paper = QPageSize(known)
        if size.width() > size.height():
            turn = QPageLayout.Orientation.Landscape
    printer.setPageLayout(QPageLayout(paper, turn, QMarginsF(0, 0, 0, 0)))
    printer.setFullPage(True)  # after the layout, which would bring the driver's margins back


def _is_size(page: QPageSize, media: Media) -> bool:
    from PySide6.QtGui import QPageSize

    size = page.size(QPageSize.Unit.Millimeter)
    told = sorted((size.width(), size.height()))
    wanted = sorted((media.width_mm, media.height_mm))
    return all(abs(a - b) <= 1 for a, b in zip(told, wanted, strict=True))


def _draw_page(
    document: QPdfDocument,
    page: int,
    painter: QPainter,
    printer: QPrinter,
    lay: Callable[[int], None],
    *,
    first: bool,
) -> bool:
    """Print one page on a sheet of its own; False when the printer does not take it."""
    from PySide6.QtCore import QRectF, QSize

    lay(page)
    if not first and not printer.newPage():
        return False
    size, resolution = document.pagePointSize(page), printer.resolution()
    dpi = min(resolution, MOST_DPI)
    pixels = QSize(round(size.width() / 72 * dpi), round(size.height() / 72 * dpi))
    target = QRectF(0, 0, size.width() / 72 * resolution, size.height() / 72 * resolution)
    image = _on_white(document.render(page, pixels))
    painter.drawImage(target, image, QRectF(image.rect()))
    return True


def _on_white(image: QImage) -> QImage:
    """The page on white; a page without colour as grey, which takes a quarter of memory and print file."""
    from PySide6.QtCore import Qt
    from PySide6.QtGui import QImage, QPainter

    painter = QPainter(image)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_DestinationOver)
    painter.fillRect(image.rect(), Qt.GlobalColor.white)
    painter.end()
    grey = image.allGray()
    return image.convertToFormat(QImage.Format.Format_Grayscale8 if grey else QImage.Format.Format_RGB32)
