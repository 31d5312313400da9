"""Bar code and QR code: never smaller than a scanner reads."""

import pytest

from printing import codes


def test_modules_too_fine_to_scan_are_refused() -> None:
    with pytest.raises(ValueError, match=r"至少0\.25毫米"):
        codes.code128("620403", 0, 0, 10, module=0.15)
    with pytest.raises(ValueError, match="至少要18毫米"):
        codes.qr("620403", 0, 0, side=15)
    with pytest.raises(ValueError, match="太小"):
        codes.qr("受理" * 200, 0, 0, side=18)


def test_codes_keep_their_quiet_zones() -> None:
    bars = codes.code128("620403", 10, 20, 12).rects
    width = codes.code128_width("620403")

    assert min(x for x, *_ in bars) == pytest.approx(10 + 2.5)
    assert max(x + w for x, _, w, _ in bars) == pytest.approx(10 + width - 2.5)
    dots = codes.qr("620403", 0, 0, 29).rects
    module = 29 / (21 + 8)
    assert min(x for x, *_ in dots) == pytest.approx(4 * module)
    assert min(y for _, y, *_ in dots) == pytest.approx(4 * module)
