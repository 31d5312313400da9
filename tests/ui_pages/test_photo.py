"""The photo of step 4: what could be better is drawn and said, why it was taken is kept, and its original."""

from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLabel, QPushButton, QWidget

import resources
from desk_app.devices.pictures.main import PillowPictures
from desk_app.domain.photo_advice import PhotoPoint
from desk_app.domain.photo_profiles import photo_profile
from desk_app.services.counter import intake
from desk_app.services.counter.capture import PHOTO
from desk_app.ui.camera import advice_pictures
from desk_app.ui.camera.crop import CropDialog
from desk_app.ui.counter.capture import CapturePage
from tests.ui_pages.conftest import CAPTURE, Desk


@pytest.fixture
def dim(tmp_path: Path) -> Path:
    """A portrait that is badly lit."""
    whole = Image.open(resources.path("samples", "01", "portrait.jpg"))
    path = tmp_path / "dim.jpg"
    whole.convert("RGB").point(lambda level: level // 6).save(path, quality=95)
    return path


def begun(desk: Desk) -> CapturePage:
    desk.take_sound(seen=())
    page = desk.go(CAPTURE)
    assert isinstance(page, CapturePage)
    return page


def chosen(desk: Desk, path: Path) -> CropDialog:
    """The dialog of a photo, once it has said what could be better."""
    card = begun(desk)._card(PHOTO)
    card.add_file(path, crop=True)
    dialog = desk.dialog("crop")
    assert isinstance(dialog, CropDialog)
    desk.until(lambda: dialog.findChildren(QWidget, "advice"))
    return dialog


def words(dialog: QWidget) -> str:
    return "".join(w.text() for w in dialog.findChildren(QLabel) if w.isVisible())


def test_a_photo_taken_all_the_same_keeps_what_was_advised_why_and_its_original(
    desk: Desk, dim: Path
) -> None:
    dialog = chosen(desk, dim)
    desk.until(lambda: "面部偏暗" in words(dialog))
    assert "为什么仍用这张" in words(dialog)
    drawn = [w for w in dialog.findChildren(QLabel) if not w.pixmap().isNull() and w.pixmap().width() > 60]
    assert len(drawn) == len(dialog.findChildren(QWidget, "advice"))
    dialog.findChild(QComboBox, "crop:why").lineEdit().setText("卧床,灯照不到")
    dialog.findChild(QPushButton, "crop:ok").click()
    desk.until(lambda: desk.case.draft.pages)
    (page,) = desk.kept.pages
    assert page.cut is not None
    assert page.cut.advice[-1] == "过暗或过亮"
    assert page.cut.reason == "卧床,灯照不到"
    assert desk.parts.store.pages.read(page.cut.id) == dim.read_bytes()
    assert "仍用这张:卧床,灯照不到" in desk.texts()
    # After a restart it can be cut again from the original, and all of it stands in the record.
    again = desk.kept
    later = Desk(desk.qtbot, desk.parts)
    later.take(again)
    later.go(CAPTURE)
    later.click("crop:photo")
    later.dialog("crop").close()
    later.settle()
    later.errands.close()
    accepted = intake.accept(desk.parts, replace(again, seen=("household", "id_card", "bank_card_copy")))
    kept = desk.parts.store.applications.one(accepted.id)
    assert kept is not None
    assert next(p.cut for p in kept.pages if p.material == PHOTO) == page.cut
    (letter,) = desk.parts.store.outbox.letters(kept.subject)
    assert page.cut.id not in letter.body
    assert page.cut.id not in letter.files
    assert desk.parts.store.pages.read(page.cut.id) == dim.read_bytes()


def test_a_dropped_draft_takes_the_original_of_its_photo_along(desk: Desk, dim: Path, tmp_path: Path) -> None:
    chosen(desk, dim).findChild(QPushButton, "crop:ok").click()
    desk.until(lambda: desk.case.draft.pages)
    (page,) = desk.kept.pages
    assert page.cut is not None
    folder = tmp_path / "book" / "pages"
    assert len([p for p in folder.rglob("*") if p.is_file()]) == 2
    desk.parts.store.drafts.drop(desk.case.draft.id)
    assert [p for p in folder.rglob("*") if p.is_file()] == []


def test_a_picture_on_its_side_is_turned_and_the_photo_cut_from_it_as_it_lies_then(
    desk: Desk, tmp_path: Path
) -> None:
    whole = Image.open(resources.path("samples", "01", "portrait.jpg")).rotate(90, expand=True)
    path = tmp_path / "side.jpg"
    whole.save(path, quality=95)
    dialog = chosen(desk, path)
    wide = dialog.view.box.right - dialog.view.box.left
    dialog.findChild(QPushButton, "crop:right").click()
    desk.until(lambda: dialog.view.box.right - dialog.view.box.left > wide)
    dialog.findChild(QPushButton, "crop:ok").click()
    desk.until(lambda: desk.case.draft.pages)
    (page,) = desk.kept.pages
    assert page.cut is not None
    original = Image.open(BytesIO(desk.parts.store.pages.read(page.cut.id)))
    assert original.size == (whole.height, whole.width)


def test_a_county_with_another_profile_gets_photos_of_its_shape(desk: Desk, dim: Path) -> None:
    desk.parts = replace(desk.parts, pictures=PillowPictures(photo_profile("id")))
    dialog = chosen(desk, dim)
    assert dialog.windowTitle() == "裁剪身份证照片"
    dialog.view.setFocus()
    desk.qtbot.keyClick(dialog.view, Qt.Key.Key_Minus)
    dialog.findChild(QPushButton, "crop:ok").click()
    desk.until(lambda: desk.case.draft.pages)
    data = desk.parts.store.pages.read(desk.kept.pages[0].id)
    assert Image.open(BytesIO(data)).size == (358, 441)
    assert len(data) <= 20_000


def test_every_piece_of_advice_has_a_drawn_pair_of_its_own(desk: Desk) -> None:
    drawn = {bytes(advice_pictures.pair(point).toImage().constBits()) for point in PhotoPoint}
    assert len(drawn) == len(PhotoPoint)


def test_quick_turns_all_count_and_nothing_is_taken_that_is_not_seen(desk: Desk) -> None:
    data = resources.path("samples", "01", "portrait.jpg").read_bytes()
    dialog = CropDialog(desk.errands, desk.parts.pictures, desk.parts.page_reader, data, desk.stack)
    taken: list[bytes] = []
    dialog.chosen.connect(lambda picture, _how: taken.append(picture))
    dialog.open()
    desk.qtbot.keyClick(dialog.view, Qt.Key.Key_Left)  # no picture is there yet
    ok, right = (dialog.findChild(QPushButton, f"crop:{name}") for name in ("ok", "right"))
    desk.until(ok.isEnabled)
    right.click()
    right.click()
    assert not ok.isEnabled()
    desk.until(ok.isEnabled)
    desk.settle()
    ok.click()
    upright, turned = (Image.open(BytesIO(each)).convert("L") for each in (data, taken[0]))
    assert turned.size == upright.size
    rows = [sum(half.histogram()[:128]) for half in (_half(upright, 0), _half(turned, 1))]
    assert rows[0] == pytest.approx(rows[1], rel=0.02)
    assert rows[0] != pytest.approx(sum(_half(turned, 0).histogram()[:128]), rel=0.02)


def _half(picture: Image.Image, number: int) -> Image.Image:
    """The upper or the lower half of a picture."""
    middle = picture.height // 2
    return picture.crop((0, middle * number, picture.width, middle * (number + 1)))
