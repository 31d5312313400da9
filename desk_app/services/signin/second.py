"""The second factor: a code of six digits that a telephone or a token shows (TOTP, RFC 6238)."""

import base64
import binascii
import os
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Final, Protocol

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.twofactor.totp import TOTP

_DIGITS: Final = 6
_STEP_S: Final = 30
_NEAR: Final = (0, -1, 1)
"""Steps beside the present one that are accepted too: the clocks are never quite the same."""
_ISSUER: Final = "残疾人服务窗口"


@dataclass(frozen=True, slots=True)
class Enrolment:
    """What a person puts into their telephone once."""

    secret: str = field(repr=False)
    """In base32, to be typed where the picture can not be read."""
    address: str = field(repr=False)
    """The ``otpauth://`` address that stands in the picture."""

    @property
    def grouped(self) -> str:
        """The secret in groups of four, to be typed from the screen."""
        return " ".join(self.secret[place : place + 4] for place in range(0, len(self.secret), 4))

    def dots(self) -> tuple[str, ...]:
        """The rows of the picture, a QR code of level L without quiet zone, as 0 and 1; 1 is dark."""
        # The window opens without the drawing of codes.
        from printing import codes

        return codes.qr_rows(self.address, "l")


class SecondFactor(Protocol):
    """A second proof of who signs in; a USB key is to be another one."""

    def enrol(self, name: str) -> Enrolment:
        """A new secret for a person, not kept anywhere yet."""
        ...

    def accepted(self, secret: str, code: str, now: datetime, after: int) -> int:
        """The count of a right code that is newer than ``after``; 0 when it is wrong, old or used."""
        ...


class Totp:
    """The SecondFactor by codes of a telephone."""

    def enrol(self, name: str) -> Enrolment:
        """A new secret of 160 bits."""
        key = os.urandom(20)
        return Enrolment(base64.b32encode(key).decode(), _totp(key).get_provisioning_uri(name, _ISSUER))

    def accepted(self, secret: str, code: str, now: datetime, after: int) -> int:
        """The step of a right code, one step to both sides; each step once."""
        digits = "".join(code.split())
        try:
            key = base64.b32decode(secret)
        except (binascii.Error, ValueError):
            return 0
        if len(digits) != _DIGITS or not (digits.isascii() and digits.isdigit()):
            return 0
        step = int(now.timestamp()) // _STEP_S
        for each in (step + near for near in _NEAR):
            if each > after and _is_right(key, digits, each):
                return each
        return 0


def code_at(secret: str, now: datetime) -> str:
    """The code a telephone with this secret shows at a moment."""
    return _totp(base64.b32decode(secret)).generate(int(now.timestamp())).decode()


def _is_right(key: bytes, digits: str, step: int) -> bool:
    from cryptography.hazmat.primitives.twofactor import InvalidToken

    try:
        _totp(key).verify(digits.encode(), step * _STEP_S)
    except InvalidToken:
        return False
    return True


def _totp(key: bytes) -> "TOTP":
    # Not needed for a window to be there.
    from cryptography.hazmat.primitives.hashes import SHA1
    from cryptography.hazmat.primitives.twofactor.totp import TOTP

    return TOTP(key, _DIGITS, SHA1(), _STEP_S, enforce_key_length=False)


FACTOR: Final[SecondFactor] = Totp()
"""The second factor of this release."""
