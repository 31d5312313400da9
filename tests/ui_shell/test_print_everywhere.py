"""Every paper × every place that prints: copy number, reason and ledger line are the same."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QCheckBox, QDialog, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desk_app.domain.applications import Application
from desk_app.domain.events import Subject
from desk_app.domain.prints import JobState, Stage
from desk_app.errors import WorldError
from desk_app.services import ledger, proceedings, reading
from desk_app.services.applications import handover
from desk_app.services.counter import intake
from desk_app.services.parts import Parts
from desk_app.services.printing import documents, printouts, prints
from desk_app.services.printing import record_papers as papers_of
from desk_app.services.printing.print_run import Printout
from desk_app.ui.counter.accept import AcceptPage
from desk_app.ui.counter.case import Case
from desk_app.ui.counter.confirm import ConfirmPage
from desk_app.ui.counter.notice import NoticePage
from desk_app.ui.kit.errands import Errands
from desk_app.ui.papers import jobs as print_jobs
from desk_app.ui.papers.dialog import PaperDialog
from desk_app.ui.papers.documents import DocumentsDialog
from desk_app.ui.papers.panel import PrintPanel
from desk_app.ui.papers.run import open_paper
from printing import layout
from tests.fakes import PaperTray, make_parts
from tests.people import sound_draft
from tests.printing.reading import squeezed, text_of
from tests.registers.conftest import KEYS
from tests.ui_shell import news

OF_PICTURES = ["id_copy", "photo_sheet", "photo_six"]
"""Papers of which no picture was taken."""


@dataclass
class Hall:
    """A plain window, a printer that keeps what it was sent, and one accepted application."""

    qtbot: QtBot
    parts: Parts
    errands: Errands
    window: QWidget
    taken: Application

    @property
    def tray(self) -> PaperTray:
        assert isinstance(self.parts.printer, PaperTray)
        return self.parts.printer

    def until(self, condition: Callable[[], object]) -> None:
        self.qtbot.waitUntil(lambda: bool(condition()))

    def dialog(self, within: QWidget) -> PaperDialog:
        """The paper's dialog over a widget, once the paper is drawn."""
        self.until(lambda: [d for d in within.findChildren(PaperDialog) if d.isVisible()])
        found = next(d for d in within.findChildren(PaperDialog) if d.isVisible())
        self.until(lambda: found.view.count)
        return found

    def click(self, panel: PrintPanel, name: str) -> None:
        """Click the panel's button whose name ends so, as soon as it is enabled."""

        def there() -> list[QPushButton]:
            buttons = [b for b in panel.findChildren(QPushButton) if b.isVisibleTo(panel) and b.isEnabled()]
            return [b for b in buttons if b.objectName().partition(":")[2] == name]

        self.until(there)
        self.qtbot.mouseClick(there()[0], Qt.MouseButton.LeftButton)

    def print(self, panel: PrintPanel, reason: str = "") -> str:
        """Print, give a reason if asked, confirm that it is clear; returns the words on the paper."""
        before = len(self.tray.sent)
        with self.qtbot.waitSignal(panel.printed) as told:
            self.click(panel, "")
            if reason:
                self.click(panel, reason)
            self.click(panel, "yes")
        assert told.args is not None
        assert told.args[1] == reason
        (sent,) = self.tray.sent[before:]
        return text_of(sent[1])


Opener = Callable[[Hall], PrintPanel]


@pytest.fixture
def hall(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Hall]:
    monkeypatch.setattr(print_jobs, "_PACE", 5)
    layout.use(KEYS / layout.FOLDER)
    parts = make_parts(tmp_path, forms=KEYS)
    window = QWidget()
    window.resize(1366, 768)
    qtbot.addWidget(window)
    window.show()
    made = Hall(qtbot, parts, Errands(), window, intake.accept(parts, sound_draft(parts)))
    yield made
    QApplication.closeAllWindows()
    made.errands.close()
    parts.store.close()
    layout.use(None)


def panel_of(dialog: PaperDialog) -> PrintPanel:
    assert dialog.panel is not None
    return dialog.panel


# ---- the places ----------------------------------------------------------------------------------


def case_of(hall: Hall, *, accepted: bool) -> Case:
    case = Case(hall.parts, hall.errands, sound_draft(hall.parts, person=7))
    if accepted:  # as ``Case.accept`` leaves it
        case.application, case.reading = hall.taken, reading.of(hall.parts, hall.taken)
    return case


def step_2(hall: Hall, *, large: bool = False) -> PrintPanel:
    page = NoticePage(case_of(hall, accepted=False), hall.window)
    page.show()
    page.print_notice()
    dialog = hall.dialog(page)
    if large:
        before = dialog.view.pdf
        (box,) = dialog.findChildren(QCheckBox, "notice-large")
        box.click()
        hall.until(lambda: dialog.view.pdf != before)
    return panel_of(dialog)


def step_5(hall: Hall, *, accepted: bool = False) -> PrintPanel:
    page = ConfirmPage(case_of(hall, accepted=accepted), hall.window)
    page.show()
    page.print_form()
    return panel_of(hall.dialog(page))


def step_6(hall: Hall) -> PrintPanel:
    page = AcceptPage(case_of(hall, accepted=True), hall.window)
    page.show()
    page.enter()
    hall.until(lambda: page.receipt.count)
    (panel,) = page.findChildren(PrintPanel)
    return panel


def opened(make: Callable[[Hall], Printout]) -> Opener:
    """The dialog with a paper, as 办件, 登记 and 转交部门 open it."""

    def open_it(hall: Hall) -> PrintPanel:
        beside = QWidget(hall.window)
        open_paper(hall.parts, hall.errands, make(hall), beside, lambda: None)
        return panel_of(hall.dialog(beside))

    return open_it


def receipt(hall: Hall) -> Printout:
    return printouts.receipt(hall.parts, hall.taken)


def slip(hall: Hall) -> Printout:
    who = hall.parts.window.who
    given = {"holder": "张样例", "key": "一楼档案室"}
    begun = proceedings.begin(hall.parts, who, "keys", "take", given, Subject("person", "one"))
    record = proceedings.record(hall.parts, who, begun.id)
    assert record is not None
    return printouts.of_record(hall.parts, record, papers_of.offered(record)[0])


def sheet(hall: Hall) -> Printout:
    day = hall.parts.clock.today()
    batch, *_ = next(iter(handover.batches(hall.parts, day).values()))
    return printouts.hand_over_sheet(hall.parts, batch)


def ledger_of(hall: Hall, paper: str) -> list[str]:
    """The ledger's lines about prints of a paper, of any subject."""
    subjects = [hall.taken.subject, Subject("person", "one"), sheet(hall).subject]
    told = (ledger.timeline(hall.parts, subject) for subject in subjects if subject)
    return [e.text for lines in told for e in lines if e.act in ("打印", "补打") and paper in e.text]


NOTED: dict[str, tuple[str, Opener]] = {
    "step 5 after acceptance": ("申请表", lambda hall: step_5(hall, accepted=True)),
    "step 6": ("受理回执", step_6),
    "applications": ("受理回执", opened(receipt)),
    "registers": ("钥匙借用条", opened(slip)),
    "hand-over": ("部门转办交接单", opened(sheet)),
}
DRAFTS: dict[str, Opener] = {
    "step 2": step_2,
    "step 2 large": lambda hall: step_2(hall, large=True),
    "step 5": step_5,
}


@pytest.mark.parametrize("place", NOTED)
def test_a_paper_that_counts_is_numbered_asked_and_noted_alike(hall: Hall, place: str) -> None:
    title, open_it = NOTED[place]
    panel = open_it(hall)
    first, again = hall.print(panel), hall.print(panel, "模糊")
    third = hall.print(panel, "卡纸")
    assert "补打" not in first
    assert squeezed("第1次补打") in squeezed(again)
    assert squeezed("第2次补打") in squeezed(third)
    assert ledger_of(hall, title) == [title, f"{title},第1次补打,原因:模糊", f"{title},第2次补打,原因:卡纸"]


@pytest.mark.parametrize("place", DRAFTS)
def test_a_draft_has_no_ledger_and_is_told_so(hall: Hall, place: str) -> None:
    panel = DRAFTS[place](hall)
    first = hall.print(panel)
    assert "草稿没有台账" in panel.said
    again = hall.print(panel, "模糊")
    assert "补打" not in first
    assert squeezed("第1次补打") in squeezed(again)
    assert [e for e in hall.parts.store.events.about(hall.taken.subject) if e.act.startswith("print")] == []


def test_every_document_of_an_application_is_numbered_asked_and_noted_alike(hall: Hall) -> None:
    """Overlays on pre-printed forms carry no copy number."""
    news.deliver(hall.parts, hall.taken)
    news.tell(hall.parts, hall.taken, "cert_new", "correct", "户口簿只有首页,请补本人页")
    news.tell(hall.parts, hall.taken, "care_subsidy", "refuse", "不符合")
    application = hall.parts.store.applications.one(hall.taken.id)
    assert application is not None
    dialog = DocumentsDialog(hall.parts, hall.errands, application, hall.window)
    dialog.open()
    offered = documents.offered(hall.parts, application)
    assert {"correction", "retype", "file_cover"} <= {d.id for d in offered}
    hall.until(lambda: dialog.papers.count() == len(offered))
    drawable = [d for d in offered if not documents.missing(hall.parts, application, d.id, {})]
    assert [d.id for d in offered if d not in drawable] == OF_PICTURES
    for document in drawable:
        dialog.choose(document.id)
        hall.until(lambda: dialog.desk and dialog.desk.sheet.panel and dialog.desk.sheet.view.count)
        desk = dialog.desk
        assert desk is not None
        panel = desk.sheet.panel
        assert panel is not None
        words = [hall.print(panel), hall.print(panel, "缺页")]
        silent = documents.overlay(document.drawn_by)
        told = [squeezed("第1次补打") in squeezed(text) for text in words]
        assert told == [False, not silent], document.id
        title = document.title
        assert ledger_of(hall, title) == [title, f"{title},第1次补打,原因:缺页"], document.id
    dialog.close()


def test_the_receipt_is_one_count_from_everywhere(hall: Hall) -> None:
    at_acceptance, from_the_list = step_6(hall), opened(receipt)(hall)
    hall.print(at_acceptance)
    assert squeezed("第1次补打") in squeezed(hall.print(from_the_list, "模糊"))
    assert squeezed("第2次补打") in squeezed(hall.print(at_acceptance, "卡纸"))
    assert prints.copies(hall.parts, hall.taken.subject, printouts.RECEIPT) == 3


def test_two_dialogs_of_one_paper_at_once_print_two_numbers(hall: Hall) -> None:
    first, second = opened(receipt)(hall), opened(receipt)(hall)
    hall.click(first, "")
    hall.until(lambda: hall.tray.sent)
    hall.click(second, "")
    hall.until(lambda: "第1次补打" in second.said)
    hall.click(second, "缺页")
    hall.until(lambda: len(hall.tray.sent) == 2)
    hall.click(second, "yes")
    hall.click(first, "yes")
    hall.until(lambda: len(ledger_of(hall, "受理回执")) == 2)
    assert sorted(ledger_of(hall, "受理回执")) == ["受理回执", "受理回执,第1次补打,原因:缺页"]


def test_a_note_that_fails_is_told_though_the_dialog_was_closed(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    panel = opened(receipt)(hall)
    told: list[str] = []
    hall.errands.failed.connect(lambda error: told.append(str(error)))
    hall.click(panel, "")
    hall.until(panel.verdict.isVisible)

    def full(*_: object) -> None:
        raise WorldError("磁盘已满,这一步没有存下")

    monkeypatch.setattr(prints.LedgerCount, "note", full)
    hall.click(panel, "yes")
    dialog = panel.window()
    assert isinstance(dialog, QDialog)
    dialog.close()
    hall.until(lambda: told == ["磁盘已满,这一步没有存下"])
    # AND its number stays taken: the next print is another
    assert prints.LedgerCount(hall.parts, receipt(hall)).next() == 1


def test_a_cancelled_job_that_printed_nothing_leaves_its_number(hall: Hall) -> None:
    hall.tray.stage = JobState(Stage.WAITING, 0, "前面还有任务,缺纸")
    panel = opened(receipt)(hall)
    hall.click(panel, "")
    hall.until(lambda: "缺纸" in panel.said)
    hall.click(panel, "cancel")
    hall.until(lambda: "任务已取消" in panel.said)
    dialog = panel.window()
    assert isinstance(dialog, QDialog)
    dialog.close()
    hall.until(lambda: not hall.errands.busy)
    hall.tray.stage = JobState(Stage.DONE, 1, "已打完")
    assert "补打" not in hall.print(opened(receipt)(hall))
    assert ledger_of(hall, "受理回执") == ["受理回执"]
