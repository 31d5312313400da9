"""``bench devices``: files and pictures given to a case in the window, and how long it does not answer.

The window runs in a Python of its own (``benches.window``). A PDF is taken in beside the bare libraries that
draw and write the same pages; of the photo and of a card that is read only the window's silence is told here,
for ``benches.reading`` measures the work itself.
"""

import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from random import Random
from statistics import median
from typing import TYPE_CHECKING, Final

from desk_app.benches.measuring import Figure

if TYPE_CHECKING:
    from desk_app.benches.window import Heart, Step
    from desk_app.ui.counter.capture import CapturePage
    from desk_app.ui.shell.window import MainWindow

_ROUNDS: Final = 3
_PAGES: Final = 20
_LINES: Final = 32
_STEP: Final = 3
"""Of the materials."""
_SHEET: Final = (2480, 3508)
_QUALITY: Final = 85


def given() -> Iterator[Figure]:
    """Figures of a PDF of 20 pages, and of the window's silence while each kind of picture comes in."""
    from desk_app.benches.window import child
    from desk_app.devices.reading.main import OfflineReader

    # Twenty pages would be read for a minute behind the clerk's back: nobody waits for that.
    with tempfile.TemporaryDirectory() as folder:
        told = child(folder, "given", DESK_READING="no")
    what = f"{_PAGES}页的PDF收进一样材料;裸库为同样的页画出来、存成JPEG"
    yield Figure("devices.pdf", median(told["pdf"]), "ms", median(told["bare"]), 1.3, what)
    still = "其间窗口最长多久不应答"
    yield Figure("devices.pdf.still", max(told["pdf.still"]), "ms", None, 100, still)
    yield Figure("devices.photo.still", max(told["photo.still"]), "ms", None, 100, f"裁照片、看建议,{still}")
    if not OfflineReader().missing():
        with tempfile.TemporaryDirectory() as folder:
            told = child(folder, "given", DESK_READING="yes")
        yield Figure("devices.ocr.still", max(told["ocr.still"]), "ms", None, 100, f"识别、拉平证件,{still}")


# ---- within the program that is measured ------------------------------------------------------


def run() -> None:
    """Open the window and give it files."""
    from desk_app.benches.window import drive

    drive(_script)


def _script(window: "MainWindow", heart: "Heart") -> "Iterator[Step]":
    from desk_app.benches.window import quiet

    yield lambda: window.topbar.line.state.online
    yield quiet(window)
    with tempfile.TemporaryDirectory() as folder:
        for number in range(_ROUNDS):
            if not window.parts.page_reader.missing():
                yield from _card(window, heart, Path(folder), number)
                continue
            yield from _pdf(window, heart, Path(folder), number)
            yield from _photo(window, heart, number)


def _begun(window: "MainWindow", number: int) -> "Iterator[Step]":
    """Open a case of somebody invented at the step of the materials."""
    from desk_app.benches.book import draft_of
    from desk_app.benches.window import quiet

    draft = replace(draft_of(window.parts, number), seen=(), step=_STEP)
    window.counter.new_case(draft)
    yield lambda: window.case is not None and window.case.draft.id == draft.id
    yield quiet(window)


def _capture(window: "MainWindow") -> "CapturePage":
    from desk_app.ui.counter.capture import CapturePage

    page = window.counter.page("capture")
    assert isinstance(page, CapturePage)
    return page


def _pages(window: "MainWindow", material: str) -> int:
    from desk_app.domain.applications import pages_of

    return pages_of(window.case.draft, material) if window.case else 0


def _pdf(window: "MainWindow", heart: "Heart", folder: Path, number: int) -> "Iterator[Step]":
    from desk_app.benches.window import quiet, set_aside

    path = folder / f"{number}.pdf"
    path.write_bytes(_written(number))
    yield from _begun(window, number)
    heart.begin()
    began = time.perf_counter()
    _capture(window).add_file("household", path)
    yield lambda: _pages(window, "household") == _PAGES
    heart.tell("pdf", time.perf_counter() - began)
    yield quiet(window)
    heart.tell_still("pdf.still")
    yield from set_aside(window)
    began = time.perf_counter()
    _bare(path.read_bytes())
    heart.tell("bare", time.perf_counter() - began)


def _photo(window: "MainWindow", heart: "Heart", number: int) -> "Iterator[Step]":
    """Cut a photo in its dialog, with all advice."""
    from PySide6.QtWidgets import QPushButton, QWidget

    from desk_app.benches.window import quiet, set_aside
    from desk_app.ui.camera.crop import CropDialog

    yield from _begun(window, number)
    heart.begin()
    _capture(window).add_photo(_portrait())
    yield lambda: any(d.findChildren(QWidget, "advice") for d in window.findChildren(CropDialog))
    yield quiet(window)
    for button in window.findChildren(QPushButton, "crop:ok"):
        button.click()
    yield lambda: _pages(window, "photo") == 1
    yield quiet(window)
    heart.tell_still("photo.still")
    yield from set_aside(window)


def _card(window: "MainWindow", heart: "Heart", folder: Path, number: int) -> "Iterator[Step]":
    """Give a photographed identity card, which is read and made flat."""
    from desk_app.benches import drawn_cards
    from desk_app.benches.window import quiet, set_aside

    path = folder / f"{number}.jpg"
    path.write_bytes(drawn_cards.taken(Random(number), "id_front")[1])
    yield from _begun(window, number)
    heart.begin()
    _capture(window).add_file("id_card", path)
    yield lambda: _pages(window, "id_card") == 1
    yield quiet(window)
    heart.tell_still("ocr.still")
    yield from set_aside(window)


def _portrait() -> bytes:
    import resources

    return resources.path("samples", "01", "portrait.jpg").read_bytes()


def _written(number: int) -> bytes:
    """A PDF of pages of a form's lines; every number gives another one."""
    from reportlab.lib.pagesizes import A4
    from reportlab.pdfgen.canvas import Canvas

    out = BytesIO()
    canvas = Canvas(out, A4)
    for page in range(_PAGES):
        canvas.setFont("Helvetica", 11)
        for line in range(_LINES):
            canvas.drawString(60, 780 - 22 * line, f"{number} {page} {line} " + "household 1987 " * 2)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def _bare(data: bytes) -> None:
    """Draw every page and write it as JPEG."""
    from PIL import Image
    from PySide6.QtCore import QBuffer, QSize
    from PySide6.QtGui import QImage
    from PySide6.QtPdf import QPdfDocument

    buffer, document = QBuffer(), QPdfDocument(None)  # type: ignore[call-overload]
    buffer.setData(data)
    buffer.open(QBuffer.OpenModeFlag.ReadOnly)
    document.load(buffer)
    for number in range(document.pageCount()):
        drawn = document.render(number, QSize(*_SHEET)).convertToFormat(QImage.Format.Format_Grayscale8)
        grey = Image.frombuffer("L", _SHEET, bytes(drawn.constBits()), "raw", "L", drawn.bytesPerLine(), 1)
        grey.save(BytesIO(), "JPEG", quality=_QUALITY)
    document.close()
