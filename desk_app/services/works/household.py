"""一户一档: the volume of a household is the view over the filed pieces of its members, from day to day.

A piece stays where it is filed; who joins brings what was filed of them while they belong to the household,
and who leaves takes nothing with them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from desk_app.domain.events import Event
from desk_app.domain.proceedings import Proceeding
from desk_app.services.parts import Parts
from desk_app.services.works.table import ARCHIVE
from forms import moments
from forms.sentences import plain_date

HOUSEHOLD: Final = "archive_household"
"""The register of the volumes."""


@dataclass(frozen=True, slots=True)
class VolumeMember:
    """A person of a household from a day on; ``until`` is the first day they are not, None while they are."""

    name: str
    id_number: str
    since: date | None
    until: date | None = None

    def holds(self, day: date | None) -> bool:
        """Whether they belonged to the household on a day; on an unknown day if they ever did."""
        if day is None:
            return True
        return not (self.since and day < self.since) and not (self.until and day >= self.until)

    @property
    def words(self) -> str:
        """Who, from when until when."""
        since = f"{plain_date(self.since.isoformat())}起" if self.since else ""
        until = f",到{plain_date(self.until.isoformat())}" if self.until else ""
        return f"{self.name} {since}{until}"


def members(events: Sequence[Event]) -> tuple[VolumeMember, ...]:
    """Everybody who ever belonged to a volume, in the order they came, by what was done to it."""
    found: list[VolumeMember] = []
    for event in (e for e in events if not e.void):
        given = {key: str(value) for key, value in event.payload.items()}
        if event.act == "open_volume":
            found.append(_member(given["head"], given["head_number"], given))
        elif event.act == "join":
            found.append(_member(given["member"], given["member_number"], given))
        elif event.act == "leave":
            left = moments.day(given["left_on"])
            found = [_left(each, given["member_number"], left) for each in found]
    return tuple(found)


def pieces(parts: Parts, events: Sequence[Event]) -> Iterator[Proceeding]:
    """The pieces of the archive that make the volume, the oldest first, each once.

    A person is known by every number they ever had: a corrected one moves nothing.
    """
    found: dict[str, Proceeding] = {}
    for member in members(events):
        known = parts.store.people.all_numbers(member.id_number) or (member.id_number,)
        for number in known:
            for piece in parts.store.proceedings.listed(ARCHIVE, query=number, limit=None):
                day = moments.day(str(piece.facts.get("formed_on") or ""))
                if piece.facts.get("id_number") == number and member.holds(day):
                    found[piece.id] = piece
    yield from sorted(found.values(), key=lambda p: (str(p.facts.get("formed_on") or ""), p.number))


def _member(name: str, id_number: str, given: dict[str, str]) -> VolumeMember:
    return VolumeMember(name, id_number, moments.day(given["since"]))


def _left(member: VolumeMember, id_number: str, day: date | None) -> VolumeMember:
    here = member.id_number == id_number and member.until is None
    return replace(member, until=day) if here else member
