"""What an empty list says: a picture of the room and what to do."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from desk_app.ui.kit import style
from desk_app.ui.kit.layouts import column
from desk_app.ui.kit.widgets import label


class Empty(QWidget):
    """Stands in the middle of the room in place of a list."""

    def __init__(self, icon: str, text: str = "", name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        picture = QLabel(self)
        picture.setPixmap(style.icon_pixmap(icon, "control", 48))
        picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._text = label(text, wrap=True, name=name)
        self._text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        body = column(self, margins=32, spacing=12)
        body.addStretch(2)
        body.addWidget(picture)
        body.addWidget(self._text)
        body.addStretch(3)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def say(self, text: str) -> None:
        """Say what to do now."""
        self._text.setText(text)
