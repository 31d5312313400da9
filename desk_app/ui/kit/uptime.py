"""A clock for waiting that nobody sets, and that goes on while the computer sleeps."""

import time


def seconds() -> float:
    """Seconds since some moment before the program began, those the computer slept among them.

    ``time.monotonic`` stands still on Linux while the lid is closed: a window left open over lunch would be
    as little locked afterwards as when its clerk went.
    """
    if hasattr(time, "CLOCK_BOOTTIME"):
        return time.clock_gettime(time.CLOCK_BOOTTIME)
    return time.monotonic()
