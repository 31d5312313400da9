"""Whom to ask next: from one person of a village to the next on the road."""

from typing import Final

from desk_app.domain.survey import SurveyPerson
from desk_app.services.parts import Parts
from desk_app.services.survey import people
from desk_app.services.survey.sheets import ASKING, AskedSheet

_OPEN: Final = ("", ASKING)
"""States of the sheet of whoever is still to be asked."""


def after(parts: Parts, sheet: AskedSheet) -> SurveyPerson | None:
    """Who comes after the person of a sheet and is still to be asked, in the order of the road of the town.

    Behind the last one comes whoever was passed over; None when all were asked, and for who is on no list.
    """
    town = str(sheet.record.facts.get("town") or "")
    road = people.people(parts, sheet.form.head.year, town)
    here = next((place for place, each in enumerate(road) if each.sheet == sheet.record.id), None)
    if here is None:
        return None
    others = (*road[here + 1 :], *road[:here])
    return next((each for each in others if each.state in _OPEN), None)
