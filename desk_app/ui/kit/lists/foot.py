"""Below a list: how many there are, and the keys that work in it."""

from collections.abc import Iterable
from typing import Final

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QWidget

from desk_app.ui.kit import layouts, style, widgets
from desk_app.ui.kit.widgets import label

LIST_KEYS: Final = (("↑", ""), ("↓", "选"), ("Enter", "打开"), ("Ctrl+F", "查找"))


class ListFoot(QWidget):
    """One line; where it is too narrow the count stays and the keys go (F1 lists them too)."""

    def __init__(self, keys: Iterable[tuple[str, str]], name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._count = label("", "quiet", name=name)
        self._keys = QWidget()
        told = layouts.row(self._keys, spacing=4)
        for key, words in keys:
            badge = QLabel()
            badge.setPixmap(widgets.key_badge(key, "quiet"))
            badge.setAccessibleName(key)
            told.addWidget(badge)
            if words:
                told.addWidget(label(words, "quiet"))
                told.addSpacing(style.px(8))
        line = layouts.row(self, spacing=16)
        line.addWidget(self._count, 1)
        line.addWidget(self._keys)

    def say(self, count: str) -> None:
        """How many there are, in words."""
        self._count.setText(count)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show the keys where there is room for them."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        wanted = self._count.sizeHint().width() + self._keys.sizeHint().width() + style.px(16)
        self._keys.setVisible(wanted <= self.width())
