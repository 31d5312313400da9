"""Squares on paper and where they were printed, whatever else is on the page."""

from pathlib import Path

from PIL import Image, ImageOps
from PySide6.QtCore import QSize
from PySide6.QtPdf import QPdfDocument

from printing.draw import A4, DrawnPage, Frame, render
from tests.printing.reading import on_white

_DPI = 400
Edges = tuple[float, float, float, float]


def squares(size: tuple[float, float] = A4, pages: int = 1, shift: tuple[float, float] = (0.0, 0.0)) -> bytes:
    """A PDF with a black square of 20 mm on each page, 30 mm from the left and the top."""
    return render([DrawnPage([Frame(30, 30, 20, 20, 0, 0.0)])] * pages, "x", size=size, shift=shift)


def edges(path: Path) -> list[Edges]:
    """Left, top, right and bottom in mm of the square on each page of a PDF."""
    drawn = QPdfDocument()
    assert drawn.load(str(path)) == QPdfDocument.Error.None_
    found = [_edges(drawn, page) for page in range(drawn.pageCount())]
    drawn.close()
    return found


def _edges(drawn: QPdfDocument, page: int) -> Edges:
    size, scale = drawn.pagePointSize(page), _DPI / 72
    image = drawn.render(page, QSize(round(size.width() * scale), round(size.height() * scale)))
    black = ImageOps.invert(on_white(image)).point(lambda value: 255 * (value > 128))
    left, right = _stretch(black.resize((black.width, 1), Image.Resampling.BOX), black.height)
    top, bottom = _stretch(black.resize((1, black.height), Image.Resampling.BOX), black.width)
    return left, top, right, bottom


def _stretch(profile: Image.Image, across: int) -> tuple[float, float]:
    """Start and end of the part of a line of pixels with more than 10 mm of black; no letter has that."""
    least = 255 * 10 / 25.4 * _DPI / across
    inked = [at for at, value in enumerate(profile.tobytes()) if value > least]
    assert inked, "no square"
    return inked[0] / _DPI * 25.4, (inked[-1] + 1) / _DPI * 25.4
