"""Backups are whole books: opened when they are made, kept by day and month, put back without loss."""

import os
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from threading import Event, Thread

import pytest

from desk_app.domain.applications import Page
from desk_app.domain.backups import Backup, missed, to_drop
from desk_app.domain.book_key import BookKey
from desk_app.domain.events import Who
from desk_app.errors import WorldError
from desk_app.services.counter import intake
from desk_app.services.parts import Parts
from desk_app.storage import backup_files, backups, care
from desk_app.storage.book import BOOK, Book
from desk_app.storage.marks import Marks
from desk_app.storage.pieces import Stopped
from tests.fakes import NOW, make_parts
from tests.opened import KEY
from tests.people import sound_draft


@pytest.fixture
def parts(tmp_path: Path) -> Iterator[Parts]:
    made = make_parts(tmp_path / "data")
    yield made
    made.store.close()


def _accept(parts: Parts, count: int, first: int = 0) -> None:
    for person in range(first, first + count):
        intake.accept(parts, sound_draft(parts, person=person))


def test_a_backup_of_a_running_window_is_a_whole_book(parts: Parts, tmp_path: Path) -> None:
    _accept(parts, 3)
    made = backups.make(tmp_path / "data", tmp_path / "kept", KEY, NOW)
    assert (made.applications, made.verified) == (3, True)
    (found,) = backups.listed(tmp_path / "kept")
    assert found == made
    assert found.words == "2026年11月23日 09:15 · 办件3件 · 已验证"
    assert b"SQLite format" not in made.path.read_bytes()[:16]
    assert (made.path.stat().st_mode & 0o777) == 0o600
    assert sorted(p.name for p in (tmp_path / "kept").iterdir() if p.is_file()) == [
        made.path.name,
        made.path.with_suffix(".json").name,
    ]


def test_it_is_of_one_moment_while_the_window_writes_on(parts: Parts, tmp_path: Path) -> None:
    _accept(parts, 2)
    begun, end = Event(), Event()

    def work() -> None:
        person = 10
        while not end.is_set():
            parts.store.drafts.keep(sound_draft(parts, person=person))
            _accept(parts, 1, person)
            person += 1
            begun.set()

    writer = Thread(target=work)
    writer.start()
    begun.wait()
    made = backups.make(tmp_path / "data", tmp_path / "kept", KEY, NOW)
    end.set()
    writer.join()
    assert backups.verify(made.path, KEY).fault == ""
    assert made.applications >= 3


def test_a_program_that_ends_gives_its_backup_up(parts: Parts, tmp_path: Path) -> None:
    _accept(parts, 1)
    with pytest.raises(Stopped):
        backups.make(tmp_path / "data", tmp_path / "kept", KEY, NOW, lambda: True)
    assert list((tmp_path / "kept").iterdir()) == []


def test_what_a_killed_program_left_goes_a_day_later(parts: Parts, tmp_path: Path) -> None:
    _accept(parts, 1)
    kept = tmp_path / "kept"
    kept.mkdir()
    left, new = kept / "book-20261120-091500.new", kept / "book-20261123-091400.new"
    for path, age in ((left, 90_000), (new, 60)):
        path.write_bytes(b"half")
        os.utime(path, (NOW.timestamp() - age, NOW.timestamp() - age))
    backups.make(tmp_path / "data", kept, KEY, NOW)
    assert (left.exists(), new.exists()) == (False, True)


@pytest.mark.parametrize(("largest", "made"), [(care.CLOSE_BYTES, 1), (0, 0)])
def test_only_a_small_book_is_backed_up_while_the_window_closes(
    parts: Parts, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, largest: int, made: int
) -> None:
    monkeypatch.setattr(care, "CLOSE_BYTES", largest)
    _accept(parts, 1)
    marks = Marks(tmp_path / "state", tmp_path / "data", KEY)
    kept = care.BookCare(tmp_path / "data", tmp_path / "kept", KEY, marks, lambda: NOW)
    assert isinstance(parts.store, Book)
    kept.follow(parts.store)
    kept.begin_backups()
    kept.close()
    assert len(backups.listed(tmp_path / "kept")) == made


def test_a_restored_book_has_its_pictures_whole(parts: Parts, tmp_path: Path) -> None:
    data, kept = tmp_path / "data", tmp_path / "kept"
    assert isinstance(parts.store, Book)
    draft = sound_draft(parts, person=1)
    for picture in (b"one", b"two", b"three"):
        page = Page(parts.store.pages.keep(picture), "household", "一页", "image/jpeg", len(picture))
        draft = replace(draft, pages=(*draft.pages, page))
    parts.store.drafts.keep(draft)
    made = backups.make(data, kept, KEY, NOW)
    whole, flipped, gone = sorted(p for p in (data / "pages").rglob("*") if p.is_file())
    held = {path: path.read_bytes() for path in (whole, flipped, gone)}
    flipped.write_bytes(held[flipped][:-1] + bytes([held[flipped][-1] ^ 1]))
    gone.unlink()
    there = kept / whole.relative_to(data)
    there.write_bytes(there.read_bytes()[:-5])  # what is torn in the backup takes nothing from what is well
    assert parts.store.check().pictures == 2
    parts.store.close()
    marks = Marks(tmp_path / "state", data, KEY)
    who = Who("王样甲", "clerk")
    care.BookChoices(data, KEY, marks, lambda: book_of(data), who, NOW).restore(made.path)
    again = book_of(data)
    assert again.check().pictures == 0
    assert whole.read_bytes() == held[whole]
    again.close()


def book_of(data: Path) -> Book:
    store = make_parts(data).store
    assert isinstance(store, Book)
    return store


def test_pictures_come_along_once(parts: Parts, tmp_path: Path) -> None:
    page = parts.store.pages.keep(b"a picture of a paper")
    for day in range(2):
        backups.make(tmp_path / "data", tmp_path / "kept", KEY, NOW + timedelta(days=day))
    kept = [p for p in (tmp_path / "kept" / "pages").rglob("*") if p.is_file()]
    assert len(kept) == 1
    shutil.rmtree(tmp_path / "data" / "pages")
    newest = backups.listed(tmp_path / "kept")[0]
    parts.store.close()
    backups.put_back(newest.path, tmp_path / "data", KEY, NOW)
    assert make_parts(tmp_path / "data").store.pages.read(page) == b"a picture of a paper"


def test_a_restored_book_is_the_kept_one_and_the_replaced_one_stays(parts: Parts, tmp_path: Path) -> None:
    data = tmp_path / "data"
    _accept(parts, 2)
    made = backups.make(data, tmp_path / "kept", KEY, NOW)
    _accept(parts, 1, 2)
    parts.store.close()
    aside = backups.put_back(made.path, data, KEY, NOW)
    again = make_parts(data)
    assert len(again.store.applications.search()) == 2
    again.store.close()
    assert backups.verify(aside / BOOK, KEY).applications == 3


@pytest.mark.parametrize("wrong", ["a flipped byte", "cut", "another key", "gone"])
def test_a_backup_that_is_not_whole_is_never_put_back(parts: Parts, tmp_path: Path, wrong: str) -> None:
    data = tmp_path / "data"
    _accept(parts, 2)
    made = backups.make(data, tmp_path / "kept", KEY, NOW)
    parts.store.close()
    before = (data / BOOK).read_bytes()
    whole, key = made.path.read_bytes(), KEY
    match wrong:
        case "a flipped byte":
            place = len(whole) // 2
            made.path.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        case "cut":
            made.path.write_bytes(whole[: len(whole) // 2])
        case "another key":
            key = BookKey("another", bytes(32))
        case _:
            made.path.unlink()
    with pytest.raises(WorldError, match=r"这份备份不能用|没有这份备份"):
        backups.put_back(made.path, data, key, NOW)
    assert (data / BOOK).read_bytes() == before
    assert not (data / "replaced").exists()


def test_any_flipped_byte_is_found(parts: Parts, tmp_path: Path) -> None:
    _accept(parts, 1)
    made = backups.make(tmp_path / "data", tmp_path / "kept", KEY, NOW)
    whole = made.path.read_bytes()
    for place in range(0, len(whole), len(whole) // 23):
        made.path.write_bytes(whole[:place] + bytes([whole[place] ^ 4]) + whole[place + 1 :])
        assert backups.verify(made.path, KEY).fault, place


def test_a_folder_that_takes_nothing_is_one_sentence(parts: Parts, tmp_path: Path) -> None:
    (tmp_path / "kept").write_text("a file")
    with pytest.raises(WorldError, match=r"备份存不进 .*程序会自动再试"):
        backups.make(tmp_path / "data", tmp_path / "kept", KEY, NOW)
    assert backups.listed(tmp_path / "kept") == ()


def test_a_book_that_isgone_makes_no_empty_backup(parts: Parts, tmp_path: Path) -> None:
    parts.store.close()
    (tmp_path / "data" / BOOK).unlink()
    with pytest.raises(WorldError, match="没有什么可以备份"):
        backups.make(tmp_path / "data", tmp_path / "kept", KEY, NOW)
    assert backups.listed(tmp_path / "kept") == ()
    assert not (tmp_path / "data" / BOOK).exists()


def test_a_picture_deleted_meanwhile_holds_up_no_backup(
    parts: Parts, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # GIVEN two pictures WHEN both are deleted after the first was copied, as a dropped draft's are
    for picture in (b"one", b"another"):
        parts.store.pages.keep(picture)
    monkeypatch.setattr(
        backup_files, "sleep", lambda _seconds: shutil.rmtree(tmp_path / "data" / "pages", ignore_errors=True)
    )
    made = backups.make(tmp_path / "data", tmp_path / "kept", KEY, NOW)
    assert made.verified
    assert len([p for p in (tmp_path / "kept" / "pages").rglob("*") if p.is_file()]) == 1


def test_two_windows_never_share_a_folder(parts: Parts, tmp_path: Path) -> None:
    _accept(parts, 1)
    kept = tmp_path / "kept"
    kept.mkdir()
    (kept / "book.keys").write_text('{"book": "of-another-window"}')
    marks = Marks(tmp_path / "state", tmp_path / "data", KEY)
    watching = care.BookCare(tmp_path / "data", kept, KEY, marks, lambda: NOW)
    assert isinstance(parts.store, Book)
    watching.follow(parts.store)
    watching.begin_backups()
    watching.close()
    assert any("另一个窗口的备份" in told for told in watching.words())
    assert [duty.id for duty in watching.duties()] == ["backup"]
    assert [p.name for p in kept.iterdir()] == ["book.keys"]
    assert "of-another-window" in (kept / "book.keys").read_text()


def test_a_book_copied_by_hand_comes_with_its_log(parts: Parts, tmp_path: Path) -> None:
    # GIVEN a copy of the folder of a running window: the last acceptances stand in the log alone
    _accept(parts, 3)
    hand = tmp_path / "hand"
    hand.mkdir()
    for name in (BOOK, f"{BOOK}-wal"):
        shutil.copyfile(tmp_path / "data" / name, hand / name)
    log = (hand / f"{BOOK}-wal").read_bytes()
    assert log
    parts.store.close()
    new = tmp_path / "new"
    new.mkdir()
    shutil.copyfile(tmp_path / "data" / "book.key", new / "book.key")
    # WHEN it is restored THEN all of it is there, and the copy is as it was
    backups.put_back(hand / BOOK, new, KEY, NOW)
    assert len(make_parts(new).store.applications.search(limit=9)) == 3
    assert (hand / f"{BOOK}-wal").read_bytes() == log
    assert not list(new.glob("*.restoring*"))


@pytest.mark.parametrize("place", ["", "pages", "before/x", "packs"])
def test_backups_never_go_among_the_books_own_files(parts: Parts, tmp_path: Path, place: str) -> None:
    _accept(parts, 1)
    data = tmp_path / "data"
    before = {p for p in data.rglob("*") if not p.name.endswith(("-wal", "-shm"))}
    with pytest.raises(WorldError, match="账本自己的文件"):
        backups.make(data, data / place, KEY, NOW)
    assert {p for p in data.rglob("*") if not p.name.endswith(("-wal", "-shm"))} == before


def test_a_command_by_a_clock_that_jumped_drops_no_old_backup(parts: Parts, tmp_path: Path) -> None:
    parts.store.days.trust(NOW.date())
    for day in range(3):
        backups.make(tmp_path / "data", tmp_path / "kept", KEY, NOW + timedelta(days=day))
    later = NOW + timedelta(days=2000)
    backups.make(tmp_path / "data", tmp_path / "kept", KEY, later)
    assert len(backups.listed(tmp_path / "kept")) == 4
    parts.store.days.trust(later.date())
    backups.make(tmp_path / "data", tmp_path / "kept", KEY, later + timedelta(seconds=1))
    assert len(backups.listed(tmp_path / "kept")) == 2  # a month keeps its first one


def test_what_a_share_refuses_to_touch_holds_up_no_backup(
    parts: Parts, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    parts.store.pages.keep(b"a picture")

    def refused(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "utime", refused)
    assert backups.make(tmp_path / "data", tmp_path / "kept", KEY, NOW).verified


def test_a_backup_of_a_day_to_come_hides_no_missed_one() -> None:
    ahead = [_kept(NOW + timedelta(days=300)), _kept(NOW - timedelta(days=9))]
    assert "已经9天没有备份成功" in missed(ahead, NOW)


def _kept(moment: datetime) -> Backup:
    return Backup(Path(f"/kept/{moment:%Y%m%d%H%M}"), moment, 1, 1, verified=True)


def test_thirty_days_and_the_first_of_twelve_months_are_kept() -> None:
    days = [_kept(NOW - timedelta(days=back)) for back in range(500)]
    days.append(_kept(NOW - timedelta(hours=3)))
    dropped = to_drop(days, NOW.date())
    left = sorted(b.made_at for b in days if b not in dropped)
    assert left[-1] == NOW
    assert len([m for m in left if NOW - m < timedelta(days=30)]) == 30
    months = {(m.year, m.month) for m in left}
    assert len(months) == 12
    assert min(left).date() == date(2025, 12, 1)
    assert all(m.day == 1 for m in left if NOW - m >= timedelta(days=30))


def test_the_last_good_one_is_never_dropped() -> None:
    old = _kept(NOW - timedelta(days=900))
    assert to_drop([old], NOW.date()) == ()


def test_it_is_told_when_the_last_good_one_is_old() -> None:
    assert missed([], NOW) == "还没有一份验证过的备份"
    assert missed([_kept(NOW - timedelta(days=2))], NOW) == ""
    assert "已经3天没有备份成功" in missed([_kept(NOW - timedelta(days=3))], NOW)
