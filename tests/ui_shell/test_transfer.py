"""转交: a day's matters by department, the sheet to be signed, the name of who received them."""

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAccessible, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QCheckBox,
    QComboBox,
    QDialog,
    QLabel,
    QLineEdit,
    QWidget,
)

from desk_app.domain.applications import Application, MatterState, matter_id
from desk_app.domain.events import Event, Subject
from desk_app.services.applications import handover
from desk_app.services.counter import intake
from desk_app.services.printing import prints
from desk_app.ui.applications.transfer import BatchCard
from desk_app.ui.papers.dialog import PaperDialog
from forms.schema import Value
from tests.fakes import PaperTray
from tests.people import sound_draft
from tests.printing.reading import squeezed, text_of
from tests.ui_shell.conftest import Desk, write

FEDERATION, CIVIL, LABOUR = "平川区残联", "平川区民政局", "平川区人力资源和社会保障局"
DAY = 24 * 3600


def opened(desk: Desk) -> QDialog:
    """The dialog, opened from the list of applications."""
    desk.open()
    desk.click("rail-applications")
    desk.click("transfer")
    dialog = desk.find_dialog("transfer-dialog")
    made = dialog.findChildren(BatchCard)
    dialog.activateWindow()
    desk.until(lambda: dialog.isActiveWindow() and all(card.isVisible() for card in made))
    return dialog


def part(dialog: QDialog, kind: type[QWidget], name: str) -> QWidget:
    (found,) = [w for w in dialog.findChildren(kind, name) if w.isVisible()]
    return found


def words(dialog: QWidget) -> str:
    return "\n".join(w.text() for w in dialog.findChildren(QLabel) if w.isVisible())


def receiver(dialog: QDialog, department: str) -> QLineEdit:
    found = part(dialog, QLineEdit, f"receiver:{department}")
    assert isinstance(found, QLineEdit)
    return found


def go(dialog: QDialog, department: str) -> QAbstractButton:
    found = part(dialog, QAbstractButton, f"transfer:{department}")
    assert isinstance(found, QAbstractButton)
    return found


def transfers(desk: Desk, application: Application, matter: str = "cert_new") -> list[Event]:
    events = desk.parts.store.events.of(matter_id(application.id, matter))
    return [e for e in events if e.act == "transfer"]


def test_departments_say_how_much_goes_to_them(desk: Desk) -> None:
    for _ in range(2):
        desk.accepted()
    dialog = opened(desk)
    told = words(dialog)
    assert "还有2个事项没有转交" in told
    assert "2件申请的2个事项:已收件2个" in told
    assert "2件申请的4个事项:随证待审(停表)4个" in told
    assert "没有要转交的" in told
    assert f"移交人:{desk.parts.window.clerk}" in told


def test_who_received_them_is_noted_once_however_often_it_is_pressed(desk: Desk) -> None:
    # GIVEN two applications of today; without a name nothing goes
    taken = [desk.accepted(), desk.accepted()]
    dialog = opened(desk)
    QTest.mouseClick(go(dialog, FEDERATION), Qt.MouseButton.LeftButton)
    desk.settle()
    assert "请填写接收人" in words(dialog)
    assert receiver(dialog, FEDERATION).hasFocus()
    # WHEN the name is there and the button is clicked and clicked again
    receiver(dialog, FEDERATION).setText("李接收")
    button = go(dialog, FEDERATION)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    QTest.mouseDClick(button, Qt.MouseButton.LeftButton)
    button.click()
    desk.until(lambda: "这一天没有要转交的事项" in words(dialog))
    # THEN each matter went once, by whom and to whom is kept, and a strip says so
    for application in taken:
        (event,) = transfers(desk, application)
        assert event.payload["received_by"] == "李接收"
        assert event.payload["given_by"] == desk.parts.window.clerk
        assert event.payload["sheet"] == handover.number_of(desk.parts, desk.parts.clock.today(), FEDERATION)
    dialog.close()
    assert f"已登记转交{FEDERATION}2个事项,接收人李接收" in "\n".join(desk.shown())
    # AND the list and the card show it without being asked
    desk.window.open_application(taken[0].id)
    desk.until(lambda: f"残疾人证新办转交{FEDERATION},接收人李接收" in "\n".join(desk.shown()))


def test_a_held_key_transfers_nothing(desk: Desk) -> None:
    application = desk.accepted()
    dialog = opened(desk)
    line = receiver(dialog, FEDERATION)
    line.setText("李接收")
    line.setFocus()
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert go(dialog, FEDERATION).hasFocus()
    for _ in range(5):
        held = QKeyEvent(
            QEvent.Type.KeyPress, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier, "\r", autorep=True
        )
        QApplication.sendEvent(go(dialog, FEDERATION), held)
    desk.settle()
    assert transfers(desk, application) == []
    QTest.keyClick(go(dialog, FEDERATION), Qt.Key.Key_Return)
    desk.until(lambda: len(transfers(desk, application)) == 1)


def test_an_earlier_day_is_offered_while_something_of_it_waits(desk: Desk) -> None:
    # GIVEN an application of Monday, and one of Wednesday
    old = desk.accepted()
    desk.clock.move(2 * DAY)
    new = desk.accepted()
    dialog = opened(desk)
    days = part(dialog, QComboBox, "transfer:day")
    assert isinstance(days, QComboBox)
    assert [days.itemText(i) for i in range(days.count())] == ["今天 11月25日 星期三", "11月23日 星期一"]
    # WHEN Monday's are handed over, THEN today's are still here
    days.setCurrentIndex(1)
    desk.settle()
    desk.until(lambda: any(c.isVisible() for c in dialog.findChildren(BatchCard)))
    receiver(dialog, FEDERATION).setText("李接收")
    go(dialog, FEDERATION).click()
    desk.until(lambda: len(transfers(desk, old)) == 1)
    assert transfers(desk, new) == []
    # AND only today is offered the next time
    assert handover.days(desk.parts) == (desk.clock.today(),)


def test_the_sheet_is_printed_and_counted(desk: Desk) -> None:
    application = desk.accepted()
    dialog = opened(desk)
    for reason in ("", "卡纸"):
        part(dialog, QAbstractButton, f"sheet:{CIVIL}").click()  # type: ignore[attr-defined]
        desk.until(lambda: any(p.isVisible() for p in dialog.findChildren(PaperDialog)))
        desk.settle()
        paper = next(p for p in dialog.findChildren(PaperDialog) if p.isVisible())
        assert application.number in squeezed(text_of(paper.view.pdf))
        for name in ("paper-print", *((f"paper-print:{reason}",) if reason else ()), "paper-print:yes"):
            button = part(paper, QAbstractButton, name)
            desk.until(button.isEnabled)
            QTest.mouseClick(button, Qt.MouseButton.LeftButton)
            desk.settle()
        paper.close()
        desk.until(lambda: not any(p.isVisible() for p in dialog.findChildren(PaperDialog)))
    number = handover.number_of(desk.parts, desk.clock.today(), CIVIL)
    assert prints.copies(desk.parts, Subject("sheet", number), handover.TITLE) == 2
    assert isinstance(desk.parts.printer, PaperTray)
    assert "第1次补打" in text_of(desk.parts.printer.sent[-1][1])


def test_a_part_goes_and_the_rest_waits_on_a_sheet_of_its_own(desk: Desk) -> None:
    first, second = desk.accepted(), desk.accepted("李样例")
    dialog = opened(desk)
    # GIVEN the clerk wants to give only some, and takes one tick away
    QTest.mouseClick(part(dialog, QAbstractButton, f"some:{FEDERATION}"), Qt.MouseButton.LeftButton)
    desk.until(lambda: any(box.isVisible() for box in dialog.findChildren(QCheckBox)))
    box = part(dialog, QCheckBox, f"goes:{second.id}")
    assert "李样例" in box.text()  # type: ignore[attr-defined]
    box.setChecked(False)  # type: ignore[attr-defined]
    receiver(dialog, FEDERATION).setText("李接收")
    go(dialog, FEDERATION).click()
    # THEN one went, and the other waits on the day's second sheet
    desk.until(lambda: len(transfers(desk, first)) == 1 and "已转交李接收" in words(dialog))
    assert transfers(desk, second) == []
    base = handover.number_of(desk.parts, desk.clock.today(), FEDERATION)
    assert f"交接单{base}-2。" in words(dialog)
    desk.until(lambda: dialog.focusWidget() is receiver(dialog, f"{FEDERATION}:2"))
    # WHEN nothing is ticked THEN it says so
    desk.accepted("王样例")
    dialog.close()
    dialog = opened(desk)
    QTest.mouseClick(part(dialog, QAbstractButton, f"some:{FEDERATION}:2"), Qt.MouseButton.LeftButton)
    for tick in dialog.findChildren(QCheckBox):
        tick.setChecked(False)
    receiver(dialog, f"{FEDERATION}:2").setText("李接收")
    go(dialog, f"{FEDERATION}:2").click()
    desk.until(lambda: "请勾选这次转交的办件" in words(dialog))


EMPLOYED: dict[str, Value] = {
    "willing_to_work": True,
    "able_to_work": True,
    "employed": True,
    "identity_kinds": ("3",),
    "employment_kind": "1",
    "unit_name": "样例纺织厂",
}


def worker(desk: Desk, person: int) -> Application:
    """An application with a matter for another department, which waits too."""
    draft = sound_draft(desk.parts, person=person)
    draft = replace(draft, answers={**draft.answers, **EMPLOYED}, chosen=(*draft.chosen, "employment"))
    desk.clock.move(60)
    return intake.accept(desk.parts, draft)


def test_what_was_typed_for_another_department_stays(desk: Desk) -> None:
    # GIVEN a name typed for the second department, and one application left out there
    first, second = worker(desk, 0), worker(desk, 1)
    dialog = opened(desk)
    write(receiver(dialog, LABOUR), "孙人社")
    QTest.mouseClick(part(dialog, QAbstractButton, f"some:{LABOUR}"), Qt.MouseButton.LeftButton)
    part(dialog, QCheckBox, f"goes:{second.id}").setChecked(False)  # type: ignore[attr-defined]
    # WHEN the other department takes over its own
    write(receiver(dialog, FEDERATION), "王接收")
    go(dialog, FEDERATION).click()
    desk.until(lambda: "已转交王接收" in words(dialog))
    # THEN name and choice still stand, and only what was chosen goes
    assert receiver(dialog, LABOUR).text() == "孙人社"
    assert not part(dialog, QCheckBox, f"goes:{second.id}").isChecked()  # type: ignore[attr-defined]
    go(dialog, LABOUR).click()
    desk.until(lambda: "已转交孙人社" in words(dialog))
    assert transfers(desk, first, "employment")
    assert not transfers(desk, second, "employment")
    # AND the rest waits for a name of its own
    assert receiver(dialog, f"{LABOUR}:2").text() == ""


def test_what_came_in_since_the_sheet_was_shown_is_not_handed_over(desk: Desk) -> None:
    shown = desk.accepted()
    dialog = opened(desk)
    later = desk.accepted("李样例")
    receiver(dialog, FEDERATION).setText("李接收")
    go(dialog, FEDERATION).click()
    desk.until(lambda: "已转交李接收" in words(dialog))
    assert transfers(desk, shown)
    assert not transfers(desk, later)


def test_a_day_without_applications_says_so(desk: Desk) -> None:
    assert "这一天没有受理的办件" in words(opened(desk))


def test_every_control_has_a_name_to_be_read(desk: Desk) -> None:
    desk.accepted()
    dialog = opened(desk)
    for widget in dialog.findChildren(QWidget):
        if widget.isVisible() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
            assert QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name), widget


def test_one_matter_can_be_handed_over_from_its_card(desk: Desk, tmp_path: Path) -> None:
    # GIVEN the form of 转交部门 of one matter: who gives and which department stand there already
    application = desk.accepted()
    desk.open().open_application(application.id)
    desk.click("transfer-cert_new")
    form = desk.find_dialog("act")
    desk.until(lambda: form.armed)  # type: ignore[attr-defined]
    texts = {name: part(form, QLineEdit, name).text() for name in ("department", "given_by")}  # type: ignore[attr-defined]
    assert texts == {"department": FEDERATION, "given_by": desk.parts.window.clerk}
    # WHEN the receiver is named and it is pressed
    write(part(form, QLineEdit, "received_by"), "李接收")
    part(form, QAbstractButton, "act:go").click()  # type: ignore[attr-defined]
    desk.until(lambda: len(transfers(desk, application)) == 1)
    # THEN it stands there, and nothing more is offered for it
    desk.until(lambda: not desk.sees("transfer-cert_new"))
    kept = desk.parts.store.applications.one(application.id)
    assert kept is not None
    assert kept.matters[0].state == MatterState.TRANSFERRED
