"""What could be better in a photo; all of it is advice, and nothing of it ever blocks."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class PhotoPoint(StrEnum):
    """What a piece of advice is about."""

    PIXELS = "pixels"
    SHAPE = "shape"
    GROUND = "ground"
    SHARP = "sharp"
    LIGHT = "light"
    EVEN = "even"
    FACE = "face"
    HEAD = "head"
    PLACE = "place"
    EYES = "eyes"
    OTHERS = "others"
    TURNED = "turned"
    EMPTY = "empty"


SHORT: Final[Mapping[PhotoPoint, str]] = {
    PhotoPoint.PIXELS: "像素偏少",
    PhotoPoint.SHAPE: "比例不合",
    PhotoPoint.GROUND: "底色不白",
    PhotoPoint.SHARP: "不够清晰",
    PhotoPoint.LIGHT: "过暗或过亮",
    PhotoPoint.EVEN: "明暗不匀",
    PhotoPoint.FACE: "没有找出正面的脸",
    PhotoPoint.HEAD: "头部大小不合",
    PhotoPoint.PLACE: "头部位置不合",
    PhotoPoint.EYES: "没有认出两只睁开的眼睛",
    PhotoPoint.OTHERS: "有别人的脸",
    PhotoPoint.TURNED: "没有摆正",
    PhotoPoint.EMPTY: "看不见人",
}
"""In a few words, as the record keeps it."""


@dataclass(frozen=True, slots=True)
class PhotoAdvice:
    """One thing that could be better."""

    point: PhotoPoint
    words: str
    """A whole sentence, with the next act."""
