"""Asks for the key of a book by dialogs, before the window is there."""

from collections.abc import Callable, Collection
from threading import Event
from time import monotonic
from typing import Final

from PySide6.QtCore import QTimer

from desk_app.domain.key_asking import KeyGiven, OpeningWay
from desk_app.domain.recovery import RecoverySheet
from desk_app.ui.kit.errands import Errands
from desk_app.ui.start.making import NewPassphraseDialog, RecoveryDialog
from desk_app.ui.start.opening import OpenBookDialog, WaitDialog

_AT_ONCE: Final = 0.3
"""Seconds of waiting that nobody needs to see."""
_LOOK_MS: Final = 30


class WindowAsking:
    """The dialogs, one after the other; ``domain.key_asking.KeyAsking`` says what each returns."""

    def __init__(self, put_out: Callable[[RecoverySheet], str]) -> None:
        """``put_out`` prints a recovery key and says where it is, or raises what to do."""
        self._put_out = put_out

    def open_with(self, told: str, ways: Collection[OpeningWay], pause: float) -> KeyGiven | None:
        """One try."""
        dialog = OpenBookDialog(told, ways, pause)
        dialog.exec()
        return dialog.given

    def new_passphrase(self, told: str) -> str | None:
        """A new passphrase."""
        dialog = NewPassphraseDialog(told)
        dialog.exec()
        return dialog.phrase or None

    def keep_recovery(self, sheet: RecoverySheet) -> bool:
        """Whether the sheet was put away."""
        errands = Errands()
        try:
            return bool(RecoveryDialog(sheet, self._put_out, errands).exec())
        finally:
            errands.close()

    def waiting(self, told: str, done: Event, longest: float) -> None:
        """A dialog that closes by itself, when it takes longer than a moment."""
        if done.wait(min(_AT_ONCE, longest)):
            return
        dialog, end = WaitDialog(told), monotonic() + longest - _AT_ONCE
        look = QTimer(dialog, interval=_LOOK_MS)
        look.timeout.connect(lambda: dialog.accept() if done.is_set() or monotonic() > end else None)
        look.start()
        dialog.exec()
