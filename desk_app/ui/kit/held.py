"""What a person holds, as lines under one another: what it is, its state, where it is known from."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLayout, QWidget

from desk_app.services.counter.holding import HeldLine
from desk_app.ui.kit.layouts import FlowLayout, clear, column, row
from desk_app.ui.kit.lists.states import state_chip
from desk_app.ui.kit.style import set_property
from desk_app.ui.kit.widgets import label


class HeldLines(QWidget):
    """Certificates, subsidies and open matters of one person; the numbers are masked."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("held")
        self._lines = column(self, spacing=8)
        self._shown: tuple[HeldLine, ...] = ()

    def show_lines(self, lines: Sequence[HeldLine]) -> None:
        """Show these lines in place of others."""
        if tuple(lines) == self._shown:
            return
        self._shown = tuple(lines)
        clear(self._lines)
        for line in lines:
            self._lines.addWidget(_line(line))


def said(line: HeldLine) -> str:
    """A line in one sentence, for screen readers and notices."""
    title = " ".join(filter(None, (line.title, line.tail)))
    return ",".join(filter(None, (title, line.state.word, line.text, line.source)))


def _line(line: HeldLine) -> QFrame:
    made = QFrame()
    set_property(made, "role", "strip")
    set_property(made, "tone", "plain")
    made.setAccessibleName(said(line))
    body = column(made, margins=10, spacing=2)
    body.addLayout(_head(line))
    foot = row(spacing=8)
    foot.addWidget(label(line.text, wrap=True), 1)
    foot.addWidget(label(line.source, "quiet"), 0, Qt.AlignmentFlag.AlignBottom)
    body.addLayout(foot)
    return made


def _head(line: HeldLine) -> QLayout:
    """What it is and its state on one line; with its number on as many as these need."""
    chip = state_chip(line.state)
    if not line.number:
        head = row(spacing=8)
        head.addWidget(label(line.title, "strong", wrap=True), 1)
        head.addWidget(chip, 0, Qt.AlignmentFlag.AlignTop)
        return head
    flow = FlowLayout(spacing=8)
    for each in (label(line.title, "strong"), label(line.tail, verbatim=True), chip):
        flow.addWidget(each)
    return flow
