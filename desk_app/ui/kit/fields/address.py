"""The address field: part of a village's name offers its whole address; any other text stays as typed."""

from functools import cached_property, partial
from itertools import islice
from typing import Final

from PySide6.QtCore import QModelIndex, QStringListModel, Qt, QThreadPool, Signal, Slot
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QCompleter, QListView, QWidget

from desk_app.domain import spelling
from desk_app.ui.kit.fields.lines import Edit, LineField
from desk_app.ui.kit.roles import combo_box
from forms.regions import COUNTY, Region, Regions
from forms.typesetting import typeset

_HINT: Final = "录入村、社区或乡镇名或它的拼音,按↓选择,再写门牌号"
_MOST: Final = 30
_SHOWN: Final = 9
_ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class AddressEdit(Edit):
    """A line that offers the county's places while an address is typed.

    No row of the list is marked until an arrow key marks one, so Enter and Tab do what they always do.
    With a row marked, Enter takes it and stays in the line for the door number; Tab takes it and moves on.
    """

    taken = Signal(str)
    """The line's text after a place was taken."""

    def __init__(self, regions: Regions) -> None:
        super().__init__()
        self._regions = regions
        self._places = QStringListModel(self)
        self.textEdited.connect(self._offer)

    @cached_property
    def _completer(self) -> QCompleter:
        made = QCompleter(self._places, self)
        # Not setCompleter: that would put the marked row into the line before it is taken.
        made.setWidget(self)
        made.setMaxVisibleItems(_SHOWN)
        made.activated[str].connect(self._take)  # type: ignore[index]
        return made

    @cached_property
    def _list(self) -> QListView:
        # Made when the line is first used: most are only looked at.
        made = QListView()
        made.setAccessibleName("可选地名")
        self._completer.setPopup(made)
        return made

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter takes the marked place; Down opens the list of places."""
        if event.key() in _ENTER and self._marked():
            self._take_marked()
        elif event.key() == Qt.Key.Key_Down and not self._list.isVisible():
            self._offer(self.text())
        else:
            if event.key() in _ENTER:
                self._list.hide()
            super().keyPressEvent(event)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab takes the marked place, then moves on."""
        if forward and self._marked():
            self._take_marked()
        self._list.hide()
        return super().focusNextPrevChild(forward)

    @Slot(str)
    def _offer(self, text: str) -> None:
        """Open the list with the places the text may mean, or close it."""
        found = self._found(text) if text.strip() else self._towns()
        places = [p for p in dict.fromkeys(map(self._regions.address, found)) if p != text]
        if not places:
            self._list.hide()
            return
        was_open = self._list.isVisible()
        self._places.setStringList(places)
        self._completer.complete()
        self._list.setCurrentIndex(QModelIndex())
        if not was_open:
            words = typeset(f"{len(places)}个地名可选,按向下键选择")
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, words))

    def _found(self, text: str) -> tuple[Region, ...]:
        """Places the text may mean; Latin letters alone are the beginning of a place's pinyin or initials."""
        if not (typed := spelling.letters(text)):
            return self._regions.find(text, _MOST)
        below = (r for r in self._regions.rows.values() if len(r.code) > COUNTY)
        return tuple(islice((r for r in below if spelling.begins(r.place, typed)), _MOST))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Learn how the county's places are spelled, before somebody types letters."""
        super().focusInEvent(event)
        places = [r.place for r in self._regions.rows.values()]
        QThreadPool.globalInstance().start(partial(spelling.learn, places))

    def _towns(self) -> tuple[Region, ...]:
        county = self._regions.county
        return self._regions.children(county) if county else ()

    def _marked(self) -> bool:
        return self._list.isVisible() and self._list.currentIndex().isValid()

    def _take_marked(self) -> None:
        self._take(str(self._list.currentIndex().data()))

    @Slot(str)
    def _take(self, place: str) -> None:
        self._list.hide()
        self.setText(place)
        self.setModified(True)
        self.taken.emit(place)


class AddressField(LineField):
    """A typed address with the county's places offered; any other text is accepted too."""

    def build_input(self) -> QWidget:
        """The line, in what is told to be a combo box."""
        return combo_box(super().build_input(), self.element.label)

    def make_edit(self) -> Edit:
        """The line that offers places."""
        edit = AddressEdit(self.case.parts.regions)
        edit.taken.connect(self._edited)
        return edit

    def help_words(self) -> str:
        """How to find a place, also once something is typed; nothing where no places are known."""
        known = _HINT if self.case.parts.regions.county else ""
        return ";".join(words for words in (self.element.help, known) if words)
