"""送达和清单 under careless hands: wrong codes, lists read anew while typing, other days, held keys."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QComboBox, QDateEdit, QDialog

from desk_app.domain.applications import Application, MatterState
from desk_app.domain.letters import Delivered
from desk_app.services.applications import delivering
from tests.ui_shell.conftest import Desk
from tests.ui_shell.test_delivering import (
    again,
    burst,
    button,
    click,
    granted,
    line,
    numbered,
    opened,
    paper,
    settled,
    state,
    words,
)


def box(dialog: QDialog, application: Application) -> QCheckBox:
    (found,) = [b for b in dialog.findChildren(QCheckBox, f"bring:{application.id}") if b.isVisible()]
    return found


def towns(dialog: QDialog) -> QComboBox:
    found = dialog.findChild(QComboBox, "bring-town")
    assert isinstance(found, QComboBox)
    return found


# ---- codes ---------------------------------------------------------------------------------------


def test_a_receipt_finds_its_row_also_when_the_county_gave_a_number(desk: Desk) -> None:
    first, second = (granted(desk.parts, n) for n in range(2))
    (letter, *_) = (each for each in desk.parts.store.outbox.letters() if each.subject == second.subject)
    desk.parts.store.outbox.delivered(letter.id, Delivered("62040320261123000017", ""), desk.clock.now())
    dialog = opened(desk)
    assert "…23000017" in words(dialog)
    for code in (second.number, "62040320261123000017"):
        numbered(dialog, first).setFocus()
        burst(numbered(dialog, first), code)
        assert numbered(dialog, first).text() == ""
        assert dialog.focusWidget() is numbered(dialog, second)


def test_the_receipt_of_somebody_else_becomes_no_postal_number(desk: Desk) -> None:
    first, other = granted(desk.parts, 0), granted(desk.parts, 1, post=False)
    dialog = opened(desk)
    # WHEN it is scanned with the keyboard on a button
    button(dialog, "post-labels").setFocus()
    burst(button(dialog, "post-labels"), other.number)
    desk.until(lambda: "不是邮寄单号" in words(dialog))
    assert numbered(dialog, first).text() == ""
    # AND into a row: the next scan takes its place
    numbered(dialog, first).setFocus()
    burst(numbered(dialog, first), other.number)
    assert "不是邮寄单号" in words(dialog)
    burst(numbered(dialog, first), "1100000000001")
    assert numbered(dialog, first).text() == "1100000000001"


def test_a_second_sticker_replaces_the_first(desk: Desk) -> None:
    first, _ = (granted(desk.parts, n) for n in range(2))
    dialog = opened(desk)
    field = numbered(dialog, first)
    field.setFocus()
    burst(field, "1100000000001")
    field.setFocus()
    field.end(False)
    burst(field, "1100000000002")
    assert field.text() == "1100000000002"
    field.setFocus()
    field.home(False)
    burst(field, "1100000000003")
    assert field.text() == "1100000000003"


def test_a_receipt_scanned_among_what_lies_here_ticks_its_row(desk: Desk) -> None:
    here, there = granted(desk.parts, 0, post=False), granted(desk.parts, 1, post=False, town="宝积镇")
    dialog = opened(desk)
    towns(dialog).setCurrentIndex(towns(dialog).findData("王家山镇"))
    settled(desk, dialog)
    button(dialog, "bring-all").setFocus()
    burst(button(dialog, "bring-all"), there.number)
    desk.until(lambda: towns(dialog).currentData() == "宝积镇")
    desk.until(lambda: box(dialog, there).isChecked())
    assert dialog.focusWidget() is box(dialog, there)
    burst(box(dialog, there), here.number)
    desk.until(lambda: towns(dialog).currentData() == "王家山镇")
    desk.until(lambda: box(dialog, here).isChecked())


# ---- what was typed or ticked stays --------------------------------------------------------------


def test_numbers_of_all_rows_stay_when_something_else_is_done(desk: Desk) -> None:
    # GIVEN thirty letters with their numbers, and something for a town
    letters = [granted(desk.parts, person) for person in range(30)]
    granted(desk.parts, 30, post=False)
    dialog = opened(desk)
    click(desk, dialog, "deliveries-more")
    for n, application in enumerate(letters):
        numbered(dialog, application).setText(f"11000000001{n:02d}")
    # WHEN the town's is taken along meanwhile
    click(desk, dialog, "delivering:collect")
    line(dialog, "bring-carrier").setText("赵送达")
    click(desk, dialog, "bring-all")
    click(desk, dialog, "bring-go")
    paper(desk, dialog)
    settled(desk, dialog)
    # THEN all numbers are there, and all thirty are posted
    click(desk, dialog, "delivering:post")
    assert numbered(dialog, letters[29]).text() == "1100000000129"
    click(desk, dialog, "post-go")
    assert "共30件" in paper(desk, dialog)


def test_what_is_unchanged_keeps_its_row_when_the_list_is_read_anew(desk: Desk) -> None:
    letters = [granted(desk.parts, person) for person in range(15)]
    dialog = opened(desk)
    rows = list(dialog.post.rows)  # type: ignore[attr-defined]
    for n, application in enumerate(letters):
        numbered(dialog, application).setText(f"11000000001{n:02d}")
    numbered(dialog, letters[3]).setFocus()
    found = delivering.standing(desk.parts)
    dialog.post.show_found(found[delivering.DeliveryKind.POST], found[delivering.DeliveryKind.SENT])  # type: ignore[attr-defined]
    assert list(dialog.post.rows) == rows  # type: ignore[attr-defined]
    assert dialog.focusWidget() is numbered(dialog, letters[3])
    click(desk, dialog, "post-go")
    assert "共15件" in paper(desk, dialog)


def test_a_form_that_is_being_filled_stays_while_another_receipt_is_noted(desk: Desk) -> None:
    first, second = (granted(desk.parts, n) for n in range(2))
    dialog = opened(desk)
    for n, application in enumerate((first, second), 1):
        numbered(dialog, application).setText(f"110000000000{n}")
    click(desk, dialog, "post-go")
    paper(desk, dialog)
    settled(desk, dialog)
    click(desk, dialog, "delivering:sent")
    click(desk, dialog, f"returned:{first.id}")
    line(dialog, "form-returned").setText("外出务工")
    found = delivering.standing(desk.parts)
    dialog.sent.show_found(found[delivering.DeliveryKind.SENT])  # type: ignore[attr-defined]
    assert line(dialog, "form-returned").text() == "外出务工"


def test_ticks_and_place_stay_when_something_else_is_done(desk: Desk) -> None:
    posted = granted(desk.parts, 0)
    first, second = (granted(desk.parts, n, post=False) for n in (1, 2))
    dialog = opened(desk)
    click(desk, dialog, "delivering:collect")
    box(dialog, second).setChecked(True)
    line(dialog, "bring-place").setText("王家山镇样例村")
    line(dialog, "bring-carrier").setText("赵送达")
    click(desk, dialog, "delivering:post")
    numbered(dialog, posted).setText("1100000000001")
    click(desk, dialog, "post-go")
    paper(desk, dialog)
    settled(desk, dialog)
    click(desk, dialog, "delivering:collect")
    assert (box(dialog, first).isChecked(), box(dialog, second).isChecked()) == (False, True)
    assert line(dialog, "bring-place").text() == "王家山镇样例村"
    click(desk, dialog, "bring-go")
    assert "共1件" in paper(desk, dialog)
    assert [state(desk.parts, a) for a in (first, second)] == [MatterState.CONCLUDED, MatterState.SENT]
    settled(desk, dialog)
    assert line(dialog, "bring-carrier").text() == ""  # who takes the next ones is somebody else


def test_all_unticked_means_none_also_beyond_the_first_twenty(desk: Desk) -> None:
    for person in range(23):
        granted(desk.parts, person, post=False)
    dialog = opened(desk)
    line(dialog, "bring-carrier").setText("赵送达")
    click(desk, dialog, "bring-all")
    click(desk, dialog, "bring-all")
    click(desk, dialog, "bring-go")
    assert "还没有选要送出的件" in words(dialog)


# ---- days ----------------------------------------------------------------------------------------


def test_of_several_days_chosen_in_a_row_the_last_is_shown(desk: Desk) -> None:
    application = granted(desk.parts, 0)
    dialog = opened(desk)
    numbered(dialog, application).setText("1100000000001")
    click(desk, dialog, "post-go")
    paper(desk, dialog)
    settled(desk, dialog)
    click(desk, dialog, "delivering:lists")
    day = dialog.findChild(QDateEdit, "lists-day")
    assert isinstance(day, QDateEdit)
    today = day.date()
    for back in (-3, -2, -1, 0):  # without a pause, as a held arrow key
        day.setDate(today.addDays(back))
    settled(desk, dialog)
    assert button(dialog, "list:620403-03-20261123-Y1")
    for back in (0, -1):
        day.setDate(today.addDays(back))
    settled(desk, dialog)
    assert "这一天没有送出的" in words(dialog)


def test_a_register_of_a_year_is_refused_beside_its_days(desk: Desk) -> None:
    dialog = opened(desk)
    since = dialog.findChild(QDateEdit, "register-since")
    assert isinstance(since, QDateEdit)
    since.setDate(since.date().addYears(-1))
    click(desk, dialog, "register-go")
    desk.until(lambda: "最长三个月,请改日期" in words(dialog))
    # AND once the days are right it is there
    since.setDate(since.date().addYears(1))
    click(desk, dialog, "register-go")
    assert "领取" in paper(desk, dialog)
    assert "最长三个月" not in words(dialog)


# ---- the keyboard --------------------------------------------------------------------------------


def test_after_each_receipt_the_keyboard_is_at_the_next(desk: Desk) -> None:
    letters = [granted(desk.parts, n) for n in range(3)]
    dialog = opened(desk)
    for n, application in enumerate(letters, 1):
        numbered(dialog, application).setText(f"110000000000{n}")
    click(desk, dialog, "post-go")
    paper(desk, dialog)
    settled(desk, dialog)
    click(desk, dialog, "delivering:sent")
    # WHEN Enter goes through the form of the first
    click(desk, dialog, f"received:{letters[0].id}")
    QTest.keyClick(line(dialog, "form-received"), Qt.Key.Key_Return)
    assert dialog.focusWidget() is button(dialog, "form-received-go")
    assert state(desk.parts, letters[0]) == MatterState.SENT
    QTest.keyClick(button(dialog, "form-received-go"), Qt.Key.Key_Return)
    desk.until(lambda: state(desk.parts, letters[0]) == MatterState.HANDED_OVER)
    # THEN the next row has the keyboard, and after the last one the button of the part
    settled(desk, dialog)
    desk.until(lambda: dialog.focusWidget() is button(dialog, f"received:{letters[1].id}"))
    for application in letters[1:]:
        click(desk, dialog, f"received:{application.id}")
        click(desk, dialog, "form-received-go")
        settled(desk, dialog)
    assert dialog.focusWidget() is button(dialog, "delivering:sent")


def test_numbers_are_there_again_when_it_was_closed_by_mistake(desk: Desk) -> None:
    first, second = (granted(desk.parts, n) for n in range(2))
    dialog = opened(desk)
    numbered(dialog, first).setFocus()
    burst(numbered(dialog, first), "1100000000001")
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    desk.until(lambda: not desk.sees("delivering-dialog"))
    dialog = again(desk)
    assert numbered(dialog, first).text() == "1100000000001"
    assert numbered(dialog, second).text() == ""
    click(desk, dialog, "post-go")
    paper(desk, dialog)
    dialog.close()
    assert "邮寄 1" in button(again(desk), "delivering:post").text()
