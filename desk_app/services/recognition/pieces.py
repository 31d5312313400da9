"""Words put together to pieces of lines and cut again where labels stand."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Final

from desk_app.domain.page_words import PageWords, Word

_SLANTED: Final = 2.6
"""How many times higher than the others a word is that runs across the page: a watermark, a seal."""
_NEAR: Final = 2.0
"""Heights of a character between two words of one line."""
_SAME_LINE: Final = 0.5
_LONG_LABEL: Final = 4
"""Characters from which on a label is known with one of them read wrong."""


@dataclass(frozen=True, slots=True)
class LinePiece:
    """Characters of one line, each with its score and its left edge; ``xs`` has one more: the right end."""

    text: str
    scores: tuple[float, ...]
    xs: tuple[float, ...]
    top: float
    bottom: float

    @property
    def left(self) -> float:
        """Where it begins."""
        return self.xs[0]

    @property
    def right(self) -> float:
        """Where it ends."""
        return self.xs[-1]

    @property
    def height(self) -> float:
        """How high its characters are."""
        return self.bottom - self.top

    @property
    def middle(self) -> float:
        """Half way down."""
        return (self.top + self.bottom) / 2

    def part(self, begin: int, end: int) -> "LinePiece":
        """Some of its characters."""
        return LinePiece(
            self.text[begin:end], self.scores[begin:end], self.xs[begin : end + 1], self.top, self.bottom
        )


@dataclass(frozen=True, slots=True)
class Label:
    """A label that was found, as it is spelled in the table."""

    label: str
    piece: LinePiece


def turned(page: PageWords, quarters: int) -> PageWords:
    """The words where they stand once the picture is turned by so many quarters to the right."""
    for _ in range(quarters % 4):
        page = PageWords(tuple(_quarter(w, page.height) for w in page.words), page.height, page.width)
    return page


def _quarter(word: Word, height: float) -> Word:
    return Word(word.text, word.scores, height - word.bottom, word.left, height - word.top, word.right)


def lines(page: PageWords) -> list[LinePiece]:
    """The words that stand near one another in a line as one piece each, from the top."""
    usual = median(w.height for w in page.words) if page.words else 0.0
    left = sorted((w for w in page.words if w.text and w.height <= _SLANTED * usual), key=lambda w: w.left)
    found: list[LinePiece] = []
    for word in left:
        new = _piece(word)
        before = next((p for p in reversed(found) if _goes_on(p, new)), None)
        if before is None:
            found.append(new)
        else:
            found[found.index(before)] = _joined(before, new)
    return sorted(found, key=lambda p: (p.top, p.left))


def cut(pieces: Iterable[LinePiece], labels: Sequence[str]) -> tuple[list[Label], list[LinePiece]]:
    """The labels in these pieces, and what stands between them."""
    found: list[Label] = []
    rest: list[LinePiece] = []
    longest = sorted(labels, key=len, reverse=True)
    for piece in pieces:
        end = 0
        for label, begin in sorted(_places(piece.text, longest), key=lambda p: p[1]):
            if begin > end:
                rest.append(piece.part(end, begin))
            end = begin + len(label)
            found.append(Label(label, piece.part(begin, end)))
        if end < len(piece.text):
            rest.append(piece.part(end, len(piece.text)))
    return found, rest


def _places(text: str, longest: Sequence[str]) -> Iterator[tuple[str, int]]:
    """Labels in a text with their places; a part of a longer label is none."""
    taken: set[int] = set()
    for label in longest:
        for begin in range(len(text) - len(label) + 1):
            span = range(begin, begin + len(label))
            if taken.isdisjoint(span) and _alike(text[begin : begin + len(label)], label):
                taken.update(span)
                yield label, begin


def _alike(text: str, label: str) -> bool:
    wrong = sum(a != b for a, b in zip(text, label, strict=True))
    return wrong == 0 or (len(label) >= _LONG_LABEL and wrong == 1)


def _piece(word: Word) -> LinePiece:
    step = (word.right - word.left) / len(word.text)
    xs = tuple(word.left + step * n for n in range(len(word.text) + 1))
    return LinePiece(word.text, word.scores, xs, word.top, word.bottom)


def _goes_on(one: LinePiece, other: LinePiece) -> bool:
    """Whether another piece goes on in the line of one that begins before it."""
    high = min(one.height, other.height)
    overlap = min(one.bottom, other.bottom) - max(one.top, other.top)
    near = -high < other.left - one.right < _NEAR * high
    return near and overlap > _SAME_LINE * max(one.height, other.height)


def _joined(one: LinePiece, other: LinePiece) -> LinePiece:
    xs = (*one.xs[:-1], *other.xs)
    top, bottom = min(one.top, other.top), max(one.bottom, other.bottom)
    return LinePiece(one.text + other.text, one.scores + other.scores, xs, top, bottom)
