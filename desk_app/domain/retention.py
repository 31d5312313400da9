"""How long things are kept here, and what a purge did (个人信息保护法第十九条: the shortest time needed).

Accepted applications with their events and payloads are archives and are never deleted by the program.
Their time is set by each unit's own table, which its archive administration approves: 永久, or 30 or 10
years as a rule, important papers of its own business 永久 (国家档案局令第8号第六、七、十二条). The shortest
is longer than any book of this program is old. Whoever deletes some day, by such a table, deletes a
payload's row: the chain of events goes on verifying. A record's state is folded from payloads, so it has
to be an ended one.
"""

from calendar import monthrange
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Protocol

from desk_app.domain.events import Payload

AWAY: Final = "图片在区县,现在取不到;区县连上后再打开就有"
"""Of a picture that was removed here after the county had confirmed it."""
PURGE: Final = "purge"
"""The act of the event that notes a purge: counts alone, nothing of a person."""
LEAST_READS: Final = 6
"""Months the journal of reads is kept at least (网络安全法第二十一条 of 2016; the text in force
since 2026 numbers its articles anew, so that no sentence names one)."""
JUMP: Final = timedelta(days=15)
"""How far the day may be from the last one that was believed until the clock is doubted: no holiday of the
year closes a hall for longer than nine days, and the shortest time of anything kept here is thirty."""
RETENTION: Final = "retention"
"""Kind of its subject; the id is the day."""


@dataclass(frozen=True, slots=True)
class KeptDays:
    """The times set at a window, in days where nothing else is said."""

    pages: int = 30
    """After the county's confirmation, pictures and the bodies of letters stay so long."""
    drafts: int = 90
    """A draft nobody goes on with is deleted after so long."""
    reads: int = 36
    """Months the journal of reads is kept. Whoever handles sensitive personal information records how
    (个人信息保护法第五十五条), and this record stays three years at least (第五十六条); the journal is part
    of it. Its own shortest time of six months is within that."""
    books: int = 90
    """Copies of the book that were set aside, before a step or when it was replaced, stay so long."""
    warned: int = 14
    """Days before a draft is deleted at which a to-do begins to warn."""

    def reads_from(self, today: date) -> date:
        """The first day whose lines of the journal are still kept."""
        months = today.year * 12 + today.month - 1 - max(self.reads, LEAST_READS)
        year, month = divmod(months, 12)
        last = monthrange(year, month + 1)[1]
        return date(year, month + 1, min(today.day, last))


@dataclass(frozen=True, slots=True)
class ReadsLetGo:
    """The oldest lines of the journal, let go since they were kept long enough."""

    lines: int
    first: str
    """Day of the first one, as YYYY-MM-DD."""
    last: str
    seq: int
    """Place of the last one; places begin with 1 and have no gaps."""
    chain: str
    """What the next line is chained to."""

    @property
    def payload(self) -> Payload:
        """What the event that lets them go tells of them; nothing of a person."""
        return {
            "reads": self.lines,
            "reads_first": self.first,
            "reads_last": self.last,
            "reads_seq": self.seq,
            "reads_chain": self.chain,
        }


@dataclass(frozen=True, slots=True)
class PagesHeld:
    """How many of some pictures are on this computer, and how many at the county alone."""

    here: int
    away: int


@dataclass(frozen=True, slots=True)
class Purged:
    """What one purge removed."""

    drafts: int = 0
    pages: int = 0
    """Pictures the county has confirmed."""
    freed: int = 0
    """Pictures nothing used any more."""
    orphans: int = 0
    """Files no row knew, left by a crash or a form given up."""
    reads: int = 0
    """Lines of the journal of reads."""
    letters: int = 0
    """Bodies of letters the county has confirmed."""
    copies: int = 0
    """Copies of the book that were set aside."""

    @property
    def counts(self) -> Payload:
        """The counts as an event's payload."""
        names = ("drafts", "pages", "freed", "orphans", "letters", "copies")
        return {name: getattr(self, name) for name in names}


class TrustedDays(Protocol):
    """The last day on which this computer's clock was believed: nothing is deleted by a clock that jumped."""

    def last(self) -> date | None:
        """That day; None before the first one."""
        ...

    def trust(self, day: date) -> None:
        """Believe the clock on a day, from now on."""
        ...


class Asides(Protocol):
    """Copies of the book that were set aside, before a step or when it was replaced."""

    def let_go(self, today: date, days: int) -> int:
        """Remove those of ``days`` days ago and earlier, unless they may still be needed; how many."""
        ...


class Pages(Protocol):
    """Pictures by the SHA-256 of their bytes, and their removal."""

    def keep(self, data: bytes) -> str:
        """Keep a picture durably; returns its id (SHA-256 hex). The same bytes are kept once."""
        ...

    def read(self, page_id: str) -> bytes:
        """Bytes of a page, fetched back from the county where they were removed here.

        WorldError when they are missing, damaged, or at the county and not to be had now.
        """
        ...

    def look(self) -> None:
        """Open some more of the pages that letters under way need; what is damaged is known from then on."""
        ...

    def damaged(self) -> Mapping[str, frozenset[str]]:
        """By the id of each page that was noticed to be damaged or gone, the applications whose letters wait.

        Left out are pages no letter under way needs: the county has them, and gives them back.
        """
        ...

    def fetch_from(self, county: Callable[[str, str], bytes | None]) -> None:
        """From now on ask the county for pictures removed here, by page and subject; None: not to be had."""
        ...

    def held(self, pages: Collection[str]) -> PagesHeld:
        """How many of these pictures are here, and how many only at the county."""
        ...

    def release(self) -> int:
        """Remove the pictures nothing uses any more; returns how many."""
        ...

    def purge(self, today: date, days: int, limit: int) -> int:
        """Remove at most ``limit`` pictures the county confirmed ``days`` days ago; returns how many."""
        ...

    def sweep(self) -> int:
        """Remove files no row knows; returns how many."""
        ...

    def settle(self) -> None:
        """Fold the book's log into it, so that nothing deleted stays readable there."""
        ...
