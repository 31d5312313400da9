"""What of a step is made after it is shown: whoever goes there finds it, and nothing typed is lost."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import count, pairwise

from PySide6.QtCore import QObject, QPoint, Qt, QTimer
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desk_app.domain.applications import Draft
from desk_app.services.counter.capture import PHOTO
from desk_app.ui.counter.fill import FillPage
from desk_app.ui.counter.material import MaterialCard
from desk_app.ui.counter.matters import MatterCard
from desk_app.ui.counter.rows import AnswerRow
from desk_app.ui.counter.sections import FormBody
from desk_app.ui.kit.fields.base import Field
from desk_app.ui.kit.focus import focus_first
from desk_app.ui.kit.rounds import Rounds
from tests.people import sound_draft
from tests.reading_order import against_the_eye, walk
from tests.ui_pages.conftest import CAPTURE, CONFIRM, FILL, NOTICE, Desk


def turn_to(desk: Desk, step: int) -> None:
    """Turn to a step and wait for nothing."""
    desk.stack.setCurrentIndex(step)
    desk.page.enter()


def filled(desk: Desk, *empty: str) -> Draft:
    """A draft that can be accepted but for these answers."""
    draft = sound_draft(desk.parts)
    return replace(draft, answers={k: v for k, v in draft.answers.items() if k not in empty})


def fill(desk: Desk) -> FillPage:
    page = desk.page
    assert isinstance(page, FillPage)
    return page


def made(desk: Desk) -> list[str]:
    """The elements of the form that have a field, in the order of making."""
    return [f.element.id for f in desk.page.findChildren(Field)]


def whole(desk: Desk) -> None:
    """Wait until all is made and laid out."""
    desk.until(lambda: not desk.page.behind.under_way)
    bodies = desk.page.findChildren(FormBody)
    desk.until(lambda: all(b.height() >= b.minimumSizeHint().height() for b in bodies))


def in_sight(desk: Desk) -> list[MaterialCard]:
    """The cards of materials that are shown, in the order of making."""
    return [c for c in desk.page.findChildren(MaterialCard) if type(c) is MaterialCard and c.isVisible()]


def in_view(desk: Desk, name: str) -> bool:
    """Whether there is something of this name that is shown, and not scrolled away."""
    return any(not w.visibleRegion().isEmpty() for w in desk.page.findChildren(QWidget, name))


def test_the_form_begins_with_what_is_seen_and_has_all_soon(desk: Desk) -> None:
    # GIVEN a form of several sections
    case = desk.take(filled(desk))
    # WHEN its step is turned to
    turn_to(desk, FILL)
    # THEN its first fields are there at once, in order, next the whole first section, and the others soon
    first = [e.id for e in case.fields if e.section == case.fields[0].section]
    assert len(made(desk)) < len(first)
    assert made(desk) == first[: len(made(desk))]
    assert in_view(desk, "name")
    desk.until(lambda: in_view(desk, "phone"))
    assert set(first) <= set(made(desk))
    whole(desk)
    assert sorted(made(desk)) == sorted(e.id for e in case.fields)
    stands = {f.element.id: f.mapTo(desk.page, QPoint()).y() for f in desk.page.findChildren(Field)}
    order = [stands[e.id] for e in case.fields]
    assert order == sorted(order)


def test_f2_leads_to_a_field_that_was_not_made_yet(desk: Desk) -> None:
    # GIVEN two answers that are missing, one of them in the last section
    desk.take(filled(desk, "phone", "delivery"))
    turn_to(desk, FILL)
    assert desk.find("phone", QLineEdit).hasFocus()
    assert "delivery" not in made(desk)
    # WHEN F2 is pressed before that section was made
    desk.qtbot.keyClick(desk.find("phone"), Qt.Key.Key_F2)
    # THEN it is made and has the keyboard, and keeps it in view when the others have come
    assert desk.page.behind.under_way
    assert desk.find("delivery:1", QPushButton).hasFocus()
    whole(desk)
    desk.until(lambda: in_view(desk, "delivery:1"))
    assert desk.find("delivery:1", QPushButton).hasFocus()
    assert [b.section.id for b in fill(desk)._body.blocks] == [s.id for s in desk.case.sections]


def test_to_go_on_is_to_be_in_a_field_that_was_not_made_yet(desk: Desk) -> None:
    desk.take(filled(desk))
    turn_to(desk, FILL)
    assert "bank_card" not in made(desk)
    fill(desk).show_element("bank_card")
    line = desk.find("bank_card", QLineEdit)
    assert line.hasFocus()
    desk.qtbot.keyClick(line, Qt.Key.Key_End)
    desk.qtbot.keyClick(line, Qt.Key.Key_Backspace)
    whole(desk)
    assert desk.find("bank_card", QLineEdit) is line
    assert line.hasFocus()
    desk.until(lambda: in_view(desk, "bank_card"))
    assert desk.case.given("bank_card") == str(sound_draft(desk.parts).answers["bank_card"])[:-1]


def test_nothing_typed_is_lost_when_the_other_sections_come(desk: Desk) -> None:
    # GIVEN the first section, and the keyboard in it
    desk.take(filled(desk, "phone"))
    turn_to(desk, FILL)
    line = desk.find("phone", QLineEdit)
    # WHEN it is typed in while the others are made
    for sign in "13800000001":
        desk.qtbot.keyClicks(QApplication.focusWidget(), sign)
        desk.qtbot.wait(1)
    desk.case.answer("present_address", "甘肃省白银市平川区样例路1号")
    desk.case.answer("bank_card", "6217000000000000012")
    whole(desk)
    # THEN the line has it all and the keyboard still, and what was answered meanwhile is shown
    assert line.hasFocus()
    assert line.text().replace(" ", "") == "13800000001"
    assert desk.case.given("phone") == "13800000001"
    assert desk.find("bank_card", QLineEdit).text().replace(" ", "") == "6217000000000000012"


def test_a_step_that_was_left_tells_the_problems_of_fields_made_later_too(desk: Desk) -> None:
    # GIVEN a step left before the section with what is missing was made
    desk.take(filled(desk, "bank_card", "phone"))
    turn_to(desk, FILL)
    assert "bank_card" not in made(desk)
    desk.page.leave()
    # WHEN one comes back
    turn_to(desk, FILL)
    whole(desk)
    # THEN both are told as wrong
    (field,) = [f for f in desk.page.findChildren(Field) if f.element.id == "bank_card"]
    assert field.told
    assert "有 2 处要处理" in desk.texts()


def test_tab_goes_through_the_form_as_the_eye_does(desk: Desk) -> None:
    # GIVEN a form whose last section was made before those in the middle
    desk.take(filled(desk, "delivery"))
    turn_to(desk, FILL)
    assert desk.find("delivery:1", QPushButton).hasFocus()
    whole(desk)
    # WHEN it is walked through by Tab
    fill(desk).show_element("name")
    stops = walk(desk.page, desk.find("name"))
    last = max(place for place, stop in enumerate(stops) if stop.name.startswith("delivery:"))
    stops = stops[: last + 1]
    # THEN nothing is passed over and nothing comes out of turn
    assert against_the_eye(stops) == []
    names = [s.name for s in stops]
    assert [n for n in names if n in ("phone", "bank_card")] == ["phone", "bank_card"]


def test_the_first_material_that_is_missing_has_the_keyboard_before_the_others_are_there(desk: Desk) -> None:
    desk.take(replace(sound_draft(desk.parts), seen=(PHOTO,), pages=()))
    turn_to(desk, CAPTURE)
    cards = in_sight(desk)
    assert len(cards) == 1
    assert cards[0].isAncestorOf(QApplication.focusWidget())
    whole(desk)
    needed = [n.material.id for n in desk.case.needs]
    assert [c.material for c in in_sight(desk)] == sorted(needed, key=lambda m: m != PHOTO)
    assert cards[0].isAncestorOf(QApplication.focusWidget())


def test_a_complete_step_4_has_a_card_for_the_keyboard_at_once(desk: Desk) -> None:
    # GIVEN a case with all its materials
    desk.take(filled(desk))
    # WHEN step 4 is turned to, and the counter looks for what can have the keyboard
    turn_to(desk, CAPTURE)
    desk.page.clearFocus()
    assert focus_first(desk.page)
    # THEN the first card has it, and keeps it when the others have come
    (card,) = in_sight(desk)
    focused = QApplication.focusWidget()
    assert focused is not None
    assert card.isAncestorOf(focused)
    whole(desk)
    assert QApplication.focusWidget() is focused
    assert in_sight(desk)[0] is card


def test_matters_and_answers_come_one_after_another_and_follow_a_change_meanwhile(desk: Desk) -> None:
    # GIVEN steps 2 and 5 just turned to
    case = desk.take(filled(desk))
    for step, kind in ((NOTICE, MatterCard), (CONFIRM, AnswerRow)):
        turn_to(desk, step)
        before = sum(w.isVisible() for w in desk.page.findChildren(kind))
        # WHEN an answer changes before all is there
        case.answer("name", f"样例{step}")
        whole(desk)
        # THEN more came, as the answers are now
        assert sum(w.isVisible() for w in desk.page.findChildren(kind)) > before
    assert "样例4" in desk.texts()


def test_between_two_parts_the_loop_comes_round(qtbot: QtBot) -> None:
    owner, seen = QObject(), list[int]()
    rounds, other = Rounds(owner), QTimer(owner, interval=0)
    came = count()
    other.timeout.connect(lambda: next(came))

    def parts() -> Iterator[None]:
        for _ in range(4):
            seen.append(next(came))
            yield

    other.start()
    rounds.begin(parts())
    assert seen == []
    qtbot.waitUntil(lambda: not rounds.under_way)
    # Each part sees the number it took itself, and at least one more that the other timer took.
    assert all(after - before > 1 for before, after in pairwise(seen))
    assert len(seen) == 4


def test_what_is_needed_now_is_done_now_and_what_is_given_up_never(qtbot: QtBot) -> None:
    owner, done = QObject(), list[int]()
    rounds = Rounds(owner)

    def parts() -> Iterator[None]:
        for part in range(3):
            done.append(part)
            yield

    rounds.begin(parts())
    rounds.finish()
    assert done == [0, 1, 2]
    assert not rounds.under_way
    rounds.begin(parts())
    rounds.stop()
    after = QTimer(owner, singleShot=True, interval=5)
    with qtbot.waitSignal(after.timeout):
        after.start()
    assert done == [0, 1, 2]
