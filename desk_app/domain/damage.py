"""Rows of the book that were changed, removed or put there past the program."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class DamagedRow:
    """A row that does not fit its checksum; it is shown nowhere until it is restored."""

    kind: str
    """Its table."""
    word: str
    """What it is, in the words of the window."""
    key: str
    label: str = ""
    """The number or word that says which it is; may itself be what was changed."""
    missing: bool = False
    """Whether the row is gone and its checksum alone is left."""
    private: bool = False
    """Whether its key is a person's number, of which four characters are told."""

    def __str__(self) -> str:
        """In the words of the window, without a person's whole number."""
        key = f"…{self.key[-4:]}" if self.private else self.key
        label = f"{self.label}({key})" if self.label and self.label != key else key
        return f"{self.word} {label}{'不见了' if self.missing else ' 的内容与校验不符'}"


class Damage(Protocol):
    """What of the book is damaged, as far as it was noticed: when read, or by the check in portions."""

    def known(self) -> tuple[DamagedRow, ...]:
        """The damaged rows noticed since the book was opened, in the order they were noticed."""
        ...

    def torn(self) -> bool:
        """Whether a page of the file could not be read since the book was opened."""
        ...

    def look(self) -> bool:
        """Check some more rows; returns whether there are more to check in this round."""
        ...
