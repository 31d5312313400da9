"""When the press that can not be taken back counts: after a pause in which no key and no button was down."""

from time import monotonic
from typing import ClassVar, Final

from PySide6.QtCore import QEvent, QObject, QTimer, Signal, Slot
from PySide6.QtGui import QGuiApplication, QKeyEvent, QWindow
from PySide6.QtWidgets import QApplication

from desk_app.ui.kit.watching import HandsWatch

_DOWN: Final = (QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride)
_BUTTON: Final = (
    *(QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonRelease, QEvent.Type.MouseButtonDblClick),
    *(QEvent.Type.TouchBegin, QEvent.Type.TouchEnd),
)
_FORGOTTEN: Final = 1.5
"""Seconds after which a key that neither repeated nor came up counts as up: an input method took its end."""


class Arming(HandsWatch):
    """Armed once every key and mouse button was up for ``pause_ms``, counted from ``begin``.

    A press that was meant for the page before can so not count on this one. Once armed it stays so, until a
    key that was down all the time tells of itself by repeating, or the window loses the keyboard.
    """

    pause_ms: ClassVar[int] = 600
    """Milliseconds; longer than the second click of a double click may take."""

    changed = Signal(bool)
    """Whether it is armed now."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.armed = False
        self._watching = False
        self._down: dict[int, float] = {}
        """Key → when it last told of itself, in seconds."""
        self._quiet = QTimer(self, singleShot=True)
        self._quiet.timeout.connect(self._arm)

    @Slot()
    def begin(self) -> None:
        """Wait for the pause, from the start."""
        if not self._watching:
            self._watching = True
            app = QApplication.instance()
            assert isinstance(app, QApplication)
            app.focusChanged.connect(self.follow)
            app.focusWindowChanged.connect(self._turn_to)
            self.follow(None, QApplication.focusWidget())
            self.watch_windows()
        self._down.clear()
        self._disarm()
        self._quiet.start(self.pause_ms)

    @Slot()
    def stop(self) -> None:
        """Nothing is to be armed any more."""
        app = QApplication.instance()
        if self._watching and isinstance(app, QApplication):
            self._watching = False
            app.focusChanged.disconnect(self.follow)
            app.focusWindowChanged.disconnect(self._turn_to)
            self.follow(QApplication.focusWidget(), None)
            for window in QGuiApplication.topLevelWindows():
                window.removeEventFilter(self)
        self._quiet.stop()
        self._disarm()

    @Slot(QWindow)
    def _turn_to(self, window: QWindow | None) -> None:
        """Another window has the keyboard, or none of ours."""
        self._down.clear()  # what is released elsewhere is never told here
        if window is not None:
            self.watch_windows()
            self._disarm()
            self._quiet.start(self.pause_ms)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow which keys are down; nothing is taken from anybody."""
        kind = event.type()
        if kind in _DOWN or kind == QEvent.Type.KeyRelease:
            if isinstance(event, QKeyEvent):
                self._key(event)
        elif kind in _BUTTON:
            self._stir()
        return super().eventFilter(watched, event)

    def _key(self, event: QKeyEvent) -> None:
        if event.type() == QEvent.Type.KeyRelease:
            if not event.isAutoRepeat():
                self._down.pop(event.key(), None)
                self._stir()
        elif event.isAutoRepeat() or not self.armed:
            if event.isAutoRepeat() and self.armed and event.key() not in self._down:
                self._disarm()
            self._down[event.key()] = monotonic()
            self._stir()

    def _stir(self) -> None:
        """Something was pressed or released: before it is armed the pause begins anew."""
        if not self.armed:
            self._quiet.start(self.pause_ms)

    def _disarm(self) -> None:
        if self.armed:
            self.armed = False
            self.changed.emit(False)

    @Slot()
    def _arm(self) -> None:
        now = monotonic()
        self._down = {key: at for key, at in self._down.items() if now - at < _FORGOTTEN}
        if self._down or QGuiApplication.mouseButtons().value:
            self._quiet.start(self.pause_ms)
        elif not self.armed:
            self.armed = True
            self.changed.emit(True)
