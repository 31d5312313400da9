"""One changed, missing, swapped or cut-off line of either chain is found; a payload may be deleted."""

import random
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from desk_app import settings
from desk_app.benches.book import accept
from desk_app.database import cipher
from desk_app.devices.keys.window import WindowKey, window_own_key
from desk_app.domain.events import Subject
from desk_app.domain.reads import ReadKind
from desk_app.domain.retention import KeptDays, Purged
from desk_app.errors import WorldError
from desk_app.services import ledger
from desk_app.services.parts import Parts
from desk_app.services.retention import purge
from desk_app.services.sockets import Deed
from desk_app.storage import audit
from desk_app.storage.audit import AuditWanted, BookAudit
from desk_app.storage.book import Book
from tests.fakes import KEY, StillClock, make_parts


@pytest.fixture
def parts(tmp_path: Path) -> Iterator[Parts]:
    made = make_parts(tmp_path)
    for person in range(4):
        accept(made, person)
        ledger.note_read(made, made.window.who, ReadKind.OPENED, Subject("application", f"a{person}"))
    yield made
    made.store.close()


@pytest.fixture
def signer(tmp_path: Path) -> WindowKey:
    return window_own_key(tmp_path, KEY)


@pytest.fixture
def chains(parts: Parts, signer: WindowKey) -> BookAudit:
    assert isinstance(parts.store, Book)
    made = BookAudit(parts.store.database, parts.store.identity.id)
    assert made.sign(signer, parts.clock.now())
    assert made.verify(signer.public) == ()
    return made


def by_hand(folder: Path, *statements: str) -> None:
    db = cipher.connect(folder / "book.db", KEY.of("book"))
    for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        db.execute(f'DROP TRIGGER "{name}"')
    for statement in statements:
        db.execute(statement)
    db.close()


def test_heads_are_signed_when_there_is_something_new(
    chains: BookAudit, parts: Parts, signer: WindowKey
) -> None:
    now = parts.clock.now()
    assert not chains.sign(signer, now)
    accept(parts, 9)
    assert not chains.sign(signer, now, least=500)
    assert chains.sign(signer, now + timedelta(days=1), least=500)
    assert chains.verify(signer.public) == ()


@pytest.mark.parametrize("table", ["event", "journal"])
@pytest.mark.parametrize(
    "change",
    [
        "UPDATE {t} SET person = '别人' WHERE seq = 2",
        "DELETE FROM {t} WHERE seq = 1",
        "DELETE FROM {t} WHERE seq = 3",
        "DELETE FROM {t} WHERE seq = (SELECT max(seq) FROM {t})",
        "UPDATE {t} SET seq = CASE seq WHEN 2 THEN -3 ELSE -2 END WHERE seq IN (2, 3);"
        "UPDATE {t} SET seq = -seq WHERE seq < 0",
    ],
)
def test_a_line_changed_missing_or_swapped_is_found(
    chains: BookAudit, signer: WindowKey, tmp_path: Path, table: str, change: str
) -> None:
    by_hand(tmp_path, *change.format(t=table).split(";"))
    assert chains.verify(signer.public)


def test_a_signed_head_can_not_be_made_without_the_key(
    chains: BookAudit, signer: WindowKey, tmp_path: Path
) -> None:
    by_hand(tmp_path, "UPDATE audit_head SET event_seq = event_seq - 1")
    (fault,) = [f for f in chains.verify(signer.public) if "密钥" in f]
    assert "第1次" in fault


def test_the_mark_outside_tells_a_cut_off_end(chains: BookAudit, parts: Parts, signer: WindowKey) -> None:
    assert isinstance(parts.store, Book)
    mark = parts.store.identity.mark()
    assert chains.verify(signer.public, (mark.seq, mark.chain)) == ()
    assert chains.verify(signer.public, (mark.seq + 1, mark.chain))


def test_a_payload_is_deleted_by_law_and_the_chain_still_verifies(
    chains: BookAudit, parts: Parts, signer: WindowKey
) -> None:
    assert isinstance(parts.store, Book)
    with parts.store.database.writing() as db:
        assert db.exec_driver_sql("DELETE FROM payload WHERE rowid = 1").rowcount == 1
    assert chains.verify(signer.public) == ()


def test_two_hundred_random_changes_of_the_chains_are_found(
    chains: BookAudit, signer: WindowKey, tmp_path: Path
) -> None:
    seed = random.randrange(10**6)
    print(f"seed {seed}")
    dice = random.Random(seed)
    by_hand(tmp_path)
    db = cipher.connect(tmp_path / "book.db", KEY.of("book"))
    told = {
        "event": (
            "id",
            "proceeding",
            "subject_kind",
            "subject_id",
            "act",
            "at",
            "person",
            "role",
            "digest",
            "chain",
        ),
        "journal": ("at", "person", "role", "unit", "how", "subject_kind", "subject_id", "text", "chain"),
    }
    for _ in range(200):
        table = dice.choice(list(told))
        column = dice.choice(told[table])
        (seq,) = dice.choice(db.execute(f"SELECT seq FROM {table}").fetchall())
        (before,) = db.execute(f"SELECT {column} FROM {table} WHERE seq = ?", (seq,)).fetchone()
        statement = f"UPDATE {table} SET {column} = ? WHERE seq = ?"
        db.execute(statement, (f"{before}{dice.choice('0aX县')}", seq))
        assert chains.verify(signer.public), (seed, table, column, seq)
        db.execute(statement, (before, seq))
    assert chains.verify(signer.public) == ()
    db.close()


def test_lines_are_found_by_day_person_and_kind(chains: BookAudit, parts: Parts) -> None:
    opened = list(chains.lines(AuditWanted(kind="opened")))
    assert len(opened) == 4
    assert {line["person"] for line in opened} == {parts.window.clerk}
    today = parts.clock.today()
    assert list(chains.lines(AuditWanted(day=today, person=parts.window.clerk)))
    assert not list(chains.lines(AuditWanted(day=today - timedelta(days=1))))
    assert not list(chains.lines(AuditWanted(person="没有这个人")))


def test_a_line_that_was_changed_is_marked(chains: BookAudit, tmp_path: Path) -> None:
    assert not any("damaged" in line for line in chains.lines())
    by_hand(
        tmp_path,
        "UPDATE journal SET person = '别人' WHERE seq = 2",
        "UPDATE event SET act = 'x' WHERE seq = 3",
    )
    marked = {(line["line"], line["seq"]) for line in chains.lines() if line.get("damaged")}
    assert marked == {("read", 2), ("event", 3)}


def test_an_export_is_verified_by_openssl(
    chains: BookAudit, parts: Parts, signer: WindowKey, tmp_path: Path
) -> None:
    from desk_app.commands import audit as command

    path = tmp_path / "audit.jsonl"
    command.export_to(path, chains.lines(), signer, KEY.id, parts.clock.now())
    assert audit.heading_of(path.read_bytes())["book"] == KEY.id
    openssl = shutil.which("openssl")
    if openssl:
        names = [f"{path}{end}" for end in (".pub", "", ".sig")]
        words = [
            "pkeyutl",
            "-verify",
            "-pubin",
            "-inkey",
            names[0],
            "-rawin",
            "-in",
            names[1],
            "-sigfile",
            names[2],
        ]
        assert subprocess.run([openssl, *words], check=False, capture_output=True).returncode == 0
    assert command.verify_file(path) == 0
    path.write_bytes(path.read_bytes().replace(b"opened", b"closed", 1))
    assert command.verify_file(path) == 1


def aged(parts: Parts, months: int) -> Purged:
    """The purge of a day so many months later, after a read of that day."""
    clock = parts.clock
    assert isinstance(clock, StillClock)
    clock.move(months * 31 * 86400)
    ledger.note_read(parts, parts.window.who, ReadKind.OPENED, Subject("application", "late"))
    return purge.purge(parts)


def journal_size(parts: Parts) -> int:
    assert isinstance(parts.store, Book)
    with parts.store.database.reading() as db:
        return int(db.exec_driver_sql("SELECT count(*) FROM journal").scalar_one())


def test_old_lines_are_let_go_and_the_chain_still_verifies(
    chains: BookAudit, parts: Parts, signer: WindowKey, tmp_path: Path
) -> None:
    first = parts.clock.today().isoformat()
    before = journal_size(parts)
    assert aged(parts, 30).reads == 0
    assert chains.sign(signer, parts.clock.now())
    assert aged(parts, 6).reads == before
    assert chains.verify(signer.public) == ()
    gone = chains.let_go()
    assert gone is not None
    assert (gone.seq, gone.first, gone.last) == (before, first, first)
    assert isinstance(parts.store, Book)
    assert parts.store.check().sound
    assert aged(parts, 40).reads > 0
    assert chains.sign(signer, parts.clock.now())
    assert chains.verify(signer.public) == ()
    again = chains.let_go()
    assert again is not None
    assert (again.first, again.seq > gone.seq) == (first, True)
    assert [r.subject.id for r in parts.store.journal.of(Subject("application", "late"))] == ["late"]
    by_hand(tmp_path, "DELETE FROM journal WHERE seq = (SELECT min(seq) FROM journal)")
    assert chains.verify(signer.public)


def test_the_journal_is_never_kept_under_six_months(parts: Parts) -> None:
    short = replace(parts, keeping=KeptDays(reads=1))
    assert aged(short, 5).reads == 0
    assert aged(short, 2).reads > 0
    assert KeptDays(reads=6).reads_from(date(2026, 8, 31)) == date(2026, 2, 28)
    assert KeptDays().reads_from(date(2028, 2, 29)) == date(2025, 2, 28)
    with pytest.raises(WorldError, match="6到120"):
        settings.load({"DESK_KEEP_READS": "5"})


def test_a_crash_between_the_note_and_the_removal_loses_nothing(
    chains: BookAudit, parts: Parts, signer: WindowKey
) -> None:
    aged(parts, 1)
    found = parts.store.journal.old(parts.clock.today())
    assert found is not None
    parts.store.events.record(Deed((purge._event(parts, Purged(reads=found.lines), found),)))
    assert chains.verify(signer.public) == ()
    assert chains.let_go() is None
    parts.store.journal.let_go(found.seq)
    assert chains.verify(signer.public) == ()
    assert chains.let_go() is not None
