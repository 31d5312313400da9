"""Step 4 and the signed form: pictures from files and camera, unusable ones, the crop."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, QSizeF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QImage
from PySide6.QtWidgets import QApplication, QCheckBox, QDialog, QPushButton, QWidget

from desk_app.services.counter.capture import PHOTO, SIGNED_FORM
from desk_app.ui.camera.crop import CropDialog
from desk_app.ui.camera.frame_view import CropView, best_frame, kept_inside, resized
from desk_app.ui.counter.capture import CapturePage
from desk_app.ui.counter.material import MaterialCard
from forms.schema import Value
from tests.fakes import NoCamera
from tests.people import id_number
from tests.ui_pages.conftest import ACCEPT, CAPTURE, CONFIRM, NOTICE, Desk, Pictures
from tests.ui_shell.hands import hold


def begin(desk: Desk) -> CapturePage:
    desk.take_sound(seen=())
    page = desk.go(CAPTURE)
    assert isinstance(page, CapturePage)
    return page


def card(desk: Desk, material: str) -> MaterialCard:
    return desk.find(f"material:{material}", MaterialCard)


def pages_of(desk: Desk, material: str) -> int:
    return sum(p.material == material for p in desk.case.draft.pages)


def test_a_page_from_a_file_is_kept_and_shown(desk: Desk, pictures: Pictures) -> None:
    page = begin(desk)
    page.add_file("household", pictures.page)
    desk.until(lambda: pages_of(desk, "household") == 1)
    assert "已收 1 页" in desk.texts()
    assert desk.kept.pages[0].name == "page.jpg"


def test_an_unusable_file_is_told_in_its_card_and_changes_nothing(desk: Desk, pictures: Pictures) -> None:
    page = begin(desk)
    before = desk.case.draft
    page.add_file("household", pictures.torn)
    desk.until(lambda: "这个文件不是图片" in desk.texts())
    assert desk.case.draft == before
    assert desk.told == []


def test_a_file_that_is_gone_is_told_too(desk: Desk, tmp_path: Path) -> None:
    page = begin(desk)
    page.add_file("household", tmp_path / "gone.jpg")
    desk.until(lambda: "读不出来" in desk.texts())


def _drop(on: MaterialCard, *paths: Path) -> None:
    """Drop files on a card."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(p)) for p in paths])
    copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    on.dropEvent(QDropEvent(QPointF(9, 9), copy, data, left, none))


def _torn(folder: Path, *names: str) -> list[Path]:
    """Files that are no pictures."""
    paths = [folder / name for name in names]
    for path in paths:
        path.write_bytes(b"no picture")
    return paths


def test_each_of_several_unusable_files_is_told(desk: Desk, pictures: Pictures, tmp_path: Path) -> None:
    begin(desk)
    few, gone = _torn(tmp_path, "a.jpg", "b.jpg"), tmp_path / "gone.jpg"
    _drop(card(desk, "household"), *few, gone, pictures.page)
    desk.until(lambda: pages_of(desk, "household") == 1)
    assert "a.jpg、b.jpg:这个文件不是图片" in desk.texts()
    assert "gone.jpg:这个文件读不出来" in desk.texts()
    # Of many some are named; what comes next begins anew.
    _drop(card(desk, "household"), *_torn(tmp_path, "1.jpg", "2.jpg", "3.jpg", "4.jpg"))
    desk.until(lambda: "1.jpg、2.jpg、3.jpg等4个文件:" in desk.texts())
    assert "a.jpg" not in desk.texts()


def test_an_unusable_file_is_told_also_when_the_page_was_turned(desk: Desk, tmp_path: Path) -> None:
    begin(desk)
    faults: list[str] = []
    desk.case.failed.connect(lambda error: faults.append(str(error)))
    _drop(card(desk, "household"), *_torn(tmp_path, "a.jpg", "b.jpg"))
    desk.go(CONFIRM)
    desk.until(lambda: faults)
    desk.settle()
    (said,) = faults
    assert said.startswith("“户口簿”的图片没有收下,a.jpg、b.jpg:")


def test_a_file_name_turns_nothing_around(desk: Desk, pictures: Pictures, tmp_path: Path) -> None:
    odd = tmp_path / "\u202egpj.样例\n二.jpg"
    odd.write_bytes(pictures.page.read_bytes())
    begin(desk).add_file("household", odd)
    desk.until(lambda: pages_of(desk, "household") == 1)
    assert desk.kept.pages[0].name == "gpj.样例二.jpg"


def test_several_files_dropped_on_a_card_are_all_kept(desk: Desk, pictures: Pictures) -> None:
    begin(desk)
    _drop(card(desk, "household"), pictures.page, pictures.portrait)
    desk.until(lambda: pages_of(desk, "household") == 2)


def test_a_page_can_be_taken_out_again(desk: Desk, pictures: Pictures) -> None:
    page = begin(desk)
    page.add_file("household", pictures.page)
    desk.until(lambda: pages_of(desk, "household") == 1)
    stored = desk.case.draft.pages[0]
    desk.until(lambda: desk.sees(f"remove:household:{stored.id[:8]}"))
    desk.click(f"remove:household:{stored.id[:8]}")
    assert desk.case.draft.pages == ()
    assert not desk.sees(f"remove:household:{stored.id[:8]}")


def test_paper_in_hand_is_enough(desk: Desk) -> None:
    begin(desk)
    missing = desk.page.open_count()
    desk.find("original:id_card", QCheckBox).click()
    assert desk.page.open_count() == missing - 1
    assert "id_card" in desk.case.draft.seen


def test_an_original_or_a_copy_never_both(desk: Desk) -> None:
    begin(desk)
    original, copy = desk.find("original:id_card", QCheckBox), desk.find("copy:id_card", QCheckBox)
    copy.click()
    assert (desk.kept.seen, desk.kept.copies) == (("id_card",), ("id_card",))
    original.click()
    assert (original.isChecked(), copy.isChecked()) == (True, False)
    assert desk.kept.copies == ()
    original.click()
    assert desk.kept.seen == ()


def test_only_what_the_form_of_a_material_allows_is_offered(desk: Desk) -> None:
    begin(desk)
    assert desk.sees("original:photo")
    assert not desk.sees("copy:photo")
    follow = {m for m in ("photo", "id_card", "household", "bank_card_copy") if desk.sees(f"later:{m}")}
    assert follow == {"household", "bank_card_copy"}


def test_a_material_may_follow_by_the_promised_day(desk: Desk) -> None:
    begin(desk)
    missing = desk.page.open_count()
    assert "容缺后补(5个工作日内)" in desk.texts()
    desk.click("later:household")
    assert "容缺,11月30日(星期一)前补交" in desk.texts()
    assert desk.page.open_count() == missing - 1
    assert desk.find("not-later:household").hasFocus()
    assert [p.material for p in desk.kept.promises] == ["household"]
    desk.click("not-later:household")
    assert desk.find("later:household").hasFocus()
    assert desk.page.open_count() == missing
    assert desk.kept.promises == ()


def test_a_promise_is_over_when_the_paper_or_a_picture_comes(desk: Desk, pictures: Pictures) -> None:
    page = begin(desk)
    for material in ("household", "bank_card_copy"):
        desk.click(f"later:{material}")
    desk.find("copy:bank_card_copy", QCheckBox).click()
    page.add_file("household", pictures.page)
    desk.until(lambda: pages_of(desk, "household") == 1)
    assert desk.kept.promises == ()
    assert not desk.sees("until:household")
    assert not desk.sees("original:household")


def test_a_promise_is_told_on_every_step_and_accepted(desk: Desk) -> None:
    desk.take_sound(seen=("id_card", "photo", "bank_card_copy"))
    desk.go(CAPTURE)
    desk.click("later:household")
    assert "除容缺的 1 样都齐了" in desk.texts()
    desk.go(NOTICE)
    assert "容缺,11月30日前" in desk.texts()
    assert "共 4 样" in desk.texts().splitlines()
    desk.go(CONFIRM)
    assert "容缺，2026年11月30日前补交" in desk.texts()
    assert "内容齐全" in desk.texts()
    desk.go(ACCEPT)
    assert "户口簿容缺,请于11月30日(星期一)前补交。" in desk.texts()
    desk.case.accept()
    desk.until(lambda: desk.case.application is not None)
    desk.settle()
    assert "户口簿容缺,请于11月30日(星期一)前补交。" in desk.texts()


def test_what_is_missing_leads_to_its_card(desk: Desk) -> None:
    begin(desk)
    desk.lead("material:id_card")
    assert desk.find("file:id_card", QPushButton).hasFocus()


def test_without_matters_the_step_leads_back(desk: Desk) -> None:
    desk.take_empty()
    desk.go(CAPTURE)
    desk.click("capture-choose")
    assert desk.stack.currentIndex() == 1


def test_a_matter_without_materials_is_not_called_undecided(desk: Desk) -> None:
    answers = {"certificate_state": "1", "registered_here": True, "cancel_categories": ("4",)}
    desk.take_sound(chosen=("cert_cancel",), answers=desk_answers(answers), seen=())
    desk.go(CAPTURE)
    assert not desk.sees("capture-choose")
    assert "不用交材料" in desk.texts()


def desk_answers(more: dict[str, Value]) -> dict[str, Value]:
    """Answers: a name, a grown-up's number, and these."""
    return {"name": "赵样翁", "id_number": id_number("19410109", "005"), **more}


def test_a_photo_is_cropped_by_itself_and_can_be_cropped_again(desk: Desk, pictures: Pictures) -> None:
    page = begin(desk)
    page.add_file(PHOTO, pictures.portrait)
    desk.until(lambda: pages_of(desk, PHOTO) == 1)
    first = desk.case.draft.pages[0]
    desk.click("crop:photo")
    dialog = desk.dialog("crop")
    assert isinstance(dialog, CropDialog)
    ok = dialog.findChild(QPushButton, "crop:ok")
    desk.until(ok.isEnabled)
    for key in (Qt.Key.Key_Minus, Qt.Key.Key_Minus, Qt.Key.Key_Down):
        desk.qtbot.keyClick(dialog.view, key)
    hold(dialog, Qt.Key.Key_Return)
    desk.until(lambda: pages_of(desk, PHOTO) == 1 and desk.case.draft.pages[0] != first)


def test_two_photos_in_a_row_leave_one(desk: Desk, pictures: Pictures) -> None:
    begin(desk)
    desk.case.set_photo(pictures.portrait.read_bytes(), "1.jpg")
    desk.case.set_photo(pictures.page.read_bytes(), "2.jpg")
    desk.settle()
    assert [p.name for p in desk.case.draft.pages] == ["2.jpg"]


def test_the_frame_gives_advice_and_decides_nothing(desk: Desk, pictures: Pictures) -> None:
    page = begin(desk)
    page.add_file(PHOTO, pictures.portrait)
    desk.until(lambda: desk.sees("crop:photo"))
    desk.click("crop:photo")
    dialog = desk.dialog("crop")
    ok = dialog.findChild(QPushButton, "crop:ok")
    desk.until(lambda: ok.isEnabled() and dialog.findChildren(QWidget, "advice"))
    assert ok.isEnabled()


def test_the_frame_keeps_its_shape_and_stays_inside() -> None:
    for picture in (QSizeF(900, 1200), QSizeF(1600, 900), QSizeF(300, 2000)):
        frame = best_frame(picture)
        for factor in (0.5, 0.01, 3.0):
            frame = resized(frame, factor, picture)
            frame = kept_inside(frame.translated(5000, -5000), picture)
            assert frame.width() / frame.height() == pytest.approx(35 / 49)
            assert frame.left() >= 0
            assert frame.right() <= picture.width() + 1e-6
            assert frame.bottom() <= picture.height() + 1e-6


def test_the_mouse_drags_the_frame(desk: Desk) -> None:
    view = CropView()
    desk.qtbot.addWidget(view)
    view.resize(400, 400)
    image = QImage(800, 400, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    view.show_image(image)
    view.show()
    before = view.box
    desk.qtbot.mousePress(view, Qt.MouseButton.LeftButton, pos=QPoint(200, 200))
    desk.qtbot.mouseMove(view, QPoint(230, 200))
    desk.qtbot.mouseRelease(view, Qt.MouseButton.LeftButton, pos=QPoint(230, 200))
    assert view.box.left - before.left == pytest.approx(30 / 400, abs=0.01)
    assert view.box.top == before.top


def test_the_signed_form_is_optional_but_missed(desk: Desk, pictures: Pictures) -> None:
    desk.take_sound()
    desk.go(CONFIRM)
    assert "还没有" in desk.texts()
    capture = desk.pages[CAPTURE]
    assert isinstance(capture, CapturePage)
    capture.add_file(SIGNED_FORM, pictures.page)
    desk.until(lambda: "已收 1 页" in desk.texts())
    assert desk.case.draft.pages[0].material == SIGNED_FORM


class OneCamera(NoCamera):
    """A camera that shows grey frames and takes one picture file."""

    def __init__(self, picture: bytes) -> None:
        self.picture, self.live = picture, False

    def names(self) -> tuple[str, ...]:
        return ("窗口摄像头",)

    def start(self, name: str, on_frame: Callable[[object], None], on_fault: Callable[[str], None]) -> None:
        self.live, self.fault = True, on_fault
        image = QImage(64, 48, QImage.Format.Format_RGB32)
        image.fill(Qt.GlobalColor.gray)
        on_frame(image)

    def capture(self, on_image: Callable[[bytes], None]) -> None:
        on_image(self.picture)

    def stop(self) -> None:
        self.live = False


def with_camera(desk: Desk, pictures: Pictures) -> OneCamera:
    camera = OneCamera(pictures.page.read_bytes())
    desk.parts = replace(desk.parts, camera=camera)
    begin(desk)
    return camera


def take(desk: Desk, dialog: QDialog) -> None:
    desk.qtbot.mouseClick(dialog.findChild(QPushButton, "camera:take"), Qt.MouseButton.LeftButton)


def test_the_camera_takes_pages_until_it_is_closed(desk: Desk, pictures: Pictures) -> None:
    camera = with_camera(desk, pictures)
    desk.click("camera:household")
    dialog = desk.dialog("camera")
    assert camera.live
    take(desk, dialog)
    desk.until(lambda: pages_of(desk, "household") == 1)
    assert dialog.isVisible()
    dialog.close()
    assert not camera.live


def test_a_camera_fault_is_one_sentence_and_a_new_try(desk: Desk, pictures: Pictures) -> None:
    camera = with_camera(desk, pictures)
    desk.click("camera:household")
    dialog = desk.dialog("camera")
    camera.fault("这一张没有拍成,请再拍一次")
    take(desk, dialog)
    desk.until(lambda: pages_of(desk, "household") == 1)
    dialog.close()


def test_a_photo_from_the_camera_goes_to_the_crop(desk: Desk, pictures: Pictures) -> None:
    with_camera(desk, pictures)
    desk.click("camera:photo")
    take(desk, desk.dialog("camera"))
    dialog = desk.dialog("crop")
    desk.settle()
    dialog.close()
    assert pages_of(desk, PHOTO) == 0


def test_without_a_camera_a_sentence_says_how_to_go_on(desk: Desk) -> None:
    begin(desk)
    desk.click("camera:household")
    dialog = desk.dialog("camera")
    assert not dialog.findChild(QPushButton, "camera:take").isEnabled()
    assert any("从文件" in w.accessibleName() for w in dialog.findChildren(QWidget))
    dialog.close()


def test_tab_walks_a_card_from_its_buttons_to_its_tick_boxes(desk: Desk) -> None:
    desk.take_sound(seen=())
    desk.go(CAPTURE)
    desk.find("file:photo").setFocus()
    passed = []
    for _ in range(3):
        desk.qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        passed.append(QApplication.focusWidget().objectName())
    assert passed == ["camera:photo", "original:photo", "file:household"]
