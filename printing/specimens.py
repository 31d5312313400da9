"""Invented documents for the sample cases: drawn cards and pages, recognisable as samples.

Every picture says 样本 on its face. The same arguments always give the same bytes.
"""

import io
from collections.abc import Sequence
from datetime import date
from functools import cache
from typing import Final

from PIL import Image, ImageDraw

from forms.typesetting import typeset
from printing.portraits import portrait
from printing.sketch import INK, Colour, font, jpeg, mixed, words

PHOTO: Final = (413, 579)
"""35 × 49 mm at 300 dpi."""
CARD: Final = (1011, 638)
"""85.6 × 54 mm (ISO/IEC 7810 ID-1) at 300 dpi."""
PAGE: Final = (1240, 874)
"""105 × 74 mm at 300 dpi: a page of the household book."""

_LABEL: Final = (58, 96, 140)


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
        words(image, (x, y), label, 30, _LABEL)
        words(image, (x + 90, y - 4), value, 38)
    words(image, (60, 306), "住址", 30, _LABEL)
    for row, line in enumerate(_lines(address, 36, 470)[:4]):
        words(image, (150, 302 + 52 * row), line, 36)
    words(image, (60, 548), "公民身份号码", 30, _LABEL)
    words(image, (300, 540), " ".join(number), 38)
    with Image.open(io.BytesIO(portrait_bytes)) as face:
        image.paste(_cut(face.convert("RGB"), (300, 378)), (660, 76))
    return jpeg(_stamped(image))


def id_back(office: str, valid: str) -> bytes:
    """The other side of an invented identity card: issuing office and period of validity."""
    image = _card_ground((240, 238, 246), (220, 214, 234))
    pen = ImageDraw.Draw(image)
    # A plain ring stands where a real card has the national emblem.
    pen.ellipse((70, 70, 230, 230), outline=(176, 60, 60), width=8)
    words(image, (150, 150), "样本", 44, (176, 60, 60), middle=True)
    words(image, (600, 110), typeset("居民身份证(样本)"), 52, middle=True)
    words(image, (600, 190), typeset("非真实证件,仅供演示"), 34, _LABEL, middle=True)
    for y, label, value in ((430, "签发机关", office), (512, "有效期限", valid)):
        words(image, (220, y), label, 32, _LABEL)
        words(image, (390, y - 3), value, 36)
    return jpeg(_stamped(image))


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
        return jpeg(_cut(image.convert("RGB"), PHOTO))


def household_page(rows: Sequence[tuple[str, str]]) -> bytes:
    """A page of an invented household book, 1240×874 px: (label, value) pairs, two to a row."""
    image = Image.new("RGB", PAGE, (250, 246, 236))
    pen = ImageDraw.Draw(image)
    words(image, (620, 70), typeset("常住人口登记卡(样本)"), 48, middle=True)
    high = min(86.0, 660 / max(1, (len(rows) + 1) // 2))
    for place, (label, value) in enumerate(rows):
        x, y = 60 + 560 * (place % 2), 130 + high * (place // 2)
        pen.rectangle((x, y, x + 180, y + high), outline=INK, width=2)
        pen.rectangle((x + 180, y, x + 560, y + high), outline=INK, width=2)
        _fitting(image, (x + 10, y, 164, high), label, 28, _LABEL)
        _fitting(image, (x + 192, y, 360, high), value, 30, INK)
    words(image, (620, 830), typeset("样本 · 虚构内容,仅供演示"), 30, (150, 60, 60), middle=True)
    # Below the rows, not across them as on a card: it would hide what is read off.
    words(image, (620, 730), "样本 SAMPLE", 120, (230, 177, 167), middle=True)
    return jpeg(image)


def bank_card(holder: str, number: str) -> bytes:
    """The number side of an invented 一卡通, 1011×638 px."""
    image = _card_ground((178, 58, 56), (140, 36, 44))
    pen = ImageDraw.Draw(image)
    white, gold = (255, 250, 240), (226, 190, 110)
    words(image, (60, 54), typeset("惠农惠民一卡通(样本)"), 46, white)
    pen.rounded_rectangle((70, 190, 200, 286), 14, fill=gold)
    for y in (214, 238, 262):
        pen.line((70, y, 200, y), fill=(180, 140, 70), width=3)
    grouped = "  ".join(number[start : start + 4] for start in range(0, len(number), 4))
    words(image, (62, 352), grouped, 58, white)
    words(image, (62, 500), holder, 42, white)
    words(image, (940, 500), "样例银行", 38, white, right=True)
    # Not across the card, as on the others: it would hide the number.
    words(image, (960, 200), "样本 SAMPLE", 76, (206, 122, 124), right=True)
    return jpeg(image)


# ---- cards and their words ------------------------------------------------------------------------


def _card_ground(light: Colour, dark: Colour) -> Image.Image:
    """The background of a card: a slanting gradient with fine waves."""
    ramp = Image.linear_gradient("L").resize(CARD)
    image = Image.composite(Image.new("RGB", CARD, dark), Image.new("RGB", CARD, light), ramp)
    pen = ImageDraw.Draw(image)
    wave = mixed(light, dark, 0.6)
    for top in range(-200, CARD[1] + 200, 22):
        pen.arc((-300, top, CARD[0] + 300, top + 420), 200, 340, fill=wave, width=1)
    return image


def _stamped(image: Image.Image, colour: Colour = (190, 40, 40)) -> Image.Image:
    """The picture with 样本 SAMPLE across it, so that it can not be used as a document."""
    layer = Image.new("RGBA", image.size)
    words(layer, (image.width / 2, image.height / 2), "样本 SAMPLE", 120, colour, middle=True)
    slanting = layer.rotate(24, resample=Image.Resampling.BICUBIC)
    faint = slanting.getchannel("A").point(lambda alpha: round(alpha * 0.34))
    stamped = image.copy()
    stamped.paste(Image.new("RGB", image.size, colour), (0, 0), faint)
    return stamped


def _cut(face: Image.Image, size: tuple[int, int]) -> Image.Image:
    """The centre of a picture in the proportions of ``size``, scaled to it."""
    wide = min(face.width, round(face.height * size[0] / size[1]))
    high = min(face.height, round(face.width * size[1] / size[0]))
    left, top = (face.width - wide) // 2, (face.height - high) // 2
    return face.crop((left, top, left + wide, top + high)).resize(size, Image.Resampling.LANCZOS)


def _lines(said: str, size: int, wide: float) -> list[str]:
    """Words broken into lines no wider than ``wide`` px."""
    lines = [""]
    for char in said:
        if lines[-1] and font(size).getlength(lines[-1] + char) > wide:
            lines.append("")
        lines[-1] += char
    return lines


def _fitting(
    image: Image.Image, box: tuple[float, float, float, float], said: str, size: int, colour: Colour
) -> None:
    """Words on one line of a box, or in smaller type on as many as they need, centred in its height."""
    x, y, wide, high = box
    if font(size).getlength(said) > wide:
        size = round(size * 0.75)
    rows = _lines(said, size, wide)
    for number, row in enumerate(rows):
        top = y + high / 2 + (number - len(rows) / 2) * size * 1.25
        words(image, (x, top), row, size, colour)
