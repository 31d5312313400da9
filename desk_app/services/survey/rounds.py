"""A year of the survey: the records of its villages and towns, and the order of the road."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any, Final
from uuid import NAMESPACE_URL, uuid5

from desk_app.domain.events import Who
from desk_app.domain.proceedings import Proceeding
from desk_app.domain.survey import SurveyPerson
from desk_app.services import proceedings
from desk_app.services.parts import Parts
from desk_app.services.proceedings import Beginning
from desk_app.services.survey import shelf
from forms.procedures import SYSTEM

ROUND, TOWN, VILLAGE = "survey_round", "survey_town", "survey_village"
"""The procedures of a year, of a town and of a village in it."""
RUNNING: Final = "running"
"""The state of a year that is under way."""
ASKING, TOLD, REVIEWED, COUNTY, SENT = "asking", "told", "town", "county", "sent"
"""States of a village: its sheets are being filled in, told to the town, reviewed there, then by the county,
sent to the city."""
UNSIGNED, SIGNED, RECEIVED = "open", "signed", "received"
"""States of a town: nobody, or not both, have signed; both have; its papers are here."""
_PROGRAM: Final = "动态更新名单"


def village_id(year: int, town: str, village: str) -> str:
    """The id of the record of a village in a year."""
    return str(uuid5(NAMESPACE_URL, f"{VILLAGE}/{year}/{town}/{village}"))


def town_id(year: int, town: str) -> str:
    """The id of the record of a town in a year."""
    return str(uuid5(NAMESPACE_URL, f"{TOWN}/{year}/{town}"))


def begin_places(parts: Parts, who: Who, year: int, people: Iterable[SurveyPerson]) -> int:
    """Begin the records of the villages and towns of these people that have none; returns how many."""
    listed = tuple(people)
    villages = Counter((p.town, p.village, p.region) for p in listed)
    towns = Counter(p.town for p in listed)
    due = shelf.of_year(parts, "person", year).upload_day.isoformat()
    fresh = [
        _beginning(
            VILLAGE, village_id(year, town, village), year, town, count, due, village=village, region=code
        )
        for (town, village, code), count in villages.items()
        if town and village
    ]
    fresh += [_beginning(TOWN, town_id(year, town), year, town, n, due) for town, n in towns.items() if town]
    there = {p.id for p in parts.store.proceedings.several([each.identity for each in fresh])}
    new = [each for each in fresh if each.identity not in there]
    system = Who(_PROGRAM, SYSTEM, who.unit, who.window)
    if new:
        proceedings.act_and_begin(parts, system, (), new)
    return len(new)


def _beginning(
    procedure: str, identity: str, year: int, town: str, listed: int, due: str, **more: str
) -> Beginning:
    told: dict[str, Any] = {"year": year, "town": town, "listed": listed, "due": due, **more}
    return Beginning(procedure, "open", told, identity)


def of_year(parts: Parts, year: int) -> Proceeding | None:
    """The record of a year that was begun last; None where nobody began one."""
    found = parts.store.proceedings.listed(ROUND, limit=None)
    return next((p for p in found if str(p.facts.get("year", "")) == str(year)), None)


def road(parts: Parts, year: int) -> Mapping[tuple[str, str], int]:
    """The places of villages in the order of the road, by town and village; empty where nobody gave one."""
    found = of_year(parts, year)
    rows = found.facts.get("road") or () if found else ()
    return {(str(r["town"]), str(r["village"])): place for place, r in enumerate(rows)}
