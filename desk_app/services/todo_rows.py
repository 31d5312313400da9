"""What to-dos need of the local book beside the sockets of the spine."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Protocol

from desk_app.domain.proceedings import Proceeding
from desk_app.domain.put_offs import PutOff


class TodoRows(Protocol):
    """To-dos left for another day, who waits for whom, and what was done; each one transaction."""

    def keep(self, put_off: PutOff) -> None:
        """Keep how a to-do was put off, over the time before; those long past are forgotten."""
        ...

    def put_offs(self, keys: Collection[str]) -> Mapping[str, PutOff]:
        """How each of these to-dos was put off the last time, of those that were."""
        ...

    def quiet(
        self, procedure: str, states: Collection[str], today: date, limit: int
    ) -> tuple[int, tuple[Proceeding, ...]]:
        """How many records stand in some states and no clock warns of them today; the oldest of them."""
        ...

    def due(self, procedures: Collection[str], days: Collection[date]) -> Mapping[date, int]:
        """How many records of these procedures have a clock that ends first on each of these days."""
        ...

    def done(self, day: date, counter: str) -> Sequence[tuple[str, str, datetime]]:
        """What clerks of a window did to records on a day: procedure, act, moment; the newest first."""
        ...
