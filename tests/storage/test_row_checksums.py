"""A row that was changed past the program is hidden, named, and hides no other; a changed letter stays."""

import random
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from desk_app.benches.book import accept
from desk_app.database import cipher, spine
from desk_app.domain.applications import APPLICATION
from desk_app.domain.keys import query
from desk_app.domain.lists import Order, Wanted
from desk_app.errors import WorldError
from desk_app.services.parts import Parts
from desk_app.storage import row_macs
from desk_app.storage.book import Book
from tests.fakes import KEY, make_parts

PEOPLE = 12
PAGE = 4096
UNIQUE = ("id", "seq", "number", "id_number", "series", "event")
"""Columns of which no two rows have the same."""


@pytest.fixture
def parts(tmp_path: Path) -> Iterator[Parts]:
    made = make_parts(tmp_path)
    for person in range(PEOPLE):
        accept(made, person)
    yield made
    made.store.close()


def book_of(parts: Parts) -> Book:
    assert isinstance(parts.store, Book)
    return parts.store


def by_hand(path: Path, *statements: str) -> None:
    """Write with the key, but without the program: its triggers are put aside and put back."""
    db = cipher.connect(path, KEY.of("book"))
    held = db.execute(
        "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name GLOB 'mac_*'"
    ).fetchall()
    for name, _ in held:
        db.execute(f'DROP TRIGGER "{name}"')
    for statement in statements:
        db.execute(statement)
    for _, text in held:
        db.execute(text)
    db.close()


def everything(parts: Parts) -> tuple[str, ...]:
    with book_of(parts).database.reading() as db:
        return tuple(str(row) for row in row_macs.every(db))


def shown(parts: Parts) -> set[str]:
    wanted, order = Wanted(APPLICATION), Order("began_at")
    page = parts.store.lists.page(wanted, order, date(2026, 11, 27), 100)
    return {row.id for row in page.rows}


def test_an_untouched_book_fits(parts: Parts) -> None:
    assert everything(parts) == ()
    while book_of(parts).damage.look():
        pass
    assert book_of(parts).damage.known() == ()


@pytest.mark.parametrize("kept", row_macs.KEPT, ids=lambda kept: kept.name)
def test_a_checksum_is_found_by_its_key_however_large_the_book(parts: Parts, kept: row_macs.Kept) -> None:
    asked = f"SELECT mac FROM row_mac WHERE kind = '{kept.name}' AND key = {kept.key('t')}"
    with book_of(parts).database.reading() as db:
        plan = db.exec_driver_sql(f"EXPLAIN QUERY PLAN SELECT ({asked}) FROM {kept.name} t").fetchall()
    assert any("row_mac" in str(step) and "kind=? AND key=?" in str(step) for step in plan), plan


def test_without_the_function_nothing_is_written(parts: Parts, tmp_path: Path) -> None:
    db = cipher.connect(tmp_path / "book.db", KEY.of("book"))
    for statement in ("UPDATE application SET name = '别人'", "DELETE FROM letter"):
        with pytest.raises(Exception, match="no such function"):
            db.execute(statement)
    db.close()


def test_a_changed_row_is_hidden_and_named_and_the_others_stay(parts: Parts, tmp_path: Path) -> None:
    first, *others = parts.store.applications.search()
    by_hand(tmp_path / "book.db", f"UPDATE application SET name = '别人' WHERE id = '{first.id}'")
    assert parts.store.applications.one(first.id) is None
    assert {a.id for a in parts.store.applications.search()} == {a.id for a in others}
    assert shown(parts) == {a.id for a in others}
    (known,) = book_of(parts).damage.known()
    assert first.number in str(known)
    assert first.id in str(known)


def test_a_changed_row_is_in_no_search_card_or_export(parts: Parts, tmp_path: Path) -> None:
    first = parts.store.applications.search()[0]
    wanted, today = query(first.number), date(2026, 11, 27)
    assert [m.id for m in parts.store.search.matches(wanted, 5).applications] == [first.id]
    by_hand(tmp_path / "book.db", f"UPDATE application SET name = '别人' WHERE id = '{first.id}'")
    assert parts.store.search.matches(wanted, 5).applications == ()
    assert parts.store.lists.one(first.id, today) is None
    every = parts.store.lists.stream(Wanted(APPLICATION), Order("began_at"), today, 5)
    rows = [row.id for portion in every for row in portion]
    assert len(rows) == PEOPLE - 1
    assert first.id not in rows


def test_a_later_act_does_not_make_a_change_good(parts: Parts, tmp_path: Path) -> None:
    first = parts.store.applications.search()[0]
    by_hand(tmp_path / "book.db", f"UPDATE application SET phone = '1' WHERE id = '{first.id}'")
    with book_of(parts).database.writing() as db:
        db.exec_driver_sql("UPDATE application SET office_number = 'x' WHERE id = ?", (first.id,))
    assert len(everything(parts)) == 1


def test_a_changed_letter_is_not_sent_and_the_next_is(parts: Parts, tmp_path: Path) -> None:
    outbox = parts.store.outbox
    first = outbox.due()
    assert first is not None
    change = "UPDATE letter SET body = replace(body, '1', '2') WHERE id = "
    by_hand(tmp_path / "book.db", f"{change}'{first.id}'")
    following = outbox.due()
    assert following is not None
    assert following.id != first.id
    assert any(row.kind == "letter" for row in book_of(parts).damage.known())


def test_a_row_that_was_removed_is_named(parts: Parts, tmp_path: Path) -> None:
    first = parts.store.applications.search()[0]
    by_hand(tmp_path / "book.db", f"DELETE FROM application WHERE id = '{first.id}'")
    assert any("不见了" in told and first.id in told for told in everything(parts))


def test_a_row_that_was_put_there_is_named(parts: Parts, tmp_path: Path) -> None:
    by_hand(tmp_path / "book.db", "INSERT INTO counter VALUES ('x-2026', 7)")
    assert [told for told in everything(parts) if "x-2026" in told]


def test_the_check_in_portions_finds_what_nobody_reads(parts: Parts, tmp_path: Path) -> None:
    by_hand(tmp_path / "book.db", "UPDATE counter SET value = value + 5 WHERE series GLOB '*-*'")
    damage = book_of(parts).damage
    while damage.look():
        pass
    assert any(row.kind == "counter" for row in damage.known())


def test_dropped_triggers_come_back_and_forgive_nothing(parts: Parts, tmp_path: Path) -> None:
    first = parts.store.applications.search()[0]
    db = cipher.connect(tmp_path / "book.db", KEY.of("book"))
    for (name,) in db.execute("SELECT name FROM sqlite_master WHERE name GLOB 'mac_*'").fetchall():
        db.execute(f'DROP TRIGGER "{name}"')
    db.execute("UPDATE application SET name = '别人' WHERE id = ?", (first.id,))
    db.close()
    with book_of(parts).database.writing() as again:
        row_macs.prepare(again)
    assert len(everything(parts)) == 1
    accept(parts, PEOPLE + 1)
    assert len(everything(parts)) == 1


def test_two_hundred_changes_by_hand_are_all_found(parts: Parts, tmp_path: Path) -> None:
    seed = random.randrange(10**6)
    print(f"seed {seed}")
    dice = random.Random(seed)
    path = tmp_path / "book.db"
    db = cipher.connect(path, KEY.of("book"))
    places = [
        (kept, column, rowid)
        for kept in row_macs.KEPT
        for (rowid,) in db.execute(f"SELECT rowid FROM {kept.name}")
        for column in kept.columns
        if column not in {c.name for c in kept.table.primary_key}
    ]
    for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        db.execute(f'DROP TRIGGER "{name}"')
    for kept, column, rowid in dice.sample(places, 200):
        where = f"{kept.name} WHERE rowid = {rowid}"
        (before,) = db.execute(f"SELECT {column} FROM {where}").fetchone()
        after = before + 1 if isinstance(before, int) else f"{before or ''}{dice.choice('0aX县 ')}"
        db.execute("BEGIN")
        db.execute(f"UPDATE {kept.name} SET {column} = ? WHERE rowid = {rowid}", (after,))
        db.execute("COMMIT")
        assert len(everything(parts)) == 1, (seed, kept.name, column)
        db.execute(f"UPDATE {kept.name} SET {column} = ? WHERE rowid = {rowid}", (before,))
    assert everything(parts) == ()
    db.close()


def test_two_hundred_swaps_by_hand_are_all_found(parts: Parts, tmp_path: Path) -> None:
    """Two rows change what they say; two that say the same would be as before, and are no swap."""
    seed = random.randrange(10**6)
    print(f"seed {seed}")
    dice = random.Random(seed)
    with closing(cipher.connect(tmp_path / "book.db", KEY.of("book"))) as db:
        for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            db.execute(f'DROP TRIGGER "{name}"')
        tables = swappable(db)
        done = 0
        while done < 200:
            name, columns = dice.choice(tables)
            rows = db.execute(f"SELECT rowid, {columns} FROM {name}").fetchall()
            (one, *said), (other, *theirs) = dice.sample(rows, 2)
            if said == theirs:
                continue
            put = f"UPDATE {name} SET ({columns}) = ({', '.join('?' * len(said))}) WHERE rowid = ?"
            for place, values in ((one, theirs), (other, said)):
                db.execute(put, (*values, place))
            assert not sound(parts), (seed, name, one, other)
            for place, values in ((one, said), (other, theirs)):
                db.execute(put, (*values, place))
            done += 1
    assert sound(parts)


def swappable(db: sqlite3.Connection) -> list[tuple[str, str]]:
    """Tables of several rows, payloads as often as all others, with the columns that two rows may share."""
    kept = [(kept.name, tuple(c for c in kept.columns if c not in UNIQUE)) for kept in row_macs.KEPT]
    kept = [(name, columns) for name, columns in kept if columns and counted(db, name) > 1]
    return [(n, ", ".join(columns)) for n, columns in (*kept, *[("payload", ("body",))] * len(kept))]


def counted(db: sqlite3.Connection, name: str) -> int:
    return int(db.execute(f"SELECT count(*) FROM {name}").fetchone()[0])


def sound(parts: Parts) -> bool:
    with book_of(parts).database.reading() as db:
        return not spine.broken(db) and next(row_macs.every(db), None) is None


def test_a_torn_page_hides_no_other_rows(parts: Parts, tmp_path: Path) -> None:
    before = shown(parts)
    book_of(parts).close()
    path = tmp_path / "book.db"
    whole = path.read_bytes()
    some_left = 0
    for page in range(1, len(whole) // PAGE):
        content = bytearray(whole)
        content[page * PAGE + 99] ^= 1
        path.write_bytes(content)
        try:
            after = shown(parts)
        except WorldError:  # a page that all rows hang on
            after = set()
        assert after <= before
        if 0 < len(after) < len(before):
            some_left += 1
            assert book_of(parts).damage.torn()
            assert book_of(parts).check().pages == 1
        book_of(parts).close()
        path.write_bytes(whole)
    assert some_left
    assert shown(parts) == before
