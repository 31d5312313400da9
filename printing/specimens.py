"""Invented pictures for the sample cases: drawn people and documents that no one could take for real.

Every picture says 样本 on its face. The same arguments always give the same bytes.
"""

import io
import random
from collections.abc import Sequence
from datetime import date
from functools import cache
from typing import Final

from PIL import Image, ImageDraw, ImageFilter, ImageFont

from forms.typesetting import typeset
from printing import fonts

Colour = tuple[int, int, int]
Point = tuple[float, float]

PORTRAIT: Final = (960, 1280)
PHOTO: Final = (413, 579)
"""35 × 49 mm at 300 dpi."""
CARD: Final = (1011, 638)
"""85.6 × 54 mm (ISO/IEC 7810 ID-1) at 300 dpi."""
PAGE: Final = (1240, 874)
"""105 × 74 mm at 300 dpi: a page of the household book."""

_INK: Final = (40, 40, 46)
_LABEL: Final = (58, 96, 140)
_SKINS: Final[tuple[Colour, ...]] = ((243, 209, 182), (234, 194, 163), (223, 180, 148), (246, 216, 193))
_CLOTHES: Final[tuple[Colour, ...]] = (
    (44, 62, 90),
    (94, 58, 72),
    (52, 88, 78),
    (72, 72, 80),
    (120, 78, 48),
    (60, 60, 104),
)


def portrait(seed: int, female: bool = False, elderly: bool = False, child: bool = False) -> bytes:
    """A drawn person on white ground, 960×1280 px, bareheaded, both ears to be seen."""
    chance = random.Random(seed)
    look = _Look(chance, female, elderly, child)
    sketch = _Sketch(PORTRAIT)
    _draw_back_hair(sketch, look)
    _draw_body(sketch, look)
    _draw_head(sketch, look)
    _draw_features(sketch, look)
    _draw_front_hair(sketch, look)
    image = sketch.finished()
    _words(image, (480, 1236), "样本", 40, (255, 255, 255), middle=True)
    return _jpeg(image)


def id_front(
    name: str, sex: str, ethnicity: str, birth: date, address: str, number: str, portrait_bytes: bytes
) -> bytes:
    """The portrait side of an invented identity card, 1011×638 px; sex and ethnicity as words."""
    image = _card_ground((232, 242, 248), (205, 224, 236))
    for label, value, x, y in (
        ("姓名", name, 60, 60),
        ("性别", sex, 60, 142),
        ("民族", ethnicity.removesuffix("族"), 260, 142),
        ("出生", f"{birth.year} 年 {birth.month} 月 {birth.day} 日", 60, 224),
    ):
        _words(image, (x, y), label, 30, _LABEL)
        _words(image, (x + 90, y - 4), value, 38)
    _words(image, (60, 306), "住址", 30, _LABEL)
    for row, line in enumerate(_lines(address, 36, 470)[:4]):
        _words(image, (150, 302 + 52 * row), line, 36)
    _words(image, (60, 548), "公民身份号码", 30, _LABEL)
    _words(image, (300, 540), " ".join(number), 38)
    with Image.open(io.BytesIO(portrait_bytes)) as face:
        image.paste(_cut(face.convert("RGB"), (300, 378)), (660, 76))
    return _jpeg(_stamped(image))


def id_back(office: str, valid: str) -> bytes:
    """The other side of an invented identity card: issuing office and period of validity."""
    image = _card_ground((240, 238, 246), (220, 214, 234))
    pen = ImageDraw.Draw(image)
    # A plain ring stands where a real card has the national emblem.
    pen.ellipse((70, 70, 230, 230), outline=(176, 60, 60), width=8)
    _words(image, (150, 150), "样本", 44, (176, 60, 60), middle=True)
    _words(image, (600, 110), typeset("居民身份证(样本)"), 52, middle=True)
    _words(image, (600, 190), typeset("非真实证件,仅供演示"), 34, _LABEL, middle=True)
    for y, label, value in ((430, "签发机关", office), (512, "有效期限", valid)):
        _words(image, (220, y), label, 32, _LABEL)
        _words(image, (390, y - 3), value, 36)
    return _jpeg(_stamped(image))


@cache
def of_layout(name: str) -> bytes:
    """The drawn picture a layout names as its sample: ``photo`` (35×49 mm), ``id_front`` or ``id_back``."""
    face = portrait(7, female=True)
    if name == "id_front":
        address = "甘肃省白银市平川区样例镇样例村一社12号"
        return id_front("张样例", "女", "汉族", date(1987, 3, 12), address, "620403198703120029", face)
    if name == "id_back":
        return id_back("白银市公安局平川分局", "2020.01.01-2040.01.01")
    with Image.open(io.BytesIO(face)) as image:
        return _jpeg(_cut(image.convert("RGB"), PHOTO))


def household_page(rows: Sequence[tuple[str, str]]) -> bytes:
    """A page of an invented household book, 1240×874 px: (label, value) pairs, two to a row."""
    image = Image.new("RGB", PAGE, (250, 246, 236))
    pen = ImageDraw.Draw(image)
    _words(image, (620, 70), typeset("常住人口登记卡(样本)"), 48, middle=True)
    high = min(86.0, 660 / max(1, (len(rows) + 1) // 2))
    for place, (label, value) in enumerate(rows):
        x, y = 60 + 560 * (place % 2), 130 + high * (place // 2)
        pen.rectangle((x, y, x + 180, y + high), outline=_INK, width=2)
        pen.rectangle((x + 180, y, x + 560, y + high), outline=_INK, width=2)
        _fitting(image, (x + 10, y, 164, high), label, 28, _LABEL)
        _fitting(image, (x + 192, y, 360, high), value, 30, _INK)
    _words(image, (620, 830), typeset("样本 · 虚构内容,仅供演示"), 30, (150, 60, 60), middle=True)
    return _jpeg(_stamped(image))


def bank_card(holder: str, number: str) -> bytes:
    """The number side of an invented 一卡通, 1011×638 px."""
    image = _card_ground((178, 58, 56), (140, 36, 44))
    pen = ImageDraw.Draw(image)
    white, gold = (255, 250, 240), (226, 190, 110)
    _words(image, (60, 54), typeset("惠农惠民一卡通(样本)"), 46, white)
    pen.rounded_rectangle((70, 190, 200, 286), 14, fill=gold)
    for y in (214, 238, 262):
        pen.line((70, y, 200, y), fill=(180, 140, 70), width=3)
    grouped = "  ".join(number[start : start + 4] for start in range(0, len(number), 4))
    _words(image, (62, 352), grouped, 58, white)
    _words(image, (62, 500), holder, 42, white)
    _words(image, (940, 500), "样例银行", 38, white, right=True)
    return _jpeg(_stamped(image, (255, 255, 255)))


# ---- people ---------------------------------------------------------------------------------------


class _Look:
    """What one invented person looks like, all of it from the seed."""

    def __init__(self, chance: random.Random, female: bool, elderly: bool, child: bool) -> None:
        self.female, self.elderly, self.child = female, elderly, child
        self.skin = chance.choice(_SKINS)
        self.clothes = chance.choice(_CLOTHES)
        grey = chance.randint(150, 205)
        black = chance.randint(22, 48)
        self.hair: Colour = (grey, grey, grey + 4) if elderly else (black + 8, black + 2, black)
        # Half width and half height of the head in px; children have rounder heads and narrower shoulders.
        self.rx = (168 if child else 172) + chance.randint(-8, 8)
        self.ry = (204 if child else 228) + chance.randint(-10, 10)
        self.shoulder = (270 if child else 350 if female else 395) + chance.randint(-15, 15)
        self.eye = (30 if child else 24) + chance.randint(-2, 3)
        self.apart = 72 + chance.randint(-6, 8)
        self.smile = chance.randint(4, 16)
        self.brow = chance.randint(6, 12)
        self.parting = chance.choice((-1, 1))
        self.glasses = not child and chance.random() < 0.25
        self.middle: Point = (480, 540)

    @property
    def shade(self) -> Colour:
        """The skin in shadow."""
        return _mixed(self.skin, (150, 96, 74), 0.3)


def _draw_body(sketch: "_Sketch", look: _Look) -> None:
    x, y = look.middle
    neck = 62 if look.child else 74 if look.female else 92
    top, collar = y + look.ry - 60, y + look.ry + 96
    reach = look.shoulder
    sketch.blob(
        [
            (x - neck - 20, collar - 16),
            (x - reach * 0.75, collar + 60),
            (x - reach, collar + 170),
            (x - reach - 30, 1500),
            (x + reach + 30, 1500),
            (x + reach, collar + 170),
            (x + reach * 0.75, collar + 60),
            (x + neck + 20, collar - 16),
        ],
        look.clothes,
    )
    sketch.polygon([(x - neck, top), (x + neck, top), (x + neck, collar), (x - neck, collar)], look.skin)
    sketch.ellipse(x, collar, neck, 60, look.skin)
    sketch.soft(x, top + 62, neck, 40, look.shade)
    lapel = _mixed(look.clothes, (255, 255, 255), 0.22)
    for side in (-1, 1):
        edge = x + side * neck
        sketch.polygon(
            [(edge, collar - 30), (edge + side * 44, collar - 6), (x + side * 26, collar + 150)], lapel
        )


def _draw_head(sketch: "_Sketch", look: _Look) -> None:
    x, y = look.middle
    for side in (-1, 1):
        sketch.ellipse(x + side * look.rx, y + 16, 28, 50, look.skin)
        sketch.ellipse(x + side * (look.rx + 4), y + 18, 14, 30, look.shade)
    sketch.ellipse(x, y, look.rx, look.ry, look.skin)
    jaw = look.rx * (0.86 if look.female or look.child else 0.94)
    sketch.blob(
        [
            (x - look.rx, y + 10),
            (x - jaw, y + look.ry * 0.55),
            (x - jaw * 0.5, y + look.ry * 0.95),
            (x, y + look.ry + 6),
            (x + jaw * 0.5, y + look.ry * 0.95),
            (x + jaw, y + look.ry * 0.55),
            (x + look.rx, y + 10),
        ],
        look.skin,
    )
    blush = _mixed(look.skin, (226, 120, 110), 0.25)
    for side in (-1, 1):
        sketch.soft(x + side * look.rx * 0.58, y + 74, 46, 34, blush)


def _draw_features(sketch: "_Sketch", look: _Look) -> None:
    x, y = look.middle
    for side in (-1, 1):
        _draw_eye(sketch, look, x + side * look.apart)
    sketch.curve([(x - 6, y + 20), (x - 18, y + 84), (x + 16, y + 92)], 5, look.shade)
    mouth = y + 146 if not look.child else y + 128
    lips = _mixed(look.skin, (176, 56, 60), 0.55 if look.female else 0.4)
    sketch.curve([(x - 48, mouth), (x, mouth + look.smile), (x + 48, mouth)], 10, lips)
    if look.elderly:
        _draw_years(sketch, look)
    if look.glasses:
        _draw_glasses(sketch, look)


def _draw_eye(sketch: "_Sketch", look: _Look, x: float) -> None:
    y, size = look.middle[1], look.eye
    sketch.ellipse(x, y + 6, size * 1.35, size * 0.72, (252, 250, 248))
    sketch.ellipse(x, y + 6, size * 0.66, size * 0.68, (52, 36, 28))
    sketch.ellipse(x + 6, y, 5, 5, (255, 255, 255))
    sketch.curve([(x - size * 1.45, y + 4), (x, y - size * 0.85), (x + size * 1.45, y + 2)], 5, _INK)
    brow = y - 46 - look.brow
    sketch.curve([(x - 40, brow + 8), (x, brow - 6), (x + 40, brow + 8)], 9, look.hair)


def _draw_years(sketch: "_Sketch", look: _Look) -> None:
    """Lines of the forehead, below the eyes and beside the mouth."""
    x, y = look.middle
    for top in (y - 124, y - 98):
        sketch.curve([(x - 70, top), (x, top - 8), (x + 70, top)], 3, look.shade)
    for side in (-1, 1):
        eye, fold = x + side * look.apart, x + side * 74
        sketch.curve([(eye - 30, y + 36), (eye, y + 46), (eye + 30, y + 38)], 3, look.shade)
        cheek = [(fold - side * 20, y + 96), (fold, y + 128), (fold + side * 4, y + 160)]
        sketch.curve(cheek, 4, look.shade)


def _draw_glasses(sketch: "_Sketch", look: _Look) -> None:
    x, y = look.middle
    for side in (-1, 1):
        sketch.ring(x + side * look.apart, y + 8, 56, 44, 5, (70, 66, 66))
        sketch.curve([(x + side * (look.apart + 54), y), (x + side * look.rx, y - 4)], 5, (70, 66, 66))
    sketch.curve([(x - look.apart + 54, y), (x, y - 6), (x + look.apart - 54, y)], 5, (70, 66, 66))


def _draw_back_hair(sketch: "_Sketch", look: _Look) -> None:
    x, y = look.middle
    if not look.female:
        return
    if look.child:
        for side in (-1, 1):
            sketch.ellipse(x + side * (look.rx + 46), y + 70, 44, 92, look.hair)
    elif not look.elderly:
        sketch.blob(
            [
                (x - look.rx * 0.9, y - 60),
                (x - look.rx * 1.06, y + 180),
                (x - look.rx * 0.9, y + 400),
                (x + look.rx * 0.9, y + 400),
                (x + look.rx * 1.06, y + 180),
                (x + look.rx * 0.9, y - 60),
            ],
            look.hair,
        )


def _forehead(look: _Look) -> list[Point]:
    """The hair's edge above the forehead, from the right: it makes the style."""
    rx, ry, part = look.rx, look.ry, look.parting
    if look.child:
        edge = [(rx * 0.86, -60.0), (rx * 0.4, -78.0), (0.0, -84.0), (-rx * 0.4, -78.0)]
    elif look.female:
        edge = [(rx * 0.9, -50.0), (rx * 0.62, -130.0), (part * rx * 0.25, -ry * 0.76), (-rx * 0.62, -130.0)]
    elif look.elderly:
        edge = [(rx * 0.97, -70.0), (rx * 0.7, -ry * 0.74), (0.0, -ry * 0.9), (-rx * 0.7, -ry * 0.74)]
    else:
        edge = [(rx * 0.92, -60.0), (rx * 0.66, -126.0), (part * 40.0, -138.0), (-rx * 0.66, -122.0)]
    return edge


def _draw_front_hair(sketch: "_Sketch", look: _Look) -> None:
    """Hair from ear to ear over the crown, the ears left free."""
    x, y = look.middle
    rx, ry = look.rx, look.ry
    temple = -60 if look.elderly else -50
    crown = 30 if look.elderly and not look.female else 46
    outline = [
        (-rx * 1.02, temple + 50),
        (-rx * 1.1, -ry * 0.45),
        (-rx * 0.72, -ry * 0.98),
        (0, -ry - crown),
        (rx * 0.72, -ry * 0.98),
        (rx * 1.1, -ry * 0.45),
        (rx * 1.02, temple + 50),
        *_forehead(look),
        (-rx * 0.92, temple),
    ]
    sketch.blob([(x + across, y + down) for across, down in outline], look.hair)


# ---- drawing --------------------------------------------------------------------------------------


class _Sketch:
    """A picture drawn twice as large and brought down once, so that edges are smooth."""

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
        """A tint that fades out, such as a shadow."""
        left, top, right, bottom = map(round, self._bounds(x, y, rx * 1.6, ry * 1.6))
        mask = Image.new("L", (right - left, bottom - top))
        wide, high = mask.size
        ImageDraw.Draw(mask).ellipse((wide / 4, high / 4, wide * 3 / 4, high * 3 / 4), fill=170)
        faded = mask.filter(ImageFilter.GaussianBlur(self._thick(12)))
        self._image.paste(Image.new("RGB", mask.size, colour), (left, top), faded)

    def finished(self) -> Image.Image:
        """The picture at its own size."""
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


def _mixed(one: Colour, other: Colour, part: float) -> Colour:
    red, green, blue = (round(a + (b - a) * part) for a, b in zip(one, other, strict=True))
    return red, green, blue


def _card_ground(light: Colour, dark: Colour) -> Image.Image:
    """A card with a slanting tint and fine waves."""
    ramp = Image.linear_gradient("L").resize(CARD)
    image = Image.composite(Image.new("RGB", CARD, dark), Image.new("RGB", CARD, light), ramp)
    pen = ImageDraw.Draw(image)
    wave = _mixed(light, dark, 0.6)
    for top in range(-200, CARD[1] + 200, 22):
        pen.arc((-300, top, CARD[0] + 300, top + 420), 200, 340, fill=wave, width=1)
    return image


def _stamped(image: Image.Image, colour: Colour = (190, 40, 40)) -> Image.Image:
    """The picture with 样本 SAMPLE slanting across it: nobody can use it as a document."""
    layer = Image.new("RGBA", image.size)
    _words(layer, (image.width / 2, image.height / 2), "样本 SAMPLE", 120, colour, middle=True)
    slanting = layer.rotate(24, resample=Image.Resampling.BICUBIC)
    faint = slanting.getchannel("A").point(lambda alpha: round(alpha * 0.34))
    stamped = image.copy()
    stamped.paste(Image.new("RGB", image.size, colour), (0, 0), faint)
    return stamped


def _cut(face: Image.Image, size: tuple[int, int]) -> Image.Image:
    """The middle of a picture in the proportion of ``size``."""
    wide = min(face.width, round(face.height * size[0] / size[1]))
    high = min(face.height, round(face.width * size[1] / size[0]))
    left, top = (face.width - wide) // 2, (face.height - high) // 2
    return face.crop((left, top, left + wide, top + high)).resize(size, Image.Resampling.LANCZOS)


@cache
def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(fonts.regular()), size)


def _words(
    image: Image.Image,
    at: Point,
    words: str,
    size: int,
    colour: Colour = _INK,
    middle: bool = False,
    right: bool = False,
) -> None:
    """Words from their top left corner, or around their middle, or up to their top right corner."""
    anchor = "mm" if middle else "ra" if right else "la"
    ImageDraw.Draw(image).text(at, words, fill=colour, font=_font(size), anchor=anchor)


def _lines(words: str, size: int, wide: float) -> list[str]:
    """The words broken into lines no wider than ``wide`` px."""
    lines = [""]
    for char in words:
        if lines[-1] and _font(size).getlength(lines[-1] + char) > wide:
            lines.append("")
        lines[-1] += char
    return lines


def _fitting(
    image: Image.Image, box: tuple[float, float, float, float], words: str, size: int, colour: Colour
) -> None:
    """Words on one line of a box, or in smaller type on as many as they need, centred in its height."""
    x, y, wide, high = box
    if _font(size).getlength(words) > wide:
        size = round(size * 0.75)
    rows = _lines(words, size, wide)
    for number, row in enumerate(rows):
        top = y + high / 2 + (number - len(rows) / 2) * size * 1.25
        _words(image, (x, top), row, size, colour)


def _jpeg(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.save(out, "JPEG", quality=90, dpi=(300, 300))
    return out.getvalue()
