"""A picture handed in before 受理 is pressed goes along, however long it takes to be read."""

import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from desk_app.services.counter.capture import PhotoChoice
from desk_app.services.parts import Crop
from desk_app.ui.camera.crop import CropDialog
from desk_app.ui.counter.accept import AcceptPage
from desk_app.ui.counter.base import StepPage
from desk_app.ui.counter.capture import CapturePage
from desk_app.ui.counter.case import Case
from desk_app.ui.counter.material import MaterialCard
from desk_app.ui.counter.steps import make_pages
from desk_app.ui.kit.errands import Lane
from tests.fakes import StillClock, make_parts
from tests.ui_shell.conftest import Desk

WAITS = "还有1张图片正在读入,请稍候,读完就受理。"


class RealDesk(Desk):
    """The window with the six real pages."""

    def _make_pages(self, case: Case) -> Sequence[StepPage]:  # type: ignore[override]
        return make_pages(case)

    def hold(self) -> threading.Event:
        """Block the lane of pictures until the returned event is set."""
        gate = threading.Event()
        self.errands.run(gate.wait, lane=Lane.PICTURE)
        return gate

    def press(self, name: str) -> None:
        """Click a button without waiting for errands, for a lane is held."""
        self.find(QPushButton, name).click()

    def hand_in(self, path: Path) -> Case:
        """Open a draft that can be accepted, and hand in a file of its household register."""
        draft = self.keep_draft()
        self.open()
        self.click(f"resume-{draft.id}")
        self.click("step-4")
        self.gate = self.hold()
        page = self.window.counter.page("capture")
        assert isinstance(page, CapturePage)
        page.add_file("household", path)
        case = self.window.case
        assert case is not None
        return case

    def accept(self) -> AcceptPage:
        """Walk to the last step and press 受理."""
        self.press("step-6")
        self.until(lambda: self.find(QPushButton, "accept").isEnabled())
        self.press("accept")
        page = self.window.counter.page("accept")
        assert isinstance(page, AcceptPage)
        return page

    def read(self) -> None:
        """Let the pictures be read, and wait until nothing is under way."""
        self.gate.set()
        self.settle()


@pytest.fixture
def real(qtbot: QtBot, tmp_path: Path) -> Iterator[RealDesk]:
    """A desk with real pages; its window is not open yet."""
    clock = StillClock()
    parts = make_parts(tmp_path / "book", clock)
    made = RealDesk(qtbot, parts, clock)
    yield made
    made.gate.set()
    made.errands.close()
    parts.store.close()


@pytest.fixture
def scan(tmp_path: Path) -> Path:
    """A scanned page as a file."""
    path = tmp_path / "scan.jpg"
    Image.new("RGB", (1240, 1754), "white").save(path)
    return path


def test_an_acceptance_waits_for_a_picture_that_was_handed_in(real: RealDesk, scan: Path) -> None:
    case = real.hand_in(scan)
    real.accept()
    assert WAITS in real.shown()
    case.answer("phone", "13800000009")  # typed after the press, it does not count
    assert case.application is None
    real.read()
    real.until(lambda: case.application is not None)
    assert case.application is not None
    assert [p.name for p in case.application.pages] == ["scan.jpg"]
    assert case.application.answers["phone"] == "13809430000"
    assert len(real.parts.store.applications.search()) == 1
    assert real.parts.store.drafts.all() == ()


def test_a_picture_that_can_not_be_read_calls_the_acceptance_off(real: RealDesk, tmp_path: Path) -> None:
    torn = tmp_path / "torn.jpg"
    torn.write_bytes(b"no picture at all")
    case = real.hand_in(torn)
    page = real.accept()
    real.read()
    assert case.application is None
    assert not page.under_way
    assert real.sees("accept-fault")
    real.until(lambda: real.find(QPushButton, "accept").isEnabled())
    case.answer("phone", "13800000009")
    assert case.draft.answers["phone"] == "13800000009"


def test_a_case_given_up_while_pictures_are_awaited_is_not_accepted(real: RealDesk, scan: Path) -> None:
    case = real.hand_in(scan)
    real.accept()
    case.give_up()
    real.read()
    assert case.application is None
    assert real.parts.store.applications.search() == ()


def test_a_picture_handed_in_after_the_acceptance_began_changes_nothing(real: RealDesk, scan: Path) -> None:
    case = real.hand_in(scan)
    real.read()
    before = case.draft.pages
    real.gate = real.hold()
    data = threading.Event()
    real.errands.run(data.wait)  # the acceptance is on its way and not yet in the book
    case.accept()
    case.add_page("id_card", scan.read_bytes(), "late.jpg")
    real.gate.set()
    data.set()
    real.settle()
    assert case.application is not None
    assert case.application.pages == before
    assert len(real.parts.store.applications.search()) == 1
    assert real.parts.store.drafts.all() == ()


def test_a_photo_still_to_be_cropped_is_waited_for(real: RealDesk, scan: Path) -> None:
    case = real.hand_in(scan)
    card = real.find(MaterialCard, "material:photo")
    card.add_file(scan, crop=True)
    real.accept()
    real.gate.set()
    real.until(lambda: real.window.findChild(CropDialog) is not None)
    dialog = real.window.findChild(CropDialog)
    assert dialog is not None
    real.settle()
    assert case.application is None
    dialog.chosen.emit(scan.read_bytes(), PhotoChoice(Crop(0.1, 0.1, 0.5, 0.5)))
    dialog.close()
    real.until(lambda: case.application is not None)
    assert case.application is not None
    assert [p.material for p in case.application.pages] == ["household", "photo"]
