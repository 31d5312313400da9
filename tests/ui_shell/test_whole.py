"""整件查看 in the real window: form, scans, papers, letters and corrections, to look at alone."""

from time import thread_time

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QWidget

import resources
from desk_app.domain.applications import Application
from desk_app.domain.reads import ReadKind
from desk_app.services.applications import amending, whole
from desk_app.services.applications.amending import Change
from desk_app.services.counter import capture, intake
from desk_app.services.printing import prints
from desk_app.ui.applications.whole import (
    AMENDMENTS,
    FORM,
    LEDGER,
    LETTERS,
    PAPERS,
    SCANS,
    WholeDialog,
)
from desk_app.ui.applications.whole_picture import LookDialog
from desk_app.ui.papers.view import PaperView
from tests.people import sound_draft
from tests.printing.reading import text_of
from tests.ui_shell.conftest import Desk

LONG = "IMG_" + "很长的名字" * 30 + "<b>粗</b>.jpg"


@pytest.fixture
def application(desk: Desk) -> Application:
    """An application with three scans; its phone was corrected an hour later. Its card is open."""
    data = resources.path("samples", "01", "portrait.jpg").read_bytes()
    draft = sound_draft(desk.parts)
    draft = capture.add_page(desk.parts, draft, "household", data, "户口簿首页.jpg")
    draft = capture.add_page(desk.parts, draft, "id_card", data, LONG)
    draft = capture.set_photo(desk.parts, draft, data, "照片.jpg")
    desk.parts.store.drafts.keep(draft)
    found = intake.accept(desk.parts, draft)
    desk.clock.move(3600)
    amending.carry_out(desk.parts, found.id, [Change("phone", "13912345678", "听错一位")])
    desk.open().open_application(found.id)
    desk.until(lambda: desk.sees("whole-of"))
    return found


def opened(desk: Desk) -> WholeDialog:
    """The application whole, its numbers shown for a purpose."""
    found = covered(desk)
    desk.click("whole:unmask")
    desk.click("purpose:text:核对材料")
    desk.click("purpose:go")
    desk.until(lambda: not desk.sees("whole:unmask"))
    desk.settle()
    return found


def covered(desk: Desk) -> WholeDialog:
    """The application as it opens from its card."""
    desk.qtbot.mouseClick(desk.find(QAbstractButton, "whole-of"), Qt.MouseButton.LeftButton)
    desk.until(lambda: bool([d for d in desk.window.findChildren(WholeDialog) if d.isVisible()]))
    found = desk.find_dialog("whole")
    assert isinstance(found, WholeDialog)
    return found


def told(dialog: QWidget) -> str:
    """Every text of a dialog that can be read."""
    return "\n".join(w.text() for w in dialog.findChildren(QLabel) if w.isVisible() and w.text())


def notes(desk: Desk, application: Application) -> list[tuple[ReadKind, str]]:
    return [(r.how, r.text) for r in desk.parts.store.journal.of(application.subject)]


def test_from_the_card_it_is_masked_until_somebody_says_what_for(
    desk: Desk, application: Application
) -> None:
    dialog = covered(desk)
    words = [str(application.answers[name]) for name in ("id_number", "phone", "bank_card")]
    words += ["13912345678", "样例社区12号"]
    for part in (FORM, SCANS, PAPERS, LETTERS, AMENDMENTS, LEDGER):
        dialog.show_part(part)
        desk.settle()
        assert not [word for word in words if word in told(dialog).replace(" ", "")], part
    assert dialog.findChildren(PaperView) == []
    assert not [b for b in dialog.findChildren(QAbstractButton) if b.objectName().startswith("scan-")]
    dialog.show_part(AMENDMENTS)
    assert "联系电话:*******0000 → *******5678(听错一位)" in told(dialog)
    desk.click("whole:unmask")
    desk.click("purpose:go")
    assert "请选一个用途" in told(desk.find_dialog("purpose"))
    assert not [how for how, _ in notes(desk, application) if how is ReadKind.UNMASKED]
    desk.click("purpose:text:民政比对")
    desk.click("purpose:go")
    desk.until(lambda: "13912345678" in told(dialog))
    assert (ReadKind.UNMASKED, "用途:民政比对") in notes(desk, application)


def test_the_form_is_the_one_that_counts_now(desk: Desk, application: Application) -> None:
    dialog = opened(desk)
    (view,) = dialog.findChildren(PaperView)
    desk.until(lambda: view.count == 2)
    paper = whole.printout(desk.parts, whole.again(desk.parts, application), "申请表")
    assert "13912345678" in text_of(paper.draw(0, (0.0, 0.0)))
    assert (ReadKind.OPENED, "整件查看") in notes(desk, application)


def test_number_keys_and_arrows_walk_through_the_parts_and_esc_leads_back(
    desk: Desk, application: Application
) -> None:
    dialog = opened(desk)
    for key, part, words in (
        (Qt.Key.Key_2, SCANS, "户口簿 1页"),
        (Qt.Key.Key_3, PAPERS, "受理回执,还没有打过"),
        (Qt.Key.Key_4, LETTERS, "等着送区县"),
        (Qt.Key.Key_5, AMENDMENTS, "联系电话:13809430000 → 13912345678(听错一位)"),
        (Qt.Key.Key_6, LEDGER, "受理残疾人证新办"),
    ):
        desk.qtbot.keyClick(dialog, key)
        desk.until(lambda part=part: dialog.part == part)
        assert words in told(dialog)
    desk.qtbot.keyClick(dialog, Qt.Key.Key_Left)
    assert dialog.part == AMENDMENTS
    desk.qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_nothing_in_it_can_be_changed(desk: Desk, application: Application) -> None:
    dialog = opened(desk)
    for part in range(6):
        dialog.show_part(part)
    desk.settle()
    assert dialog.findChildren(QLineEdit) == []


def test_a_scan_is_turned_for_the_eye_alone_and_its_name_is_plain(
    desk: Desk, application: Application
) -> None:
    dialog = opened(desk)
    dialog.show_part(SCANS)
    desk.settle()
    assert "IMG…>.jpg" in told(dialog)
    small = [b for b in dialog.findChildren(QAbstractButton) if b.objectName().startswith("scan-")]
    assert len(small) == 3
    desk.until(lambda: all(b.height() >= 60 for b in small))
    before = desk.parts.store.applications.one(application.id)
    desk.qtbot.mouseClick(small[0], Qt.MouseButton.LeftButton)
    desk.until(lambda: desk.sees("look:left"))
    look = desk.find_dialog("look")
    assert isinstance(look, LookDialog)
    desk.until(lambda: not look.sheet.image.isNull())
    size = look.sheet.image.size()
    desk.qtbot.keyClick(look, Qt.Key.Key_R)
    desk.until(lambda: look.sheet.image.size() == size.transposed())
    look.close()
    assert desk.parts.store.applications.one(application.id) == before
    assert (ReadKind.OPENED, "看图片:户口簿") in notes(desk, application)


def test_a_lost_picture_is_said_and_the_others_are_shown(desk: Desk, application: Application) -> None:
    page = application.pages[0]
    files = desk.parts.store.pages._folder  # type: ignore[attr-defined]
    files.drop(page.id)
    dialog = opened(desk)
    dialog.show_part(SCANS)
    desk.settle()
    small = dialog.findChildren(QAbstractButton, "scan-0-0")[0]
    desk.qtbot.mouseClick(small, Qt.MouseButton.LeftButton)
    desk.until(lambda: desk.sees("look:left"))
    look = desk.find_dialog("look")
    assert isinstance(look, LookDialog)
    desk.until(lambda: "打不开" in look.sheet.words)


def test_papers_are_printed_again_from_it_and_counted(desk: Desk, application: Application) -> None:
    prints.note_print(desk.parts, application.subject, "受理回执", 0, "")
    dialog = opened(desk)
    dialog.show_part(PAPERS)
    assert "受理回执,打过1份" in told(dialog)
    assert desk.parts.window.clerk in told(dialog)
    desk.click("whole:print-0")
    desk.until(lambda: desk.sees("paper"))
    desk.find_dialog("paper").close()
    # the sheet that was signed says the same as then
    desk.click("whole:print-3")
    desk.until(lambda: desk.sees("paper"))
    paper = whole.printout(desk.parts, whole.again(desk.parts, application), "更正确认单")
    text = text_of(paper.draw(0, (0.0, 0.0)))
    assert "13809430000" in text
    assert "听错一位" in text


def test_it_opens_in_a_tenth_of_a_second_however_many_pictures(desk: Desk, application: Application) -> None:
    opened(desk).close()  # what draws papers is read once
    desk.settle()
    quickest = 1.0
    for _ in range(3):
        begun = thread_time()  # what others do on this computer meanwhile does not count
        found = whole.look(desk.parts, application.id)
        dialog = WholeDialog(desk.parts, desk.errands, found, desk.window, lambda _: None)
        dialog.open()
        quickest = min(quickest, thread_time() - begun)
        dialog.close()
        desk.settle()
    assert quickest < 0.1


def test_the_counter_leads_to_it_and_to_the_amendment(desk: Desk, application: Application) -> None:
    desk.window.show_room("counter")
    desk.window.counter.whole_wanted.emit(application)
    desk.until(lambda: desk.sees("whole:close"))
    assert not desk.sees("whole:unmask"), "the case at the counter stays clear"
    desk.find_dialog("whole").close()
    desk.window.counter.correct_wanted.emit(application)
    desk.until(lambda: desk.sees("act:go"))
    desk.find_dialog("amend").close()
