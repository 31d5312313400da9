"""文书: the papers on offer, their questions, the page that is printed, and how they are reached."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from threading import Event

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QApplication,
    QCheckBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from desk_app.domain.applications import Application, Draft
from desk_app.services import ledger
from desk_app.services.counter import capture, intake
from desk_app.services.parts import Parts
from desk_app.services.printing import documents
from desk_app.ui.counter.accept import AcceptPage
from desk_app.ui.counter.case import Case
from desk_app.ui.counter.confirm import ConfirmPage
from desk_app.ui.counter.notice import NoticeDialog, NoticePage
from desk_app.ui.kit import style
from desk_app.ui.kit.errands import Errands, Lane
from desk_app.ui.papers import view as paper_view
from desk_app.ui.papers.documents import DocumentsDialog, OfferedPaper
from desk_app.ui.papers.view import PaperView, Rendered, render
from printing import layout
from tests.fakes import PaperTray, make_parts
from tests.people import sound_draft
from tests.printing.reading import squeezed, text_of
from tests.ui_shell import news
from tests.ui_shell.conftest import Desk as Shell

CERTIFICATE = "62040319870312002943"


class Counter:
    """A plain window as large as a clerk's screen, and the dialog opened over it."""

    def __init__(self, qtbot: QtBot, parts: Parts) -> None:
        self.qtbot, self.parts, self.errands = qtbot, parts, Errands()
        self.window = QWidget()
        self.window.resize(1366, 768)
        qtbot.addWidget(self.window)
        self.window.show()

    @property
    def tray(self) -> PaperTray:
        tray = self.parts.printer
        assert isinstance(tray, PaperTray)
        return tray

    def until(self, condition: Callable[[], object]) -> None:
        self.qtbot.waitUntil(lambda: bool(condition()))

    def settle(self) -> None:
        self.until(lambda: not self.errands.busy)

    def open(self, subject: Draft | Application, document: str = "") -> DocumentsDialog:
        """Open the dialog, at this paper if given, and wait until it is drawn or refused."""
        dialog = DocumentsDialog(self.parts, self.errands, subject, self.window)
        dialog.open()
        self.until(dialog.isVisible)
        self.settle()
        if document:
            dialog.choose(document)
            self.settle()
        return dialog


@pytest.fixture
def counter(qtbot: QtBot, tmp_path: Path) -> Iterator[Counter]:
    """A counter with a real book."""
    made = Counter(qtbot, make_parts(tmp_path))
    yield made
    QApplication.closeAllWindows()
    made.errands.close()
    made.parts.store.close()


def lost(parts: Parts) -> Draft:
    """A draft of someone whose certificate is lost."""
    draft = sound_draft(parts)
    answers = {**draft.answers, "certificate_state": "1", "certificate_number": CERTIFICATE}
    return replace(draft, answers=answers, chosen=("cert_lost",))


def in_correction(parts: Parts) -> Application:
    """An application whose certificate waits for a correction."""
    application = intake.accept(parts, sound_draft(parts))
    news.deliver(parts, application)
    news.tell(parts, application, "cert_new", "correct", "户口簿只有首页,请补本人页")
    kept = parts.store.applications.one(application.id)
    assert kept is not None
    return kept


def titles(dialog: DocumentsDialog) -> list[str]:
    return [dialog.papers.item(row).text() for row in range(dialog.papers.count())]


def desk_of(dialog: DocumentsDialog) -> OfferedPaper:
    assert dialog.desk is not None
    return dialog.desk


def words_of(dialog: DocumentsDialog) -> str:
    """All words of the paper that is shown."""
    return text_of(desk_of(dialog).sheet.view.pdf)


def said(dialog: DocumentsDialog) -> str:
    return desk_of(dialog).sheet.said


def line(dialog: DocumentsDialog, name: str) -> QLineEdit:
    (found,) = dialog.findChildren(QLineEdit, f"documents:{name}")
    return found


def print_button(dialog: DocumentsDialog) -> QPushButton:
    (found,) = [b for b in dialog.findChildren(QPushButton, "documents-print") if b.isVisible()]
    return found


# ---- what is offered -----------------------------------------------------------------------------


def test_a_lost_certificate_brings_its_statement_filled_with_what_is_known(counter: Counter) -> None:
    dialog = counter.open(lost(counter.parts))
    assert "残疾人证挂失声明" in titles(dialog)
    dialog.choose("loss_statement")
    counter.settle()
    assert CERTIFICATE in words_of(dialog).replace(" ", "")
    assert "张样例" in words_of(dialog)


def test_who_lost_nothing_is_not_offered_the_statement(counter: Counter) -> None:
    offered = titles(counter.open(sound_draft(counter.parts)))
    assert "残疾人证挂失声明" not in offered
    assert "授权委托书" in offered


def test_a_correction_brings_its_notice(counter: Counter) -> None:
    dialog = counter.open(in_correction(counter.parts), "correction")
    assert "补正通知书" in titles(dialog)
    assert "户口簿只有首页" in words_of(dialog)


# ---- questions and the page ----------------------------------------------------------------------


def test_an_answer_stands_on_the_page_once_it_is_left(counter: Counter) -> None:
    dialog = counter.open(lost(counter.parts), "loss_statement")
    before = words_of(dialog)
    edit = line(dialog, "lost_on")
    edit.setFocus()
    counter.qtbot.keyClicks(edit, "20261120")
    counter.qtbot.keyClick(edit, Qt.Key.Key_Tab)
    counter.until(lambda: words_of(dialog) != before)
    assert edit.text() == "2026-11-20"
    assert "2026年11月20日" in words_of(dialog)


def test_enter_leads_through_the_questions_to_the_print(counter: Counter) -> None:
    dialog = counter.open(lost(counter.parts), "loss_statement")
    counter.qtbot.keyClick(dialog.papers, Qt.Key.Key_Return)
    edit = line(dialog, "lost_on")
    assert edit.hasFocus()
    counter.qtbot.keyClick(edit, Qt.Key.Key_Return)
    (where,) = dialog.findChildren(QPlainTextEdit, "documents:lost_where")
    assert where.hasFocus()
    where.insertPlainText("在样例镇集市上遗失")
    counter.qtbot.keyClick(where, Qt.Key.Key_Return)
    counter.until(print_button(dialog).hasFocus)
    assert "在样例镇集市上遗失" in words_of(dialog)
    assert counter.tray.sent == []
    assert where.toPlainText() == "在样例镇集市上遗失"


def test_what_is_typed_is_on_the_page_before_it_can_go_out(counter: Counter) -> None:
    dialog = counter.open(lost(counter.parts), "loss_statement")
    counter.until(print_button(dialog).isEnabled)
    edit = line(dialog, "lost_on")
    edit.setFocus()
    counter.qtbot.keyClicks(edit, "2026.11.20")
    assert not print_button(dialog).isEnabled()
    counter.until(print_button(dialog).isEnabled)
    assert "2026年11月20日" in words_of(dialog)


def test_what_is_no_date_is_told_and_stays(counter: Counter) -> None:
    dialog = counter.open(lost(counter.parts), "loss_statement")
    edit = line(dialog, "lost_on")
    edit.setFocus()
    counter.qtbot.keyClicks(edit, "20261331")
    counter.qtbot.keyClick(edit, Qt.Key.Key_Tab)
    assert "“遗失日期”不是日期" in said(dialog)
    assert (edit.text(), edit.property("state")) == ("20261331", "wrong")
    assert "不是日期" in edit.accessibleDescription()
    counter.settle()
    assert not print_button(dialog).isEnabled()
    edit.clear()
    counter.until(lambda: not said(dialog))
    counter.until(print_button(dialog).isEnabled)


def test_answers_stay_while_another_paper_is_looked_at(counter: Counter) -> None:
    dialog = counter.open(lost(counter.parts), "loss_statement")
    edit = line(dialog, "lost_on")
    edit.setText("2026-11-20")
    dialog.papers.setFocus()
    counter.qtbot.keyClick(dialog.papers, Qt.Key.Key_Down)
    counter.settle()
    assert "授权委托书" in words_of(dialog)
    counter.qtbot.keyClick(dialog.papers, Qt.Key.Key_Up)
    counter.until(print_button(dialog).isEnabled)
    assert edit.isVisible()
    assert "2026年11月20日" in words_of(dialog)


def test_a_picture_that_is_missing_is_told_in_a_sentence(counter: Counter) -> None:
    dialog = counter.open(lost(counter.parts), "id_copy")
    assert "还缺身份证人像面、身份证国徽面" in said(dialog)
    counter.until(lambda: dialog.findChildren(QPushButton, "documents-print"))
    assert not print_button(dialog).isEnabled()
    dialog.choose("loss_statement")
    counter.until(print_button(dialog).isEnabled)


# ---- the way out ---------------------------------------------------------------------------------


def test_what_is_seen_is_printed_and_once(counter: Counter) -> None:
    dialog = counter.open(lost(counter.parts), "loss_statement")
    counter.until(print_button(dialog).isEnabled)
    counter.qtbot.mouseClick(print_button(dialog), Qt.MouseButton.LeftButton)
    counter.until(lambda: counter.tray.sent)
    counter.settle()
    assert counter.tray.sent == [("残疾人证挂失声明", desk_of(dialog).sheet.view.pdf)]


def click(counter: Counter, dialog: DocumentsDialog, name: str) -> None:
    """Click a button of the print panel as soon as it is there."""

    def seen() -> list[QPushButton]:
        return [b for b in dialog.findChildren(QPushButton, f"documents-print{name}") if b.isVisible()]

    counter.until(lambda: seen() and seen()[0].isEnabled())
    counter.qtbot.mouseClick(seen()[0], Qt.MouseButton.LeftButton)


def test_prints_stand_in_the_ledger_and_a_reprint_says_so(counter: Counter) -> None:
    application = in_correction(counter.parts)
    dialog = counter.open(application, "correction")
    line(dialog, "due").setText("2026-12-07")
    click(counter, dialog, "")
    click(counter, dialog, ":yes")
    counter.settle()
    dialog.close()
    dialog = counter.open(application, "correction")
    line(dialog, "due").setText("2026-12-08")
    click(counter, dialog, "")
    click(counter, dialog, ":模糊")
    click(counter, dialog, ":yes")
    counter.settle()
    told = [(e.act, e.text) for e in ledger.timeline(counter.parts, application.subject)][-2:]
    assert told == [("打印", "补正通知书"), ("补打", "补正通知书,第1次补打,原因:模糊")]
    first, second = (text_of(pdf) for _, pdf in counter.tray.sent)
    assert "补打" not in first
    assert "补打" in second
    assert "2026年12月8日" in second


def test_enter_on_the_question_after_a_print_answers_it(counter: Counter) -> None:
    dialog = counter.open(lost(counter.parts), "loss_statement")
    click(counter, dialog, "")
    (yes,) = dialog.findChildren(QPushButton, "documents-print:yes")
    counter.until(yes.hasFocus)
    counter.qtbot.keyClick(yes, Qt.Key.Key_Return)
    counter.until(lambda: not yes.isVisible())
    assert dialog.isVisible()
    panel = desk_of(dialog).sheet.panel
    assert panel is not None
    counter.until(lambda: panel.said.startswith("已打印完"))
    assert "草稿没有台账" in panel.said


@pytest.fixture
def labels_laid_over(tmp_path: Path) -> Iterator[None]:
    """A county whose archive labels are pre-printed with a frame."""
    shipped = (layout.LAYOUTS / "archive_label.toml").read_text("utf-8")
    own = tmp_path / "layouts"
    own.mkdir()
    (own / "archive_label.toml").write_text(shipped.replace("[paper]", "[paper]\noverlay = true"), "utf-8")
    layout.use(own)
    yield
    layout.use(None)


def test_what_is_laid_over_a_printed_form_moves_with_its_printer(
    counter: Counter, labels_laid_over: None
) -> None:
    application = in_correction(counter.parts)
    counter.tray.offsets["托盘"] = (3.0, -2.0)
    dialog = counter.open(application, "archive_label")
    click(counter, dialog, "")
    click(counter, dialog, ":yes")
    ((_, sent),) = counter.tray.sent
    moved = documents.draw(counter.parts, application, "archive_label", {}, 0, (3.0, -2.0))
    assert sent == moved
    assert sent != desk_of(dialog).sheet.view.pdf
    (media,) = counter.tray.media
    assert (media.width_mm, media.height_mm) == (70, 37)
    assert "70×37" in "".join(w.text() for w in dialog.findChildren(QLabel) if w.isVisible())


def test_a_dead_printer_leaves_the_answers(counter: Counter) -> None:
    counter.tray.on = False
    dialog = counter.open(lost(counter.parts), "loss_statement")
    line(dialog, "lost_on").setText("2026-11-20")
    counter.until(print_button(dialog).isEnabled)
    counter.qtbot.keyClick(dialog, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    panel = desk_of(dialog).sheet.panel
    assert panel is not None
    counter.until(lambda: "打印机没有开机" in panel.said)
    assert line(dialog, "lost_on").text() == "2026-11-20"


def test_escape_closes(counter: Counter) -> None:
    dialog = counter.open(lost(counter.parts), "loss_statement")
    with counter.qtbot.waitSignal(dialog.rejected):
        counter.qtbot.keyClick(line(dialog, "lost_on"), Qt.Key.Key_Escape)


# ---- how it looks --------------------------------------------------------------------------------


def cut(within: QWidget) -> list[str]:
    """Texts that have less room than they need."""
    found = []
    for widget in within.findChildren(QWidget):
        if not isinstance(widget, QLabel | QPushButton) or not widget.isVisible() or not widget.text():
            continue
        need = widget.minimumSizeHint()
        tall = widget.heightForWidth(widget.width()) if widget.hasHeightForWidth() else need.height()
        if widget.width() < need.width() or widget.height() < tall:
            found.append(f"{widget.text()}: {widget.size()} of {need}")
    return found


@pytest.mark.parametrize("look", [style.Looks.NORMAL, style.Looks.LARGE])
@pytest.mark.parametrize("document", ["loss_statement", "authorization", "id_copy"])
def test_nothing_is_cut_and_everything_has_a_name(counter: Counter, document: str, look: style.Looks) -> None:
    style.apply(QApplication.instance(), look.value)  # type: ignore[arg-type]
    dialog = counter.open(lost(counter.parts), document)
    counter.settle()
    QApplication.processEvents()
    assert cut(dialog) == []
    assert dialog.width() <= 1366
    assert dialog.height() <= 768
    for widget in dialog.findChildren(QWidget):
        if not widget.isVisible() or not widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
            continue
        interface = QAccessible.queryAccessibleInterface(widget)
        assert interface.text(QAccessible.Text.Name), widget.objectName() or type(widget).__name__
    for area in dialog.findChildren(QAbstractScrollArea):
        content = area.widget() if hasattr(area, "widget") else None
        if content is not None and area.isVisible():
            assert content.width() <= area.viewport().width() + 1


def test_a_page_is_seen_also_when_its_room_changes_while_it_is_drawn(
    counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, go_on, other = Event(), Event(), Event()

    def slow(pdf: bytes, page: int, width: int) -> Rendered:
        begun.set()
        go_on.wait(5)
        return render(pdf, page, width)

    monkeypatch.setattr(paper_view, "render", slow)
    view = PaperView(counter.errands, "残疾人证挂失声明")
    counter.qtbot.addWidget(view)
    view.resize(500, 600)
    view.show()
    (pause,) = view.findChildren(QTimer)
    counter.until(lambda: not pause.isActive())
    view.show_pdf(documents.draw(counter.parts, lost(counter.parts), "loss_statement", {}))
    counter.until(begun.is_set)
    counter.errands.run(other.wait, lane=Lane.PAPER)
    view.resize(600, 600)
    counter.until(lambda: not pause.isActive())
    go_on.set()
    counter.until(lambda: view.count)
    other.set()
    counter.settle()
    (sheet,) = [w for w in view.findChildren(QWidget) if w.accessibleName() == "残疾人证挂失声明"]
    image = sheet.grab().toImage()
    assert any(
        image.pixelColor(image.width() // 2, y).lightness() < 100 for y in range(5, image.height() // 2)
    )


# ---- the ways to it ------------------------------------------------------------------------------


def opened(page: QWidget) -> list[DocumentsDialog]:
    return [d for d in page.findChildren(DocumentsDialog) if d.isVisible()]


def test_step_5_opens_the_papers_of_the_draft(counter: Counter) -> None:
    case = Case(counter.parts, counter.errands, lost(counter.parts))
    page = ConfirmPage(case, counter.window)
    page.resize(1282, 560)
    page.show()
    page.enter()
    (way,) = page.findChildren(QPushButton, "documents-here")
    counter.qtbot.mouseClick(way, Qt.MouseButton.LeftButton)
    counter.settle()
    (dialog,) = opened(page)
    assert "残疾人证挂失声明" in titles(dialog)


@pytest.mark.parametrize("look", [style.Looks.NORMAL, style.Looks.LARGE])
def test_step_6_opens_the_papers_of_the_accepted_application(counter: Counter, look: style.Looks) -> None:
    style.apply(QApplication.instance(), look.value)  # type: ignore[arg-type]
    draft = capture.mark_seen(sound_draft(counter.parts), "household", None)
    case = Case(counter.parts, counter.errands, capture.promise(counter.parts, draft, "household"))
    page = AcceptPage(case, counter.window)
    page.resize(1282, 560)
    page.show()
    page.enter()
    page.accept()
    counter.until(lambda: case.application)
    counter.settle()
    counter.until(lambda: cut(page) == [])
    (way,) = page.findChildren(QPushButton, "documents-accepted")
    counter.qtbot.mouseClick(way, Qt.MouseButton.LeftButton)
    counter.settle()
    (dialog,) = opened(page)
    dialog.choose("following_notice")
    counter.settle()
    assert "户口簿" in words_of(dialog)


def test_the_card_of_an_application_opens_its_papers(desk: Shell) -> None:
    application = in_correction(desk.parts)
    desk.open().open_application(application.id)
    desk.click("documents-of")
    dialog = desk.find_dialog("documents")
    assert isinstance(dialog, DocumentsDialog)
    desk.until(lambda: "补正通知书" in titles(dialog))
    desk.settle()
    dialog.close()


# ---- large print ---------------------------------------------------------------------------------


def test_the_notice_comes_in_large_print_when_it_is_asked_for(counter: Counter) -> None:
    page = NoticePage(Case(counter.parts, counter.errands, sound_draft(counter.parts)), counter.window)
    page.show()
    page.print_notice()
    (dialog,) = page.findChildren(NoticeDialog)
    counter.until(lambda: dialog.view.count)
    counter.settle()
    plain, pages = dialog.view.pdf, dialog.view.count
    (large,) = dialog.findChildren(QCheckBox, "notice-large")
    large.click()
    assert large.isChecked()
    counter.until(lambda: dialog.view.pdf != plain)
    counter.settle()
    assert dialog.view.count > pages
    (send,) = dialog.findChildren(QAbstractButton, "paper-print")
    counter.until(send.isEnabled)
    counter.qtbot.mouseClick(send, Qt.MouseButton.LeftButton)
    counter.until(lambda: counter.tray.sent)
    assert counter.tray.sent == [("一次性告知书(大字版)", dialog.view.pdf)]
    assert squeezed("一次性告知书") in text_of(dialog.view.pdf)
