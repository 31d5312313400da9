"""What the small shared widgets promise."""

import os
import sys

import pytest
from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QShortcut
from PySide6.QtWidgets import QLabel, QListView, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from desk_app.ui.kit import layouts, style
from desk_app.ui.kit.layouts import FlowLayout
from desk_app.ui.kit.lists.view import shared
from desk_app.ui.kit.widgets import Chip, Confirm, Strip, button, label
from tests.children import ran


def boxes(widths: list[int], room: int) -> list[QRect]:
    """The rectangles of boxes of these widths, laid out in a room."""
    holder = QWidget()
    flow = FlowLayout(holder, spacing=8)
    made = [QWidget() for _ in widths]
    for box, width in zip(made, widths, strict=True):
        box.setFixedSize(QSize(width, 20))
        flow.addWidget(box)
    flow.setGeometry(QRect(0, 0, room, flow.heightForWidth(room)))
    return [box.geometry() for box in made]


@pytest.mark.parametrize(
    ("room", "places"),
    [
        (400, [(0, 0), (108, 0), (216, 0)]),
        (316, [(0, 0), (108, 0), (216, 0)]),
        (315, [(0, 0), (108, 0), (0, 28)]),
        (50, [(0, 0), (0, 28), (0, 56)]),
    ],
)
def test_a_row_wraps_where_the_room_ends(qapp: object, room: int, places: list[tuple[int, int]]) -> None:
    assert [(r.x(), r.y()) for r in boxes([100, 100, 100], room)] == places


def test_hidden_boxes_take_no_room(qapp: object) -> None:
    holder = QWidget()
    flow = FlowLayout(holder)
    hidden = label("")
    flow.addWidget(hidden)
    hidden.hide()
    assert flow.heightForWidth(100) == 0


def test_a_choice_shows_its_number_and_is_not_pressed_by_it_elsewhere(qtbot: QtBot) -> None:
    choice = button("视力", "choice", "1")
    qtbot.addWidget(choice)
    assert choice.isCheckable()
    assert not choice.icon().isNull()
    choice.show()
    qtbot.keyClick(choice, Qt.Key.Key_1)
    assert not choice.isChecked()


def test_words_are_given_back_as_they_were_set(qapp: object) -> None:
    assert label("共3件,请选").text() == "共3件,请选"
    assert button("下一步:填表").text() == "下一步:填表"


def test_words_are_never_markup(qapp: object) -> None:
    assert label("<b>李</b>").textFormat() is Qt.TextFormat.PlainText
    assert label("<b>李</b>", verbatim=True).textFormat() is Qt.TextFormat.PlainText


@pytest.mark.parametrize("tone", ["good", "caution", "wrong", "info", "plain"])
def test_a_state_has_word_and_shape_and_a_name_to_be_read(qapp: object, tone: str) -> None:
    assert Chip("符合", tone).accessibleName() == "符合"
    assert Strip("还有2处", tone).accessibleName() == "还有2处"


def test_a_question_takes_no_as_no(qtbot: QtBot) -> None:
    confirm = Confirm("放弃", "确定放弃?", yes="确定放弃", no="不放弃", name="drop")
    qtbot.addWidget(confirm)
    confirm.show()
    with qtbot.assertNotEmitted(confirm.confirmed):
        confirm.findChild(QPushButton, "drop").click()
        confirm.findChild(QPushButton, "keep-drop").click()
    confirm.findChild(QPushButton, "drop").click()
    with qtbot.waitSignal(confirm.confirmed):
        confirm.findChild(QPushButton, "confirm-drop").click()


def test_a_property_set_again_changes_the_look(qtbot: QtBot) -> None:
    words = label("少1位", "quiet")
    qtbot.addWidget(words)
    words.show()
    quiet = words.palette().windowText().color()
    style.set_property(words, "role", "problem")
    assert words.palette().windowText().color() != quiet


def test_clear_empties_rows_within_columns(qtbot: QtBot) -> None:
    holder = QWidget()
    qtbot.addWidget(holder)
    outer, inner = layouts.column(holder), layouts.row()
    inner.addWidget(label("一"))
    outer.addLayout(inner)
    layouts.clear(outer)
    assert outer.count() == 0
    assert inner.count() == 0


def test_a_held_key_presses_its_button_once(qtbot: QtBot) -> None:
    made = button("受理", key="Ctrl+Return")
    qtbot.addWidget(made)
    (shortcut,) = made.findChildren(QShortcut)
    assert not shortcut.autoRepeat()


SCALED = """
from PySide6.QtWidgets import QApplication
app = QApplication([])
from desk_app.ui.kit import style
picture = style.icon_pixmap("tone-good", "text", 20).toImage()
side = picture.width()
print(side, [picture.pixelColor(side // 2, y).alpha() > 0 for y in (side // 8, side - side // 8)])
"""


@pytest.mark.parametrize("scale", ["1", "1.25", "2"])
def test_icons_are_whole_at_every_scale_of_the_screen(scale: str) -> None:
    told = ran([sys.executable, "-c", SCALED], env={**os.environ, "QT_SCALE_FACTOR": scale}, check=True)
    assert told.stdout.strip() == f"{round(20 * float(scale))} [True, True]"


@pytest.mark.parametrize(
    ("natural", "whole", "room", "widths"),
    [
        ([100, 300, 100], [True, False, True], 400, [100, 200, 100]),
        ([100, 300, 250], [True, False, False], 450, [100, 175, 175]),
        ([100, 300, 120], [True, False, False], 400, [100, 180, 120]),
        ([100, 300, 100], [True, False, True], 600, [100, 400, 100]),
        ([100, 100], [True, True], 300, [100, 200]),
        ([200, 120], [True, False], 250, [200, 96]),
    ],
)
def test_the_longest_column_that_may_be_cut_gives_way_first(
    natural: list[int], whole: list[bool], room: int, widths: list[int]
) -> None:
    assert shared(natural, whole, room, 96) == widths


@pytest.mark.parametrize("later", [False, True])
def test_a_strip_shows_every_line_of_its_sentence(later: bool, qtbot: QtBot) -> None:
    # GIVEN a strip in a narrow window, beside what would take all the room
    window, told = QWidget(), "名册里有3人在别的村也有,请核对后再导入;" * 8
    qtbot.addWidget(window)
    column = QVBoxLayout(window)
    strip = Strip("" if later else told, "caution")
    column.addWidget(strip)
    column.addWidget(QListView(), 1)
    window.resize(500, 300)
    window.show()
    # WHEN it tells something long, at first or later
    strip.show_text(told, "caution")
    words = next(w for w in strip.findChildren(QLabel) if w.text() == told)
    # THEN all its lines are there, and it shrinks with a shorter one
    qtbot.waitUntil(lambda: words.height() >= words.heightForWidth(words.width()))
    tall = strip.height()
    strip.show_text("好了", "good")
    qtbot.waitUntil(lambda: strip.height() < tall)
