"""送达和清单: posting with a scanner, bringing with a town, receipts and letters that come back, lists."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QCheckBox,
    QComboBox,
    QDateEdit,
    QDialog,
    QLabel,
    QLineEdit,
    QWidget,
)

from desk_app.domain.applications import Application, MatterState, matter_id
from desk_app.domain.events import Who
from desk_app.services import ledger, proceedings
from desk_app.services.counter import intake
from desk_app.services.parts import Parts
from desk_app.ui.papers.dialog import PaperDialog
from tests.fakes import StillClock, make_parts
from tests.people import sound_draft
from tests.printing.reading import squeezed, text_of
from tests.ui_shell.conftest import Desk

DAY = 24 * 3600
DEPARTMENT = Who("区残联", "department")
HERE = "甘肃省白银市平川区"
POST = {"delivery": "1", "delivery_name": "张收件", "delivery_phone": "13800000001"}


def granted(parts: Parts, person: int, *, post: bool = True, town: str = "王家山镇") -> Application:
    """An application whose certificate was granted; posted, or to be collected."""
    draft = sound_draft(parts, person=person)
    told = {**POST, "delivery_address": f"{HERE}{town}样例村{person}号"} if post else {"delivery": "2"}
    place = {"present_address": f"{HERE}{town}样例村", "registered_address": f"{HERE}{town}样例村"}
    answers = {**draft.answers, **told, **place, "name": f"张样{'甲乙丙丁戊己庚辛'[person % 8]}"}
    if post:
        answers["delivery_name"] = answers["name"]
    assert isinstance(parts.clock, StillClock)
    parts.clock.move(60)
    application = intake.accept(parts, replace(draft, answers=answers))
    given = {
        "certificate_number": f"{answers['id_number']}43",
        "issued_on": parts.clock.today().isoformat(),
    }
    proceedings.act(parts, DEPARTMENT, matter_id(application.id, "cert_new"), "conclude", given)
    return application


def state(parts: Parts, application: Application) -> str:
    found = parts.store.proceedings.one(matter_id(application.id, "cert_new"))
    assert found is not None
    return found.state


def opened(desk: Desk) -> QDialog:
    """The dialog, opened from the list of applications, with everything read and every row made."""
    desk.open()
    desk.click("rail-applications")
    return again(desk)


def again(desk: Desk) -> QDialog:
    desk.click("delivering")
    dialog = desk.find_dialog("delivering-dialog")
    dialog.activateWindow()
    desk.until(dialog.isActiveWindow)
    settled(desk, dialog)
    return dialog


def settled(desk: Desk, dialog: QDialog) -> None:
    desk.settle()
    section = dialog.post, dialog.bring, dialog.sent  # type: ignore[attr-defined]
    desk.until(lambda: all(each.list.whole for each in section))


def button(dialog: QWidget, name: str) -> QAbstractButton:
    (found,) = [b for b in dialog.findChildren(QAbstractButton, name) if b.isVisible()]
    return found


def click(desk: Desk, dialog: QDialog, name: str) -> None:
    QTest.mouseClick(button(dialog, name), Qt.MouseButton.LeftButton)
    settled(desk, dialog)


def line(dialog: QWidget, name: str) -> QLineEdit:
    (found,) = [e for e in dialog.findChildren(QLineEdit, name) if e.isVisible()]
    return found


def words(widget: QWidget) -> str:
    return "\n".join(w.text() for w in widget.findChildren(QLabel) if w.isVisible())


def burst(widget: QWidget, text: str) -> None:
    """What a scanner does: keys without a pause, then Enter."""
    QTest.keyClicks(widget, text)
    QTest.keyClick(widget, Qt.Key.Key_Return)


def paper(desk: Desk, dialog: QDialog) -> str:
    """The text of the paper that is shown, which is closed again."""
    desk.until(lambda: any(p.isVisible() for p in dialog.findChildren(PaperDialog)))
    desk.settle()
    shown = next(p for p in dialog.findChildren(PaperDialog) if p.isVisible())
    text = squeezed(text_of(shown.view.pdf))
    shown.close()
    desk.until(lambda: not any(p.isVisible() for p in dialog.findChildren(PaperDialog)))
    return text


def numbered(dialog: QDialog, application: Application) -> QLineEdit:
    return line(dialog, f"post-number:{application.id}")


# ---- posting -------------------------------------------------------------------------------------


def test_scans_go_into_the_row_with_the_keyboard_and_on_to_the_next(desk: Desk) -> None:
    # GIVEN three results for the post
    first, second, third = (granted(desk.parts, n) for n in range(3))
    dialog = opened(desk)
    assert "邮寄 3" in button(dialog, "delivering:post").text()
    # WHEN the stickers are scanned one after the other, the first in the line of the first row
    numbered(dialog, first).setFocus()
    burst(numbered(dialog, first), "1100000000001")
    assert dialog.focusWidget() is numbered(dialog, second)
    burst(numbered(dialog, second), "11 0000 0000 002")
    assert numbered(dialog, second).text() == "1100000000002"
    # AND the last with the keyboard on a button
    button(dialog, "post-labels").setFocus()
    burst(button(dialog, "post-labels"), "1100000000003")
    desk.until(lambda: numbered(dialog, third).text() == "1100000000003")
    # THEN one press notes all of them, and their list is there to be printed
    click(desk, dialog, "post-go")
    text = paper(desk, dialog)
    assert all(f"110000000000{n}" in text for n in (1, 2, 3))
    assert "620403-03-20261123-Y1" in text
    assert [state(desk.parts, a) for a in (first, second, third)] == [MatterState.SENT] * 3
    settled(desk, dialog)
    assert "邮寄 0" in button(dialog, "delivering:post").text()
    assert "等回执 3" in button(dialog, "delivering:sent").text()
    dialog.close()
    assert "已登记寄出3件,清单620403-03-20261123-Y1" in "\n".join(desk.shown())


def test_a_receipt_that_is_scanned_finds_its_row(desk: Desk) -> None:
    first, second = (granted(desk.parts, n) for n in range(2))
    dialog = opened(desk)
    numbered(dialog, first).setFocus()
    burst(numbered(dialog, first), second.number)
    assert numbered(dialog, first).text() == ""
    assert dialog.focusWidget() is numbered(dialog, second)


def test_a_wrong_number_is_said_in_its_row_and_nothing_goes(desk: Desk) -> None:
    first, second = (granted(desk.parts, n) for n in range(2))
    dialog = opened(desk)
    numbered(dialog, first).setText("1100000000001")
    numbered(dialog, second).setText("单号")
    click(desk, dialog, "post-go")
    assert "“单号”不是邮寄单号" in words(dialog)
    assert "有单号不对的" in words(dialog)
    assert state(desk.parts, first) == MatterState.CONCLUDED
    assert numbered(dialog, first).text() == "1100000000001"


def test_a_number_used_twice_is_asked_about_once(desk: Desk) -> None:
    first, second = (granted(desk.parts, n) for n in range(2))
    dialog = opened(desk)
    for application in (first, second):
        numbered(dialog, application).setText("1100000000001")
    click(desk, dialog, "post-go")
    assert "单号用了两次" in words(dialog)
    assert state(desk.parts, first) == MatterState.CONCLUDED
    click(desk, dialog, "post-go")
    assert paper(desk, dialog).count("1100000000001") == 2
    assert state(desk.parts, second) == MatterState.SENT


def test_labels_are_printed_for_what_has_a_number(desk: Desk) -> None:
    first, _second = (granted(desk.parts, n) for n in range(2))
    dialog = opened(desk)
    click(desk, dialog, "post-labels")
    both = paper(desk, dialog)
    assert "张样甲" in both
    assert "张样乙" in both
    numbered(dialog, first).setText("1100000000001")
    click(desk, dialog, "post-labels")
    one = paper(desk, dialog)
    assert "张样甲" in one
    assert "张样乙" not in one


# ---- bringing, receipts, returns -----------------------------------------------------------------


def test_a_town_takes_some_and_its_list_comes_back_signed(desk: Desk) -> None:
    # GIVEN results of two towns
    here = [granted(desk.parts, n, post=False) for n in range(2)]
    other = granted(desk.parts, 2, post=False, town="宝积镇")
    dialog = opened(desk)
    town = dialog.findChild(QComboBox, "bring-town")
    assert isinstance(town, QComboBox)
    town.setCurrentIndex(town.findData("王家山镇"))
    settled(desk, dialog)
    # WHEN nobody is named, or nothing ticked, THEN it says so
    click(desk, dialog, "bring-go")
    assert "带走人姓名" in words(dialog)
    line(dialog, "bring-carrier").setText("赵送达")
    click(desk, dialog, "bring-go")
    assert "还没有选要送出的件" in words(dialog)
    # WHEN all are ticked
    click(desk, dialog, "bring-all")
    click(desk, dialog, "bring-go")
    text = paper(desk, dialog)
    assert "王家山镇" in text
    assert "赵送达" in text
    assert "1380000" not in text  # masked on a paper that goes from hand to hand
    assert [state(desk.parts, a) for a in (*here, other)] == ["sent", "sent", "concluded"]
    # WHEN one receipt comes back two days later, and one result is not delivered
    settled(desk, dialog)
    desk.clock.move(2 * DAY)
    click(desk, dialog, "delivering:sent")
    click(desk, dialog, f"received:{here[0].id}")
    assert line(dialog, "form-received").text() == here[0].name
    relation = dialog.findChild(QComboBox, "form-relation")
    assert isinstance(relation, QComboBox)
    relation.setCurrentIndex(relation.findData("3"))
    click(desk, dialog, "form-received-go")
    desk.until(lambda: state(desk.parts, here[0]) == MatterState.HANDED_OVER)
    settled(desk, dialog)
    click(desk, dialog, f"returned:{here[1].id}")
    click(desk, dialog, "form-returned-go")
    assert "请填写退回原因" in words(dialog)
    line(dialog, "form-returned").setText("外出务工")
    click(desk, dialog, "form-returned-go")
    desk.until(lambda: state(desk.parts, here[1]) == MatterState.CONCLUDED)
    # THEN it lies at the window again and says why
    settled(desk, dialog)
    click(desk, dialog, "delivering:collect")
    town.setCurrentIndex(town.findData("王家山镇"))
    settled(desk, dialog)
    assert "送出过，退回：外出务工" in words(dialog)
    said = [entry.text for entry in ledger.timeline(desk.parts, here[0].subject)]
    assert any("领取人" in text and "(亲属),签收日期2026年11月25日" in text for text in said)


def test_what_comes_back_is_found_by_its_code(desk: Desk) -> None:
    first, second = (granted(desk.parts, n) for n in range(2))
    dialog = opened(desk)
    for n, application in enumerate((first, second), 1):
        numbered(dialog, application).setText(f"110000000000{n}")
    click(desk, dialog, "post-go")
    paper(desk, dialog)
    settled(desk, dialog)
    click(desk, dialog, "delivering:sent")
    dialog.activateWindow()
    desk.until(dialog.isActiveWindow)
    button(dialog, "delivering-close").setFocus()
    burst(button(dialog, "delivering-close"), "1100000000002")
    desk.until(lambda: dialog.focusWidget() is button(dialog, f"received:{second.id}"))
    # AND what is of no use here is said, and nothing happens
    burst(button(dialog, f"received:{second.id}"), "9900000000002")
    desk.until(lambda: "扫到的码没有处理" in words(dialog))


def test_a_wrong_postal_number_is_corrected(desk: Desk) -> None:
    application = granted(desk.parts, 0)
    dialog = opened(desk)
    numbered(dialog, application).setText("1100000000001")
    click(desk, dialog, "post-go")
    paper(desk, dialog)
    settled(desk, dialog)
    click(desk, dialog, "delivering:sent")
    click(desk, dialog, f"renumber:{application.id}")
    line(dialog, "form-renumber").setText("1100000000009")
    line(dialog, "form-why").setText("录错一位")
    click(desk, dialog, "form-renumber-go")
    desk.until(lambda: "单号1100000000009" in words(dialog))


def test_what_is_late_is_told_and_shown_first(desk: Desk) -> None:
    application = granted(desk.parts, 0)
    dialog = opened(desk)
    numbered(dialog, application).setText("1100000000001")
    click(desk, dialog, "post-go")
    paper(desk, dialog)
    dialog.close()
    desk.clock.move(30 * DAY)
    granted(desk.parts, 1)
    dialog = again(desk)
    assert "1件的回执超期没有回来" in words(dialog)
    click(desk, dialog, "delivering:sent")
    assert "前有回执" in "".join(w.accessibleName() for w in dialog.findChildren(QWidget) if w.isVisible())


# ---- lists and the register ----------------------------------------------------------------------


def test_a_list_is_printed_again_with_its_number_and_the_register_from_here(desk: Desk) -> None:
    posted, collected = granted(desk.parts, 0), granted(desk.parts, 1, post=False)
    given, who = {"receiver": collected.name, "relation": "1"}, desk.parts.window.who
    proceedings.act(desk.parts, who, matter_id(collected.id, "cert_new"), "hand_over", given)
    dialog = opened(desk)
    numbered(dialog, posted).setText("1100000000001")
    click(desk, dialog, "post-go")
    paper(desk, dialog)
    settled(desk, dialog)
    click(desk, dialog, "delivering:lists")
    click(desk, dialog, "list:620403-03-20261123-Y1")
    assert "1100000000001" in paper(desk, dialog)
    click(desk, dialog, "register-go")
    text = paper(desk, dialog)
    assert collected.name in text
    assert posted.name not in text
    until = dialog.findChild(QDateEdit, "register-until")
    assert isinstance(until, QDateEdit)
    until.setDate(until.date().addDays(-1))
    click(desk, dialog, "register-go")
    assert "开始不能晚于结束" in words(dialog)


def test_with_nothing_to_send_it_says_so(desk: Desk) -> None:
    dialog = opened(desk)
    assert "没有要送达的结果" in words(dialog)
    assert "这一天没有送出的" in words(dialog)


def test_many_rows_are_listed_by_twenty_and_none_is_forgotten(desk: Desk) -> None:
    # GIVEN thirty letters and as many results for one town
    letters = [granted(desk.parts, person) for person in range(30)]
    for person in range(30, 55):
        granted(desk.parts, person, post=False)
    dialog = opened(desk)
    assert len(dialog.post.rows) == 20  # type: ignore[attr-defined]
    assert "还有10件没有列出" in button(dialog, "deliveries-more").text().replace("（", "")
    # WHEN the receipt of one that is not listed is scanned, it is there
    first = numbered(dialog, letters[0])
    first.setFocus()
    burst(first, letters[25].number)
    desk.until(lambda: dialog.focusWidget() is numbered(dialog, letters[25]))
    settled(desk, dialog)
    assert len(dialog.post.rows) == 30  # type: ignore[attr-defined]
    # AND all of a town means all of it
    click(desk, dialog, "delivering:collect")
    line(dialog, "bring-carrier").setText("赵送达")
    click(desk, dialog, "bring-all")
    click(desk, dialog, "bring-go")
    assert "共25件" in paper(desk, dialog)


def test_every_control_has_a_name_to_be_read_and_a_place_in_the_tab_order(desk: Desk) -> None:
    granted(desk.parts, 0)
    granted(desk.parts, 1, post=False)
    dialog = opened(desk)
    for part in ("post", "collect", "sent", "lists"):
        click(desk, dialog, f"delivering:{part}")
        for widget in dialog.findChildren(QWidget):
            if widget.isVisible() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
                assert QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name), widget
    boxes = dialog.findChildren(QCheckBox)
    assert [box.accessibleName() for box in boxes if box.objectName().startswith("bring:")] == ["张样乙 带走"]


# ---- what goes wrong -----------------------------------------------------------------------------


def test_what_went_meanwhile_is_said_and_the_numbers_stay(desk: Desk) -> None:
    first, second = (granted(desk.parts, n) for n in range(2))
    dialog = opened(desk)
    for n, application in enumerate((first, second), 1):
        numbered(dialog, application).setText(f"110000000000{n}")
    proceedings.act(desk.parts, desk.parts.window.who, matter_id(second.id, "cert_new"), "hand_over", {})
    click(desk, dialog, "post-go")
    assert "已送达本人" in words(dialog)
    assert numbered(dialog, first).text() == "1100000000001"
    assert state(desk.parts, first) == MatterState.CONCLUDED


def test_what_was_noted_is_there_after_a_kill(desk: Desk, tmp_path: Path) -> None:
    application = granted(desk.parts, 0)
    dialog = opened(desk)
    numbered(dialog, application).setText("1100000000001")
    click(desk, dialog, "post-go")
    paper(desk, dialog)
    # another opens the same book, as after a kill: the list is there, the letter waits
    (tmp_path / "copy").mkdir()
    for file in tmp_path.glob("book.db*"):
        (tmp_path / "copy" / file.name).write_bytes(file.read_bytes())
    other = make_parts(tmp_path / "copy", desk.clock)
    assert state(other, application) == MatterState.SENT
    assert other.store.outbox.waiting() == desk.parts.store.outbox.waiting()
    assert other.store.events.of(matter_id(application.id, "cert_new"))[-1].act == "post"
    other.store.close()


def test_a_clock_set_back_posts_on_its_day_and_no_receipt_before(desk: Desk) -> None:
    application = granted(desk.parts, 0)
    dialog = opened(desk)
    numbered(dialog, application).setText("1100000000001")
    click(desk, dialog, "post-go")
    paper(desk, dialog)
    settled(desk, dialog)
    click(desk, dialog, "delivering:sent")
    click(desk, dialog, f"received:{application.id}")
    day = dialog.findChild(QDateEdit, "form-received-day")
    assert isinstance(day, QDateEdit)
    before = desk.clock.today() - timedelta(days=1)
    day.setDate(day.date().addDays(-1))
    assert day.date().day() == before.day
    click(desk, dialog, "form-received-go")
    assert "签收日期不能早于送出日期" in words(dialog)
    assert state(desk.parts, application) == MatterState.SENT


# ---- what is never delivered ----------------------------------------------------------------------


def test_a_result_that_is_never_delivered_is_ended_in_its_row(desk: Desk) -> None:
    # GIVEN one to be posted, one to be collected and one under way
    to_post, to_collect, away = (granted(desk.parts, n, post=n != 1) for n in range(3))
    dialog = opened(desk)
    numbered(dialog, away).setText("1100000000003")
    click(desk, dialog, "post-go")
    paper(desk, dialog)
    settled(desk, dialog)
    for application, part in ((to_post, "post"), (to_collect, "collect"), (away, "sent")):
        click(desk, dialog, f"delivering:{part}")
        click(desk, dialog, f"kept:{application.id}")
        (why,) = [c for c in dialog.findChildren(QComboBox, "form-kept-why") if c.isVisible()]
        desk.until(lambda why=why: dialog.focusWidget() is why)
        # WHEN no reason is chosen THEN it says so and keeps what was typed
        line(dialog, "form-kept").setText("装入案卷")
        click(desk, dialog, "form-kept-go")
        assert "请选不再送达的原因" in words(dialog)
        assert line(dialog, "form-kept").text() == "装入案卷"
        # WHEN one is THEN the row goes
        why.setCurrentIndex(why.findData("2"))
        click(desk, dialog, "form-kept-go")
        desk.until(lambda application=application: state(desk.parts, application) == MatterState.KEPT)
        settled(desk, dialog)
    assert all(f"{word} 0" in words_of_picks(dialog) for word in ("邮寄", "领取、带走", "等回执"))
    said = [entry.text for entry in ledger.timeline(desk.parts, away.subject)]
    assert any("不再送达,原因:本人已经死亡,装入案卷" in text for text in said)


def words_of_picks(dialog: QWidget) -> str:
    names = ("post", "collect", "sent")
    return "\n".join(button(dialog, f"delivering:{name}").text() for name in names)


def test_a_decision_of_refusal_is_posted_like_a_result(desk: Desk) -> None:
    application = granted(desk.parts, 0)
    care = matter_id(application.id, "care_subsidy")
    proceedings.act(desk.parts, Who("程序", "system"), care, "release", {})
    proceedings.act(desk.parts, DEPARTMENT, care, "refuse", {"text": "不符合条件"})
    dialog = opened(desk)
    assert "不予批准决定书" in words(dialog)
    numbered(dialog, application).setText("1100000000001")
    click(desk, dialog, "post-go")
    assert "不予批准决定书" in paper(desk, dialog)
    found = desk.parts.store.proceedings.one(care)
    assert found is not None
    assert found.state == MatterState.DECISION_SENT
