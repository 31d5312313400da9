"""Measuring and breaking Chinese text: lines, type size, and what does not fit."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache
from itertools import accumulate, groupby

from forms import characters
from forms.typesetting import typeset
from printing import breaking, fonts, ties
from printing.errors import unprintable

MM_PER_PT = 25.4 / 72
_ACCENTED = "\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u0300-\u036f\u1e00-\u1eff"
"""Latin letters with their accents, as names have them; the signs × and ÷ between them are left out."""
# Numbers, Latin words and a date to be written by hand stay whole while a line can hold them.
_WORDS = re.compile(
    rf"\n|\t| *年 +月 +日(?: +时 +分)?| +|https?://[!-~]+|[A-Za-z0-9@#&+\-_/.:%*{_ACCENTED}]+|.", re.DOTALL
)
_STEP = 0.5


class PieceKind(StrEnum):
    """How a piece is drawn."""

    WORDS = "words"
    EMPTY = "empty"
    """An empty tick box."""
    TICKED = "ticked"
    """A tick box with its tick."""
    TAB = "tab"
    """White up to the next column."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of one line; ``em`` is its width in ems."""

    text: str
    em: float
    kind: PieceKind = PieceKind.WORDS
    under: bool = False
    heavy: bool = False
    scale: float = 1.0
    """Type size relative to the running size; already included in ``em``."""


Unit = tuple[Piece, ...]
"""Pieces kept on one line while a line can hold them; the empty unit ends a line."""

Line = tuple[Piece, ...]

BREAK: Unit = ()
TAB: Unit = (Piece("", 0, PieceKind.TAB),)
BOX_EM = 1.25
_HYPHEN = re.compile(r"[^\W\d]-[^\W\d]")
"""A hyphen between letters; one between figures belongs to a number, which stays whole."""


def box(ticked: bool) -> Piece:
    """A tick box of the running size, with the space before the words that follow."""
    return Piece("", BOX_EM, PieceKind.TICKED if ticked else PieceKind.EMPTY)


def blank(em: float) -> Piece:
    """An empty line to write on, ``em`` ems wide."""
    return Piece("", em, under=True)


def words(
    text: str, where: str = "", heavy: bool = False, under: bool = False, scale: float = 1.0
) -> list[Unit]:
    """A text as units; UnprintableError, naming the field ``where``, for characters no font has."""
    text = characters.composed(text)
    if lacking := fonts.missing(text.replace("\t", "")):
        raise unprintable(lacking, where)
    units: list[Unit] = []
    for token in _WORDS.findall(text):
        if token in "\n\t":
            units.append(BREAK if token == "\n" else TAB)
            continue
        unit = _word(token, fonts.width(token, heavy) * scale, under, heavy, scale)
        before = units[-1][-1].text[-1:] if units and units[-1] else ""
        if before.strip() and (token[0] in breaking.NO_START or before in breaking.NO_END):
            units[-1] += unit
        else:
            units.append(unit)
    return units


@lru_cache(2048)
def _word(token: str, em: float, under: bool, heavy: bool, scale: float) -> Unit:
    """A word as a unit; cached, because a paper is laid out again in every size."""
    return (Piece(token, em, PieceKind.WORDS, under, heavy, scale),)


def forget() -> None:
    """Keep no word of an earlier paper in memory."""
    _word.cache_clear()
    breaking.forget()


def kept() -> int:
    """How many words of earlier papers are kept in memory."""
    return _word.cache_info().currsize


def together(units: Iterable[Unit]) -> Unit:
    """Units joined into one that is kept on one line, such as a tick box and its words."""
    return tuple(piece for unit in units for piece in unit)


def wrap(units: Sequence[Unit], limit: float, stops: Sequence[float] = ()) -> tuple[list[Line], bool]:
    """Lines no wider than ``limit`` ems, and whether a unit or number was cut; ``stops``: columns in ems."""
    lines: list[Line] = []
    broken = False
    for ends, group in groupby(units, lambda unit: unit == BREAK):
        paragraph = list(group)
        if ends:
            lines += [()] * (len(paragraph) - bool(lines))
            continue
        if any((len(unit) > 1 or _jointed(unit[0])) and _em(unit) > limit for unit in paragraph if unit):
            broken, paragraph = True, [part for unit in paragraph for part in _parts(unit, limit)]
        found = _Paragraph(paragraph, limit, stops)
        well, cut = (found.lines, True) if found.broken else _set_well(found, paragraph, limit)
        lines += well
        broken = broken or cut
    return lines or [()], broken


def _set_well(found: "_Paragraph", units: Sequence[Unit], limit: float) -> tuple[list[Line], bool]:
    """The lines as filled one by one, or broken anew where that cut a number, a word or the last line.

    Also whether a number is cut all the same.
    """
    if len(found.lines) < 2 or TAB in units:
        return found.lines, False
    said = tuple(
        breaking.Stretch("".join(piece.text for piece in unit) or "\ufffc", _em(unit)) for unit in units
    )
    starts = breaking.mended(said, found.starts, limit)
    cut = not breaking.whole(said, starts)
    if starts == found.starts:
        return found.lines, cut
    ends = (*starts[1:], len(units))
    return [_line(units[start:end], start > 0) for start, end in zip(starts, ends, strict=True)], cut


def _parts(unit: Unit, limit: float) -> list[Unit]:
    """A unit as it is, or piece by piece when no line holds it; points stay behind their words."""
    if _em(unit) <= limit:
        return [unit]
    parts: list[Unit] = []
    for piece in unit:
        if _jointed(piece):
            parts += [(part,) for part in _links(piece)]
            continue
        before = parts[-1][-1].text[-1:] if parts else ""
        boxed = bool(parts) and parts[-1][-1].kind in (PieceKind.EMPTY, PieceKind.TICKED)
        if boxed or (before and (piece.text[:1] in breaking.NO_START or before in breaking.NO_END)):
            parts[-1] += (piece,)
        else:
            parts.append((piece,))
    return parts


def _jointed(piece: Piece) -> bool:
    """Whether a word has places to be parted at: an address on the web, a double name."""
    return "/" in piece.text or _HYPHEN.search(piece.text) is not None


def _links(piece: Piece) -> Iterator[Piece]:
    """The parts of an address on the web, or of a double name, each with its stroke or hyphen behind it."""
    for part in re.findall("[^/]+/*|/+" if "/" in piece.text else "[^-]+-*|-+", piece.text):
        yield replace(piece, text=part, em=fonts.width(part, piece.heavy) * piece.scale)


def _line(units: Sequence[Unit], later: bool) -> Line:
    """Units as one line, without the white at its end, and at its beginning if it is a ``later`` line."""
    first, last = 0, len(units)
    while later and first < last and _blank(units[first]):
        first += 1
    while first < last and _blank(units[last - 1]):
        last -= 1
    return tuple(_joined(piece for unit in units[first:last] for piece in unit))


def _blank(unit: Unit) -> bool:
    return unit[0].kind is PieceKind.WORDS and not unit[0].under and unit[0].text.isspace()


def _em(line: Sequence[Piece]) -> float:
    return line[0].em if len(line) == 1 else sum(piece.em for piece in line)


class _Paragraph:
    """One paragraph broken into lines."""

    def __init__(self, units: Iterable[Unit], limit: float, stops: Sequence[float]) -> None:
        self.broken = False
        self._limit = limit + 1e-6
        self._rows: list[list[Piece]] = [[]]
        self._used = 0.0
        self.starts: tuple[int, ...] = (0,)
        for number, unit in enumerate(units):
            rows = len(self._rows)
            if unit == TAB:
                self._tab(stops)
            else:
                self._put(unit)
            if len(self._rows) > rows:
                self.starts += (number,)
        self.lines: list[Line] = [tuple(_joined(row)) for row in self._rows]

    def _tab(self, stops: Sequence[float]) -> None:
        """Move to the next column; past the last one, to a new line."""
        column = next((stop for stop in stops if stop > self._used + 0.5), None)
        if column is None:
            self._next()
        else:
            self._add(Piece("", column - self._used, PieceKind.TAB))

    def _put(self, unit: Unit) -> None:
        wide = _em(unit)
        if self._used and self._used + wide > self._limit:
            if unit[0].kind is PieceKind.WORDS and unit[0].text.isspace():
                return
            self._next()
        if wide <= self._limit:
            for piece in unit:
                self._add(piece)
            return
        self.broken = True
        for letter in _letters(unit):
            if self._used and self._used + letter.em > self._limit:
                self._next()
            self._add(letter)

    def _add(self, piece: Piece) -> None:
        self._rows[-1].append(piece)
        self._used += piece.em

    def _next(self) -> None:
        self._rows.append([])
        self._used = 0.0


def _letters(unit: Unit) -> Iterator[Piece]:
    for piece in unit:
        if len(piece.text) > 1:
            for char in piece.text:
                yield replace(piece, text=char, em=fonts.width(char, piece.heavy) * piece.scale)
        else:
            yield piece


def _joined(line: Iterable[Piece]) -> Iterator[Piece]:
    """Neighbouring words of one look as one piece: faster to draw, and copied as one text."""
    for (kind, *_), group in groupby(line, lambda p: (p.kind, p.under, p.heavy, p.scale)):
        if kind is PieceKind.WORDS:
            pieces = list(group)
            joined = "".join(piece.text for piece in pieces)
            yield replace(pieces[0], text=joined, em=_em(pieces))
        else:
            yield from group


@dataclass(frozen=True, slots=True)
class Fitted:
    """Lines at one size in points; ``whole`` is False when part of the text is left out."""

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
    """The text in a box in mm, in the largest type between ``size`` and ``floor`` points that fits.

    Numbers and words are broken only when nothing else fits. What does not fit at ``floor`` is left out,
    and ``whole`` is False: the caller prints it elsewhere.
    """
    forced: Fitted | None = None
    for points in _sizes(size, floor):
        fitted, broken = _set(units, wide, points, stops)
        if _height(len(fitted.lines), leading) * points * MM_PER_PT > high + 1e-6:
            continue
        if not broken:
            return fitted
        forced = forced or fitted
    return forced or _cut(units, wide, high, floor, leading)


def even(units: Sequence[Unit], fitted: Fitted, wide: float) -> Fitted:
    """The text of several centred lines in as many lines as even as they can be; ``wide`` in mm.

    For that no more words are cut.
    """
    limit, lines = wide / (fitted.size * MM_PER_PT), len(fitted.lines)
    narrow = sum(map(_em, fitted.lines)) / lines
    while lines > 1 and narrow < limit:
        found, broken = wrap(units, narrow)
        if len(found) <= lines and not broken and _torn(found) <= _torn(fitted.lines):
            return replace(fitted, lines=tuple(found))
        narrow += _STEP
    return fitted


def _torn(lines: Sequence[Line]) -> int:
    """At how many ends of lines a word or a number is cut."""
    said = ["".join(piece.text for piece in line) for line in lines]
    tied = ties.ties("".join(said))
    return sum(place in tied for place in accumulate(map(len, said[:-1])))


def _sizes(size: float, floor: float) -> Iterator[float]:
    while size >= floor - 1e-6:
        yield size
        size -= _STEP


def _set(units: Sequence[Unit], wide: float, points: float, stops: Sequence[float]) -> tuple[Fitted, bool]:
    em = points * MM_PER_PT
    lines, broken = wrap(units, wide / em, [stop / em for stop in stops])
    return Fitted(tuple(lines), points), broken


def _height(lines: int, leading: float) -> float:
    """Height in ems of these lines, without leading below the last."""
    return (lines - 1) * leading + 1.0


_CONTINUED = ("……(全文见附页)", "……(见附页)", "……见附页")
"""Ends a text cut in its box; the whole text is on the attached page. The first that one line holds."""


def _cut(units: Sequence[Unit], wide: float, high: float, size: float, leading: float) -> Fitted:
    em = size * MM_PER_PT
    room = max(1, int((high / em - 1.0) / leading) + 1)
    lines, _ = wrap(units, wide / em)
    notes = [wrap(words(typeset(said)), wide / em)[0] for said in _CONTINUED]
    note = next((found for found in notes if len(found) == 1), notes[-1])
    return Fitted(tuple(lines[: max(0, room - len(note))] + note), size, whole=False)
