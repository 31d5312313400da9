"""What stands before the first case: opening the book, its key, a book that is not right, and the sign-in."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from desk_app.domain import passphrases, recovery
from desk_app.domain.backups import Backup
from desk_app.domain.clerks import SUPERVISOR
from desk_app.domain.events import Who
from desk_app.domain.key_asking import OpeningWay
from desk_app.domain.recovery import RecoverySheet
from desk_app.domain.standing import BookTrouble, Trouble
from desk_app.ui.shell.book_trouble import BookTroubleDialog
from desk_app.ui.signin.page import SignInPage
from desk_app.ui.start.making import NewPassphraseDialog, RecoveryDialog
from desk_app.ui.start.opening import OpenBookDialog, WaitDialog
from desk_app.ui.start.restoring import FirstStartDialog, RestoreDialog
from desk_app.walkthrough.scene import Showing
from desk_app.walkthrough.shot import shot
from forms.procedures import CLERK

# ---- the key of the book ----------------------------------------------------------------------


@shot("open-book", "OpenBookDialog")
def _open_book(scene: Showing) -> None:
    told = "口令不对,请重新输入"
    ways = (OpeningWay.PASSPHRASE, OpeningWay.RECOVERY)
    OpenBookDialog(told, ways, 90, scene.window).open()


@shot("open-book-locked", "OpenBookDialog")
def _open_locked(scene: Showing) -> None:
    told = "系统密钥环锁着,请先解锁,再按“重试”;解不开的用柜子里的恢复密钥"
    OpenBookDialog(told, (OpeningWay.RECOVERY, OpeningWay.AGAIN), 0, scene.window).open()


@shot("new-passphrase", "NewPassphraseDialog")
def _new_passphrase(scene: Showing) -> None:
    dialog = NewPassphraseDialog("这台电脑没有可用的系统密钥环,数据用口令加密", scene.window)
    dialog.open()
    scene.write("new-passphrase:first", "短口令", dialog)
    assert passphrases.fault("短口令")


def _recovery(scene: Showing) -> RecoveryDialog:
    sheet = RecoverySheet("demo", recovery.written(bytes(range(recovery.BYTES))), "2026-11-27", voids=True)
    return RecoveryDialog(sheet, lambda _sheet: "已送打印机", scene.window.errands, scene.window)


@shot("recovery-key", "RecoveryDialog")
def _recovery_key(scene: Showing) -> None:
    _recovery(scene).open()


@shot("recovery-key-typed", "RecoveryDialog")
def _recovery_typed(scene: Showing) -> None:
    dialog = _recovery(scene)
    dialog.open()
    scene.press("recovery-key:next", dialog)
    scene.write(f"recovery-key:typed{recovery.ASKED_BACK[0] + 1}", "00000", dialog)


@shot("wait-for-key", "WaitDialog")
def _wait(scene: Showing) -> None:
    WaitDialog("等系统密钥环应答", scene.window).open()


# ---- a computer without data ------------------------------------------------------------------


def _backups(scene: Showing) -> tuple[Backup, ...]:
    now = scene.parts.clock.now()
    days = [(day, now - timedelta(days=day)) for day in range(4)]
    return tuple(Backup(Path(f"{day}.db"), at, 400 - day, 3000 - day, day != 1) for day, at in days)


@shot("first-start", "FirstStartDialog")
def _first_start(scene: Showing) -> None:
    FirstStartDialog(Path("/home/hall/.local/share/desk-app"), scene.window).open()


@shot("restore", "RestoreDialog")
def _restore(scene: Showing) -> None:
    errands, found = scene.window.errands, _backups(scene)
    fault = "没有打开数据,什么也没有改动。知道口令或找到恢复密钥后再启动"
    RestoreDialog(lambda _: found, errands, "/media/stick/backups", fault, scene.window).open()


@shot("restore-nothing", "RestoreDialog")
def _restore_nothing(scene: Showing) -> None:
    RestoreDialog(lambda _: (), scene.window.errands, "/media/stick", "", scene.window).open()


# ---- a book that is not the one that was last written here ------------------------------------


@shot("book-trouble", "BookTroubleDialog")
def _trouble(scene: Showing) -> None:
    fault = "备份打不开,没有恢复:文件不完整"
    BookTroubleDialog(BookTrouble(Trouble.OLDER), _backups(scene), fault, scene.window).open()


@shot("book-missing", "BookTroubleDialog")
def _missing(scene: Showing) -> None:
    BookTroubleDialog(BookTrouble(Trouble.MISSING), (), "", scene.window).open()


# ---- the sign-in ------------------------------------------------------------------------------


@shot("locked", "SignInPage")
def _locked(scene: Showing) -> None:
    scene.serve("adult", 3)
    scene.window.activateWindow()
    scene.window.locker.lock()


@shot("shift", "SignInPage")
def _shift(scene: Showing) -> None:
    scene.window.locker.shift()


@shot("sign-in", "SignInPage")
def _sign_in(scene: Showing) -> None:
    scene.window.locker.sign_out()


@shot("sign-in-refused", "SignInPage")
def _refused(scene: Showing) -> None:
    scene.window.locker.sign_out()
    scene.write("sign-in:password", "not-the-right-one")
    scene.key(Qt.Key.Key_Return)
    scene.until(scene.find(QLabel, "sign-in:problem").isVisible, "说明为什么没有登录")


@shot("sign-in-first", "SignInPage")
def _first(scene: Showing) -> None:
    """What a hall that is no demo asks at its first start."""
    real = replace(scene.parts, window=replace(scene.parts.window, demo=False))
    SignInPage(real, scene.window.errands, scene.window)


@shot("start-supervisor")
def _start_supervisor(scene: Showing) -> None:
    """Whoever leads may give what is unfinished to another clerk."""
    seat = scene.parts.window.seat
    who, roles, leader = seat.who, tuple(seat.roles), Who("演示负责人", CLERK, seat.who.unit, seat.who.window)
    seat.give(leader, (CLERK, SUPERVISOR))
    scene.start()
    scene.window.counter.begin()
    scene.settle()
    seat.give(who, roles)
