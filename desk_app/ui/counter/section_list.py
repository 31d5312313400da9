"""Left of step 3: the blocks of the form, and what is still open in each."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal, Slot
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from desk_app.ui.counter.dropdown import DropDown
from desk_app.ui.kit.layouts import row
from desk_app.ui.kit.style import icon, px
from forms.typesetting import typeset

_WIDTH: Final = 184
_BESIDE_TEXT: Final = 60
"""Width of icon, padding and frame, in grid pixels."""
_ID: Final = Qt.ItemDataRole.UserRole


class SectionMenu(DropDown):
    """The blocks of the form as one button that names the present one; its menu leads to the others."""

    section_wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__("sections-menu")
        self._rows: tuple[tuple[str, str, int], ...] = ()
        self._current = ""
        self.hide()

    def show_blocks(self, rows: Sequence[tuple[str, str, int]]) -> None:
        """Show (id, title, open count) of each block."""
        if tuple(rows) == self._rows:
            return
        self._rows = tuple(rows)
        self.setVisible(bool(rows))
        self.menu_shown.clear()
        for section, title, still_open in rows:
            act = self.menu_shown.addAction(typeset(f"{title}({_left(still_open)})" if still_open else title))
            act.setIcon(_shape(still_open))
            act.triggered.connect(lambda _on=False, section=section: self.section_wanted.emit(section))
        self._say()

    def show_current(self, section: str) -> None:
        """Name the block that is being filled in."""
        self._current = section
        self._say()

    def _say(self) -> None:
        """Show the present block and what it lacks; before any is filled in, the first."""
        now = next((r for r in self._rows if r[0] == self._current), self._rows[0] if self._rows else None)
        if now is None:
            return
        _, title, still_open = now
        left = _left(still_open) if still_open else ""
        self.show_face(title, open_words=left, of_all=f"共{len(self._rows)}节")
        self.setAccessibleName(typeset(f"申请表的各部分,现在是{title}" + (f",{left}" if left else "")))


def _left(still_open: int) -> str:
    return f"还有{still_open}项"


def _shape(still_open: int) -> QIcon:
    return icon("tone-ring", "quiet", 16) if still_open else icon("tone-good", "good", 16)


class SectionList(QListWidget):
    """One row for each block: its title, how many answers it still lacks, a tick when it lacks none."""

    section_wanted = Signal(str)
    """Id of the section to show."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("申请表的各部分")
        self.setWordWrap(True)
        self.setFixedWidth(px(_WIDTH))
        self.setViewportMargins(0, px(8), 0, px(8))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.folded = QWidget()
        """The same as one button with a menu, for a narrow window."""
        self.menu = SectionMenu()
        row(self.folded).addWidget(self.menu)
        self.menu.section_wanted.connect(self.section_wanted)
        self.itemClicked.connect(self._chosen)
        self.itemActivated.connect(self._chosen)

    def show_blocks(self, rows: Sequence[tuple[str, str, int]]) -> None:
        """Show (id, title, open count) of each block."""
        self.menu.show_blocks(rows)
        while self.count() > len(rows):
            self.takeItem(self.count() - 1)
        while self.count() < len(rows):
            self.addItem(QListWidgetItem())
        for place, (section, title, still_open) in enumerate(rows):
            text = typeset(f"{title}\n还有 {still_open} 项" if still_open else title)
            item = self.item(place)
            item.setData(_ID, section)
            if item.text() != text:
                item.setText(text)
                item.setIcon(_shape(still_open))
                item.setSizeHint(self._size(text))

    def changeEvent(self, event: QEvent) -> None:
        """Measure the rows anew in another look."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self.setFixedWidth(px(_WIDTH))
            for place in range(self.count()):
                self.item(place).setSizeHint(self._size(self.item(place).text()))

    def show_current(self, section: str) -> None:
        """Mark the block that is being filled in."""
        self.menu.show_current(section)
        for place in range(self.count()):
            if self.item(place).data(_ID) == section:
                self.setCurrentRow(place)

    def _size(self, text: str) -> QSize:
        # The view's own hint forgets the style sheet's paddings and cuts titles that just fit.
        wrap = Qt.TextFlag.TextWordWrap | Qt.TextFlag.TextWrapAnywhere
        room = QRect(0, 0, px(_WIDTH - _BESIDE_TEXT), 10_000)
        height = self.fontMetrics().boundingRect(room, wrap, text).height()
        return QSize(px(_WIDTH - 20), max(px(40), height + px(14)))

    @Slot(QListWidgetItem)
    def _chosen(self, item: QListWidgetItem) -> None:
        self.section_wanted.emit(str(item.data(_ID)))
