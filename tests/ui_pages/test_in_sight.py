"""What belongs together is seen together in a low window, and a question that was left asks no longer."""

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QIcon, QImage
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QWidget

from desk_app.ui.kit import style
from desk_app.ui.kit.layouts import FlowLayout, column
from desk_app.ui.kit.widgets import button, show_key
from tests.ui_pages import test_sizes
from tests.ui_pages.test_sizes import FULL, LOW, NARROW, Counter

counter = test_sizes.counter
_NUMBER = "id_number"


def label(within: QWidget, text: str) -> QLabel:
    (found,) = [w for w in within.findChildren(QLabel) if w.text().startswith(text) and w.isVisible()]
    return found


@pytest.mark.parametrize("size", [NARROW, LOW])
def test_a_question_is_seen_with_its_answers(counter: Counter, size: tuple[int, int]) -> None:
    counter.take(0, answered=False)
    counter.be(size)
    counter.go(1)
    question = label(counter.window, "残疾人证现在是哪种情况")
    counter.qtbot.waitUntil(lambda: counter.in_view(question))


def test_name_and_number_are_both_seen_in_a_narrow_window(counter: Counter) -> None:
    counter.be(NARROW)
    counter.window.counter.new_case()
    counter.qtbot.waitUntil(lambda: counter.window.case is not None)
    counter.settle()
    for name in ("name", _NUMBER):
        line = counter.find(name)
        counter.qtbot.waitUntil(lambda one=line: counter.in_view(one))  # type: ignore[misc]
    assert not [
        w for w in counter.window.findChildren(QLabel) if w.text()[:5] == "照身份证录" and w.isVisible()
    ]
    counter.be(FULL)
    assert label(counter.window, "照身份证录入").isVisible()


@pytest.mark.parametrize("size", [NARROW, LOW])
def test_a_material_is_seen_with_its_ways(counter: Counter, size: tuple[int, int]) -> None:
    counter.take(1, answered=False)
    counter.be(size)
    counter.go(3)
    focused = counter.window.focusWidget()
    assert isinstance(focused, QPushButton)
    card = focused.parentWidget()
    while not card.objectName().startswith("material:"):
        card = card.parentWidget()
    title = next(w for w in card.findChildren(QLabel) if w.property("role") == "strong")
    counter.qtbot.waitUntil(lambda: counter.in_view(title) and counter.in_view(focused))


def test_what_has_the_keyboard_stays_in_view_when_a_message_comes_above_it(counter: Counter) -> None:
    counter.take(0)
    counter.be(NARROW)
    counter.go(2)
    name, focused = counter.find("name"), counter.find("ethnicity")
    assert isinstance(name, QLineEdit)
    focused.setFocus(Qt.FocusReason.TabFocusReason)
    counter.qtbot.waitUntil(lambda: counter.in_view(focused))
    top = focused.mapTo(counter.window, focused.rect().bottomLeft()).y()
    page = counter.window.counter.page("fill")
    said = label(page, "申请人")
    said.setFixedHeight(said.height() + 60)  # what stands above it needs more room
    counter.qtbot.waitUntil(lambda: counter.in_view(focused))
    assert focused.mapTo(counter.window, focused.rect().bottomLeft()).y() <= top + 60


def test_nothing_left_to_ask_leads_to_the_next_step(counter: Counter) -> None:
    counter.take(0)
    counter.go(1)
    focused = counter.window.focusWidget()
    assert focused is not None
    assert focused.objectName() == "next" or focused.objectName().startswith("matter")


def test_a_question_that_was_left_asks_no_longer(counter: Counter) -> None:
    counter.take(0)
    counter.go(2)
    counter.qtbot.mouseClick(counter.find("discard"), Qt.MouseButton.LeftButton)
    assert counter.sees("confirm-discard")
    counter.go(3)
    assert not counter.sees("confirm-discard")
    assert counter.sees("discard")


@pytest.mark.parametrize("size", [NARROW, LOW, FULL])
def test_what_is_asked_about_a_draft_is_whole(counter: Counter, size: tuple[int, int]) -> None:
    counter.take(0)
    draft = counter.window.case.draft.id if counter.window.case else ""
    counter.be(size)
    assert counter.window.counter.workspace is not None
    counter.window.counter.workspace.call_next()
    counter.qtbot.waitUntil(lambda: counter.sees(f"discard-{draft}"))
    counter.settle()
    counter.qtbot.mouseClick(counter.find(f"discard-{draft}"), Qt.MouseButton.LeftButton)
    said = [w for w in counter.window.findChildren(QLabel) if w.text().startswith("已填") and w.isVisible()]
    assert said == []
    for name in (f"confirm-discard-{draft}", f"keep-discard-{draft}"):
        asked = counter.find(name)
        counter.qtbot.waitUntil(lambda one=asked: counter.in_view(one))  # type: ignore[misc]
    counter.qtbot.mouseClick(counter.find(f"keep-discard-{draft}"), Qt.MouseButton.LeftButton)
    assert label(counter.window, "已填").isVisible()


# ---- badges of keys -------------------------------------------------------------------------------


def ink(shown: QPushButton) -> set[str]:
    """The colours of a button's badge, as it is drawn now."""
    mode = shown.icon().Mode.Normal if shown.isEnabled() else shown.icon().Mode.Disabled
    picture = shown.icon().pixmap(shown.iconSize(), mode).toImage()
    picture = picture.convertToFormat(QImage.Format.Format_ARGB32)
    pixels = (picture.pixelColor(x, y) for x in range(picture.width()) for y in range(picture.height()))
    return {each.name() for each in pixels if each.alpha() > 200}


def test_the_badge_of_the_next_step_is_seen_after_acceptance_too(counter: Counter) -> None:
    counter.take(0)
    counter.go(0)
    assert counter.window.counter.workspace is not None
    shown = counter.find("next")
    assert isinstance(shown, QPushButton)
    assert ink(shown) == {"#ffffff"}
    foot = counter.window.counter.workspace._footer
    foot.lead_on(before=False, after="一次告知", accepted=True)
    assert "#ffffff" not in ink(shown)


def test_the_badge_of_a_disabled_button_is_seen(counter: Counter) -> None:
    shown = button("收下", "primary")
    counter.qtbot.addWidget(shown)
    show_key(shown, "Ctrl+Return")
    shown.setEnabled(False)
    assert "#5c6778" in ink(shown)


def test_a_key_that_is_a_plus_has_a_badge(counter: Counter) -> None:
    shown = button("100 %")
    counter.qtbot.addWidget(shown)
    show_key(shown, "+")
    assert ink(shown)


@pytest.mark.parametrize("step", [0, 5])
def test_larger_letters_follow_a_look_that_is_changed_in_the_middle(counter: Counter, step: int) -> None:
    counter.take(0)
    counter.go(step)
    larger = [w for w in counter.window.findChildren(QWidget) if w.property("larger_type")]
    assert larger
    for look in (style.Looks.LARGE, style.Looks.CONTRAST, style.Looks.NORMAL):
        test_sizes.dress(look)
        for each in larger:
            factor, _ = each.property("larger_type")  # of the receipt's number it depends on the room
            wanted = style.BODY * 0.75 * factor * look.value.scale
            assert each.font().pointSizeF() == pytest.approx(wanted, abs=0.01)


def test_an_icon_has_its_own_colour_in_a_chosen_row_too(counter: Counter) -> None:
    counter.take(0)
    shown = style.icon("tone-good", "good", 16)
    chosen, plain = (
        shown.pixmap(QSize(16, 16), mode).toImage() for mode in (QIcon.Mode.Selected, QIcon.Mode.Normal)
    )
    assert chosen == plain


def test_what_wraps_within_a_wrapping_row_is_seen_whole(counter: Counter) -> None:
    holder, inner = QWidget(), QWidget()
    counter.qtbot.addWidget(holder)
    outer, within = FlowLayout(), FlowLayout(inner)
    buttons = [button(text) for text in ("打出来了", "再打一份", "换打印机打")]
    for each in buttons:
        within.addWidget(each)
    below = button("另存")
    outer.addWidget(inner)
    outer.addWidget(below)
    column(holder).addLayout(outer)
    holder.resize(sum(b.sizeHint().width() for b in buttons[:2]) + 20, 300)
    holder.show()
    counter.qtbot.waitUntil(lambda: buttons[2].visibleRegion().boundingRect().size() == buttons[2].size())
    assert not inner.geometry().intersects(below.geometry())
