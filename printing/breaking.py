"""Breaks a paragraph anew where filling line by line cut a number, a word, or left a stub at its end."""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from math import inf
from typing import Final

from printing import ties
from printing.ties import WORD

_CLOSING: Final = ",.;:?!)]}%"
NO_START: Final = frozenset("、。》〉】〕”’…—·/" + _CLOSING + "".join(chr(ord(c) + 0xFEE0) for c in _CLOSING))
"""Points and closing marks, which never begin a line (GB/T 15834-2011 5.1.2), and the stroke."""
NO_END: Final = frozenset("《〈【〔“‘([{/" + "\uff08\uff3b\uff5b")
"""Opening marks and the stroke, which never end one."""
POINTS: Final = NO_START | NO_END
"""What is no letter of a word."""

NARROW: Final = 22.0
"""In lines of fewer ems than this no word is cut; in broader ones a cut word is not seen."""
_SLACK: Final = 12.0
"""Most white in ems at the end of a line."""
_LINE: Final = 60.0
"""Price of one more line: two cut words."""
_STUB: Final = 400.0
"""Price of a last line that is a stub."""
_FEW: Final = 8
"""A line of more letters than this is no stub, whatever it begins with."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """What is kept on one line: its text (U+FFFC for a tick box or a blank) and its width in ems."""

    text: str
    em: float


def letters(said: str) -> int:
    """How many letters a text has, points and white space not counted."""
    return sum(1 for char in said if char not in POINTS and not char.isspace())


def least(limit: float) -> int:
    """How many letters the last line of a paragraph ``limit`` ems wide has at least."""
    return 2 if limit < NARROW else 3


def mended(units: Sequence[Stretch], starts: tuple[int, ...], limit: float) -> tuple[int, ...]:
    """Where the lines begin: ``starts`` when nothing is cut, else the breaks of the lowest price.

    ``starts`` are the numbers of the units that begin a line when each line is filled, ``limit`` is in ems.
    """
    prices = _prices(units)
    cut = WORD + 1 if limit >= NARROW else 1.0
    if all(prices.get(start, 0.0) < cut for start in starts) and not _short(units, starts, prices, limit):
        return starts
    return _cheapest(units, prices, limit) or starts


def _short(
    units: Sequence[Stretch], starts: Sequence[int], prices: Mapping[int, float], limit: float
) -> bool:
    """Whether a line behind the first is a stub: too few letters, or few that begin within a word."""
    for start, end in zip(starts[1:], (*starts[2:], len(units)), strict=True):
        if end - start > _FEW and end < len(units):
            continue
        found = letters("".join(unit.text for unit in units[start:end]))
        if found < least(limit) or (prices.get(start, 0.0) > 0 and (end == len(units) or found <= _FEW)):
            return True
    return False


def forget() -> None:
    """Keep no text of an earlier paper in memory."""
    ties.forget()


def whole(units: Sequence[Stretch], starts: Sequence[int]) -> bool:
    """Whether lines that begin with these units cut nothing but words: no number, day or quoted word."""
    prices = _prices(units)
    return all(prices.get(start, 0.0) <= WORD for start in starts)


def _prices(units: Sequence[Stretch]) -> Mapping[int, float]:
    """What a break before each unit costs, where it costs anything."""
    tied = ties.ties("".join(unit.text for unit in units))
    places = accumulate((len(unit.text) for unit in units), initial=0)
    return {number: tied[place] for number, place in enumerate(places) if place in tied}


def _cheapest(units: Sequence[Stretch], prices: Mapping[int, float], limit: float) -> tuple[int, ...] | None:
    """The breaks whose prices and squared white come to least; None when none keep to the limits."""
    ends = list(accumulate((unit.em for unit in units), initial=0.0))
    told = list(accumulate((letters(unit.text) for unit in units), initial=0))
    white = [unit.text.isspace() for unit in units]
    best: list[tuple[float, int]] = [(0.0, 0)]
    for end in range(1, len(units) + 1):
        stop, final = ends[_drawn(white, end)], end == len(units)
        lowest, found = inf, 0
        for start in _beginnings(ends, stop, end, limit, final):
            if final:
                price = _STUB if told[end] - told[start] < least(limit) else 0.0
            else:
                slack = limit - (stop - ends[start])
                price = _LINE + slack * slack
            price += best[start][0] + prices.get(start, 0.0)
            if price < lowest:  # of those that cost the same the first
                lowest, found = price, start
        best.append((lowest, found))
    if best[-1][0] == inf:
        return None
    starts = [best[-1][1]]
    while starts[-1]:
        starts.append(best[starts[-1]][1])
    return tuple(reversed(starts))


def _drawn(white: Sequence[bool], end: int) -> int:
    """Where what is drawn of a line stops that ends before the unit ``end``: white there is left out."""
    while end > 1 and white[end - 1]:
        end -= 1
    return end


def _beginnings(ends: Sequence[float], stop: float, end: int, limit: float, final: bool) -> range:
    """The units a line may begin with that ends before ``end`` and is drawn as far as ``stop`` ems."""
    first = bisect_left(ends, stop - limit - 1e-6, 0, end)
    return range(first, end if final else bisect_right(ends, stop - limit + _SLACK, first, end))
