"""The Intake socket: an acceptance and what is written of an application after it."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Final

from sqlalchemy import Connection, insert, select, update

from desk_app.domain.applications import Application, Dates, Page
from desk_app.domain.letters import Supplement
from desk_app.domain.people import former_numbers
from desk_app.domain.promises import Promise
from desk_app.errors import DeskError
from desk_app.services.sockets import Acceptance, Deed
from desk_app.storage import applications, finding, keeping_keys, kept_pages, people, rows, tables
from desk_app.storage.desk import BookBase, next_number, write
from forms.particulars import CERTIFICATE, ID_NUMBER, PHONE

_TABLE = tables.application
_PUT: Final = insert(_TABLE)


class BookIntake:
    """The Intake socket."""

    def __init__(self, desk: BookBase) -> None:
        self._desk = desk

    def accept(self, draft_id: str, series: str, build: Callable[[int], Acceptance]) -> Application:
        """Take a number, write application and deed, and delete the draft: all or nothing.

        For a draft that is accepted already, its application is returned unchanged.
        """
        with self._desk.db.writing() as db:
            known = db.exec_driver_sql("SELECT 1 FROM application WHERE id = ?", (draft_id,)).first()
            if known and (found := applications.one(db, draft_id)):
                return found
            acceptance = build(next_number(db, series))
            # The person first: a number that is new to the book renews the keys of all its applications.
            _keep_person(db, acceptance.application)
            _insert(db, acceptance.application)
            keeping_keys.keep_application(db, draft_id)
            write(db, self._desk.law, acceptance.deed)
            db.exec_driver_sql("DELETE FROM draft WHERE id = ?", (draft_id,))
            keeping_keys.drop(db, finding.DRAFT, draft_id)
            freed = self._desk.pages.freed(db)
        if freed:
            with suppress(DeskError):  # the acceptance stands; the next purge removes them
                self._desk.pages.release()
        return acceptance.application

    def moment(self) -> int:
        """A number that is another one when anything was written to the book since."""
        return self._desk.db.moment()

    def supplement(self, supplement: Supplement, deed: Deed) -> None:
        """Add the pages of a material that followed, with their event and letter."""
        with self._desk.db.writing() as db:
            change_body(db, supplement.application, lambda body: rows.with_pages(body, supplement.pages))
            write(db, self._desk.law, deed)

    def retake(self, application_id: str, was: str, page: Page, deed: Deed) -> None:
        """Put a page in the place of one that was damaged, with their event and letter."""
        with self._desk.db.writing() as db:
            change_body(db, application_id, lambda body: rows.with_page_instead(body, was, page))
            write(db, self._desk.law, deed)
            kept_pages.give_up(db, was, application_id, deed.events[0].at.date())

    def redate(self, application_id: str, dates: Dates, promises: Sequence[Promise], deed: Deed) -> None:
        """Write new days and promises with their event; the same ones, or an unknown id, change nothing."""
        mine = _TABLE.c.id == application_id
        with self._desk.db.writing() as db:
            row = db.execute(select(_TABLE).where(mine)).mappings().first()
            if row is None:
                return
            body = rows.with_promises(row["body"], promises)
            if rows.read_dates(dict(row)) == dates and body == row["body"]:
                return
            told = {"body": body, "follows_by": rows.follows_by(body)}
            db.execute(update(_TABLE).where(mine).values(**rows.date_columns(dates), **told))
            write(db, self._desk.law, deed)


def change_body(db: Connection, application_id: str, change: Callable[[str], str]) -> None:
    """Write an application's body anew, and the first day a promised material is due."""
    mine = _TABLE.c.id == application_id
    body = change(db.execute(select(_TABLE.c.body).where(mine)).scalar_one())
    db.execute(update(_TABLE).where(mine).values(body=body, follows_by=rows.follows_by(body)))


def _keep_person(db: Connection, application: Application) -> None:
    """Keep the applicant with every number they had, and their certificate's."""
    answers = application.answers
    person = people.of_answers(db, answers)
    people.keep(db, person)
    for former in former_numbers(answers):
        people.had(db, person, former, application.accepted_at.date())
    keeping_keys.keep_certificates(db, person.id_number, (str(answers.get(CERTIFICATE, "")),))


def _insert(db: Connection, application: Application) -> None:
    answers = application.answers
    row = {
        "id": application.id,
        "number": application.number,
        "name": application.name,
        "id_number": str(answers.get(ID_NUMBER, "")),
        "phone": str(answers.get(PHONE, "")),
        "accepted_at": application.accepted_at.isoformat(),
        "accepted_on": application.accepted_at.date().isoformat(),
        "office_number": application.office_number,
        "body": rows.application_body(application),
        "follows_by": rows.follows_by(application),
        **rows.date_columns(application.dates),
    }
    db.execute(_PUT, row)
