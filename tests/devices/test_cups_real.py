"""A real CUPS of the tests' own: the printed paper is measured, faults are reported as they are."""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from itertools import count
from typing import Any

import pytest

from desk_app.devices.printer.cups import Cups
from desk_app.devices.printer.main import SystemPrinter
from desk_app.devices.printer.models import Way
from desk_app.domain.prints import A4, OVER, Job, JobState, Media, Stage
from desk_app.errors import WorldError
from tests.devices import private_cups
from tests.devices.measure import edges, squares
from tests.devices.private_cups import Service, until

pytestmark = pytest.mark.skipif(bool(private_cups.lacking()), reason=private_cups.lacking())
needs_cups_pdf = pytest.mark.skipif(
    bool(private_cups.lacking_cups_pdf()), reason=private_cups.lacking_cups_pdf()
)

CARD = Media(85.6, 54)
SLIP = Media(130, 90)
_NAMES = (f"Q{number}" for number in count(1))


@pytest.fixture(scope="module")
def service() -> Iterator[Service]:
    with private_cups.running() as running:
        yield running


@pytest.fixture(autouse=True)
def _led_there(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in service.environment.items():
        monkeypatch.setenv(name, value)


def fresh(service: Service, backend: str = "keeper", *, custom: bool = True) -> str:
    """A queue no other test has."""
    return service.queue(next(_NAMES), backend, custom=custom)


def wait(way: Way, job: Job, wanted: Callable[[JobState], object]) -> JobState:
    """Ask until the state is as wanted."""
    seen: list[JobState] = []

    def asked() -> bool:
        seen.append(way.state(job))
        return bool(wanted(seen[-1]))

    until(asked)
    return seen[-1]


def ended(way: Way, job: Job) -> JobState:
    return wait(way, job, lambda state: state.stage in OVER)


def printed(service: Service, way: Way, queue: str, pdf: bytes, media: Media = A4) -> list[float]:
    """Edges in mm of the square that was printed."""
    job = way.send(pdf, queue, "measured", media)
    assert ended(way, job).stage is Stage.DONE
    (found,) = edges(service.printed(job.id))
    return list(found)


def sides(found: list[float]) -> list[float]:
    return [found[2] - found[0], found[3] - found[1]]


class TestMeasured:
    """20 mm are 20 mm, whatever lies in the tray by default."""

    @pytest.fixture(params=["keeper", pytest.param("cups-pdf", marks=needs_cups_pdf)])
    def queue(self, service: Service, request: pytest.FixtureRequest) -> str:
        if request.param == "keeper":
            return fresh(service)
        return service.cups_pdf("Pdf")

    @pytest.mark.parametrize("media", [A4, SLIP, CARD, Media(120, 200)], ids=lambda m: m.words)
    def test_a_square_on_any_paper(self, service: Service, queue: str, media: Media) -> None:
        found = printed(service, Cups(), queue, squares((media.width_mm, media.height_mm)), media)
        assert sides(found) == pytest.approx([20, 20], abs=0.2)
        assert found == pytest.approx([30, 30, 50, 50], abs=0.2)

    def test_a_lying_page_is_turned_whole(self, service: Service, queue: str) -> None:
        assert sides(printed(service, Cups(), queue, squares((297, 210)))) == pytest.approx([20, 20], abs=0.2)

    def test_an_overlay_goes_where_the_printer_was_calibrated(self, service: Service, queue: str) -> None:
        plain = printed(service, Cups(), queue, squares())
        moved = printed(service, Cups(), queue, squares(shift=(2.0, -3.0)))
        assert [b - a for a, b in zip(plain, moved, strict=True)] == pytest.approx([2, -3, 2, -3], abs=0.1)

    def test_left_unsaid_the_same_paper_would_not_be_true(self, service: Service, queue: str) -> None:
        told = service.call("lp", "-d", queue, "-t", "bare", "-o", "fit-to-page", str(_file(service)))
        job = Job(told.decode().split()[3], queue, "")
        assert ended(Cups(), job).stage is Stage.DONE
        (found,) = edges(service.printed(job.id))
        assert sides(list(found)) != pytest.approx([20, 20], abs=0.2)

    def test_pages_from_n_on(self, service: Service, queue: str) -> None:
        job = Cups().send(squares(pages=5), queue, "rest", A4, range(4, 6))
        assert ended(Cups(), job).stage is Stage.DONE
        assert len(edges(service.printed(job.id))) == 2


def _file(service: Service) -> object:
    path = service.folder / "bare.pdf"
    path.write_bytes(squares())
    return path


class TestQueues:
    """What the clerk is told of a queue agrees with how it prints."""

    def test_ready_and_only_ready_is_silent(self, service: Service) -> None:
        queue = fresh(service)
        assert queue in Cups().names()
        assert Cups().preflight(queue, A4) == ""
        assert Cups().preflight("Gone", A4) == "没有找到打印机 Gone,请重新选择打印机,或先另存为PDF"

    def test_paper_it_does_not_have(self, service: Service) -> None:
        queue = fresh(service, custom=False)
        assert Cups().preflight(queue, A4) == ""
        assert "没有 130×90毫米 这种纸" in Cups().preflight(queue, SLIP)

    def test_a_disabled_queue_keeps_the_paper_and_says_so(self, service: Service) -> None:
        queue = fresh(service)
        service.call("cupsdisable", "-r", "cleaning", queue)
        assert "已停用(cleaning)" in Cups().preflight(queue, A4)
        job = Cups().send(squares(), queue, "kept")
        state = Cups().state(job)
        assert (state.stage, state.text) == (
            Stage.HELD,
            f"打印机 {queue} 已停用(cleaning),任务在排队,恢复后会接着打",
        )
        service.call("cupsenable", queue)
        assert ended(Cups(), job).stage is Stage.DONE
        assert service.printed(job.id)

    def test_a_rejecting_queue_takes_nothing(self, service: Service) -> None:
        queue = fresh(service)
        service.call("cupsreject", queue)
        assert "不收新任务" in Cups().preflight(queue, A4)
        with pytest.raises(WorldError, match="没有收下"):
            Cups().send(squares(), queue, "refused")

    def test_two_at_once_are_two_jobs_each_once(self, service: Service) -> None:
        queue, before = fresh(service), service.count()
        with ThreadPoolExecutor(2) as lanes:
            jobs = list(lanes.map(lambda n: Cups().send(squares(), queue, f"n{n}"), range(2)))
        assert len({job.id for job in jobs}) == 2
        assert {ended(Cups(), job).stage for job in jobs} == {Stage.DONE}
        assert len({service.printed(job.id) for job in jobs}) == 2
        assert service.count() == before + 2

    def test_a_cancelled_job_does_not_come_out(self, service: Service) -> None:
        queue, before = fresh(service), service.count()
        service.call("cupsdisable", queue)
        job = Cups().send(squares(), queue, "back")
        Cups().cancel(job)
        state = Cups().state(job)
        assert (state.stage, state.text) == (Stage.FAILED, "任务已取消")
        service.call("cupsenable", queue)
        assert service.count() == before
        with pytest.raises(WorldError, match="没有取消成"):
            Cups().cancel(job)

    def test_a_job_that_vanished_is_not_called_done(self, monkeypatch: pytest.MonkeyPatch) -> None:
        with private_cups.running("PreserveJobHistory No") as forgetful:
            monkeypatch.setenv("CUPS_SERVER", str(forgetful.socket))
            job = Cups().send(squares(), forgetful.queue("Q"), "gone")
            forgetful.printed(job.id)
            state = wait(Cups(), job, lambda state: state.stage is Stage.UNKNOWN)
            assert "已经没有这个任务" in state.text


class TestBrokenPrinters:
    """A printer that dies, jams or stops answering is never reported as done."""

    @pytest.mark.parametrize(
        ("backend", "words"),
        [("jams", "卡纸"), ("empties", "缺纸"), ("fails", "the printer is on fire"), ("crashes", "已停用")],
    )
    def test_trouble_waits_for_a_hand(self, service: Service, backend: str, words: str) -> None:
        queue = fresh(service, backend)
        job = Cups().send(squares(), queue, backend)
        assert words in wait(Cups(), job, lambda state: state.stage is Stage.HELD).text
        assert words in Cups().preflight(queue, A4)
        Cups().cancel(job)
        assert wait(Cups(), job, lambda state: state.stage in OVER).stage is Stage.FAILED

    def test_a_silent_printer_stays_printing(self, service: Service) -> None:
        job = Cups().send(squares(), fresh(service, "hangs"), "still")
        assert wait(Cups(), job, lambda state: state.stage is Stage.PRINTING)
        assert Cups().state(job).stage is Stage.PRINTING
        Cups().cancel(job)
        assert ended(Cups(), job).stage is Stage.FAILED

    def test_what_the_queue_can_not_know_is_only_its_report(self, service: Service) -> None:
        # CUPS itself calls a backend killed by the system completed: therefore the clerk is always asked.
        job = Cups().send(squares(), fresh(service, "dies"), "killed")
        assert ended(Cups(), job) == JobState(Stage.DONE, 1, "打印队列报告已打完,请取纸看一看")

    def test_a_printer_that_is_off(self, service: Service) -> None:
        with socket.socket() as closed:
            closed.bind(("127.0.0.1", 0))
            queue = fresh(service, f"socket://127.0.0.1:{closed.getsockname()[1]}")
            job = Cups().send(squares(), queue, "off")
            state = wait(Cups(), job, lambda state: state.stage is Stage.HELD)
            assert state.text.startswith(f"打印机 {queue} 没有开机,或线没有接好,处理好后会接着打")
            Cups().cancel(job)

    def test_a_printer_switched_off_in_mid_job(self, service: Service) -> None:
        with Plug() as plug:
            queue = fresh(service, f"socket://127.0.0.1:{plug.port}/?contimeout=1")
            job = Cups().send(_large(), queue, "cut")  # more than the line holds
            assert plug.pulled.wait(20)
            state = wait(Cups(), job, lambda s: s.stage is not Stage.PRINTING)
            assert state.stage is Stage.HELD
            Cups().cancel(job)


class TestService:
    """The print service itself stops."""

    @pytest.fixture
    def own(self, monkeypatch: pytest.MonkeyPatch) -> Iterator[Service]:
        with private_cups.running() as running:
            monkeypatch.setenv("CUPS_SERVER", str(running.socket))
            yield running

    @pytest.mark.warns
    def test_switched_off_in_mid_job(self, own: Service) -> None:
        queue = own.queue("Q", "hangs")
        job = SystemPrinter([Cups()]).send(squares(), queue, "cut")
        wait(Cups(), job, lambda state: state.stage is Stage.PRINTING)
        own.stop()
        state = SystemPrinter([Cups()]).state(job)
        assert state.stage is Stage.UNKNOWN
        assert state.text == f"打印服务没有回应,任务 {job.id} 打没打完不清楚,请看打印机是否出纸"
        assert "没有回应" in Cups().preflight(queue, A4)
        with pytest.raises(WorldError, match="没有取消成"):
            Cups().cancel(job)
        with pytest.raises(WorldError, match="另存为PDF"):
            SystemPrinter([Cups()]).send(squares(), queue, "again")

    def test_it_hangs(self, own: Service) -> None:
        job = Cups().send(squares(), own.queue("Q", "hangs"), "cut")
        daemon = own.pid
        os.kill(daemon, signal.SIGSTOP)
        try:
            assert Cups(patience=0.5).state(job).stage is Stage.UNKNOWN
            with pytest.raises(WorldError, match="没有回应"):
                Cups(patience=0.5).send(squares(), "Q", "again")
        finally:
            os.kill(daemon, signal.SIGCONT)

    def test_a_job_goes_on_after_a_restart(self, own: Service) -> None:
        queue = own.queue("Q")
        own.call("cupsdisable", queue)
        job = Cups().send(squares(), queue, "kept")
        own.stop()
        own.start()
        assert Cups().state(job).stage is Stage.HELD
        own.call("cupsenable", queue)
        assert ended(Cups(), job).stage is Stage.DONE
        assert own.count() == 1


class TestQt:
    """Printing through Qt, as on other systems, to the same service."""

    @pytest.mark.parametrize("media", [A4, SLIP, CARD], ids=lambda m: m.words)
    def test_a_square_on_any_paper(self, service: Service, media: Media) -> None:
        queue, before = fresh(service), service.count()
        said = qt_prints(queue, media, squares((media.width_mm, media.height_mm)))
        assert queue in said["names"]
        assert said["obstacle"] == ""
        assert said["state"] == asdict(JobState(Stage.UNKNOWN, 0, "没有任务号,请看打印机是否出纸"))
        until(lambda: service.count() > before)
        (found,) = edges(max(service.out.glob("*.pdf"), key=lambda path: path.stat().st_mtime_ns))
        assert sides(list(found)) == pytest.approx([20, 20], abs=0.2)
        assert list(found) == pytest.approx([30, 30, 50, 50], abs=0.3)  # Qt keeps pages in whole points


def qt_prints(queue: str, media: Media, pdf: bytes) -> dict[str, Any]:
    """A print in a new process, which has not used another print service."""
    size = (str(media.width_mm), str(media.height_mm))
    command = [sys.executable, "-m", "tests.devices.qt_prints", queue, *size]
    done = subprocess.run(command, input=pdf, capture_output=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr.decode()
    said: dict[str, Any] = json.loads(done.stdout)
    return said


class Plug:
    """A network printer that is cut off when the first bytes have come."""

    def __init__(self) -> None:
        self._listens = socket.create_server(("127.0.0.1", 0))
        self.port = self._listens.getsockname()[1]
        self.pulled = threading.Event()
        self._thread = threading.Thread(target=self._serve, daemon=True)

    def _serve(self) -> None:
        line, _ = self._listens.accept()
        line.recv(1)
        self._listens.close()
        line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
        line.close()
        self.pulled.set()

    def __enter__(self) -> "Plug":
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._listens.close()
        self._thread.join(5)


def _large() -> bytes:
    """A paper of some megabytes, so that the printer can be cut off before all is sent."""
    from io import BytesIO

    from PIL import Image
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfgen.canvas import Canvas

    out = BytesIO()
    canvas = Canvas(out, initialFontName="Helvetica")
    noise = Image.frombytes("RGB", (1200, 1200), os.urandom(1200 * 1200 * 3))
    canvas.drawImage(ImageReader(noise), 50, 50, 400, 400)
    canvas.save()
    return out.getvalue()
