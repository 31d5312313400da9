"""What is known of this computer's clock beside itself: the county's time, and what a clerk said of it."""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Lock
from typing import Final

LEAST: Final = timedelta(minutes=10)
"""How far a clock may be off before it is asked about.

The county remarks on a window's clock from the same difference on. Less is no fault of a clock that somebody
sets by hand, and moves no day but within these minutes of midnight and of closing time.
"""
_FRESH: Final = 120.0
"""Seconds for which the county's time is known after it was told; news is fetched every few seconds."""


def _seconds() -> float:
    """A time that never jumps, and where the system has one also runs on while the computer sleeps."""
    boot = getattr(time, "CLOCK_BOOTTIME", None)
    return time.monotonic() if boot is None else time.clock_gettime(boot)


@dataclass(frozen=True, slots=True)
class ClockDoubt:
    """One reason why the computer's clock can not be right."""

    kind: str
    """``ledger``, ``release``, ``ahead`` or ``county``."""
    words: str
    """What it is compared with, and how far off it is: ``比区县服务器(…)快10小时``."""
    now: datetime
    """The computer's time it is about."""
    mark: float = 0.0
    """The moment or difference it is about, in seconds: close marks of one day are one doubt."""


@dataclass(slots=True)
class ClockWatch:
    """The county's time as last told, and the doubts a clerk has settled; any thread may call."""

    seconds: Callable[[], float] = _seconds
    """A time in seconds that never jumps."""
    asks: bool = True
    """Whether somebody is there to be asked; a program that fills a book with days of its own says no."""
    _told: tuple[datetime, float] | None = None
    _sure: dict[str, ClockDoubt] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def told(self, county: datetime) -> None:
        """Note the county's time of this moment."""
        with self._lock:
            self._told = county, self.seconds()

    def county(self) -> datetime | None:
        """The county's time now; None when it was not told lately, as with the line down."""
        with self._lock:
            told = self._told
        if told is None:
            return None
        age = self.seconds() - told[1]
        return told[0] + timedelta(seconds=age) if 0 <= age <= _FRESH else None

    def confirm(self, doubts: Iterable[ClockDoubt]) -> None:
        """Note that a clerk says the clock is right in spite of these; it holds for the day."""
        with self._lock:
            self._sure |= {d.kind: d for d in doubts}

    @property
    def confirmed(self) -> bool:
        """Whether somebody was asked and said at any time that the clock is right."""
        return self.asks and bool(self._sure)

    def settled(self, doubt: ClockDoubt) -> bool:
        """Whether a clerk said today that the clock is right in spite of this, or nobody can be asked."""
        if not self.asks:
            return True
        with self._lock:
            sure = self._sure.get(doubt.kind)
        same = sure is not None and abs(sure.mark - doubt.mark) <= LEAST.total_seconds()
        return sure is not None and same and sure.now.date() == doubt.now.date()
