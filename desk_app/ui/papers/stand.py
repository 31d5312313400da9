"""What each stand of a print shows and allows."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from desk_app.services.print_run import Stand


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
    notes: bool = False
    """The link 再记一次 is there."""


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
    Stand.NOTING: StandLook(),
    Stand.UNNOTED: StandLook(notes=True),
}
