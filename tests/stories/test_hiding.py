"""A picture of the window that may be shown to others tells nothing of the person."""

import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QLabel, QLineEdit, QListWidget, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from desk_app.walkthrough.hiding import covered
from forms.schema import Facts

GREY = QColor(128, 128, 128)
ANSWERS: Facts = {
    "name": "张样例",
    "phone": "13809430000",
    "marriage": "20",
    "present_address": "样例社区12号",
}


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("张样例 的申请", True),
        ("138 0943 0000", True),
        ("住样例社区12号", True),
        ("证件尾号 …0000", True),
        ("共20件", False),
        ("下一步", False),
    ],
)
def test_only_what_tells_of_the_person_is_covered(qtbot: QtBot, text: str, hidden: bool) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    label, line, rows = QLabel(text), QLineEdit(text), QListWidget()
    rows.addItem(text)
    within = QVBoxLayout(window)
    for widget in (label, line, rows):
        within.addWidget(widget)
    window.show()
    qtbot.waitExposed(window)
    picture = covered(window, ANSWERS).toImage()
    places = [label.geometry().center(), line.geometry().center()]
    places.append(rows.viewport().mapTo(window, rows.visualItemRect(rows.item(0)).center()))
    assert [QColor(picture.pixel(place)) == GREY for place in places] == [hidden] * 3
