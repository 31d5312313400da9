"""Finds the face of a portrait; loaded in the reading process only.

The largest is taken that the detector is fairly sure of: the clerk sees the frame and moves it.
"""

from functools import cache
from pathlib import Path
from typing import Any, Final

import cv2

from desk_app.devices.reading.flatten import Pixels
from desk_app.domain.portraits import Portrait

_SEARCHED: Final = 480
"""Pixels across that a face is searched at: a few ten milliseconds, and nobody stands further away."""
_LEAST: Final = 0.2
"""Share of the picture's shorter side that a face has at least."""
_UPPER: Final = 0.6
"""Part of a face that holds the eyes."""


def portrait(picture: Pixels) -> Portrait | None:
    """The largest face of a picture; None where none is found."""
    scale = min(1.0, _SEARCHED / picture.shape[1])
    small = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    grey = cv2.equalizeHist(cv2.cvtColor(small, cv2.COLOR_RGB2GRAY))
    least = round(min(grey.shape) * _LEAST)
    found = _cascade("haarcascade_frontalface_default.xml").detectMultiScale(
        grey, 1.1, 3, minSize=(least, least)
    )
    if not len(found):
        return None
    x, y, wide, high = (int(v) for v in max(found, key=lambda f: f[2] * f[3]))
    rows, columns = grey.shape
    eyes = _eyes(grey[y : y + round(high * _UPPER), x : x + wide])
    return Portrait(x / columns, y / rows, (x + wide) / columns, (y + high) / rows, eyes)


def _eyes(upper: Any) -> int:
    least = max(8, upper.shape[1] // 8)
    cascade = _cascade("haarcascade_eye_tree_eyeglasses.xml")
    return min(2, len(cascade.detectMultiScale(upper, 1.05, 3, minSize=(least, least))))


@cache
def _cascade(name: str) -> Any:
    return cv2.CascadeClassifier(str(Path(cv2.__file__).with_name("data") / name))
