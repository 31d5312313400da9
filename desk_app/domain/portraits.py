"""A face found in a picture, the 2-inch frame about it, and what could be better.

The frame follows GA 461-2004 as far as 35×49 mm allow it: little above the hair, the eyes in the upper half.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from desk_app.domain.recognised import PageSpot

_SKULL: Final = 0.35
"""Part of a found face's height that forehead and hair stand above it."""
_HEAD: Final = 0.62
"""Part of the photo's height from hair to chin."""
_ABOVE: Final = 0.05
_SMALL, _LARGE = 0.48, 0.78
_RATIO: Final = 35 / 49

_NO_FACE: Final = "没有找出正面的脸,请看选框合不合适;侧卧、头枕、遮面的都可以"
_TOO_SMALL: Final = "建议放大选框里的头部(或靠近重拍),头部偏小"
_TOO_LARGE: Final = "建议把选框放大一些,头部偏大"
_CUT: Final = "建议把选框往上移,头顶可能被裁掉"
_ASIDE: Final = "建议左右移动选框,头部不在中间"
_EYES: Final = "没有认出两只睁开的眼睛;闭眼、眼疾、戴眼镜的照样可以"


@dataclass(frozen=True, slots=True)
class Portrait:
    """The face of a picture, in fractions of its width and height, and how many open eyes were found."""

    left: float
    top: float
    right: float
    bottom: float
    eyes: int

    @property
    def crown(self) -> float:
        """Where the hair ends above."""
        return self.top - _SKULL * (self.bottom - self.top)

    @property
    def middle(self) -> float:
        """Where the face stands from left to right."""
        return (self.left + self.right) / 2


def frame(portrait: Portrait, width: int, height: int) -> PageSpot:
    """The 2-inch part of a picture of this size about a face; as much of it as the picture has."""
    high = min((portrait.bottom - portrait.crown) / _HEAD, 1.0, width / height / _RATIO)
    wide = high * _RATIO * height / width
    left = min(max(0.0, portrait.middle - wide / 2), 1.0 - wide)
    top = min(max(0.0, portrait.crown - _ABOVE * high), 1.0 - high)
    return PageSpot(left, top, left + wide, top + high)


def advice(portrait: Portrait | None, box: PageSpot) -> Iterator[str]:
    """What could be better in a part of a picture; nothing of it ever blocks."""
    if portrait is None:
        yield _NO_FACE
        return
    high = box.bottom - box.top
    head = (portrait.bottom - portrait.crown) / high
    if head < _SMALL:
        yield _TOO_SMALL
    elif head > _LARGE:
        yield _TOO_LARGE
    if portrait.crown < box.top:
        yield _CUT
    if abs(portrait.middle - (box.left + box.right) / 2) > 0.08 * (box.right - box.left):
        yield _ASIDE
    if portrait.eyes < 2:
        yield _EYES
