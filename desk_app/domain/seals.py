"""The seal in a paper's QR code: with it the county can check a paper, and no person can be read in it.

The code holds number, kind of paper and promised day in clear, and a keyed checksum over these and the
person's data: HMAC-SHA-256 (RFC 2104) cut to 80 bits (NIST SP 800-107, 5.3.3), in Crockford's base 32.
"""

import hmac
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

RECEIPT: Final = "R1"
"""Kind of paper and version of what is sealed."""
CORRECTION: Final = "C1"
NOT_ACCEPTED: Final = "N1"
NOT_APPROVED: Final = "P1"
FOLLOWING: Final = "F1"
DELIVERY: Final = "D1"
TERMINATION: Final = "T1"
KINDS: Final[Mapping[str, str]] = {
    RECEIPT: "受理回执",
    CORRECTION: "补正通知书",
    NOT_ACCEPTED: "不予受理通知书",
    NOT_APPROVED: "不予批准决定书",
    FOLLOWING: "容缺受理通知书",
    DELIVERY: "送达回证",
    TERMINATION: "终止办理通知书",
}
ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Without I, L, O and U, which are mistaken for 1 and 0 or form words."""
_BITS: Final = 80
_LETTERS: Final = _BITS // 5
_PURPOSE: Final = b"desk-app paper seal\n"
_TEXT: Final = rf"(?a)([0-9-]+):([A-Z][0-9]):(\d{{8}})(?::([{ALPHABET}]{{{_LETTERS}}}))?"
_MISREAD: Final = str.maketrans("OIL", "011")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is said of a paper; ``genuine`` only when its seal was made with the window's key."""

    genuine: bool
    sentence: str


@dataclass(frozen=True, slots=True)
class Sealed:
    """What the QR code of a paper holds; ``seal`` is empty when the window had no key."""

    number: str
    kind: str
    promised: date
    seal: str = ""

    def text(self) -> str:
        """The content of the QR code, in letters of its compact mode (ISO/IEC 18004, 7.4.4)."""
        parts = [self.number, self.kind, f"{self.promised:%Y%m%d}", self.seal]
        return ":".join(part for part in parts if part)

    def message(self, name: str, id_number: str) -> str:
        """The text the seal is computed over: this paper, for this person."""
        return "\n".join((self.number, self.kind, self.promised.isoformat(), name, id_number))


def seal(key: str, message: str) -> str:
    """The keyed checksum of a message, 16 letters."""
    digest = hmac.digest(key.encode(), _PURPOSE + message.encode(), "sha256")
    bits = int.from_bytes(digest[: _BITS // 8], "big")
    return "".join(ALPHABET[bits >> place & 31] for place in range(_BITS - 5, -1, -5))


def same(one: str, other: str) -> bool:
    """Whether two seals are equal, compared in constant time."""
    return hmac.compare_digest(one.encode(), other.encode())


def made_for(paper: Sealed, sign: Callable[[str], str], named: Sequence[tuple[str, str]]) -> int | None:
    """The place of the person, by name and identity number, for whom a paper was sealed; None for nobody.

    ``sign`` makes the seal of a message with the key; an empty one is no seal.
    """
    made = (sign(paper.message(*person)) for person in named)
    return next((place for place, seal in enumerate(made) if seal and same(paper.seal, seal)), None)


def read(text: str) -> Sealed | None:
    """What a scanned or typed QR text says; None for anything else."""
    head, colon, tail = "".join(text.split()).upper().rpartition(":")
    typed = tail.translate(_MISREAD) if head.count(":") == 2 else tail
    found = re.fullmatch(_TEXT, head + colon + typed)
    if found is None:
        return None
    number, kind, day, checksum = found.groups()
    try:
        promised = date(int(day[:4]), int(day[4:6]), int(day[6:]))
    except ValueError:
        return None
    return Sealed(number, kind, promised, checksum or "")
