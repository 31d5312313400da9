"""Drafts: applications being taken, every value as typed."""

import logging
from typing import Any, Final

from sqlalchemy import delete, select
from sqlalchemy.dialects.sqlite import insert

from desk_app.domain.applications import Draft, picture_ids
from desk_app.storage import finding, keeping_keys, people, rows, tables, told
from desk_app.storage.damage import hidden
from desk_app.storage.desk import BookBase

_LOG = logging.getLogger(__name__)
DAMAGED: Final = (ValueError, KeyError, TypeError, ExceptionGroup)
"""Errors of reading a damaged row, which is then left out of lists."""


class BookDrafts:
    """The Drafts socket."""

    def __init__(self, desk: BookBase) -> None:
        self._desk = desk

    def keep(self, draft: Draft) -> None:
        """Keep the draft as it is now; an accepted one is not kept again."""
        values = {"updated_at": draft.updated_at.isoformat(), "body": rows.draft_body(draft)}
        statement: Any = insert(tables.draft).values(id=draft.id, **values)
        accepted = select(tables.application.c.id).where(tables.application.c.id == draft.id)
        with self._desk.db.writing() as db:
            if db.execute(accepted).first() is None:
                before = db.execute(select(tables.draft).where(tables.draft.c.id == draft.id)).first()
                db.execute(statement.on_conflict_do_update(index_elements=["id"], set_=values))
                keeping_keys.keep_draft(db, draft.id)
                people.met(db, draft.answers, draft.updated_at.date())
                if before is not None and (old := _read(before)):
                    people.forget_met(db, old.answers)
                    told.forget(db, old.answers)
        self._desk.pages.used(picture_ids(draft.pages))

    def one(self, draft_id: str) -> Draft | None:
        """The draft of this id."""
        with self._desk.db.reading() as db:
            row = db.execute(select(tables.draft).where(tables.draft.c.id == draft_id)).first()
            lost = hidden(db, tables.draft.name, [draft_id])
        return _read(row) if row and row.id not in lost else None

    def all(self) -> tuple[Draft, ...]:
        """All drafts, newest first; a damaged one is left out."""
        with self._desk.db.reading() as db:
            found = db.execute(select(tables.draft).order_by(tables.draft.c.updated_at.desc())).all()
            lost = hidden(db, tables.draft.name, [row.id for row in found])
        return tuple(draft for draft in map(_read, found) if draft and draft.id not in lost)

    def drop(self, draft_id: str) -> None:
        """Delete a draft and the pictures it alone had; unknown ids are no error."""
        mine = tables.draft.c.id == draft_id
        with self._desk.db.writing() as db:
            row = db.execute(select(tables.draft).where(mine)).first()
            db.execute(delete(tables.draft).where(mine))
            keeping_keys.drop(db, finding.DRAFT, draft_id)
            if row is not None and (draft := _read(row)):
                people.forget_met(db, draft.answers)
                told.forget(db, draft.answers)
        self._desk.pages.release()


def _read(row: Any) -> Draft | None:
    try:
        return rows.read_draft(row.id, row.updated_at, row.body)
    except DAMAGED as error:
        _LOG.info("a draft can not be read: %s", type(error).__name__)
        return None
