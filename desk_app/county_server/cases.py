"""Applications as the departments see them, and what the county's book holds of a person."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, or_, select

from desk_app.county import shapes, strict
from desk_app.county_server.tables import APPLICATION
from desk_app.database import spine
from desk_app.database.spine import PROCEEDING
from desk_app.domain.applications import MATTER, MatterCase
from desk_app.domain.proceedings import Proceeding, walk
from desk_app.domain.records import EarlierMatter
from desk_app.domain.settling import Settling
from forms.procedures import GRANTED
from forms.schema import Facts


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
    records: tuple[EarlierMatter, ...] = ()
    """Matters of the same person in applications received before."""


def find(db: Connection, law: Settling, number: str) -> CountyCase | None:
    """The application of a receipt number or 办件编号."""
    named = or_(APPLICATION.c.number == number, APPLICATION.c.office_number == number)
    row = db.execute(select(APPLICATION).where(named)).one_or_none()
    return case(db, law, row) if row else None


def every(db: Connection, law: Settling) -> tuple[CountyCase, ...]:
    """All applications, oldest first."""
    rows = db.execute(select(APPLICATION).order_by(APPLICATION.c.office_number)).all()
    return tuple(case(db, law, row) for row in rows)


def case(db: Connection, law: Settling, row: Row[Any]) -> CountyCase:
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
        records=records(db, law, row.id_number, row.office_number),
    )


def children(db: Connection, application: str) -> tuple[Proceeding, ...]:
    """The matters of an application as proceedings, in their places."""
    mine = (PROCEEDING.c.parent == application) & (PROCEEDING.c.procedure == MATTER)
    return spine.proceedings(db, mine)


def records(db: Connection, law: Settling, id_number: str, before: str = "") -> tuple[EarlierMatter, ...]:
    """Matters of a person's applications, oldest first; with ``before``, of earlier 办件编号 only."""
    if not id_number:
        return ()
    wanted = select(APPLICATION.c.id).where(APPLICATION.c.id_number == id_number)
    if before:
        wanted = wanted.where(APPLICATION.c.office_number < before)
    held = db.execute(wanted.order_by(APPLICATION.c.office_number)).scalars().all()
    return tuple(_record(db, law, matter) for application in held for matter in children(db, application))


def body_of(text: str) -> shapes.LetterBody:
    """An application as its window wrote it; rows of older books still hold the version of their letter."""
    row = strict.load(text)
    return shapes.read_application({k: v for k, v in row.items() if k != "version"})


def _record(db: Connection, law: Settling, matter: Proceeding) -> EarlierMatter:
    procedure = law.procedure(matter.pack_digest, matter.procedure)
    is_open = procedure.state(matter.state).open
    concluded = None if is_open else _concluded_on(db, law, matter)
    return EarlierMatter(_name(matter), is_open, concluded)


def _concluded_on(db: Connection, law: Settling, matter: Proceeding) -> date | None:
    procedure = law.procedure(matter.pack_digest, matter.procedure)
    granted = {a.code for a in procedure.acts if a.result == GRANTED}
    events: Sequence[Any] = spine.of_proceeding(db, matter.id)
    days = [event.at.date() for event, _ in walk(procedure, events) if event.act in granted]
    return days[-1] if days else None


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
