"""Step 3: the form of the chosen matters and its live paper."""

from PySide6.QtCore import QBuffer, Qt
from PySide6.QtPdf import QPdfDocument
from PySide6.QtWidgets import QLineEdit, QListWidget, QPushButton, QScrollArea

from desk_app.ui.counter.fill import FillPage
from desk_app.ui.kit.fields.base import Field
from tests.dressed import keys_are_given_on
from tests.ui_pages.conftest import ACCEPT, CONFIRM, FILL, NOTICE, Desk


def page_of(desk: Desk) -> FillPage:
    page = desk.pages[FILL]
    assert isinstance(page, FillPage)
    return page


def paper_text(desk: Desk) -> str:
    buffer = QBuffer()
    buffer.setData(page_of(desk).paper.pdf)
    buffer.open(QBuffer.OpenModeFlag.ReadOnly)
    document = QPdfDocument(desk.stack)
    document.load(buffer)
    text = "".join(document.getAllText(n).text() for n in range(document.pageCount()))
    document.close()
    document.deleteLater()
    return text


def test_what_is_typed_stands_on_the_paper(desk: Desk) -> None:
    desk.take_sound()
    desk.go(FILL)
    desk.until(lambda: "张样例" in paper_text(desk))
    desk.type("native_place", "Baiyin")
    desk.until(lambda: "Baiyin" in paper_text(desk))


def test_the_paper_turns_its_pages(desk: Desk) -> None:
    desk.take_sound()
    desk.go(FILL)
    paper = page_of(desk).paper
    desk.until(lambda: paper.count > 1)
    desk.click("paper-forth")
    assert paper.page == 1
    desk.settle()
    assert not desk.find("paper-forth").isEnabled()
    desk.click("paper-back")
    assert paper.page == 0


def test_the_paper_shows_the_page_that_is_being_filled_in(desk: Desk) -> None:
    desk.take_sound()
    desk.case.choose("employment", True)
    desk.go(FILL)
    paper = page_of(desk).paper
    desk.until(lambda: paper.count > 1)
    page_of(desk).show_element("school")
    assert paper.page == 1
    page_of(desk).show_element("phone")
    assert paper.page == 0
    desk.settle()


def test_a_paper_that_can_not_be_printed_says_which_character(desk: Desk) -> None:
    desk.take_sound()
    desk.go(FILL)
    desk.case.answer("native_place", "白银\U0001f600")
    desk.until(lambda: "表情符号" in desk.texts())
    desk.case.answer("native_place", "白银")
    desk.until(lambda: "表情符号" not in desk.texts())


def test_sections_follow_the_matters(desk: Desk) -> None:
    desk.take_sound()
    desk.go(FILL)
    assert desk.sees("bank_card")
    assert not desk.sees("able_to_work:yes")
    desk.case.choose("employment", True)
    assert desk.sees("able_to_work:yes")
    desk.case.choose("living_subsidy", False)
    desk.case.choose("care_subsidy", False)
    assert not desk.sees("bank_card")
    titles = desk.find("", QListWidget)
    assert "残疾人就业帮扶" in " ".join(titles.item(i).text() for i in range(titles.count()))


def test_a_field_that_appears_moves_neither_the_keyboard_nor_the_others(desk: Desk) -> None:
    desk.take_sound()
    desk.go(FILL)
    before = {f.element.id: f for f in desk.page.findChildren(Field) if f.isVisible()}
    button = desk.find("delivery:1", QPushButton)
    scroll = next(s for s in desk.page.findChildren(QScrollArea) if s.isAncestorOf(button))
    button.setFocus()
    desk.qtbot.keyClick(button, Qt.Key.Key_1)
    desk.until(keys_are_given_on)
    assert button.hasFocus()
    place = scroll.verticalScrollBar().value()
    assert desk.sees("delivery_address")
    after = {f.element.id: f for f in desk.page.findChildren(Field) if f.isVisible()}
    assert all(after[e] is f for e, f in before.items())
    desk.case.answer("delivery_phone", "138")
    assert scroll.verticalScrollBar().value() == place


def test_tab_walks_through_new_fields_in_form_order(desk: Desk) -> None:
    desk.take_sound(answers={})
    desk.case.answer("delivery", "1")
    desk.go(FILL)
    line = desk.find("delivery_name", QLineEdit)
    line.setFocus()
    desk.qtbot.keyClick(line, Qt.Key.Key_Return)
    assert desk.find("delivery_phone", QLineEdit).hasFocus()
    desk.leave(desk.find("delivery_phone"))
    assert desk.find("delivery_address", QLineEdit).hasFocus()


def test_the_summary_links_to_what_is_wrong(desk: Desk) -> None:
    desk.take_sound()
    desk.go(FILL)
    line = desk.type("phone", "138")
    desk.leave(line)
    links = [b for b in desk.page.findChildren(QPushButton) if b.isVisible() and b.text() == "联系电话"]
    desk.qtbot.mouseClick(links[0], Qt.MouseButton.LeftButton)
    assert line.hasFocus()


def test_missing_answers_are_counted_but_told_only_after_the_step_was_left(desk: Desk) -> None:
    desk.take_sound()
    desk.case.answer("phone", "")
    desk.case.answer("registered_address", "")
    desk.go(FILL)
    assert "还有 2 项要填" in desk.texts()
    assert "请录入能联系到申请人或家人的电话" not in desk.texts()
    desk.go(NOTICE)
    desk.go(FILL)
    assert "有 2 处要处理:" in desk.texts()
    assert "请录入能联系到申请人或家人的电话" in desk.texts()


def test_the_step_opens_at_the_first_open_field(desk: Desk) -> None:
    desk.take_sound()
    desk.case.answer("bank_card", "")
    desk.go(FILL)
    assert desk.find("bank_card", QLineEdit).hasFocus()


def test_a_change_from_the_check_comes_back_there(desk: Desk) -> None:
    desk.take_sound()
    for step in (CONFIRM, ACCEPT):
        desk.case.answer("phone", "138" if step == ACCEPT else "13809430000")
        desk.go(step)
        if step == CONFIRM:
            desk.click("change:phone")
        else:
            link = next(
                b for b in desk.page.findChildren(QPushButton) if b.text() == "联系电话" and b.isVisible()
            )
            desk.qtbot.mouseClick(link, Qt.MouseButton.LeftButton)
        assert desk.find("phone", QLineEdit).hasFocus()
        (action,) = desk.page.footer_actions()
        action.run()
        assert desk.stack.currentIndex() == step


def test_the_list_of_blocks_leads_to_its_block(desk: Desk) -> None:
    desk.take_sound()
    desk.go(FILL)
    blocks = desk.find("", QListWidget)
    last = blocks.item(blocks.count() - 1)
    blocks.itemClicked.emit(last)
    desk.until(lambda: desk.find("delivery:2", QPushButton).hasFocus())
    desk.until(lambda: blocks.currentItem() is last)


def test_fields_are_ready_before_the_step_is_opened(desk: Desk) -> None:
    desk.take_sound()
    desk.go(NOTICE)
    desk.case.choose("employment", True)
    desk.until(lambda: len(page_of(desk).findChildren(Field)) == len(desk.case.fields))


def test_the_paper_can_be_seen_large(desk: Desk) -> None:
    desk.take_sound()
    desk.go(FILL)
    desk.until(lambda: page_of(desk).paper.count)
    desk.click("paper-zoom")
    dialog = desk.dialog("form-zoom")
    desk.settle()
    assert dialog.findChild(QPushButton, "paper-print") is None
