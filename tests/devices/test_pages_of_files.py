"""All pages of a file are taken, or none and the reason is told; bombs take nothing with them."""

import resource
from collections.abc import Callable, Iterator
from io import BytesIO

import pytest
from PIL import Image, TiffImagePlugin

from desk_app.devices.pictures.main import PillowPictures
from desk_app.devices.pictures.pdf import PdfPages
from desk_app.devices.reading.child import ReadingProcess
from desk_app.devices.reading.models import ChildTold
from desk_app.errors import WorldError
from tests.devices import pdf_files


@pytest.fixture(scope="module")
def pictures() -> Iterator[PillowPictures]:
    made = PillowPictures()
    yield made
    made.close()


def refusal(call: Callable[[], object]) -> str:
    with pytest.raises(WorldError) as caught:
        call()
    return str(caught.value)


def opened(jpeg: bytes) -> Image.Image:
    image = Image.open(BytesIO(jpeg))
    image.load()
    return image


def tiff(*frames: Image.Image, **options: object) -> bytes:
    out = BytesIO()
    frames[0].save(out, "TIFF", save_all=True, append_images=frames[1:], **options)
    return out.getvalue()


def test_each_page_of_a_pdf_is_drawn_at_300_dpi(pictures: PillowPictures) -> None:
    data = pdf_files.pages(3)
    assert pictures.pages(data) == 3
    drawn = [pictures.page(data, number) for number in range(3)]
    assert [opened(d).size for d in drawn] == [(2480, 3508)] * 3
    assert len({*drawn}) == 3
    assert "有3页" in refusal(lambda: pictures.page(data))
    assert opened(drawn[0]).mode == "L"


def test_a_seal_on_a_page_is_drawn(pictures: PillowPictures) -> None:
    page = opened(pictures.page(pdf_files.stamped())).convert("L")
    middle, rim = (page.width // 2, page.height // 2), (5, 5)
    assert page.getpixel(middle) == 0
    assert page.getpixel(rim) == 255


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (pdf_files.pages(1, password="1234"), "密码"),
        (pdf_files.pages(101), "有101页"),
        (b"%PDF-1.7\n%...", "损坏"),
        (pdf_files.pages(2)[:400], "损坏"),
        (b"%PDF-1.4" + bytes(100_000_001), "100 MB"),
        (tiff(*[Image.new("1", (8, 8))] * 101), "有101页"),
    ],
    ids=["password", "101 pages", "empty", "torn", "long", "101 frames"],
)
def test_what_can_not_be_taken_whole_is_refused(pictures: PillowPictures, data: bytes, word: str) -> None:
    told = refusal(lambda: pictures.pages(data))
    assert word in told
    assert "请" in told


def test_a_bomb_ends_with_its_process() -> None:
    process = ReadingProcess(patience=60, told=ChildTold("太久", "内存", "读不出来"))
    pdf, before = PdfPages(process), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    data = pdf_files.bomb(8_000)
    try:
        assert pdf.count(data) == 1
        process.patience = 0.1
        assert refusal(lambda: pdf.page(data, 0)) in ("太久", "内存")
        assert process.process_id is None
        process.patience = 60
        assert pdf.count(pdf_files.pages(1)) == 1
    finally:
        pdf.close()
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100_000


def small_copy() -> Image.Image:
    """A frame that says of itself that it is a smaller copy of another one."""
    kind = TiffImagePlugin.ImageFileDirectory_v2()
    kind[254] = 1
    small = Image.new("L", (6, 4))
    small.encoderinfo = {"tiffinfo": kind}  # type: ignore[attr-defined]
    return small


def test_each_page_of_a_tiff_is_taken_and_its_small_copies_are_not(pictures: PillowPictures) -> None:
    data = tiff(*(Image.new("L", (60 + n, 40), 50 * n) for n in range(4)))
    assert pictures.pages(data) == 4
    assert [opened(pictures.page(data, n)).size[0] for n in range(4)] == [60, 61, 62, 63]
    assert "有4页" in refusal(lambda: pictures.page(data))
    assert pictures.pages(tiff(Image.new("L", (60, 40)), small_copy())) == 1


def test_a_telephones_200_megapixels_are_taken_within_memory(pictures: PillowPictures) -> None:
    out = BytesIO()
    Image.new("L", (16_320, 12_240), 200).save(out, "JPEG")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert opened(pictures.page(out.getvalue())).size == (3508, 2631)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 150_000


def test_a_pdf_is_no_photo_whatever_its_name_and_many_pixels_in_one_go_are_refused(
    pictures: PillowPictures,
) -> None:
    assert "这是PDF,不是照片" in refusal(lambda: pictures.photo(pdf_files.pages(1), None))
    out = BytesIO()
    Image.new("L", (64, 48), 200).save(out, "JPEG", progressive=True)
    data = bytearray(out.getvalue())
    at = data.index(b"\xff\xc2") + 5  # its own word for height and width
    data[at : at + 4] = (12_240).to_bytes(2, "big") + (16_320).to_bytes(2, "big")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert "像素太多(16320×12240)" in refusal(lambda: pictures.page(bytes(data)))
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 50_000
