"""The Events socket: what was done, of every kind of record."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Final

from desk_app.database import spine
from desk_app.database.spine import EVENT
from desk_app.domain.amending import AMEND
from desk_app.domain.events import Event, Subject
from desk_app.services.sockets import Deed, Guard
from desk_app.storage import amending, row_macs
from desk_app.storage.damage import hidden
from desk_app.storage.desk import BookBase, next_number, write
from desk_app.storage.rows import moment_of
from forms.procedures import CLERK

_BACK: Final = 200
"""How many of the newest events are looked at for the latest moment."""
_LATEST: Final = """
    SELECT seq, at FROM (SELECT seq, at, role FROM event ORDER BY seq DESC LIMIT ?) WHERE role = ?
"""
# The latest text under each offset from UTC: the same offset is told alike, so that these sort as they stand.
# SQLite gives the other columns of the row that holds the maximum (sqlite.org/lang_select.html, 2.5).
_LAST_OF_EACH: Final = f"""
    SELECT t.at, {row_macs.fit(EVENT.name)} FROM event t WHERE t.seq IN (
        SELECT seq FROM (
            SELECT seq, max(at) FROM (SELECT seq, at, role FROM event ORDER BY seq DESC LIMIT ?)
            WHERE role = ? GROUP BY substr(at, -6)
        )
    )
"""


class BookEvents:
    """The Events socket."""

    def __init__(self, desk: BookBase) -> None:
        self._desk = desk

    def record(self, deed: Deed, guard: Guard | None = None) -> None:
        """Write a deed; an event that is here already changes nothing."""
        with self._desk.db.writing() as db:
            write(db, self._desk.law, deed, guard)
            amending.follow(db, self._desk.law, [e.proceeding for e in deed.events if e.act == AMEND])

    def begin(
        self, series: Sequence[str], build: Callable[[Sequence[int]], Deed], guard: Guard | None = None
    ) -> Deed:
        """Write a deed that takes the next number of each series, of one named twice the next two."""
        with self._desk.db.writing() as db:
            deed = build([next_number(db, each) for each in series])
            write(db, self._desk.law, deed, guard)
            return deed

    def record_after(self, subject: Subject, build: Callable[[tuple[Event, ...]], Deed]) -> Deed:
        """Write a deed made from the events about a subject, in one transaction."""
        with self._desk.db.writing() as db:
            deed = build(spine.of_subject(db, subject))
            write(db, self._desk.law, deed)
            return deed

    def latest(self) -> datetime | None:
        """The latest moment among the last acts of clerks here; None when there is none."""
        with self._desk.db.reading() as db:
            last = db.exec_driver_sql(_LAST_OF_EACH, (_BACK, CLERK)).all()
            found = [at for at, _ in last]
            if not all(sound for _, sound in last):  # all of them only when a last one is damaged
                rows = db.exec_driver_sql(_LATEST, (_BACK, CLERK)).all()
                lost = hidden(db, EVENT.name, [seq for seq, _ in rows])
                found = [at for seq, at in rows if str(seq) not in lost]
        return max(filter(None, map(moment_of, found)), default=None)

    def about(self, subject: Subject) -> tuple[Event, ...]:
        """Everything that was done about a subject, in the order it became known here."""
        with self._desk.db.reading() as db:
            return spine.of_subject(db, subject)

    def of(self, *proceedings: str) -> tuple[Event, ...]:
        """The events of a proceeding, or of several, in the order they became known here."""
        with self._desk.db.reading() as db:
            if len(proceedings) == 1:
                return spine.of_proceeding(db, *proceedings)
            return spine.read(db, EVENT.c.proceeding.in_(proceedings))
