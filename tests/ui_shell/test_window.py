"""The frame of the window: person served, hall, connection, rooms and messages."""

import logging

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, QThread
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QPushButton, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from desk_app.errors import BugError, RuleError, WorldError
from desk_app.services.parts import LineState
from desk_app.ui.kit import style
from desk_app.ui.kit.focus import FocusRing
from desk_app.ui.shell.notices import Incident, Message, Notices
from tests.dressed import dressed
from tests.ui_shell import news
from tests.ui_shell.conftest import Desk

ROOMS = (
    *("rail-counter", "rail-applications", "rail-todos"),
    *("rail-visits", "rail-registers", "rail-statistics", "rail-settings"),
)


def test_it_opens_at_the_size_of_old_screens(desk: Desk) -> None:
    window = desk.open()
    room = window.screen().availableSize()
    assert window.width() <= max(1366, room.width())
    assert window.minimumWidth() <= 1180
    assert window.minimumHeight() <= 700


def test_the_line_is_told_by_word_and_shape(desk: Desk) -> None:
    window = desk.open()
    line = desk.find(QPushButton, "line")
    desk.line.state_changed.emit(LineState(True, 2, ""))
    desk.until(lambda: "在线" in line.text())
    online = line.icon().cacheKey()
    assert "2" in line.text()
    desk.line.state_changed.emit(LineState(False, 3, "区县没有应答"))
    desk.until(lambda: "离线" in line.text())
    assert line.icon().cacheKey() != online
    assert line.toolTip() == "区县没有应答"
    desk.click("line")
    assert any("区县没有应答" in label.text() for label in window.notice_area.findChildren(QLabel))


def test_the_courier_may_speak_from_its_own_thread(desk: Desk) -> None:
    desk.open()

    class Courier(QThread):
        def run(self) -> None:
            desk.line.state_changed.emit(LineState(True, 7, ""))

    courier = Courier()
    with desk.qtbot.waitSignal(courier.finished):
        courier.start()
    desk.until(lambda: "7" in desk.find(QPushButton, "line").text())


def test_the_clock_goes_on_by_itself(desk: Desk) -> None:
    desk.clock.move(59.7)
    desk.open()
    assert desk.find(QLabel, "day").text() == "11月23日 星期一"
    assert desk.find(QLabel, "clock").text() == "09:15"
    desk.clock.move(0.3)
    desk.until(lambda: desk.find(QLabel, "clock").text() == "09:16")


def test_a_narrow_window_keeps_what_matters(desk: Desk) -> None:
    """A 1920×1080 screen at 200 % has 960 pixels."""
    draft = desk.keep_draft()
    window = desk.open()
    window.resize(1920, 1080)
    desk.click(f"resume-{draft.id}")
    desk.until(lambda: desk.sees("day"))
    window.setMinimumSize(400, 400)
    window.resize(window.rail.width() + window.topbar.sizeHint().width() * 3 // 4, 540)
    desk.until(lambda: not desk.sees("day"))
    for name in ("serving", "clock"):
        words = desk.find(QLabel, name)
        desk.until(lambda w=words: w.width() >= w.sizeHint().width())
    step = desk.find(QPushButton, "step-6")
    desk.until(lambda: step.width() >= step.sizeHint().width())
    assert "受理出证" not in desk.shown()
    window.resize(1920, 1080)
    desk.until(lambda: desk.sees("day") and "受理出证" in desk.shown())


@pytest.mark.parametrize("room", ROOMS)
def test_every_control_has_a_name_to_be_read(desk: Desk, room: str) -> None:
    desk.keep_draft()
    desk.accepted()
    window = desk.open()
    desk.click(room)
    nameless = [w for w in window.findChildren(QWidget) if _reachable(w) and not _spoken(w)]
    assert not nameless


def test_every_control_of_an_open_case_has_a_name(desk: Desk) -> None:
    window = desk.open()
    desk.click("new-case")
    desk.click("step-2")
    assert all(_spoken(w) for w in window.findChildren(QWidget) if _reachable(w))


def _reachable(widget: QWidget) -> bool:
    return widget.isVisible() and bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)


def _spoken(widget: QWidget) -> str:
    return QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)


@pytest.mark.parametrize("room", ROOMS)
def test_every_room_opens_by_key_and_takes_the_keyboard(desk: Desk, room: str) -> None:
    window = desk.open()
    key = Qt.Key(Qt.Key.Key_1 + ROOMS.index(room))
    desk.qtbot.keyClick(window, key, Qt.KeyboardModifier.AltModifier)
    desk.settle()
    assert desk.find(QToolButton, room).isChecked()


def test_where_the_rail_finds_no_room_a_menu_and_the_keys_stand_for_it(desk: Desk) -> None:
    """1366×768 at 200 % has 683×384 pixels."""
    news.deliver(desk.parts, application := desk.accepted())
    news.tell(desk.parts, application, "cert_new", "conclude", "残疾人证已制好")
    window = desk.open()
    window.setMinimumSize(300, 300)
    window.resize(683, 384)
    menu = desk.find(QPushButton, "rooms-menu")
    assert not desk.sees("rail-counter")
    desk.until(lambda: menu.accessibleName() == "换一个房间,现在是受理,1件待办")
    desk.qtbot.keyClick(window, Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)
    desk.until(lambda: desk.sees("applications"))
    assert "办件" in menu.text()
    (todos,) = [a for a in menu.menu().actions() if a.objectName() == "menu-todos"]
    assert todos.text().startswith("待办(1)")
    todos.trigger()
    desk.until(lambda: window.page("todos").isVisible())
    window.resize(1366, 768)
    desk.until(lambda: desk.sees("rail-counter") and not desk.sees("rooms-menu"))


def test_f1_lists_the_keys_of_the_page(desk: Desk) -> None:
    window = desk.open()
    desk.click("new-case")
    desk.click("step-2")
    desk.qtbot.keyClick(window, Qt.Key.Key_F1)
    (dialog,) = [d for d in window.findChildren(QDialog) if d.objectName() == "keys"]
    assert "打印" in [label.text() for label in dialog.findChildren(QLabel)]
    dialog.close()


@pytest.mark.parametrize("look", list(style.Looks))
def test_every_look_keeps_the_steps_and_the_foot_whole(desk: Desk, look: style.Looks) -> None:
    style.apply(dressed(), look.value)
    window = desk.open()
    window.resize(1366, 768)
    desk.click("new-case")
    for name in ("step-1", "step-6", "next", "set-aside"):
        widget = desk.find(QPushButton, name)
        desk.until(lambda w=widget: w.width() >= w.minimumSizeHint().width())
        desk.until(lambda w=widget: w.mapTo(window, w.rect().bottomRight()).x() <= window.width())


def test_messages_wait_for_a_window(qtbot: QtBot) -> None:
    notices, seen = Notices(), []
    notices.arrived.connect(seen.append)
    notices.report(WorldError("打印机没有开机"))
    notices.tell("good", "已打印")
    assert seen == []
    notices.open()
    assert seen == [Message("caution", "打印机没有开机"), Message("good", "已打印")]


def test_the_same_message_is_shown_once_and_old_ones_give_way(desk: Desk) -> None:
    desk.open()
    for sentence in ("一", "一", "二", "三"):
        desk.notices.report(WorldError(sentence))
    desk.until(lambda: [text for text in desk.shown() if text in "一二三"] == ["二", "三"])


def test_a_rule_is_never_a_dialog(desk: Desk) -> None:
    window = desk.open()
    desk.notices.report(RuleError("还不能受理"))
    assert not [d for d in window.findChildren(QDialog) if d.isVisible()]
    assert window.notice_area.isVisible()


@pytest.mark.warns
def test_our_own_mistake_is_one_dialog_and_a_log_line_without_words(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    window = desk.open()
    try:
        raise KeyError("张样例 620403198703120029")
    except KeyError as error:
        desk.notices.unforeseen(KeyError, error, error.__traceback__)
    desk.notices.report(BugError("程序出了一个错"))
    (dialog,) = [d for d in window.findChildren(QDialog) if d.isVisible()]
    number = dialog.findChild(QLabel, "incident-number").text()[-6:]
    said = " ".join(r.getMessage() for r in caplog.records if r.levelno >= logging.ERROR)
    assert number in said
    assert "KeyError < test_window.py" in said
    assert "620403" not in said
    assert "张" not in said
    dialog.accept()
    desk.until(lambda: not [d for d in window.findChildren(QDialog) if d.isVisible()])


@pytest.mark.warns
def test_an_incident_before_the_window_is_kept(qtbot: QtBot) -> None:
    notices, seen = Notices(), []
    notices.arrived.connect(seen.append)
    notices.report(ValueError("x"))
    notices.open()
    assert isinstance(seen[0], Incident)


def test_texts_hold_no_stray_mnemonics(desk: Desk) -> None:
    window = desk.open()
    desk.click("new-case")
    assert not [b for b in window.findChildren(QPushButton) if "&" in b.text()]


class Heard(QObject):
    """Counts the events of one kind."""

    def __init__(self, kind: QEvent.Type) -> None:
        super().__init__()
        self.kind, self.times = kind, 0

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        self.times += event.type() == self.kind
        return False


def test_the_look_can_be_changed_on_the_spot(desk: Desk) -> None:
    window = desk.open()
    desk.click("rail-settings")
    with desk.qtbot.waitSignal(window.settings.look_chosen) as chosen:
        desk.click("look-large")
    assert chosen.args == ["LARGE"]
    assert style.scale() == style.Looks.LARGE.value.scale
    assert QApplication.font().pointSizeF() > 12
    # the same once more styles nothing anew: on a slow machine that is seconds
    styled = Heard(QEvent.Type.StyleChange)
    desk.window.installEventFilter(styled)
    desk.click("look-large")
    assert styled.times == 0
    desk.click("look-normal")
    assert styled.times > 0


def test_the_ring_follows_the_keyboard_from_case_to_case(desk: Desk) -> None:
    window = desk.open()
    ring = window.findChild(FocusRing)
    wide = FocusRing.WIDTH
    for _ in range(2):
        desk.click("new-case")
        line = desk.pages[0].line
        desk.until(line.hasFocus)

        def around(line: QWidget = line) -> QRect:
            place = QRect(line.mapTo(window, QPoint()), line.size())
            return place.adjusted(-wide, -wide, wide, wide).intersected(window.rect())

        desk.until(lambda here=around: ring.geometry() == here())
        before = ring.width()
        window.resize(window.width() + 40, window.height())
        desk.until(lambda here=around, narrow=before: ring.width() > narrow and ring.geometry() == here())
        desk.click("set-aside")
    desk.click("rail-settings")
    assert ring.isVisible()
