"""Specimens: complete pictures, always the same, of different people on white ground."""

import io
from datetime import date

import pytest
from PIL import Image

from printing import portraits, specimens
from tests.people import id_number


def opened(data: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(data))
    assert image.format == "JPEG"
    return image


def test_portraits_are_large_white_and_always_the_same() -> None:
    image = opened(portraits.portrait(7, female=True))

    assert image.width >= 900
    assert image.height >= 1200
    corners = [image.getpixel((x, y)) for x in (5, image.width - 6) for y in (5, 300)]
    assert all(min(pixel) >= 250 for pixel in corners if isinstance(pixel, tuple))
    assert portraits.portrait(7, female=True) == portraits.portrait(7, female=True)


def test_sex_age_and_seed_make_different_people() -> None:
    people = [
        portraits.portrait(1),
        portraits.portrait(2),
        portraits.portrait(1, female=True),
        portraits.portrait(1, elderly=True),
        portraits.portrait(1, child=True),
    ]

    assert len(set(people)) == len(people)


@pytest.mark.parametrize(
    ("picture", "size"),
    [
        (lambda face: specimens.id_front(*PERSON, id_number(), face), specimens.CARD),
        (lambda _face: specimens.id_back("样例公安局", "2020.01.01-2040.01.01"), specimens.CARD),
        (lambda _face: specimens.bank_card("张样例", "6217000000000000012"), specimens.CARD),
        (lambda _face: specimens.household_page([("姓名", "张样例"), ("住址", "样例" * 40)]), specimens.PAGE),
    ],
)
def test_documents_have_the_size_of_a_300_dpi_scan(picture: object, size: tuple[int, int]) -> None:
    assert callable(picture)
    image = opened(picture(portraits.portrait(3)))

    assert image.size == size
    assert image.info["dpi"] == (300, 300)


PERSON = ("张样例", "女", "汉族", date(1987, 3, 12), "甘肃省白银市平川区样例镇样例村一社12号")
