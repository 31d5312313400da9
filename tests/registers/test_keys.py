"""A register that is data alone: list, card, acts, second person, clocks, to-dos, paper, county."""

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAccessible, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from desk_app.domain.events import Subject
from desk_app.domain.reads import ReadKind
from desk_app.services import proceedings
from desk_app.services.printing import prints
from desk_app.ui.acts.dialog import ActDialog
from desk_app.walkthrough import looking
from forms import loader
from tests.fakes import StillClock, make_parts
from tests.printing.reading import squeezed, text_of
from tests.registers.conftest import Keys
from tests.ui_shell.conftest import Desk, write

DAY = 24 * 3600


def test_a_pack_without_registers_has_no_such_room(qtbot: QtBot, tmp_path: Path) -> None:
    county = tmp_path / "county"
    county.mkdir()
    (county / "procedures").mkdir()
    for path in (loader.DEFINITIONS / "procedures").glob("*.toml"):
        if path.stem not in ("application", "matter"):
            text = path.read_text(encoding="utf-8").replace(
                "[procedure]\n", "[procedure]\nregister = false\n"
            )
            (county / "procedures" / path.name).write_text(text, encoding="utf-8")
    (county / "visits.toml").write_text('[visits]\noff = ["home"]\nsource = "本区规定"\n', encoding="utf-8")
    desk = Desk(qtbot, make_parts(tmp_path / "desk", forms=county), StillClock())
    desk.open()
    assert not desk.sees("rail-registers")
    assert desk.sees("rail-settings")
    desk.errands.close()
    desk.parts.store.close()


def test_made_while_somebody_types_it_leaves_the_keyboard_alone(keys: Keys) -> None:
    window = keys.open()
    had = QApplication.focusWidget()
    window.page("registers")
    keys.settle()
    assert window.isActiveWindow()
    assert had is not None
    assert QApplication.focusWidget() is had


def test_an_empty_register_says_what_to_do(keys: Keys) -> None:
    keys.enter()
    assert "“钥匙登记”还没有记录。点“借出…”登记第一条。" in keys.words()


def test_an_act_asks_its_fields_and_loses_nothing_when_refused(keys: Keys) -> None:
    # GIVEN the form of 借出 with one field filled
    keys.enter()
    form = keys.form("start-take")
    assert keys.edit(form, "holder").hasFocus()
    keys.fill(form, holder="张样例")
    # WHEN it is pressed, THEN it stays, says beside the other what to do, and goes there
    keys.press(form)
    assert form.isVisible()
    assert "请填写钥匙" in keys.words(form)
    assert keys.edit(form, "holder").text() == "张样例"
    assert keys.edit(form, "key").hasFocus()
    # WHEN that is mended, THEN the record is on top of the list, chosen, and on the card
    keys.fill(form, key="一楼档案室")
    keys.press(form)
    keys.paper().close()
    assert keys.cells() == [["YS-03-2026-0001", "一楼档案室", "张样例", "待复核", "—"]]
    keys.until(lambda: keys.sees("act-confirm"))
    assert keys.table.currentIndex().row() == 0
    assert "张样例借一楼档案室" in keys.words()


def test_enter_walks_through_the_form_and_a_held_key_presses_nothing(keys: Keys) -> None:
    keys.enter()
    form = keys.form("start-take")
    keys.fill(form, holder="张样例")
    keys.qtbot.keyClick(keys.edit(form, "holder"), Qt.Key.Key_Return)
    keys.fill(form, key="车库")
    assert keys.edit(form, "key").hasFocus()
    # WHEN Enter is held from the last field on
    keys.qtbot.keyClick(keys.edit(form, "key"), Qt.Key.Key_Return)
    for _ in range(8):
        _hold(Qt.Key.Key_Return)
    keys.settle()
    # THEN nothing was begun; let go and pressed, it is
    assert keys.parts.store.proceedings.listed("keys") == ()
    while QApplication.focusWidget().objectName() != "act:go":
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    keys.until(lambda: len(keys.parts.store.proceedings.listed("keys")) == 1)
    keys.paper().close()


def test_a_double_click_begins_one_record(keys: Keys) -> None:
    keys.enter()
    form = keys.form("start-take")
    keys.fill(form, holder="张样例", key="车库")
    (go,) = form.findChildren(QAbstractButton, "act:go")
    for press in (QTest.mouseClick, QTest.mouseDClick, QTest.mouseClick):
        press(go, Qt.MouseButton.LeftButton)
    keys.settle()
    keys.paper().close()
    assert len(keys.parts.store.proceedings.listed("keys")) == 1


def test_a_double_click_on_the_card_opens_a_form_and_does_nothing_more(keys: Keys) -> None:
    keys.enter()
    record = keys.lend()
    keys.confirm()
    give_back = keys.find(QAbstractButton, "act-give_back")
    QApplication.setDoubleClickInterval(5000)
    QTest.mouseDClick(give_back, Qt.MouseButton.LeftButton)
    give_back.click()
    keys.settle()
    forms = [d for d in keys.window.findChildren(ActDialog) if d.isVisible()]
    assert len(forms) == 1
    (go,) = forms[0].findChildren(QAbstractButton, "act:go")
    go.click()  # the second half of a double click, should it fall on the button
    keys.settle()
    assert keys.parts.store.proceedings.one(record.id).state == "lent"  # type: ignore[union-attr]


def test_a_second_person_has_to_confirm(keys: Keys) -> None:
    # GIVEN a key lent by the clerk of this window
    keys.enter()
    record = keys.lend()
    form = keys.form("act-confirm")
    (name,) = form.findChildren(QLineEdit)
    assert name.accessibleName() == "第二人姓名"
    keys.press(form)
    assert "请写上第二个人的姓名" in keys.words(form)
    # WHEN the same person confirms, THEN it is told beside the name and nothing happened
    write(name, keys.parts.window.clerk)
    keys.press(form)
    assert "“借出”和“复核”不能是同一个人" in keys.words(form)
    assert form.said == ""
    assert name.text() == keys.parts.window.clerk
    assert keys.parts.store.proceedings.one(record.id).state == "out"  # type: ignore[union-attr]
    # WHEN another one does, THEN it is their act
    write(name, "王复核")
    keys.press(form)
    keys.until(lambda: keys.sees("act-give_back"))
    event = keys.parts.store.events.of(record.id)[-1]
    assert (event.act, event.who.person) == ("confirm", "王复核")
    assert keys.cells()[0][3] == "已借出"


def test_who_signed_in_as_another_is_offered_as_the_second_person(keys: Keys) -> None:
    keys.enter()
    record = keys.lend()
    lender = keys.parts.window.who
    keys.parts.window.seat.give(replace(lender, person="王复核"), (lender.role,))
    form = keys.form("act-confirm")
    (name,) = form.findChildren(QLineEdit)
    assert name.text() == "王复核"
    # the first person's name is refused whoever sits here, with spaces too
    write(name, " ".join(lender.person))
    keys.press(form)
    assert "“借出”和“复核”不能是同一个人" in keys.words(form)
    write(name, "王复核")
    keys.press(form)
    keys.until(lambda: keys.sees("act-give_back"))
    event = keys.parts.store.events.of(record.id)[-1]
    assert (event.act, event.who.person) == ("confirm", "王复核")


def test_what_is_due_stands_in_the_list_on_the_card_and_in_the_todos(keys: Keys) -> None:
    # GIVEN a key confirmed on Monday: three working days
    keys.enter()
    record = keys.lend()
    keys.confirm()
    clock = keys.find(QLabel, "clock-return")
    assert clock.text() == "归还:11月26日到期,剩3个工作日"
    keys.until(lambda: keys.cells()[0][4] == "剩3天")
    # WHEN it is Friday
    keys.clock.move(4 * DAY)
    keys.click("rail-todos")
    # THEN it is a to-do that opens the record
    keys.until(lambda: "张样例:一楼档案室超期未还" in keys.words())
    assert "应在2026年11月26日前归还,请联系借用人" in keys.words()
    keys.click(f"open-{record.id}")
    keys.until(lambda: keys.find(QLabel, "clock-return").text() == "归还:应在11月26日前,已超1天")
    assert keys.cells()[0][4] == "超1天"
    # WHEN it is given back THEN nothing is left to do
    keys.press(keys.form("act-give_back"))
    keys.click("rail-todos")
    keys.until(lambda: "一楼档案室" not in keys.words())


def test_the_slip_is_printed_and_counted_and_a_reprint_says_so(keys: Keys) -> None:
    # GIVEN a key that is being lent: its slip comes by itself
    keys.enter()
    form = keys.form("start-take")
    keys.fill(form, holder="张样例", key="一楼档案室")
    keys.press(form)
    paper = keys.paper()
    said = squeezed(text_of(paper.view.pdf))
    assert "张样例于2026年11月23日借用一楼档案室的钥匙" in said
    assert "YS-03-2026-0001" in said
    # WHEN it is printed and found clear
    _print(keys, paper)
    record = keys.parts.store.proceedings.listed("keys")[0]
    assert prints.copies(keys.parts, record.subject, "钥匙借用条") == 1
    keys.until(lambda: "打印" in keys.words())
    # WHEN it is printed again, from the card and another day, THEN it asks why and is the same but for that
    keys.clock.move(DAY)
    keys.click("paper-key_slip")
    _print(keys, keys.paper(), "卡纸")
    again = squeezed(text_of(keys.parts.printer.sent[-1][1]))  # type: ignore[attr-defined]
    assert "(第1次补打)" in again.replace("（", "(").replace("）", ")")
    assert "张样例于2026年11月23日借用一楼档案室的钥匙" in again
    assert [m.words for m in keys.parts.printer.media] == ["A6 横向"] * 2  # type: ignore[attr-defined]
    keys.until(lambda: "第1次补打,原因:卡纸" in keys.words())


def test_opening_a_record_is_noted_once_and_a_search_without_its_words(keys: Keys) -> None:
    keys.enter()
    record = keys.lend()
    keys.until(lambda: keys.sees("act-confirm"))
    for _ in range(2):
        keys.line.changed.emit(record.subject)
        keys.settle()
    reads = keys.parts.store.journal.of(record.subject)
    assert [r.how for r in reads] == [ReadKind.OPENED]
    write(keys.find(QLineEdit, "search"), "张样例")
    keys.until(lambda: bool(keys.parts.store.journal.of(Subject("register", "keys"))))
    (search,) = keys.parts.store.journal.of(Subject("register", "keys"))
    assert (search.how, search.text) == (ReadKind.SEARCHED, "")


def test_search_finds_by_number_and_content(keys: Keys) -> None:
    keys.enter()
    keys.lend("张样例", "车库")
    keys.lend("李例", "机房")
    search = keys.find(QLineEdit, "search")
    for words, holder in (("机房", "李例"), ("0001", "张样例")):
        write(search, words)
        keys.until(lambda w=holder: [row[2] for row in keys.cells()] == [w])
    write(search, "没有这把")
    keys.until(lambda: keys.sees("register-keys-empty"))
    assert "没有找到“没有这把”" in keys.words()


def test_what_somebody_else_did_appears_by_itself(keys: Keys) -> None:
    keys.enter()
    record = keys.lend()
    keys.until(lambda: keys.sees("act-confirm"))
    other = replace(keys.parts.window.who, person="王复核")
    proceedings.act(keys.parts, other, record.id, "confirm", {})
    keys.line.changed.emit(record.subject)
    keys.until(lambda: keys.sees("act-give_back"))
    assert keys.cells()[0][3] == "已借出"


def test_an_act_that_came_too_late_is_told_in_words(keys: Keys) -> None:
    # GIVEN the form of 归还 stands open while somebody else gives the key back
    keys.enter()
    record = keys.lend()
    keys.confirm()
    form = keys.form("act-give_back")
    proceedings.act(keys.parts, keys.parts.window.who, record.id, "give_back", {})
    keys.press(form)
    assert form.isVisible()
    assert form.said == "现在是“已归还”,不能“归还”"


def test_numbers_names_and_states_are_never_cut(keys: Keys) -> None:
    keys.enter()
    keys.lend(
        "阿卜杜热西提·阿卜杜克热木", "辅具仓库(东侧小门,连同卷帘门的遥控器一把和备用钥匙两把,用完放回门卫室)"
    )
    table = keys.table
    model = table.model()
    # THEN what is too long for a column takes the row's two lines, and stands whole there
    assert table.two_lines
    told = [
        fault for fault in looking.faults(looking.view(keys.window)) if fault.kind in ("elided", "outside")
    ]
    assert told == []
    for column in range(model.columnCount()):
        index = model.index(0, column)
        assert index.data(Qt.ItemDataRole.ToolTipRole) == index.data()
    assert sum(map(table.columnWidth, range(model.columnCount()))) <= table.viewport().width()


def test_a_narrow_window_shows_two_lines_and_a_card_of_its_own(keys: Keys) -> None:
    keys.enter()
    keys.lend()
    keys.window.setMinimumSize(400, 300)
    keys.window.resize(683, 384)
    keys.until(lambda: keys.sees("rooms-menu"))
    keys.click("back-to-list") if keys.sees("back-to-list") else None
    keys.until(lambda: keys.table.two_lines)
    keys.qtbot.keyClick(keys.table, Qt.Key.Key_Return)
    keys.until(lambda: keys.sees("record-name"))
    assert not keys.sees("register-keys")
    keys.qtbot.keyClick(keys.window, Qt.Key.Key_Escape)
    keys.until(lambda: keys.sees("register-keys"))


def test_every_control_has_a_name_to_be_read(keys: Keys) -> None:
    keys.enter()
    keys.lend()
    keys.until(lambda: keys.sees("act-confirm"))
    assert not _nameless(keys.window)
    assert not _nameless(keys.form("act-confirm"))


def _nameless(within: QWidget) -> list[QWidget]:
    reachable = (
        w
        for w in within.findChildren(QWidget)
        if w.isVisible() and bool(w.focusPolicy() & Qt.FocusPolicy.TabFocus)
    )
    return [w for w in reachable if not QAccessible.queryAccessibleInterface(w).text(QAccessible.Text.Name)]


def _hold(key: Qt.Key) -> None:
    """Send what a key held down sends to the focused widget."""
    focused = QApplication.focusWidget()
    assert focused is not None
    held = QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier, "\r", autorep=True)
    QApplication.sendEvent(focused, held)


def _print(keys: Keys, paper: QWidget, reason: str = "") -> None:
    """Print the paper that is shown, give a reason if asked, and confirm that it is clear."""
    for name in ("paper-print", *((f"paper-print:{reason}",) if reason else ()), "paper-print:yes"):
        (found,) = paper.findChildren(QAbstractButton, name)
        keys.until(lambda b=found: b.isVisible() and b.isEnabled())
        QTest.mouseClick(found, Qt.MouseButton.LeftButton)
        keys.settle()
    paper.close()
