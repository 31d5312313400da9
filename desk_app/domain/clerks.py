"""People of the window: who may sign in, with which roles, and how long a wrong password pauses them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from forms.procedures import CLERK

SUPERVISOR, ADMINISTRATOR = "supervisor", "administrator"
ROLES: Final[Mapping[str, str]] = {
    CLERK: "经办人",
    SUPERVISOR: "负责人",
    ADMINISTRATOR: "管理员",
    "collector": "采集员",
    "town": "乡镇初审",
    "archivist": "档案管理员",
    "approver": "审批人",
}
"""Roles a person may have, in words. The last four are for rooms to come; they allow nothing yet."""
AT_THE_WINDOW: Final = (CLERK, SUPERVISOR, ADMINISTRATOR)
"""Roles of those who may sit at the window. What they do there they do as its clerk: the acts of the packs
know the window as one role, and a supervisor who takes an application takes it as any clerk does."""
CLERK_KIND: Final = "clerk"
"""Kind of the subject that a line of the journal about a person of the window has."""
FREE: Final = 5
"""Wrong passwords that cost no pause."""
PAUSES: Final = (30, 60, 120, 300, 900, 3600)
"""Seconds of the pause after the 5th, 6th … wrong password in a row; the last one from then on."""


def pause_after(failures: int) -> int:
    """Seconds of pause after so many wrong passwords in a row; 0 while they are free."""
    return 0 if failures < FREE else PAUSES[min(failures - FREE, len(PAUSES) - 1)]


@dataclass(frozen=True, slots=True)
class CountedMoment:
    """A moment by three counts: the clock, the start of the computer it belongs to, seconds since then."""

    at: datetime
    boot: str
    """Which start of the computer it was; empty where the system does not tell."""
    mark: float
    """Seconds counted by the computer itself, which setting the clock does not change."""


@dataclass(frozen=True, slots=True)
class SignInPause:
    """The pause of somebody who typed a wrong password too often."""

    since: CountedMoment
    seconds: int

    def left(self, now: CountedMoment) -> int:
        """Whole seconds until it is over; 0 when it is. Setting the clock does not shorten it.

        While the computer runs its own seconds count alone. After a new start they only tell the least that
        has passed; then the clock counts too, unless it stands before the beginning of the pause.
        """
        same = now.boot == self.since.boot and now.mark >= self.since.mark
        if same:
            passed = now.mark - self.since.mark
        else:
            passed = max(now.mark, (now.at - self.since.at).total_seconds())
        return max(0, -int(-(self.seconds - passed) // 1))


@dataclass(frozen=True, slots=True)
class Clerk:
    """One person of the window."""

    id: str
    name: str
    roles: tuple[str, ...]
    unit: str
    password: str = field(repr=False)
    """Argon2id hash as a PHC string."""
    made_at: datetime
    changed_at: datetime
    """When the password was set."""
    totp: str = field(default="", repr=False)
    """Secret of the second factor in base32; empty: none is asked."""
    code_step: int = 0
    """Count of the last code that was accepted: none is accepted twice."""
    active: bool = True
    demo: bool = False
    """An invented person of the demo hall; may sign in nowhere else."""
    must_change: bool = False
    """The password was set by somebody else: a new one is asked at the next sign-in."""
    failures: int = 0
    """Wrong passwords in a row."""
    pause: SignInPause | None = None
    signed_in_at: datetime | None = None

    @property
    def role_words(self) -> str:
        """The roles in words: ``经办人、负责人``."""
        return "、".join(ROLES.get(role, role) for role in self.roles)

    def has(self, *roles: str) -> bool:
        """Whether the person has one of these roles."""
        return not set(roles).isdisjoint(self.roles)
