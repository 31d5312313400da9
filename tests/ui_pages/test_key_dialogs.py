"""The dialogs that ask for the key of a book before the window is there."""

import threading
from collections.abc import Callable

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desk_app.domain import recovery
from desk_app.domain.key_asking import KeyGiven, OpeningWay
from desk_app.domain.recovery import RecoverySheet
from desk_app.errors import WorldError
from desk_app.ui.counter.start import StartPage
from desk_app.ui.kit.errands import Errands
from desk_app.ui.start.asking import WindowAsking
from desk_app.ui.start.making import NewPassphraseDialog, RecoveryDialog
from desk_app.ui.start.opening import OpenBookDialog

BOTH = (OpeningWay.PASSPHRASE, OpeningWay.RECOVERY)
SHEET = RecoverySheet("book", recovery.written(bytes(range(20))), "2026-11-27")
GOOD = "石榴 铁轨 二胡"


def press(within: QWidget, name: str) -> QPushButton:
    found = within.findChild(QPushButton, name)
    assert found is not None
    return found


def edit(within: QWidget, name: str) -> QLineEdit:
    found = within.findChild(QLineEdit, name)
    assert found is not None
    return found


def said(within: QWidget, name: str) -> str:
    found = within.findChild(QLabel, name)
    assert found is not None
    return found.text()


def test_a_passphrase_is_not_shown_and_is_given(qtbot: QtBot) -> None:
    dialog = OpenBookDialog("", BOTH, 0.0)
    qtbot.addWidget(dialog)
    field = edit(dialog, "open-book:passphrase")
    assert field.echoMode() is QLineEdit.EchoMode.Password
    assert not press(dialog, "open-book:open").isEnabled()
    field.setText(GOOD)
    press(dialog, "open-book:open").click()
    assert dialog.given == KeyGiven(OpeningWay.PASSPHRASE, GOOD)


def test_in_the_pause_only_the_recovery_key_can_be_tried(qtbot: QtBot) -> None:
    dialog = OpenBookDialog("口令不对", BOTH, 1.2)
    qtbot.addWidget(dialog)
    dialog.show()
    edit(dialog, "open-book:passphrase").setText(GOOD)
    assert not press(dialog, "open-book:open").isEnabled()
    assert "2秒后" in said(dialog, "open-book:pause")
    edit(dialog, "open-book:recovery").setText(SHEET.code)
    assert press(dialog, "open-book:open").isEnabled()
    edit(dialog, "open-book:recovery").clear()
    qtbot.waitUntil(lambda: press(dialog, "open-book:open").isEnabled())
    press(dialog, "open-book:open").click()
    assert dialog.given == KeyGiven(OpeningWay.PASSPHRASE, GOOD)


def test_a_keyring_can_be_asked_again(qtbot: QtBot) -> None:
    dialog = OpenBookDialog("打不开", (OpeningWay.AGAIN, OpeningWay.RECOVERY), 0.0)
    qtbot.addWidget(dialog)
    assert dialog.findChild(QLineEdit, "open-book:passphrase") is None
    press(dialog, "open-book:again").click()
    assert dialog.given == KeyGiven(OpeningWay.AGAIN)


def test_a_new_passphrase_is_strong_and_typed_twice(qtbot: QtBot) -> None:
    dialog = NewPassphraseDialog("没有密钥环。")
    qtbot.addWidget(dialog)
    first, second = (edit(dialog, f"new-passphrase:{n}") for n in ("first", "second"))
    take = press(dialog, "new-passphrase:take")
    first.setText("12")
    second.setText("12")
    assert "太短" in said(dialog, "new-passphrase:fault")
    assert not take.isEnabled()
    first.setText(GOOD)
    second.setText(GOOD[:-1] + "!")
    assert "不一样" in said(dialog, "new-passphrase:fault")
    assert not take.isEnabled()
    second.setText(GOOD)
    take.click()
    assert dialog.phrase == GOOD


def recovery_dialog(qtbot: QtBot, put_out: Callable[[RecoverySheet], str]) -> RecoveryDialog:
    errands = Errands()
    dialog = RecoveryDialog(SHEET, put_out, errands)
    dialog.destroyed.connect(errands.close)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def test_a_sheet_is_kept_when_two_groups_came_back(qtbot: QtBot) -> None:
    dialog = recovery_dialog(qtbot, lambda _sheet: "")
    shown = [said(dialog, f"recovery-key:group{n}") for n in range(1, 9)]
    assert "-".join(shown) == SHEET.code
    press(dialog, "recovery-key:next").click()
    assert not any(
        label.isVisible() for label in dialog.findChildren(QLabel) if label.text() in SHEET.groups
    )  # nothing to copy it from but the paper
    third, seventh = (edit(dialog, f"recovery-key:typed{n}") for n in (3, 7))
    third.setText(SHEET.groups[3])
    seventh.setText(SHEET.groups[6].lower())
    assert "第3组不对" in said(dialog, "recovery-key:said")
    assert not press(dialog, "recovery-key:done").isEnabled()
    third.setText(SHEET.groups[2])
    press(dialog, "recovery-key:done").click()
    assert dialog.result() == dialog.DialogCode.Accepted


def test_a_printer_that_fails_is_told_and_the_key_stays_to_be_copied(qtbot: QtBot) -> None:
    def refuse(_sheet: RecoverySheet) -> str:
        raise WorldError("没有找到打印机")

    dialog = recovery_dialog(qtbot, refuse)
    press(dialog, "recovery-key:print").click()
    qtbot.waitUntil(lambda: "没有找到打印机。" in said(dialog, "recovery-key:said"))
    assert press(dialog, "recovery-key:print").isEnabled()


def test_the_window_stays_alive_while_a_keyring_is_waited_for(qtbot: QtBot) -> None:
    done, seen = threading.Event(), list[str]()

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        assert dialog is not None
        dialog.close()  # nobody can end the waiting but its end
        seen.append(said(dialog, "wait-for-key:told"))
        done.set()

    QTimer.singleShot(400, look)
    WindowAsking(lambda _sheet: "").waiting("正在等系统密钥环答复", done, 20.0)
    assert seen == ["正在等系统密钥环答复……"]


def test_the_waiting_has_an_end(qtbot: QtBot) -> None:
    WindowAsking(lambda _sheet: "").waiting("正在等", threading.Event(), 0.5)


def test_a_demos_start_page_says_where_its_key_lies(qtbot: QtBot) -> None:
    for demo in (True, False):
        page = StartPage(demo=demo)
        qtbot.addWidget(page)
        page.show()
        found = page.findChild(QLabel, "demo-key")
        assert found is not None
        assert found.isVisible() is demo
        assert "拿到这个文件夹的人都能看到" in found.text()
