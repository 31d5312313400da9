"""A case that is closed while a dialog of it is open: what the dialog held is let go."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from desk_app.devices.camera.demo import DemoCamera
from desk_app.ui.camera.dialog import CameraDialog
from tests.fakes import StillClock, make_parts
from tests.ui_shell.test_pictures_awaited import RealDesk


@pytest.fixture
def real(qtbot: QtBot, tmp_path: Path) -> Iterator[RealDesk]:
    """A desk with real pages and the demo's camera; its window is not open yet."""
    clock = StillClock()
    parts = make_parts(tmp_path / "book", clock)
    made = RealDesk(qtbot, replace(parts, camera=DemoCamera(parts.camera)), clock)
    yield made
    made.errands.close()
    parts.store.close()


def test_the_camera_is_off_when_another_person_takes_the_seat(real: RealDesk) -> None:
    draft = real.keep_draft()
    window = real.open()
    real.click(f"resume-{draft.id}")
    real.click("step-4")
    real.press("camera:household")
    (dialog,) = window.findChildren(CameraDialog)
    camera = real.parts.camera
    assert isinstance(camera, DemoCamera)
    assert camera.on
    real.until(lambda: dialog.findChild(QPushButton, "camera:take").isEnabled())
    window.counter.put_aside()
    assert not camera.on
    real.until(lambda: not window.findChildren(CameraDialog))
