"""The real window on a book of invented people, brought to whatever is to be looked at."""

import re
from collections.abc import Callable
from time import monotonic
from typing import Final, TypeVar

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QRect, Qt, QThread
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog, QLabel, QLineEdit, QWidget

from desk_app.bootstrap import Desk
from desk_app.errors import BugError
from desk_app.services.parts import Parts
from desk_app.ui.counter.case import Case
from desk_app.ui.kit.cover import Cover
from desk_app.ui.shell.window import MainWindow
from desk_app.walkthrough.driver import Hands
from desk_app.walkthrough.painted import visible

_QUIET_S: Final = 0.02
"""Seconds without any errand after which the window has come to rest."""
_PATIENCE_S: Final = 10
_ROUND_MS: Final = 50
"""Milliseconds after which a look is taken at events that bring each other about without end."""
_WORKING: Final = re.compile("正在.*…")
"""What a page says while it waits for something; “正在领取的补贴” is a person's, and stays."""
_W = TypeVar("_W", bound=QWidget)


class Showing:
    """The window and the ways to bring it somewhere; each begins at whatever is shown."""

    def __init__(self, desk: Desk, window: MainWindow) -> None:
        self.desk, self.window = desk, window
        self.hands = Hands(window)

    @property
    def parts(self) -> Parts:
        """The parts the window works with."""
        return self.desk.parts

    @property
    def case(self) -> Case:
        """The case that is open."""
        case = self.window.case
        assert case is not None
        return case

    # ---- waiting ------------------------------------------------------------------------------

    def settle(self) -> None:
        """Wait until no errand has run for a while, nothing says that it is working and nothing moves."""
        end = monotonic() + _PATIENCE_S
        self._rest(end)
        stood, works = self._look()
        while monotonic() < end:
            self._rest(end)
            before = stood
            stood, works = self._look()
            if stood == before and not works:
                return

    def _rest(self, end: float) -> None:
        since = monotonic()
        while monotonic() - since < _QUIET_S and monotonic() < end:
            QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, _ROUND_MS)
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
            QThread.msleep(3)
            if self.window.errands.busy:
                since = monotonic()

    def _look(self) -> tuple[list[QRect], bool]:
        """Where everything visible stands, as it may still be laid out, and whether anything says it works.

        The window's widgets are gone through once: to ask for those of a kind takes as long each time.
        """
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
        above = (d for d in QApplication.topLevelWidgets() if isinstance(d, QDialog) and d.isVisible())
        seen = [w for top in (self.window, *above) for w in visible(top)]
        return [w.geometry() for w in seen], any(_works(w) for w in seen)

    def until(self, condition: Callable[[], bool], what: str) -> None:
        """Wait for a condition, then for rest; BugError with ``what`` when it does not come."""
        self.hands.wait(condition, what)
        self.settle()

    # ---- finding and pressing -----------------------------------------------------------------

    def find(self, kind: type[_W], name: str, within: QWidget | None = None) -> _W:
        """A widget by its object name, a visible one where there are several; BugError without any."""
        found = (within or self.window).findChildren(kind, name)
        if not found:
            raise BugError(f"没有“{name}”")
        return next((w for w in found if w.isVisible()), found[0])

    def press(self, name: str, within: QWidget | None = None) -> None:
        """Press a button by its object name, also one that is folded away, and wait for its effect."""
        self.find(QAbstractButton, name, within).click()
        self.settle()

    def choose(self, name: str) -> None:
        """Press a button, or the entry of the menu it is folded into where there is little room."""
        entry = self.window.findChild(QAction, name)
        if isinstance(entry, QAction):
            entry.trigger()
            self.settle()
        else:
            self.press(name)

    def write(self, name: str, text: str, within: QWidget | None = None) -> None:
        """Put a text into a line as if it was typed."""
        line = self.find(QLineEdit, name, within)
        line.setFocus()
        line.selectAll()
        line.insert(text)
        line.textEdited.emit(text)
        self.settle()

    def key(self, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press a key where the keyboard is."""
        QTest.keyClick(QApplication.focusWidget() or self.window, key, held)
        self.settle()

    def dialog(self, kind: str) -> QDialog | None:
        """The open dialog of a class with this name, the newest where there are several."""
        shown = (d for d in self.window.findChildren(QDialog) if d.isVisible() and _is(d, kind))
        return next(reversed(list(shown)), None)

    @property
    def cover(self) -> Cover | None:
        """The page that lies over the window; None when nothing covers it."""
        return next((c for c in self.window.findChildren(Cover) if c.isVisible()), None)

    def uncover(self) -> None:
        """Sign in as the demo's clerk who usually sits here, where the window asks who is there."""
        page = self.window.locker.page
        if page is not None:
            self.press(f"sign-in:{self.parts.window.usual}", page)
            self.press("sign-in:demo", page)
            self.until(lambda: self.window.locker.page is None, "登录")
            seat = self.parts.window.seat
            seat.give(seat.who, tuple(seat.roles))  # nobody's hand is here: no lock after a while without one
        if (over := self.cover) is not None:
            over.lift()

    def close_dialogs(self) -> None:
        """Close every dialog and every list that hangs open, and uncover the window."""
        self.uncover()
        if (popup := QApplication.activePopupWidget()) is not None:
            popup.close()
        for dialog in reversed(self.window.findChildren(QDialog)):
            if dialog.isVisible():
                dialog.done(0)
        self.window.activateWindow()
        self.until(self.window.isActiveWindow, "窗口在最前面")

    # ---- places -------------------------------------------------------------------------------

    def room(self, name: str) -> None:
        """Show a room."""
        self.window.show_room(name)
        self.settle()

    def start(self) -> None:
        """Show the counter with no case open."""
        self.window.show_room("counter")
        workspace = self.window.counter.workspace
        if workspace is not None:
            workspace.left.emit()
        self.until(lambda: self.window.counter.workspace is None, "没有打开的申请")

    def empty(self, step: int) -> None:
        """A new application at a step, counted from 1."""
        self.start()
        self.window.counter.new_case()
        self.until(lambda: self.window.case is not None, "打开一件新申请")
        self.go(step)

    def serve(self, draft: str, step: int) -> None:
        """A draft by its id at a step, counted from 1."""
        self.window.show_room("counter")
        if self.window.case is None or self.window.case.draft.id != draft:
            self.window.counter.resume(draft)
            self.until(lambda: self.window.case is not None and self.case.draft.id == draft, f"打开“{draft}”")
        self.go(step)

    def go(self, step: int) -> None:
        """Another step of the open case, counted from 1."""
        workspace = self.window.counter.workspace
        assert workspace is not None
        workspace.go_to(step - 1)
        self.settle()


def _works(widget: QWidget) -> bool:
    return isinstance(widget, QLabel) and _WORKING.fullmatch(widget.text()) is not None


def _is(dialog: QDialog, kind: str) -> bool:
    return type(dialog).__name__ == kind
