"""Below the name in step 1: people of the book whom the typed name, pinyin, initials or phone fits."""

from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QListWidget, QListWidgetItem, QWidget

from desk_app.domain.events import Subject
from desk_app.domain.people import Person
from desk_app.domain.reads import ReadKind
from desk_app.services import ledger
from desk_app.services.counter import known
from desk_app.services.lookup.finding import Found, Hit
from desk_app.ui.counter.case import Case
from desk_app.ui.kit.alive import while_alive
from desk_app.ui.kit.layouts import column
from desk_app.ui.kit.style import px, set_property
from desk_app.ui.kit.widgets import label

_PAUSE: Final = 200
"""Milliseconds without a key after which the book is asked."""
_EVERYTHING: Final = Subject("register", "situation")
_ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class PeopleOffer(QFrame):
    """A list that opens by itself below the line and never takes the keyboard from it.

    ↓ and ↑ choose, Enter takes the chosen person, Esc closes; any other key goes on typing.
    """

    picked = Signal(object)
    """The Person that was taken, whole."""

    def __init__(self, case: Case, line: QLineEdit, over: QWidget) -> None:
        """``line`` is where the name is typed, ``over`` the page the list lies on."""
        super().__init__(over)
        self._case, self._line = case, line
        self._hits: tuple[Hit, ...] = ()
        self._noted = False
        self._typing = QTimer(self, singleShot=True, interval=_PAUSE)
        self._typing.timeout.connect(self._ask)
        set_property(self, "role", "card")
        self._list = QListWidget()
        self._list.setObjectName("people-offer")
        self._list.setAccessibleName("本窗口见过的人")
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.itemClicked.connect(self._take)
        self._said = label("", "quiet")
        body = column(self, margins=4, spacing=2)
        body.addWidget(self._list)
        body.addWidget(self._said)
        line.textEdited.connect(self._typed)
        line.installEventFilter(self)
        self.hide()

    @Slot()
    def _typed(self) -> None:
        self.hide()
        if self._case.application is None:
            self._typing.start()

    @Slot()
    def _ask(self) -> None:
        text, parts = self._line.text().strip(), self._case.parts

        def search() -> Found:
            found = known.offered(parts, text)
            if found.people and not self._noted:
                ledger.note_read(parts, parts.window.who, ReadKind.SEARCHED, _EVERYTHING)
                self._noted = True
            return found

        self._case.errands.run(
            search, while_alive(self, lambda found: self._show(text, found)), topic="people-offer"
        )

    def _show(self, text: str, found: Found) -> None:
        if text != self._line.text().strip() or not self._line.hasFocus():
            return
        own = self._case.draft.answers
        self._hits = tuple(h for h in found.people if not self._is_own(h, own.get("id_number")))
        self._list.clear()
        for hit in self._hits:
            QListWidgetItem(_words(hit), self._list)
        more = "还有更多,再录几个字。" if "people" in found.more else ""
        self._said.setText(f"{more}↓ 选,Enter 用这个人的姓名和证号,Esc 关闭")
        self.setVisible(bool(self._hits))
        if self._hits:
            self._place()

    def _is_own(self, hit: Hit, number: object) -> bool:
        """Whether it is the person whose number is typed here already."""
        return (
            isinstance(number, str) and number[-4:] == hit.id_number[-4:] and hit.label == self._line.text()
        )

    def _place(self) -> None:
        over = self.parentWidget()
        assert isinstance(over, QWidget)
        height = self._list.sizeHintForRow(0) * self._list.count() + px(6)
        self._list.setFixedHeight(height)
        at = self._line.mapTo(over, self._line.rect().bottomLeft())
        wide = max(self._line.width(), self.sizeHint().width())
        self.setGeometry(at.x(), at.y() + px(2), min(wide, over.width() - at.x()), self.sizeHint().height())
        self.raise_()

    # ---- keys of the line -----------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the keys of the list while it is open; close it when the line is left."""
        if event.type() == QEvent.Type.FocusOut:
            self._typing.stop()
            self.hide()
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and self.isVisible():
            return self._key(event)
        return super().eventFilter(watched, event)

    def _key(self, event: QKeyEvent) -> bool:
        row = self._list.currentRow()
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            step = 1 if event.key() == Qt.Key.Key_Down else -1
            self._list.setCurrentRow(min(max(row + step, 0), self._list.count() - 1))
            self._line.setAccessibleDescription(self._list.currentItem().text())
        elif event.key() in _ENTER and row >= 0 and not event.isAutoRepeat():
            self._take()
        elif event.key() == Qt.Key.Key_Escape:
            self.hide()
        else:
            return False
        return True

    @Slot()
    def _take(self) -> None:
        row = self._list.currentRow()
        if 0 <= row < len(self._hits):
            parts, wanted = self._case.parts, self._hits[row].id
            self.hide()
            self._case.errands.run(
                lambda: known.picked(parts, wanted),
                while_alive(self, self._emit),
                self._case.failed.emit,
            )

    def _emit(self, person: Person) -> None:
        self._line.setModified(False)
        self._line.setAccessibleDescription("")
        self.picked.emit(person)


def _words(hit: Hit) -> str:
    return "  ".join(t for t in (hit.label, f"…{hit.id_number[-4:]}" if hit.id_number else "") if t)
