"""What to-dos need of the local book, besides the sockets of the spine."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Protocol

from desk_app.domain.proceedings import Proceeding
from desk_app.domain.put_offs import PutOff


class TodoRows(Protocol):
    """To-dos put off, records that wait, and what was done; each method is one transaction."""

    def keep(self, put_off: PutOff) -> None:
        """Keep how a to-do was put off, in place of the time before; those long past are deleted."""
        ...

    def put_offs(self, keys: Collection[str]) -> Mapping[str, PutOff]:
        """By key, how these to-dos were put off the last time; without those that never were."""
        ...

    def quiet(
        self, procedure: str, states: Collection[str], today: date, limit: int
    ) -> tuple[int, tuple[Proceeding, ...]]:
        """How many records in these states ask nothing today, by their state or a clock, and the oldest."""
        ...

    def due(self, procedures: Collection[str], days: Collection[date]) -> Mapping[date, int]:
        """By day, how many records of these procedures have their first clock ending then."""
        ...

    def done(self, day: date, counter: str) -> Sequence[tuple[str, str, datetime]]:
        """What clerks of a window did to records on a day: procedure, act, moment; the newest first."""
        ...
