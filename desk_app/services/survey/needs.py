"""What people need by their sheets, and the records of other rooms that are begun for it, each once."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import NAMESPACE_URL, uuid5

from desk_app.domain.events import Who
from desk_app.domain.survey import SurveyPerson
from desk_app.services import proceedings
from desk_app.services.feeding import Beginning
from desk_app.services.parts import Parts
from desk_app.services.survey import people, sheets, shelf
from desk_app.services.survey.sheets import COLLECTED
from forms import conditions, phrases, rules
from forms.procedures import CLERK, Act
from forms.surveys.kinds import SurveyNeed

_PORTION: Final = 5000


@dataclass(frozen=True, slots=True)
class FoundNeed:
    """What one person needs by the sheet of a year."""

    need: SurveyNeed
    person: SurveyPerson
    words: str
    """What was answered, among it what is needed."""
    record: str
    """The id of the one record that is or would be begun for it."""
    begun: bool
    register: str
    """Title of the register it can be handed to; empty where there is none."""


def of(parts: Parts, town: str = "", village: str = "", year: int | None = None) -> tuple[FoundNeed, ...]:
    """The needs of a year's complete sheets, of one town or village; RuleError without a questionnaire."""
    form = shelf.of_year(parts, "person", year)
    listed = people.people(parts, form.head.year, town, village)
    mine = {p.sheet: p for p in listed if p.state == COLLECTED}
    found: list[FoundNeed] = []
    ids = list(mine)
    for first in range(0, len(ids), _PORTION):
        for record in parts.store.proceedings.several(ids[first : first + _PORTION]):
            facts = sheets.counted_of(record)
            for need in form.needs:
                if conditions.truth(need.when, facts):
                    item = form.elements[need.element]
                    said = rules.label(form, item, facts[item.id]) if item.id in facts else ""
                    found.append(_found(parts, need, mine[record.id], said))
    there = {p.id for p in parts.store.proceedings.several([each.record for each in found])}
    return tuple(_begun(each, there) for each in found)


def _found(parts: Parts, need: SurveyNeed, person: SurveyPerson, said: str) -> FoundNeed:
    law = parts.pack.procedures.get(need.procedure)
    register = law.title if law is not None and _act(parts, need) else ""
    identity = str(uuid5(NAMESPACE_URL, f"need/{person.sheet}/{need.id}"))
    return FoundNeed(need, person, said, identity, begun=False, register=register)


def _begun(each: FoundNeed, there: set[str]) -> FoundNeed:
    begun = each.record in there
    return FoundNeed(each.need, each.person, each.words, each.record, begun=begun, register=each.register)


def _act(parts: Parts, need: SurveyNeed) -> Act | None:
    """The act that begins a record for a need; None while the register is not there, or rests."""
    law = parts.pack.procedures.get(need.procedure)
    if law is None or law.resting:
        return None
    return next((a for a in law.acts if a.start and a.at_counter and CLERK in a.roles), None)


def hand_over(parts: Parts, who: Who, found: Sequence[FoundNeed]) -> int:
    """Begin a record for each need that a register takes and that has none yet; returns how many.

    All of them or none. RuleError names what is missing.
    """
    fresh = [made for each in found if not each.begun for made in _beginning(parts, each)]
    if fresh:
        proceedings.act_and_begin(parts, who, (), fresh)
    return len(fresh)


def _beginning(parts: Parts, each: FoundNeed) -> Iterator[Beginning]:
    act = _act(parts, each.need)
    if act is None:
        return
    person = each.person
    known = {
        "name": person.name,
        "id_number": person.id_number,
        "phone": person.phone,
        "village": person.address,
        "matters": f"{each.need.title}({each.words})",
    }
    rows = {row.id: phrases.fill(row.label, known) for row in act.at_counter}
    rows |= {name: text for name, _, text in (told.partition("=") for told in each.need.given)}
    given = {name: text for name, text in rows.items() if text}
    yield Beginning(each.need.procedure, act.code, given, each.record)


def sentences(found: Sequence[FoundNeed]) -> tuple[str, ...]:
    """How many need what, what was handed over, and who still waits, in sentences."""
    told: list[str] = []
    for need in dict.fromkeys(each.need.id for each in found):
        mine = [each for each in found if each.need.id == need]
        begun = sum(each.begun for each in mine)
        first = mine[0]
        way = f"可以交给“{first.register}”,已交{begun}件" if first.register else "还没有办它的登记,先记着"
        names = "、".join(f"{each.person.name}({each.words})" for each in mine if not each.begun)
        told.append(f"{first.need.title}{len(mine)}人,{way}" + (f":{names}" if names else ""))
    return tuple(told) or ("完成的表里没有这些需求",)
