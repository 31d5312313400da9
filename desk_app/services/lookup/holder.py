"""What a person who was found holds, by the records kept at this window."""

from desk_app.domain.events import Subject
from desk_app.domain.finding import PERSON
from desk_app.domain.reads import ReadKind
from desk_app.services import ledger
from desk_app.services.counter import inform
from desk_app.services.counter.holding import Holding
from desk_app.services.parts import Parts
from forms.particulars import ID_NUMBER


def of(parts: Parts, person_id: str) -> Holding:
    """What the person of this id holds; empty for an unknown id. That it was read is noted."""
    person = parts.store.people.one(person_id)
    if person is None:
        return Holding()
    ledger.note_read(parts, parts.window.who, ReadKind.OPENED, Subject(PERSON, person_id), "查找时看持有")
    return inform.held(parts, {ID_NUMBER: person.id_number}, parts.pack)
