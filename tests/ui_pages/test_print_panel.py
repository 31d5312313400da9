"""The print panel: one print at a time, followed to its end; only a print found clear counts."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QPushButton, QSpinBox
from pytestqt.qtbot import QtBot

from desk_app.domain.prints import A4, JobState, Media, Stage
from desk_app.errors import WorldError
from desk_app.services.printing import print_run
from desk_app.services.printing.print_run import FREE, Claim, Draw, Printout, Stand
from desk_app.services.printing.prints import LooseCount
from desk_app.ui.kit.errands import Errands
from desk_app.ui.papers import jobs as print_jobs
from desk_app.ui.papers.panel import PrintPanel
from desk_app.ui.papers.stand import LOOKS
from printing.papers import calibration
from tests.devices.measure import squares
from tests.fakes import PaperTray

PRINTING = JobState(Stage.PRINTING, 1, "正在打印(已传出1页)")
HELD = JobState(Stage.HELD, 1, "打印机 托盘 缺纸,处理好后会接着打")
DONE = JobState(Stage.DONE, 3, "打印队列报告已打完,请取纸看一看")
FAILED = JobState(Stage.FAILED, 2, "任务已取消(已传出2页)")
THREE_PAGES = squares(pages=3)
GONE = JobState(Stage.UNKNOWN, 0, "打印服务没有回应,请看打印机是否出纸")


class Counter:
    """A panel in a window of its own, its printer, and what it emitted."""

    def __init__(
        self,
        qtbot: QtBot,
        tray: PaperTray,
        draw: Draw = lambda _copy, _shift: THREE_PAGES,
        *,
        media: Media = A4,
        overlay: bool = False,
        count: LooseCount | None = None,
    ) -> None:
        self.qtbot, self.tray, self.errands = qtbot, tray, Errands()
        paper = Printout("告知书", draw, media=media, overlay=overlay)
        self.panel = PrintPanel(self.errands, tray, paper, "p", count)
        self.printed: list[tuple[int, str]] = []
        self.out: list[bool] = []
        self.panel.printed.connect(lambda copy, reason: self.printed.append((copy, reason)))
        self.panel.handed_out.connect(lambda: self.out.append(True))
        self.panel.resize(640, 160)
        qtbot.addWidget(self.panel)
        self.panel.show()
        self.panel.show_pdf(THREE_PAGES)
        self.until(self.button("p").isEnabled)

    def button(self, name: str) -> QPushButton:
        return self.panel.findChild(QPushButton, name)

    def click(self, name: str) -> None:
        self.until(self.button(name).isVisible)
        self.qtbot.mouseClick(self.button(name), Qt.MouseButton.LeftButton)

    def sees(self, name: str) -> bool:
        return self.button(name).isVisible()

    def until(self, condition: Callable[[], object]) -> None:
        self.qtbot.waitUntil(lambda: bool(condition()))

    def says(self, words: str) -> None:
        self.until(lambda: words in self.panel.said)


@pytest.fixture
def tray() -> PaperTray:
    made = PaperTray("前台", "里屋")
    made.stage = DONE
    return made


@pytest.fixture
def counter(
    qtbot: QtBot, tray: PaperTray, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[..., Counter]]:
    monkeypatch.setattr(print_jobs, "_PACE", 5)
    made: list[Counter] = []

    def make(**options: object) -> Counter:
        made.append(Counter(qtbot, tray, **options))
        return made[-1]

    yield make
    for each in made:
        each.panel.close()
        each.errands.close()


def test_every_stand_has_one_look() -> None:
    assert set(LOOKS) == set(Stand)
    assert {stand for stand, look in LOOKS.items() if look.free} == FREE
    assert not [look for look in LOOKS.values() if look.free and (look.asks or look.cancels)]


def test_a_print_asked_for_too_early_begins_by_itself(
    qtbot: QtBot, counter: Callable[..., Counter], tray: PaperTray
) -> None:
    desk = counter()
    early = PrintPanel(desk.errands, tray, Printout("回执", lambda _copy, _shift: b""), "e")
    qtbot.addWidget(early)
    early.print_now()
    early.show_pdf(squares())
    desk.until(lambda: len(tray.sent) == 1)
    desk.until(lambda: early.findChild(QPushButton, "e:yes").isVisibleTo(early))


def test_only_a_clear_print_counts(counter: Callable[..., Counter], tray: PaperTray) -> None:
    tray.stage = PRINTING
    desk = counter(media=Media(130, 90))
    desk.click("p")
    desk.says("正在打印(已传出1页)")
    assert not desk.button("p").isEnabled()
    assert desk.button("p:save").isEnabled()
    assert not desk.sees("p:yes")
    tray.stage = DONE
    desk.says("报告已打完")
    desk.until(lambda: desk.sees("p:yes"))
    assert (desk.printed, desk.out) == ([], [])
    desk.click("p:yes")
    desk.until(lambda: desk.printed)
    assert (desk.printed, desk.out) == ([(0, "")], [True])
    assert tray.media == [Media(130, 90)]
    assert desk.button("p").isEnabled()


def test_pressing_twice_prints_once(counter: Callable[..., Counter], tray: PaperTray) -> None:
    tray.stage = PRINTING
    desk = counter()
    for _ in range(3):
        desk.panel.print_now()
    desk.says("正在打印")
    desk.panel.print_now()
    desk.until(lambda: not desk.errands.busy)
    assert len(tray.sent) == 1


def test_a_reprint_asks_why_and_carries_its_number(counter: Callable[..., Counter], tray: PaperTray) -> None:
    drawn: list[tuple[int, tuple[float, float]]] = []

    def draw(copy: int, shift: tuple[float, float]) -> bytes:
        drawn.append((copy, shift))
        return b"copy %d" % copy + squares()

    desk = counter(draw=draw)
    desk.click("p")
    desk.click("p:again")
    assert not desk.sees("p:yes")
    desk.click("p:模糊")
    desk.until(lambda: len(tray.sent) == 2)
    desk.click("p:yes")
    desk.until(lambda: desk.printed == [(1, "模糊")])
    assert drawn == [(1, (0.0, 0.0))]
    assert tray.sent[1][1].startswith(b"copy 1")
    desk.click("p")  # one more of a paper that counts already
    desk.says("第2次补打")
    desk.click("p:其他")
    desk.click("p:yes")
    desk.until(lambda: desk.printed == [(1, "模糊"), (2, "其他")])


def test_a_key_that_is_held_down_gives_no_reason(counter: Callable[..., Counter], tray: PaperTray) -> None:
    count = LooseCount()
    count.claim("")
    desk = counter(count=count)
    desk.panel.let_enter_press()
    desk.click("p")
    jam = desk.button("p:卡纸")
    desk.until(jam.hasFocus)
    for again in (True, True, False):
        assert tray.sent == []
        key = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Space, Qt.KeyboardModifier.NoModifier, " ", again)
        QApplication.sendEvent(jam, key)
        up = QKeyEvent(QEvent.Type.KeyRelease, Qt.Key.Key_Space, Qt.KeyboardModifier.NoModifier, " ", again)
        QApplication.sendEvent(jam, up)
    desk.until(lambda: len(tray.sent) == 1)


def test_copies_of_earlier_days_count_on(counter: Callable[..., Counter], tray: PaperTray) -> None:
    count = LooseCount()
    for reason in ("", "模糊"):
        count.claim(reason)
    desk = counter(count=count)
    desk.click("p")
    desk.click("p:缺页")
    desk.click("p:yes")
    desk.until(lambda: desk.printed == [(2, "缺页")])
    assert len(tray.sent) == 1


def test_two_panels_of_one_paper_never_print_the_same_number(
    counter: Callable[..., Counter], tray: PaperTray
) -> None:
    count, drawn = LooseCount(), [0]

    def draw(copy: int, _shift: tuple[float, float]) -> bytes:
        drawn.append(copy)
        return squares()

    first, second = counter(draw=draw, count=count), counter(draw=draw, count=count)
    first.click("p")
    first.until(lambda: first.sees("p:yes"))
    second.click("p")
    second.click("p:模糊")
    second.click("p:yes")
    first.click("p:yes")
    first.until(lambda: first.printed and second.printed)
    assert (first.printed, second.printed) == ([(0, "")], [(1, "模糊")])
    assert drawn == [0, 1]


def test_a_print_whose_note_fails_is_told_and_noted_again_under_its_number(
    counter: Callable[..., Counter], tray: PaperTray
) -> None:
    class FullDisk(LooseCount):
        full = True

        def note(self, claim: Claim, reason: str) -> None:
            if self.full:
                raise WorldError("磁盘已满,这一步没有存下")

    count = FullDisk()
    desk = counter(count=count)
    desk.click("p")
    desk.click("p:yes")
    desk.says("没有记进台账:磁盘已满")
    assert (desk.printed, desk.out) == ([], [True])
    assert not desk.button("p").isEnabled()
    count.full = False
    desk.click("p:note")
    desk.until(lambda: desk.printed == [(0, "")])
    assert len(tray.sent) == 1


def test_on_another_printer_an_overlay_moves_as_that_one_needs(
    counter: Callable[..., Counter], tray: PaperTray
) -> None:
    tray.offsets = {"里屋": (2.0, -3.0)}
    desk = counter(draw=lambda _copy, shift: squares(shift=shift), overlay=True)
    desk.click("p")
    desk.click("p:elsewhere")
    desk.until(lambda: len(tray.jobs) == 2)
    assert [job.printer for job in tray.jobs] == ["前台", "里屋"]
    assert tray.sent[0][1] == THREE_PAGES
    assert tray.sent[1][1] == squares(shift=(2.0, -3.0))
    desk.click("p:yes")
    desk.until(lambda: desk.printed == [(1, "换打印机")])


def test_what_stands_in_the_way_is_told_before_anything_is_sent(
    counter: Callable[..., Counter], tray: PaperTray
) -> None:
    tray.obstacle = "打印机 前台 已停用,交去的任务会排队等着"
    desk = counter()
    desk.click("p")
    desk.says("已停用")
    assert tray.sent == []
    assert desk.button("p").isEnabled()
    tray.stage = HELD
    desk.click("p:insist")
    desk.says("缺纸")
    assert len(tray.sent) == 1


def test_a_held_job_is_taken_back_and_printed_elsewhere_once(
    counter: Callable[..., Counter], tray: PaperTray
) -> None:
    tray.stage = HELD
    desk = counter()
    desk.click("p")
    desk.says("缺纸")
    assert not desk.sees("p:yes")
    desk.click("p:cancel")
    desk.says("任务已取消")
    tray.stage = DONE
    desk.click("p:elsewhere")
    desk.click("p:yes")
    assert len(tray.sent) == 2
    assert tray.state(tray.jobs[0]).stage is Stage.FAILED


def test_a_printer_switched_off_in_mid_job_goes_on_at_a_page(
    counter: Callable[..., Counter], tray: PaperTray
) -> None:
    tray.stage = FAILED
    desk = counter()
    desk.click("p")
    desk.says("任务已取消")
    desk.until(lambda: desk.sees("p:rest"))
    page = desk.panel.findChild(QSpinBox, "p:page")
    assert (page.minimum(), page.value(), page.maximum()) == (1, 2, 3)
    tray.stage = DONE
    desk.click("p:rest")
    desk.until(lambda: len(tray.parts) == 2)
    assert tray.parts == [None, range(2, 4)]
    desk.click("p:yes")
    desk.until(lambda: desk.printed == [(0, "续打")])


def test_the_service_goes_away_and_the_clerk_decides(
    counter: Callable[..., Counter], tray: PaperTray
) -> None:
    tray.stage = GONE
    desk = counter()
    desk.click("p")
    desk.says("没有回应")
    desk.click("p:yes")
    desk.until(lambda: desk.printed == [(0, "")])


def test_what_may_still_lie_in_the_queue_is_taken_back_before_the_next(
    counter: Callable[..., Counter], tray: PaperTray, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(print_run, "SILENT_AFTER", 3)
    tray.stage = PRINTING
    desk = counter()
    desk.click("p")
    desk.says("很久没有动静")
    desk.click("p:again")
    desk.click("p:卡纸")
    desk.until(lambda: len(tray.sent) == 2)
    assert tray.states["tray-1"].stage is Stage.FAILED


def test_giving_up_counts_nothing(counter: Callable[..., Counter], tray: PaperTray) -> None:
    desk = counter()
    desk.click("p")
    desk.click("p:again")
    desk.click("p:drop")
    desk.says("没有计入")
    assert (desk.printed, desk.out) == ([], [])
    assert desk.button("p").isEnabled()


def test_a_mistake_of_ours_is_told_and_the_button_comes_back(
    counter: Callable[..., Counter], tray: PaperTray, caplog: pytest.LogCaptureFixture
) -> None:
    class Broken(LooseCount):
        def next(self) -> int:
            raise ZeroDivisionError

    desk = counter(count=Broken())
    desk.click("p")
    desk.says("程序出了一个错")
    caplog.clear()
    desk.until(desk.button("p").isEnabled)
    assert tray.sent == []


def test_a_refusal_leaves_the_file(counter: Callable[..., Counter], tray: PaperTray, tmp_path: Path) -> None:
    tray.on = False
    desk = counter()
    desk.click("p")
    desk.says("打印机没有开机")
    desk.panel.save_to(tmp_path / "a.pdf")
    desk.says("已存为“a.pdf”")
    assert desk.out == [True]
    assert desk.printed == []


def test_two_panels_print_one_after_the_other(
    qtbot: QtBot, counter: Callable[..., Counter], tray: PaperTray
) -> None:
    tray.stage = PRINTING
    first, second = counter(), counter()
    first.click("p")
    second.click("p")
    first.says("正在打印")
    second.says("正在打印")
    assert len(tray.sent) == 2
    tray.stage = DONE
    first.click("p:yes")
    second.click("p:yes")
    first.until(lambda: (first.printed, second.printed) == ([(0, "")], [(0, "")]))


def test_it_ends_with_its_window(qtbot: QtBot, counter: Callable[..., Counter], tray: PaperTray) -> None:
    tray.stage = PRINTING
    desk = counter()
    desk.click("p")
    desk.says("正在打印")
    desk.panel.deleteLater()
    desk.until(lambda: not desk.errands.busy)
    desk.panel = PrintPanel(desk.errands, tray, Printout("x", lambda _copy, _shift: b""), "q")
    qtbot.addWidget(desk.panel)


def test_a_calibration_page_fits_the_default_paper(counter: Callable[..., Counter], tray: PaperTray) -> None:
    desk = counter()
    desk.panel.show_pdf(calibration.draw("前台"))
    desk.click("p")
    desk.click("p:yes")
    assert tray.media == [A4]
