"""The real clock: the only place that asks the computer for the time."""

from datetime import date, datetime


class SystemClock:
    """The TimeSource socket on this computer's clock and time zone."""

    def now(self) -> datetime:
        """The moment, with time zone."""
        return datetime.now().astimezone()

    def today(self) -> date:
        """The day at the hall."""
        return self.now().date()
