"""Keys that work in every dialog too: an open dialog takes all others of the window's keys away."""

from collections.abc import Callable, Mapping
from typing import Final

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QApplication, QDialog

from desk_app.ui.kit.shortcuts import on_key

_BOUND: Final = "dialog-keys"
"""Property of a dialog that has them already."""


class DialogKeys(QObject):
    """Binds keys in each dialog that gets the keyboard, whoever made it: ours, and Qt's own for files."""

    def __init__(self, keys: Mapping[str, Callable[[], object]], parent: QObject) -> None:
        """``keys`` are written as ``shortcuts.on_key`` takes them, with what each does."""
        super().__init__(parent)
        self._keys = dict(keys)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusWindowChanged.connect(self._look)
        app.focusChanged.connect(self._look)

    @Slot()
    def _look(self, *_: object) -> None:
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, QDialog) and not dialog.property(_BOUND):
            dialog.setProperty(_BOUND, True)
            for key, run in self._keys.items():
                on_key(dialog, key, run)
