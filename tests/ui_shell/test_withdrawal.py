"""撤回 in the window: from the card of 办件, by the window on the day and by the applicant later."""

from datetime import timedelta
from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QLineEdit, QTableView

from desk_app.domain.applications import Application, MatterState
from desk_app.ui.acts.dialog import ActDialog
from desk_app.ui.acts.picture import PictureField
from desk_app.ui.papers.dialog import PaperDialog
from tests import news
from tests.printing.reading import squeezed, text_of
from tests.ui_shell.conftest import Desk, write
from tests.ui_shell.hands import hold, press

CERT, LIVING, CARE = "cert_new", "living_subsidy", "care_subsidy"
PICTURE = Path(__file__).parents[2] / "resources" / "samples"


def open_card(desk: Desk) -> None:
    desk.open()
    desk.click("rail-applications")
    desk.find(QTableView, "applications").selectRow(0)


def form(desk: Desk, act: str) -> ActDialog:
    """The form of an act, opened from the card and ready to be pressed."""
    desk.click(f"{act}-application")
    desk.until(lambda: any(d.isVisible() for d in desk.window.findChildren(ActDialog)))
    (found,) = [d for d in desk.window.findChildren(ActDialog) if d.isVisible()]
    desk.until(lambda: found.armed)
    return found


def ticked(desk: Desk) -> list[str]:
    """The matters that are ticked, those that only go along with a mark."""
    boxes = (
        (m, desk.find(QCheckBox, f"withdraw:{m}")) for m in (CERT, LIVING, CARE) if desk.sees(f"withdraw:{m}")
    )
    return [m if box.isEnabled() else f"+{m}" for m, box in boxes if box.isChecked()]


def tick(desk: Desk, matter: str) -> None:
    box = desk.find(QCheckBox, f"withdraw:{matter}")
    desk.qtbot.mouseClick(box, Qt.MouseButton.LeftButton, pos=QPoint(10, box.height() // 2))
    desk.settle()


def states(desk: Desk, application: Application) -> list[str]:
    found = desk.parts.store.applications.one(application.id)
    assert found is not None
    return [m.state for m in found.matters]


def test_a_mistake_is_taken_back_and_done_again_with_what_was_typed(desk: Desk) -> None:
    application = desk.accepted()
    open_card(desk)
    made = form(desk, "retract")
    assert ticked(desk) == [CERT, f"+{LIVING}", f"+{CARE}"]
    assert desk.find(QCheckBox, "withdraw:anew").isChecked()
    assert not desk.sees("withdraw:paper")
    assert desk.find(QLineEdit, "text").hasFocus(), "Enter unticks nothing"
    desk.click("act:go")
    assert states(desk, application) == ["taken", "held", "held"]
    assert any(f.problem for f in made.fields)
    write(desk.find(QLineEdit, "text"), "收错了人")
    desk.click("act:go")
    desk.until(lambda: states(desk, application) == [MatterState.WITHDRAWN] * 3)
    desk.until(lambda: desk.window.case is not None)
    case = desk.window.case
    assert case is not None
    assert case.draft.id != application.id
    assert case.draft.answers["name"] == application.name
    assert case.draft.chosen == application.chosen


def test_the_applicant_takes_back_one_of_three_with_a_signed_paper(desk: Desk, tmp_path: Path) -> None:
    application = desk.accepted()
    desk.clock.moment += timedelta(days=3)
    open_card(desk)
    assert not desk.sees("retract-application")
    made = form(desk, "withdraw")
    assert ticked(desk) == []
    write(desk.find(QLineEdit, "text"), "改在外地办")
    # nothing is ticked, and nothing is signed
    desk.click("act:go")
    assert made.said == "请勾选要撤回的事项"
    tick(desk, CARE)
    desk.click("act:go")
    assert made.isVisible()
    assert states(desk, application) == ["taken", "held", "held"]
    # the paper for what is ticked, with what was typed
    desk.click("withdraw:paper")
    desk.until(lambda: any(d.view.pdf for d in desk.window.findChildren(PaperDialog)))
    (paper,) = desk.window.findChildren(PaperDialog)
    text = squeezed(text_of(paper.view.pdf))
    assert "重度残疾人护理补贴" in text
    assert "生活补贴" not in text.replace("等证件结果的补贴", "")
    assert "改在外地办" in text
    paper.close()
    # the signed page comes back
    (picture,) = [f for f in made.fields if isinstance(f, PictureField)]
    signed = next(p for p in sorted(PICTURE.rglob("*")) if p.suffix in (".jpg", ".png"))
    picture.add_file(signed)
    desk.until(lambda: picture.problem is None)
    desk.click("act:go")
    desk.until(lambda: states(desk, application) == ["taken", "held", MatterState.WITHDRAWN])
    (letter,) = desk.parts.store.outbox.letters(application.subject)[1:]
    assert len(letter.files) == 1
    desk.until(lambda: any("已撤回" in text for text in desk.shown()))


def test_the_kept_paper_stands_for_the_scan(desk: Desk) -> None:
    application = desk.accepted()
    open_card(desk)
    form(desk, "withdraw")
    tick(desk, CERT)
    assert ticked(desk) == [CERT, f"+{LIVING}", f"+{CARE}"]
    assert "随之撤回：困难残疾人生活补贴、重度残疾人护理补贴" in desk.shown()
    tick(desk, CERT)
    assert ticked(desk) == []
    # a screen reader's action does what a click does
    desk.find(QCheckBox, f"withdraw:{CERT}").toggle()
    assert ticked(desk) == [CERT, f"+{LIVING}", f"+{CARE}"]
    desk.find(QCheckBox, f"withdraw:{CERT}").toggle()
    tick(desk, CERT)
    write(desk.find(QLineEdit, "text"), "不办了")
    desk.click("paper_kept:yes")
    desk.click("act:go")
    desk.until(lambda: states(desk, application) == [MatterState.WITHDRAWN] * 3)
    (letter,) = desk.parts.store.outbox.letters(application.subject)[1:]
    assert letter.files == ()


def test_the_other_way_is_one_press_away(desk: Desk) -> None:
    desk.accepted()
    open_card(desk)
    form(desk, "retract")
    desk.click("withdraw:withdraw")
    desk.until(lambda: desk.sees("withdraw:paper"))
    assert not desk.sees("withdraw:anew")


def test_what_is_over_is_named_and_not_offered(desk: Desk) -> None:
    application = desk.accepted()
    now = desk.clock.now()
    news.tell(desk.parts, application, CERT, "conclude", now, assessed=({"category": "4", "grade": "2"},))
    news.tell(desk.parts, application, LIVING, "release", now)
    open_card(desk)
    form(desk, "withdraw")
    assert not desk.sees(f"withdraw:{CERT}")
    assert any("不能撤回" in t and "残疾人证新办" in t and "已办结" in t for t in desk.shown())


def test_when_everything_is_over_there_is_no_way_to_it(desk: Desk) -> None:
    application = desk.accepted()
    for matter in (CERT, LIVING, CARE):
        news.tell(
            desk.parts,
            application,
            matter,
            "close" if matter == CERT else "lapse",
            desk.clock.now(),
            text="x",
        )
    open_card(desk)
    desk.until(lambda: desk.sees("receipt-again"))
    assert not desk.sees("withdraw-application")
    assert not desk.sees("retract-application")


def test_right_after_acceptance_it_is_taken_back_and_done_again(desk: Desk) -> None:
    draft = desk.keep_draft()
    desk.open()
    desk.click(f"resume-{draft.id}")
    desk.click("step-6")
    case = desk.window.case
    assert case is not None
    case.accept()
    desk.until(lambda: case.application is not None)
    desk.settle()
    desk.click("step-5")
    desk.click("withdraw")
    desk.until(lambda: any(d.isVisible() for d in desk.window.findChildren(ActDialog)))
    (made,) = [d for d in desk.window.findChildren(ActDialog) if d.isVisible()]
    desk.until(lambda: made.armed)
    write(desk.find(QLineEdit, "text"), "收错了人")
    # WHEN the keys that lead on elsewhere are pressed, in the line and on the button
    for place in (desk.find(QLineEdit, "text"), desk.find(QAbstractButton, "act:go")):
        place.setFocus()
        press(made, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        hold(made, Qt.Key.Key_Return, "\r")
        press(made, Qt.Key.Key_Space)
    desk.settle()
    # THEN nothing is taken back, before its own key is pressed
    assert made.isVisible()
    assert states(desk, case.application) == ["taken", "held", "held"]
    press(made, Qt.Key.Key_F12)
    desk.until(lambda: desk.window.case is not None and desk.window.case is not case)
    again = desk.window.case
    assert again is not None
    assert (again.draft.id != draft.id, again.application) == (True, None)
    assert again.draft.chosen == draft.chosen
    desk.settle()
    assert any("已撤回残疾人证新办" in text for text in desk.shown())
    assert case.application is not None
    assert states(desk, case.application) == [MatterState.WITHDRAWN] * 3
