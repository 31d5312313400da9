"""Drawing of invented pictures: smooth shapes, words in the bundled font, JPEG at 300 dpi."""

import io
from collections.abc import Sequence
from functools import cache
from typing import Final

from PIL import Image, ImageDraw, ImageFilter, ImageFont

from printing import font_files

Colour = tuple[int, int, int]
Point = tuple[float, float]

INK: Final = (40, 40, 46)


class Sketch:
    """A picture drawn at double size and reduced once, which makes its edges smooth."""

    _SCALE: Final = 2
    # The figures are drawn small around their middle and brought as near as a portrait is.
    _ZOOM: Final = 1.22
    _MIDDLE: Final = (480.0, 500.0)

    def __init__(self, size: tuple[int, int]) -> None:
        self._size = size
        self._image = Image.new("RGB", (size[0] * self._SCALE, size[1] * self._SCALE), (255, 255, 255))
        self._pen = ImageDraw.Draw(self._image)

    def _at(self, points: Sequence[Point]) -> list[Point]:
        near, (left, top) = self._ZOOM * self._SCALE, self._MIDDLE
        return [
            (left * self._SCALE + (x - left) * near, top * self._SCALE + (y - top) * near) for x, y in points
        ]

    def _thick(self, width: int) -> int:
        return round(width * self._SCALE * self._ZOOM)

    def _bounds(self, x: float, y: float, rx: float, ry: float) -> tuple[float, float, float, float]:
        (left, top), (right, bottom) = self._at([(x - rx, y - ry), (x + rx, y + ry)])
        return left, top, right, bottom

    def ellipse(self, x: float, y: float, rx: float, ry: float, colour: Colour) -> None:
        """A filled ellipse around (x, y)."""
        self._pen.ellipse(self._bounds(x, y, rx, ry), fill=colour)

    def ring(self, x: float, y: float, rx: float, ry: float, width: int, colour: Colour) -> None:
        """The outline of an ellipse."""
        self._pen.ellipse(self._bounds(x, y, rx, ry), outline=colour, width=self._thick(width))

    def polygon(self, points: Sequence[Point], colour: Colour) -> None:
        """A filled shape with straight edges."""
        self._pen.polygon(self._at(points), fill=colour)

    def blob(self, points: Sequence[Point], colour: Colour) -> None:
        """A filled shape whose corners are rounded."""
        self.polygon(_smooth(points, closed=True), colour)

    def curve(self, points: Sequence[Point], width: int, colour: Colour) -> None:
        """A smooth line with round ends."""
        line = self._at(_smooth(points, closed=False))
        thick = self._thick(width)
        self._pen.line(line, fill=colour, width=thick, joint="curve")
        radius = thick / 2
        for x, y in (line[0], line[-1]):
            self._pen.ellipse((x - radius, y - radius, x + radius, y + radius), fill=colour)

    def soft(self, x: float, y: float, rx: float, ry: float, colour: Colour) -> None:
        """An ellipse of colour that fades out, such as a shadow."""
        left, top, right, bottom = map(round, self._bounds(x, y, rx * 1.6, ry * 1.6))
        mask = Image.new("L", (right - left, bottom - top))
        wide, high = mask.size
        ImageDraw.Draw(mask).ellipse((wide / 4, high / 4, wide * 3 / 4, high * 3 / 4), fill=170)
        faded = mask.filter(ImageFilter.GaussianBlur(self._thick(12)))
        self._image.paste(Image.new("RGB", mask.size, colour), (left, top), faded)

    def finished(self) -> Image.Image:
        """The picture at its final size."""
        return self._image.resize(self._size, Image.Resampling.LANCZOS)


def _smooth(points: Sequence[Point], closed: bool) -> list[Point]:
    """The points with their corners cut three times (Chaikin)."""
    found = list(points)
    for _ in range(3):
        pairs = list(zip(found, found[1:] + found[:1] if closed else found[1:], strict=False))
        cut = [_between(a, b, part) for a, b in pairs for part in (0.25, 0.75)]
        found = cut if closed else [found[0], *cut, found[-1]]
    return found


def _between(a: Point, b: Point, part: float) -> Point:
    return (a[0] + (b[0] - a[0]) * part, a[1] + (b[1] - a[1]) * part)


def mixed(one: Colour, other: Colour, part: float) -> Colour:
    """A colour between two: ``part`` 0 is the first, 1 the other."""
    red, green, blue = (round(a + (b - a) * part) for a, b in zip(one, other, strict=True))
    return red, green, blue


@cache
def font(size: int) -> ImageFont.FreeTypeFont:
    """The bundled font in a size in px."""
    return ImageFont.truetype(str(font_files.regular()), size)


def words(
    image: Image.Image,
    at: Point,
    said: str,
    size: int,
    colour: Colour = INK,
    middle: bool = False,
    right: bool = False,
) -> None:
    """Write words at a point: their top left corner, or centre, or top right corner."""
    anchor = "mm" if middle else "ra" if right else "la"
    ImageDraw.Draw(image).text(at, said, fill=colour, font=font(size), anchor=anchor)


def jpeg(image: Image.Image) -> bytes:
    """The picture as a JPEG file."""
    out = io.BytesIO()
    image.save(out, "JPEG", quality=90, dpi=(300, 300))
    return out.getvalue()
