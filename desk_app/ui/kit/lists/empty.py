"""What an empty list shows: a picture and a sentence that says what to do."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from desk_app.ui.kit import style
from desk_app.ui.kit.layouts import column
from desk_app.ui.kit.widgets import button, label


class Empty(QWidget):
    """Shown in place of a list that has no rows."""

    way_wanted = Signal()
    """The link that was offered was pressed."""

    def __init__(self, icon: str, text: str = "", name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        picture = QLabel(self)
        style.set_icon(picture, icon, "control", 48)
        picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._text = label(text, wrap=True, name=name)
        self._text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._way = button("", "link", name=f"{name}-way" if name else "")
        self._way.clicked.connect(self.way_wanted)
        self._way.hide()
        self._body = body = column(self, margins=32, spacing=12)
        body.addStretch(2)
        body.addWidget(picture)
        body.addWidget(self._text)
        body.addWidget(self._way, 0, Qt.AlignmentFlag.AlignHCenter)
        body.addStretch(3)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def add(self, way: QWidget) -> None:
        """Place one more way on below the link."""
        self._body.insertWidget(self._body.count() - 1, way, 0, Qt.AlignmentFlag.AlignHCenter)

    def take_keyboard(self) -> None:
        """Focus the link, so that Enter presses it."""
        self._way.setFocus()

    def say(self, text: str, way: str = "") -> None:
        """Show a sentence; ``way`` is the text of a link, empty for none."""
        self._text.setText(text)
        self._way.setText(way)
        self._way.setVisible(bool(way))
