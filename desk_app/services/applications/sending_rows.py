"""What posting and bringing results needs of the local book, besides the sockets of the spine."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Protocol

from desk_app.domain.applications import Application


class SendingRows(Protocol):
    """Applications by where their results are; each method is one transaction."""

    def standing(
        self, states: Collection[str], limit: int, asking: Collection[str] = ()
    ) -> tuple[int, tuple[Application, ...]]:
        """How many applications have matters in these states, and at most ``limit`` of them, oldest first.

        In states of ``asking`` only matters with a to-do count.
        """
        ...

    def given(self, state: str, since: date, until: date) -> Sequence[tuple[Application, Collection[str]]]:
        """Applications with the matters that came to a state in a period, both days included, in order."""
        ...

    def perhaps_sent_on(self, day: date) -> tuple[Application, ...]:
        """Applications with results that went out on a day, or came back once; whatever became of them."""
        ...

    def answered(self, ids: Collection[str], element: str, value: str) -> frozenset[str]:
        """Those of these applications whose answer to an element of the form is this one."""
        ...
