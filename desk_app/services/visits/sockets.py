"""What visits in the field need of the local book."""

from collections.abc import Collection
from datetime import datetime
from pathlib import Path
from typing import Protocol

from desk_app.domain.carrying import CarriedIn, Journey, Lease, Marked, Outgoing, PackageLetGo
from desk_app.domain.events import Event
from desk_app.domain.proceedings import Proceeding


class Carrying(Protocol):
    """Records that go out with a laptop in one encrypted file; each method is one transaction."""

    def out(self, wanted: Outgoing, path: Path, phrase: str, whose: dict[str, str]) -> tuple[Proceeding, ...]:
        """Write records into a parcel, and note that they are out unless they go back with it.

        ``whose`` names by record whose data it is. RuleError when one of them is out already.
        """
        ...

    def new_since(self) -> tuple[str, ...]:
        """The records of every package on this laptop, and all that was begun here since the first came."""
        ...

    def working_set(self) -> Journey | None:
        """The package that came to this laptop last; None at a window that stays."""
        ...

    def take(self, path: Path, phrase: str, region: str, window: str, now: datetime) -> CarriedIn:
        """Take a parcel in, whole or not at all; the same one twice is taken once.

        RuleError for one of another county, window or key, and for one that is torn or was changed.
        """
        ...

    def let_go(self, package: str, code: str, event: Event) -> PackageLetGo:
        """Delete what a laptop holds of its packages once ``code`` is their ``home_code``; an event notes it.

        ``package`` is the one that came last, under whose name all of them went home.

        The chain of events stays, with its digests. RuleError when the hall does not have all of it, or a
        draft is left.
        """
        ...

    def last_gone(self) -> str:
        """The package under whose name a laptop let go of its records last; empty where it never did."""
        ...

    def leases(self, proceedings: Collection[str] = (), *, out: bool = True) -> tuple[Lease, ...]:
        """The leases of some records, or all; with ``out`` only of records that are out now."""
        ...

    def take_back(self, package: str, reason: str, now: datetime) -> int:
        """End the leases of a package with a reason (收回); returns how many records are free again."""
        ...

    def marked(self, proceedings: Collection[str] = ()) -> tuple[Marked, ...]:
        """Events that came in and that nobody has looked at yet."""
        ...

    def settle(self, proceeding: str, reason: str, now: datetime, *, carried: bool) -> tuple[str, ...]:
        """Decide between two outcomes: what was carried in counts, or what was done here; the other is void.

        Times in doubt are looked at with it. Returns the ids of the events that are void now. RuleError when
        the county has the outcome of the hall already and the other one is wanted.
        """
        ...
