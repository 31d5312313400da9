"""A face found in a picture, the frame of a photo about it, and what could be better.

The frame follows GA 461-2004 as far as 35×49 mm allow it: little above the hair, the eyes in the upper half.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from desk_app.domain.photo_advice import PhotoAdvice, PhotoPoint
from desk_app.domain.photo_profiles import TWO_INCH
from desk_app.domain.recognised import PageSpot

_SKULL: Final = 0.35
"""Part of a found face's height that forehead and hair stand above it."""
_HEAD: Final = 0.62
"""Part of the photo's height from hair to chin."""
_ABOVE: Final = 0.05
_SMALL, _LARGE = 0.48, 0.78
_OFF: Final = 0.08
"""Part of the photo's width by which a head may stand beside its middle."""
_BOTH: Final = 2

_NO_FACE: Final = "没有找出正面的脸,请看选框合不合适;侧卧、头枕、遮面的都可以"
_TOO_SMALL: Final = "建议放大选框里的头部(或靠近重拍),头部偏小"
_TOO_LARGE: Final = "建议把选框放大一些,头部偏大"
_CUT: Final = "建议把选框往上移,头顶可能被裁掉"
_ASIDE: Final = "建议左右移动选框,头部不在中间"
_TURNED: Final[Mapping[int, str]] = {
    1: "照片横着,建议按“右转”摆正;躺着拍的也可以",
    2: "照片倒着,建议按两次“右转”摆正",
    3: "照片横着,建议按“左转”摆正;躺着拍的也可以",
}
_OTHERS: Final = "选框里不止一张脸,建议只框本人,或请旁边的人让开后重拍"
_EYES: Final = "没有认出两只睁开的眼睛;闭眼、眼疾、戴眼镜的照样可以"


@dataclass(frozen=True, slots=True)
class Portrait:
    """The face of a picture, in fractions of its width and height, and how many open eyes were found."""

    left: float
    top: float
    right: float
    bottom: float
    eyes: int
    turn: int = 0
    """By how many quarters to the right the picture has to be turned; the place is that in the turned one."""
    others: tuple[PageSpot, ...] = ()
    """Other faces that are nearly as large."""

    @property
    def crown(self) -> float:
        """Where the hair ends above."""
        return self.top - _SKULL * (self.bottom - self.top)

    @property
    def middle(self) -> float:
        """Where the face stands from left to right."""
        return (self.left + self.right) / 2


def frame(portrait: Portrait, width: int, height: int, ratio: float = TWO_INCH.ratio) -> PageSpot:
    """The part of a picture of this size about a face that becomes a photo; as much as the picture has."""
    high = min((portrait.bottom - portrait.crown) / _HEAD, 1.0, width / height / ratio)
    wide = high * ratio * height / width
    left = min(max(0.0, portrait.middle - wide / 2), 1.0 - wide)
    top = min(max(0.0, portrait.crown - _ABOVE * high), 1.0 - high)
    return PageSpot(left, top, left + wide, top + high)


def advice(portrait: Portrait | None, box: PageSpot) -> Iterator[PhotoAdvice]:
    """What could be better in a part of a picture; nothing of it ever blocks."""
    if portrait is None:
        yield PhotoAdvice(PhotoPoint.FACE, _NO_FACE)
    elif portrait.turn:
        yield PhotoAdvice(PhotoPoint.TURNED, _TURNED[portrait.turn])
    else:
        yield from _of_head(portrait, box)
        if any(_holds(box, other) for other in portrait.others):
            yield PhotoAdvice(PhotoPoint.OTHERS, _OTHERS)
        if portrait.eyes < _BOTH:
            yield PhotoAdvice(PhotoPoint.EYES, _EYES)


def _of_head(portrait: Portrait, box: PageSpot) -> Iterator[PhotoAdvice]:
    head = (portrait.bottom - portrait.crown) / (box.bottom - box.top)
    if not _SMALL <= head <= _LARGE:
        yield PhotoAdvice(PhotoPoint.HEAD, _TOO_SMALL if head < _SMALL else _TOO_LARGE)
    if portrait.crown < box.top:
        yield PhotoAdvice(PhotoPoint.PLACE, _CUT)
    if abs(portrait.middle - (box.left + box.right) / 2) > _OFF * (box.right - box.left):
        yield PhotoAdvice(PhotoPoint.PLACE, _ASIDE)


def _holds(box: PageSpot, face: PageSpot) -> bool:
    """Whether the middle of a face lies in a part of the picture."""
    across, down = (face.left + face.right) / 2, (face.top + face.bottom) / 2
    return box.left < across < box.right and box.top < down < box.bottom
