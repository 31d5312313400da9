"""What a window is told of a person, and the note that it asked."""

from collections.abc import Sequence
from datetime import datetime
from functools import reduce

from sqlalchemy import Connection, insert, select

from desk_app.county_server import cases, entering
from desk_app.county_server.tables import COUNTER, PERSON_READ
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


def noted(db: Connection) -> tuple[str, ...]:
    """Every note, oldest first: moment, window, masked number, number of matters."""
    rows = db.execute(select(PERSON_READ).order_by(PERSON_READ.c.seq))
    return tuple(f"{r.at} {r.counter} {r.person} {r.matters}" for r in rows)
