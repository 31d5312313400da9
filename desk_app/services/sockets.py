"""What the services need of the local book: one small socket a concern, each method one transaction.

A full disk raises WorldError and changes nothing; a mistake of our own raises BugError. Any thread may
call. Every real part and every fake is held to the same contract tests.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from desk_app.domain.applications import Application, Dates, Draft, Page
from desk_app.domain.events import Event, Subject
from desk_app.domain.finding import Search
from desk_app.domain.letters import Delivered, Letter, NewsBatch, NewsItem, SetAside, Supplement
from desk_app.domain.people import Households, Number, Organisations, Person
from desk_app.domain.proceedings import Proceeding
from desk_app.domain.promises import Promise
from desk_app.domain.reads import Journal
from desk_app.domain.recordings import Recordings
from desk_app.domain.retention import Asides, Pages, TrustedDays
from desk_app.domain.roster import Roster
from desk_app.domain.survey import SurveyPeople
from desk_app.domain.told import ToldHistories
from desk_app.services.applications.sending_rows import SendingRows
from desk_app.services.lists.sockets import Lists
from desk_app.services.signin.sockets import Clerks
from desk_app.services.todos.rows import TodoRows
from desk_app.services.visits.sockets import Carrying
from forms.schema import Facts


@dataclass(frozen=True, slots=True)
class Deed:
    """What one act writes in one transaction: events, proceedings it begins, the letter that carries it."""

    events: tuple[Event, ...]
    begins: tuple[Proceeding, ...] = ()
    letter: Letter | None = None
    more: tuple[Letter, ...] = ()
    """Further letters, behind that one, where its events go apart from one another."""


@dataclass(frozen=True, slots=True)
class Acceptance:
    """Everything one acceptance writes in one transaction."""

    application: Application
    deed: Deed


Guard = Callable[[Mapping[str, Proceeding]], None]
"""Gets the proceedings of a deed as they are inside its transaction; raises to undo all of it."""


class Drafts(Protocol):
    """Applications being taken, every value as typed."""

    def keep(self, draft: Draft) -> None:
        """Keep the draft as it is now, over its earlier state; an accepted one is not kept again."""

    def one(self, draft_id: str) -> Draft | None:
        """The draft of this id."""

    def all(self) -> tuple[Draft, ...]:
        """All drafts, newest first; one whose row is damaged is left out."""

    def drop(self, draft_id: str) -> None:
        """Delete a draft the clerk gave up; unknown ids are no error."""


class Applications(Protocol):
    """Accepted applications with their matters."""

    def one(self, application_id: str) -> Application | None:
        """The application of this id."""
        ...

    def search(self, query: str = "", limit: int = 200) -> tuple[Application, ...]:
        """Applications that a query finds (``domain.keys``), newest first; all for an empty query."""
        ...

    def of_person(self, id_number: str) -> tuple[Application, ...]:
        """All applications of the person with this number, newest first."""
        ...

    def accepted_on(self, day: date) -> tuple[Application, ...]:
        """What was accepted on a day, in order."""
        ...

    def awaiting_materials(self, limit: int) -> tuple[Application, ...]:
        """Applications with a promised material that is missing, oldest first."""
        ...

    def as_accepted(self, application_id: str) -> Facts:
        """The answers as they were accepted, whatever was corrected since; empty for an unknown id."""
        ...

    def applicants(self, ids: Collection[str]) -> Mapping[str, tuple[str, str]]:
        """Name and ID number of the applicants, by application id; unknown ids are left out."""
        ...

    def several(self, numbers: Collection[str]) -> frozenset[str]:
        """Those of these ID numbers under which there is more than one application."""
        ...

    def provisional(self) -> tuple[Application, ...]:
        """Applications whose promised days are only 预计, oldest first."""


class Intake(Protocol):
    """What is written of an application: its acceptance, and what comes after it."""

    def accept(self, draft_id: str, series: str, build: Callable[[int], Acceptance]) -> Application:
        """Accept a draft: take the next number of ``series``, write application and deed, delete the draft.

        All or nothing. ``build`` gets the number (1, 2, …). Accepting a draft again returns its application.
        """
        ...

    def moment(self) -> int:
        """A number that is another one when anything was written to the book since."""

    def supplement(self, supplement: Supplement, deed: Deed) -> None:
        """Add the pages of a material that followed, with their event and letter."""

    def retake(self, application_id: str, was: str, page: Page, deed: Deed) -> None:
        """Put a page in the place of one that was damaged (its id), with their event and letter."""

    def redate(self, application_id: str, dates: Dates, promises: Sequence[Promise], deed: Deed) -> None:
        """Write new days and promises with their event; the same ones, or an unknown id, change nothing."""


class Events(Protocol):
    """What was done, of every kind of record: appended once, never changed."""

    def record(self, deed: Deed, guard: Guard | None = None) -> None:
        """Write a deed; an event that is here already changes nothing."""

    def begin(
        self, series: Sequence[str], build: Callable[[Sequence[int]], Deed], guard: Guard | None = None
    ) -> Deed:
        """Write a deed that takes the next number of each series, of one named twice the next two."""

    def record_after(self, subject: Subject, build: Callable[[tuple[Event, ...]], Deed]) -> Deed:
        """Write, in one transaction, a deed made from the events about a subject."""
        ...

    def latest(self) -> datetime | None:
        """The latest moment among the last acts of clerks here; None when there is none."""

    def about(self, subject: Subject) -> tuple[Event, ...]:
        """Everything that was done about a subject, in the order it became known here."""
        ...

    def of(self, *proceedings: str) -> tuple[Event, ...]:
        """The events of a proceeding, or of several, in the order they became known here."""
        ...


class Proceedings(Protocol):
    """The state of every record."""

    def has(self, procedure: str) -> bool:
        """Whether there are records of a procedure, as it was when that was first asked."""

    def one(self, proceeding_id: str) -> Proceeding | None:
        """The proceeding of this id."""

    def several(self, ids: Collection[str]) -> tuple[Proceeding, ...]:
        """The proceedings of these ids, in no order; unknown ones are left out."""

    def present(self, ids: Collection[str]) -> frozenset[str]:
        """Those of these ids that there are, damaged or not."""

    def children(self, parent: str) -> tuple[Proceeding, ...]:
        """The proceedings whose parent this is, in their places."""

    def listed(
        self, procedure: str, states: Collection[str] = (), query: str = "", limit: int | None = 200
    ) -> tuple[Proceeding, ...]:
        """Proceedings of a procedure, newest first; only those in some states, or that a query finds."""

    def about(self, subject: Subject) -> tuple[Proceeding, ...]:
        """The proceedings of a subject, oldest first."""

    def asking(self, limit: int) -> tuple[Proceeding, ...]:
        """Proceedings in a state with a to-do, oldest first."""

    def warned(self, today: date, limit: int, procedures: Collection[str] = ()) -> tuple[Proceeding, ...]:
        """Open proceedings with a clock that has a warning today, oldest first; only of these, if any."""

    def on_day(self, procedure: str, states: Collection[str], fact: str, day: date) -> tuple[Proceeding, ...]:
        """Proceedings in these states whose acts gave a fact this day, oldest first."""

    def awaited(self, procedure: str, fact: str, value: str) -> tuple[Proceeding, ...]:
        """Proceedings with a clock that warns some day, whose acts gave a fact this text, oldest first."""

    def days(self, procedure: str, state: str) -> tuple[date, ...]:
        """The days on which proceedings began that are in a state now."""

    def tally(self, today: date) -> int:
        """The number of to-dos: records in a state with a to-do, plus records with a warning today."""

    def reckon(self, provisional: bool = True) -> int:
        """Compute the clocks of open proceedings anew (only those that depend on an unpublished year)."""


class Outbox(Protocol):
    """Letters on their way to the county."""

    def letters(self, subject: Subject | None = None) -> tuple[Letter, ...]:
        """Letters of one subject, or all, oldest first."""
        ...

    def waiting(self) -> int:
        """How many letters wait for the line, without those that can not be sent any more."""
        ...

    def due(self, skip: Collection[str] = ()) -> Letter | None:
        """The oldest waiting letter, not in ``skip``, with no earlier letter of its subject before it."""
        ...

    def delivered(self, letter_id: str, answer: Delivered, now: datetime) -> None:
        """Note that the county has the letter: number, state, order of its events; twice changes nothing."""
        ...

    def failed(self, letter_id: str, reason: str) -> None:
        """Note a failed try while the line was up; the letter goes on waiting."""
        ...

    def refused(self, letter_id: str, words: str, now: datetime) -> None:
        """Note that the county refused the letter: its events are void; it is kept with the county's words.

        The pages of a refused supplement are removed again, so that the material is missing as before.
        """
        ...

    def troubled(self, tries: int) -> tuple[Letter, ...]:
        """Letters no clerk has seen yet: waiting after many failures, or refused with no state showing it."""
        ...

    def seen(self, letter_id: str) -> None:
        """Note that a clerk knows of a troubled letter, which is then no to-do any more."""
        ...

    def shed(self, today: date, days: int, limit: int) -> int:
        """Let go of up to ``limit`` bodies the county confirmed ``days`` days ago; returns how many."""
        ...


class Inbox(Protocol):
    """News of the county, applied to the book."""

    def cursor(self) -> int:
        """The cursor after the last news read; 0 at first."""
        ...

    def apply(self, batch: NewsBatch, now: datetime) -> frozenset[Subject]:
        """Apply news one by one, each once, and move the cursor; returns the subjects that changed.

        What can not be applied is set aside with its reason and does not hold up the next.
        """
        ...

    def again(self, items: Sequence[NewsItem], now: datetime) -> frozenset[Subject]:
        """Try items again that were set aside; those that can be applied now are set aside no more."""
        ...

    def set_aside(self) -> tuple[SetAside, ...]:
        """What could not be handled, oldest first."""
        ...

    def seen(self, item_id: str) -> None:
        """Note that a clerk knows of news that was set aside; it is still tried again."""
        ...


class People(Protocol):
    """One row a person, with every number they had."""

    def keep(self, person: Person) -> None:
        """Keep a person as known now; their identity number is added to their numbers."""
        ...

    def by_number(self, id_number: str) -> Person | None:
        """The person who has or had this number; None when there is none."""
        ...

    def one(self, person_id: str) -> Person | None:
        """The person of this id."""
        ...

    def numbers(self, person_id: str) -> tuple[Number, ...]:
        """Every identity number of a person, the newest first."""
        ...

    def all_numbers(self, id_number: str) -> tuple[str, ...]:
        """Every identity number of the person who has or had this one, newest first; none when unknown."""
        ...

    def renumber(self, person_id: str, id_number: str, on: date) -> None:
        """Give a person another number from a day on, the old one findable; RuleError if it is another's."""
        ...

    def erase(self, person_id: str, noted: Callable[[tuple[str, ...]], Event]) -> tuple[str, ...]:
        """Delete what the county told of a person, and their row unless needed, with an event; tells it."""
        ...


class Store(Protocol):
    """The local book: one file, a socket for each concern."""

    @property
    def drafts(self) -> Drafts: ...
    @property
    def applications(self) -> Applications: ...
    @property
    def intake(self) -> Intake: ...
    @property
    def events(self) -> Events: ...
    @property
    def proceedings(self) -> Proceedings: ...
    @property
    def outbox(self) -> Outbox: ...
    @property
    def inbox(self) -> Inbox: ...
    @property
    def people(self) -> People: ...
    @property
    def told(self) -> ToldHistories: ...
    @property
    def households(self) -> Households: ...
    @property
    def search(self) -> Search: ...
    @property
    def organisations(self) -> Organisations: ...
    @property
    def lists(self) -> Lists: ...
    @property
    def journal(self) -> Journal: ...
    @property
    def todos(self) -> TodoRows: ...
    @property
    def sending(self) -> SendingRows: ...
    @property
    def pages(self) -> Pages: ...
    @property
    def recordings(self) -> Recordings: ...
    @property
    def days(self) -> TrustedDays: ...
    @property
    def asides(self) -> Asides: ...
    @property
    def clerks(self) -> Clerks: ...
    @property
    def roster(self) -> Roster: ...
    @property
    def surveyed(self) -> SurveyPeople: ...
    @property
    def carrying(self) -> Carrying: ...

    def close(self) -> None:
        """Close the book's files."""
        ...
