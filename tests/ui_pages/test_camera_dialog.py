"""The camera dialog on the real part: several cameras, pulled out and put back, turned, black."""

from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO

import pytest
from PIL import Image
from PySide6.QtGui import QColor, QImage
from PySide6.QtMultimedia import QMediaDevices, QVideoFrame, QVideoFrameInput
from PySide6.QtWidgets import QComboBox, QLabel, QPushButton

from desk_app.devices.camera.main import QtCamera
from desk_app.devices.camera.session import Session
from desk_app.services.camera_habits import CameraHabits
from desk_app.ui.camera.dialog import CameraDialog
from tests.ui_pages.conftest import Desk

DESK, LAMP = "桌上的摄像头", "高拍仪"


class Plugged:
    """Cameras that can be pulled out, and the dialog that shows one of them."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.there = {DESK: self.opened, LAMP: self.opened}
        self.camera = QtCamera(lambda: self.there)
        self.source = QVideoFrameInput()
        self.kept: list[str] = []
        self.taken: list[bytes] = []
        self.colour = "red"

    def opened(self) -> QVideoFrameInput:
        self.source = QVideoFrameInput()
        return self.source

    def open(self, *, portrait: bool = False) -> CameraDialog:
        """The dialog, at a later start of the program."""
        habits = CameraHabits(self.kept[-1] if self.kept else "", self.kept.append)
        parts = replace(self.desk.parts, camera=self.camera, cameras=habits)
        self.dialog = CameraDialog(
            parts, self.desk.errands, "户口簿", self.desk.stack, several=True, portrait=portrait
        )
        self.dialog.taken.connect(self.taken.append)
        self.dialog.open()
        return self.dialog

    def seen(self) -> QColor:
        """What stands in the middle of the live picture."""
        return self.dialog._live.grab().toImage().pixelColor(self.dialog._live.rect().center())

    def until(self, ready: object) -> None:
        """Send frames, as a camera does, until a condition holds."""

        def step() -> bool:
            image = QImage(640, 480, QImage.Format.Format_RGB32)
            image.fill(QColor(self.colour))
            self.source.sendVideoFrame(QVideoFrame(image))
            return bool(ready())  # type: ignore[operator]

        self.desk.qtbot.waitUntil(step)

    def shows(self) -> bool:
        """Whether the live picture is the one that is sent."""
        return self.seen().red() > 200

    def words(self) -> str:
        """What is said."""
        return "".join(w.text() for w in self.dialog.findChildren(QLabel) if w.isVisible())

    def press(self, name: str) -> None:
        self.dialog.findChild(QPushButton, f"camera:{name}").click()

    def plug(self, name: str, *, there: bool) -> None:
        """Pull a camera out or put it back; the system tells of it."""
        others = {k: v for k, v in self.there.items() if k != name}
        self.there = {name: self.opened, **others} if there else others
        for session in sessions():
            session.findChild(QMediaDevices).videoInputsChanged.emit()


def sessions() -> list[Session]:
    from PySide6.QtWidgets import QApplication

    return [s for s in QApplication.instance().children() if isinstance(s, Session) and s.live]


@pytest.fixture
def plugged(desk: Desk) -> Iterator[Plugged]:
    desk.take_empty()
    made = Plugged(desk)
    yield made
    made.camera.stop()


def test_the_camera_and_how_it_is_turned_are_remembered(plugged: Plugged) -> None:
    dialog = plugged.open()
    which = dialog.findChild(QComboBox, "camera:which")
    assert [which.itemText(n) for n in range(which.count())] == [DESK, LAMP]
    which.setCurrentIndex(1)
    which.activated.emit(1)
    plugged.until(plugged.shows)
    plugged.press("turn")
    plugged.press("take")
    plugged.until(lambda: plugged.taken)
    assert Image.open(BytesIO(plugged.taken[0])).size == (480, 640)
    plugged.desk.settle()
    dialog.close()
    again = plugged.open().findChild(QComboBox, "camera:which")
    assert again.currentText() == LAMP
    plugged.press("take")
    plugged.until(lambda: len(plugged.taken) == 2)
    assert Image.open(BytesIO(plugged.taken[1])).size == (480, 640)
    again.setCurrentIndex(0)
    again.activated.emit(0)
    plugged.press("take")
    plugged.until(lambda: len(plugged.taken) == 3)
    assert Image.open(BytesIO(plugged.taken[2])).size == (640, 480)  # the other one stands upright
    plugged.desk.settle()


def test_a_camera_that_is_pulled_out_and_put_back_goes_on_by_itself(plugged: Plugged) -> None:
    dialog = plugged.open()
    dialog._watch.setInterval(30)
    plugged.until(plugged.shows)
    plugged.plug(DESK, there=False)
    plugged.plug(LAMP, there=False)
    plugged.desk.until(lambda: "没有找到摄像头" in plugged.words())
    assert not dialog.findChild(QPushButton, "camera:take").isEnabled()
    plugged.plug(DESK, there=True)
    plugged.until(lambda: dialog._live.isVisible() and plugged.shows())
    plugged.press("take")
    plugged.until(lambda: plugged.taken)
    assert "已拍 1 张" in plugged.words()
    plugged.desk.settle()


def test_a_black_picture_is_told_until_there_is_light(plugged: Plugged) -> None:
    plugged.open(portrait=True)
    plugged.colour = "black"
    plugged.until(lambda: "画面全黑" in plugged.words())
    plugged.colour = "red"
    plugged.until(lambda: "画面全黑" not in plugged.words())
    plugged.desk.settle()


def test_what_could_not_be_read_of_the_cameras_is_as_nothing() -> None:
    for held in ("", "[]", '["x"]', '["x", 3]', "{", '["x", {"x": "y"}]'):
        assert CameraHabits(held).turn("x") == 0
    kept: list[str] = []
    habits = CameraHabits(keep=kept.append)
    habits.note("x", 3)
    habits.note("x", 3)
    assert len(kept) == 1
    assert (CameraHabits(kept[0]).last, CameraHabits(kept[0]).turn("x")) == ("x", 3)


def test_the_place_of_the_head_is_drawn_where_a_photo_is_taken(plugged: Plugged) -> None:
    drawn = []
    for portrait in (False, True):
        dialog = plugged.open(portrait=portrait)
        plugged.until(plugged.shows)
        image = dialog._live.grab().toImage()
        row = [image.pixelColor(x, image.height() // 2) for x in range(image.width())]
        drawn.append(sum(c.red() > 200 and 120 < c.green() < 230 for c in row))
        plugged.desk.settle()
        dialog.close()
    assert drawn[0] == 0
    assert drawn[1] >= 4
