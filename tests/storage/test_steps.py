"""A book of every older release opens as one of today, whole or not at all, with a copy beside it."""

import re
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from desk_app.database import steps
from desk_app.domain.applications import Application, Dates, SendState, subject_of
from desk_app.errors import BugError, WorldError
from desk_app.services import ledger
from desk_app.services.applications import deadlines
from desk_app.services.counter import inform
from desk_app.services.parts import Parts
from desk_app.services.printing import prints
from desk_app.services.todos import todos
from desk_app.storage.book import STEPS
from tests.fakes import CHINA, StillClock, make_parts, open_book
from tests.opened import opened_book

OLD = Path(__file__).parent.parent / "old_data"
"""``desk-1``: one application, its certificate concluded and handed over, and a draft.
``desk-3``: six applications in every stage, made by the release of November 2026."""
FIRST = "a" * 32


def lay(folder: Path, name: str) -> Path:
    """Put the book of an older release into a folder."""
    folder.mkdir(exist_ok=True)
    with sqlite3.connect(folder / "book.db") as db:
        db.executescript((OLD / f"{name}.sql").read_text(encoding="utf-8"))
    db.close()
    return folder


def looks(folder: Path) -> dict[str, object]:
    """Tables with their columns, and indexes, of a book."""
    db = opened_book(folder / "book.db")
    names = db.execute("SELECT name FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'").fetchall()
    found = {n: {(c[1], c[3], c[5]) for c in db.execute(f"PRAGMA table_info({n})")} for (n,) in names}
    db.close()
    return found


@pytest.mark.parametrize("name", ["desk-1", "desk-3"])
def test_an_old_book_becomes_what_a_new_one_is(name: str, tmp_path: Path) -> None:
    folder = lay(tmp_path / "old", name)
    book = open_book(folder)
    assert book.check().sound
    book.close()
    open_book(tmp_path / "new").close()
    assert looks(folder) == looks(tmp_path / "new")
    open_book(folder).close()
    assert len(list((folder / "before").iterdir())) == 1, "one copy, from before the one change"


def test_the_first_release_loses_nothing(tmp_path: Path) -> None:
    parts = make_parts(lay(tmp_path / "old", "desk-1"))
    application = parts.store.applications.one(FIRST)
    assert application is not None
    assert application.dates == Dates(date(2026, 12, 24), date(2027, 1, 8), True)
    assert (application.name, application.office_number) == ("张样例", "62040320261221000017")
    assert [a.id for a in parts.store.applications.provisional()] == [FIRST]
    assert len(ledger.timeline(parts, subject_of(FIRST))) == 8
    assert (len(parts.store.outbox.letters()), len(parts.store.drafts.all())) == (1, 1)
    assert parts.store.inbox.cursor() == 5
    assert [(m.matter, m.state) for m in application.matters] == [
        ("cert_new", "handed_over"),
        ("living_subsidy", "held"),
        ("care_subsidy", "accepted"),
    ]
    acts = [(e.act, e.at.date()) for e in parts.store.events.of(f"{FIRST}/cert_new")]
    assert acts[1:] == [
        ("accept", date(2026, 12, 22)),
        ("assess", date(2026, 12, 23)),
        ("resume", date(2026, 12, 30)),
        ("conclude", date(2026, 12, 31)),
        ("hand_over", date(2027, 1, 1)),
    ]
    parts.store.close()


class TestTheReleaseBeforeTheSpine:
    """Everything in that release's book is found, and nothing changes its meaning."""

    @pytest.fixture
    def parts(self, tmp_path: Path) -> Parts:
        return make_parts(lay(tmp_path / "old", "desk-3"))

    @pytest.fixture
    def taken(self, parts: Parts) -> list[Application]:
        return list(reversed(parts.store.applications.search()))

    def test_states(self, taken: list[Application]) -> None:
        assert [(a.number[-6:], a.sent, [m.state for m in a.matters]) for a in taken] == [
            ("000106", SendState.DELIVERED, ["handed_over", "accepted", "closed"]),
            ("000203", SendState.DELIVERED, ["correction", "held", "held"]),
            ("000397", SendState.DELIVERED, ["refused", "closed", "closed"]),
            ("000494", SendState.DELIVERED, ["accepted", "held", "held"]),
            ("000138", SendState.REFUSED, ["", "", ""]),
            ("000133", SendState.WAITING, ["taken", "held", "held"]),
        ]
        assert taken[1].matters[0].note == "照片不清楚,请重拍"
        assert [p.material for p in taken[3].pages] == ["photo", "household"]

    def test_ledger(self, parts: Parts, taken: list[Application]) -> None:
        told = [(e.act, e.text) for e in ledger.timeline(parts, taken[0].subject)]
        assert len(told) == 12
        assert told[2] == ("补打", "受理回执,第1次补打,原因:卡纸")
        assert told[-2:] == [
            (
                "部门反馈",
                "重度残疾人护理补贴:已终止。残疾等级不是一级或二级,护理补贴对象为一级、二级残疾人。本次申请终止。",
            ),
            ("部门反馈", "残疾人证新办的结果已送达本人"),
        ]
        assert prints.copies(parts, taken[0].subject, "受理回执") == 2
        assert prints.copies(parts, taken[0].subject, "申请表") == 1

    def test_letters_and_todos(self, parts: Parts, taken: list[Application]) -> None:
        assert parts.store.outbox.waiting() == 2
        due = parts.store.outbox.due()
        assert due is not None, "a letter that was parked till 2029 goes at once"
        assert (due.subject, due.opens) == (taken[5].subject, True)
        titles = {re.sub(r" …\w{4}", "", t.title) for t in todos.todos(parts).shown}
        assert titles >= {
            "通知 张样例 补正残疾人证新办",
            "告知 张样例 残疾人证新办不予批准",
            "改正 张样例 被退回的申请",
        }

    def test_clocks(self, parts: Parts, taken: list[Application]) -> None:
        later = replace(parts, clock=StillClock(datetime(2026, 12, 1, 9, tzinfo=CHINA)))
        clocks = deadlines.clocks(later, taken[1])
        assert clocks["cert_new"].stands == "补正"
        assert clocks["living_subsidy"].stands == "等证件结果"

    def test_people(self, parts: Parts, taken: list[Application]) -> None:
        for application in taken:
            person = parts.store.people.by_number(str(application.answers["id_number"]))
            assert person is not None
            assert person.name == "张样例"
        records = inform.recalled(parts, parts.store.drafts.all()[0]).records
        assert records == {"open_matters": ("0",), "receives": ("0",), "recorded_state": "0"}


def test_a_step_that_fails_leaves_the_old_book_as_it_was(tmp_path: Path) -> None:
    folder = lay(tmp_path / "old", "desk-1")
    before = looks(folder)
    with closing(sqlite3.connect(folder / "book.db")) as db:  # in the way of the last step
        db.execute("CREATE TABLE proceeding (x)")
    with pytest.raises(BugError):
        open_book(folder)
    with opened_book(folder / "book.db") as db:
        db.execute("DROP TABLE proceeding")
        assert db.execute("PRAGMA user_version").fetchone() == (1,)
    db.close()
    assert looks(folder) == before
    open_book(folder).close()


def test_the_copy_is_the_book_as_it_was(tmp_path: Path) -> None:
    folder = lay(tmp_path / "old", "desk-3")
    open_book(folder).close()
    (copy,) = (folder / "before").iterdir()
    assert copy.name.startswith("book-3-")
    with opened_book(copy) as db:
        assert db.execute("PRAGMA user_version").fetchone() == (3,)
        assert db.execute("SELECT count(*) FROM ledger").fetchone() == (33,)
    db.close()


def test_half_a_copy_of_a_program_that_was_ended_goes_with_the_next(tmp_path: Path) -> None:
    lay(tmp_path, "desk-3")
    (tmp_path / "before").mkdir()
    left = [tmp_path / "before" / f"{name}-3-20261101080000.new" for name in ("book", "county")]
    for path in (*left, left[0].with_suffix(".new-journal")):
        path.write_bytes(b"half a copy")
    open_book(tmp_path).close()
    assert sorted(p.suffix for p in (tmp_path / "before").iterdir()) == [".db", ".new"]
    assert left[1].exists()  # the county's own may be in the making


def test_without_room_for_the_copy_nothing_is_changed(tmp_path: Path) -> None:
    folder = lay(tmp_path / "old", "desk-3")
    (folder / "before").write_text("a file in the way")
    with pytest.raises(WorldError, match="升级前的数据副本存不下来"):
        open_book(folder)
    with opened_book(folder / "book.db") as db:
        assert db.execute("PRAGMA user_version").fetchone() == (3,)
    db.close()


def test_every_version_has_its_step_and_every_released_book_is_kept() -> None:
    numbers = sorted(int(path.stem) for path in STEPS.glob("*.sql"))
    assert numbers == list(range(1, steps.newest(STEPS) + 1))
    kept = {int(path.stem.partition("-")[2]) for path in OLD.glob("desk-*.sql")}
    assert kept >= {1, 3}
