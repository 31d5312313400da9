"""Which list to open for a person who was found."""

from desk_app.domain.applications import APPLICATION
from desk_app.domain.lists import NOTHING, Wanted
from desk_app.services import proceedings
from desk_app.services.lists import lists
from desk_app.services.lookup.finding import Hit
from desk_app.services.parts import Parts


def records_of(parts: Parts, person: Hit) -> Wanted:
    """The first list with records of a person: applications, else a register, else applications.

    Asked for by name and the last four characters of the number, so that the whole number is not shown.
    """
    query = f"{person.label} {person.id_number[-4:]}".strip()
    procedures = (APPLICATION, *(law.id for law in proceedings.registers(parts)))
    asked = [Wanted(procedure, query=query) for procedure in procedures]
    return next((w for w in asked if lists.counts(parts, w).get(NOTHING)), asked[0])
