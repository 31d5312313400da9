"""Applications as the departments see them, and what the county's book holds of a person."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import Connection, Row, insert, or_, select

from desk_app.county import shapes, strict
from desk_app.county_server.tables import APPLICATION, NUMBER_LINK
from desk_app.database import spine
from desk_app.database.spine import EVENT, PROCEEDING
from desk_app.domain.applications import MATTER, MatterCase
from desk_app.domain.history import EarlierMatter, History, Mark, earlier
from desk_app.domain.people import former_numbers
from desk_app.domain.proceedings import Proceeding
from desk_app.domain.settling import Settling
from desk_app.errors import RuleError
from forms.particulars import ID_NUMBER, NAME
from forms.schema import Facts

HOLDER: Final = "holder"
"""Kind of subject of what is noted of a person's certificate; its id is an identity number."""


@dataclass(frozen=True, slots=True)
class CountyCase:
    """One application as the departments see it now."""

    id: str
    number: str
    office_number: str
    chosen: tuple[str, ...]
    facts: Facts
    matters: tuple[MatterCase, ...]
    pack_digest: str = ""
    """The definition pack it was judged by when it came in."""
    accepted_on: date | None = None
    """The day the application was accepted at its window."""


def find(db: Connection, number: str) -> CountyCase | None:
    """The application of a receipt number or 办件编号."""
    named = or_(APPLICATION.c.number == number, APPLICATION.c.office_number == number)
    row = db.execute(select(APPLICATION).where(named)).one_or_none()
    return case(db, row) if row else None


def by_id(db: Connection, application: str) -> CountyCase | None:
    """The application of this id."""
    row = db.execute(select(APPLICATION).where(APPLICATION.c.id == application)).one_or_none()
    return case(db, row) if row else None


def every(db: Connection) -> tuple[CountyCase, ...]:
    """All applications, oldest first."""
    rows = db.execute(select(APPLICATION).order_by(APPLICATION.c.office_number)).all()
    return tuple(case(db, row) for row in rows)


def case(db: Connection, row: Row[Any]) -> CountyCase:
    """The application of a row."""
    matters = tuple(_matter(p) for p in children(db, row.id))
    return CountyCase(
        id=row.id,
        number=row.number,
        office_number=row.office_number,
        chosen=tuple(m.matter for m in matters),
        facts=shapes.read_facts(row.facts),
        matters=matters,
        pack_digest=row.pack_digest,
        accepted_on=body_of(row.body).accepted_at.date(),
    )


def children(db: Connection, application: str) -> tuple[Proceeding, ...]:
    """The matters of an application as proceedings, in their places."""
    mine = (PROCEEDING.c.parent == application) & (PROCEEDING.c.procedure == MATTER)
    return spine.proceedings(db, mine)


def history(db: Connection, law: Settling, id_number: str) -> History:
    """Everything the county holds of a person, under any identity number they had; oldest first."""
    if not id_number:
        return History()
    numbers = numbers_of(db, id_number)
    wanted = select(APPLICATION.c.id, APPLICATION.c.facts).where(APPLICATION.c.id_number.in_(numbers))
    held = db.execute(wanted.order_by(APPLICATION.c.office_number)).all()
    matters = tuple(
        _earlier(db, law, matter, row.id, shapes.read_facts(row.facts))
        for row in held
        for matter in children(db, row.id)
    )
    return History(matters, _marks(db, numbers), numbers)


def applications_of(db: Connection, id_number: str) -> tuple[CountyCase, ...]:
    """All applications of a person, under any number they had; oldest first."""
    wanted = select(APPLICATION).where(APPLICATION.c.id_number.in_(numbers_of(db, id_number)))
    rows = db.execute(wanted.order_by(APPLICATION.c.office_number)).all()
    return tuple(case(db, row) for row in rows)


def numbers_of(db: Connection, id_number: str) -> tuple[str, ...]:
    """Identity numbers of the person who has or had this one, this one first."""
    found, fresh = [id_number], [id_number]
    while fresh:
        linked = or_(NUMBER_LINK.c.id_number.in_(fresh), NUMBER_LINK.c.former.in_(fresh))
        rows = db.execute(select(NUMBER_LINK).where(linked)).all()
        fresh = [n for row in rows for n in (row.id_number, row.former) if n not in found]
        found += dict.fromkeys(fresh)
    return tuple(found)


def link_numbers(db: Connection, facts: Facts) -> None:
    """Keep that a certificate confirmed at the window stands on an earlier number of this person.

    RuleError when the county knows somebody of another name by that number.
    """
    own = str(facts.get(ID_NUMBER, ""))
    for former in former_numbers(facts) if own else ():
        if former not in numbers_of(db, own):
            _refuse_stranger(db, former, str(facts.get(NAME, "")))
            db.execute(insert(NUMBER_LINK).values(id_number=own, former=former))


def _refuse_stranger(db: Connection, id_number: str, name: str) -> None:
    theirs = select(APPLICATION.c.facts).where(APPLICATION.c.id_number.in_(numbers_of(db, id_number)))
    names = {str(shapes.read_facts(row).get(NAME, "")) for row in db.execute(theirs).scalars()}
    if names - {name, ""}:
        said = "残疾人证号上的身份证号在区县是另一个人的,姓名不同"
        raise RuleError(f"{said};请核对是不是本人的证,改过名的请先联系区县")


def body_of(text: str) -> shapes.LetterBody:
    """An application as its window wrote it; rows of older books still hold the version of their letter."""
    row = strict.load(text)
    return shapes.read_application({k: v for k, v in row.items() if k != "version"})


def _earlier(
    db: Connection, law: Settling, matter: Proceeding, application: str, told: Facts
) -> EarlierMatter:
    procedure = law.procedure(matter.pack_digest, matter.procedure)
    return earlier(_name(matter), procedure, spine.of_proceeding(db, matter.id), application, told)


def _marks(db: Connection, numbers: Sequence[str]) -> tuple[Mark, ...]:
    """What the county noted of the person's certificate outside any matter."""
    mine = (EVENT.c.subject_kind == HOLDER) & EVENT.c.subject_id.in_(numbers)
    return tuple(
        Mark(
            e.act,
            e.at.date(),
            str(e.payload.get("number", "")),
            str(e.payload.get("reason", "")),
            {k: v for k, v in e.payload.items() if k not in ("number", "reason")},
            e.county or 0,
        )
        for e in spine.read(db, mine)
    )


def _matter(found: Proceeding) -> MatterCase:
    facts = found.facts
    name = _name(found)
    return MatterCase(
        matter=name,
        title=str(facts.get("title") or name),
        state=found.state,
        note=str(facts.get("text") or ""),
        waits_for=str(facts.get("waits_for") or ""),
        facts=facts,
    )


def _name(found: Proceeding) -> str:
    """A matter's id, taken from the end of its proceeding's id."""
    return str(found.facts.get("matter") or found.id.rpartition("/")[2])
