"""A damaged picture is refused with a sentence, whatever the damage, and is never printed."""

import io
import random
from dataclasses import replace

import pytest
from PIL import Image

from printing.errors import UnprintableError
from printing.papers import document, form
from tests.printing import sheets


def noise(form_of: str) -> bytes:
    out = io.BytesIO()
    Image.effect_noise((413, 579), 50).convert("RGB").save(out, form_of)
    return out.getvalue()


def broken(data: bytes, chance: random.Random) -> bytes:
    """The picture cut off, with bytes changed, or with bytes lost."""
    match chance.randrange(3):
        case 0:
            return data[: chance.randrange(len(data))]
        case 1:
            spoiled = bytearray(data)
            for _ in range(20):
                spoiled[chance.randrange(1000)] = chance.randrange(256)
            return bytes(spoiled)
        case _:
            start = chance.randrange(len(data))
            return data[:start] + data[start + 300 :]


@pytest.mark.parametrize("form_of", ["JPEG", "PNG"])
def test_a_broken_picture_is_drawn_or_told(form_of: str) -> None:
    chance, whole = random.Random(7), noise(form_of)
    specimen = document.specimen("photo_sheet")
    told: list[str] = []
    for _ in range(20):
        data = broken(whole, chance)
        try:
            form.draw(replace(sheets.form(), photo=data))
            document.draw(replace(specimen, values={**specimen.values, "photo": data}))
        except UnprintableError as refused:
            told.append(str(refused))

    assert len(told) > 5
    assert all("照片文件打不开" in each or "请沿边框重新裁剪" in each for each in told)
