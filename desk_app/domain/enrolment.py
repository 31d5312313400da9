"""A window's key becomes known to the county: what is asked, and what comes of it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from desk_app.domain.signing import fingerprint
from forms import moments


class EnrolmentState(StrEnum):
    """How a key stands at the county."""

    ENROLLED = "enrolled"
    """It is the key of this window number."""
    OTHER = "other"
    """Another key is: a second computer uses the number, or the first one lost its key."""
    REVOKED = "revoked"
    """It was, until the county revoked it; it is never taken again."""


@dataclass(frozen=True, slots=True)
class EnrolmentRequest:
    """A window asks that its key be kept under its number; ``signature`` is by that very key."""

    region: str
    """Code of the hall's region, 620403."""
    window: str
    """Number of the window in its hall."""
    public: bytes
    """The Ed25519 key, 32 bytes."""
    at: datetime
    signature: bytes = b""

    def message(self) -> bytes:
        """The bytes that are signed: name and version of the format, then each part in its own line."""
        parts = (self.region, self.window, self.public.hex(), self.at.isoformat())
        return "\n".join(("desk-app enrolment 1", *parts)).encode()


@dataclass(frozen=True, slots=True)
class EnrolmentAnswer:
    """How the asked key stands, and which one is in force for the number."""

    state: EnrolmentState
    window: str
    in_force: bytes
    """The public key in force; empty where none is."""
    since: datetime | None
    """Since when it is in force, or the asked one is revoked."""


def warning(answer: EnrolmentAnswer, own: bytes) -> str:
    """What the clerk is told of an answer; empty when all is well."""
    since = moments.wall(answer.since) if answer.since else ""
    match answer.state:
        case EnrolmentState.ENROLLED:
            return ""
        case EnrolmentState.OTHER:
            return (
                f"窗口号 {answer.window} 已由另一台电脑登记({since},指纹 {fingerprint(answer.in_force)}),"
                f"本机指纹 {fingerprint(own)}。两台电脑不能用一个窗口号:请核对设置“窗口号”;"
                "换过电脑的,请打电话给区县核对指纹,注销旧的登记"
            )
        case EnrolmentState.REVOKED:
            return (
                f"本机的窗口密钥已由区县注销({since},指纹 {fingerprint(own)}),请打电话给区县,问清原因后再办理"
            )
