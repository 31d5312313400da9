"""The day from which limits of this hall run."""

from datetime import date, datetime

from desk_app.services.parts import Parts
from forms.pack import NEXT_DAY


def counted_from(parts: Parts, moment: datetime) -> date:
    """The day a moment counts for: after closing its own or the next working day, as the county chose."""
    hall = parts.window.hall
    return parts.calendar.counts_from(moment, hall.opening, hall.after_hours == NEXT_DAY)
