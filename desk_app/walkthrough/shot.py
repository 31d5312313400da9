"""One thing to look at, and the register of all of them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from desk_app.walkthrough.scene import Showing

Way = Callable[[Showing], None]


@dataclass(frozen=True, slots=True)
class Shot:
    """One thing to look at."""

    name: str
    shows: str
    """Name of the room it shows, or of the class of the dialog or the page over the window."""
    way: Way


SHOTS: Final[dict[str, Shot]] = {}
"""In the order they are taken: what is accepted comes last."""


def shot(name: str, shows: str = "counter") -> Callable[[Way], Way]:
    """Register a way under a name; ``shows`` as in ``Shot``."""

    def kept(way: Way) -> Way:
        SHOTS[name] = Shot(name, shows, way)
        return way

    return kept
