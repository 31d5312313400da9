"""The local book: what is told as kept is kept, whatever happens to the program or the disk."""

import os
import signal
import sqlite3
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from desk_app.domain.applications import Act, Entry, MatterState, SendState
from desk_app.domain.deadlines import StateChange
from desk_app.domain.letters import Delivered, News, NewsKind
from desk_app.errors import WorldError
from desk_app.services import inform, intake, results
from desk_app.services.parts import Parts
from desk_app.storage.store import Book
from tests.fakes import NOW, StillClock, make_parts
from tests.people import sound_draft


@pytest.fixture
def parts(tmp_path: Path) -> Parts:
    return make_parts(tmp_path)


def test_a_draft_is_kept_as_typed_valid_or_not(parts: Parts) -> None:
    draft = replace(
        inform.new_draft(parts),
        answers={"name": "𬱟·张", "id_number": "12", "low_income": False, "apply_categories": ("4", "1")},
        chosen=("cert_new",),
        seen=("household",),
        step=2,
    )
    parts.store.keep_draft(draft)
    assert parts.store.drafts() == (draft,)
    parts.store.drop_draft(draft.id)
    parts.store.drop_draft("unknown")
    assert parts.store.drafts() == ()


def test_acceptance_writes_everything_or_nothing(parts: Parts) -> None:
    draft = sound_draft(parts)
    parts.store.keep_draft(draft)
    application = intake.accept(parts, draft)
    assert parts.store.application(application.id) == application
    assert parts.store.drafts() == ()
    (letter,) = parts.store.letters(application.id)
    assert letter.state is SendState.WAITING
    assert parts.store.waiting() == 1
    (entry,) = parts.store.timeline(application.id)
    assert application.number in entry.text


def test_accepting_twice_gives_the_same_application(parts: Parts) -> None:
    draft = sound_draft(parts)
    first, second = intake.accept(parts, draft), intake.accept(parts, draft)
    assert first == second
    assert len(parts.store.letters()) == 1
    # A late save of the draft never brings it back.
    parts.store.keep_draft(draft)
    assert parts.store.drafts() == ()


def test_numbers_count_by_window_and_day(parts: Parts) -> None:
    numbers = [intake.accept(parts, sound_draft(parts, person=n)).number for n in range(3)]
    assert [n[19:23] for n in numbers] == ["0001", "0002", "0003"]


def test_a_full_disk_is_told_and_half_accepts_nothing(parts: Parts, tmp_path: Path) -> None:
    draft = sound_draft(parts)
    parts.store.keep_draft(draft)
    parts.store.close()
    small = make_parts(tmp_path)
    _no_more_pages(small)
    with pytest.raises(WorldError, match="磁盘已满"):
        _accept_until_refused(small)
    reached = small.store.applications(limit=2000)
    assert len(small.store.letters()) == len(reached)
    assert draft in small.store.drafts()


def _accept_until_refused(parts: Parts) -> None:
    for person in range(499):
        intake.accept(parts, sound_draft(parts, "很长的地址" * 15, person=person))


def _no_more_pages(parts: Parts) -> None:
    """Let SQLite itself answer SQLITE_FULL after a few more pages."""
    book = parts.store
    assert isinstance(book, Book)

    def limit(connection: sqlite3.Connection, _record: object, _proxy: object = None) -> None:
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count={pages + 30}")

    from sqlalchemy import event

    book._engine.dispose()
    event.listen(book._engine, "connect", limit)


def test_a_letter_waits_its_turn_and_blocks_no_other(parts: Parts) -> None:
    first, second = (intake.accept(parts, sound_draft(parts, person=n)) for n in range(2))
    stuck = parts.store.due_letter(NOW)
    assert stuck is not None
    parts.store.note_failed(stuck.id, "区县没有应答", NOW + timedelta(minutes=5))
    other = parts.store.due_letter(NOW)
    assert other is not None
    assert {stuck.application, other.application} == {first.id, second.id}
    parts.store.note_delivered(other.id, Delivered("PC1", ""), NOW)
    assert parts.store.due_letter(NOW) is None
    again = parts.store.due_letter(NOW + timedelta(minutes=6))
    assert again is not None
    assert (again.id, again.attempts) == (stuck.id, 1)


def test_delivery_and_refusal_are_noted_once(parts: Parts) -> None:
    application = intake.accept(parts, sound_draft(parts))
    (letter,) = parts.store.letters()
    for _ in range(2):
        parts.store.note_delivered(letter.id, Delivered("62040320261123000017", ""), NOW)
    kept = parts.store.application(application.id)
    assert kept is not None
    assert (kept.sent, kept.office_number) == (SendState.DELIVERED, "62040320261123000017")
    assert len(parts.store.timeline(application.id)) == 2


def test_news_change_states_once_and_in_order(parts: Parts) -> None:
    application = intake.accept(parts, sound_draft(parts))
    item = News("n1", 1, application.id, "cert_new", NewsKind.ACCEPTED, "残联已受理", NOW)
    change = ((item, MatterState.ACCEPTED),)
    assert parts.store.apply_news(change, 1) == {application.id}
    assert parts.store.apply_news(change, 1) == frozenset()
    assert parts.store.cursor() == 1
    kept = parts.store.application(application.id)
    assert kept is not None
    assert kept.matters[0].state is MatterState.ACCEPTED
    stranger = News("n2", 2, "nobody", "cert_new", NewsKind.ACCEPTED, "", NOW)
    assert parts.store.apply_news(((stranger, MatterState.ACCEPTED),), 2) == frozenset()
    assert parts.store.cursor() == 2


def test_a_concluded_matter_becomes_a_todo_until_it_is_handed_over(parts: Parts) -> None:
    application = intake.accept(parts, sound_draft(parts))
    item = News("n1", 1, application.id, "cert_new", NewsKind.CONCLUDED, "请领证", NOW)
    parts.store.apply_news(((item, MatterState.CONCLUDED),), 1)
    (todo,) = results.todos(parts)
    assert "可以送达" in todo.title
    kept = parts.store.application(application.id)
    assert kept is not None
    results.hand_over(parts, kept, "cert_new")
    assert results.todos(parts) == ()


def test_every_change_of_state_is_kept_with_its_moment(parts: Parts) -> None:
    application = intake.accept(parts, sound_draft(parts))
    assert parts.store.changes(application.id) == ()
    item = News("n1", 1, application.id, "cert_new", NewsKind.CONCLUDED, "请领证", NOW)
    for _ in range(2):
        parts.store.apply_news(((item, MatterState.CONCLUDED),), 1)
    later = Entry(NOW + timedelta(days=1), "演示经办员", Act.HAND_OVER, application.id, "已送达本人")
    parts.store.hand_over(application.id, "cert_new", later)
    assert parts.store.changes(application.id) == (
        StateChange("cert_new", MatterState.CONCLUDED, NOW),
        StateChange("cert_new", MatterState.HANDED_OVER, later.at),
    )


def test_new_days_are_set_with_their_ledger_line_once(parts: Parts) -> None:
    # GIVEN an application whose promised days are only expected, and one whose days are sure
    clock = StillClock(NOW + timedelta(days=30))
    application = intake.accept(replace(parts, clock=clock), sound_draft(parts))
    intake.accept(parts, sound_draft(parts, person=1))
    assert parts.store.provisional() == (application,)
    # WHEN its days are set, and once more
    sure = replace(application.dates, promised=application.dates.promised + timedelta(1), provisional=False)
    entry = Entry(NOW, "工作日表", Act.DATES, application.id, "期限已确定")
    for _ in range(2):
        parts.store.set_dates(application.id, sure, entry)
    parts.store.set_dates("nobody", sure, replace(entry, application="nobody"))
    # THEN they are in the book, told once
    assert parts.store.application(application.id) == replace(application, dates=sure)
    assert parts.store.timeline(application.id)[1:] == (entry,)
    assert parts.store.timeline("nobody") == ()
    assert parts.store.provisional() == ()


def test_search_finds_names_and_numbers_and_takes_signs_literally(parts: Parts) -> None:
    application = intake.accept(parts, sound_draft(parts))
    for query in ("样例", application.number[-8:], str(application.answers["id_number"])[-4:]):
        assert [a.id for a in parts.store.applications(query)] == [application.id]
    assert parts.store.applications("%") == ()


def test_pages_are_kept_once_and_damage_is_noticed(parts: Parts, tmp_path: Path) -> None:
    page = parts.store.keep_page(b"picture")
    assert parts.store.keep_page(b"picture") == page
    assert parts.store.page(page) == b"picture"
    next((tmp_path / "pages").glob("*/*")).write_bytes(b"picturE")
    with pytest.raises(WorldError, match="损坏"):
        parts.store.page(page)


def test_a_torn_or_newer_book_is_told(tmp_path: Path) -> None:
    Book(tmp_path / "newer").close()
    with sqlite3.connect(tmp_path / "newer" / "book.db") as db:
        db.execute("PRAGMA user_version=99")
    with pytest.raises(WorldError, match="升级程序"):
        Book(tmp_path / "newer")
    (tmp_path / "torn").mkdir()
    (tmp_path / "torn" / "book.db").write_bytes(b"no book at all, but long enough" * 40)
    with pytest.raises(WorldError, match="读不出来"):
        Book(tmp_path / "torn")


_WRITER = """
import itertools
import sys
from pathlib import Path
from tests.fakes import make_parts
from tests.people import sound_draft
from desk_app.services import intake
parts = make_parts(Path(sys.argv[1]))
for person in itertools.count(len(parts.store.applications())):
    print(intake.accept(parts, sound_draft(parts, person=person)).number, flush=True)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is a POSIX story")
def test_kill_9_loses_no_acceptance_that_was_told(tmp_path: Path) -> None:
    told: list[str] = []
    for round_ in range(3):
        writer = subprocess.Popen(
            [sys.executable, "-c", _WRITER, str(tmp_path)], stdout=subprocess.PIPE, text=True
        )
        assert writer.stdout is not None
        told += [writer.stdout.readline().strip() for _ in range(5 + round_)]
        os.kill(writer.pid, signal.SIGKILL)
        told += [line.strip() for line in writer.stdout if line.endswith("\n")]
        writer.wait()
        writer.stdout.close()
    parts = make_parts(tmp_path)
    kept = [a.number for a in parts.store.applications(limit=100_000)]
    assert set(told) <= set(kept)
    assert len(kept) == len(set(kept)) == len(parts.store.letters())
