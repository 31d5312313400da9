"""A county's book for tests, called directly without HTTP."""

from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

from desk_app.county import frame, strict
from desk_app.county.answers import LetterAnswer, read_answer
from desk_app.county.shapes import LetterBody, application_row
from desk_app.county_server.book import CountyBook
from desk_app.county_server.cases import CountyCase
from desk_app.county_server.decide import Ruling
from desk_app.domain.applications import subject_of
from desk_app.domain.events import Event, Who
from desk_app.domain.letters import Envelope
from desk_app.domain.settling import Settling
from tests.county import registers
from tests.county.letters import accept
from tests.fakes import NOW, make_parts
from tests.opened import key_beside


def body_of(folder: Path) -> LetterBody:
    """The body of an application for cert_new and both subsidies, which are held for it."""
    parts = make_parts(folder)
    parcel = frame.read(accept(parts)[1].body)
    parts.store.close()
    assert parcel.application is not None
    return parcel.application


def letter_of(body: LetterBody, name: str = "", **more: Any) -> dict[str, Any]:
    """The letter of an application, with changes."""
    event = Event(
        str(uuid4()),
        body.accepted_at,
        Who(body.clerk, "clerk", "", body.window),
        subject_of(body.id),
        "accept",
        {"number": body.number, "titles": "、".join(body.chosen)},
        body.id,
    )
    return {
        "version": 2,
        "id": name or f"letter-{body.id}",
        "subject": frame.subject_row(event.subject),
        "events": [frame.event_row(event)],
        "files": sorted({p.id for p in body.pages}),
        "application": application_row(body),
        **more,
    }


def another(body: LetterBody, **values: Any) -> LetterBody:
    """The body with other values; give it another id to make it another application."""
    return replace(body, **values)


@dataclass
class Office:
    """The county's book at a URL; opened anew for each step, as the command does."""

    url: str
    law: Settling | None = None
    number: str = ""

    def book(self) -> CountyBook:
        return CountyBook(self.url, self.law, key=key_beside(self.url))

    def receive(self, letter: Mapping[str, Any] | Envelope, now: datetime = NOW) -> LetterAnswer:
        """Let the county receive a letter; returns its answer."""
        row = letter if isinstance(letter, Mapping) else strict.load(frame.write(letter, "620403"))
        text = strict.dump(row).encode()
        with closing(self.book()) as book:
            return read_answer(book.receive(str(row["id"]), text, now))

    def take(self, body: LetterBody) -> LetterAnswer:
        """Let the county receive an application, whose number later calls use; returns the answer."""
        answer = self.receive(letter_of(body))
        self.number = body.number
        return answer

    def say(self, matter: str, act: str, text: str = "", number: str = "", **values: Any) -> list[str]:
        """Decide a matter as a department; returns what was done."""
        given = {"text": text} | values
        with closing(self.book()) as book:
            done = book.decide(number or self.number, Ruling(matter, act, given), NOW)
        return [d.sentence for d in done]

    def act(self, number: str, code: str, role: str = "county", who: str = "区县平台", **values: Any) -> str:
        """Act on a record as the county; returns what was done."""
        with closing(self.book()) as book:
            (done,) = book.act(number, code, values, Who(who, role), NOW)
        return done.sentence

    def case(self) -> CountyCase:
        with closing(self.book()) as book:
            found = book.case(self.number)
        assert found is not None
        return found

    def states(self) -> list[str]:
        return [m.state for m in self.case().matters]

    def news(self, after: int = 0, window: str = "") -> tuple[Event, ...]:
        with closing(self.book()) as book:
            return book.news(after, window).events

    def told(self, after: int = 0) -> list[tuple[str, str]]:
        """Matter and act of each piece of news, without those that only begin a matter."""
        events = (e for e in self.news(after) if e.act not in ("take", "hold"))
        return [(e.proceeding.partition("/")[2], e.act) for e in events]

    def state(self, proceeding: str = "loan-1") -> str:
        with closing(self.book()) as book:
            found = book.one(proceeding)
        assert found is not None
        return found.state

    def sound(self) -> bool:
        """Whether every chain of events is whole and every state follows from its events."""
        with closing(self.book()) as book:
            found = book.check()
        return not (found.broken or found.apart)


def office(folder: Path) -> Office:
    """A new county's book that has the register for tests."""
    folder.mkdir(parents=True, exist_ok=True)
    return Office(f"sqlite:///{folder}/county.db", registers.law())
