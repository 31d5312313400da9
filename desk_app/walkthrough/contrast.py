"""Contrast of words from the pixels of a picture of the window."""

from collections.abc import Iterator
from functools import cache
from typing import Final

from PIL import Image
from PySide6.QtCore import QPoint, QRectF
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from desk_app.walkthrough.painted import DrawnWords

ENOUGH: Final = 4.5
ENOUGH_LARGE: Final = 3.0
"""For large type (WCAG 2.2, 1.4.3)."""
_LARGE: Final = 24
_LARGE_BOLD: Final = 18.66
_MOST_SEEN: Final = 0.6
"""Share of a piece of text that must be in view for it to be measured."""

Colour = tuple[int, int, int]


def picture_of(top: QWidget) -> Image.Image:
    """The window as it is drawn now, in device pixels."""
    shot = top.grab().toImage().convertToFormat(QImage.Format.Format_RGBX8888)
    size = (shot.width(), shot.height())
    raw = Image.frombuffer("RGBX", size, bytes(shot.constBits()), "raw", "RGBX", shot.bytesPerLine(), 1)
    return raw.convert("RGB")


def too_faint(widget: QWidget, words: DrawnWords, picture: Image.Image, top: QWidget) -> Iterator[str]:
    """Says by how much the contrast of a piece of text in the window ``top`` is too low; else nothing.

    ``picture`` is ``picture_of`` the window.
    """
    large = words.size >= (_LARGE_BOLD if words.bold else _LARGE)
    goal = ENOUGH_LARGE if large else ENOUGH
    ratio = contrast_in(_part(widget, words, picture, top))
    if ratio is not None and ratio < goal - 0.05:
        yield f"{words.text}:{ratio:.1f} < {goal:g}"


def _part(widget: QWidget, words: DrawnWords, picture: Image.Image, top: QWidget) -> Image.Image | None:
    """The piece of the picture where the words stand; None when most of it is hidden or scrolled away."""
    seen = words.box.intersected(QRectF(widget.visibleRegion().boundingRect()))
    if seen.width() * seen.height() < _MOST_SEEN * words.box.width() * words.box.height():
        return None
    fine = picture.width / max(1, top.width())
    shift = widget.mapTo(top, QPoint())
    left, upper = (seen.left() + shift.x()) * fine, (seen.top() + shift.y()) * fine
    box = (round(left), round(upper), round(left + seen.width() * fine), round(upper + seen.height() * fine))
    return picture.crop(box) if box[2] > box[0] and box[3] > box[1] else None


def contrast_in(part: Image.Image | None) -> float | None:
    """The contrast between the ground, the commonest colour, and the colour farthest from it.

    None where there is one colour only: the words are hidden by something else.
    """
    found = part.getcolors(part.width * part.height) if part else None
    if not found or len(found) < 2:
        return None
    colours = sorted(((n, c) for n, c in found if isinstance(c, tuple)), reverse=True)
    ground = _luminance(colours[0][1])
    return max(_ratio(ground, _luminance(colour)) for _, colour in colours[1:])


def _ratio(one: float, other: float) -> float:
    return (max(one, other) + 0.05) / (min(one, other) + 0.05)


@cache  # a window has few colours, and each is met in a thousand words
def _luminance(colour: tuple[int, ...]) -> float:
    """Relative luminance of an sRGB colour (WCAG 2.2)."""
    red, green, blue = (_linear(part / 255) for part in colour[:3])
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)
