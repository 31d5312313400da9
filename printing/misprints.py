"""What the lint of papers is told of a paper, and how it tells a fault."""

from dataclasses import dataclass
from typing import Final

from printing import draw

LEAST: Final = 9.0
"""Smallest type on any paper in points."""
BODY: Final = 10.5
"""Smallest type of running text."""
PALEST: Final = 0.0
"""Palest grey of words and lines; 0 is black. Any grey becomes dots on a black and white printer."""
THINNEST: Final = 0.5
"""Thinnest line in points."""
EDGE: Final = 5.0
"""White in mm that a printer can not reach at each edge of a page."""


@dataclass(frozen=True, slots=True)
class Proofed:
    """What a paper is, as far as its marks do not tell."""

    size: tuple[float, float] = draw.A4
    footer: str | None = ""
    """Words below every page beside its number; None when neither is printed."""
    number: str = ""
    """Number of the paper, which must stand on every page of several."""
    flowing: bool = True
    """Whether its text runs down the pages; False for fixed boxes."""
    least: float = LEAST
    body: float = BODY
    edge: float = EDGE


@dataclass(frozen=True, slots=True)
class Misprint:
    """One fault: page from 1, a sentence, and the words it is about."""

    page: int
    told: str
    words: str = ""

    def __str__(self) -> str:
        """The fault as one line."""
        said = f":“{self.words}”" if self.words else ""
        return f"第{self.page}页 {self.told}{said}"
