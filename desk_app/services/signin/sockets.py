"""What signing in needs of the local book."""

from collections.abc import Callable
from typing import Protocol

from desk_app.domain.clerks import Clerk


class Clerks(Protocol):
    """The people of the window; each method is one transaction."""

    def all(self) -> tuple[Clerk, ...]:
        """Everybody, also who may not sign in any more, by the time they were added."""
        ...

    def named(self, name: str) -> Clerk | None:
        """The person of this name, written exactly so."""
        ...

    def one(self, clerk_id: str) -> Clerk | None:
        """The person of this id."""
        ...

    def add(self, clerk: Clerk) -> None:
        """Add a person; RuleError when somebody has this name already."""
        ...

    def change(self, clerk_id: str, build: Callable[[Clerk], Clerk]) -> Clerk:
        """Write the person as ``build`` makes them of what stands in the book; returns what was written.

        ``build`` may raise, which changes nothing. RuleError for an unknown id.
        """
        ...

    def latest(self) -> "Clerk | None":
        """Who signed in last of all by the clock; None when nobody ever did."""
        ...
