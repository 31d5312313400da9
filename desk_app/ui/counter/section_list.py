"""Left of step 3: the blocks of the form, and what is still open in each."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QRect, QSize, Qt, Signal, Slot
from PySide6.QtWidgets import QListWidget, QListWidgetItem

from desk_app.ui.kit.style import icon, px
from forms.typesetting import typeset

_WIDTH: Final = 184
_BESIDE_TEXT: Final = 60
"""Width of icon, padding and frame, in grid pixels."""
_ID: Final = Qt.ItemDataRole.UserRole


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
        self.itemClicked.connect(self._chosen)
        self.itemActivated.connect(self._chosen)

    def show_blocks(self, rows: Sequence[tuple[str, str, int]]) -> None:
        """Show (id, title, open count) of each block."""
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
                item.setIcon(icon("tone-ring", "quiet", 16) if still_open else icon("tone-good", "good", 16))
                item.setSizeHint(self._size(text))

    def show_current(self, section: str) -> None:
        """Mark the block that is being filled in."""
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
