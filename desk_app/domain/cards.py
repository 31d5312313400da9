"""Identity cards as their chips tell them, and what of one is kept with an application."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from forms.numbers import IdKind

LONG: Final = "长期"
"""The word on the chip in place of a last day."""


@dataclass(frozen=True, slots=True)
class IdCard:
    """One card that was read. A value the kind of card does not have, or that is left blank, is empty."""

    kind: IdKind
    name: str
    """The Chinese name; where a foreigner's card has none, the name in Latin letters."""
    number: str
    sex: str = ""
    """Code of GB/T 2261.1."""
    ethnicity: str = ""
    """Code of GB/T 3304."""
    birth: str = ""
    """ISO date, like ``since`` and ``until``."""
    address: str = ""
    """The newest address that is written on the chip."""
    issuer: str = ""
    since: str = ""
    until: str = ""
    """The last day, or ``LONG``."""
    latin_name: str = ""
    nationality: str = ""
    pass_number: str = ""
    """Number of the travel permit on a 港澳台居民居住证."""
    photo: bytes = b""
    """The photo as the chip has it (WLT); only a vendor's library can read it."""

    def expired(self, today: date) -> bool:
        """Whether the card's last day is over."""
        return is_over(self.until, today)


@dataclass(frozen=True, slots=True)
class CardSeen:
    """What stays of a card that was laid on the reader for an application: not its photo."""

    number: str
    issuer: str
    since: str
    until: str
    read_at: datetime


def is_over(until: str, today: date) -> bool:
    """Whether this last day of a card is over; a card without one, or for ever, is not."""
    return until not in ("", LONG) and until < today.isoformat()
