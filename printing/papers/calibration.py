"""The test page of a printer: squares of 20 mm at known places, and rulers from the paper's edge.

It is printed with the offset in force: when that is right, the squares are where the page says.
"""

from collections.abc import Iterator
from typing import Final

from forms.typesetting import typeset
from printing import draw as page
from printing.draw import DrawnPage, Frame, Mark, Rule, Words

SIDE: Final = 20.0
_NEAR: Final = 15.0
"""Mm from the paper's edges to the squares."""
_THIN: Final = 0.35
_LEAST_TEXT: Final = 120.0
"""Height in mm from which the page has room for the instructions."""


def draw(printer: str, shift: tuple[float, float] = (0.0, 0.0), size: tuple[float, float] = page.A4) -> bytes:
    """The test page as PDF of ``size`` mm, everything moved ``shift`` mm right and down."""
    return page.render(
        [DrawnPage([*_marks(printer, shift, size)])], typeset("打印校准页"), size=size, shift=shift
    )


def squares(size: tuple[float, float] = page.A4) -> tuple[tuple[float, float], ...]:
    """Top left corners of the squares in mm: one in each corner of the paper, or fewer where it is small."""
    wide, high = size
    rights = (_NEAR,) if wide < 4 * SIDE else (_NEAR, wide - _NEAR - SIDE)
    downs = (_NEAR,) if high < 4 * SIDE else (_NEAR, high - _NEAR - SIDE)
    return tuple((x, y) for y in downs for x in rights)


def _marks(printer: str, shift: tuple[float, float], size: tuple[float, float]) -> Iterator[Mark]:
    yield from _ruler(size[0], lying=True)
    yield from _ruler(size[1], lying=False)
    for x, y in squares(size):
        yield Frame(x, y, SIDE, SIDE, _THIN)
        yield from _cross(x + SIDE / 2, y + SIDE / 2)
    if size[1] < _LEAST_TEXT:
        yield _words(_NEAR, _NEAR + SIDE + 4, 7, f"{_amount('右', shift[0])} {_amount('下', shift[1])}")
        return
    yield from _arrows(shift, size[0] / 2, 70)
    for number, (text, type_size) in enumerate(_sentences(printer, shift, size)):
        yield _words(25, 100 + number * 9, type_size, text)


def _ruler(length: float, *, lying: bool) -> Iterator[Mark]:
    """A ruler in millimetres from the paper's edge, every tenth one numbered."""
    for number in range(12, int(length) - 1):
        reach = 4.0 if number % 10 == 0 else 2.5 if number % 5 == 0 else 1.5
        start, end = 5.0, 5.0 + reach
        at = float(number)
        yield Rule(at, start, at, end, _THIN) if lying else Rule(start, at, end, at, _THIN)
        if number % 10 == 0:
            x, y = (number - 1.6, end + 2.6) if lying else (end + 0.6, number + 0.9)
            yield Words(x, y, str(number), 6)


def _cross(x: float, y: float) -> Iterator[Mark]:
    yield Rule(x - 4, y, x + 4, y, _THIN)
    yield Rule(x, y - 4, x, y + 4, _THIN)


def _arrows(shift: tuple[float, float], x: float, y: float) -> Iterator[Mark]:
    """Arrows for the directions of the offset, and the offset in force."""
    yield Rule(x, y, x + 15, y, 0.8)
    yield Rule(x + 15, y, x + 12.5, y - 1.5, 0.8)
    yield Rule(x + 15, y, x + 12.5, y + 1.5, 0.8)
    yield _words(x + 17, y + 1.3, 10, _amount("右", shift[0]))
    yield Rule(x, y, x, y + 15, 0.8)
    yield Rule(x, y + 15, x - 1.5, y + 12.5, 0.8)
    yield Rule(x, y + 15, x + 1.5, y + 12.5, 0.8)
    yield _words(x + 2, y + 16, 10, _amount("下", shift[1]))


def _sentences(
    printer: str, shift: tuple[float, float], size: tuple[float, float]
) -> Iterator[tuple[str, float]]:
    yield f"打印校准页 {printer}", 16
    yield f"纸 {size[0]:g}×{size[1]:g} 毫米;现用偏移:{_amount('右', shift[0])},{_amount('下', shift[1])}", 10
    yield f"1. 量任一方框的边长,应为 {SIDE:g} 毫米。不对就是打印时被缩放,请先改打印机设置", 10
    yield f"2. 量左上方框左边到纸的左边,应为 {_NEAR:g} 毫米;上边到纸的上边,应为 {_NEAR:g} 毫米", 10
    yield "3. 新的偏移 = 现用偏移 + (应有 - 量得),精确到 0.1 毫米,向右、向下为正", 10
    yield "4. 用 desk-app printers --offset 打印机 右 下 记下,再打一张本页核对", 10


def _amount(way: str, value: float) -> str:
    return f"向{way} {value:+.1f} 毫米" if value else f"向{way} 0.0 毫米"


def _words(x: float, y: float, size: float, text: str) -> Words:
    return Words(x, y, typeset(text), size)
