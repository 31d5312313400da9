"""The 2-inch frame about a face, and what is said of a frame; nothing of it blocks."""

import pytest

from desk_app.domain.photo_profiles import TWO_INCH
from desk_app.domain.portraits import Portrait, advice, frame
from desk_app.domain.recognised import PageSpot

FACE = Portrait(0.4, 0.35, 0.6, 0.65, 2)
"""A face in the middle of a picture of 1200×800 pixels."""
SIZE = (1200, 800)


def test_the_frame_is_of_the_photos_shape_holds_the_hair_and_has_nothing_to_say_about() -> None:
    spot = frame(FACE, *SIZE)
    wide, high = (spot.right - spot.left) * SIZE[0], (spot.bottom - spot.top) * SIZE[1]
    assert wide / high == pytest.approx(TWO_INCH.ratio)
    assert spot.top < FACE.crown
    assert (spot.left + spot.right) / 2 == pytest.approx(FACE.middle)
    assert not list(advice(FACE, spot))


def test_a_face_at_the_edge_gets_a_frame_within_the_picture() -> None:
    spot = frame(Portrait(0.0, 0.05, 0.3, 0.6, 2), *SIZE)
    assert (spot.left, spot.top) == (0.0, 0.0)
    assert spot.right <= 1
    assert spot.bottom <= 1


@pytest.mark.parametrize(
    ("face", "box", "told"),
    [
        (None, PageSpot(0, 0, 1, 1), "没有找出正面的脸"),
        (FACE, PageSpot(0.2, 0.0, 0.8, 1.0), "头部偏小"),
        (FACE, PageSpot(0.4, 0.24, 0.6, 0.66), "头部偏大"),
        (FACE, PageSpot(0.35, 0.3, 0.65, 0.95), "头顶"),
        (FACE, PageSpot(0.25, 0.2, 0.6, 0.9), "左右移动"),
        (Portrait(0.4, 0.35, 0.6, 0.65, 1), frame(FACE, *SIZE), "闭眼、眼疾、戴眼镜的照样可以"),
    ],
)
def test_each_fault_of_a_frame_is_told(face: Portrait | None, box: PageSpot, told: str) -> None:
    assert any(told in each.words for each in advice(face, box))
