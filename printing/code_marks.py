"""Bar code and QR code for a given room; a value that does not fit or can not be coded is refused."""

from printing import codes
from printing.draw import Mark
from printing.errors import AGAIN, UnprintableError


def bars(value: str, x: float, y: float, wide: float, high: float, label: str) -> Mark:
    """A Code 128 at (x, y) mm; UnprintableError when it is wider than ``wide`` or has other than ASCII."""
    if not value.isascii() or not value.isprintable():
        raise UnprintableError(f"“{label}”里有条形码印不了的字,只能用数字、字母和横线" + AGAIN)
    if codes.code128_width(value) > wide:
        raise UnprintableError(f"“{label}”太长,条形码{wide:g}毫米宽印不下" + AGAIN)
    return codes.code128(value, x, y, high)


def square(value: str, x: float, y: float, side: float, label: str) -> Mark:
    try:
        return codes.qr(value, x, y, side)
    except ValueError as error:
        raise UnprintableError(f"“{label}”太长,二维码{side:g}毫米见方印不下" + AGAIN) from error
