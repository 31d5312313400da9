"""Words that a program read off a picture of a card or page: what it took them for, how sure, and where."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Word:
    """Characters that stand together in one line of a picture."""

    text: str
    scores: tuple[float, ...]
    """How sure each character is, 0.0 … 1.0; as many as ``text`` has."""
    left: float
    top: float
    right: float
    bottom: float
    """Where it stands, in pixels of the picture that was read."""

    @property
    def height(self) -> float:
        """How high the characters are."""
        return self.bottom - self.top


@dataclass(frozen=True, slots=True)
class PageWords:
    """All words of a picture, from the top, with the size it was read at."""

    words: tuple[Word, ...]
    width: int
    height: int
    advice: tuple[str, ...] = ()
    """What could be better in the picture, in sentences."""
