"""What a window is told of a person, and the note that it asked."""

from collections.abc import Sequence
from datetime import datetime
from functools import reduce

from sqlalchemy import Connection, insert, select, union_all

from desk_app.county_server import cases, entering
from desk_app.county_server.tables import APPLICATION, COUNTER, FILE, PERSON_READ, SUPPLEMENT
from desk_app.database.spine import EVENT, PAYLOAD
from desk_app.domain.applications import masked_number
from desk_app.domain.history import History
from desk_app.domain.settling import Settling
from desk_app.domain.told import HistoryAnswer


def told(db: Connection, law: Settling, numbers: Sequence[str]) -> HistoryAnswer:
    """Everything held of a person under any of these numbers, and how far the book reaches now."""
    found = [cases.history(db, law, number) for number in numbers]
    reached = db.execute(select(COUNTER.c.value).where(COUNTER.c.name == entering.ORDER)).scalar()
    return HistoryAnswer(reduce(History.over, found), int(reached or 0))


def note(db: Connection, numbers: Sequence[str], window: str, now: datetime, answer: HistoryAnswer) -> None:
    """Note that a window asked, and of how many matters it was told."""
    row = {"at": now.isoformat(timespec="seconds"), "counter": window, "person": masked_number(numbers[0])}
    seq = entering.next_number(db, "reads")
    db.execute(insert(PERSON_READ).values(seq=seq, **row, matters=len(answer.history.matters)))


def file_of(db: Connection, digest: str, subject: str, window: str) -> bytes | None:
    """A file that a window sent for a subject (id of an application or record); None for any other.

    It stands in the application, in a material that followed, or in an act as its evidence.
    """
    mine = select(EVENT.c.id).where(EVENT.c.subject_id == subject, EVENT.c.counter == window)
    if not window or db.execute(mine.limit(1)).first() is None:
        return None
    bodies = union_all(
        select(APPLICATION.c.body).where(APPLICATION.c.id == subject),
        select(SUPPLEMENT.c.body).where(SUPPLEMENT.c.application == subject),
        select(PAYLOAD.c.body)
        .join(EVENT, EVENT.c.id == PAYLOAD.c.event)
        .where(EVENT.c.subject_id == subject),
    )
    if not any(digest in (body or "") for body in db.scalars(bodies)):
        return None
    return db.scalar(select(FILE.c.data).where(FILE.c.sha256 == digest))


def noted(db: Connection) -> tuple[str, ...]:
    """Every note, oldest first: moment, window, masked number, number of matters."""
    rows = db.execute(select(PERSON_READ).order_by(PERSON_READ.c.seq))
    return tuple(f"{r.at} {r.counter} {r.person} {r.matters}" for r in rows)
