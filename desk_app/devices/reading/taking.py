"""What could be better in the picture of a card or page; loaded in the reading process only.

The thresholds lie between pictures blurred by 1.5 and by 3.5 pixels at 1000 pixels across, of which the first
are read well and the second are not.
"""

from collections.abc import Iterator
from typing import Any, Final

import cv2
import numpy as np

from desk_app.devices.reading.flatten import Pixels

_ACROSS: Final = 1000
_LEAST_EDGE: Final = 1.0
"""Steepness of the sharpest edges, beside the contrast of the picture."""
_WHITE, _PALE = 250, 235
"""Grey from which on a place is burnt out, and a page is simply white."""
_SPOT: Final = 0.01
"""Share of the picture that a reflection has before it is told."""
_RIM: Final = 0.06
_GRAIN: Final = 15

_BLURRED: Final = "图片不够清晰,建议擦净镜头、扶稳后重拍"
_GLARE: Final = "图片上有反光,建议换个角度重拍"


def advice(picture: Pixels) -> tuple[str, ...]:
    """Sentences on what could be better; none of it blocks."""
    scale = _ACROSS / picture.shape[1]
    small: Any = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    return tuple(_told(cv2.cvtColor(small, cv2.COLOR_RGB2GRAY)))


def _told(grey: Any) -> Iterator[str]:
    dark, light = np.percentile(grey, (0.5, 99.5))
    level = grey.astype(np.float32)
    edges = np.hypot(cv2.Sobel(level, cv2.CV_32F, 1, 0), cv2.Sobel(level, cv2.CV_32F, 0, 1))
    rim = round(_RIM * min(grey.shape))  # the edge of the card itself is no writing
    if np.percentile(edges[rim:-rim, rim:-rim], 99.5) < _LEAST_EDGE * max(float(light - dark), 1.0):
        yield _BLURRED
    burnt = cv2.morphologyEx(
        (grey >= _WHITE).astype(np.uint8), cv2.MORPH_OPEN, np.ones((_GRAIN, _GRAIN), np.uint8)
    )
    if np.median(grey) < _PALE and burnt.mean() > _SPOT:
        yield _GLARE
