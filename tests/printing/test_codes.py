"""Bar code and QR code: never too small for a scanner, and readable from a poor scan."""

import io
from dataclasses import replace
from datetime import date

import pytest
import zxingcpp
from PIL import Image, ImageChops, ImageFilter

from desk_app.domain.receipts import receipt_number
from desk_app.domain.seals import RECEIPT, Sealed, seal
from printing import codes, draw
from printing.papers import receipt
from tests.printing import sheets
from tests.printing.reading import image_of

NUMBER = receipt_number("620403", "3", date(2026, 11, 23), 18)
SEALED = Sealed(NUMBER, RECEIPT, date(2026, 12, 10), seal("key", "message")).text()


def test_modules_too_fine_to_scan_are_refused() -> None:
    with pytest.raises(ValueError, match=r"至少0\.25毫米"):
        codes.code128("620403", 0, 0, 10, module=0.15)
    with pytest.raises(ValueError, match="至少要18毫米"):
        codes.qr("620403", 0, 0, side=15)
    with pytest.raises(ValueError, match="太小"):
        codes.qr("受理" * 40, 0, 0, side=18)


def test_codes_keep_their_quiet_zones() -> None:
    bars = codes.code128("620403", 10, 20, 12).rects
    width = codes.code128_width("620403")

    assert min(x for x, *_ in bars) == pytest.approx(10 + 2.5)
    assert max(x + w for x, _, w, _ in bars) == pytest.approx(10 + width - 2.5)
    dots = codes.qr("620403", 0, 0, 29).rects
    module = 29 / (21 + 8)
    assert min(x for x, *_ in dots) == pytest.approx(4 * module)
    assert min(y for _, y, *_ in dots) == pytest.approx(4 * module)


def test_the_bars_of_a_receipt_leave_room_for_the_sealed_code() -> None:
    bars = codes.code128(NUMBER, 0, 0, 12).rects
    dots = codes.qr(SEALED, 0, 0, 25).rects

    assert min(w for _, _, w, _ in bars) >= 0.25
    assert min(h for *_, h in dots) >= 0.33
    assert codes.code128_width(NUMBER) + 25 < 180


def poor(scan: Image.Image, angle: float, quality: int, blur: float = 0.0) -> Image.Image:
    """A page as a hurried scan shows it: turned, greyish, noisy, blurred, compressed."""
    turned = scan.rotate(angle, Image.Resampling.BICUBIC, fillcolor=255).point(
        lambda grey: round(60 + grey * 0.68)
    )
    noise = Image.effect_noise(turned.size, 40).point(lambda grey: grey // 4)
    noisy = ImageChops.subtract(turned, noise).filter(ImageFilter.GaussianBlur(blur))
    kept = io.BytesIO()
    noisy.save(kept, "JPEG", quality=quality)
    return Image.open(kept)


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize(
    ("angle", "quality", "blur"),
    [(0, 60, 0), (1, 60, 0), (-2, 60, 0), (2, 30, 0.5), (-1, 30, 0.8), (178, 60, 0.5)],
)
def test_both_codes_of_a_receipt_are_read_from_a_poor_200_dpi_scan(
    angle: float, quality: int, blur: float
) -> None:
    sheet = replace(sheets.receipt(), number=NUMBER, sealed=SEALED)
    scan = poor(image_of(receipt.draw(sheet), dpi=200), angle, quality, blur)

    found = {result.format.name: result.text for result in zxingcpp.read_barcodes(scan)}

    assert found == {"Code128": NUMBER, "QRCode": SEALED}


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("angle", [0, 1.5])
def test_the_smallest_codes_that_are_let_through_are_read(angle: float) -> None:
    text = "白银市平川区·颜𬱟 620403"
    marks = [codes.code128(NUMBER, 20, 20, 10), codes.qr(text, 20, 60, side=codes.MIN_DOT * (29 + 8) + 6)]
    scan = poor(image_of(draw.render([draw.DrawnPage([*marks])], "样例"), dpi=200), angle, 60)

    found = {result.format.name: result.text for result in zxingcpp.read_barcodes(scan)}

    assert found == {"Code128": NUMBER, "QRCode": text}


def test_a_torn_corner_of_the_code_is_mended() -> None:
    """Level Q restores a quarter of the code words."""
    page = draw.render([draw.DrawnPage([codes.qr(SEALED, 20, 20, 25)])], "样例")
    scan = image_of(page, dpi=200)
    millimetre = 200 / 25.4
    scan.paste(255, tuple(round(mm * millimetre) for mm in (37, 37, 43, 43)))  # type: ignore[arg-type]

    assert [result.text for result in zxingcpp.read_barcodes(scan)] == [SEALED]
