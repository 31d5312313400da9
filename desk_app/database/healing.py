"""Opening a book, and computing outdated states anew: after a step, a new pack or a new year's table."""

from pathlib import Path
from typing import Final

from desk_app.database import spine, steps
from desk_app.database.engine import Database
from desk_app.domain.settling import Settling

_ENOUGH: Final = 500
"""Proceedings settled in one transaction, so that other transactions need not wait long."""


def bring_up(database: Database, folder: Path, first: str, law: Settling) -> None:
    """Bring a book up to date: missing steps, chain of events, states of proceedings.

    ``folder`` holds the steps, ``first`` is a table that version 1 already has. WorldError for a newer book.
    """
    with database.writing() as db:
        before, after = steps.bring_up(db, folder, first)
        if 0 < before < after:
            spine.link_all(db)
        spine.try_again(db)
    heal(database, law)


def heal(database: Database, law: Settling) -> int:
    """Settle every unsettled proceeding, some per transaction; returns how many there were."""
    done = 0
    while True:
        with database.writing() as db:
            waiting = spine.unsettled(db, _ENOUGH)
            for proceeding in waiting:
                spine.settle(db, law, proceeding)
        done += len(waiting)
        if len(waiting) < _ENOUGH:
            return done
