"""A button that opens a menu and says on its face what is chosen there: the folded form of a row or list."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from desk_app.ui.kit import layouts, style
from desk_app.ui.kit.widgets import label


class DropDown(QPushButton):
    """A number or none, what is chosen, what is open there, and of how many; the menu holds all of them."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAutoDefault(False)
        style.set_property(self, "role", "menu")
        self._mark, self._chosen = label(""), label("", "strong")
        self._open, self._all = label("", "open"), label("", "quiet")
        style.set_property(self._mark, "role", "step-number")
        style.set_property(self._mark, "tone", "now")
        self._mark.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._line = layouts.row(self)
        for part in (self._mark, self._chosen, self._open, self._all):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            self._line.addWidget(part)
        self.menu_shown = QMenu(self)
        self.setMenu(self.menu_shown)

    def show_face(self, chosen: str, *, mark: str = "", open_words: str = "", of_all: str = "") -> None:
        """Show what is chosen, and beside it these words; empty ones take no room."""
        for part, text in (
            (self._mark, mark),
            (self._chosen, chosen),
            (self._open, open_words),
            (self._all, of_all),
        ):
            part.setText(text)
            part.setVisible(bool(text))
        style.set_property(self, "tone", "caution" if open_words else "")
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """Room for all words and for the arrow."""
        self._line.setContentsMargins(style.px(8), 0, style.px(30), 0)
        return QSize(self._line.sizeHint().width(), style.px(38))

    def minimumSizeHint(self) -> QSize:
        """The size hint: the words are never cut."""
        return self.sizeHint()
