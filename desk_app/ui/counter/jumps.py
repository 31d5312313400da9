"""Beside the steps of a narrow window: buttons that lead to the parts of a page that scrolls as a whole."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtWidgets import QWidget

from desk_app.ui.kit.layouts import row
from desk_app.ui.kit.sides import Sides
from desk_app.ui.kit.widgets import button


class Jumps(QWidget):
    """One button for each part, shown while the parts stand one under another."""

    def __init__(self, sides: Sides, parts: Sequence[tuple[str, str, QWidget]]) -> None:
        """``parts`` are object name, words and the widget to show."""
        super().__init__()
        self._buttons = QWidget()
        line = row(self._buttons, spacing=4)
        for name, words, part in parts:
            made = button(words, "filter", name=name)
            made.setAccessibleName(f"看{words}")
            made.clicked.connect(partial(sides.show_part, part))
            line.addWidget(made)
        row(self).addWidget(self._buttons)
        self._buttons.setVisible(sides.stacked)
        sides.turned.connect(self._buttons.setVisible)
