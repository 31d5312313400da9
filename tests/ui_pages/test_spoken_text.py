"""A text that a screen reader or dictation sets in a line is an answer like a typed one."""

import pytest
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QLineEdit

from tests.ui_pages.conftest import FILL, Desk


@pytest.mark.parametrize(
    ("element", "said", "kept", "shown"),
    [
        ("phone", "13800000009", "13800000009", "138 0000 0009"),
        ("ethnicity", "回族", "03", "回族"),
        ("registered_address", "甘肃省白银市平川区样例村1号", "甘肃省白银市平川区样例村1号", None),
    ],
)
def test_a_text_that_is_set_is_the_answer(
    desk: Desk, element: str, said: str, kept: str, shown: str | None
) -> None:
    desk.take_sound()
    desk.go(FILL)
    line = desk.find(element, QLineEdit)
    spoken = QAccessible.queryAccessibleInterface(line)
    assert spoken is not None
    spoken.setText(QAccessible.Text.Value, said)
    assert desk.case.draft.answers[element] == kept
    assert line.text() == (shown or said)


def test_what_the_program_shows_is_no_answer(desk: Desk) -> None:
    desk.take_sound()
    desk.go(FILL)
    line = desk.find("phone", QLineEdit)
    before = desk.case.draft.answers["phone"]
    line.setText("13800000009")
    assert desk.case.draft.answers["phone"] == before
