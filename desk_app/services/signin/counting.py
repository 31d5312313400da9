"""Moments that setting the clock does not move: beside the clock the computer's own count of seconds."""

import time
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Final

from desk_app.domain.clerks import CountedMoment
from desk_app.services.parts import Parts

Count = Callable[[], tuple[str, float]]
"""Gives which start of the computer this is (empty where the system does not tell) and seconds since then."""
_BOOT: Final = Path("/proc/sys/kernel/random/boot_id")


def count() -> tuple[str, float]:
    """The count of this computer."""
    return _boot(), time.monotonic()


@cache
def _boot() -> str:
    try:
        return _BOOT.read_text(encoding="ascii").strip()
    except OSError:  # Windows and macOS tell it otherwise; their seconds begin anew with each start too
        return ""


def moment(parts: Parts, counted: Count) -> CountedMoment:
    """Now, by the clock and by the count."""
    boot, seconds = counted()
    return CountedMoment(parts.clock.now(), boot, seconds)


def span(seconds: int) -> str:
    """A pause in words: ``30秒``, ``2分10秒``, ``15分钟``."""
    minutes, rest = divmod(seconds, 60)
    if not minutes:
        return f"{rest}秒"
    return f"{minutes}分{rest}秒" if rest else f"{minutes}分钟"
