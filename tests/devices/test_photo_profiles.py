"""The photo a county wants, and what is said of one: by drawn people, in every size and fault."""

from io import BytesIO

import pytest
from PIL import Image

from desk_app.devices.pictures.main import PillowPictures
from desk_app.domain.photo_advice import PhotoPoint
from desk_app.domain.photo_profiles import TWO_INCH, photo_profile
from desk_app.errors import WorldError
from desk_app.services.parts import Crop
from tests.devices.test_pictures import portrait, saved


def points(data: bytes, box: Crop | None = None) -> set[PhotoPoint]:
    return {each.point for each in PillowPictures().advice(data, box)}


def test_a_profile_is_named_or_written_out_with_the_most_its_file_may_have() -> None:
    assert photo_profile("") == photo_profile("2inch") == TWO_INCH
    assert (TWO_INCH.size, TWO_INCH.on_paper) == ((413, 579), "35×49")
    card = photo_profile("id")
    assert (card.size, card.dpi, card.on_paper, card.most) == ((358, 441), 350, "26×32", 20_000)
    assert photo_profile("390x567@300 40KB").most == 40_000
    assert photo_profile("2inch 30KB").size == TWO_INCH.size
    for wrong in ("one inch", "413×579", "413x579", "2inch 5MB", "2inch 0KB"):
        with pytest.raises(WorldError, match=r"照片规格.*413x579@300 40KB"):
            photo_profile(wrong)


@pytest.mark.parametrize("text", ["2inch", "id", "390x567@300 40KB", "2inch 15KB"])
def test_a_photo_has_the_size_of_the_profile_and_a_file_no_larger_than_it_may_be(text: str) -> None:
    profile = photo_profile(text)
    pictures = PillowPictures(profile)
    data = pictures.photo(saved(portrait(), "JPEG", quality=95), None)
    image = Image.open(BytesIO(data))
    assert (image.size, image.info["dpi"]) == (profile.size, (profile.dpi, profile.dpi))
    assert not profile.most or len(data) <= profile.most
    assert pictures.advice(saved(portrait(), "JPEG", quality=95), None) is not None


def test_what_is_said_is_of_the_part_that_is_cut_out() -> None:
    whole = Image.new("RGB", (1600, 1200), "#4477aa")
    whole.paste(portrait(), (100, 20))
    data = saved(whole, "JPEG", quality=95)
    cut = Crop(100 / 1600, 20 / 1200, 926 / 1600, 1178 / 1200)
    assert points(data, cut) == set()
    assert PhotoPoint.GROUND in points(data)
    few = Crop(0.2, 0.2, 0.2 + 250 / 1600, 0.2 + 350 / 1200)
    assert PhotoPoint.PIXELS in points(data, few)
    with pytest.raises(WorldError, match="照片像素太少"):
        points(data, Crop(0.2, 0.2, 0.25, 0.25))


@pytest.mark.parametrize(
    ("image", "word"),
    [
        (Image.new("RGB", (826, 1158), (4, 4, 5)), "全黑"),
        (portrait().point(lambda v: v // 12), "全黑"),
        (Image.new("RGB", (826, 1158), "white"), "全白"),
        (Image.new("RGB", (826, 1158), "#8899aa"), "什么也没有"),
    ],
)
def test_a_picture_of_nothing_is_one_sentence(image: Image.Image, word: str) -> None:
    (only,) = PillowPictures().advice(saved(image, "JPEG", quality=95), None)
    assert only.point is PhotoPoint.EMPTY
    assert word in only.words
