"""Papers that are layout files alone: everything stands on the page, at its real size, and codes are read."""

import io
import math
from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby

import pytest
import zxingcpp
from PIL import Image

from printing import codes, fonts, plans
from printing.draw import Fill, Frame, Mark, Picture, Ring, Rule, Tick, Turned, Words
from printing.errors import UnprintableError
from printing.papers import document
from printing.proof_lines import extent
from printing.text import MM_PER_PT
from tests.printing.documents import LONGEST, PAPERS, black, sample, with_values
from tests.printing.reading import image_of, opened

pytestmark = pytest.mark.usefixtures("qapp")


def corners(mark: Mark) -> Iterator[tuple[float, float]]:
    match mark:
        case Words():
            wide = fonts.width(mark.text, mark.heavy) * mark.size * MM_PER_PT
            yield from ((mark.x, mark.y - 0.8 * mark.size * MM_PER_PT), (mark.x + wide, mark.y))
        case Rule():
            yield from ((mark.x1, mark.y1), (mark.x2, mark.y2))
        case Frame() | Picture():
            yield from ((mark.x, mark.y), (mark.x + mark.w, mark.y + mark.h))
        case Ring():
            yield from ((mark.x - mark.radius, mark.y), (mark.x + mark.radius, mark.y + mark.radius))
        case Tick():
            yield from ((mark.x, mark.y), (mark.x + mark.side, mark.y + mark.side))
        case Fill():
            yield from ((x + w * n, y + h * n) for x, y, w, h in mark.rects for n in (0, 1))
        case Turned():
            half = fonts.width(mark.text, mark.heavy) * mark.size * MM_PER_PT / 2
            turn = math.radians(mark.angle)
            for end in (-1, 1):
                yield mark.x + end * half * math.cos(turn), mark.y - end * half * math.sin(turn)


@pytest.mark.parametrize("name", PAPERS)
@pytest.mark.parametrize("person", ["张样例", LONGEST], ids=["short", "longest"])
def test_every_mark_stands_on_the_page(name: str, person: str) -> None:
    wide, high = plans.plan(name).size
    named = {v.name: person for v in plans.plan(name).variables if v.name in ("name", "applicant")}
    margin = 1.5
    for page in document.pages(with_values(name, **named)):
        for x, y in (corner for mark in page.marks for corner in corners(mark)):
            assert margin <= x <= wide - margin
            assert margin <= y <= high - margin


@pytest.mark.parametrize("name", PAPERS)
def test_the_page_has_the_size_of_its_media(name: str) -> None:
    paper = plans.plan(name)
    points = opened(document.draw(sample(name))).pagePointSize(0)

    assert (points.width() / 72 * 25.4, points.height() / 72 * 25.4) == pytest.approx(paper.size, abs=0.02)
    assert paper.media.startswith("A4") == (min(paper.size) == 210)


@pytest.mark.parametrize("name", PAPERS)
def test_codes_are_read_back_by_a_200_dpi_scan(name: str) -> None:
    paper = plans.plan(name)
    said = document.specimen(name).values
    wanted = {str(said[b.qr]) for b in paper.blocks if b.qr}
    wanted |= {str(said["number"]) for b in paper.blocks if b.kind == "codes"}
    wanted |= {str(said[s.code]) for s in paper.boxes if s.code}

    read = {code.text for code in zxingcpp.read_barcodes(image_of(document.draw(document.specimen(name))))}

    assert wanted == read


@pytest.mark.parametrize("number", ["620403-03-20261123-000106", "620403-03-20261221-00010"])
@pytest.mark.parametrize("name", ["archive_label", "file_cover"])
def test_receipt_numbers_of_every_release_fit_as_file_numbers(name: str, number: str) -> None:
    pdf = document.draw(with_values(name, archive_number=number))
    assert [code.text for code in zxingcpp.read_barcodes(image_of(pdf, dpi=300))] == [number]


def test_a_code_that_no_scanner_reads_is_refused() -> None:
    room = codes.code128_width("CZ-2026-00018")
    assert room < 66
    for number, told in (("档案一号", "印不了的字"), ("CZ-2026-00018-" * 4, "太长")):
        with pytest.raises(UnprintableError, match=told):
            document.draw(with_values("archive_label", archive_number=number))
    with pytest.raises(UnprintableError, match="校验码"):
        document.draw(with_values("service_card", check="长" * 400))


def test_an_outgoing_decision_has_office_day_seal_number_and_check() -> None:
    for name in ("correction", "not_accepted", "following_notice"):
        kinds = [block.kind for block in plans.plan(name).blocks]
        assert {"codes", "seal", "sign"} <= set(kinds)
        assert any(isinstance(mark, Ring) for page in document.pages(sample(name)) for mark in page.marks)


_DPI = 400


def runs(line: Image.Image) -> list[float]:
    """Lengths in mm of the dark stretches of one row or column of pixels, from 5 mm up."""
    lengths = (len(list(run)) for dark, run in groupby(line.tobytes(), lambda grey: grey < 90) if dark)
    return [length / _DPI * 25.4 for length in lengths if length / _DPI * 25.4 > 5]


def across(page: Image.Image, y: float) -> list[float]:
    row = round(y / 25.4 * _DPI)
    return runs(page.crop((0, row, page.width, row + 1)))


def down(page: Image.Image, x: float) -> list[float]:
    column = round(x / 25.4 * _DPI)
    return runs(page.crop((column, 0, column + 1, page.height)))


def test_both_sides_of_an_identity_card_are_printed_at_their_real_size() -> None:
    card = black(1011, 638)
    page = image_of(document.draw(with_values("id_copy", front=card, back=card)), dpi=_DPI)

    assert down(page, 70) == pytest.approx([54.0, 54.0], abs=0.2)
    for y in (70, 195):
        assert across(page, y) == pytest.approx([85.6], abs=0.2)


@pytest.mark.parametrize("copies", range(1, 9))
def test_photos_are_printed_at_their_real_size_as_often_as_asked(copies: int) -> None:
    sheet = replace(with_values("photo_sheet", photo=black(413, 579)), facts={"copies": str(copies)})
    page = image_of(document.draw(sheet), dpi=_DPI)

    assert across(page, 80) == pytest.approx([35.0] * min(copies, 4), abs=0.2)
    assert across(page, 140) == pytest.approx([35.0] * max(0, copies - 4), abs=0.2)
    inside = {1: 105, 2: 80, 3: 60}.get(copies, 37)
    assert down(page, inside) == pytest.approx([49.0] * (1 + (copies > 4)), abs=0.2)
    marks = [extent(mark) for mark in document.pages(sheet)[0].marks if isinstance(mark, Picture)]
    assert min(m[0] for m in marks) == pytest.approx(210 - max(m[2] for m in marks)), "in the middle"


def test_four_photos_stand_on_a_six_inch_sheet_at_their_real_size_with_marks_to_cut_by() -> None:
    sheet = with_values("photo_six", photo=black(413, 579))
    page = image_of(document.draw(sheet), dpi=_DPI)

    assert across(page, 45) == across(page, 105) == pytest.approx([35.0] * 2, abs=0.2)
    assert down(page, 30) == down(page, 72) == pytest.approx([49.0] * 2, abs=0.2)
    marks = document.pages(sheet)[0].marks
    assert sum(isinstance(mark, Rule) for mark in marks) == 4 * 8
    assert all(min(extent(mark)[:2]) > 2 for mark in marks)
    assert all(extent(mark)[2] < 100 and extent(mark)[3] < 150 for mark in marks)


def test_the_watermark_lies_on_the_picture_and_lets_it_be_seen() -> None:
    marks = document.pages(sample("id_copy"))[0].marks
    last_picture = max(n for n, mark in enumerate(marks) if isinstance(mark, Picture))
    turned = [(n, mark) for n, mark in enumerate(marks) if isinstance(mark, Turned)]

    assert [m.text for _, m in turned] == ["仅供办理残疾人服务一件事使用", "2026年11月23日"] * 2
    assert max(n for n, _ in turned) > last_picture
    assert all(0.2 < mark.alpha < 0.7 for _, mark in turned)


@pytest.mark.parametrize("ground", [0, 60, 130, 255])
def test_the_watermark_is_read_on_any_ground_in_black_and_white(ground: int) -> None:
    """A mono printer shows a grey by how many dots there are: letters need far more than their ground."""
    scan = io.BytesIO()
    Image.new("L", (856, 540), ground).save(scan, "PNG")
    sheet = sample("id_copy")
    dark = {k: scan.getvalue() if isinstance(v, bytes) else v for k, v in sheet.values.items()}
    page = image_of(document.draw(replace(sheet, values=dark)), dpi=100)
    (x, y, w, h), *_ = (
        (m.x, m.y, m.w, m.h) for m in document.pages(sheet)[0].marks if isinstance(m, Picture)
    )
    middle = page.crop(tuple(round(mm / 25.4 * 100) for mm in (x + 25, y + 15, x + w - 25, y + h - 15)))
    darkest, lightest = middle.getextrema()
    assert lightest - darkest > 75


def test_six_categories_keep_clear_of_the_address_below_them() -> None:
    six = "视力三级、听力二级、言语三级、肢体四级、智力一级、精神二级"
    drawn = [
        m for m in document.pages(with_values("certificate_page", each=six))[0].marks if isinstance(m, Words)
    ]
    lines = [m for m in drawn if "力" in m.text or "肢体" in m.text]
    below = min(extent(m)[1] for m in drawn if "甘肃省" in m.text)
    above = max(extent(m)[3] for m in drawn if m.text.startswith("多重"))
    assert [line.text for line in lines] == ["视力三级、听力二级、言语三级、", "肢体四级、智力一级、精神二级"]
    assert below - max(extent(m)[3] for m in lines) > 0.4
    assert min(extent(m)[1] for m in lines) - above > 0


def test_an_overlay_moves_by_what_the_printer_is_off() -> None:
    sheet = sample("certificate_page")
    still = image_of(document.draw(sheet)).point(lambda grey: 255 if grey < 128 else 0).getbbox()
    moved = image_of(document.draw(replace(sheet, shift=(2.0, 3.0))))
    box = moved.point(lambda grey: 255 if grey < 128 else 0).getbbox()

    assert still is not None
    assert box is not None
    assert [(b - a) / 200 * 25.4 for a, b in zip(still, box, strict=True)] == pytest.approx(
        [2, 3, 2, 3], abs=0.2
    )
