"""A book knows itself: a missing, empty, swapped, torn or older one is never begun anew in silence."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from desk_app.domain.book_key import BookKey
from desk_app.domain.events import Who
from desk_app.domain.standing import BookMark, BookStanding, BookTrouble, Trouble
from desk_app.errors import RuleError, WorldError
from desk_app.services.counter import intake
from desk_app.services.parts import Parts
from desk_app.storage import backups
from desk_app.storage.book import BOOK, Book
from desk_app.storage.care import BookChoices
from desk_app.storage.marks import MarkKeeper, Marks, stand
from tests.fakes import NOW, make_parts
from tests.opened import KEY, opened_book
from tests.people import sound_draft

_WHO = Who("管理员", "administrator")


class Desk:
    """A data folder with its mark outside, opened and closed as the program does it."""

    def __init__(self, folder: Path) -> None:
        self.data, self.state = folder / "data", folder / "state"
        self.data.mkdir()
        self.marks = Marks(self.state, self.data, KEY)
        self.person = 0
        self._open: tuple[Book, MarkKeeper] | None = None

    def stand(self) -> BookStanding:
        return stand(self.data, KEY, self.marks)

    def open(self) -> Parts:
        known = self.marks.read()
        parts = make_parts(self.data)
        assert isinstance(parts.store, Book)
        keeper = MarkKeeper(parts.store.database, parts.store.identity, self.marks, known)
        keeper.start()
        self._open = parts.store, keeper
        return parts

    def close(self) -> None:
        if self._open:
            book, keeper = self._open
            keeper.close()
            book.close()
            self._open = None

    def accept(self, parts: Parts, count: int = 1) -> list[str]:
        numbers = []
        for _ in range(count):
            numbers.append(intake.accept(parts, sound_draft(parts, person=self.person)).number)
            self.person += 1
        return numbers

    def day(self, count: int = 2) -> list[str]:
        parts = self.open()
        numbers = self.accept(parts, count)
        self.close()
        return numbers

    def trouble(self) -> Trouble:
        with pytest.raises(BookTrouble, match="没有改动任何文件") as told:
            self.stand()
        return told.value.trouble

    def keep(self, name: str) -> Path:
        copy = self.data.parent / name
        shutil.copyfile(self.data / BOOK, copy)
        return copy


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = Desk(tmp_path)
    yield made
    made.close()


def test_neither_book_nor_mark_is_a_new_book(desk: Desk) -> None:
    assert desk.stand() == BookStanding(new=True, mark=None)
    desk.day()
    again = desk.stand()
    assert not again.new
    assert again.note == ""
    assert again.mark is not None
    assert again.mark.seq > 0
    assert again.mark.book == KEY.id


def test_a_book_that_goes_further_than_its_mark_is_its_own(desk: Desk) -> None:
    desk.day()
    old = desk.marks.read()
    assert old is not None
    desk.day()
    desk.marks.write(old)  # killed before the mark was written
    assert desk.stand().mark == old


@pytest.mark.parametrize("leave", ["nothing", "an empty file"])
def test_a_book_that_is_gone_is_told_and_not_made(desk: Desk, leave: str) -> None:
    desk.day()
    (desk.data / BOOK).unlink()
    if leave == "an empty file":
        (desk.data / BOOK).touch()
    assert desk.trouble() is (Trouble.MISSING if leave == "nothing" else Trouble.EMPTY)
    left = (desk.data / BOOK).stat().st_size if leave == "an empty file" else 0
    assert left == 0
    assert (desk.data / BOOK).exists() == (leave == "an empty file")


def test_a_lost_book_without_mark_is_known_by_what_it_left(desk: Desk) -> None:
    (desk.data / "pages" / "ab").mkdir(parents=True)
    assert desk.trouble() is Trouble.MISSING


def test_an_older_copy_is_told(desk: Desk) -> None:
    desk.day()
    morning = desk.keep("morning.db")
    desk.day()
    shutil.copyfile(morning, desk.data / BOOK)
    assert desk.trouble() is Trouble.OLDER


def test_a_lost_log_is_told(desk: Desk) -> None:
    parts = desk.open()
    desk.accept(parts, 1)
    desk.close()
    parts = desk.open()
    desk.accept(parts, 1)
    copied = desk.keep("without-wal.db")  # while the window runs, and without the log beside it
    desk.close()
    shutil.copyfile(copied, desk.data / BOOK)
    assert desk.trouble() is Trouble.OLDER


def test_a_copy_that_went_another_way_is_told(desk: Desk) -> None:
    desk.day(1)
    morning = desk.keep("morning.db")
    desk.day(1)
    mark = desk.marks.read()
    shutil.copyfile(morning, desk.data / BOOK)
    desk.person = 40
    desk.day(3)
    assert mark is not None
    desk.marks.write(mark)
    assert desk.trouble() is Trouble.OTHER


def test_another_key_and_another_name_are_told(desk: Desk) -> None:
    desk.day()
    other = BookKey("another", bytes(32))
    with pytest.raises(BookTrouble) as told:
        stand(desk.data, other, Marks(desk.state, desk.data, other))
    assert told.value.trouble is Trouble.SEALED
    with opened_book(desk.data / BOOK) as db:
        db.execute("UPDATE book SET id = 'another'")
    assert desk.trouble() is Trouble.FOREIGN


@pytest.mark.parametrize("share", [0.0001, 0.05, 0.3, 0.6, 0.95])
def test_a_book_torn_at_any_place_is_told(desk: Desk, share: float) -> None:
    desk.day()
    book = desk.data / BOOK
    whole = book.read_bytes()
    book.write_bytes(whole[: int(len(whole) * share)])
    assert desk.trouble() in (Trouble.SEALED, Trouble.DAMAGED)
    assert book.read_bytes() == whole[: int(len(whole) * share)]


def test_a_log_of_another_kind_beside_it_is_named_and_nothing_tried(desk: Desk) -> None:
    desk.day()
    journal = desk.data / f"{BOOK}-journal"
    journal.write_bytes(b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7" + bytes(600))
    before = (desk.data / BOOK).read_bytes()
    with pytest.raises(WorldError, match=r"book\.db-journal.*移到数据文件夹以外"):
        desk.stand()
    assert (desk.data / BOOK).read_bytes() == before
    journal.unlink()
    assert not desk.stand().new


def test_a_mark_changed_by_hand_is_none(desk: Desk) -> None:
    desk.day()
    desk.marks.path.write_text(desk.marks.path.read_text().replace('"seq": ', '"seq": 1'), "utf-8")
    assert desk.marks.read() is None
    assert "没有这份账本的标记" in desk.stand().note


def test_a_folder_copied_from_elsewhere_is_told_as_a_note(desk: Desk, tmp_path: Path) -> None:
    desk.day()
    elsewhere = Marks(tmp_path / "another computer", desk.data, KEY)
    assert "不要两边同时受理" in stand(desk.data, KEY, elsewhere).note


def test_the_newer_of_file_and_vault_counts(desk: Desk) -> None:
    class Drawer:
        kept: str | None = None

        def read(self) -> str | None:
            return self.kept

        def write(self, text: str) -> None:
            self.kept = text

    desk.marks = Marks(desk.state, desk.data, KEY, Drawer())
    desk.day()
    mark = desk.marks.read()
    desk.marks.path.unlink()
    assert mark is not None
    assert desk.marks.read() == mark
    newer = replace(mark, seq=mark.seq + 1)
    desk.marks.write(newer)
    assert desk.marks.read() == newer


def _restored(desk: Desk, copy: Path) -> Parts:
    known = desk.marks.read()
    shutil.copyfile(copy, desk.data / BOOK)
    parts = desk.open()
    assert isinstance(parts.store, Book)
    parts.store.identity.restore(known, _WHO, NOW, "备份")
    return parts


def test_numbers_of_a_restored_book_keep_their_distance_until_the_county_answered(desk: Desk) -> None:
    given = desk.day(2)
    morning = desk.keep("morning.db")
    given += desk.day(2)
    parts = _restored(desk, morning)
    assert isinstance(parts.store, Book)
    given += desk.accept(parts, 2)
    counters = [int(n.split("-")[3][:4]) for n in given]
    assert counters == [1, 2, 3, 4, 1005, 1006]
    # Another day has never been heard of: it keeps its distance too.
    parts.clock.move(86400)  # type: ignore[attr-defined]
    assert [int(n.split("-")[3][:4]) for n in desk.accept(parts, 1)] == [1001]
    assert parts.store.identity.reached_county(NOW)
    assert not parts.store.identity.reached_county(NOW)
    parts.clock.move(86400)  # type: ignore[attr-defined]
    assert [int(n.split("-")[3][:4]) for n in desk.accept(parts, 1)] == [1]
    desk.close()
    assert desk.stand().note == ""


def test_the_same_copy_restored_twice_gives_no_number_twice(desk: Desk) -> None:
    given = desk.day(1)
    morning = desk.keep("morning.db")
    for _ in range(2):
        given += desk.accept(_restored(desk, morning), 2)
        desk.close()
    assert len(set(given)) == len(given)
    mark = desk.marks.read()
    assert mark is not None
    assert mark.generation == 3


def test_a_restore_that_ended_halfway_on_another_computer_is_told_and_gives_no_number_twice(
    desk: Desk, tmp_path: Path
) -> None:
    # GIVEN a computer that never knew the book WHEN the program ends between the backup and its note
    given = desk.day(1)
    kept = backups.make(desk.data, tmp_path / "kept", KEY, NOW)
    given += desk.day(1)
    shutil.rmtree(desk.data)
    shutil.rmtree(desk.state)
    desk.data.mkdir()

    def ended() -> Book:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        BookChoices(desk.data, KEY, desk.marks, ended, _WHO, NOW).restore(kept.path)
    # THEN the next start does not take it for today's book, and gone on with it keeps its distance
    assert desk.trouble() is Trouble.OLDER
    parts = desk.open()
    assert isinstance(parts.store, Book)
    parts.store.identity.restore(desk.marks.read(), _WHO, NOW, "接着用")
    desk.person = 7
    assert set(desk.accept(parts, 2)).isdisjoint(given)
    desk.close()
    assert desk.stand().note == ""


def test_a_restore_that_was_refused_leaves_no_mark(desk: Desk, tmp_path: Path) -> None:
    desk.day(1)
    kept = backups.make(desk.data, tmp_path / "kept", KEY, NOW)
    shutil.rmtree(desk.data)
    shutil.rmtree(desk.state)
    desk.data.mkdir()
    (desk.data / "replaced").write_text("a file where the folder should be")
    with pytest.raises(WorldError, match="没有恢复成"):
        BookChoices(desk.data, KEY, desk.marks, make_book, _WHO, NOW).restore(kept.path)
    assert not desk.marks.present
    assert not (desk.data / BOOK).exists()


def make_book() -> Book:
    raise AssertionError("a refused restore opens nothing")


def test_more_receipts_than_a_day_has_is_one_sentence(desk: Desk) -> None:
    parts = desk.open()
    desk.accept(parts, 1)
    with opened_book(desk.data / BOOK) as db:
        db.execute("UPDATE counter SET value = 9999 WHERE series LIKE '6%'")
    draft = sound_draft(parts, person=7)
    parts.store.drafts.keep(draft)
    with pytest.raises(RuleError, match="今天的回执编号已经用完"):
        intake.accept(parts, draft)
    assert parts.store.drafts.one(draft.id) is not None


@pytest.mark.parametrize("value", [0, 9000])
def test_a_counter_changed_by_hand_takes_nothing_from_the_mark(desk: Desk, value: int) -> None:
    given = desk.day(3)
    known = desk.marks.read()
    assert known is not None
    db = opened_book(desk.data / BOOK)
    for (name,) in db.execute("SELECT name FROM sqlite_master WHERE name GLOB 'mac_counter_*'").fetchall():
        db.execute(f'DROP TRIGGER "{name}"')
    db.execute("UPDATE counter SET value = ? WHERE series GLOB '*-[0-9]*'", (value,))
    db.close()
    assert desk.stand().mark == known, "the book is no older: one row of it is damaged, which it tells"
    parts = desk.open()
    parts.store.drafts.keep(sound_draft(parts, person=9))  # the mark is written
    desk.close()
    kept = desk.marks.read()
    assert kept is not None
    assert kept.numbers == known.numbers
    parts = desk.open()
    assert isinstance(parts.store, Book)
    while parts.store.damage.look():
        pass
    assert {row.kind for row in parts.store.damage.known()} == {"counter"}
    last = int(max(given).split("-")[3][:4])
    assert int(desk.accept(parts)[0].split("-")[3][:4]) == last + 1001
    desk.close()
    assert desk.stand().mark is not None


def test_a_mark_that_can_not_be_written_is_told_until_it_can(desk: Desk) -> None:
    desk.state.write_text("a file where the folder should be")
    parts = make_parts(desk.data)
    assert isinstance(parts.store, Book)
    keeper = MarkKeeper(parts.store.database, parts.store.identity, desk.marks)
    keeper.start()
    desk.accept(parts, 1)
    keeper.close()
    assert "账本的标记写不进" in keeper.fault
    desk.state.unlink()
    again = MarkKeeper(parts.store.database, parts.store.identity, desk.marks)
    again.start()
    again.close()
    parts.store.close()
    assert again.fault == ""
    assert desk.marks.read() is not None


def test_what_can_not_be_read_at_all_is_no_trouble_of_the_book(tmp_path: Path) -> None:
    (tmp_path / BOOK).mkdir()
    with pytest.raises((WorldError, BookTrouble)):
        stand(tmp_path, KEY, Marks(tmp_path / "state", tmp_path, KEY))


def test_a_mark_reads_back_as_it_was(tmp_path: Path) -> None:
    marks = Marks(tmp_path / "state", tmp_path, KEY)
    assert not marks.present
    mark = BookMark(KEY.id, 2, 17, "ab", {"620403-3-20261127": 12}, 5)
    marks.write(mark)
    assert marks.read() == mark
    assert (marks.path.stat().st_mode & 0o777) == 0o600
