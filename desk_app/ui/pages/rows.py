"""Answers to look at: one row each with its 更改 link, in one or two columns."""

from collections.abc import Iterable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QFrame, QGridLayout, QWidget

from desk_app.ui.case import Case
from desk_app.ui.fields.writing import spaced
from desk_app.ui.style import px, set_property
from desk_app.ui.widgets import button, column, label, row
from desk_app.ui.words import typeset
from forms import rules
from forms.schema import Element, Problem


def in_large_type(widget: QWidget, factor: float, height: int = 0) -> None:
    """Set a widget in larger letters than the look's body text, ``height`` grid pixels high."""
    # The style sheet of the look wins over fonts and heights set from code, so this is one as well.
    points = QApplication.font().pointSizeF() * factor
    high = f"min-height: {px(height)}px;" if height else ""
    widget.setStyleSheet(f"font-size: {points:.2f}pt; {high}")


def two_columns() -> QGridLayout:
    """An empty grid for ``arrange``."""
    grid = QGridLayout()
    grid.setHorizontalSpacing(px(20))
    grid.setVerticalSpacing(px(12))
    grid.setColumnStretch(0, 1)
    grid.setColumnStretch(1, 1)
    return grid


def arrange(grid: QGridLayout, widgets: Iterable[tuple[QWidget, bool]]) -> None:
    """Put (widget, wide) pairs into two columns in reading order; wide ones take a whole row."""
    line = place = 0
    for widget, wide in widgets:
        span = 2 if wide else 1
        if place + span > 2:
            line, place = line + 1, 0
        grid.addWidget(widget, line, place, 1, span, Qt.AlignmentFlag.AlignTop)
        place += span


def answer_text(case: Case, element: Element) -> str:
    """An answer as a person reads it, numbers in groups; empty when there is none."""
    text = rules.label(case.parts.pack, element, case.facts.get(element.id))
    if text and element.id == "age":
        return f"{text} 周岁"
    return typeset(text) if element.codes else spaced(element.kind, text)


class AnswerRow(QWidget):
    """One answer with its 更改 link, and its problem if it has one."""

    change_wanted = Signal(str)
    """The name the row was made with."""

    def __init__(self, name: str, title: str) -> None:
        super().__init__()
        self._value = label("", wrap=True, verbatim=True)
        self._problem = label("", "problem", wrap=True)
        change = button("更改", "link", name=f"change:{name}")
        change.setAccessibleName(f"更改{title}")
        change.clicked.connect(lambda: self.change_wanted.emit(name))
        caption = label(title, "quiet", wrap=True)
        caption.setFixedWidth(px(116))
        line = row(spacing=8)
        line.addWidget(caption)
        line.addWidget(self._value, 1)
        line.addWidget(change, 0, Qt.AlignmentFlag.AlignTop)
        whole = column(self, spacing=2)
        whole.addLayout(line)
        whole.addWidget(self._problem)
        whole.addWidget(rule())

    def show_text(self, text: str, problem: Problem | None = None) -> None:
        """Show the answer and its problem."""
        self._value.setText(text)
        self._problem.setVisible(problem is not None)
        if problem is not None:
            set_property(self._problem, "role", "problem" if problem.blocks else "caution")
            self._problem.setText(problem.message)


def rule() -> QFrame:
    """A thin line across."""
    made = QFrame()
    set_property(made, "role", "rule")
    return made
