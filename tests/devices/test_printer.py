"""Printing: the output of queue commands, the options given to them, and pages drawn at 100 %."""

import json
import os
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageOps
from PySide6.QtCore import QSize
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPrintSupport import QPrinter
from pytestqt.qtbot import QtBot
from reportlab.lib.colors import HexColor
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from desk_app.devices.printer.cups import Cups, queues
from desk_app.devices.printer.main import SystemPrinter
from desk_app.devices.printer.models import Queue, ascii_title
from desk_app.devices.printer.qt import QtPrint, draw
from desk_app.domain.prints import A4, OVER, Job, JobState, Media, Stage
from desk_app.errors import BugError, WorldError
from desk_app.services.parts import Printer
from tests.devices import private_cups
from tests.fakes import PaperTray

# As CUPS 2.4 prints it.
LISTED = """\
system default destination: Office
printer Back is idle.  enabled since Mon Nov 23 09:00:00 2026
printer Broken disabled since Mon Nov 23 09:00:00 2026 -
\tPaper jam
printer Office now printing Office-41.  enabled since Mon Nov 23 09:15:00 2026
\tSpooling job, 42% complete.
printer Office/draft now printing Office-41.  enabled since Mon Nov 23 09:15:00 2026
printer Night is holding new jobs.  enabled since Mon Nov 23 09:00:00 2026
"""

PROGRAM = """\
#!{python}
import json, os, pathlib, sys
here = pathlib.Path({folder!r})
name = pathlib.Path(sys.argv[0]).name
script = json.loads((here / (name + ".json")).read_text())
given = sys.stdin.buffer.read()
record = {{"args": sys.argv[1:], "given": given.decode("latin-1"), "locale": os.environ.get("LC_ALL")}}
(here / (name + ".called")).write_text(json.dumps(record))
sys.stdout.write(script["out"])
sys.stderr.write(script["err"])
if script["hang"]:
    sys.stdout.flush()
    os.read(os.open(here / "never", os.O_RDONLY), 1)
sys.exit(script["code"])
"""


class Commands:
    """``lp`` and ``lpstat`` as real programs in a folder that is the whole PATH."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        os.mkfifo(folder / "never")

    def install(self, name: str, out: str = "", err: str = "", code: int = 0, hang: bool = False) -> None:
        (self.folder / f"{name}.json").write_text(
            json.dumps({"out": out, "err": err, "code": code, "hang": hang})
        )
        program = self.folder / name
        program.write_text(PROGRAM.format(python=sys.executable, folder=str(self.folder)))
        program.chmod(0o755)

    def called(self, name: str) -> dict[str, object]:
        return json.loads((self.folder / f"{name}.called").read_text())


@pytest.fixture
def commands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Commands:
    if sys.platform == "win32":
        pytest.skip("CUPS is not on Windows")
    monkeypatch.setenv("PATH", str(tmp_path))
    made = Commands(tmp_path)
    made.install("lpstat", LISTED)
    made.install("lp", "request id is Office-42 (1 file(s))\n")
    return made


def refusal(call: Callable[[], object]) -> str:
    with pytest.raises(WorldError) as caught:
        call()
    return str(caught.value)


def paper(*sizes: tuple[float, float], colour: str = "#000000") -> bytes:
    """A PDF of pages in mm, each with a square of 20 mm, 30 mm from the left and the top."""
    out = BytesIO()
    canvas = Canvas(out, initialFontName="Helvetica")
    for width, height in sizes or ((210, 297),):
        canvas.setPageSize((width * mm, height * mm))
        canvas.setFillColor(HexColor(colour))
        canvas.rect(30 * mm, (height - 50) * mm, 20 * mm, 20 * mm, stroke=0, fill=1)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


class TestEveryPrinter:
    """What services rely on, for the real part on a real CUPS and for the fake in their tests."""

    @pytest.fixture(params=["system", "tray"])
    def printer(self, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Printer]:
        if request.param == "tray":
            yield PaperTray()
            return
        if lacking := private_cups.lacking():
            pytest.skip(lacking)
        with private_cups.running() as service:
            for name, value in service.environment.items():
                monkeypatch.setenv(name, value)
            service.queue("Slow", "hangs")
            service.queue("Good")
            service.call("lpadmin", "-d", "Good")
            yield SystemPrinter()

    def test_a_paper_is_handed_over_followed_and_done(self, printer: Printer) -> None:
        first = printer.names()[0]
        jobs = [printer.send(paper(), name, "受理通知书") for name in (first, "")]
        assert len({job.id for job in jobs}) == 2
        for job in jobs:
            assert job.printer == first
            assert job.text.startswith("已交给")
            assert "已打" not in job.text
            private_cups.until(lambda job=job: printer.state(job).stage in OVER)  # type: ignore[misc]
            assert printer.state(job).stage is Stage.DONE
            with pytest.raises(WorldError, match="没有取消成"):
                printer.cancel(job)

    def test_a_waiting_job_is_taken_back(self, printer: Printer) -> None:
        if isinstance(printer, PaperTray):
            printer.stage = JobState(Stage.PRINTING, 0, "正在打印")
        job = printer.send(paper(), printer.names()[-1], "x")
        private_cups.until(lambda: printer.state(job).stage is Stage.PRINTING)
        printer.cancel(job)
        private_cups.until(lambda: printer.state(job).stage in OVER)
        assert printer.state(job).stage is Stage.FAILED
        assert "任务已取消" in printer.state(job).text

    def test_a_printer_in_order_has_nothing_in_its_way(self, printer: Printer) -> None:
        assert printer.preflight(printer.names()[0], A4) == ""
        assert printer.preflight("", A4) == ""
        assert "没有找到打印机 Gone" in printer.preflight("Gone", A4)

    def test_a_job_nobody_knows_is_not_called_done(self, printer: Printer) -> None:
        state = printer.state(Job("Gone-999999", printer.names()[0], ""))
        assert state.stage is Stage.UNKNOWN
        assert "请看打印机" in state.text

    def test_what_was_never_calibrated_is_not_moved(self, printer: Printer) -> None:
        assert printer.offset(printer.names()[0]) == (0.0, 0.0)

    def test_a_printer_that_is_gone_leaves_the_file(self, printer: Printer) -> None:
        assert "另存为PDF" in refusal(lambda: printer.send(paper(), "Gone", "x"))


class TestListings:
    def test_queues_with_the_default_first(self) -> None:
        assert queues(LISTED) == (
            Queue("Office", True),
            Queue("Back", True),
            Queue("Broken", False, "Paper jam"),
            Queue("Night", False),
        )

    def test_no_default_and_no_queue(self) -> None:
        told = "no system default destination\nprinter A is idle.  enabled since Mon Nov 23 09:00:00 2026\n"
        assert queues(told) == (Queue("A", True),)
        assert queues("no system default destination\n") == ()
        assert queues("") == ()

    def test_a_default_of_one_instance_is_its_printer(self) -> None:
        told = "system default destination: B/draft\nprinter A is idle.  e\nprinter B is idle.  e\n"
        assert [queue.name for queue in queues(told)] == ["B", "A"]

    def test_titles_survive_every_queue(self) -> None:
        assert ascii_title("受理通知书 SL-0042") == "SL-0042"
        assert ascii_title("受理通知书") == "desk-app"
        assert ascii_title("two\nlines\tof it " + "x" * 99).startswith("twolinesof it xxx")
        assert len(ascii_title("x" * 99)) == 60


class TestCups:
    def test_a_paper_is_handed_over_exactly(self, commands: Commands) -> None:
        pdf = paper()
        job = SystemPrinter().send(pdf, "Office", "受理通知书 SL-0042")
        assert (job.id, job.printer) == ("Office-42", "Office")
        assert "打印队列 Office" in job.text
        assert "任务号 Office-42" in job.text
        call = commands.called("lp")
        assert call["given"] == pdf.decode("latin-1")
        assert call["args"] == [
            *("-d", "Office", "-t", "SL-0042", "-n", "1", "-o", "media=A4"),
            *("-o", "print-scaling=none", "-o", "fit-to-page=false", "-o", "number-up=1", "-"),
        ]
        assert call["locale"] == "C.UTF-8"

    def test_the_default_is_used_when_none_is_named(self, commands: Commands) -> None:
        assert SystemPrinter().names()[0] == "Office"
        SystemPrinter().send(paper(), "", "")
        assert commands.called("lp")["args"][:2] == ["-d", "Office"]

    def test_paper_and_pages_are_always_said(self, commands: Commands) -> None:
        Cups().send(paper(), "Office", "x", Media(85.6, 54), range(2, 4))
        args = commands.called("lp")["args"]
        assert "media=Custom.85.6x54mm" in args  # type: ignore[operator]
        assert args[-3:] == ["-P", "2-3", "-"]  # type: ignore[index]

    def test_a_missing_printer_is_told(self, commands: Commands) -> None:
        assert "没有找到打印机 Gone" in refusal(lambda: Cups().send(paper(), "Gone", "x"))
        commands.install("lp", err="lp: The printer or class does not exist.\n", code=1)
        assert "没有找到打印机 Office" in refusal(lambda: Cups().send(paper(), "Office", "x"))

    def test_a_refusal_is_told_in_the_system_s_words_on_one_line(self, commands: Commands) -> None:
        commands.install("lp", err='lp: Destination "Office" is not\naccepting jobs.\n', code=1)
        sentence = refusal(lambda: Cups().send(paper(), "Office", "x"))
        assert '(lp: Destination "Office" is not accepting jobs.)' in sentence
        assert "另存为PDF" in sentence

    def test_without_a_job_number_none_is_claimed(self, commands: Commands) -> None:
        commands.install("lp")
        job = Cups().send(paper(), "Office", "x")
        assert job.id == ""
        assert "任务号" not in job.text
        state = SystemPrinter().state(job)
        assert (state.stage, state.text) == (Stage.UNKNOWN, "没有任务号,请看打印机是否出纸")

    @pytest.mark.warns
    def test_a_silent_service_is_given_up(self, commands: Commands) -> None:
        commands.install("lp", hang=True)
        assert "没有回应" in refusal(lambda: Cups(patience=0.5).send(paper(), "Office", "x"))
        commands.install("lpstat", hang=True)
        assert Cups(patience=0.2).names() == ()

    def test_a_stopped_service_lists_nothing(self, commands: Commands) -> None:
        commands.install("lpstat", err="lpstat: Transport endpoint is not connected\n", code=1)
        assert SystemPrinter([Cups()]).names() == ()
        assert "另存为PDF" in refusal(lambda: SystemPrinter([Cups()]).send(paper(), "", "x"))

    def test_without_the_commands_there_are_no_printers(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("PATH", str(tmp_path))
        assert Cups().names() == ()
        assert "打印服务无法使用" in refusal(lambda: Cups().send(paper(), "Office", "x"))


class TestQt:
    @pytest.fixture
    def file_printer(self, qtbot: QtBot, tmp_path: Path) -> QPrinter:
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setResolution(300)
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(tmp_path / "drawn.pdf"))
        return printer

    def test_a_millimetre_stays_a_millimetre(self, file_printer: QPrinter) -> None:
        draw(paper(), file_printer)
        assert file_printer.fullPage()
        assert square_of(file_printer) == pytest.approx((30, 30, 50, 50), abs=0.15)

    def test_the_print_lane_may_draw_too(self, file_printer: QPrinter) -> None:
        with ThreadPoolExecutor(1) as lane:
            lane.submit(draw, paper(), file_printer).result()
        assert read(file_printer).pageCount() == 1

    def test_every_page_keeps_its_direction(self, file_printer: QPrinter) -> None:
        draw(paper((210, 297), (297, 210), (210, 297)), file_printer)
        drawn = read(file_printer)
        sizes = [drawn.pagePointSize(page) for page in range(drawn.pageCount())]
        assert [size.width() > size.height() for size in sizes] == [False, True, False]
        assert square_of(file_printer, page=1) == pytest.approx((30, 30, 50, 50), abs=0.15)

    def test_a_small_page_is_not_enlarged(self, file_printer: QPrinter) -> None:
        draw(paper((148, 210)), file_printer)
        assert square_of(file_printer) == pytest.approx((30, 30, 50, 50), abs=0.15)

    def test_only_the_pages_asked_for(self, file_printer: QPrinter) -> None:
        draw(paper((210, 297), (297, 210), (210, 297)), file_printer, range(2, 4))
        drawn = read(file_printer)
        assert [drawn.pagePointSize(page).width() > 800 for page in range(drawn.pageCount())] == [True, False]

    @pytest.mark.parametrize("size", [(130, 90), (90, 130), (100, 60)])
    def test_the_paper_is_the_page_s_own(self, file_printer: QPrinter, size: tuple[float, float]) -> None:
        draw(paper(size), file_printer)
        drawn = read(file_printer).pagePointSize(0)
        assert (drawn.width() / 72 * 25.4, drawn.height() / 72 * 25.4) == pytest.approx(size, abs=0.2)
        assert square_of(file_printer) == pytest.approx((30, 30, 50, 50), abs=0.2)

    def test_a_red_seal_stays_red_on_white(self, file_printer: QPrinter) -> None:
        draw(paper(colour="#c00000"), file_printer)
        image = read(file_printer).render(0, QSize(210, 297))
        assert image.pixelColor(40, 40).name() == "#c00000"
        assert image.pixelColor(100, 100).name() == "#ffffff"

    def test_what_is_no_pdf_is_our_own_mistake(self, file_printer: QPrinter) -> None:
        with pytest.raises(BugError):
            draw(b"not a paper", file_printer)

    @pytest.mark.qt_log_ignore("QPainter::begin", extend=True)
    def test_a_printer_that_cannot_begin_is_told(self, file_printer: QPrinter, tmp_path: Path) -> None:
        file_printer.setOutputFileName(str(tmp_path / "no such folder" / "drawn.pdf"))
        assert "另存为PDF" in refusal(lambda: draw(paper(), file_printer))

    def test_an_unknown_printer_never_becomes_a_file(self, qtbot: QtBot) -> None:
        assert "没有找到打印机 Gone" in refusal(lambda: QtPrint().send(paper(), "Gone", "x"))

    def test_an_unknown_printer_is_in_the_way_and_nothing_is_claimed(self, qtbot: QtBot) -> None:
        assert "没有找到打印机 Gone" in QtPrint().preflight("Gone", A4)
        assert "取消不了" in refusal(lambda: QtPrint().cancel(Job("", "Gone", "")))

    def test_this_computer_can_be_asked(self, qtbot: QtBot) -> None:
        assert all(isinstance(name, str) for name in QtPrint().names())


class TestOrder:
    def test_the_way_that_knows_the_printer_serves_it(self) -> None:
        first, second = Shelf("A", "B"), Shelf("C")
        printer = SystemPrinter([Shelf(), first, second])
        assert printer.names() == ("A", "B")
        assert printer.send(b"", "C", "x").printer == "C"
        assert printer.send(b"", "", "x").printer == "A"
        assert "没有找到打印机 D" in refusal(lambda: printer.send(b"", "D", "x"))

    def test_no_printer_at_all_leaves_the_file(self) -> None:
        assert "另存为PDF" in refusal(lambda: SystemPrinter([Shelf()]).send(b"", "", "x"))


class Shelf:
    """A way of printing that keeps each paper by printer."""

    def __init__(self, *names: str) -> None:
        self._names = names

    def names(self) -> tuple[str, ...]:
        return self._names

    def preflight(self, printer: str, media: Media) -> str:
        return ""

    def send(
        self, pdf: bytes, printer: str, title: str, media: Media = A4, pages: range | None = None
    ) -> Job:
        return Job("", printer, "")

    def owns(self, job: Job) -> bool:
        return job.printer in self._names

    def state(self, job: Job) -> JobState:
        return JobState(Stage.DONE)

    def cancel(self, job: Job) -> None:
        pass


def read(printer: QPrinter) -> QPdfDocument:
    """The picture drawn into the printer's file."""
    drawn = QPdfDocument()
    assert drawn.load(printer.outputFileName()) == QPdfDocument.Error.None_
    return drawn


def square_of(printer: QPrinter, page: int = 0) -> tuple[float, ...]:
    """Edges in mm of what is black on a page of the printer's file."""
    drawn = read(printer)
    size = drawn.pagePointSize(page)
    image = drawn.render(page, QSize(round(size.width() * 4), round(size.height() * 4)))
    grey = Image.frombytes("RGBA", (image.width(), image.height()), bytes(image.constBits()))
    flat = Image.alpha_composite(Image.new("RGBA", grey.size, "white"), grey).convert("L")
    edges = ImageOps.invert(flat).point(lambda value: 255 * (value > 128)).getbbox()
    assert edges is not None
    return tuple(edge / 4 / 72 * 25.4 for edge in edges)
