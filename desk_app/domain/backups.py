"""Backups of the book: which there are, which are kept, and when one is missed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Final

from forms import moments

KEPT_DAYS: Final = 30
"""Days for which every day's backup is kept."""
KEPT_MONTHS: Final = 12
"""Months for which the first backup of a month is kept."""
MISSED: Final = timedelta(days=2)
"""Age of the last good backup from which the clerk is told."""
AHEAD: Final = timedelta(hours=1)
"""By so much a backup may be ahead of the clock, which was set right meanwhile."""


@dataclass(frozen=True, slots=True)
class Backup:
    """One backup: a whole book under the same key."""

    path: Path
    made_at: datetime
    applications: int
    events: int
    verified: bool
    """Whether it was opened and found whole when it was made."""

    @property
    def words(self) -> str:
        """One line for a list."""
        told = "已验证" if self.verified else "没有验证过"
        return f"{moments.wall(self.made_at)} · 办件{self.applications}件 · {told}"


def to_drop(found: Iterable[Backup], today: date) -> tuple[Backup, ...]:
    """The backups kept no longer: a day's last one stays for 30 days, a month's first one for 12 months."""
    ordered = sorted(found, key=lambda b: b.made_at)
    newest = {b.made_at.date(): b for b in ordered}
    monthly: dict[tuple[int, int], Backup] = {}
    for backup in ordered:
        if backup.verified:
            monthly.setdefault((backup.made_at.year, backup.made_at.month), backup)
    first_month = today.year * 12 + today.month - KEPT_MONTHS
    kept = {b.path for day, b in newest.items() if day > today - timedelta(days=KEPT_DAYS)}
    kept |= {b.path for (year, month), b in monthly.items() if year * 12 + month > first_month}
    good = [b for b in ordered if b.verified]
    kept |= {b.path for b in good[-1:]}  # the last good one is never dropped
    return tuple(b for b in ordered if b.path not in kept)


def missed(found: Iterable[Backup], now: datetime) -> str:
    """A sentence when the last good backup is too old; empty when it is not."""
    # One of a day to come was made by a wrong clock, and would hide for as long that none is made.
    last = max((b.made_at for b in found if b.verified and b.made_at <= now + AHEAD), default=None)
    if last is None:
        return "还没有一份验证过的备份"
    if now - last <= MISSED:
        return ""
    return f"最近一份验证过的备份是{moments.in_words(last)}的,已经{(now - last).days}天没有备份成功"
