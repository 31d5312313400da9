"""The camera part, with frames from memory through the same session as a real camera."""

import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QImage
from PySide6.QtMultimedia import QCamera, QMediaDevices, QVideoFrame, QVideoFrameInput
from pytestqt.qtbot import QtBot

from desk_app.devices.camera.demo import DemoCamera
from desk_app.devices.camera.main import QtCamera, camera_of
from desk_app.devices.camera.qt import best_format
from desk_app.devices.camera.session import Hooks, Session
from desk_app.errors import WorldError
from desk_app.services.parts import Camera
from tests.fakes import NoCamera

ROOT = Path(__file__).parents[2]

# What QtMultimedia says of a computer without graphics drivers.
pytestmark = pytest.mark.qt_log_ignore("Couldn't (load|resolve)", "No RHI backend", "PulseAudio", extend=True)


class Bench:
    """A plugged-in source of frames, and everything the part reports about it."""

    def __init__(self, qtbot: QtBot) -> None:
        self.qtbot = qtbot
        self.plugged = {"高拍仪": self.open}
        self.input = QVideoFrameInput()
        self.frames: list[QImage] = []
        self.faults: list[str] = []
        self.images: list[bytes] = []
        self.camera = QtCamera(lambda: self.plugged)

    def open(self) -> QVideoFrameInput:
        self.input = QVideoFrameInput()
        return self.input

    def start(self) -> None:
        self.camera.start("高拍仪", self.frames.append, self.faults.append)

    def send(self, colour: str = "red") -> bool:
        image = QImage(640, 480, QImage.Format.Format_RGB32)
        image.fill(QColor(colour))
        return self.input.sendVideoFrame(QVideoFrame(image))

    def send_until(self, ready: Callable[[], bool], colour: str = "red") -> None:
        """Send frames, as a camera does, until a condition holds."""

        def step() -> bool:
            self.send(colour)
            return ready()

        self.qtbot.waitUntil(step)


@pytest.fixture
def bench(qtbot: QtBot):
    bench = Bench(qtbot)
    yield bench
    bench.camera.stop()


class TestEveryCameraWithoutHardware:
    """What services rely on, for the real part and for the fake in their tests."""

    @pytest.fixture(params=[lambda: QtCamera(dict), NoCamera])
    def camera(self, request: pytest.FixtureRequest) -> Camera:
        return request.param()

    def test_nothing_is_offered_and_a_start_is_one_fault(self, camera: Camera) -> None:
        frames, faults = list[object](), list[str]()
        assert camera.names() == ()
        camera.start("any", frames.append, faults.append)
        assert len(faults) == 1
        assert "没有" in faults[0]
        assert frames == []

    def test_a_picture_is_refused_and_stopping_does_no_harm(self, camera: Camera) -> None:
        with pytest.raises(WorldError):
            camera.capture(print)
        camera.stop()
        camera.stop()


def test_the_demo_camera_shows_a_drawn_face_beside_real_cameras(bench: Bench) -> None:
    demo = DemoCamera(bench.camera)
    real, drawn = demo.names()
    assert (real, "演示" in drawn, "演示" in demo.state()) == ("高拍仪", True, True)
    demo.start(drawn, bench.frames.append, bench.faults.append)
    bench.qtbot.waitUntil(lambda: len(bench.frames) > 1)
    demo.turn(1)
    demo.capture(bench.images.append)
    upright = bench.frames[0].size()
    assert Image.open(BytesIO(bench.images[0])).size == (upright.height(), upright.width())
    demo.start(real, bench.frames.append, bench.faults.append)
    bench.send_until(
        lambda: bench.frames[-1].width() == 640
    )  # turned as the other was: the dialog tells anew
    demo.stop()
    assert not bench.faults
    with pytest.raises(WorldError):
        demo.capture(bench.images.append)


def test_which_cameras_a_setting_means() -> None:
    assert isinstance(camera_of("", demo=True), DemoCamera)
    assert isinstance(camera_of("demo", demo=False), DemoCamera)
    for setting, demo in (("", False), ("auto", True), ("http://127.0.0.1/video", True)):
        assert isinstance(camera_of(setting, demo=demo), QtCamera)


class TestCamera:
    def test_live_frames_are_shown(self, bench: Bench) -> None:
        bench.start()
        bench.send_until(lambda: bool(bench.frames))
        frame = bench.frames[0]
        assert isinstance(frame, QImage)
        assert (frame.width(), frame.height()) == (640, 480)
        assert QColor(frame.pixel(5, 5)) == QColor("red")
        assert bench.faults == []

    def test_a_picture_is_jpeg_in_full_size(self, bench: Bench) -> None:
        bench.start()
        bench.camera.capture(bench.images.append)
        bench.camera.capture(bench.images.append)
        bench.send_until(lambda: len(bench.images) == 2)
        for data in bench.images:
            picture = Image.open(BytesIO(data))
            assert (picture.format, picture.size) == ("JPEG", (640, 480))

    def test_stop_lets_go_and_start_works_again(self, bench: Bench) -> None:
        for _ in range(3):
            bench.start()
            held = bench.input
            bench.send_until(lambda: bool(bench.frames))
            bench.camera.capture(bench.images.append)
            bench.camera.stop()
            bench.camera.stop()
            bench.frames.clear()
            bench.qtbot.waitUntil(lambda held=held: held.captureSession() is None)
            assert not bench.send()
            assert bench.frames == []
            assert bench.images == []
        assert bench.faults == []

    def test_stopping_from_within_a_frame_is_safe(self, bench: Bench) -> None:
        def once(frame: object) -> None:
            bench.frames.append(frame)
            bench.camera.stop()

        bench.camera.start("高拍仪", once, bench.faults.append)
        held = bench.input
        bench.send_until(lambda: held.captureSession() is None)
        assert len(bench.frames) == 1

    def test_starting_another_lets_go_of_the_first(self, bench: Bench) -> None:
        bench.start()
        first = bench.input
        bench.start()
        bench.qtbot.waitUntil(lambda: first.captureSession() is None)
        bench.send_until(lambda: bool(bench.frames))

    def test_an_unknown_camera_is_a_fault_in_one_sentence(self, bench: Bench) -> None:
        bench.camera.start("拔走的", bench.frames.append, bench.faults.append)
        assert len(bench.faults) == 1
        assert "请" in bench.faults[0]

    def test_capture_needs_an_open_camera(self, bench: Bench) -> None:
        with pytest.raises(WorldError, match="请先打开"):
            bench.camera.capture(bench.images.append)

    def test_names_and_why(self, bench: Bench) -> None:
        assert bench.camera.names() == ("高拍仪",)
        assert bench.camera.why() == ""
        bench.plugged.clear()
        assert bench.camera.names() == ()
        assert "没有找到摄像头" in bench.camera.why()

    def test_this_computer_can_be_asked(self, qtbot: QtBot) -> None:
        camera = QtCamera()
        assert bool(camera.names()) != bool(camera.why())

    def test_without_qtmultimedia_there_is_a_reason(self) -> None:
        script = (
            "import sys; sys.modules['PySide6.QtMultimedia'] = None\n"
            "from desk_app.devices.camera.main import QtCamera\n"
            "camera = QtCamera(); print(ascii((camera.names(), camera.why())))\n"
            "camera.start('x', print, lambda fault: print(ascii(fault)))"
        )
        done = subprocess.run(
            [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True, timeout=30
        )
        told, fault = done.stdout.splitlines()
        assert "libpulse0" in told
        assert told.startswith("((),")
        assert "libpulse0" in fault


class TestFaults:
    """Each fault ends the session, is reported once, and leaves the camera free to be opened again."""

    @pytest.fixture
    def told(self) -> list[str]:
        return []

    def test_a_silent_camera(self, qtbot: QtBot, told: list[str]) -> None:
        source, frames = QVideoFrameInput(), list[object]()
        session = Session(source, Hooks(frames.append, told.append), patience_ms=20)
        qtbot.waitUntil(lambda: bool(told))
        assert "没有画面" in told[0]
        assert not session.live
        qtbot.waitUntil(lambda: source.captureSession() is None)
        assert len(told) == 1

    def test_a_qcamera_without_a_device(self, qtbot: QtBot, told: list[str]) -> None:
        frames = list[object]()
        session = Session(QCamera(), Hooks(frames.append, told.append), patience_ms=20)
        qtbot.waitUntil(lambda: bool(told))
        assert "请" in told[0]
        session.close()
        assert frames == []

    def test_an_unplugged_camera(self, qtbot: QtBot, told: list[str]) -> None:
        there, frames = [True], list[object]()
        session = Session(QVideoFrameInput(), Hooks(frames.append, told.append, lambda: there[0]))
        devices = session.findChild(QMediaDevices)
        devices.videoInputsChanged.emit()  # another camera came or went
        assert told == []
        there[0] = False
        devices.videoInputsChanged.emit()
        devices.videoInputsChanged.emit()
        assert len(told) == 1
        assert "断开" in told[0]

    def test_after_a_fault_the_camera_opens_again(self, bench: Bench) -> None:
        bench.start()
        bench.plugged.clear()
        session = next(child for child in qApp().children() if isinstance(child, Session) and child.live)
        session.findChild(QMediaDevices).videoInputsChanged.emit()
        assert len(bench.faults) == 1
        with pytest.raises(WorldError):
            bench.camera.capture(bench.images.append)
        bench.plugged["高拍仪"] = bench.open
        bench.start()
        bench.send_until(lambda: bool(bench.frames))


class TestPace:
    def test_at_most_fifteen_frames_a_second(self, qtbot: QtBot) -> None:
        for rate in (25, 30, 60):
            now, shown, source = [0.0], [], QVideoFrameInput()
            session = Session(
                source,
                Hooks(lambda frame, shown=shown: shown.append(frame), pytest.fail),
                lambda now=now: now[0],
            )
            for number in range(2 * rate):
                now[0] = number / rate
                image = QImage(16, 16, QImage.Format.Format_RGB32)
                qtbot.waitUntil(lambda source=source, image=image: source.sendVideoFrame(QVideoFrame(image)))
            session.close()
            assert 28 <= len(shown) <= 31, rate

    def test_the_format_with_enough_pixels_and_speed_is_chosen(self) -> None:
        @dataclass
        class Format:
            width: int
            height: int
            rate: float

            def resolution(self) -> QSize:
                return QSize(self.width, self.height)

            def maxFrameRate(self) -> float:
                return self.rate

        small, usual, large = Format(640, 480, 30), Format(2592, 1944, 10), Format(4160, 3120, 15)
        slow, quick = Format(3264, 2448, 2), Format(2592, 1944, 15)
        assert best_format([small, usual, large, slow, quick]) is quick
        assert best_format([large]) is None
        assert best_format([]) is None


def qApp():
    from PySide6.QtWidgets import QApplication

    return QApplication.instance()
