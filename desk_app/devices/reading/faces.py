"""Finds the face of a portrait; loaded in the reading process only.

The largest is taken that the detector is fairly sure of: the clerk sees the frame and moves it.
"""

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final

import cv2
import numpy as np

from desk_app.devices.reading.flatten import Pixels
from desk_app.domain.portraits import Portrait
from desk_app.domain.recognised import PageSpot

_SEARCHED: Final = 480
"""Pixels of the shorter side a face is searched at: some ten milliseconds, and nobody stands further away."""
_LEAST: Final = 0.2
"""Share of the picture's shorter side that a face has at least."""
_UPPER: Final = 0.6
"""Part of a face that holds the eyes."""
_BOTH: Final = 2
_LYING: Final = (2, 1, 3)
"""Quarters to the right that a picture is turned by while no face with both its eyes is found."""
_FACE: Final = 240
"""Pixels across that eyes are searched at."""
_BESIDE: Final = 0.5
"""Part of the largest face's width from which on another one is told."""


def portrait(picture: Pixels) -> Portrait | None:
    """The largest face of a picture, however it lies; None where none is found.

    Where it does not lie upright its place is that in the picture turned by ``turn`` quarters to the right.
    """
    scale = min(1.0, _SEARCHED / min(picture.shape[:2]))
    small = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    grey = cv2.equalizeHist(cv2.cvtColor(small, cv2.COLOR_RGB2GRAY))
    upright = _faces(grey, 0)
    if upright is not None and upright.eyes == _BOTH:
        return upright
    turned = (_faces(np.ascontiguousarray(np.rot90(grey, -quarters)), quarters) for quarters in _LYING)
    return next((face for face in turned if face is not None), upright)


def _faces(grey: Any, quarters: int) -> Portrait | None:
    """The largest face of an upright picture; in one that was turned it must have both eyes."""
    least = round(min(grey.shape) * _LEAST)
    found = _cascade("haarcascade_frontalface_default.xml").detectMultiScale(
        grey, 1.1, 3, minSize=(least, least)
    )
    faces = sorted(([int(v) for v in face] for face in found), key=lambda f: -f[2] * f[3])
    if not faces:
        return None
    rows, columns = grey.shape
    x, y, wide, high = faces[0]
    eyes = _eyes_of(grey, faces[0])
    if quarters and eyes < _BOTH:
        return None
    others = tuple(
        PageSpot(a / columns, b / rows, (a + c) / columns, (b + d) / rows)
        for a, b, c, d in faces[1:]
        if c >= _BESIDE * wide and _eyes_of(grey, [a, b, c, d]) == _BOTH
    )
    return Portrait(x / columns, y / rows, (x + wide) / columns, (y + high) / rows, eyes, quarters, others)


def _eyes_of(grey: Any, face: Sequence[int]) -> int:
    x, y, wide, high = face
    return _eyes(grey[y : y + round(high * _UPPER), x : x + wide])


def _eyes(upper: Any) -> int:
    scale = _FACE / upper.shape[1]  # eyes of a few pixels are found in none
    upper = cv2.resize(upper, None, fx=scale, fy=scale, interpolation=cv2.INTER_LINEAR)
    least = _FACE // 8
    cascade = _cascade("haarcascade_eye_tree_eyeglasses.xml")
    return min(2, len(cascade.detectMultiScale(upper, 1.05, 3, minSize=(least, least))))


@cache
def _cascade(name: str) -> Any:
    return cv2.CascadeClassifier(str(Path(cv2.__file__).with_name("data") / name))
