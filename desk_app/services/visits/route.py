"""The homes that are visited on a day: village by village, in the order of the agreed times."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from desk_app.domain.proceedings import Proceeding
from desk_app.services import ledger
from desk_app.services.parts import Parts
from forms.numbers import half_width
from forms.programmes import BoardPart

AHEAD: Final = 7
"""So many days from tomorrow on are looked through for homes that are agreed already."""
_CLOCK: Final = re.compile(r"(\d{1,2})\s*[:点时]\s*(\d{1,2}|半)?")
_LATER: Final = ("下午", "傍晚", "晚上")
_HALVES: Final = (("上午", 0), ("中午", 12 * 60), *((word, 13 * 60) for word in _LATER))
_UNSAID: Final = 24 * 60


@dataclass(frozen=True, slots=True)
class Stop:
    """One home on the route of a day."""

    proceeding: str
    village: str
    time: str
    name: str
    wish: str
    state: tuple[str, str]
    """Procedure and code of its state."""
    pack_digest: str


@dataclass(frozen=True, slots=True)
class Planned:
    """A day with the homes that are visited on it."""

    day: date
    route: tuple[Stop, ...]


def of(parts: Parts, places: Sequence[BoardPart], day: date) -> tuple[Stop, ...]:
    """The homes of a day, village by village, each village in the order of its first time."""
    found = [
        _stop(parts, record)
        for part in places
        for record in parts.store.proceedings.on_day(part.procedure, part.standing, part.day, day)
    ]
    found.sort(key=lambda stop: (minutes(stop.time), stop.time, stop.name))
    first = {stop.village: place for place, stop in reversed(tuple(enumerate(found)))}
    return tuple(sorted(found, key=lambda stop: first[stop.village]))


def coming(parts: Parts, places: Sequence[BoardPart]) -> Iterator[Planned]:
    """Today, and each day of the week after it on which somebody is visited."""
    today = parts.clock.today()
    for ahead in range(AHEAD + 1):
        day = today + timedelta(days=ahead)
        route = of(parts, places, day)
        if route or not ahead:
            yield Planned(day, route)


def minutes(time: str) -> int:
    """The minute of the day that a time names as people write it; only a half of the day: its beginning."""
    said = half_width(time)
    later = any(word in said for word in _LATER)
    if found := _CLOCK.search(said):
        hour, past = int(found[1]), 30 if found[2] == "半" else int(found[2] or 0)
        return 60 * (hour + 12 if later and hour < 12 else hour) + past
    return next((start for word, start in _HALVES if word in said), _UNSAID)


def _stop(parts: Parts, found: Proceeding) -> Stop:
    said = ledger.values(parts, found, {})

    def word(*names: str) -> str:
        return next((str(said[name]) for name in names if said.get(name)), "")

    state = (found.procedure, found.state)
    village, time, name = word("village"), word("visit_time"), word("name")
    return Stop(found.id, village, time, name, word("wish", "service"), state, found.pack_digest)
