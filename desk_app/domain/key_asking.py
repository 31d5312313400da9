"""How a person is asked for what opens a book: by a window at its start, or on the command line."""

from collections.abc import Collection
from dataclasses import dataclass, field
from enum import Enum
from threading import Event
from typing import Protocol

from desk_app.domain.recovery import RecoverySheet


class OpeningWay(Enum):
    """A way to open a book that its keyring did not open."""

    PASSPHRASE = "passphrase"
    RECOVERY = "recovery"
    AGAIN = "again"
    """The keyring once more, which was unlocked meanwhile."""


@dataclass(frozen=True, slots=True)
class KeyGiven:
    """What a person gave to open the book."""

    way: OpeningWay
    text: str = field(default="", repr=False)


class KeyAsking(Protocol):
    """Asks a person; every sentence given is Chinese and complete. Nothing typed is kept."""

    def open_with(self, told: str, ways: Collection[OpeningWay], pause: float) -> KeyGiven | None:
        """One of these ways, ``told`` why it is asked (empty: the ordinary start). None: given up.

        ``pause``: seconds until another passphrase is tried, after wrong ones.
        """
        ...

    def new_passphrase(self, told: str) -> str | None:
        """A new passphrase, typed twice and without a fault; None: given up. ``told`` is why."""
        ...

    def keep_recovery(self, sheet: RecoverySheet) -> bool:
        """Show and print a recovery key until it lies in the cupboard: two groups were typed back."""
        ...

    def waiting(self, told: str, done: Event, longest: float) -> None:
        """Wait until ``done`` or for ``longest`` seconds at most, and say meanwhile for what."""
        ...
