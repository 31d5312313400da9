"""A year of the survey: the records of its villages and towns, and the order of the road."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final
from uuid import NAMESPACE_URL, uuid5

from desk_app.domain.events import Who
from desk_app.domain.proceedings import Proceeding
from desk_app.domain.survey import SurveyPerson
from desk_app.services import proceedings
from desk_app.services.feeding import Beginning
from desk_app.services.parts import Parts
from desk_app.services.survey import shelf
from forms.procedures import SYSTEM

ROUND, TOWN, VILLAGE = "survey_round", "survey_town", "survey_village"
"""The procedures of a year, of a town and of a village in it."""
RUNNING: Final = "running"
"""The state of a year that is under way."""
ASKING, TOLD, REVIEWED, COUNTY, SENT = "asking", "told", "town", "county", "sent"
"""States of a village: its sheets are being filled in, told to the town, reviewed there, then by the county,
sent to the city."""
REPORTED: Final = (TOLD, REVIEWED, COUNTY, SENT)
"""States in which a village has told its sheets."""
WITHDRAWN: Final = "withdrawn"
"""The state of a village or town of which nobody is on the list."""
UNSIGNED, SIGNED, RECEIVED = "open", "signed", "received"
"""States of a town: nobody, or not both, have signed; both have; its papers are here."""
_PROGRAM: Final = "动态更新名单"


def village_id(year: int, town: str, village: str) -> str:
    """The id of the record of a village in a year."""
    return str(uuid5(NAMESPACE_URL, f"{VILLAGE}/{year}/{town}/{village}"))


def town_id(year: int, town: str) -> str:
    """The id of the record of a town in a year."""
    return str(uuid5(NAMESPACE_URL, f"{TOWN}/{year}/{town}"))


def system(who: Who) -> Who:
    """The program, acting at the window of somebody."""
    return Who(_PROGRAM, SYSTEM, who.unit, who.window)


def settle_places(parts: Parts, who: Who, year: int, people: Iterable[SurveyPerson]) -> int:
    """Let the records of villages and towns be those of a list; returns how many were begun.

    Those of its people are begun, or listed anew; those without anybody that told nothing yet end.
    """
    fresh = {each.identity: each for each in _places(parts, year, tuple(people))}
    there = {p.id: p for p in parts.store.proceedings.several(list(fresh))}
    acts: list[tuple[str, str, Mapping[str, Any]]] = [
        (p.id, "relist", {"listed": fresh[p.id].given["listed"]})
        for p in there.values()
        if p.state == WITHDRAWN
    ]
    acts += [(p.id, "withdraw", {}) for p in _idle(parts, year) if p.id not in fresh]
    new = [each for identity, each in fresh.items() if identity not in there]
    if new or acts:
        proceedings.act_and_begin(parts, system(who), acts, new)
    return len(new)


def _places(parts: Parts, year: int, listed: Sequence[SurveyPerson]) -> Iterator[Beginning]:
    """How the records of the villages and towns of these people begin."""
    if not listed:
        return
    villages = Counter((p.town, p.village, p.region) for p in listed)
    towns = Counter(p.town for p in listed)
    due = shelf.of_year(parts, "person", year).upload_day.isoformat()
    for (town, village, code), count in villages.items():
        if town and village:
            identity = village_id(year, town, village)
            yield _beginning(VILLAGE, identity, year, town, count, due, village=village, region=code)
    for town, count in towns.items():
        if town:
            yield _beginning(TOWN, town_id(year, town), year, town, count, due)


def _idle(parts: Parts, year: int) -> Iterator[Proceeding]:
    """The villages and towns of a year that have told, or signed for, nothing; those begun by rules that end
    none are left."""
    listed = parts.store.proceedings.listed
    for found in (*listed(VILLAGE, (ASKING,), limit=None), *listed(TOWN, (UNSIGNED,), limit=None)):
        law = parts.law.procedure(found.pack_digest, found.procedure)
        if str(found.facts.get("year", "")) == str(year) and law.act("withdraw") is not None:
            yield found


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
