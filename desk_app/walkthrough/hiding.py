"""Pictures of the window fit to be shown to others: what tells of a person is covered."""

from collections.abc import Iterator
from typing import Final

from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QColor, QPainter, QPixmap
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QTableView,
    QTextEdit,
    QWidget,
)

from desk_app.ui.counter.thumbnail import PagePicture
from desk_app.ui.papers.view import PaperView
from forms.schema import Facts

_COVER: Final = QColor(128, 128, 128)
_LONG: Final = 6
"""Shortest answer looked for that is no name."""
_NUMBER: Final = 11
"""Shortest number of which lists show the end."""


def covered(window: QWidget, answers: Facts) -> QPixmap:
    """The window as it looks, with every text that holds an answer, every paper and scan covered."""
    sought = [bare(word) for word in _telling(answers)]
    picture = window.grab()
    painter = QPainter(picture)
    for widget in window.findChildren(QWidget):
        if widget.isVisible() and (isinstance(widget, PaperView | PagePicture) or _tells(widget, sought)):
            seen = widget.visibleRegion().boundingRect()
            painter.fillRect(QRect(widget.mapTo(window, QPoint()) + seen.topLeft(), seen.size()), _COVER)
        if widget.isVisible() and isinstance(widget, QAbstractItemView):
            origin = widget.viewport().mapTo(window, QPoint())
            for cell in _cells(widget, sought):
                painter.fillRect(cell.translated(origin), _COVER)
    painter.end()
    return picture


def _telling(answers: Facts) -> Iterator[str]:
    """Names, numbers, addresses among the answers; codes stand in too many other texts."""
    for element, said in answers.items():
        if isinstance(said, str) and (len(said) >= _LONG or (said and element.endswith("name"))):
            yield said
            if len(said) >= _NUMBER and said[:4].isdigit():
                yield f"…{said[-4:]}"


def _cells(view: QAbstractItemView, sought: list[str]) -> Iterator[QRect]:
    """Where the cells in sight of a list are that hold one of the words."""
    inside = view.viewport().rect()
    for row in range(view.model().rowCount()) if view.model() is not None else ():
        for column in range(view.model().columnCount() if isinstance(view, QTableView) else 1):
            index = view.model().index(row, column)
            where = view.visualRect(index).intersected(inside)
            if not where.isEmpty() and any(word in bare(str(index.data() or "")) for word in sought):
                yield where


def bare(text: str) -> str:
    """A text without the gaps of grouped numbers."""
    return text.replace(" ", "").replace("-", "")


def _tells(widget: QWidget, sought: list[str]) -> bool:
    if isinstance(widget, QLabel | QLineEdit | QAbstractButton):
        said = bare(widget.text())
    elif isinstance(widget, QPlainTextEdit | QTextEdit):
        said = bare(widget.toPlainText())
    else:
        return False
    return any(word in said for word in sought)
