"""Bar code and QR code as vector rectangles in mm, large enough for the scanner of a counter."""

from functools import lru_cache
from itertools import groupby
from typing import Final

import segno
from barcode.codex import Code128

from printing.draw import Fill

# Above these a 200-dpi scan is read though it is turned, grey, noisy and compressed (tried with zxing).
MIN_MODULE: Final = 0.25
MIN_DOT: Final = 0.33
MIN_QR: Final = 18.0
# Quiet zones in modules: ISO/IEC 15417 10, ISO/IEC 18004 4.
_BAR_QUIET: Final = 10
_QR_QUIET: Final = 4


def code128_width(text: str, module: float = MIN_MODULE) -> float:
    """Width in mm of a Code 128 with its quiet zones; ``module`` is the width of a module in mm."""
    return (len(_bits(text)) + 2 * _BAR_QUIET) * module


def code128(text: str, x: float, y: float, height: float, module: float = MIN_MODULE) -> Fill:
    """Code 128 (ISO/IEC 15417) with its quiet zones, the top left corner at (x, y) mm.

    ValueError when ``module`` is narrower than a scanner can read.
    """
    if module < MIN_MODULE:
        raise ValueError(f"条形码的线宽{module:g}毫米太细,至少{MIN_MODULE:g}毫米才扫得出来")
    bars = tuple(_dark(_bits(text), x + _BAR_QUIET * module, y, module, height))
    return Fill(bars, f"条形码 {text}")


def _bits(text: str) -> str:
    return str(Code128(text).build()[0])


def qr(text: str, x: float, y: float, side: float = MIN_QR) -> Fill:
    """QR code (ISO/IEC 18004, level Q, UTF-8) in a square of ``side`` mm with its quiet zone."""
    rows = _paper_rows(text)
    module = side / (len(rows) + 2 * _QR_QUIET)
    if side < MIN_QR or module < MIN_DOT:
        needed = max(MIN_QR, MIN_DOT * (len(rows) + 2 * _QR_QUIET))
        raise ValueError(f"二维码边长{side:g}毫米太小,这段内容至少要{needed:g}毫米才扫得出来")
    left, top = x + _QR_QUIET * module, y + _QR_QUIET * module
    number, _, _ = text.partition(":")  # what follows it is the seal, which nobody can hear
    return Fill(
        tuple(
            rect
            for number, row in enumerate(rows)
            for rect in _dark(row, left, top + number * module, module, module)
        ),
        f"二维码 {number}",
    )


@lru_cache(64)
def _paper_rows(text: str) -> tuple[str, ...]:
    """The rows of a paper's QR code; cached, because a paper is laid out again in smaller type."""
    return qr_rows(text, "q")


def qr_rows(text: str, level: str) -> tuple[str, ...]:
    """The rows of a QR code as 0 and 1, 1 is dark, without quiet zone; ``level`` is l, m, q or h."""
    code = segno.make(text, encoding="utf-8", error=level, micro=False, boost_error=False)
    return tuple("".join("01"[bool(dot)] for dot in row) for row in code.matrix)


def _dark(bits: str, x: float, y: float, module: float, height: float) -> list[tuple[float, ...]]:
    """One rectangle (x, y, width, height) in mm for each run of 1 in ``bits``."""
    found: list[tuple[float, ...]] = []
    place = 0
    for bit, run in groupby(bits):
        length = len(list(run))
        if bit == "1":
            found.append((x + place * module, y, length * module, height))
        place += length
    return found
