"""What was written between a look at the book and an acceptance is looked at again, and only then."""

from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import event, update

from desk_app.database.spine import EVENT
from desk_app.domain.applications import Draft
from desk_app.errors import RuleError
from desk_app.services.counter import intake
from desk_app.services.parts import Parts
from desk_app.storage.book import Book
from tests.fakes import NOW, StillClock, make_parts
from tests.people import sound_draft


class Interrupted(StillClock):
    """A clock at which somebody else accepts a draft when it is asked for the time."""

    parts: Parts | None = None
    other: Draft | None = None

    def now(self) -> datetime:
        """The moment, after the other draft was accepted."""
        other, self.other = self.other, None
        if other is not None and self.parts is not None:
            intake.accept(self.parts, other)
        return super().now()


@pytest.fixture
def clock() -> Interrupted:
    return Interrupted()


@pytest.fixture
def parts(tmp_path: Path, clock: Interrupted) -> Parts:
    clock.parts = make_parts(tmp_path, clock)
    return clock.parts


def book_of(parts: Parts) -> Book:
    assert isinstance(parts.store, Book)
    return parts.store


def test_the_moment_is_another_one_after_a_write_of_any_program(parts: Parts, tmp_path: Path) -> None:
    book = book_of(parts)
    before = book.intake.moment()
    assert book.applications.search() == ()
    assert book.intake.moment() == before  # reading changes nothing
    book.drafts.keep(sound_draft(parts, person=2))
    after = book.intake.moment()
    assert after != before
    second = make_parts(tmp_path, StillClock())
    between = book.intake.moment()
    second.store.drafts.keep(sound_draft(second, person=4))
    assert book.intake.moment() != between
    second.store.close()


def test_who_was_quicker_with_the_same_person_counts(parts: Parts, clock: Interrupted) -> None:
    clock.other, slower = sound_draft(parts, person=2), sound_draft(parts, person=2)
    with pytest.raises(RuleError) as refused:
        intake.accept(parts, slower)
    assert "还不能受理" in str(refused.value)
    assert len(parts.store.applications.search()) == 1
    # the refused one took no number
    after = intake.accept(parts, sound_draft(parts, person=4))
    assert after.number.rpartition("-")[2].startswith("0002")


def test_an_acceptance_looks_once_when_nothing_was_written(parts: Parts, clock: Interrupted) -> None:
    looks: list[str] = []
    engine = book_of(parts).database.engine
    event.listen(engine, "before_cursor_execute", lambda _c, _cursor, said, *_: looks.append(said))
    draft, other, last = (sound_draft(parts, person=person) for person in (2, 4, 6))

    def asked() -> int:
        found = sum("FROM told_history" in said for said in looks)
        looks.clear()
        return found

    intake.accept(parts, draft)
    assert asked() == 1
    clock.other = other
    intake.accept(parts, last)
    assert asked() == 3  # once for the other, twice for this one


def test_the_latest_moment_is_found_among_several_offsets(parts: Parts) -> None:
    application = intake.accept(parts, sound_draft(parts, person=2))
    events = [e.id for e in parts.store.events.about(application.subject)]
    west = NOW.astimezone(timezone(timedelta(hours=-5))) + timedelta(minutes=1)
    times = (NOW.isoformat(), (NOW + timedelta(microseconds=5)).isoformat(), west.isoformat())
    with book_of(parts).database.writing() as db:
        for each, at in zip(events, times, strict=False):
            db.execute(update(EVENT).where(EVENT.c.id == each).values(at=at))
    assert len(events) >= len(times)
    assert parts.store.events.latest() == west
