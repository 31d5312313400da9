"""待办: groups by urgency, one act a row, putting off with a reason, all of it by keyboard."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QToolButton, QWidget

from desk_app.domain.applications import Application, MatterState, matter_id
from desk_app.errors import RuleError
from desk_app.services import proceedings
from desk_app.services.counter import capture, intake
from desk_app.services.todos import board as todo_board
from desk_app.services.todos import todos
from desk_app.services.todos.todos import Urgency
from desk_app.ui.acts.dialog import ActDialog
from desk_app.ui.todos.row import TodoRow
from tests import news
from tests.dressed import keys_are_given_on
from tests.fakes import make_parts
from tests.opened import opened_book
from tests.people import sound_draft
from tests.ui_shell.conftest import Desk, write

DAY = 24 * 3600
HOUR = 3600


def tell(desk: Desk, application: Application, act: str, text: str = "") -> None:
    news.tell(desk.parts, application, "cert_new", act, desk.clock.now(), text=text)


def rows(desk: Desk, group: str = "") -> list[TodoRow]:
    """The rows that are visible, from top to bottom."""
    found = [r for r in desk.window.findChildren(TodoRow) if r.isVisible()]
    return sorted(found, key=lambda r: r.mapTo(desk.window, r.rect().topLeft()).y())


def titles(desk: Desk) -> list[str]:
    return [row.link.title.text() for row in rows(desk)]


def chosen(desk: Desk) -> TodoRow:
    (found,) = [row for row in rows(desk) if row.property("chosen")]
    return found


def press(desk: Desk, key: Qt.Key) -> None:
    """Send a key to the focused widget."""
    desk.qtbot.keyClick(QApplication.focusWidget(), key)
    desk.until(keys_are_given_on)
    desk.settle()


def count(desk: Desk, group: str) -> str:
    return desk.find(QLabel, f"group-{group}").text()


@pytest.fixture
def busy(desk: Desk) -> tuple[Desk, Application, Application]:
    """Friday: one application not handed over since Monday, one of Thursday with its result there."""
    late = desk.accepted("马志强")
    desk.clock.move(3 * DAY)
    fresh = desk.accepted("李秀英")
    tell(desk, fresh, "conclude")
    desk.clock.move(DAY)
    return desk, late, fresh


def test_what_is_to_do_stands_in_groups_by_urgency(busy: tuple[Desk, Application, Application]) -> None:
    desk, _late, _fresh = busy
    desk.open()
    desk.click("rail-todos")
    assert count(desk, "overdue") == "超期 1"
    assert count(desk, "today") == "今天必须办 1"
    assert titles(desk) == ["转交 马志强 …0029 的残疾人证新办", "通知 李秀英 …0045 领取残疾人证新办的结果"]
    shown = desk.shown()
    for words in ("超 1 天", "昨天起", "应在2026年11月26日前转交部门,请马上转交并登记"):
        assert words in shown
    # both subsidies of each wait for the certificate, and the badge counts what presses alone
    assert count(desk, "waiting") == "等别人办 4"
    assert desk.find(QToolButton, "rail-todos").accessibleName() == "待办,2件"


def test_only_the_chosen_row_is_filled_and_arrows_choose(
    busy: tuple[Desk, Application, Application],
) -> None:
    desk, late, _fresh = busy
    desk.open()
    desk.click("rail-todos")
    assert chosen(desk).todo.proceeding == matter_id(late.id, "cert_new")
    press(desk, Qt.Key.Key_Down)
    first, second = rows(desk)
    assert chosen(desk) is second
    assert [r.deed.property("role") for r in (first, second)] == ["soft", "primary"]
    assert second.hasFocus()
    assert "打开" not in second.deed.text()
    press(desk, Qt.Key.Key_Up)
    assert chosen(desk) is first


def test_f2_does_the_act_the_law_names(busy: tuple[Desk, Application, Application]) -> None:
    # GIVEN a result that is out and was told, chosen
    desk, _late, fresh = busy
    told = {"told_on": desk.clock.today().isoformat(), "way": "2", "reached": "1"}
    matter = matter_id(fresh.id, "cert_new")
    proceedings.act(desk.parts, desk.parts.window.who, matter, "tell", told)
    desk.open()
    desk.click("rail-todos")
    press(desk, Qt.Key.Key_Down)
    assert chosen(desk).deed.text() == "送达本人"
    # WHEN F2 is pressed and the form is confirmed
    press(desk, Qt.Key.Key_F2)
    form = desk.find_dialog("act")
    assert isinstance(form, ActDialog)
    desk.until(lambda: form.armed)
    (go,) = form.findChildren(QAbstractButton, "act:go")
    desk.qtbot.mouseClick(go, Qt.MouseButton.LeftButton)
    desk.settle()
    # THEN it is done, its row is gone, and the day's figure counts it
    desk.until(lambda: len(rows(desk)) == 1)
    kept = desk.parts.store.applications.one(fresh.id)
    assert kept is not None
    assert kept.matters[0].state == MatterState.HANDED_OVER
    assert desk.find(QLabel, "done-today").text() == "2"


def test_the_form_of_a_transfer_knows_the_department(busy: tuple[Desk, Application, Application]) -> None:
    desk, _late, _fresh = busy
    desk.open()
    desk.click("rail-todos")
    press(desk, Qt.Key.Key_F2)
    form = desk.find_dialog("act")
    (department,) = form.findChildren(QLineEdit, "department")
    assert "残联" in department.text()
    form.reject()


def test_enter_opens_the_record(busy: tuple[Desk, Application, Application]) -> None:
    desk, late, _fresh = busy
    window = desk.open()
    desk.click("rail-todos")
    with desk.qtbot.waitSignal(window.todos.open_wanted) as opened:
        press(desk, Qt.Key.Key_Return)
    assert opened.args[0].subject == late.subject
    desk.until(lambda: window.page("applications").isVisible())


def put_off(desk: Desk, reason: str) -> None:
    press(desk, Qt.Key.Key_M)
    dialog = desk.find_dialog("put-off")
    (line,) = dialog.findChildren(QLineEdit, "put-off:reason")
    write(line, reason)
    desk.qtbot.keyClick(line, Qt.Key.Key_Return)
    desk.settle()


def test_after_m_the_next_one_is_chosen(busy: tuple[Desk, Application, Application]) -> None:
    desk, _late, _fresh = busy
    desk.open()
    desk.click("rail-todos")
    first = chosen(desk).todo
    put_off(desk, "打了电话,没人接")
    desk.until(lambda: count(desk, "soon").endswith(" 1"))
    assert chosen(desk).todo.key != first.key
    desk.window.activateWindow()
    desk.until(desk.window.isActiveWindow)
    assert chosen(desk).hasFocus()
    press(desk, Qt.Key.Key_M)
    assert first.title not in [line.text() for line in desk.find_dialog("put-off").findChildren(QLabel)]


def test_m_leaves_it_for_the_next_working_day_and_says_so_then(
    busy: tuple[Desk, Application, Application], tmp_path: Path
) -> None:
    # GIVEN on a Friday a result nobody came for
    desk, _late, fresh = busy
    desk.open()
    desk.click("rail-todos")
    press(desk, Qt.Key.Key_Down)
    events = len(desk.parts.store.events.about(fresh.subject))
    # WHEN it is left, THEN it counts no more today, and no state changed
    put_off(desk, "打了电话,没人接")
    desk.until(lambda: count(desk, "soon").endswith(" 1"))
    assert desk.find(QToolButton, "rail-todos").accessibleName() == "待办,1件"
    assert not desk.sees("group-today")
    assert "打了电话,没人接,今天" in [t.replace("\uff0c", ",") for t in desk.shown()]
    assert len(desk.parts.store.events.about(fresh.subject)) == events
    assert "11月30日" in desk.shown()
    # WHEN it is Monday, with the book opened anew, THEN it is there again with what was tried
    desk.clock.move(3 * DAY)
    desk.parts.store.close()
    again = make_parts(tmp_path, desk.clock)
    (back,) = [t for t in todos.todos(again).shown if t.proceeding == matter_id(fresh.id, "cert_new")]
    assert back.urgency is Urgency.TODAY
    assert back.put_off is not None
    assert (back.put_off.reason, back.put_off.person, back.put_off.times) == (
        "打了电话,没人接",
        "演示经办员",
        1,
    )
    again.store.close()
    object.__setattr__(desk, "parts", replace(again, store=make_parts(tmp_path, desk.clock).store))


def test_it_is_not_left_without_a_reason(busy: tuple[Desk, Application, Application]) -> None:
    desk, _late, _fresh = busy
    desk.open()
    desk.click("rail-todos")
    put_off(desk, "  ")
    dialog = desk.find_dialog("put-off")
    assert "请写明为什么改到明天" in dialog.findChild(QLabel, "put-off:problem").text()
    assert "已经超期" in dialog.findChild(QLabel, "put-off:late").text()
    with pytest.raises(RuleError, match="请写明为什么"):
        todos.put_off(desk.parts, todos.todos(desk.parts).shown[0], "")
    dialog.reject()
    assert count(desk, "overdue") == "超期 1"


def test_a_reason_that_was_given_twice_counts(busy: tuple[Desk, Application, Application]) -> None:
    desk, _late, _fresh = busy
    for days in (0, 3):
        desk.clock.move(days * DAY)
        (one,) = [t for t in todos.todos(desk.parts).shown if "李秀英" in t.title]
        todos.put_off(desk.parts, one, "没人接")
    (one,) = [t for t in todos.todos(desk.parts).shown if "李秀英" in t.title]
    assert one.put_off is not None
    assert one.put_off.times == 2
    assert one.urgency is Urgency.SOON


def test_a_to_do_done_and_come_again_was_not_put_off(busy: tuple[Desk, Application, Application]) -> None:
    desk, late, _fresh = busy
    tell(desk, late, "correct", "请补照片")
    (one,) = [t for t in todos.todos(desk.parts).shown if "补正" in t.title]
    todos.put_off(desk.parts, one, "没人接")
    desk.clock.move(HOUR)
    tell(desk, late, "resume")
    tell(desk, late, "correct", "还是不清楚")
    (again,) = [t for t in todos.todos(desk.parts).shown if "补正" in t.title]
    assert (again.text, again.put_off, again.urgency) == ("还是不清楚", None, Urgency.TODAY)


def test_a_promised_material_is_taken_in_from_its_row(desk: Desk) -> None:
    draft = capture.mark_seen(sound_draft(desk.parts), "household", None)
    intake.accept(desk.parts, capture.promise(desk.parts, draft, "household"))
    desk.clock.move(8 * DAY)
    desk.open()
    desk.click("rail-todos")
    (row,) = [r for r in rows(desk) if r.todo.material]
    assert (row.todo.urgency, row.deed.text()) == (Urgency.OVERDUE, "登记补交")
    desk.qtbot.mouseClick(row.deed, Qt.MouseButton.LeftButton)
    desk.settle()
    desk.find_dialog("supplement").close()


def test_what_others_are_to_do_and_drafts_are_folded(busy: tuple[Desk, Application, Application]) -> None:
    desk, _late, _fresh = busy
    draft = desk.keep_draft()
    window = desk.open()
    desk.click("rail-todos")
    assert count(desk, "drafts") == "没写完的 1"
    assert len(rows(desk)) == 2
    desk.click("fold-waiting")
    desk.until(lambda: [r.link.why.text() for r in rows(desk)][2:] == ["随证待审(停表)"] * 4)
    desk.click("fold-drafts")
    desk.click(f"do-{draft.id}")
    desk.until(lambda: window.case is not None and window.case.draft.id == draft.id)


def test_only_one_room_is_shown_when_asked(busy: tuple[Desk, Application, Application]) -> None:
    # GIVEN beside the applications a message of the county that could not be handled
    desk, late, _fresh = busy
    tell(desk, late, "fly")
    desk.open()
    desk.click("rail-todos")
    assert [b.text() for b in desk.window.findChildren(QAbstractButton) if "todos-of-" in b.objectName()] == [
        "全部 3",
        "办件 2",
        "区县 1",
    ]
    # WHEN only that is wanted, THEN it can be put away, and the empty face says what comes
    desk.click("todos-of-区县")
    desk.until(lambda: titles(desk) == ["区县的一条消息没有处理成"])
    press(desk, Qt.Key.Key_Return)  # there is no record to open
    assert desk.window.page("todos").isVisible()
    rows(desk)[0].deed.click()
    desk.settle()
    desk.until(lambda: desk.find(QLabel, "todos-empty").text() == "这里今天没有要办的。")
    desk.click("todos-of-all")
    desk.until(lambda: len(rows(desk)) == 2)


def test_the_empty_face_says_what_comes_next(desk: Desk) -> None:
    application = desk.accepted("马志强")
    desk.clock.move(2 * DAY)
    desk.open()
    desk.click("rail-todos")
    said = desk.find(QLabel, "todos-empty").text()
    assert said == "今天的都办完了。下一件是明天的:转交 马志强 …0029 的残疾人证新办。"
    assert count(desk, "soon") == "三天内到期 1"
    board = todo_board.board(desk.parts)
    assert [(f"{day:%m-%d}", many) for day, many in board.ahead][:3] == [
        ("11-25", 0),
        ("11-26", 1),
        ("11-27", 0),
    ]
    assert application.matters[0].state == MatterState.TAKEN


def test_it_stands_below_one_another_where_the_room_is_narrow(
    busy: tuple[Desk, Application, Application],
) -> None:
    desk, _late, _fresh = busy
    window = desk.open()
    window.setMinimumSize(600, 380)
    desk.click("rail-todos")
    wide = desk.find(QWidget, "todos-side")
    assert wide.mapTo(window, wide.rect().topLeft()).x() > rows(desk)[0].width()
    window.resize(683, 384)
    desk.until(lambda: window.width() == 683)
    first = rows(desk)[0]
    desk.until(lambda: wide.mapTo(window, wide.rect().topLeft()).x() < 100)
    assert wide.mapTo(window, wide.rect().topLeft()).y() > first.mapTo(window, first.rect().bottomLeft()).y()
    for part in (first.link, first.deed):
        assert part.mapTo(window, part.rect().topRight()).x() <= 683


def test_every_row_says_itself_to_a_screen_reader(busy: tuple[Desk, Application, Application]) -> None:
    desk, _late, _fresh = busy
    desk.open()
    desk.click("rail-todos")
    first = rows(desk)[0]
    assert first.accessibleName().startswith("超 1 天,转交 马志强 …0029 的残疾人证新办,应在")
    assert first.accessibleDescription() == "F2 转交部门"
    named = [w for w in desk.window.page("todos").findChildren(QAbstractButton) if w.isVisible()]
    assert not [w.objectName() for w in named if not (w.accessibleName() or w.text())]


def test_reading_costs_the_same_in_a_large_book(desk: Desk, tmp_path: Path) -> None:
    """Every query of the page uses an index."""
    desk.accepted()
    desk.parts.store.close()
    book = opened_book(tmp_path / "book.db")
    waiting = "FROM proceeding WHERE procedure = 'matter' AND state = 'held'"
    silent = " AND (warn_on = '' OR warn_on > '2026-11-26')"
    plans = {
        "SELECT * FROM put_off WHERE id IN (SELECT value FROM json_each('[]'))": "put_off",
        "SELECT due, count(*) FROM listed WHERE procedure IN ('matter') AND due IN ('2026-11-26')"
        " AND outcome = '' GROUP BY due": "listed",
        f"SELECT count(*) {waiting}{silent}": "proceeding",
        f"SELECT * {waiting}{silent} ORDER BY began_at LIMIT 20": "proceeding",
    }
    for query, table in plans.items():
        steps = [row[3] for row in book.execute(f"EXPLAIN QUERY PLAN {query}")]
        assert not [s for s in steps if s.startswith(f"SCAN {table}") or "ORDER BY" in s], steps
    book.close()


def test_a_long_group_shows_some_rows_and_the_others_when_asked(desk: Desk) -> None:
    for _ in range(17):
        desk.accepted()
    desk.clock.move(4 * DAY)
    desk.open()
    desk.click("rail-todos")
    assert count(desk, "overdue") == "超期 17"
    desk.until(lambda: len(rows(desk)) == 15)
    assert desk.find(QAbstractButton, "more-overdue").text() == "再看2件"
    rows(desk)[-1].setFocus()
    desk.click("more-overdue")
    desk.until(lambda: len(rows(desk)) == 17)
    assert not desk.sees("more-overdue")


def test_rows_are_made_a_few_at_a_time_down_to_the_chosen_one(desk: Desk) -> None:
    # GIVEN a long group with its last row chosen, and another room before it
    for _ in range(12):
        desk.accepted()
    desk.clock.move(4 * DAY)
    window = desk.open()
    desk.click("rail-todos")
    desk.until(lambda: len(rows(desk)) == 12)
    rows(desk)[8].setFocus()
    stood = chosen(desk).todo.key
    desk.click("rail-counter")
    window.page("todos").let_go()
    # WHEN the page is shown again
    window.show_room("todos")
    assert rows(desk) == []
    while not rows(desk):
        QCoreApplication.processEvents()
    # THEN the chosen row is among the first, and those after it come soon
    assert [row.todo.key for row in rows(desk)][8:] == [stood]
    assert chosen(desk).todo.key == stood
    desk.until(lambda: len(rows(desk)) == 12)
    assert chosen(desk).todo.key == stood
    assert [row.property("last") for row in rows(desk)] == [False] * 11 + [True]


def test_a_page_nobody_looks_at_counts_and_makes_no_rows(
    busy: tuple[Desk, Application, Application],
) -> None:
    desk, _late, _fresh = busy
    window = desk.open()
    assert desk.find(QToolButton, "rail-todos").accessibleName() == "待办,2件"
    assert window.page("todos").findChildren(TodoRow) == []
