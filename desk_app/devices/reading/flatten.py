"""Cards and pages found in a photo and made flat; loaded in the reading process only."""

from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import Any, Final

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

Pixels = NDArray[np.uint8]
"""Rows of pixels: red, green, blue."""
Quad = NDArray[np.float32]
"""Corners of a card: left top, right top, right bottom, left bottom."""

CARD: Final = (1011, 638)
"""85.6 × 54.0 mm at 300 dpi."""
_SEARCHED: Final = 800
"""Pixels of the longer side that corners are searched at."""
_LEAST, _MOST = 0.07, 0.97
"""Share of the picture a card has: below it nothing can be read, above it the picture is the card."""
_ASPECT: Final = CARD[0] / CARD[1]
_SLACK: Final = 0.15
"""How far perspective may change the ratio of the sides: less than that of the portrait on a card."""
_PAGES: Final = 0.06
"""How much smaller the ratio may be: that of A4, 1.41, is of a page, too small to be read as a card."""
_ALREADY: Final = 0.04
"""How near a picture's own ratio is to a card's where it is a card and nothing else."""
_PAGE: Final = 0.3
"""Share of the picture that a page has at least."""
_LONGEST: Final = 1.7
"""How many times longer than wide a page is at most; A4 is 1.41 times."""
_DARKER: Final = 50.0
"""How much darker, of 255, is what a page lies on."""
_BLACK: Final = 60.0
"""Grey below which nearly a whole line has to lie to be a black strip."""
_KEPT: Final = 0.7
"""Share of a picture that black strips leave at least: what is blacker is a picture of something."""
_SKEW: Final = 0.25
"""How much longer one side may be than the one opposite."""
_EDGE, _RIM = 9, 25
"""Pixels that an edge is wide at most, and of the strips beside it that are compared."""
_ALIKE: Final = 8.0
"""How much, of 255, the ground on both sides of a ruled line may differ."""
_PAPER, _COLOUR = 190.0, 25.0
"""How light paper is at least, and how much its colours differ at most."""
_STROKE, _INK = 50, 0.004
"""How much darker than what is around it a stroke is; share of strokes that a page with writing has."""


def card(picture: Pixels) -> Pixels | None:
    """The card in a photo, flat and lying, 1011×638; None where none is found or it fills the picture."""
    quad = corners(picture)
    return None if quad is None else flat(picture, quad)


def flat(picture: Pixels, quad: Quad, size: tuple[int, int] = CARD) -> Pixels:
    """What lies between four corners, as a picture of this size."""
    wide, high = size
    to = np.array([[0, 0], [wide, 0], [wide, high], [0, high]], np.float32)
    matrix = cv2.getPerspectiveTransform(quad, to)
    warped: Any = cv2.warpPerspective(picture, matrix, size, flags=cv2.INTER_CUBIC)
    return warped  # type: ignore[no-any-return]


def sheet(picture: Pixels) -> Pixels | None:
    """The page lying in a picture, cut out and flat; None where none is found or it fills the picture.

    A page is the largest bright thing with four corners: on a table, or on the dark lid of a scanner.
    """
    scale = min(1.0, _SEARCHED / max(picture.shape[:2]))
    small: Any = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    grey = cv2.GaussianBlur(cv2.cvtColor(small, cv2.COLOR_RGB2GRAY), (5, 5), 0)
    _, mask = cv2.threshold(grey, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    closed = cv2.morphologyEx(mask, cv2.MORPH_CLOSE, np.ones((15, 15), np.uint8))  # over the writing
    found = cv2.findContours(closed, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)[0]
    hull = cv2.convexHull(max(found, key=cv2.contourArea)) if found else None
    if hull is None or not _PAGE <= cv2.contourArea(hull) / mask.size <= _MOST:
        return None
    quad = _quad(hull)
    if quad is None or not _is_page(quad) or _touches(quad, small.shape) or not _is_dark(grey, hull):
        return None
    whole = (quad / scale).astype(np.float32)
    across, down = _sides(whole)
    return flat(picture, whole, (round(across), round(down)))


def trimmed(picture: Pixels) -> Pixels:
    """The picture without black strips along its edges, as a scanner leaves them beside a page."""
    grey: Any = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)
    rows = _bright(np.percentile(grey, 90, axis=1))
    columns = _bright(np.percentile(grey, 90, axis=0))
    return np.ascontiguousarray(picture[rows, columns])


def _bright(lines: Any) -> slice:
    """From the first to the last line that is no black strip; all where strips would take too much."""
    light = np.flatnonzero(lines > _BLACK)
    if not len(light) or light[-1] - light[0] < _KEPT * len(lines):
        return slice(0, len(lines))
    return slice(int(light[0]), int(light[-1]) + 1)


def levelled(picture: Pixels, slant: float) -> Pixels:
    """A page turned about its middle by so many degrees, its edges kept; what comes into it is white."""
    high, wide = picture.shape[:2]
    matrix = cv2.getRotationMatrix2D((wide / 2, high / 2), slant, 1.0)
    turned: Any = cv2.warpAffine(
        picture, matrix, (wide, high), flags=cv2.INTER_CUBIC, borderValue=(255, 255, 255)
    )
    return turned  # type: ignore[no-any-return]


def jpeg(picture: Pixels) -> bytes:
    """The picture as JPEG, its colours whole."""
    out = BytesIO()
    Image.fromarray(picture).save(out, "JPEG", quality=92, subsampling=0)
    return out.getvalue()


def corners(picture: Pixels) -> Quad | None:
    """The corners of the largest thing of a card's shape; None where there is none."""
    high, wide = picture.shape[:2]
    if abs(max(wide, high) / min(wide, high) / _ASPECT - 1) <= _ALREADY:
        return None
    scale = min(1.0, _SEARCHED / max(picture.shape[:2]))
    small: Any = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    for contours in _outlines(small):  # the first way that finds one is enough
        quads = [q for c in contours if (q := _card_quad(c, small.shape)) is not None]
        for quad in sorted(quads, key=cv2.contourArea, reverse=True):
            if _stands_out(small, quad):
                return _lying(quad / scale)
    return None


def _stands_out(small: Any, quad: Any) -> bool:
    """Whether four corners are those of a thing: no frame ruled on a page, no copy of a card on one.

    On a page the ground is the same on both sides of a line; and beside a copy there is other writing, or
    the copy of the card's other side, which must not be cut off.
    """
    whole = np.zeros(small.shape[:2], np.uint8)
    cv2.fillConvexPoly(whole, quad.astype(np.int32), 255)
    edge, rim = np.ones((_EDGE, _EDGE), np.uint8), np.ones((_RIM, _RIM), np.uint8)
    core, halo = cv2.erode(whole, edge), cv2.dilate(whole, edge)
    around = cv2.dilate(halo, rim)
    inside, outside = small[(core > 0) & (cv2.erode(core, rim) == 0)], small[(around > 0) & (halo == 0)]
    if not len(outside) or not len(inside):
        return True
    if np.abs(np.median(inside, axis=0) - np.median(outside, axis=0)).max() < _ALIKE:
        return False
    return not _is_written_on(small, around == 0)


def _is_written_on(small: Any, where: Any) -> bool:
    """Whether a part of a picture is paper with something written or printed on it."""
    if not where.any():
        return False
    ground = np.median(small[where], axis=0)
    if ground.min() < _PAPER or ground.max() - ground.min() > _COLOUR:
        return False
    grey = cv2.cvtColor(small, cv2.COLOR_RGB2GRAY)
    strokes: Any = cv2.morphologyEx(grey, cv2.MORPH_BLACKHAT, np.ones((15, 15), np.uint8))
    return bool((strokes[where] > _STROKE).mean() > _INK)


def _outlines(small: Pixels) -> Iterator[Sequence[Any]]:
    """Outlines by brightness, colour and edges: a white card on a white table has only the last."""
    grey = cv2.GaussianBlur(cv2.cvtColor(small, cv2.COLOR_RGB2GRAY), (5, 5), 0)
    for colour in (False, True):  # the second way only where the first finds none
        saturation = cv2.cvtColor(small, cv2.COLOR_RGB2HSV)[:, :, 1] if colour else None
        plane = grey if saturation is None else cv2.GaussianBlur(saturation, (5, 5), 0)
        _, mask = cv2.threshold(plane, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
        for side in (mask, 255 - mask):
            closed = cv2.morphologyEx(side, cv2.MORPH_CLOSE, np.ones((7, 7), np.uint8))
            yield cv2.findContours(closed, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)[0]
    edges = cv2.dilate(cv2.Canny(grey, 30, 90), np.ones((3, 3), np.uint8))
    yield cv2.findContours(edges, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)[0]


def _card_quad(contour: Any, shape: tuple[int, ...]) -> Any:
    """The corners of an outline of a card's shape and size; None of any other."""
    whole = shape[0] * shape[1]
    _, _, wide, high = cv2.boundingRect(contour)
    if wide * high < _LEAST * whole:  # most outlines are letters
        return None
    hull = cv2.convexHull(contour)
    if not _LEAST <= cv2.contourArea(hull) / whole <= _MOST:
        return None
    quad = _quad(hull)
    return quad if quad is not None and _is_card(quad) and not _touches(quad, shape) else None


def _quad(hull: Any) -> Any:
    """Four corners of an outline, in order; None where it has another shape."""
    around = cv2.arcLength(hull, closed=True)
    for part in (0.02, 0.03, 0.05):
        near = cv2.approxPolyDP(hull, part * around, closed=True)
        if len(near) == 4:
            points = near.reshape(4, 2).astype(np.float32)
            covered = cv2.contourArea(hull) / max(cv2.contourArea(points), 1.0)
            return _sorted(points) if 0.9 <= covered <= 1.12 else None
    return None


def _sorted(points: Any) -> Any:
    """Corners clockwise from the one that is most left and top."""
    middle = points.mean(axis=0)
    turned = np.arctan2(points[:, 1] - middle[1], points[:, 0] - middle[0])
    inorder = points[np.argsort(turned)]
    return np.roll(inorder, -int(np.argmin(inorder.sum(axis=1))), axis=0)


def _sides(quad: Any) -> tuple[float, float]:
    """Mean length of the upper and lower side, and of the left and right one."""
    one, two, three, four = quad
    across = (np.linalg.norm(two - one) + np.linalg.norm(three - four)) / 2
    down = (np.linalg.norm(three - two) + np.linalg.norm(four - one)) / 2
    return float(across), float(down)


def _is_card(quad: Any) -> bool:
    across, down = _sides(quad)
    ratio = max(across, down) / max(min(across, down), 1.0)
    return _is_even(quad) and -_PAGES <= ratio / _ASPECT - 1 <= _SLACK


def _is_even(quad: Any) -> bool:
    lengths = np.linalg.norm(np.roll(quad, -1, axis=0) - quad, axis=1)
    return all(abs(lengths[n] / max(lengths[n + 2], 1.0) - 1) <= _SKEW for n in (0, 1))


def _is_page(quad: Any) -> bool:
    """Whether sides opposite one another are of like length, and none is very much longer than the next."""
    across, down = _sides(quad)
    return _is_even(quad) and max(across, down) / max(min(across, down), 1.0) <= _LONGEST


def _is_dark(grey: Any, hull: Any) -> bool:
    """Whether what lies around an outline is much darker than what it holds."""
    inside = np.zeros(grey.shape, np.uint8)
    cv2.fillConvexPoly(inside, hull, 255)
    around = cv2.mean(grey, 255 - inside)[0]
    return bool(cv2.mean(grey, inside)[0] - around > _DARKER)


def _touches(quad: Any, shape: tuple[int, ...]) -> bool:
    """Whether it is cut off by the picture's edge at more than one corner: then it is the picture itself."""
    high, wide = shape[:2]
    at_edge = sum(
        bool(x <= 2 or y <= 2 or x >= wide - 3 or y >= high - 3)
        for x, y in quad  # the rim of a blur
    )
    return at_edge > 1


def _lying(quad: Any) -> Quad:
    """The corners so that the longer side is above; which of the two, the words tell."""
    across, down = _sides(quad)
    turned: Quad = (quad if across >= down else np.roll(quad, 1, axis=0)).astype(np.float32)
    return turned
