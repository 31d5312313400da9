"""Where the records of a person who was found stand."""

from desk_app.domain.applications import APPLICATION
from desk_app.domain.lists import NOTHING, Wanted
from desk_app.services import lists, proceedings
from desk_app.services.finding import Hit
from desk_app.services.parts import Parts


def records_of(parts: Parts, person: Hit) -> Wanted:
    """The first list that has records of a person: the applications, or else a register.

    They are asked for by name and the end of the number, so that nobody reads the whole number.
    """
    query = f"{person.label} {person.id_number[-4:]}".strip()
    procedures = (APPLICATION, *(law.id for law in proceedings.registers(parts)))
    asked = [Wanted(procedure, query=query) for procedure in procedures]
    return next((w for w in asked if lists.counts(parts, w).get(NOTHING)), asked[0])
