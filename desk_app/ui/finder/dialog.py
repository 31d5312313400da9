"""Ctrl+K, 查找: one search line over everything in the book, from any room."""

from typing import Final

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QListView, QWidget

from desk_app.domain.events import Subject
from desk_app.domain.reads import ReadKind
from desk_app.errors import DeskError
from desk_app.services import ledger
from desk_app.services.lookup import finding
from desk_app.services.lookup.finding import Found
from desk_app.services.parts import Parts
from desk_app.ui.finder.card import PersonCard
from desk_app.ui.finder.hits import FoundLine, HitLines, HitsModel, lines
from desk_app.ui.kit import layouts, style
from desk_app.ui.kit.alive import while_alive
from desk_app.ui.kit.dialogs import DeskDialog
from desk_app.ui.kit.errands import Errands
from desk_app.ui.kit.lists.foot import ListFoot
from desk_app.ui.kit.lists.search import search_box
from desk_app.ui.kit.widgets import label

_TYPING_PAUSE_MS: Final = 120
_MOST: Final = 6
"""Most hits shown of each kind."""
_HINT: Final = "姓名、拼音、首字母、证件号、电话、编号,或扫纸上的码"
_EVERYTHING: Final = Subject("register", "*")
"""What a search is noted about; the words searched for are personal data and are not noted."""
_KEYS: Final = (("↑", ""), ("↓", "选"), ("Enter", "打开"), ("Esc", "关闭"))
_STEPS: Final = {
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_PageDown: 8,
    Qt.Key.Key_PageUp: -8,
}


class FinderDialog(DeskDialog):
    """A search line, hits in groups, and one sentence when nothing is found."""

    hit_opened = Signal(object)
    """The Hit the clerk wants to see; the dialog is closed already."""

    def __init__(self, parts: Parts, errands: Errands, parent: QWidget | None = None) -> None:
        super().__init__("finder", "查找", parent, 680, 520)
        self._parts, self._errands = parts, errands
        self._shown = self._noted = ""
        self._enter = False
        self.search = search_box(_HINT, "查找人、办件、没写完的和登记")
        self.search.setObjectName("finder-search")
        self.model = HitsModel(self)
        self.view = QListView()
        self._said = label(f"可以输入{_HINT}。", "quiet", wrap=True, name="finder-said")
        self._foot = ListFoot(_KEYS, "finder-count")
        self._card = PersonCard(parts, errands)
        self._typing = QTimer(self, singleShot=True, interval=_TYPING_PAUSE_MS)
        self._arrange()
        self._typing.timeout.connect(self._ask)
        self.search.textChanged.connect(self._typed)
        self.search.installEventFilter(self)
        self.view.clicked.connect(self._open)
        self.view.activated.connect(self._open)
        self.search.setFocus()

    def _arrange(self) -> None:
        self.view.setObjectName("finder-hits")
        self.view.setAccessibleName("找到的")
        self.view.setModel(self.model)
        self.view.setItemDelegate(HitLines(self.view))
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._said.setAlignment(Qt.AlignmentFlag.AlignCenter)
        frame = QFrame()
        style.set_property(frame, "role", "list")
        inner = layouts.column(frame, spacing=0)
        inner.setContentsMargins(1, 1, 1, 1)
        inner.addWidget(self._said, 1)
        inner.addWidget(self.view, 1)
        inner.addWidget(self._foot)
        body = layouts.column(self, margins=16, spacing=10)
        body.addWidget(self.search)
        body.addWidget(frame, 1)
        body.addWidget(self._card)
        self.view.hide()

    # ---- searching ----------------------------------------------------------------------------

    @property
    def query(self) -> str:
        """The text of the search line, without white space at its ends."""
        return self.search.text().strip()

    @Slot()
    def _typed(self) -> None:
        self._enter = False  # Enter was meant for what stood there
        self._typing.start()

    @Slot()
    def _ask(self) -> None:
        self._typing.stop()
        query = self.query
        if not query:
            self._errands.run(lambda: None, topic="find")  # what is still on its way is wanted no more
            self._show("", Found(nothing=f"可以输入{_HINT}。"), ())
            return
        self._errands.run(
            lambda: self._search(query),
            while_alive(self, lambda answer: self._show(query, *answer)),
            while_alive(self, self._fail),
            topic="find",
        )

    def take_scan(self, text: str) -> bool:
        """A scan while the keyboard is not in the line: look for it there; an only hit is opened."""
        self.search.setText(text)
        self.search.setFocus()
        self._enter_pressed()
        return True

    def _search(self, query: str) -> tuple[Found, tuple[FoundLine, ...]]:
        """Run in a lane: the hits of a query and their lines. A search is noted once, without its words."""
        found = finding.find(self._parts, query, _MOST)
        if query != self._noted:
            ledger.note_read(self._parts, self._parts.window.who, ReadKind.SEARCHED, _EVERYTHING)
            self._noted = query
        return found, lines(self._parts, found)

    def _show(self, query: str, found: Found, told: tuple[FoundLine, ...]) -> None:
        if query != self.query:  # something else was typed since
            return
        self._shown = query
        self.model.show_lines(told)
        self.view.setVisible(bool(told))
        self._said.setVisible(not told)
        self._said.setText(found.nothing)
        hits = self.model.hits()
        self._foot.say(f"{len(hits)} 条" if hits else "")
        if hits:
            self.view.setCurrentIndex(self.model.index(hits[0]))
            self.view.scrollToTop()
        # Of several people nobody's holdings are read before one is chosen.
        self._show_card(only=len(found.people) == 1 and "people" not in found.more)
        enter, self._enter = self._enter, False
        if enter and len(hits) == 1:
            self._open(self.model.index(hits[0]))

    def _show_card(self, *, only: bool = True) -> None:
        """Show what the chosen person holds; nothing unless ``only`` that one can be meant."""
        line = self.model.line(self.view.currentIndex().row()) if only else None
        self._card.show_hit(line.hit if line else None)

    def _fail(self, error: DeskError) -> None:
        self._enter = False
        self.model.show_lines(())
        self.view.hide()
        self._said.setText(f"没有查成:{error}。改一个字或按 Enter 再试。")
        self._said.show()

    # ---- keys ---------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let arrows and Enter work in the list while the search line has the focus."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            key = Qt.Key(event.key())
            if key in _STEPS:
                self._step(_STEPS[key])
                return True
            if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                if not event.isAutoRepeat():
                    self._enter_pressed()
                return True
        return super().eventFilter(watched, event)

    def _step(self, by: int) -> None:
        hits = self.model.hits()
        if not hits:
            return
        here = self.view.currentIndex().row()
        place = hits.index(here) if here in hits else -1
        self.view.setCurrentIndex(self.model.index(hits[min(max(place + by, 0), len(hits) - 1)]))
        self._show_card()

    def _enter_pressed(self) -> None:
        """Open the chosen hit; before the answer is there (a scan), wait for it and open an only hit."""
        if self.query and self.query == self._shown:
            self._open(self.view.currentIndex())
        elif self.query:
            self._enter = True
            self._ask()

    @Slot(QModelIndex)
    def _open(self, index: QModelIndex) -> None:
        line = self.model.line(index.row())
        if line and line.hit:
            self.accept()
            self.hit_opened.emit(line.hit)
