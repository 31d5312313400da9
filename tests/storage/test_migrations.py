"""A book of an older version opens as one of today, whole or not at all."""

import sqlite3
from datetime import date
from pathlib import Path

import pytest

from desk_app.domain.applications import Dates, MatterState
from desk_app.errors import WorldError
from desk_app.storage import migrations, tables
from desk_app.storage.store import Book

OLD = Path(__file__).with_name("book_v1.sql")
"""A real book of version 1: one application, its certificate concluded and handed over, and a draft."""
ID = "a" * 32


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with sqlite3.connect(tmp_path / "book.db") as db:
        db.executescript(OLD.read_text(encoding="utf-8"))
    db.close()
    return tmp_path


def looks(folder: Path) -> dict[str, set[tuple[str, str, int, int]]]:
    """Tables with their columns, and indexes, of a book."""
    db = sqlite3.connect(folder / "book.db")
    names = db.execute("SELECT name FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'").fetchall()
    found = {n: {(c[1], c[2], c[3], c[5]) for c in db.execute(f"PRAGMA table_info({n})")} for (n,) in names}
    db.close()
    return found


def test_an_old_book_loses_nothing_and_looks_like_a_new_one(folder: Path, tmp_path: Path) -> None:
    book = Book(folder)
    application = book.application(ID)
    assert application is not None
    assert application.dates == Dates(date(2026, 12, 24), date(2027, 1, 8), True)
    assert (application.name, application.office_number) == ("张样例", "62040320261221000017")
    assert [a.id for a in book.provisional()] == [ID]
    assert (len(book.timeline(ID)), len(book.letters()), len(book.drafts()), book.cursor()) == (8, 1, 1, 5)
    book.close()
    Book(tmp_path / "new").close()
    assert looks(folder) == looks(tmp_path / "new")
    Book(folder).close()


def test_the_changes_an_old_book_told_in_words_are_data_afterwards(folder: Path) -> None:
    book = Book(folder)
    found = [(c.matter, c.state, c.at.date()) for c in book.changes(ID)]
    book.close()
    assert found == [
        ("cert_new", MatterState.ACCEPTED, date(2026, 12, 22)),
        ("cert_new", MatterState.ASSESSING, date(2026, 12, 23)),
        ("cert_new", MatterState.ACCEPTED, date(2026, 12, 30)),
        ("cert_new", MatterState.CONCLUDED, date(2026, 12, 31)),
        ("care_subsidy", MatterState.ACCEPTED, date(2026, 12, 31)),
        ("cert_new", MatterState.HANDED_OVER, date(2027, 1, 1)),
    ]


def test_a_migration_that_fails_leaves_the_old_book_as_it_was(folder: Path) -> None:
    before = looks(folder)
    with sqlite3.connect(folder / "book.db") as db:  # in the way of the last index
        db.execute("CREATE TABLE ix_state_change_application (x)")
    db.close()
    with pytest.raises(WorldError):
        Book(folder)
    with sqlite3.connect(folder / "book.db") as db:
        db.execute("DROP TABLE ix_state_change_application")
        assert db.execute("PRAGMA user_version").fetchone() == (1,)
    db.close()
    assert looks(folder) == before
    Book(folder).close()


def test_every_older_version_has_its_step() -> None:
    assert set(migrations._STEPS) == set(range(1, tables.VERSION))
