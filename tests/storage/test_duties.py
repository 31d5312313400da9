"""What an administrator has to mend of book, backups and clock is a to-do until it is mended."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from desk_app.domain.clerks import ADMINISTRATOR, SUPERVISOR
from desk_app.domain.events import Subject
from desk_app.domain.retention import JUMP, RETENTION
from desk_app.errors import WorldError
from desk_app.services import clock_check
from desk_app.services.counter import intake
from desk_app.services.parts import Parts
from desk_app.services.retention import purge, trust
from desk_app.services.todos import todos
from desk_app.services.todos.todos import Todo, put_away
from desk_app.storage import backups
from desk_app.storage.book import Book
from desk_app.storage.care import BookCare
from desk_app.storage.marks import Marks
from forms.procedures import CLERK
from tests.fakes import KEY, NOW, StillClock, make_parts
from tests.people import sound_draft
from tests.storage.test_row_checksums import by_hand


@pytest.fixture
def parts(tmp_path: Path) -> Iterator[Parts]:
    """A window at which an administrator sits, with the care of its book; it can be asked about the clock."""
    clock = StillClock()
    made = make_parts(tmp_path / "data", clock, asks=True)
    kept = tmp_path / "kept"
    care = BookCare(
        tmp_path / "data", kept, KEY, Marks(tmp_path / "state", tmp_path / "data", KEY), clock.now
    )
    care.follow(book_of(made))
    made.window.seat.give(made.window.who, (CLERK, ADMINISTRATOR))
    yield replace(made, duties=care.duties)
    care.close()
    made.store.close()


def book_of(parts: Parts) -> Book:
    assert isinstance(parts.store, Book)
    return parts.store


def clock_of(parts: Parts) -> StillClock:
    assert isinstance(parts.clock, StillClock)
    return parts.clock


def told(parts: Parts) -> dict[str, Todo]:
    return {t.subject.id: t for t in todos.todos(parts).shown if t.subject.kind == "book-duty"}


def look(parts: Parts) -> None:
    while book_of(parts).damage.look():
        pass


def test_damage_is_a_todo_until_it_is_mended(parts: Parts, tmp_path: Path) -> None:
    number = intake.accept(parts, sound_draft(parts)).number
    assert told(parts) == {}
    by_hand(tmp_path / "data" / "book.db", "UPDATE application SET phone = phone || '1'")
    look(parts)
    found = told(parts)
    assert set(found) == {"damage"}
    assert number in found["damage"].text
    clock_of(parts).move(3600)
    assert told(parts)["damage"].since == NOW
    by_hand(
        tmp_path / "data" / "book.db", "UPDATE application SET phone = substr(phone, 1, length(phone) - 1)"
    )
    look(parts)
    assert told(parts) == {}


@pytest.mark.parametrize(("role", "shown"), [(CLERK, 0), (SUPERVISOR, 1), (ADMINISTRATOR, 1)])
def test_only_who_can_mend_it_is_told(parts: Parts, tmp_path: Path, role: str, shown: int) -> None:
    intake.accept(parts, sound_draft(parts))
    backups.make(tmp_path / "data", tmp_path / "kept", KEY, NOW)
    parts.window.seat.give(parts.window.who, (role,))
    assert len(told(parts)) == shown


def test_a_backup_on_the_same_disk_and_one_that_is_late(parts: Parts, tmp_path: Path) -> None:
    intake.accept(parts, sound_draft(parts))
    backups.make(tmp_path / "data", tmp_path / "kept", KEY, NOW)
    assert set(told(parts)) == {"same-disk"}
    clock_of(parts).move(3 * 86400)
    assert "3天没有备份成功" in told(parts)["backup"].text
    backups.make(tmp_path / "data", tmp_path / "kept", KEY, clock_of(parts).now())
    assert set(told(parts)) == {"same-disk"}
    for path in (tmp_path / "kept").glob("book-*"):
        path.unlink()
    assert told(parts) == {}


def test_a_jump_of_the_clock_deletes_nothing_until_somebody_says_it_is_right(parts: Parts) -> None:
    clock, store = clock_of(parts), parts.store
    draft = sound_draft(parts)
    store.drafts.keep(draft)
    purge.purge(parts)
    clock.move(5 * 365 * 86400)
    assert purge.purge(parts).drafts == 0
    parts.watch.confirm(clock_check.doubts(parts))
    intake.accept(parts, sound_draft(parts, person=1))  # what is done under the wrong clock proves nothing
    clock.move(86400)
    assert purge.purge(parts).drafts == 0
    assert store.drafts.one(draft.id) is not None
    duty = told(parts)["clock"]
    assert "1826天" in duty.title
    put_away(parts, duty)
    assert told(parts) == {}
    assert purge.purge(parts).drafts == 1
    noted = store.events.about(Subject(RETENTION, clock.today().isoformat()))
    assert [(e.act, e.who.person) for e in noted if e.act == "clock"] == [("clock", parts.window.clerk)]


def test_the_countys_own_time_settles_it(parts: Parts) -> None:
    clock = clock_of(parts)
    parts.store.drafts.keep(sound_draft(parts))
    purge.purge(parts)
    clock.move(200 * 86400)
    parts.watch.told(NOW)
    assert purge.purge(parts).drafts == 0
    parts.watch.told(clock.now())
    assert purge.purge(parts).drafts == 1
    assert told(parts) == {}


def test_a_holiday_is_no_jump_and_a_clock_set_back_makes_the_next_one_noticed(parts: Parts) -> None:
    clock = clock_of(parts)
    purge.purge(parts)
    clock.move(JUMP.total_seconds())
    assert trust.believed(parts)
    purge.purge(parts)
    clock.move(-400 * 86400)
    purge.purge(parts)
    clock.move(400 * 86400)
    assert not trust.believed(parts)


def test_a_book_of_before_is_believed_near_its_last_act_alone(parts: Parts) -> None:
    intake.accept(parts, sound_draft(parts))
    assert trust.believed(parts)
    clock_of(parts).move(400 * 86400)
    assert not trust.believed(parts)
    assert parts.store.days.last() is None


def test_no_old_backup_is_dropped_by_a_clock_that_jumped(parts: Parts, tmp_path: Path) -> None:
    intake.accept(parts, sound_draft(parts))
    purge.purge(parts)
    data, kept, clock = tmp_path / "data", tmp_path / "kept", clock_of(parts)
    for day in range(3):
        backups.make(data, kept, KEY, NOW + timedelta(days=day))
    clock.move(5 * 365 * 86400)
    marks = Marks(tmp_path / "state", data, KEY)
    for left in (4, 2):  # then the two of that year alone
        care = BookCare(data, kept, KEY, marks, clock.now)
        care.follow(book_of(parts))
        care.begin_backups()
        care.close()
        assert len(backups.listed(kept)) == left
        clock.move(86400)
        trust.confirm(parts)


def test_a_backup_that_fails_is_a_todo_until_it_is_made(parts: Parts, tmp_path: Path) -> None:
    intake.accept(parts, sound_draft(parts))
    (tmp_path / "elsewhere").write_text("a file where the folder should be")
    care = BookCare(
        tmp_path / "data",
        tmp_path / "elsewhere",
        KEY,
        Marks(tmp_path / "s", tmp_path / "data", KEY),
        lambda: NOW,
    )
    care.follow(book_of(parts))
    care.begin_backups()
    care.close()
    assert [duty.id for duty in care.duties()] == ["backup"]
    with pytest.raises(WorldError):
        backups.make(tmp_path / "data", tmp_path / "elsewhere", KEY, NOW)
