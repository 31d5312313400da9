"""The day from which limits of this hall run."""

from datetime import date, datetime

from desk_app.domain.settling import counted_from as counted
from desk_app.services.parts import Parts


def counted_from(parts: Parts, moment: datetime) -> date:
    """The day a moment counts for; after closing, the next working day if the county chose that."""
    return counted(parts.calendar, parts.window.hall, moment)


def later_start(parts: Parts, moment: datetime) -> date | None:
    """The day a moment counts for when that is not its own day; None in office hours.

    民法典第二百零三条; the county decides with ``after_hours``.
    """
    start = counted_from(parts, moment)
    return start if start != moment.date() else None
