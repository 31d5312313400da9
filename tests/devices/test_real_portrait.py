"""A photograph of a real person: Grace Hopper, by the United States Navy, in the public domain.

It comes with matplotlib, whose picture alone is used; the tree holds no photograph of anybody.
"""

from collections.abc import Iterator
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageEnhance, ImageFilter

from desk_app.devices.pictures.main import PillowPictures
from desk_app.devices.reading.child import ReadingProcess
from desk_app.devices.reading.main import OfflineReader
from desk_app.domain import portraits
from desk_app.domain.photo_advice import PhotoPoint
from desk_app.domain.portraits import Portrait
from desk_app.services.parts import Crop

FEATURES = (0.40, 0.30, 0.63, 0.47)
"""Where eyes and mouth are in the upright picture, in fractions of its size, read off it by hand."""
needs_reading = pytest.mark.skipif(find_spec("rapidocr") is None, reason="没有装识别组件")


def _photograph() -> Path:
    found = find_spec("matplotlib")
    assert found is not None
    assert found.origin is not None
    return Path(found.origin).parent / "mpl-data" / "sample_data" / "grace_hopper.jpg"


def _as_jpeg(image: Image.Image) -> bytes:
    out = BytesIO()
    image.save(out, "JPEG", quality=92)
    return out.getvalue()


@pytest.fixture(scope="module")
def photograph() -> Image.Image:
    """The whole picture: head and shoulders of a woman of 77 with glasses and a cap, a flag behind her."""
    return Image.open(_photograph()).convert("RGB")


@pytest.fixture(scope="module")
def reader() -> Iterator[OfflineReader]:
    """The process that finds faces."""
    made = OfflineReader(ReadingProcess(patience=120))
    yield made
    made.close()


def _cut(face: Portrait, image: Image.Image) -> tuple[bytes, tuple[PhotoPoint, ...]]:
    """The photo about a face, and what it is advised on."""
    box = portraits.frame(face, image.width, image.height)
    said = tuple(each.point for each in portraits.advice(face, box))
    crop = Crop(box.left, box.top, box.right, box.bottom)
    return PillowPictures().photo(_as_jpeg(image), crop), said


@needs_reading
@pytest.mark.parametrize("quarters", range(4))
def test_a_real_face_is_found_however_its_picture_lies(
    reader: OfflineReader, photograph: Image.Image, quarters: int
) -> None:
    face = reader.portrait(_as_jpeg(photograph.rotate(90 * quarters, expand=True)))
    assert face is not None
    assert (face.eyes, face.turn, face.others) == (2, quarters, ()), "glasses hide no eyes"
    left, top, right, bottom = FEATURES
    assert face.left < left
    assert face.top < top
    assert face.right > right
    assert face.bottom > bottom


@needs_reading
def test_the_photo_about_it_is_of_the_size_that_is_asked_and_only_its_ground_is_advised_on(
    reader: OfflineReader, photograph: Image.Image
) -> None:
    face = reader.portrait(_as_jpeg(photograph))
    assert face is not None
    photo, said = _cut(face, photograph)
    assert said == ()
    assert Image.open(BytesIO(photo)).size == (413, 579)
    assert {each.point for each in PillowPictures().advice(photo)} == {PhotoPoint.GROUND}
    again = reader.portrait(photo)
    assert again is not None, "the face is in the photo"
    head = again.bottom - again.crown
    assert 0.48 < head < 0.78
    assert abs(again.middle - 0.5) < 0.08


@needs_reading
def test_each_fault_of_a_real_photo_is_told_and_none_refuses_it(
    reader: OfflineReader, photograph: Image.Image
) -> None:
    face = reader.portrait(_as_jpeg(photograph))
    assert face is not None
    told = {}
    for name, image in {
        "blurred": photograph.filter(ImageFilter.GaussianBlur(5)),
        "dark": ImageEnhance.Brightness(photograph).enhance(0.15),
        "glaring": ImageEnhance.Brightness(photograph).enhance(3.0),
    }.items():
        photo, _ = _cut(face, image)
        told[name] = {each.point for each in PillowPictures().advice(photo)}
    assert PhotoPoint.SHARP in told["blurred"]
    assert PhotoPoint.LIGHT in told["dark"]
    assert PhotoPoint.LIGHT in told["glaring"]
