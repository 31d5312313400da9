"""办件 and 待办: found fast, updated row by row, handed over to the right person."""

from pathlib import Path

import pytest
from PySide6.QtCore import QAbstractItemModel, Qt
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QTableView

import resources
from desk_app.domain.applications import Application, MatterState, matter_id
from desk_app.domain.events import Subject
from desk_app.services import proceedings
from desk_app.services.counter import capture, intake
from desk_app.services.printing import prints
from desk_app.services.todos import todos
from desk_app.ui.acts.dialog import ActDialog
from desk_app.ui.applications.clock import ClockCells
from desk_app.ui.counter.material import MaterialCard
from desk_app.ui.kit.lists import cells
from desk_app.ui.kit.room import NEW_DAY
from desk_app.ui.papers.dialog import PaperDialog
from tests.fakes import PaperTray
from tests.people import sound_draft
from tests.printing.reading import text_of
from tests.ui_shell import news
from tests.ui_shell.conftest import Desk


def table(desk: Desk) -> QTableView:
    return desk.find(QTableView, "applications")


def column(model: QAbstractItemModel, index: int) -> list[str]:
    return [model.index(row, index).data() for row in range(model.rowCount())]


def shown(desk: Desk) -> str:
    return "\n".join(desk.shown())


def conclude(desk: Desk, application: Application, act: str = "conclude") -> None:
    news.deliver(desk.parts, application)
    news.tell(desk.parts, application, "cert_new", act, "残疾人证已制好")


def test_the_list_shows_who_what_and_how_far(desk: Desk) -> None:
    application = desk.accepted()
    desk.open()
    desk.click("rail-applications")
    model = table(desk).model()
    row = [model.index(0, c).data() for c in range(model.columnCount())]
    assert row[:3] == ["剩3天", "张样例", "0029"]
    assert row[4:] == ["待上传", "今天 09:16", application.number[-6:]]


def test_search_finds_by_part_of_a_name_and_says_when_nothing_is_found(desk: Desk) -> None:
    desk.accepted("王样本")
    desk.accepted("李例")
    desk.open()
    desk.click("rail-applications")
    search = desk.find(QLineEdit, "search")
    search.setText("王样")
    desk.until(lambda: column(table(desk).model(), 1) == ["王样本"])
    search.setText("没有这个人")
    desk.until(lambda: desk.sees("applications-empty"))
    search.clear()
    desk.until(lambda: desk.sees("applications") and table(desk).model().rowCount() == 2)


def test_a_change_redraws_its_own_row_and_keeps_the_selection(desk: Desk) -> None:
    # GIVEN two applications, the older one chosen
    older, _newer = desk.accepted("王样本"), desk.accepted("李例")
    desk.open()
    desk.click("rail-applications")
    view = table(desk)
    view.selectRow(1)
    desk.settle()
    # WHEN the county has received it
    news.deliver(desk.parts, older)
    with (
        desk.qtbot.assertNotEmitted(view.model().modelReset),
        desk.qtbot.waitSignal(view.model().dataChanged) as changed,
    ):
        desk.line.changed.emit(older.subject)
    # THEN only its row changed, it is still chosen, and its card tells the new number
    assert [changed.args[0].row(), changed.args[1].row()] == [1, 1]
    assert view.currentIndex().row() == 1
    desk.until(lambda: "PC-0001" in shown(desk))


def test_the_card_tells_matters_dates_and_what_happened(desk: Desk) -> None:
    conclude(desk, desk.accepted())
    desk.open()
    desk.click("rail-applications")
    table(desk).selectRow(0)
    desk.until(lambda: "残疾人证已制好" in shown(desk))
    told = shown(desk)
    for word in ("已办结", "随证待审", "承诺办结", "12月10日前", "受理", "送达区县", "办结"):
        assert word in told


def test_the_card_tells_the_days_left_of_each_matter_and_why_a_clock_stands(desk: Desk) -> None:
    # GIVEN an application of Monday whose certificate is assessed since Tuesday; the subsidies wait for it
    application = desk.accepted()
    desk.open()
    desk.click("rail-applications")
    table(desk).selectRow(0)
    desk.until(lambda: desk.sees("clock-cert_new"))
    assert desk.find(QLabel, "clock-cert_new").text() == "剩13个工作日,12月10日到期"
    desk.clock.move(24 * 3600)
    conclude(desk, application, "assess")
    desk.clock.move(24 * 3600)
    # WHEN the news come on Wednesday
    desk.line.changed.emit(application.subject)
    # THEN the card says so
    desk.until(lambda: "停表" in desk.find(QLabel, "clock-cert_new").text())
    assert desk.find(QLabel, "clock-cert_new").text() == "停表(残疾评定和公示),已用1个工作日"
    assert desk.find(QLabel, "clock-living_subsidy").text() == "停表(等证件结果),已用0个工作日"


def confirm(desk: Desk) -> None:
    """Press the button of the form that is open, as soon as a press on it counts."""
    form = desk.find_dialog("act")
    assert isinstance(form, ActDialog)
    desk.until(lambda: form.armed)
    (go,) = form.findChildren(QAbstractButton, "act:go")
    desk.qtbot.mouseClick(go, Qt.MouseButton.LeftButton)
    desk.settle()


def test_a_result_is_handed_over_with_the_name_of_its_receiver(desk: Desk) -> None:
    # GIVEN a concluded matter
    application = desk.accepted()
    conclude(desk, application)
    desk.open()
    # WHEN the clerk opens it from 待办 and confirms
    desk.click("rail-todos")
    desk.click(f"open-{matter_id(application.id, 'cert_new')}")
    desk.click("hand_over-cert_new")
    confirm(desk)
    # THEN it is in the book, the button is gone and so is the to-do
    kept = desk.parts.store.applications.one(application.id)
    assert kept is not None
    assert kept.matters[0].state == MatterState.HANDED_OVER
    assert (kept.matters[0].facts["receiver"], kept.matters[0].facts["relation"]) == ("张样例", "1")
    desk.until(lambda: not desk.sees("hand_over-cert_new"))
    desk.click("rail-todos")
    desk.until(lambda: not desk.sees(f"open-{matter_id(application.id, 'cert_new')}"))


def test_todos_come_by_themselves(desk: Desk) -> None:
    application = desk.accepted()
    desk.open()
    desk.click("rail-todos")
    assert desk.sees("todos-empty")
    conclude(desk, application, "correct")
    desk.line.changed.emit(application.subject)
    desk.until(lambda: desk.sees(f"open-{matter_id(application.id, 'cert_new')}"))
    assert not desk.sees("todos-empty")


def test_a_new_acceptance_comes_on_top(desk: Desk) -> None:
    desk.accepted("王样本")
    draft = desk.keep_draft()
    desk.open()
    desk.click("rail-applications")
    desk.click("rail-counter")
    desk.click(f"resume-{draft.id}")
    desk.click("step-6")
    desk.clock.move(60)
    with desk.qtbot.waitSignal(desk.window.accepted):
        desk.click("accept")
    desk.click("rail-applications")
    desk.until(lambda: column(table(desk).model(), 1) == ["张样例", "王样本"])


def test_the_receipt_can_be_printed_again(desk: Desk) -> None:
    application = desk.accepted()
    desk.open()
    desk.click("rail-applications")
    table(desk).selectRow(0)
    desk.until(lambda: desk.sees("receipt-again"))
    desk.click("receipt-again")
    dialog = desk.find_dialog("paper")
    assert isinstance(dialog, PaperDialog)
    assert application.number in text_of(dialog.view.pdf)
    dialog.close()


def test_a_receipt_printed_again_asks_why_says_so_and_counts(desk: Desk) -> None:
    # GIVEN a receipt that was printed at acceptance
    application = desk.accepted()
    prints.note_print(desk.parts, application.subject, "受理回执", 0, "")
    desk.open().open_application(application.id)
    # WHEN it is printed again from its card
    desk.click("receipt-again")
    for name in ("paper-print", "paper-print:模糊", "paper-print:yes"):
        desk.until(lambda n=name: desk.find(QAbstractButton, n).isEnabled())
        desk.click(name)
    # THEN the paper says which reprint it is, the card tells it, and it counts
    assert isinstance(desk.parts.printer, PaperTray)
    ((_title, pdf),) = desk.parts.printer.sent
    assert "第1次补打" in text_of(pdf)
    desk.find_dialog("paper").close()
    desk.until(lambda: "受理回执,第1次补打,原因:模糊" in shown(desk))
    assert prints.copies(desk.parts, application.subject, "受理回执") == 2


def test_without_applications_the_room_says_what_to_do(desk: Desk) -> None:
    desk.open()
    desk.click("rail-applications")
    assert "到“受理”收下第一件申请" in shown(desk)
    assert not [b for b in desk.window.findChildren(QAbstractButton, "receipt-again") if b.isVisible()]


def test_a_promised_material_is_taken_in_from_its_card(desk: Desk, tmp_path: Path) -> None:
    # GIVEN an application whose household book follows, and its day is over
    draft = capture.mark_seen(sound_draft(desk.parts), "household", None)
    application = intake.accept(desk.parts, capture.promise(desk.parts, draft, "household"))
    desk.clock.move(8 * 24 * 3600)
    window = desk.open()
    desk.click("rail-todos")
    desk.until(lambda: "请 张样例 …0029 补交户口簿" in shown(desk))
    window.open_application(application.id)
    desk.click("supplement-household")
    dialog = desk.find_dialog("supplement")
    send = dialog.findChild(QAbstractButton, "supplement:send")
    assert not send.isEnabled()
    # WHEN a file that is no picture comes, it is told; WHEN the page comes and is confirmed
    card = dialog.findChild(MaterialCard)
    (tmp_path / "torn.jpg").write_bytes(b"no picture")
    card.add_file(tmp_path / "torn.jpg")
    desk.until(lambda: any("不是图片" in w.text() for w in dialog.findChildren(QLabel)))
    card.add_file(resources.path("samples", "01", "bank-card.jpg"))
    desk.until(send.isEnabled)
    with desk.qtbot.waitSignal(window.letter_written):
        desk.qtbot.mouseClick(send, Qt.MouseButton.LeftButton)
    # THEN it is kept, a letter waits, nothing is waited for, and no draft came of it
    desk.until(lambda: not desk.sees("supplement-household"))
    desk.until(lambda: "补交户口簿,1页" in shown(desk))
    assert [x.material for x in desk.parts.store.outbox.letters(application.subject)].count("household") == 1
    assert not [t for t in todos.todos(desk.parts).shown if "户口簿" in t.title]
    assert desk.parts.store.drafts.all() == ()


def test_giving_a_supplement_up_changes_nothing(desk: Desk) -> None:
    draft = capture.mark_seen(sound_draft(desk.parts), "household", None)
    application = intake.accept(desk.parts, capture.promise(desk.parts, draft, "household"))
    desk.open().open_application(application.id)
    desk.click("supplement-household")
    dialog = desk.find_dialog("supplement")
    desk.qtbot.mouseClick(dialog.findChild(QAbstractButton, "supplement:cancel"), Qt.MouseButton.LeftButton)
    desk.settle()
    assert desk.sees("supplement-household")
    assert len(desk.parts.store.outbox.letters(application.subject)) == 1


def test_f2_tells_first_and_then_hands_the_result_over(desk: Desk) -> None:
    # GIVEN a result nobody was told of
    application = desk.accepted()
    conclude(desk, application)
    desk.open().open_application(application.id)
    desk.until(lambda: desk.sees("next-act"))
    desk.settle()
    assert desk.find(QAbstractButton, "next-act").text() == "告知…"
    # WHEN the applicant was told by telephone
    told = {"told_on": desk.clock.today().isoformat(), "way": "2", "reached": "1", "said": "来领取"}
    matter = matter_id(application.id, "cert_new")
    proceedings.act(desk.parts, desk.parts.window.who, matter, "tell", told)
    desk.line.changed.emit(application.subject)
    # THEN F2 hands over
    desk.until(lambda: desk.find(QAbstractButton, "next-act").text() == "送达本人…")
    desk.qtbot.keyClick(desk.window, Qt.Key.Key_F2)
    desk.settle()
    confirm(desk)
    desk.until(lambda: not desk.sees("hand_over-cert_new"))


def test_days_used_are_filled_and_late_ones_told_apart(desk: Desk) -> None:
    application = desk.accepted()
    desk.clock.move(30 * 24 * 3600)
    desk.open().open_application(application.id)
    cells = desk.find(ClockCells, "cells-cert_new")
    assert cells.cells > 13  # the promise, and the days beyond it
    assert "超过承诺" in cells.accessibleName()


def test_a_new_day_is_told_by_the_list_and_its_counts_while_they_are_in_sight(desk: Desk) -> None:
    # GIVEN a matter to be handed over by Thursday
    desk.accepted()
    desk.open()
    desk.click("rail-applications")
    table(desk).selectRow(0)
    desk.until(lambda: desk.sees("clock-cert_new"))
    # WHEN Friday begins
    desk.clock.move(4 * 24 * 3600)
    desk.line.changed.emit(Subject(NEW_DAY, "2026-11-27"))
    # THEN row, filter and card say so
    desk.until(lambda: desk.find(QAbstractButton, "filter:overdue").text() == "超期 1")
    assert column(table(desk).model(), 0) == ["超1天"]
    desk.until(lambda: desk.find(QLabel, "clock-cert_new").text() == "剩9个工作日,12月10日到期")


def test_the_keyboard_stays_on_the_card_while_it_is_read_again(desk: Desk) -> None:
    application = desk.accepted()
    desk.open()
    desk.click("rail-applications")
    table(desk).selectRow(0)
    desk.until(lambda: desk.sees("transfer-cert_new"))
    link = desk.find(QAbstractButton, "transfer-cert_new")
    link.setFocus()
    # WHEN the county has received it, which draws the card anew
    news.deliver(desk.parts, application)
    desk.line.changed.emit(application.subject)
    desk.until(lambda: "PC-0001" in shown(desk))
    # THEN the same link has the keyboard
    desk.until(lambda: desk.find(QAbstractButton, "transfer-cert_new").hasFocus())
    assert desk.find(QAbstractButton, "transfer-cert_new") is not link


def test_back_from_the_card_the_keyboard_is_where_it_was_in_the_list(desk: Desk) -> None:
    desk.accepted()
    window = desk.open()
    window.setMinimumSize(1, 1)
    window.resize(683, 384)
    window.show_room("applications")
    desk.settle()
    listed = table(desk)
    listed.setFocus()
    desk.qtbot.keyClick(listed, Qt.Key.Key_Down)
    desk.qtbot.keyClick(listed, Qt.Key.Key_Return)
    desk.until(lambda: desk.sees("back-to-list"))
    desk.click("back-to-list")
    desk.until(listed.hasFocus)


@pytest.mark.parametrize(("wanted", "room", "given"), [
    ([60, 50], 200, [60, 50]),
    ([190, 50], 200, [138, 50]),
    ([190, 50], 20, [0, 50]),
    ([300], 200, [200]),
    ([], 200, []),
])  # fmt: skip
def test_where_room_is_short_a_long_name_gives_way_to_the_last_digits(
    wanted: list[int], room: int, given: list[int]
) -> None:
    assert cells.shared(wanted, room) == given
