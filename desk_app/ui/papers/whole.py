"""A paper over the whole window: turned, enlarged and moved by keys, Esc leads back."""

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, Slot
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QWidget

from desk_app.ui.kit.errands import Errands
from desk_app.ui.kit.focus import FocusRing
from desk_app.ui.kit.layouts import column
from desk_app.ui.kit.widgets import button
from desk_app.ui.papers.view import SAMPLE, PaperView

_TURNS: Final[Mapping[str, int]] = {"PgUp": -1, "PgDown": 1}
_STEPS: Final[Mapping[str, int]] = {"+": 1, "=": 1, "-": -1}


class WholePaper(QDialog):
    """Covers the window it belongs to, wherever that is moved; call ``open``, then ``show_pdf``."""

    def __init__(self, errands: Errands, title: str, name: str, parent: QWidget, back: str) -> None:
        """``back`` says where Esc leads, e.g. 回到填表."""
        super().__init__(parent, Qt.WindowType.FramelessWindowHint)
        self.setObjectName(name)
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.view = PaperView(errands, title, mark=SAMPLE, steps=True)
        close = button(back, "primary", "Escape", name=f"{name}:close")
        close.clicked.connect(self.close)
        self.view.end_with(close)
        body = column(self)
        body.addWidget(self.view)
        self._ring = FocusRing(self)
        for key, by in _TURNS.items():
            self._bind(key).activated.connect(lambda by=by: self.view.turn(by))
        for key, by in _STEPS.items():
            self._bind(key).activated.connect(lambda by=by: self.view.enlarge(by))
        self._bind("F10").activated.connect(self.close)
        close.setFocus()
        self._over = parent.window()
        self._over.installEventFilter(self)
        self._cover()

    def show_pdf(self, pdf: bytes) -> None:
        """Show this paper."""
        self.view.show_pdf(pdf)

    def _bind(self, key: str) -> QShortcut:
        made = QShortcut(QKeySequence(key), self)
        made.setAutoRepeat(key in _TURNS)
        return made

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay over the window when it is moved or its size changes."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Move):
            self._cover()
        return super().eventFilter(watched, event)

    @Slot()
    def _cover(self) -> None:
        self.setGeometry(self._over.geometry())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move the paper."""
        if not self.view.move_by(event.key()):
            super().keyPressEvent(event)
