"""What all measurements share: a figure with its comparison and goal, and the median of some runs."""

import statistics
from collections.abc import Callable
from dataclasses import dataclass
from time import perf_counter


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured figure; ``bare`` is the same work by the bare library, ``goal`` the most it may be.

    The goal is a ratio where there is a comparison, else a value; with ``by_value`` always a value.
    """

    name: str
    value: float
    unit: str
    bare: float | None
    goal: float
    what: str
    by_value: bool = False

    @property
    def ratio(self) -> float | None:
        """Ours divided by bare; None without a comparison."""
        return self.value / self.bare if self.bare else None

    @property
    def reached(self) -> bool:
        """Whether the goal is reached."""
        compared = self.value if self.ratio is None or self.by_value else self.ratio
        return compared <= self.goal


def median_ms(work: Callable[[], object], rounds: int = 15) -> float:
    """Milliseconds a piece of work takes, the median of some rounds."""
    times = []
    for _ in range(rounds):
        begin = perf_counter()
        work()
        times.append((perf_counter() - begin) * 1000)
    return statistics.median(times)
