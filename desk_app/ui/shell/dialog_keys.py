"""Keys that work in every dialog too: an open dialog takes all others of the window's keys away."""

from collections.abc import Callable, Mapping
from typing import Final

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from shiboken6 import isValid

from desk_app.ui.kit.shortcuts import on_key

_BOUND: Final = "dialog-keys"
"""Property of a dialog that has them already."""


class DialogKeys(QObject):
    """Binds keys in each dialog that gets the keyboard, whoever made it: ours, and Qt's own for files.

    Only while its window is seen: one that was closed, as a restored book closes the window before it,
    hears of the next one's dialogs as long as it lives, and would lock itself instead of what is seen.
    """

    def __init__(self, keys: Mapping[str, Callable[[], object]], window: QWidget) -> None:
        """``keys`` are written as ``shortcuts.on_key`` takes them, with what each does."""
        super().__init__(window)
        self._keys, self._window = dict(keys), window
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusWindowChanged.connect(self._look)
        app.focusChanged.connect(self._look)

    @Slot()
    def _look(self, *_: object) -> None:
        if not isValid(self._window) or not self._window.isVisible():
            return
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, QDialog) and not dialog.property(_BOUND):
            dialog.setProperty(_BOUND, True)
            for key, run in self._keys.items():
                on_key(dialog, key, run)
