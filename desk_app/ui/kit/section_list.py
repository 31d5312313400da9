"""Left of a form that is filled in: its blocks, and what is still open in each."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal, Slot
from PySide6.QtGui import QIcon, QShowEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from desk_app.ui.kit.dropdown import DropDown
from desk_app.ui.kit.layouts import row
from desk_app.ui.kit.style import icon, px
from forms.typesetting import typeset

WIDTH: Final = 184
_BESIDE_TEXT: Final = 60
"""Width of icon, padding and frame, in grid pixels."""
_ID: Final = Qt.ItemDataRole.UserRole


@dataclass(frozen=True, slots=True)
class BlockRow:
    """One block of a form as the list shows it."""

    id: str
    title: str
    still_open: int
    """How many answers it still lacks."""
    note: str = ""
    """What is said of it where it lacks nothing: that it does not apply."""
    begun: bool = False
    """Whether some of it is answered already."""
    applies: bool = True
    """Whether anything of it is asked."""


class SectionMenu(DropDown):
    """The blocks of the form as one button that names the present one; its menu leads to the others."""

    section_wanted = Signal(str)

    def __init__(self, form: str) -> None:
        super().__init__("sections-menu")
        self._form = form
        self._rows: tuple[BlockRow, ...] = ()
        self._current = ""
        self.hide()

    def show_blocks(self, rows: Sequence[BlockRow]) -> None:
        """Show these blocks."""
        if tuple(rows) == self._rows:
            return
        self._rows = tuple(rows)
        self.setVisible(bool(rows))
        if self.isVisible():
            self._build()

    def showEvent(self, event: QShowEvent) -> None:
        """Say how the blocks stand: while it was folded away nobody needed it."""
        super().showEvent(event)
        self._build()

    def _build(self) -> None:
        self.menu_shown.clear()
        for block in self._rows:
            told = _left(block.still_open) if block.still_open else "" if block.applies else block.note
            act = self.menu_shown.addAction(typeset(f"{block.title}({told})" if told else block.title))
            act.setIcon(_shape(block))
            act.triggered.connect(lambda _on=False, section=block.id: self.section_wanted.emit(section))
        self._say()

    def show_current(self, section: str) -> None:
        """Name the block that is being filled in."""
        self._current = section
        if self.isVisible():
            self._say()

    def _say(self) -> None:
        """Show the present block and what it lacks; before any is filled in, the first."""
        now = next((r for r in self._rows if r.id == self._current), self._rows[0] if self._rows else None)
        if now is None:
            return
        left = _left(now.still_open) if now.still_open else ""
        self.show_face(now.title, open_words=left, of_all=f"共{len(self._rows)}节")
        self.setAccessibleName(
            typeset(f"{self._form}的各部分,现在是{now.title}" + (f",{left}" if left else ""))
        )


def _left(still_open: int) -> str:
    return f"还有{still_open}项"


def _shape(block: BlockRow) -> QIcon:
    if not block.applies:
        return icon("tone-cut", "quiet", 16)
    if not block.still_open:
        return icon("tone-good", "good", 16)
    return icon("tone-half" if block.begun else "tone-ring", "quiet", 16)


class SectionList(QListWidget):
    """One row for each block: its title, how many answers it still lacks, a tick when it lacks none."""

    section_wanted = Signal(str)
    """Id of the section to show."""

    def __init__(self, form: str, wide: int = WIDTH, between: str = "\n") -> None:
        """``form`` is what the blocks are of; ``between`` stands between a title and what it lacks."""
        super().__init__()
        self._wide, self._between = wide, between
        self._rows: tuple[BlockRow, ...] = ()
        self.setAccessibleName(f"{form}的各部分")
        self.setWordWrap(True)
        self.setFixedWidth(px(self._wide))
        self.setViewportMargins(0, px(8), 0, px(8))
        self.setIconSize(QSize(px(16), px(16)))  # Qt's own size is larger, and reached at 150 %
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.folded = QWidget()
        """The same as one button with a menu, for a narrow window."""
        self.menu = SectionMenu(form)
        row(self.folded).addWidget(self.menu)
        self.menu.section_wanted.connect(self.section_wanted)
        self.itemClicked.connect(self._chosen)
        self.itemActivated.connect(self._chosen)

    def show_blocks(self, rows: Sequence[BlockRow]) -> None:
        """Show these blocks."""
        self.menu.show_blocks(rows)
        while self.count() > len(rows):
            self.takeItem(self.count() - 1)
        while self.count() < len(rows):
            self.addItem(QListWidgetItem())
        for place, block in enumerate(rows):
            if self._rows[place : place + 1] != (block,):
                self._show(self.item(place), block)
        self._rows = tuple(rows)

    def _show(self, item: QListWidgetItem, block: BlockRow) -> None:
        left = f"还有 {block.still_open} 项" if block.still_open else block.note
        text = typeset(f"{block.title}{self._between}{left}" if left else block.title)
        item.setData(_ID, block.id)
        item.setIcon(_shape(block))
        if item.text() != text:
            item.setText(text)
            item.setSizeHint(self._size(text))

    def changeEvent(self, event: QEvent) -> None:
        """Measure the rows anew in another look."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self.setFixedWidth(px(self._wide))
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
        room = QRect(0, 0, px(self._wide - _BESIDE_TEXT), 10_000)
        height = self.fontMetrics().boundingRect(room, wrap, text).height()
        return QSize(px(self._wide - 20), max(px(40), height + px(14)))

    @Slot(QListWidgetItem)
    def _chosen(self, item: QListWidgetItem) -> None:
        self.section_wanted.emit(str(item.data(_ID)))
