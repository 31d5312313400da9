"""Measuring and breaking Chinese text: what stands on which line, at which size, and what does not fit."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import groupby

from printing import fonts
from printing.errors import unprintable

MM_PER_PT = 25.4 / 72
# Marks of Chinese text and their half-width look-alikes (GB/T 15834-2011 5.1.1).
_WIDE = {mark: chr(ord(mark) + 0xFEE0) for mark in ",:;?!()"}
_HAN = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uff60\U00020000-\U0003ffff“”‘’…]")
# Points and closing marks never begin a line, opening marks never end one (GB/T 15834-2011 5.1.2).
_CLOSING = ",.;:?!)]}%"
_NO_START = frozenset("、。》〉】〕”’…—·" + _CLOSING + "".join(chr(ord(c) + 0xFEE0) for c in _CLOSING))
_NO_END = frozenset("《〈【〔“‘([{" + "\uff08\uff3b\uff5b")
# Numbers and Latin words stay whole while a line can hold them.
_WORDS = re.compile(r"\n|\t| +|[A-Za-z0-9@#&+\-_/.:%*]+|.", re.DOTALL)
_STEP = 0.5


class Kind(StrEnum):
    """What a piece is drawn as."""

    WORDS = "words"
    EMPTY = "empty"
    """An empty tick box."""
    TICKED = "ticked"
    """A tick box with its tick."""
    TAB = "tab"
    """White up to the next column."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of one line; ``em`` is its width in ems."""

    text: str
    em: float
    kind: Kind = Kind.WORDS
    under: bool = False
    heavy: bool = False


Unit = tuple[Piece, ...]
"""Pieces kept on one line while a line can hold them; the empty unit ends a line."""

Line = tuple[Piece, ...]

BREAK: Unit = ()
TAB: Unit = (Piece("", 0, Kind.TAB),)
BOX_EM = 1.25


def typeset(text: str) -> str:
    """A text of ours with Chinese punctuation where it stands beside Chinese characters.

    The packs are kept with the keyboard's marks; an official paper is set with full-width ones.
    What a person wrote is never passed through here: it is printed as it was given.
    """
    chars = list(text)
    opened: list[int] = []
    for place, mark in enumerate(text):
        if mark not in _WIDE:
            continue
        # The mark before is already set, so a colon after a full-width bracket becomes one too.
        beside = "".join(chars[max(0, place - 1) : place]) + text[place + 1 : place + 2]
        wide = bool(_HAN.search(beside))
        if mark == "(":
            opened.append(place)
        elif mark == ")" and opened:
            partner = opened.pop()
            wide = wide or chars[partner] != "("
            chars[partner] = _WIDE["("] if wide else "("
        if wide:
            chars[place] = _WIDE[mark]
    return "".join(chars)


def box(ticked: bool) -> Piece:
    """A tick box of the running size, with its distance to the words that follow."""
    return Piece("", BOX_EM, Kind.TICKED if ticked else Kind.EMPTY)


def blank(em: float) -> Piece:
    """An empty writing rule of a width in ems."""
    return Piece("", em, under=True)


def words(text: str, where: str = "", heavy: bool = False, under: bool = False) -> list[Unit]:
    """A text as units; raises UnprintableError for characters no font has, naming the field ``where``."""
    if lacking := fonts.missing(text.replace("\t", "")):
        raise unprintable(lacking, where)
    units: list[Unit] = []
    for token in _WORDS.findall(text):
        if token in "\n\t":
            units.append(BREAK if token == "\n" else TAB)
            continue
        unit = (Piece(token, fonts.width(token, heavy), under=under, heavy=heavy),)
        before = units[-1][-1].text[-1:] if units and units[-1] else ""
        if before.strip() and (token[0] in _NO_START or before in _NO_END):
            units[-1] += unit
        else:
            units.append(unit)
    return units


def together(units: Iterable[Unit]) -> Unit:
    """Units as one that is kept on a line, such as a tick box and its words."""
    return tuple(piece for unit in units for piece in unit)


def wrap(units: Sequence[Unit], limit: float, stops: Sequence[float] = ()) -> tuple[list[Line], bool]:
    """Lines no wider than ``limit`` ems, and whether a unit had to be broken; ``stops``: columns in ems."""
    lines: list[list[Piece]] = [[]]
    used, broken = 0.0, False
    for unit in units:
        column = next((stop for stop in stops if stop > used + 0.5), None)
        if unit == BREAK or (unit == TAB and column is None):
            lines.append([])
            used = 0.0
            continue
        if unit == TAB and column is not None:
            lines[-1].append(Piece("", column - used, Kind.TAB))
            used = column
            continue
        wide = sum(piece.em for piece in unit)
        if used and used + wide > limit + 1e-6:
            if not "".join(piece.text for piece in unit).strip() and unit[0].kind is Kind.WORDS:
                continue
            lines.append([])
            used = 0.0
        if wide <= limit + 1e-6:
            lines[-1].extend(unit)
            used += wide
            continue
        broken = True
        for piece in _letters(unit):
            if used and used + piece.em > limit + 1e-6:
                lines.append([])
                used = 0.0
            lines[-1].append(piece)
            used += piece.em
    return [tuple(_joined(line)) for line in lines], broken


def _letters(unit: Unit) -> Iterator[Piece]:
    for piece in unit:
        if len(piece.text) > 1:
            for char in piece.text:
                yield replace(piece, text=char, em=fonts.width(char, piece.heavy))
        else:
            yield piece


def _joined(line: Iterable[Piece]) -> Iterator[Piece]:
    """Neighbouring words as one piece: fewer pieces are drawn faster and copied out whole."""
    for (kind, _, _), group in groupby(line, lambda piece: (piece.kind, piece.under, piece.heavy)):
        if kind is Kind.WORDS:
            pieces = list(group)
            joined = "".join(piece.text for piece in pieces)
            yield replace(pieces[0], text=joined, em=sum(piece.em for piece in pieces))
        else:
            yield from group


@dataclass(frozen=True, slots=True)
class Fitted:
    """Lines at one size in points; ``whole`` is False when some text is left out."""

    lines: tuple[Line, ...]
    size: float
    whole: bool = True


def fit(
    units: Sequence[Unit],
    wide: float,
    high: float,
    size: float,
    floor: float,
    leading: float = 1.3,
    stops: Sequence[float] = (),
) -> Fitted:
    """The largest type between ``size`` and ``floor`` points at which a text fits a box in mm.

    Numbers and words are broken only when nothing else fits. What does not fit at the floor size is
    left out with ``whole`` False: the caller prints it elsewhere.
    """
    forced: Fitted | None = None
    points = size
    while points >= floor - 1e-6:
        em = points * MM_PER_PT
        lines, broken = wrap(units, wide / em, [stop / em for stop in stops])
        if _height(len(lines), leading) * em <= high + 1e-6:
            fitted = Fitted(tuple(lines), points)
            if not broken:
                return fitted
            forced = forced or fitted
        points -= _STEP
    return forced or _cut(units, wide, high, floor, leading)


def _height(lines: int, leading: float) -> float:
    """Height in ems of a block of lines: no white after the last one."""
    return (lines - 1) * leading + 1.0


_CONTINUED = "……(全文见附页)"
"""Ends what a box could not hold; the whole text stands on the attached page."""


def _cut(units: Sequence[Unit], wide: float, high: float, size: float, leading: float) -> Fitted:
    em = size * MM_PER_PT
    room = max(1, int((high / em - 1.0) / leading) + 1)
    lines, _ = wrap(units, wide / em)
    note, _ = wrap(words(typeset(_CONTINUED)), wide / em)
    return Fitted(tuple(lines[: max(0, room - len(note))] + note), size, whole=False)
