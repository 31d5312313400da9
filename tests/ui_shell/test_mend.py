"""补正材料 in the real window: each row is answered by picture or paper, in as many visits as it takes."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QDialog, QLabel, QLineEdit

import resources
from desk_app.domain.applications import Application
from desk_app.domain.events import Subject
from desk_app.services.applications import mending
from desk_app.ui.applications.mend import MendDialog
from desk_app.ui.counter.material import MaterialCard
from desk_app.ui.kit.room import NEW_DAY
from tests import news
from tests.ui_shell import news as line
from tests.ui_shell.conftest import Desk, write

ROWS = [
    {"material": "照片", "fault": "不是白底", "remedy": "重拍白底照片", "until": "2026-11-30"},
    {"material": "户口簿", "fault": "缺本人页", "remedy": "补交本人页"},
    {"material": "户口簿", "fault": "首页看不清", "remedy": "重新复印首页"},
]


@pytest.fixture
def application(desk: Desk) -> Application:
    """An application of which three things are to be mended; its card is open."""
    found = desk.accepted()
    line.deliver(desk.parts, found)
    news.tell(desk.parts, found, "cert_new", "correct", desk.clock.now(), text="三处要改", rows=ROWS)
    desk.open().open_application(found.id)
    desk.until(lambda: desk.sees("mend-cert_new"))
    return found


def opened(desk: Desk) -> MendDialog:
    desk.click("mend-cert_new")
    found = desk.find_dialog("mend")
    assert isinstance(found, MendDialog)
    return found


def press(desk: Desk, dialog: QDialog, name: str) -> None:
    (found,) = dialog.findChildren(QAbstractButton, name)
    desk.qtbot.mouseClick(found, Qt.MouseButton.LeftButton)
    desk.settle()


def test_the_card_says_what_is_to_be_mended_and_what_is_late(desk: Desk, application: Application) -> None:
    asked = [t for t in desk.shown() if t.startswith("1. 照片")]
    assert asked == ["1. 照片:不是白底,重拍白底照片,11月30日前"]
    desk.clock.move(9 * 24 * 3600)
    desk.line.changed.emit(Subject(NEW_DAY, ""))
    desk.until(lambda: any(t.endswith("已逾期") for t in desk.shown()))


def test_rows_are_answered_in_two_visits(desk: Desk, application: Application) -> None:
    # GIVEN the form, where nothing came yet
    dialog = opened(desk)
    (send,) = dialog.findChildren(QAbstractButton, "mend:send")
    assert not send.isEnabled()
    # WHEN a picture of the photo and a copy of the second row come
    card = dialog.rows[0].findChild(MaterialCard)
    assert isinstance(card, MaterialCard)
    card.add_file(resources.path("samples", "01", "portrait.jpg"))
    desk.until(send.isEnabled)
    (copy,) = dialog.findChildren(QCheckBox, "mend:2:copy")
    copy.click()
    (remark,) = dialog.findChildren(QLineEdit, "mend:2:remark")
    write(remark, "本人页")
    with desk.qtbot.waitSignal(desk.window.letter_written):
        press(desk, dialog, "mend:send")
    # THEN two rows are answered and the third is still open
    asked = mending.rows(desk.parts, application, "cert_new")
    assert [r.came for r in asked] == ["扫描1页", "复印件,本人页", ""]
    kept = desk.parts.store.applications.one(application.id)
    assert kept is not None
    assert kept.matters[0].state == "correction"
    assert [p.material for p in kept.pages][-1] == "photo"
    # WHEN the last comes another day
    desk.clock.move(24 * 3600)
    desk.until(lambda: desk.sees("mend-cert_new"))
    dialog = opened(desk)
    assert len(dialog.rows) == 1
    shown = [w.text() for w in dialog.findChildren(QLabel)]
    assert sum("已交来" in text for text in shown) == 2
    (original,) = dialog.findChildren(QCheckBox, "mend:3:original")
    original.click()
    press(desk, dialog, "mend:send")
    # THEN the matter goes on and the button is gone
    kept = desk.parts.store.applications.one(application.id)
    assert kept is not None
    assert kept.matters[0].state == "mended"
    desk.until(lambda: not desk.sees("mend-cert_new"))
    assert desk.parts.store.drafts.all() == ()


def test_giving_up_changes_nothing(desk: Desk, application: Application) -> None:
    dialog = opened(desk)
    (original,) = dialog.findChildren(QCheckBox, "mend:2:original")
    original.click()
    (other,) = dialog.findChildren(QCheckBox, "mend:2:copy")
    other.click()
    assert not original.isChecked()
    press(desk, dialog, "mend:cancel")
    assert all(r.open for r in mending.rows(desk.parts, application, "cert_new"))
    assert desk.parts.store.drafts.all() == ()
