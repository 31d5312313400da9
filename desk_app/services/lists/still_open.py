"""What is known of a person before a record of theirs is begun: told, and forbidding nothing."""

from collections.abc import Mapping
from typing import Final

from desk_app.domain.lists import Course, Order, Row, Wanted
from desk_app.services import proceedings
from desk_app.services.lists import lists
from desk_app.services.parts import Parts
from desk_app.services.roster import left
from forms import listing
from forms.procedures import Procedure

_FEW: Final = 5
"""So many open records of one person are looked at."""
_WHOLE: Final = 18
"""Length of a whole identity number."""


def before(parts: Parts, law: Procedure, person: str, name: str) -> str:
    """What a clerk should know before a record of this person is begun, as sentences; empty for nothing.

    Of a visit that is also what is open in the other programmes, and that somebody died or moved away.
    """
    told = [of(parts, law, person, name)]
    if law.programme:
        others = (p for p in proceedings.registers(parts) if p.programme and p.id != law.id)
        told += [f"{p.title}:{said}" for p in others if (said := of(parts, p, person, name))]
        told.append(left.told(parts, person) if len(person) == _WHOLE else "")
    return "\n".join(filter(None, told))


def of(parts: Parts, law: Procedure, person: str, name: str, also: Mapping[str, str] | None = None) -> str:
    """What is open for the person of this number, or of this name where there is no number, in a sentence.

    Empty where nothing is, or where a register is about nobody. Without a number the facts in ``also`` have
    to be the same too.
    """
    known = len(person) == _WHOLE
    query = person if known else name.strip()
    if listing.person_ask(law) is None or not query:
        return ""
    running = frozenset({Course.RUNNING, Course.STOPPED})
    wanted = Wanted(law.id, query=query, courses=running)
    found = parts.store.lists.page(wanted, Order(), parts.clock.today(), _FEW).rows
    same = [r for r in found if (r.id_number if known else r.label) == query]
    if also and not known:
        same = [r for r in same if _alike(parts, r, also)]
    if not same:
        return ""
    who = "这个人" if known else "同名的人"
    return f"{who}还有没办完的:{'、'.join(_told(parts, r) for r in same)}。是同一件的不用再登记"


def _alike(parts: Parts, row: Row, also: Mapping[str, str]) -> bool:
    record = parts.store.proceedings.one(row.id)
    return record is not None and all(record.facts.get(name) == told for name, told in also.items())


def _told(parts: Parts, row: Row) -> str:
    return f"{row.number}({lists.state(parts, row).word},{row.began_at:%m-%d}登记)"
