"""Who is in another village by the list since their sheet was begun: counted once, there, and told."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from desk_app.domain.events import Who
from desk_app.domain.proceedings import Proceeding
from desk_app.domain.survey import SurveyPerson
from desk_app.services import proceedings
from desk_app.services.parts import Parts
from desk_app.services.survey import rounds

_ACT: Final = "move"
_NAMED: Final = 6
_PORTION: Final = 5000


@dataclass(frozen=True, slots=True)
class MovedPerson:
    """Somebody whose sheet is begun, as the list has them now, and where it had them."""

    person: SurveyPerson
    town: str
    village: str

    @property
    def words(self) -> str:
        """Who, from where and to where."""
        return f"{self.person.name}({self.town}{self.village or '没有写村'}→{self.person.address})"


def found(earlier: Mapping[str, SurveyPerson], now: Sequence[SurveyPerson]) -> tuple[MovedPerson, ...]:
    """Who of a list has a sheet and is in another village than ``earlier``, by identity number."""
    both = ((person, earlier.get(person.id_number)) for person in now if person.state and person.village)
    return tuple(
        MovedPerson(person, before.town, before.village)
        for person, before in both
        if before is not None and (before.town, before.village) != (person.town, person.village)
    )


def sentences(parts: Parts, year: int, moved: Sequence[MovedPerson]) -> Iterator[str]:
    """That people moved, and which villages have told their numbers already."""
    if not moved:
        return
    named = "、".join(each.words for each in moved[:_NAMED]) + ("等" if len(moved) > _NAMED else "")
    told = "、".join(_told(parts, year, moved))
    again = f";{told}已经上报,人数变了,请退回重新上报" if told else ""
    yield f"开始采集以后换了村的{len(moved)}人,各算一次,算在新的村:{named}{again}"


def _told(parts: Parts, year: int, moved: Sequence[MovedPerson]) -> list[str]:
    places = {(each.town, each.village) for each in moved}
    places |= {(each.person.town, each.person.village) for each in moved}
    ids = sorted(rounds.village_id(year, *place) for place in places)
    held = parts.store.proceedings.several(ids)
    return [str(v.facts["village"]) for v in held if v.state in rounds.REPORTED]


def carry_out(parts: Parts, who: Who, moved: Sequence[MovedPerson]) -> int:
    """Let the sheets say the new village; returns how many. One on a laptop is left for the next list."""
    by_sheet, count = {each.person.sheet: each for each in moved}, 0
    ids = list(by_sheet)
    for first in range(0, len(ids), _PORTION):
        portion = ids[first : first + _PORTION]
        out = {lease.proceeding for lease in parts.store.carrying.leases(portion)}
        held = (p for p in parts.store.proceedings.several(portion) if p.id not in out)
        acts = [act for record in held for act in _act(parts, record, by_sheet[record.id])]
        proceedings.act_on_each(parts, rounds.system(who), acts)
        count += len(acts)
    return count


def _act(parts: Parts, record: Proceeding, each: MovedPerson) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    """The act that moves a sheet; none where it says so already, or was begun by rules without it."""
    person, law = each.person, parts.law.procedure(record.pack_digest, record.procedure)
    here = tuple(str(record.facts.get(name, "")) for name in ("town", "village"))
    if here != (person.town, person.village) and law.act(_ACT) is not None:
        given = {"town": person.town, "village": person.village, "region": person.region}
        yield record.id, _ACT, {**given, "moved_from": "".join(here)}
