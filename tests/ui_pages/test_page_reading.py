"""Pictures put to materials are read behind the clerk's back, fill what is open, and wait for a look."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLabel, QPushButton

import resources
from desk_app.benches import drawn_cards
from desk_app.devices.reading.main import OfflineReader
from desk_app.devices.scanner.main import SystemScanner
from desk_app.domain.recognised import PageSpot, ToConfirm
from desk_app.services.counter import capture, inform
from desk_app.ui.camera.crop import CropDialog
from desk_app.ui.counter.capture import CapturePage
from desk_app.ui.counter.page_reading import MOST_READ, PageReading
from desk_app.ui.counter.read_dialog import ReadDialog
from desk_app.ui.counter.situation import SituationPage
from desk_app.ui.counter.thumbnail import PagePicture
from tests.devices.test_reading import written
from tests.ui_pages.conftest import CAPTURE, SITUATION, Desk

MISSING = OfflineReader().missing()
pytestmark = pytest.mark.skipif(bool(MISSING), reason=MISSING)


@pytest.fixture(scope="module")
def reader() -> Iterator[OfflineReader]:
    """One process for all tests of this file."""
    made = OfflineReader()
    yield made
    made.close()


def begun(desk: Desk, reader: OfflineReader, **answers: str) -> CapturePage:
    """Step 4 of an application of somebody of whom these answers were typed."""
    desk.parts = replace(desk.parts, page_reader=reader)
    draft = inform.new_draft(desk.parts)
    desk.take(replace(draft, answers=answers, chosen=("cert_new", "living_subsidy")))
    page = desk.go(CAPTURE)
    assert isinstance(page, CapturePage)
    return page


def read(desk: Desk, pages: int) -> None:
    """Wait until so many pages are there and all of them were read."""
    reading = PageReading.of(desk.case)
    desk.qtbot.waitUntil(
        lambda: (
            len(desk.case.draft.pages) == pages
            and not any(reading.reads(p.material) for p in desk.case.draft.pages)
        )
    )


def taken(folder: Path, kind: str, seed: int = 5) -> tuple[drawn_cards.DrawnCard, Path]:
    """A card of the person of this seed as it was photographed."""
    card, data = drawn_cards.taken(Random(seed), kind)
    path = folder / f"{kind}.jpg"
    path.write_bytes(data)
    return card, path


def test_a_photographed_card_fills_what_is_open_and_waits_until_it_was_looked_at(
    desk: Desk, reader: OfflineReader, tmp_path: Path
) -> None:
    page = begun(desk, reader, registered_address="甘肃省白银市平川区长征街道9号")
    card, path = taken(tmp_path, "id_front")
    page.add_file("id_card", path)
    read(desk, 1)
    case, told = desk.case, dict(card.told)
    assert case.draft.answers["id_number"] == told["id_number"]
    assert (
        case.draft.answers["registered_address"] == "甘肃省白银市平川区长征街道9号"
    )  # typed: never replaced
    assert {t.element for t in case.draft.unconfirmed} == {"name", "id_number", "ethnicity"}
    waiting = case.problem("id_number")
    assert waiting is not None
    assert waiting.blocks
    assert "待核对" in waiting.message
    assert case.parts.pictures.size(case.parts.store.pages.read(case.draft.pages[0].id)) == (1011, 638)
    assert desk.kept.unconfirmed == case.draft.unconfirmed

    desk.click("read-act:id_card")
    dialog = desk.dialog("read-dialog")
    assert isinstance(dialog, ReadDialog)
    desk.until(lambda: not dialog.findChild(QLabel, "read-strip:name").pixmap().isNull())
    dialog.fields["name"].value_given.emit("张样例")  # the clerk mends one answer there
    dialog.findChild(QPushButton, "read-sure").click()
    assert not case.draft.unconfirmed
    assert case.draft.answers["name"] == "张样例"
    assert not desk.sees("read:id_card")


def test_a_page_put_to_another_material_is_offered_to_the_right_one_and_goes_there(
    desk: Desk, reader: OfflineReader, tmp_path: Path
) -> None:
    page = begun(desk, reader)
    card, path = taken(tmp_path, "household_head")
    page.add_file("id_card", path)
    read(desk, 1)
    assert "看来是户口簿" in desk.texts()
    assert "household_kind" not in desk.case.draft.answers
    desk.click("read-act:id_card")
    assert [p.material for p in desk.case.draft.pages] == ["household"]
    assert desk.case.draft.answers["household_kind"] == card.told["household_kind"]
    assert "读出" in desk.find("read:household", QLabel).text()
    desk.click("read-act:household")
    desk.dialog("read-dialog").findChild(QPushButton, "read-sure").click()
    assert desk.case.draft.answers["household_kind"] == card.told["household_kind"]
    desk.click("read-act:household")
    assert [p.material for p in desk.case.draft.pages] == ["id_card"]  # put back, and offered again
    assert "看来是户口簿" in desk.texts()


def test_a_page_nobody_knows_is_cut_out_of_its_table_and_fills_nothing(
    desk: Desk, reader: OfflineReader, tmp_path: Path
) -> None:
    page = begun(desk, reader)
    before = desk.case.draft.answers
    table = Image.new("RGB", (1900, 2400), (64, 52, 44))
    sheet, mask = written().rotate(4, expand=True), Image.new("L", (1240, 1754), 255).rotate(4, expand=True)
    table.paste(sheet, (240, 260), mask)
    path = tmp_path / "table.jpg"
    table.save(path)
    page.add_file("household", path)
    read(desk, 1)
    (kept,) = desk.case.draft.pages
    width, _ = desk.parts.pictures.size(desk.parts.store.pages.read(kept.id))
    assert width == pytest.approx(1240, rel=0.02)
    assert desk.case.draft.answers == before
    assert PageReading.of(desk.case).original(kept.id) is not None


def test_nothing_is_taken_from_a_card_of_somebody_else(
    desk: Desk, reader: OfflineReader, tmp_path: Path
) -> None:
    page = begun(desk, reader, name="张样例", id_number="620403198703120029")
    _, path = taken(tmp_path, "id_front")
    before = desk.case.draft.answers
    page.add_file("id_card", path)
    read(desk, 1)
    assert desk.case.draft.answers == before
    assert "不是这位申请人" in desk.texts()


def test_several_pictures_in_step_1_name_the_person_and_go_to_their_materials(
    desk: Desk, reader: OfflineReader, tmp_path: Path
) -> None:
    desk.parts = replace(desk.parts, page_reader=reader)
    desk.take(replace(inform.new_draft(desk.parts), chosen=("cert_new", "living_subsidy")))
    page = desk.go(SITUATION)
    assert isinstance(page, SituationPage)
    cards = [taken(tmp_path, kind, 9) for kind in ("id_front", "household_head")]
    page.by_picture.take_files([path for _, path in cards])
    desk.qtbot.waitUntil(lambda: len(desk.case.draft.pages) == 2)
    assert [p.material for p in desk.case.draft.pages] == ["id_card", "household"]
    answers = desk.case.draft.answers
    assert answers["id_number"] == cards[0][0].told["id_number"]
    assert answers["household_kind"] == cards[1][0].told["household_kind"]
    (look,) = (a for a in page.footer_actions() if a.name == "picture-look")
    look.run()
    desk.dialog("read-dialog").findChild(QPushButton, "read-sure").click()
    assert not desk.case.draft.unconfirmed
    assert all(a.name != "picture-look" for a in page.footer_actions())


def test_the_photo_is_framed_about_the_face_and_by_hand_where_the_clerk_was_first(
    desk: Desk, reader: OfflineReader
) -> None:
    begun(desk, reader)
    data = resources.path("samples", "01", "portrait.jpg").read_bytes()
    first, second = (CropDialog(desk.errands, desk.parts.pictures, reader, data, desk.stack) for _ in "12")
    for dialog in (first, second):
        dialog.open()
    desk.until(lambda: second.findChild(QPushButton, "crop:ok").isEnabled())
    second.view.scale_frame(0.5)
    by_hand = second.view.box
    desk.settle()
    framed = first.view.box
    assert 0.05 < framed.left < 0.2
    assert 0.8 < framed.right < 0.95
    assert second.view.box == by_hand
    desk.until(lambda: "头部偏大" in "".join(w.text() for w in second.findChildren(QLabel)))
    assert "头部偏" not in "".join(w.text() for w in first.findChildren(QLabel))
    assert second.findChild(QPushButton, "crop:ok").isEnabled()


def in_step_1(desk: Desk, reader: OfflineReader, **answers: str) -> SituationPage:
    """Step 1 of a new application."""
    desk.parts = replace(desk.parts, page_reader=reader, scanner=SystemScanner(demo=True))
    desk.take(replace(inform.new_draft(desk.parts), answers=answers))
    page = desk.go(SITUATION)
    assert isinstance(page, SituationPage)
    return page


def test_the_pages_of_a_pdf_in_step_1_each_go_to_their_place_and_a_back_goes_with_its_front(
    desk: Desk, reader: OfflineReader, tmp_path: Path
) -> None:
    page = in_step_1(desk, reader, name="李小样", id_number="620403201706050016")
    sides = [
        Image.open(resources.path("samples", "02", f"guardian-{side}.jpg")) for side in ("front", "back")
    ]
    path = tmp_path / "母亲.pdf"
    sides[0].save(path, save_all=True, append_images=sides[1:], resolution=300)
    page.by_picture.take_files([path])
    desk.qtbot.waitUntil(lambda: len(desk.case.draft.pages) == 2)
    assert [(p.material, p.name) for p in desk.case.draft.pages] == [
        ("guardian_id", "母亲 第1页.pdf"),
        ("guardian_id", "母亲 第2页.pdf"),
    ]
    assert desk.case.draft.answers["guardian_name"] == "马样妈"
    page.by_picture.take_files([path])  # once more: nothing is there twice
    desk.settle()
    assert len(desk.case.draft.pages) == 2


def test_papers_come_from_the_scanner_in_step_1(desk: Desk, reader: OfflineReader) -> None:
    page = in_step_1(desk, reader)
    (scan,) = (a for a in page.footer_actions() if a.name == "picture-scan")
    scan.run()
    dialog = desk.dialog("scan")
    trays, start = dialog.findChild(QComboBox, "scan:tray"), dialog.findChild(QPushButton, "scan:start")
    assert trays is not None
    assert start is not None
    desk.until(start.isEnabled)
    trays.setCurrentIndex(trays.findText("张样例的银行卡", Qt.MatchFlag.MatchStartsWith))
    start.click()
    desk.qtbot.waitUntil(lambda: bool(desk.case.draft.pages))
    dialog.close()
    assert [p.material for p in desk.case.draft.pages] == ["bank_card_copy"]
    assert desk.case.draft.answers["bank_card"] == "6217000000000000012"


def test_what_a_page_answered_goes_with_it_and_comes_back_with_it(
    desk: Desk, reader: OfflineReader, tmp_path: Path
) -> None:
    page = begun(desk, reader)
    card, path = taken(tmp_path, "id_front")
    page.add_file("id_card", path)
    read(desk, 1)
    case, (kept,) = desk.case, desk.case.draft.pages
    case.answer("registered_address", "甘肃省白银市平川区长征街道9号")
    case.remove_page(kept)
    assert dict(case.draft.answers) == {"registered_address": "甘肃省白银市平川区长征街道9号"}
    assert not case.draft.unconfirmed
    case.change(lambda d: capture.restore_page(d, kept, 0))
    assert case.draft.answers["id_number"] == card.told["id_number"]
    assert {t.element for t in case.draft.unconfirmed} == {"name", "id_number", "ethnicity"}
    # AND the picture as it was handed in can be had, with what was read of the other, and back
    thumbnail = next(t for t in desk.page.findChildren(PagePicture) if t.isVisible())
    thumbnail.click()
    viewer = desk.dialog("page-viewer")
    other = viewer.findChild(QPushButton, "viewer:other")
    assert other is not None
    assert other.text() == "用原图"
    for wanted in ("用拉平的", "用原图"):
        other.click()
        assert other.text() == wanted
        assert len(case.draft.unconfirmed) == 3
        assert (case.draft.pages == (kept,)) is (wanted == "用原图")
    viewer.close()


def test_of_very_many_pages_the_first_are_read_and_that_is_told(
    desk: Desk, reader: OfflineReader, tmp_path: Path
) -> None:
    page = begun(desk, reader)
    frames = [Image.new("L", (60 + n, 80), 250) for n in range(MOST_READ + 3)]
    path = tmp_path / "卷.tif"
    frames[0].save(path, save_all=True, append_images=frames[1:])
    page.add_file("household", path)
    desk.until(lambda: len(desk.case.draft.pages) == MOST_READ + 3)
    assert PageReading.of(desk.case).unread("household") == 3
    assert "另外 3 页照样收下" in desk.texts()


def test_what_was_read_anew_while_somebody_looked_waits_on(
    desk: Desk, reader: OfflineReader, tmp_path: Path
) -> None:
    page = begun(desk, reader)
    card, path = taken(tmp_path, "household_member")
    page.add_file("household", path)
    read(desk, 1)
    desk.click("read-act:household")
    dialog = desk.dialog("read-dialog")
    front, second = taken(tmp_path, "id_front")
    assert front.told["name"] == card.told["name"]
    page.add_file("id_card", second)  # its card is trusted more than the household book
    read(desk, 2)
    sure = dialog.findChild(QPushButton, "read-sure")
    assert sure is not None
    sure.click()
    assert {t.element for t in desk.case.draft.unconfirmed} >= {"name", "id_number"}
    assert {t.kind for t in desk.case.draft.unconfirmed} == {"id_front"}


def test_why_a_file_was_not_taken_in_step_1_is_the_last_that_is_said(
    desk: Desk, reader: OfflineReader, tmp_path: Path
) -> None:
    page = in_step_1(desk, reader, name="李小样")
    mark = ToConfirm(
        "name", "李小样", "", "household", "household_member", "户口簿", "", PageSpot(0, 0, 1, 1)
    )
    desk.case.change(lambda d: replace(d, to_confirm=(mark,)))
    desk.case.failed.connect(lambda error: desk.told.append(("wrong", str(error))))
    torn = tmp_path / "断.pdf"
    torn.write_bytes(b"%PDF-1.7")
    page.by_picture.take_files([torn])
    desk.settle()
    assert desk.case.draft.unconfirmed == (mark,)
    assert "损坏" in desk.told[-1][1]
