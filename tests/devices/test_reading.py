"""Cards and pages of invented people, photographed askew, are read in the real process."""

import os
import signal
import time
from collections.abc import Iterator
from datetime import date
from io import BytesIO
from random import Random

import pytest
from PIL import Image, ImageDraw, ImageFilter, ImageFont

import resources
from desk_app.benches import drawn_cards
from desk_app.benches.drawn_cards import DrawnCard
from desk_app.devices.pictures.main import PillowPictures
from desk_app.devices.reading import work
from desk_app.devices.reading.child import ReadingProcess
from desk_app.devices.reading.main import OfflineReader
from desk_app.domain import portraits
from desk_app.domain.photo_advice import PhotoPoint
from desk_app.domain.recognised import PageSpot, ReadPage
from desk_app.errors import WorldError
from desk_app.services.recognition.recognise import Recogniser
from forms import loader
from printing import font_files

TODAY = date(2026, 11, 27)
MISSING = OfflineReader().missing()
needs_reading = pytest.mark.skipif(bool(MISSING), reason=MISSING)


@pytest.fixture(scope="module")
def recogniser() -> Iterator[Recogniser]:
    """One process for all pictures of this file."""
    reader = OfflineReader(ReadingProcess(patience=120))
    yield Recogniser.of(reader, loader.shipped().codes, TODAY)
    reader.close()


def compared(card: DrawnCard, read: ReadPage) -> tuple[int, list[str]]:
    """How many fields are right, and which are wrong without a mark."""
    got = {f.id: f for f in read.fields}
    right = [f for f, value in card.told.items() if f in got and got[f].value == value]
    wrong = [
        f"{card.kind}.{f}: {got[f].value} for {value}"
        for f, value in card.told.items()
        if f in got and got[f].value != value and not got[f].doubt
    ]
    return len(right), wrong


@needs_reading
@pytest.mark.parametrize(
    ("number", "kind"), [*enumerate((*drawn_cards.CARDS, "id_front", "bank_card", "id_front"))]
)
def test_a_card_is_read_and_no_field_is_wrong_without_a_mark(
    recogniser: Recogniser, number: int, kind: str
) -> None:
    card, taken = drawn_cards.taken(Random(number), kind)
    read = recogniser.read(taken)
    right, wrong = compared(card, read)
    assert read.kind == card.kind
    assert not wrong
    assert right >= len(card.told) - 1


@needs_reading
def test_a_card_photographed_on_its_head_is_read_as_well(recogniser: Recogniser) -> None:
    card = drawn_cards.drawn(Random(3), "id_front")
    read = recogniser.read(drawn_cards.photographed(card.picture, Random(3), quarters=2))
    right, wrong = compared(card, read)
    assert (read.kind, read.turn) == ("id_front", 2)
    assert right >= 5
    assert not wrong


@needs_reading
def test_a_picture_of_nothing_is_nothing_and_no_picture_is_refused_in_words(recogniser: Recogniser) -> None:
    plain = drawn_cards.scanned(
        drawn_cards.drawn(Random(1), "id_back").picture.crop((0, 0, 60, 60)), Random(1)
    )
    assert recogniser.read(plain).kind == ""
    with pytest.raises(WorldError, match="不是图片"):
        recogniser.read(b"words")


@needs_reading
def test_a_face_is_found_however_its_picture_lies_and_so_is_a_second_one(recogniser: Recogniser) -> None:
    alone = Image.open(resources.path("samples", "01", "portrait.jpg")).convert("RGB")
    beside = Image.new("RGB", (2 * alone.width, alone.height), "white")
    for left in (0, alone.width):
        beside.paste(alone, (left, 0))
    found = [
        recogniser.reader.portrait(drawn_cards.as_jpeg(picture))
        for picture in (alone, alone.rotate(180), alone.rotate(90, expand=True), beside)
    ]
    assert [(face.turn, len(face.others)) for face in found if face] == [(0, 0), (2, 0), (1, 0), (0, 1)]
    told = [[each.point for each in portraits.advice(f, PageSpot(0, 0, 1, 1))] for f in found]
    assert told[1] == told[2] == [PhotoPoint.TURNED]
    assert PhotoPoint.OTHERS in told[3]


@needs_reading
def test_a_blurred_picture_and_a_reflection_are_advised_on_and_a_sound_one_is_not(
    recogniser: Recogniser,
) -> None:
    card = drawn_cards.drawn(Random(2), "bank_card").picture
    shining = card.copy()
    ImageDraw.Draw(shining).ellipse((400, 150, 640, 330), fill="white")
    said = [
        "".join(recogniser.read(drawn_cards.scanned(picture, Random(2))).advice)
        for picture in (card, card.filter(ImageFilter.GaussianBlur(3.5)), shining)
    ]
    assert said[0] == ""
    assert "不够清晰" in said[1]
    assert "反光" in said[2]


def test_a_killed_process_is_begun_anew_and_an_idle_one_ends(caplog: pytest.LogCaptureFixture) -> None:
    process = ReadingProcess(idle=0.3)
    assert process.call(len, (1, 2, 3)) == 3
    first = process.process_id
    assert first is not None
    os.kill(first, signal.SIGKILL)
    assert process.call(len, (1, 2)) == 2
    assert process.process_id not in (None, first)
    until = time.monotonic() + 5
    while process.process_id is not None and time.monotonic() < until:
        time.sleep(0.02)
    assert process.process_id is None
    assert process.call(len, (1,)) == 1
    process.close()
    caplog.clear()


def test_what_takes_too_long_or_fails_is_a_sentence_and_the_next_work_is_done(
    caplog: pytest.LogCaptureFixture,
) -> None:
    process = ReadingProcess(patience=1.5)
    with pytest.raises(WorldError, match="太久"):
        process.call(time.sleep, 60)
    with pytest.raises(WorldError, match="中途退出"):
        process.call(os.abort)
    assert process.call(len, (1, 2)) == 2
    process.close()
    caplog.clear()


def test_an_outcome_of_a_fault_of_ours_names_places_and_no_data(caplog: pytest.LogCaptureFixture) -> None:
    process = ReadingProcess()
    with pytest.raises(WorldError, match="识别组件出错"):
        process.call(int, "张三")
    assert "ValueError" in caplog.text
    assert "张三" not in caplog.text
    caplog.clear()
    process.close()
    assert work.ReadAnswer(3).made == 3


@needs_reading
def test_eight_pages_have_less_than_two_megabytes_and_are_read_as_before(recogniser: Recogniser) -> None:
    pictures, kept = PillowPictures(), 0
    for number, kind in enumerate((*drawn_cards.CARDS, "household_member")):
        card, taken = drawn_cards.taken(Random(40 + number), kind)
        page = pictures.page(taken)
        kept += len(page)
        if kind == "household_member":
            right, wrong = compared(card, recogniser.read(page))
            assert not wrong
            assert right >= len(card.told) - 1
    assert kept < 2_000_000


def written(size: tuple[int, int] = (1240, 1754)) -> Image.Image:
    """A page of writing, with a black frame that shows how it lies."""
    page = Image.new("RGB", size, "white")
    draw = ImageDraw.Draw(page)
    draw.rectangle((60, 60, size[0] - 60, size[1] - 60), outline="black", width=8)
    font = ImageFont.truetype(str(font_files.regular()), 44)
    for line in range(12):
        draw.text((120, 140 + line * 120), f"第{line + 1}条 窗口收到的材料一次告知", "black", font)
    return page


def rim(jpeg: bytes) -> list[int]:
    """Grey of the four corners, a little inside."""
    page = Image.open(BytesIO(jpeg)).convert("L")
    right, bottom = page.width - 12, page.height - 12
    return [page.getpixel(at) for at in ((12, 12), (right, 12), (12, bottom), (right, bottom))]  # type: ignore[misc]


@needs_reading
@pytest.mark.parametrize("turn", [-7, 5])
def test_a_page_under_a_document_camera_is_cut_out_and_flat(recogniser: Recogniser, turn: float) -> None:
    table = Image.new("RGB", (1900, 2400), (64, 52, 44))
    mask = Image.new("L", (1240, 1754), 255).rotate(turn, expand=True)
    table.paste(written().rotate(turn, Image.Resampling.BICUBIC, expand=True), (240, 260), mask)
    taken = drawn_cards.as_jpeg(table.filter(ImageFilter.GaussianBlur(0.7)))
    assert recogniser.read(taken).written
    flat = recogniser.reader.straight(taken)
    assert flat is not None
    size = Image.open(BytesIO(flat)).size
    assert size == (pytest.approx(1240, rel=0.02), pytest.approx(1754, rel=0.02))
    assert min(rim(flat)) > 200


@needs_reading
def test_black_strips_beside_a_scanned_page_go_and_a_sound_page_and_a_dark_picture_stay(
    recogniser: Recogniser,
) -> None:
    scan = Image.new("RGB", (1400, 1900), "black")
    scan.paste(written(), (0, 0))
    bare = recogniser.reader.straight(drawn_cards.as_jpeg(scan))
    assert bare is not None
    assert Image.open(BytesIO(bare)).size == (pytest.approx(1240, abs=8), pytest.approx(1754, abs=8))
    assert recogniser.reader.straight(drawn_cards.as_jpeg(written())) is None
    assert recogniser.reader.straight(drawn_cards.as_jpeg(Image.new("RGB", (900, 900), "black"))) is None


@needs_reading
def test_a_frame_on_a_page_and_copies_of_a_card_are_no_card_to_be_cut_out(recogniser: Recogniser) -> None:
    framed, copied = written(), Image.new("RGB", (1240, 1754), "white")
    ImageDraw.Draw(framed).rectangle((150, 300, 1090, 890), outline="black", width=6)  # of a card's ratio
    for top, kind in ((150, "id_front"), (900, "id_back")):
        copied.paste(drawn_cards.drawn(Random(4), kind).picture.resize((900, 568)), (170, top))
    for page in (framed, copied):
        straight = recogniser.reader.straight(drawn_cards.as_jpeg(page))
        assert straight is None or Image.open(BytesIO(straight)).size == page.size
    # while a card that lies alone on the glass is cut out of it
    alone = Image.new("RGB", (1240, 1754), (250, 250, 250))
    alone.paste(drawn_cards.drawn(Random(4), "id_front").picture.resize((900, 568)), (170, 150))
    cut = recogniser.reader.straight(drawn_cards.as_jpeg(alone))
    assert cut is not None
    assert Image.open(BytesIO(cut)).size == (1011, 638)
