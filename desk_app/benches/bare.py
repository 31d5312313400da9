"""What the bare widgets of Qt take for the same: a line, a turned page, a page of a PDF as a picture."""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize
from PySide6.QtPdf import QPdfDocument
from PySide6.QtWidgets import (
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desk_app.benches import screen

if TYPE_CHECKING:
    from desk_app.walkthrough.scene import Showing

_RASTERS = 40


@contextmanager
def line() -> Iterator[tuple[QWidget, QLineEdit]]:
    """A window with nothing but a line."""
    window = QWidget()
    edit = QLineEdit()
    QVBoxLayout(window).addWidget(edit)
    window.resize(1366, 768)
    window.show()
    yield window, edit
    window.close()


def like(page: QWidget) -> QWidget:
    """A scrolling page with as many plain labels, buttons and lines, of the same words."""
    content = QWidget()
    body = QVBoxLayout(content)
    for widget in page.findChildren(QWidget):
        if not widget.isVisibleTo(page):
            continue
        if isinstance(widget, QLabel) and widget.text():
            made = QLabel(widget.text())
            made.setWordWrap(widget.wordWrap())
            body.addWidget(made)
        elif isinstance(widget, QPushButton):
            body.addWidget(QPushButton(widget.text()))
        elif isinstance(widget, QLineEdit):
            body.addWidget(QLineEdit(widget.text()))
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setWidget(content)
    return area


def turns(pages: Sequence[QWidget], rounds: int) -> list[float]:
    """Seconds to turn to each page of a bare stack, several times."""
    stack = QStackedWidget()
    for page in pages:
        stack.addWidget(page)
    stack.resize(1282, 600)
    stack.show()
    screen.wait(0.2)
    took = []
    for _ in range(rounds):
        for place, page in enumerate(pages):
            if place != stack.currentIndex():
                took.append(screen.painted(page, lambda n=place: stack.setCurrentIndex(n)))  # type: ignore[misc]
                screen.wait(0.05)
    stack.close()
    return took


def rasters(scene: "Showing") -> list[float]:
    """Seconds to read the form of the open case and draw its first page as wide as the live paper."""
    from desk_app.services.printing import papers

    pdf = papers.form(scene.parts, scene.case.reading)
    took = []
    for _ in range(_RASTERS):
        began = time.perf_counter()
        held = QBuffer()
        held.setData(QByteArray(pdf))
        held.open(QIODevice.OpenModeFlag.ReadOnly)
        document = QPdfDocument()
        document.load(held)
        size = document.pagePointSize(0)
        document.render(0, QSize(600, round(600 * size.height() / size.width())))
        took.append(time.perf_counter() - began)
    return took
