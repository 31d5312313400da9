"""The bench of the book compares what it says: the same rows, and the same book without the cipher."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from desk_app.benches import ciphered
from desk_app.benches.book import parts_on, rows_of
from desk_app.database import cipher
from desk_app.storage.book import BOOK


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A book with one application."""
    parts = parts_on(tmp_path / "desk")
    assert ciphered.accepted(parts, ciphered.shown_draft(parts, 1)) > 0
    parts.store.close()
    return tmp_path / "desk"


def test_the_bare_commit_writes_the_rows_of_the_acceptance(folder: Path) -> None:
    parts = parts_on(folder)
    read = ciphered.shown_draft(parts, 2)
    parts.store.close()
    bare, parts = ciphered.without_triggers(folder), parts_on(folder)
    before = ciphered.rows(folder)
    ciphered.accepted(parts, read)
    after = ciphered.rows(folder)
    assert {"application", "event", "payload", "letter", "listed", "row_mac", "find_key"} <= {
        name for name, mine in after.items() if mine - before[name]
    }
    assert before["draft"]
    assert not after["draft"]
    assert ciphered.committed(bare, before, after) > 0
    with bare.reading() as db:
        for name, mine in after.items():
            assert {tuple(row) for row in db.exec_driver_sql(f'SELECT * FROM "{name}"')} == mine, name
    bare.close()
    parts.store.close()


def test_the_book_without_the_cipher_holds_the_same(folder: Path) -> None:
    plain = ciphered.without_cipher(folder)
    assert cipher.is_clear(plain / BOOK)
    assert not cipher.is_clear(folder / BOOK)
    wanted = "SELECT type, name, sql FROM sqlite_master ORDER BY type, name"
    with rows_of(folder) as sealed, closing(sqlite3.connect(plain / BOOK)) as clear:
        assert sealed.execute(wanted).fetchall() == clear.execute(wanted).fetchall()
        for question in ("SELECT * FROM application", "SELECT * FROM row_mac", "PRAGMA user_version"):
            assert sealed.execute(question).fetchall() == clear.execute(question).fetchall()


def test_a_start_is_timed_with_the_cipher_and_without(folder: Path) -> None:
    plain = ciphered.without_cipher(folder)
    figure = ciphered._start("book.open", folder, plain, ciphered._OPEN, 1, "…")
    assert cipher.is_clear(plain / BOOK)  # the start without did not encrypt it
    assert figure.value > 0
    assert figure.bare
    assert figure.goal == 1.15
