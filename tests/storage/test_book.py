"""The local book: what was reported as stored is stored, whatever happens to program or disk."""

import os
import signal
import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from desk_app.domain.applications import MatterState, SendState, matter_id
from desk_app.domain.events import Event, Who
from desk_app.domain.letters import Delivered, NewsBatch, NewsItem
from desk_app.errors import BugError, RuleError, WorldError
from desk_app.services import ledger
from desk_app.services.applications import results
from desk_app.services.counter import inform, intake
from desk_app.services.parts import Parts
from desk_app.services.sockets import Deed
from desk_app.services.todos import todos
from desk_app.storage import tables
from desk_app.storage.book import Book
from tests.fakes import NOW, StillClock, make_parts, open_book
from tests.news import item, tell
from tests.opened import opened_book
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
    parts.store.drafts.keep(draft)
    assert parts.store.drafts.all() == (draft,)
    parts.store.drafts.drop(draft.id)
    parts.store.drafts.drop("unknown")
    assert parts.store.drafts.all() == ()


def test_acceptance_writes_everything_or_nothing(parts: Parts) -> None:
    draft = sound_draft(parts)
    parts.store.drafts.keep(draft)
    application = intake.accept(parts, draft)
    assert parts.store.applications.one(application.id) == application
    assert parts.store.drafts.all() == ()
    (letter,) = parts.store.outbox.letters(application.subject)
    assert letter.state == SendState.WAITING
    assert parts.store.outbox.waiting() == 1
    (entry,) = ledger.timeline(parts, application.subject)
    assert application.number in entry.text


def test_accepting_twice_gives_the_same_application(parts: Parts) -> None:
    draft = sound_draft(parts)
    first, second = intake.accept(parts, draft), intake.accept(parts, draft)
    assert first == second
    assert len(parts.store.outbox.letters()) == 1
    # A late save of the draft never brings it back.
    parts.store.drafts.keep(draft)
    assert parts.store.drafts.all() == ()


def test_of_two_drafts_of_one_person_at_once_one_is_taken(parts: Parts) -> None:
    for person in range(4):
        both = [sound_draft(parts, person=person) for _ in range(2)]
        with ThreadPoolExecutor(2) as pool:
            ended = [pool.submit(intake.accept, parts, draft).exception() for draft in both]
        assert [type(e) for e in ended if e] == [RuleError]
    assert len(parts.store.applications.search()) == 4


def test_numbers_count_by_window_and_day(parts: Parts) -> None:
    numbers = [intake.accept(parts, sound_draft(parts, person=n)).number for n in range(3)]
    assert [n[19:23] for n in numbers] == ["0001", "0002", "0003"]


def test_a_full_disk_is_told_and_half_accepts_nothing(parts: Parts, tmp_path: Path) -> None:
    draft = sound_draft(parts)
    parts.store.drafts.keep(draft)
    parts.store.close()
    small = make_parts(tmp_path)
    _no_more_pages(small)
    with pytest.raises(WorldError, match="磁盘已满"):
        _accept_until_refused(small)
    reached = small.store.applications.search(limit=2000)
    assert len(small.store.outbox.letters()) == len(reached)
    assert draft in small.store.drafts.all()


def _accept_until_refused(parts: Parts) -> None:
    for person in range(499):
        intake.accept(parts, sound_draft(parts, "很长的地址" * 15, person=person))


def _no_more_pages(parts: Parts) -> None:
    """Let SQLite report a full disk (SQLITE_FULL) after a few more pages."""
    book = parts.store
    assert isinstance(book, Book)

    def limit(connection: sqlite3.Connection, _record: object, _proxy: object = None) -> None:
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count={pages + 30}")

    from sqlalchemy import event

    book._db.engine.dispose()
    event.listen(book._db.engine, "connect", limit)


def test_a_letter_waits_its_turn_and_blocks_no_other(parts: Parts) -> None:
    first, second = (intake.accept(parts, sound_draft(parts, person=n)) for n in range(2))
    stuck = parts.store.outbox.due()
    assert stuck is not None
    parts.store.outbox.failed(stuck.id, "区县没有应答")
    other = parts.store.outbox.due(skip=[stuck.id])
    assert other is not None
    assert {stuck.subject, other.subject} == {first.subject, second.subject}
    parts.store.outbox.delivered(other.id, Delivered("PC1", ""), NOW)
    assert parts.store.outbox.due(skip=[stuck.id]) is None
    again = parts.store.outbox.due()
    assert again is not None
    assert (again.id, again.attempts) == (stuck.id, 1)


def test_delivery_and_refusal_are_noted_once(parts: Parts) -> None:
    application = intake.accept(parts, sound_draft(parts))
    (letter,) = parts.store.outbox.letters()
    for _ in range(2):
        parts.store.outbox.delivered(letter.id, Delivered("62040320261123000017", ""), NOW)
    kept = parts.store.applications.one(application.id)
    assert kept is not None
    assert (kept.sent, kept.office_number) == (SendState.DELIVERED, "62040320261123000017")
    assert len(ledger.timeline(parts, application.subject)) == 2


def test_news_change_states_once_and_in_order(parts: Parts) -> None:
    application = intake.accept(parts, sound_draft(parts))
    batch = NewsBatch((item(1, application.id, "cert_new", "accept", text="残联已受理"),), 1)
    assert parts.store.inbox.apply(batch, NOW) == {application.subject}
    assert parts.store.inbox.apply(batch, NOW) == frozenset()
    assert parts.store.inbox.cursor() == 1
    kept = parts.store.applications.one(application.id)
    assert kept is not None
    assert (kept.matters[0].state, kept.matters[0].note) == (MatterState.ACCEPTED, "残联已受理")


def test_what_can_not_be_handled_is_set_aside_and_stops_nothing(parts: Parts) -> None:
    application = intake.accept(parts, sound_draft(parts))
    batch = NewsBatch(
        (
            item(1, "nobody", "cert_new", "accept"),
            NewsItem(2, "news-2", None, raw='{"strange":1}', fault="区县的消息缺少“act”"),
            item(3, application.id, "cert_new", "dance"),
            item(4, application.id, "cert_new", "accept"),
        ),
        4,
    )
    assert parts.store.inbox.apply(batch, NOW) == {application.subject}
    assert parts.store.inbox.cursor() == 4
    aside = parts.store.inbox.set_aside()
    assert [s.seq for s in aside] == [1, 2, 3]
    assert aside[1].raw == '{"strange":1}'
    assert "dance" in aside[2].reason
    assert [t.title for t in todos.todos(parts).shown] == ["区县的一条消息没有处理成"] * 3
    # What a clerk has read is told no more, and still there to be tried again.
    todos.put_away(parts, todos.todos(parts).shown[0])
    assert todos.todos(parts).total == 2
    assert len(parts.store.inbox.set_aside()) == 3
    # Once what was missing is here, the item goes and is told no more.
    parts.store.inbox.again([item(2, application.id, "cert_new", "assess")], NOW)
    assert [s.seq for s in parts.store.inbox.set_aside()] == [1, 3]


def test_a_concluded_matter_becomes_a_todo_until_it_is_handed_over(parts: Parts) -> None:
    application = intake.accept(parts, sound_draft(parts))
    tell(parts, application, "cert_new", "conclude", text="请领证")
    (todo,) = todos.todos(parts).shown
    assert todo.title == "通知 张样例 …0029 领取残疾人证新办的结果"
    assert todo.proceeding == f"{application.id}/cert_new"
    results.hand_over(parts, application, "cert_new")
    assert todos.todos(parts).total == 0
    with pytest.raises(RuleError, match="现在是“已送达本人”,不能“送达本人”"):
        results.hand_over(parts, application, "cert_new")


def test_every_change_of_state_is_kept_with_its_moment(parts: Parts) -> None:
    application = intake.accept(parts, sound_draft(parts))
    tell(parts, application, "cert_new", "conclude")
    later = replace(parts, clock=StillClock(NOW + timedelta(days=1)))
    results.hand_over(later, application, "cert_new")
    events = parts.store.events.of(matter_id(application.id, "cert_new"))
    told = [(e.act, e.at, e.who.role) for e in events]
    assert told == [
        ("take", NOW, "clerk"),
        ("conclude", NOW, "department"),
        ("hand_over", NOW + timedelta(days=1), "clerk"),
    ]


def test_new_days_are_set_with_their_ledger_line_once(parts: Parts) -> None:
    # GIVEN an application whose promised days are only expected, and one whose days are sure
    intake.accept(parts, sound_draft(parts, person=1))
    clock = StillClock(NOW + timedelta(days=30))
    application = intake.accept(replace(parts, clock=clock), sound_draft(parts))
    assert parts.store.applications.provisional() == (application,)
    # WHEN its days are set, and once more
    sure = replace(application.dates, promised=application.dates.promised + timedelta(1), provisional=False)
    who, told = Who("工作日表", "system"), {"text": "期限已确定"}
    event = Event("redate-1", NOW, who, application.subject, "redate", told, application.id)
    for _ in range(2):
        parts.store.intake.redate(application.id, sure, application.promises, Deed((event,)))
    parts.store.intake.redate("nobody", sure, (), Deed((replace(event, id="redate-2"),)))
    # THEN they are in the book, told once
    assert parts.store.applications.one(application.id) == replace(application, dates=sure)
    assert [e.text for e in ledger.timeline(parts, application.subject)[1:]] == ["期限已确定"]
    assert parts.store.applications.provisional() == ()


def test_search_finds_names_and_numbers_and_takes_signs_literally(parts: Parts) -> None:
    application = intake.accept(parts, sound_draft(parts))
    for query in ("样例", application.number[-8:], str(application.answers["id_number"])[-4:]):
        assert [a.id for a in parts.store.applications.search(query)] == [application.id]
    assert parts.store.applications.search("%") == ()


def test_pages_are_kept_once_and_damage_is_noticed(parts: Parts, tmp_path: Path) -> None:
    page = parts.store.pages.keep(b"picture")
    assert parts.store.pages.keep(b"picture") == page
    assert parts.store.pages.read(page) == b"picture"
    next((tmp_path / "pages").glob("*/*")).write_bytes(b"picturE")
    with pytest.raises(WorldError, match="损坏"):
        parts.store.pages.read(page)


def test_a_torn_or_newer_book_is_told(tmp_path: Path) -> None:
    open_book(tmp_path / "newer").close()
    with opened_book(tmp_path / "newer" / "book.db") as db:
        db.execute("PRAGMA user_version=99")
    with pytest.raises(WorldError, match="升级程序"):
        open_book(tmp_path / "newer")
    (tmp_path / "torn").mkdir()
    (tmp_path / "torn" / "book.db").write_bytes(b"no book at all, but long enough" * 40)
    with pytest.raises(WorldError, match="密钥打不开"):
        open_book(tmp_path / "torn")


def test_our_own_mistake_is_never_called_a_damaged_file(parts: Parts) -> None:
    book = parts.store
    assert isinstance(book, Book)
    with pytest.raises(BugError, match="没有损坏"), book._db.writing() as db:
        db.exec_driver_sql("SELECT no_such_column FROM draft")
    row = tables.draft.insert().values(id="twice", updated_at="", body="")
    with book._db.writing() as db:
        db.execute(row)
    with pytest.raises(BugError, match="没有损坏"), book._db.writing() as db:
        db.execute(row)


def test_one_damaged_row_hides_itself_and_not_the_list(parts: Parts) -> None:
    taken = [intake.accept(parts, sound_draft(parts, person=n)) for n in range(3)]
    parts.store.drafts.keep(sound_draft(parts, person=7))
    book = parts.store
    assert isinstance(book, Book)
    with book._db.writing() as db:
        spoilt = tables.application.update().where(tables.application.c.id == taken[1].id)
        db.execute(spoilt.values(body='{"answers":'))
        db.execute(tables.draft.insert().values(id="spoilt", updated_at="9", body="[]"))
    assert [a.id for a in parts.store.applications.search()] == [taken[2].id, taken[0].id]
    assert parts.store.applications.one(taken[1].id) is None
    assert len(parts.store.drafts.all()) == 1
    assert book.check().unreadable == 1


_WRITER = """
import itertools
import sys
from pathlib import Path
from tests.fakes import make_parts
from tests.people import sound_draft
from desk_app.services.counter import intake
parts = make_parts(Path(sys.argv[1]))
for person in itertools.count(len(parts.store.applications.search())):
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
    kept = [a.number for a in parts.store.applications.search(limit=100_000)]
    assert set(told) <= set(kept)
    assert len(kept) == len(set(kept)) == len(parts.store.outbox.letters())
