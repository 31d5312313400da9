"""遮住: one key hides every window from a glance from the side, until it is pressed again."""

from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QDialog, QMainWindow, QWidget
from shiboken6 import isValid

from desk_app.ui.kit.focus import TAKES_KEYS
from desk_app.ui.kit.layouts import column
from desk_app.ui.kit.style import set_property
from desk_app.ui.kit.widgets import button, label

KEY: Final = "F11"


class Cover(QWidget):
    """Lies over one window whole and keeps the keyboard, so that nothing is done that can not be seen.

    Input goes on as it was once it is gone: the keyboard returns to the place it was at.
    """

    def __init__(self, window: QWidget, name: str) -> None:
        super().__init__(window)
        self.setObjectName(name)
        set_property(self, "role", "ground")
        self._back = window.focusWidget()
        self._lifted = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setProperty(TAKES_KEYS, True)

    def lay(self) -> None:
        """Cover the window; called once what stands on the cover is made."""
        window = self.window()
        window.installEventFilter(self)
        QApplication.instance().focusChanged.connect(self._hold)  # type: ignore[union-attr]
        self.resize(window.size())
        self.show()
        self.raise_()
        self.take_keyboard()

    def take_keyboard(self) -> None:
        """Give the keyboard to the cover, or to the field on it that is typed into."""
        self.setFocus()

    def lift(self) -> None:
        """Show the window again."""
        self._lifted = True
        self.hide()
        if self._back is not None and isValid(self._back) and self._back.isVisible():
            self._back.setFocus(Qt.FocusReason.OtherFocusReason)
        self.setParent(None)
        self.deleteLater()

    def event(self, event: QEvent) -> bool:
        """Let no shortcut of the covered window act."""
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """No key does anything."""
        event.accept()

    def focusNextPrevChild(self, _forward: bool) -> bool:
        """Keep the keyboard here."""
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Cover the window also when it is made larger, and above what is put into it meanwhile."""
        window = self.parentWidget()
        if watched is window and event.type() in (QEvent.Type.Resize, QEvent.Type.ChildAdded):
            self.resize(window.size())
            if event.type() == QEvent.Type.ChildAdded:  # else it would lie over the ring of what is focused
                self.raise_()
        return super().eventFilter(watched, event)

    @Slot(QWidget, QWidget)
    def _hold(self, _old: QWidget | None, new: QWidget | None) -> None:
        """Take the keyboard back from what a late answer focused behind the cover."""
        if self._lifted or new is None or new is self or self.isAncestorOf(new):
            return
        if new.window() is self.window():
            self._back = new
            self.take_keyboard()


class Curtain(Cover):
    """The cover of F11, which the same key lifts."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window, "curtain")
        self.setAccessibleName("屏幕已遮住,按 F11 恢复")
        body = column(self, spacing=12)
        body.addStretch()
        body.addWidget(label("屏幕已遮住", "headline"), 0, Qt.AlignmentFlag.AlignHCenter)
        self._lift = button(f"恢复 {KEY}", name="uncover")
        self._lift.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._lift.clicked.connect(uncover)
        body.addWidget(self._lift, 0, Qt.AlignmentFlag.AlignHCenter)
        body.addStretch()
        self.lay()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Its own key lifts it; every other key does nothing."""
        event.accept()
        if event.key() == Qt.Key.Key_F11 and not event.isAutoRepeat():
            uncover()


def covered() -> bool:
    """Whether the windows are covered now, by the key or by the lock."""
    return bool(covers())


def covers() -> list[Cover]:
    """What covers the windows now; that of the window with the keyboard first."""
    windows = sorted(QApplication.topLevelWidgets(), key=lambda w: not w.isActiveWindow())
    return [cover for w in windows for cover in w.findChildren(Cover)]


def drawn() -> bool:
    """Whether the key has covered the windows."""
    return bool(_curtains())


def turn() -> None:
    """Cover every window, or show them again."""
    if _curtains():
        uncover()
    elif not covered():
        for window in QApplication.topLevelWidgets():
            if window.isVisible() and isinstance(window, QMainWindow | QDialog):
                Curtain(window)


def uncover() -> None:
    """Show every window again."""
    for curtain in _curtains():
        curtain.lift()


def _curtains() -> list[Curtain]:
    windows = QApplication.topLevelWidgets()
    return [c for w in windows for c in w.findChildren(Curtain, "curtain")]
