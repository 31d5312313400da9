"""Which book stands in a data folder, and whether it is the one that was last written here."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from desk_app.errors import WorldError

BOOK: Final = "book"
"""Kind of subject: the local book itself."""
RESTORED: Final = "book_restored"
"""The act of going on with a restored or an older book."""
REACHED: Final = "book_reached_county"
"""The act by which a restored book has every answer of the county again."""
DISTANCE: Final = 1000
"""How far the numbers of a restored book stand from the last known ones."""


class Trouble(StrEnum):
    """Why a book is not gone on with in silence."""

    MISSING = "missing"
    EMPTY = "empty"
    SEALED = "sealed"
    """The key does not open it."""
    DAMAGED = "damaged"
    """Torn, shortened or unreadable."""
    FOREIGN = "foreign"
    """It calls itself another book than the key's."""
    OLDER = "older"
    """An older copy, or one without its last changes."""
    OTHER = "other"
    """It went another way than the one that was last written here."""


@dataclass(frozen=True, slots=True)
class BookMark:
    """How far a book was written, as noted outside its folder."""

    book: str
    generation: int
    seq: int
    """Place of the last event; 0 for a book without any."""
    chain: str
    """Digest of the chain of events up to there."""
    numbers: Mapping[str, int] = field(default_factory=dict)
    """The last numbers given, by series."""
    turn: int = 0
    """How often a draft was kept or dropped."""


@dataclass(frozen=True, slots=True)
class Mine:
    """How far an opened book was written, to be compared with its mark."""

    mark: BookMark
    at_mark: str | None
    """The chain at the place of the other mark; None when the book has no such event."""
    jump: bool
    """Whether it is marked as restored."""
    named: bool
    """Whether it knows itself already: books of earlier releases do not."""
    doubted: Collection[str] = ()
    """Series of numbers whose rows are damaged: they say nothing of its age, and the book tells them."""


@dataclass(frozen=True, slots=True)
class BookStanding:
    """A book that can be gone on with."""

    new: bool
    """Whether neither a book nor a mark was there."""
    mark: BookMark | None
    """The mark it was compared with; None where there was none that could be read."""
    note: str = ""
    """What the clerk is told at the start; empty when there is nothing to tell."""


_SENTENCES: Final[Mapping[Trouble, str]] = {
    Trouble.MISSING: "这个窗口的账本(book.db)不见了",
    Trouble.EMPTY: "这个窗口的账本(book.db)是空的,原来的内容不见了",
    Trouble.SEALED: "这个窗口的账本用现在的密钥打不开:文件被换成了别的,开头已损坏,或密钥不对",
    Trouble.DAMAGED: "这个窗口的账本读不出来:文件不完整或已损坏",
    Trouble.FOREIGN: "数据文件夹里的账本不是这个窗口的,可能被换成了别的窗口的",
    Trouble.OLDER: "数据文件夹里的账本比这台电脑上次写的旧:是较早的备份,或少拷了 book.db-wal",
    Trouble.OTHER: "数据文件夹里的账本和这台电脑上次写的不是同一份",
}


class BookTrouble(WorldError):
    """The book in the folder must not be gone on with before an administrator has chosen how."""

    def __init__(self, trouble: Trouble) -> None:
        self.trouble = trouble
        self.what = _SENTENCES[trouble]
        go_on = "用 desk-app book go-on 接着用这份旧的," if self.can_go_on else ""
        super().__init__(
            f"{self.what}。没有改动任何文件。请管理员用 desk-app book backups 看备份、"
            f"desk-app book restore 恢复,{go_on}或用 desk-app book begin-anew 另起一本"
        )

    @property
    def can_go_on(self) -> bool:
        """Whether the book can be opened, so that an administrator may go on with it as it is."""
        return self.trouble in (Trouble.OLDER, Trouble.OTHER)


def compare(mine: Mine, known: BookMark | None) -> Trouble | None:
    """Why the opened book is not the one that was last written here; None when it is, or goes further."""
    if known is None:
        return None
    own = mine.mark
    if mine.named and own.book != known.book:
        return Trouble.OTHER
    if own.seq < known.seq or own.generation < known.generation or own.turn < known.turn:
        return Trouble.OLDER
    if known.seq and mine.at_mark != known.chain:
        return Trouble.OTHER
    behind = any(
        own.numbers.get(series, 0) < value
        for series, value in known.numbers.items()
        if series not in mine.doubted
    )
    return Trouble.OLDER if behind else None
