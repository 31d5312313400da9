"""A camera in the network: its stream over real HTTP, and every way it can fail, each a sentence."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO

import pytest
from PIL import Image
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from desk_app.devices.camera.main import QtCamera

pytestmark = pytest.mark.qt_log_ignore("Couldn't (load|resolve)", "No RHI backend", "PulseAudio", extend=True)


class StreamingCamera:
    """A network camera that sends one JPEG after another until it is switched off."""

    def __init__(self) -> None:
        self.on = True
        out = BytesIO()
        Image.new("RGB", (640, 480), (200, 30, 30)).save(out, "JPEG")
        picture, camera = out.getvalue(), self

        class Answering(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self.send_response(200)
                self.send_header("Content-Type", "multipart/x-mixed-replace; boundary=frame")
                self.end_headers()
                head = f"--frame\r\nContent-Type: image/jpeg\r\nContent-Length: {len(picture)}\r\n\r\n"
                try:
                    while camera.on:
                        self.wfile.write(head.encode() + picture + b"\r\n")
                        camera.pause.wait(0.03)
                except OSError:
                    return  # nobody looks any more

            def log_message(self, *_: object) -> None:
                """Nothing on the terminal."""

        self.pause = threading.Event()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        self.address = f"http://clerk:secret@127.0.0.1:{self._server.server_port}/video"

    def close(self) -> None:
        """Be gone."""
        self.on = False
        self.pause.set()
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture
def streaming() -> Iterator[StreamingCamera]:
    made = StreamingCamera()
    yield made
    made.close()


class Seen:
    """Everything a camera reports."""

    def __init__(self, address: str) -> None:
        self.camera = QtCamera(dict, address)
        self.frames: list[object] = []
        self.faults: list[str] = []
        (self.name,) = self.camera.names()
        self.camera.start(self.name, self.frames.append, self.faults.append)


def test_a_stream_is_seen_and_gives_pictures_turned_as_wanted(
    qtbot: QtBot, streaming: StreamingCamera
) -> None:
    seen, taken = Seen(streaming.address), list[bytes]()
    assert seen.name == "网络摄像头 127.0.0.1"  # no password
    qtbot.waitUntil(lambda: bool(seen.frames) or bool(seen.faults), timeout=8000)
    assert seen.faults == []
    seen.camera.turn(1)
    seen.camera.capture(taken.append)
    qtbot.waitUntil(lambda: bool(taken))
    assert Image.open(BytesIO(taken[0])).size == (480, 640)
    frame = seen.frames[0]
    assert isinstance(frame, QImage)
    assert frame.pixelColor(9, 9).red() > 150
    streaming.close()
    qtbot.waitUntil(lambda: bool(seen.faults), timeout=8000)
    assert "网络摄像头" in seen.faults[0]
    assert "重新打开" in seen.faults[0]
    seen.camera.stop()


def test_an_address_without_a_camera_is_one_sentence(qtbot: QtBot, streaming: StreamingCamera) -> None:
    streaming.close()
    seen = Seen(streaming.address)
    qtbot.waitUntil(lambda: bool(seen.faults), timeout=8000)
    assert len(seen.faults) == 1
    assert "网络摄像头" in seen.faults[0]
    assert "secret" not in seen.faults[0]
    seen.camera.stop()
