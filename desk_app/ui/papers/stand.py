"""Where a print stands, and what each stand shows and allows."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto
from typing import Final

from desk_app.domain.prints import Job


class Stand(Enum):
    """Where one print stands, from the button to the clerk's word on it."""

    UNREADY = auto()
    """Paper or printers are not known yet, and nothing was asked for."""
    REST = auto()
    """Nothing is under way."""
    WANTED = auto()
    """Asked for before paper and printers were known; begins by itself."""
    WHY = auto()
    """The clerk is asked why it is printed once more."""
    SENT = auto()
    """On its way into the queue, or just taken by it."""
    BLOCKED = auto()
    """Not sent, for something stands in the way; the clerk may insist."""
    FOLLOWED = auto()
    """In the queue, and asked after."""
    TAKEN_BACK = auto()
    """The clerk wants it back out of the queue."""
    ENDED = auto()
    """The queue has done with it; the clerk is asked whether it came out well."""


@dataclass(frozen=True, slots=True)
class StandLook:
    """What a stand shows and allows. A file can be saved in every one."""

    free: bool = False
    """A print may be begun, and another printer chosen."""
    asks: bool = False
    """The question stands where printer and button do else."""
    insists: bool = False
    """The link 仍要打印 is there."""
    cancels: bool = False
    """The link 取消打印 is there, for a job that has a number."""


LOOKS: Final[Mapping[Stand, StandLook]] = {
    Stand.UNREADY: StandLook(free=True),
    Stand.REST: StandLook(free=True),
    Stand.WANTED: StandLook(free=True),
    Stand.WHY: StandLook(asks=True),
    Stand.SENT: StandLook(),
    Stand.BLOCKED: StandLook(free=True, insists=True),
    Stand.FOLLOWED: StandLook(cancels=True),
    Stand.TAKEN_BACK: StandLook(),
    Stand.ENDED: StandLook(asks=True),
}


@dataclass(slots=True)
class Tally:
    """How often a paper was printed: what counts, and what may lie about spoilt."""

    counted: int = 0
    spoilt: int = 0

    @property
    def number(self) -> int:
        """Which reprint the next print is, 0 the first: what lies about spoilt had its number too."""
        return self.counted + self.spoilt

    def count(self) -> None:
        """The last print counts, under the number it bore."""
        self.counted, self.spoilt = self.number + 1, 0


@dataclass(slots=True)
class Attempt:
    """One try to get the paper out, and the job it became."""

    reason: str = ""
    """Why it is printed once more; empty for the first print."""
    part: range | None = None
    """The pages of a print that goes on; None for all of them."""
    job: Job | None = None
    """What the queue may still hold of it."""
    pages: int = 0
    begun: bool = False
    """Paper may have come out."""
