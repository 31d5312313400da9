"""The roster: people somebody listed, one row an identity number; who may be entitled is found from it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Protocol

from desk_app.domain.events import Event

ROSTER: Final = "roster"
"""Kind of the subject of what is done to the roster as a whole, and its id."""
IMPORT: Final = "import_roster"
MATCH: Final = "match_roster"
"""Acts on the roster: rows are brought, the rules go through everybody."""


@dataclass(frozen=True, slots=True)
class RosterRow:
    """One person as the roster has them."""

    id_number: str
    name: str
    values: Mapping[str, Any] = field(default_factory=dict)
    """What the table told, by id of the ask."""
    brought: str = ""
    """Id of the event that brought the row."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody the rules are asked about."""

    id_number: str
    row: RosterRow | None
    """Their row; None for who is known here by an application alone."""
    known: bool
    """Whether this book knows the number beside the roster."""


class Roster(Protocol):
    """The rows of the roster, and who else is known here."""

    def bring(self, rows: Sequence[RosterRow], event: Event, *, whole: bool) -> None:
        """Keep rows, each in the place of an earlier one of its number, with the event that brings them.

        With ``whole`` the rows of earlier imports that are not among them go. All or nothing.
        """
        ...

    def candidates(self, after: str, limit: int) -> tuple[Candidate, ...]:
        """Whoever is in the roster or has applied, the next ones after a number; none at the end."""
        ...

    def known(self, numbers: Collection[str]) -> frozenset[str]:
        """Those of these numbers that are in the roster or in an application."""
        ...

    def one(self, id_number: str) -> RosterRow | None:
        """The row of a number; None where there is none, or it is damaged."""
        ...

    def count(self) -> int:
        """How many rows there are."""
        ...

    def forget(self, numbers: Collection[str]) -> int:
        """Delete the rows of these numbers; returns how many there were."""
        ...
