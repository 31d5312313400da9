"""What comes of a scanned code: its record is opened, its paper is judged, or one sentence says why not."""

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from desk_app.domain import seals
from desk_app.domain.applications import masked_number
from desk_app.domain.events import Subject
from desk_app.domain.reads import ReadKind
from desk_app.domain.scans import is_ours
from desk_app.errors import DeskError
from desk_app.services import ledger
from desk_app.ui.kit import cover, style
from desk_app.ui.kit.guard import InputGuard
from desk_app.ui.kit.room import RoomPage
from desk_app.ui.kit.widgets import Strip
from forms import numbers
from forms.particulars import ID_NUMBER

if TYPE_CHECKING:
    from desk_app.services.lookup.finding import Found
    from desk_app.services.lookup.scanned_paper import ScannedPaper
    from desk_app.ui.shell.window import MainWindow

_CLOSE_FIRST: Final = "扫到的码没有处理:先关掉这个窗口再扫"
_COVERED: Final = "扫到的码没有处理:屏幕遮住时不打开,先恢复再扫"
_LOCKED: Final = "扫到的码没有处理:先登录再扫"
_TOLD_MS: Final = 5000
"""How long a dialog says that a scan was not taken; long enough to read it twice."""
_FINDER: Final = "finder"
_SHOWN: Final = 30
"""Characters of a scanned code that a sentence repeats."""
_EVERYTHING: Final = Subject("register", "*")


class ScanReader(QObject):
    """Takes the scans of a window's application."""

    hit_opened = Signal(object)
    """The ``finding.Hit`` that the code stands for."""
    several = Signal(str)
    """A code that more than one record has: 查找 is to show them."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        InputGuard.of(app).scanned.connect(self._take)

    @Slot(str)
    def _take(self, text: str) -> None:
        window = self._window
        if not window.isVisible():
            return
        if over := next(iter(cover.covers()), None):  # nothing is done that can not be seen
            tell_on(over, _COVERED if cover.drawn() else _LOCKED)
            return
        if popup := QApplication.activePopupWidget():
            popup.close()
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, QDialog) and dialog.objectName() == _FINDER and seals.read(text):
            dialog.reject()  # a paper is judged, not searched for
            dialog = None
        if dialog is not None:
            from desk_app.ui.kit.dialogs import DeskDialog  # it is here already, where a dialog is open

            if not (isinstance(dialog, DeskDialog) and dialog.take_scan(text)):
                tell_on(dialog, _CLOSE_FIRST)
        elif not (self._is_the_persons(text) or self._is_the_pages(text)):
            window.errands.run(
                lambda: self._find(text), lambda found: self._show(text, found), self._fail, topic="scan"
            )

    def _is_the_persons(self, text: str) -> bool:
        """Put an identity number into step 1 of a case that has none yet; False for anything else."""
        workspace = self._window.counter.workspace
        if workspace is None or not workspace.isVisible() or workspace.step:
            return False
        number = text.strip().upper()
        if numbers.id_kind(number) is None or workspace.case.given(ID_NUMBER) is not None:
            return False
        workspace.case.answer(ID_NUMBER, number)
        workspace.show_element(ID_NUMBER)
        return True

    def _is_the_pages(self, text: str) -> bool:
        """Whether the page that is shown takes the code itself: the record on its card goes on."""
        pages = self._window.findChildren(RoomPage)
        return any(page.isVisible() and page.take_scan(text) for page in pages)

    def _find(self, text: str) -> "tuple[ScannedPaper | None, Found]":
        """Run in a lane. The read is noted like every search, without its words."""
        from desk_app.services.lookup import finding, scanned_paper

        parts = self._window.parts
        ledger.note_read(parts, parts.window.who, ReadKind.SEARCHED, _EVERYTHING)
        return scanned_paper.judge(parts, text), finding.find(parts, text)

    def _show(self, text: str, told: "tuple[ScannedPaper | None, Found]") -> None:
        paper, found = told
        if paper is not None:
            self._window.notices.tell("good" if paper.verdict.genuine else "wrong", paper.verdict.sentence)
            if not paper.application:  # somebody else's record is not shown for a paper that is none of ours
                return
        hits = (*found.applications, *found.drafts, *found.records, *found.people)
        if len(hits) == 1 and not found.more:
            self.hit_opened.emit(hits[0])
        elif hits:
            self.several.emit(text)
        else:
            self._window.notices.tell("caution", _nothing(text, found))

    def _fail(self, error: DeskError) -> None:
        self._window.notices.tell("caution", f"扫到的码没有查成:{error}。请再扫一次")


def _nothing(text: str, found: "Found") -> str:
    """Why nothing is opened: what the search says of a number of ours, else that nobody has this code."""
    if is_ours(text) and found.nothing:
        return found.nothing
    return f"扫到“{_named(text)}”,没有这个回执、办件或证号"


def _named(text: str) -> str:
    """A code as a sentence may repeat it: a person's number masked, a long one cut."""
    plain = "".join(c for c in text.strip() if c.isprintable())
    if numbers.id_kind(plain.upper()) is not None:
        return masked_number(plain)
    return plain if len(plain) <= _SHOWN else plain[:_SHOWN] + "…"


def tell_on(dialog: QWidget, sentence: str) -> None:
    """Lay one sentence over the top of a dialog, or of a cover, for a while, and have it read out."""
    for old in dialog.findChildren(_Told):
        old.hide()
        old.deleteLater()
    told = _Told(sentence, "caution", dialog)
    told.setGeometry(0, 0, dialog.width(), told.heightForWidth(dialog.width()))
    told.show()
    told.raise_()
    QTimer.singleShot(_TOLD_MS, told, told.deleteLater)
    QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(told, sentence))


class _Told(Strip):
    """A sentence over a dialog; it takes no click from what stands below."""

    def __init__(self, text: str, tone: str, parent: QWidget) -> None:
        super().__init__(text, tone, parent)
        self.setObjectName("scan-told")
        self.setMinimumHeight(style.px(36))
