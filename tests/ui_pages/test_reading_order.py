"""Tab follows the eye on steps 1, 2 and 4, and the keyboard is where the next act is."""

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QWidget

from desk_app.services.counter import intake
from tests.people import nth_number, sound_draft
from tests.reading_order import Stop, against_the_eye, walk
from tests.ui_pages.conftest import CAPTURE, SITUATION, Desk, Pictures


def test_the_check_tells_a_walk_that_jumps() -> None:
    upper, lower = Stop("upper", QRect(0, 0, 50, 20)), Stop("lower", QRect(0, 40, 50, 20))
    right = Stop("right", QRect(80, 0, 50, 20))
    assert against_the_eye([upper, lower, right]) == []
    assert against_the_eye([upper, right, lower]) == []
    assert len(against_the_eye([lower, upper])) == 1
    assert len(against_the_eye([right, upper])) == 1


@pytest.mark.parametrize("width", [1282, 683])
def test_the_person_is_walked_from_the_name_down(desk: Desk, width: int) -> None:
    intake.accept(desk.parts, sound_draft(desk.parts))
    desk.take_empty()
    desk.stack.resize(width, 560)
    desk.go(SITUATION)
    desk.type("name", "张样例")
    desk.type("id_number", nth_number(0))
    desk.until(lambda: desk.sees("take-over"))
    stops = walk(desk.page, desk.find("name", QLineEdit))
    assert [s.name for s in stops][:3] == ["name", "id_number", "certificate_number"]
    assert "take-over" in [s.name for s in stops]
    assert against_the_eye(stops) == []


@pytest.mark.parametrize("width", [1282, 683])
def test_the_materials_are_walked_card_by_card(desk: Desk, pictures: Pictures, width: int) -> None:
    desk.take_sound(seen=())
    desk.stack.resize(width, 560)
    page = desk.go(CAPTURE)
    for picture in (pictures.page, pictures.portrait):
        page.add_file("household", picture)  # type: ignore[attr-defined]
    desk.until(lambda: len(desk.case.draft.pages) == 2)
    desk.settle()
    named = [b for b in desk.page.findChildren(QPushButton) if b.objectName().startswith("problem:")]
    links = [b for b in named if b.isVisible()]
    first = min(links, key=lambda b: b.mapTo(desk.page, QPoint()).x())
    stops = walk(desk.page, first)
    assert against_the_eye(stops) == []
    names = [s.name for s in stops]
    pages = [p.id[:8] for p in desk.case.draft.pages]
    assert [n for n in names if n.startswith("page:")] == [f"page:household:{p}" for p in pages]
    assert names.index("file:household") > names.index(f"page:household:{pages[1]}")


def focused() -> QWidget:
    now = QApplication.focusWidget()
    assert now is not None
    return now


def test_step_four_begins_at_the_first_material_that_is_missing(desk: Desk) -> None:
    desk.take_sound(seen=("photo", "household"))
    desk.go(CAPTURE)
    assert focused().objectName() == "file:id_card"


def test_of_what_was_brought_the_first_act_is_to_look_at_it(desk: Desk) -> None:
    desk.take_sound(seen=("photo",), brought=("household",))
    desk.go(CAPTURE)
    assert focused().objectName() == "original:household"
