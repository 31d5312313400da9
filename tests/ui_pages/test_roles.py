"""What a screen reader is told: combo boxes, radio buttons in their group, problems as they come and go."""

import pytest
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from desk_app.ui.counter.summary import ProblemStrip
from desk_app.ui.kit import roles
from desk_app.ui.kit.fields.choices import AnswerButtons, Choice
from desk_app.ui.kit.layouts import column
from tests.ui_pages.conftest import Desk

Role = QAccessible.Role


def told(widget: QWidget) -> QAccessibleInterface:
    """What a screen reader gets of a widget."""
    made = QAccessible.queryAccessibleInterface(widget)
    assert made is not None
    return made


@pytest.mark.parametrize(("element", "name"), [("ethnicity", "民族"), ("registered_address", "地址")])
def test_a_line_with_a_list_stands_in_a_combo_box_and_stays_a_text(
    desk: Desk, element: str, name: str
) -> None:
    desk.take_sound()
    desk.lead(element)
    line = desk.find(element, QLineEdit)
    holder = line.parentWidget()
    assert holder is not None
    assert told(holder).role() == Role.ComboBox
    assert name in told(holder).text(QAccessible.Text.Name)
    assert told(line).role() == Role.EditableText
    assert name in told(line).text(QAccessible.Text.Name)
    assert told(holder).childCount() == 1


def rows(desk: Desk) -> list[AnswerButtons]:
    return [row for row in desk.page.findChildren(AnswerButtons) if row.isVisible()]


def test_one_of_a_few_is_a_group_of_radio_buttons(desk: Desk) -> None:
    desk.take_sound()
    desk.lead("sex")
    single = [row for row in rows(desk) if row.single]
    assert single
    for row in single:
        assert told(row).role() == Role.Grouping
        assert told(row).text(QAccessible.Text.Name)
        assert {told(each).role() for each in row.buttons} == {Role.RadioButton}


def test_a_chosen_one_can_be_taken_back(qtbot: QtBot) -> None:
    row = AnswerButtons("way", "方式", [Choice("1", "自取", "1"), Choice("2", "邮寄", "2")])
    qtbot.addWidget(row)
    row.show_chosen(("1",))
    with qtbot.waitSignal(row.answered):
        row.buttons[0].click()
    row.show_chosen(())
    assert [each.isChecked() for each in row.buttons] == [False, False]


def test_several_of_a_few_are_check_boxes(desk: Desk) -> None:
    desk.take_sound()
    desk.go(2)
    several = [row for row in desk.page.findChildren(AnswerButtons) if not row.single]
    assert several
    for row in several:
        assert {told(each).role() for each in row.buttons} == {Role.CheckBox}


@pytest.fixture
def announced(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every sentence that screen readers were given."""
    sentences: list[str] = []
    real = roles.announce

    def listen(widget: QWidget, sentence: str) -> None:
        sentences.append(sentence)
        real(widget, sentence)

    monkeypatch.setattr("desk_app.ui.kit.fields.base.announce", listen)
    return sentences


def test_a_problem_is_told_once_when_it_comes_and_once_when_it_goes(desk: Desk, announced: list[str]) -> None:
    desk.take_sound()
    desk.lead("phone")
    line = desk.type("phone", "138")
    assert announced == []
    desk.leave(line)
    assert len(announced) == 1
    assert announced[0].startswith("联系电话")
    line = desk.type("phone", "13809430000")
    desk.leave(line)
    assert announced[1:] == ["联系电话:改好了"]


def test_what_is_not_marked_keeps_the_role_of_qt(desk: Desk) -> None:
    plain, group = QWidget(), QWidget()
    for each in (plain, group):
        desk.qtbot.addWidget(each)
    roles.as_group(group, "看哪些")
    assert told(plain).role() == Role.Client
    assert told(group).role() == Role.Grouping


def test_every_button_of_a_page_has_a_name(desk: Desk) -> None:
    desk.take_sound()
    desk.go(2)
    nameless = [b for b in desk.page.findChildren(QAbstractButton) if b.isVisible() and not named(b)]
    assert nameless == []


def named(button: QAbstractButton) -> bool:
    return bool(told(button).text(QAccessible.Text.Name))


def test_a_strip_tells_what_is_wrong_once_and_that_nothing_is_any_more(
    qtbot: QtBot, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    told_: list[str] = []
    monkeypatch.setattr("desk_app.ui.counter.summary.announce", lambda _strip, words: told_.append(words))
    page = QWidget()
    qtbot.addWidget(page)
    strip = ProblemStrip(desk.parts.pack)
    column(page).addWidget(strip)
    strip.show_problems("有 1 处要处理:", "wrong")
    assert told_ == []  # nobody looks at it yet
    page.show()
    for words, tone in (
        ("有 2 处要处理:", "wrong"),
        ("有 2 处要处理:", "wrong"),
        ("还有 3 项要填", "info"),
        ("还有 2 项要填", "info"),
    ):
        strip.show_problems(words, tone)
    assert told_ == ["有 2 处要处理:", "还有 3 项要填"]
