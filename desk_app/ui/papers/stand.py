"""What the print panel shows and allows at each stand of a print."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from desk_app.services.printing.print_run import Stand


@dataclass(frozen=True, slots=True)
class StandLook:
    """What is shown and allowed at one stand. Saving into a file is allowed at every one."""

    free: bool = False
    """Printing may begin, and another printer may be chosen."""
    asks: bool = False
    """The question is shown in place of printer and button."""
    insists: bool = False
    """The link 仍要打印 is shown."""
    cancels: bool = False
    """The link 取消打印 is shown, if the job has a number."""
    notes: bool = False
    """The link 再记一次 is shown."""


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
