"""The words of a picture by rapidocr, whose models lie in its wheel; loaded in the reading process only."""

from functools import cache
from math import atan2, cos, degrees, hypot, radians, sin
from statistics import median
from typing import Any, Final

import numpy as np

from desk_app.devices.pictures.models import PAGE_SIDE
from desk_app.devices.pictures.reading import decoded, opened
from desk_app.devices.reading import flatten, taking
from desk_app.devices.reading.models import LONGEST_SIDE, THREADS
from desk_app.domain.page_words import PageWords, Word

_Pixels = flatten.Pixels
_LONG: Final = 2.5
"""How many times longer than high a word is whose slant can be trusted."""
# The engine goes on with what it was told last: each call tells all of it.
_WORDS: Final = {"use_det": True, "use_cls": True, "use_rec": True}
_LINES: Final = {"use_det": True, "use_cls": False, "use_rec": False}
_LEAST_SLANT, _MOST_SLANT = 0.4, 20.0
"""Degrees below which nobody sees that a page is slanted, and above which its lines were not found."""
_last: Final[dict[tuple[int, int], float]] = {}
"""The slant of the picture that was read last, by it and its turn: finding its lines is half of reading."""
_PARAMETERS: Final = {
    "Global.log_level": "critical",
    "Global.max_side_len": LONGEST_SIDE,
    "Global.return_word_box": True,
    "Global.return_single_char_box": True,
    "EngineConfig.onnxruntime.intra_op_num_threads": THREADS,
}


def words(data: bytes, quarters: int) -> PageWords:
    """The words of a picture turned by so many quarters to the right; of a card in it, of the card alone.

    WorldError as ``Pictures.size`` raises it.
    """
    picture = pixels(data, quarters)
    card = flatten.card(picture)
    found, slant = _read(picture if card is None else card)
    _last.clear()
    if card is None:
        _last[hash(data), quarters] = slant
    return found


def straight(data: bytes, quarters: int) -> bytes | None:
    """See ``PageReader.straight``; without an outline of a card or page the lines tell the slant."""
    whole = pixels(data, quarters, side=PAGE_SIDE)
    flat = flatten.card(whole)
    if flat is None:
        flat = flatten.sheet(whole)
    if flat is not None:
        return flatten.jpeg(flat)
    picture = flatten.trimmed(whole)
    slant = _last.get((hash(data), quarters))
    if slant is None:
        slant = _slant(_engine()(pixels(data, quarters)[:, :, ::-1], **_LINES).boxes)
    if _LEAST_SLANT <= abs(slant) <= _MOST_SLANT:
        return flatten.jpeg(flatten.levelled(picture, slant))
    return flatten.jpeg(picture) if quarters or picture.shape != whole.shape else None


def pixels(data: bytes, quarters: int = 0, side: int = LONGEST_SIDE) -> _Pixels:
    """A picture as red, green and blue, upright and turned, its longer side no longer than ``side``."""
    image = opened(data)
    picture = decoded(image, shrink=max(image.size) // side).convert("RGB")
    picture.thumbnail((side, side))
    return np.ascontiguousarray(np.rot90(np.asarray(picture), -quarters))


def _read(picture: _Pixels) -> tuple[PageWords, float]:
    """The words of a picture, and by how many degrees its lines are slanted."""
    height, width = picture.shape[:2]
    advice = taking.advice(picture)
    found = _engine()(picture[:, :, ::-1], **_WORDS)
    slant = _slant(found.boxes)
    if found.boxes is None:
        return PageWords((), width, height, advice), slant
    read = [
        _word(characters, quad, slant, (width, height))
        for characters, quad in zip(found.word_results, found.boxes, strict=True)
        if characters
    ]
    return PageWords(tuple(sorted(read, key=lambda w: (w.top, w.left))), width, height, advice), slant


@cache
def _engine() -> Any:
    from rapidocr import RapidOCR

    return RapidOCR(params=dict(_PARAMETERS))


def _word(characters: Any, quad: Any, slant: float, size: tuple[int, int]) -> Word:
    """A word where it would stand if the page were not slanted."""
    spread = [(c, float(score)) for text, score, _ in characters for c in text if not c.isspace()]
    turn, (across, down) = radians(-slant), (size[0] / 2, size[1] / 2)
    placed = [
        (
            (x - across) * cos(turn) - (y - down) * sin(turn) + across,
            (x - across) * sin(turn) + (y - down) * cos(turn) + down,
        )
        for x, y in quad
    ]
    xs, ys = [float(x) for x, _ in placed], [float(y) for _, y in placed]
    text, scores = "".join(c for c, _ in spread), tuple(s for _, s in spread)
    return Word(text, scores, min(xs), min(ys), max(xs), max(ys))


def _slant(quads: Any) -> float:
    """By how many degrees the lines go down to the right, also where they stand upright; 0 if unknown."""
    found = []
    for left_top, right_top, _, left_bottom in quads if quads is not None else ():
        across, down = right_top - left_top, left_bottom - left_top
        wide, high = hypot(*across), hypot(*down)
        if wide > _LONG * high:
            found.append(degrees(atan2(across[1], across[0])))
        elif high > _LONG * wide:
            found.append(degrees(atan2(-down[0], down[1])))
    return median(found) if found else 0.0
