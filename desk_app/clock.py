"""The real clock: the only place that asks the computer for the time."""

from datetime import UTC, date, datetime, timedelta

from forms import moments


class SystemClock:
    """The TimeSource socket on this computer's clock, in the hall's zone whatever the computer's is."""

    def now(self) -> datetime:
        """The moment, in the hall's zone."""
        return moments.local(datetime.now(UTC))

    def today(self) -> date:
        """The day at the hall."""
        return self.now().date()


def zone_note() -> str:
    """A sentence when the computer's zone is not the hall's now; empty when it is."""
    own, hall = datetime.now().astimezone().utcoffset(), SystemClock().now().utcoffset()
    if own is None or hall is None or own == hall:
        return ""
    return (
        f"电脑的时区({_ahead(own)})不是大厅的({_ahead(hall)}),日期和时间一律按大厅的算,请在系统设置中改正时区"
    )


def _ahead(offset: timedelta) -> str:
    """A difference to world time: ``UTC+08:00``."""
    minutes = int(offset.total_seconds()) // 60
    return f"UTC{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02d}:{abs(minutes) % 60:02d}"
