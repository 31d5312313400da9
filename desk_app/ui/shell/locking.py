"""The lock: a page over the window and nothing beneath it reached, until somebody types their password."""

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject, QTimer, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QDialog, QToolTip

from desk_app.domain.events import Who
from desk_app.errors import DeskError
from desk_app.services.parts import NOBODY
from desk_app.ui.kit import clipboard, cover, uptime
from desk_app.ui.kit.alive import while_alive
from desk_app.ui.kit.focus import KeyKeeper, close_popups
from desk_app.ui.kit.guard import InputGuard
from desk_app.ui.kit.shortcuts import on_key
from desk_app.ui.shell.dialog_keys import DialogKeys

if TYPE_CHECKING:
    from desk_app.ui.shell.window import MainWindow
    from desk_app.ui.signin.page import SignInPage

KEY: Final = "Ctrl+L"
_LOOK_MS: Final = 5000
"""How often it is looked whether nobody is there any more, or may be there no longer."""


class Locker(QObject):
    """Covers a window when nobody is signed in, on Ctrl+L, and after a while without a hand on it.

    Open dialogs are hidden meanwhile, since a dialog would keep the keyboard from the page, and stand as they
    stood once the same person is back; whoever comes instead finds none of them.
    """

    seat_changed = Signal()
    """Another person sits here, or the same again."""
    restore_wanted = Signal()
    """The book of another computer is to be taken back in the place of this demo."""
    person_changed = Signal()
    """Another person than before sits here, or nobody: nothing of the one before may stay."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window, self._parts, self._errands = window, window.parts, window.errands
        self.page: SignInPage | None = None
        self._dialogs: list[QDialog] = []
        self._before = NOBODY
        self._copied_here = False
        QGuiApplication.clipboard().dataChanged.connect(self._note_copy)
        self._look = QTimer(self, interval=_LOOK_MS)
        self._look.timeout.connect(self.look)
        self._look.start()
        on_key(window, KEY, self.lock)
        DialogKeys({KEY: self.lock, cover.KEY: cover.turn}, window)
        KeyKeeper(KEY, window)
        bar = window.topbar
        bar.lock_wanted.connect(self.lock)
        bar.shift_wanted.connect(self.shift)
        bar.sign_out_wanted.connect(self.sign_out)
        bar.password_wanted.connect(self._change_password)
        self.seat_changed.connect(bar.show_clerk)
        self.person_changed.connect(self._put_away)

    def begin(self) -> None:
        """Ask who is there, unless somebody sits here already; called once the window is made."""
        if self._parts.window.who == NOBODY:
            self._cover()

    @Slot()
    def _put_away(self) -> None:
        """Set the open case aside as a draft; no page shows anything of one person."""
        self._window.counter.put_aside()
        self._window.let_go()

    @Slot()
    def _change_password(self) -> None:
        from desk_app.ui.signin.password import PasswordDialog

        dialog = PasswordDialog(self._parts, self._errands, self._window)
        dialog.changed.connect(lambda told: self._window.notices.tell("good", told))
        dialog.open()

    @Slot()
    def _note_copy(self) -> None:
        """What is put on the clipboard while a window of ours has the keyboard was copied here."""
        self._copied_here = QApplication.activeWindow() is not None

    def _wipe_own_clipboard(self) -> None:
        """Clear what was copied here; what another program put there is not ours."""
        if self._copied_here:
            clipboard.wipe()
            self._copied_here = False

    # ---- leaving ------------------------------------------------------------------------------

    @Slot()
    def lock(self) -> None:
        """Cover the window; who sits here stays."""
        self._lock(idle=False)

    @Slot()
    def shift(self) -> None:
        """Cover the window with the next person marked."""
        self._lock(idle=False)
        if self.page is not None:
            self.page.choose_other()

    def _lock(self, *, idle: bool) -> None:
        from desk_app.services.signin import entering

        if self.page is not None or self._parts.window.who == NOBODY:
            return
        if not entering.people(self._parts):
            self._window.notices.tell("caution", "这里没有登记人员,锁上就开不了,没有锁定")
            return
        parts = self._parts
        self._errands.run(lambda: entering.lock(parts, idle=idle))
        self._cover("有一会儿没有操作,窗口自动锁定了" if idle else "")

    @Slot()
    def sign_out(self) -> None:
        """Put away what is open and let the next person sign in."""
        self._leave("")

    def _leave(self, told: str) -> None:
        from desk_app.services.signin import entering

        if self.page is not None:
            self.page.lift()
            self.page = None
        self._close_dialogs()
        self._before = NOBODY
        unnoted = ""
        try:
            entering.sign_out(self._parts)
        except DeskError as error:
            unnoted = f"已经退出,只是没有记进查阅记录:{error}"
        self._cover(told or unnoted)
        self.person_changed.emit()
        self.seat_changed.emit()

    @Slot()
    def look(self) -> None:
        """Lock after the set time without a hand; and send away who was stopped meanwhile."""
        seat = self._parts.window.seat
        if seat.given or seat.who == NOBODY:
            return
        from desk_app.services.signin import entering

        parts = self._parts
        if not self._errands.busy:  # asked again in a moment; what never ends keeps no window open
            self._errands.run(lambda: entering.still_may(parts), self._stay)
        minutes = parts.window.idle_minutes
        app = QApplication.instance()
        if not minutes or self.page is not None or not isinstance(app, QApplication):
            return
        if uptime.seconds() - InputGuard.of(app).touched >= minutes * 60:
            self._lock(idle=True)

    def _stay(self, may: bool) -> None:
        if not may:
            name = self._parts.window.clerk
            self._leave(f"“{name}”已停用,请换一位登录,或联系管理员")

    # ---- the page -----------------------------------------------------------------------------

    def _cover(self, told: str = "") -> None:
        from desk_app.ui.signin.page import SignInPage

        cover.uncover()
        close_popups()
        QToolTip.hideText()
        self._wipe_own_clipboard()
        self._before = self._parts.window.who
        self._hide_dialogs()
        self._window.activateWindow()  # a hidden dialog leaves no window with the keyboard
        self.page = SignInPage(self._parts, self._errands, self._window, told)
        self.page.entered.connect(self._enter)
        self.page.restore_wanted.connect(self.restore_wanted)
        app = QApplication.instance()
        if app is not None:
            app.installEventFilter(self)

    def _hide_dialogs(self) -> None:
        """Hide the open dialogs of the program, the topmost first."""
        for dialog in _open_dialogs():
            self._hide(dialog)

    def _hide(self, dialog: QDialog) -> None:
        if self.page is not None and not dialog.isVisible():
            return
        self._dialogs.append(dialog)
        dialog.destroyed.connect(lambda _=None, gone=dialog: self._forget(gone))
        dialog.hide()
        if self.page is not None:
            self._window.activateWindow()
            self.page.take_keyboard()

    def _forget(self, dialog: QDialog) -> None:
        self._dialogs = [d for d in self._dialogs if d is not dialog]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A dialog that a late answer opens while the page is there waits with the others."""
        if self.page is not None and event.type() == QEvent.Type.Show and isinstance(watched, QDialog):
            # Either may be gone by then: the window with this, the dialog by itself.
            QTimer.singleShot(0, self, partial(while_alive(watched, self._hide), watched))
        return False

    @Slot(object)
    def _enter(self, who: Who) -> None:
        page, self.page = self.page, None
        app = QApplication.instance()
        if app is not None:
            app.removeEventFilter(self)
        same = who.person == self._before.person
        if not same:
            self._close_dialogs()
            if self._before != NOBODY:
                self.person_changed.emit()
        if page is not None:
            page.lift()
        for dialog in reversed(self._dialogs):
            dialog.open()
        self._dialogs = []
        self.seat_changed.emit()

    def _close_dialogs(self) -> None:
        """Give up the dialogs of who is gone; what was only typed there is nobody else's to see."""
        dialogs, self._dialogs = [*_open_dialogs(), *self._dialogs], []
        for dialog in dialogs:
            dialog.done(QDialog.DialogCode.Rejected)


def _open_dialogs() -> list[QDialog]:
    """The visible dialogs, the one above the others first."""
    found = [w for w in QApplication.topLevelWidgets() if isinstance(w, QDialog) and w.isVisible()]
    return sorted(found, key=_depth, reverse=True)


def _depth(dialog: QDialog) -> int:
    depth, over = 0, dialog.parentWidget()
    while over is not None:
        depth, over = depth + 1, over.window().parentWidget()
    return depth
