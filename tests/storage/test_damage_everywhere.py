"""Kept rows changed by hand, read by every reader of the book: never the change, never a fault, named."""

import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Final, get_type_hints

import pytest
from sqlalchemy import insert

from desk_app.benches.book import accept
from desk_app.database import cipher
from desk_app.database.spine import EVENT, PAYLOAD, PROCEEDING
from desk_app.domain.applications import APPLICATION, MATTER
from desk_app.domain.carrying import Lease
from desk_app.domain.events import Event, Subject, Who
from desk_app.domain.history import History
from desk_app.domain.keys import query
from desk_app.domain.letters import NewsBatch, NewsItem
from desk_app.domain.lists import Order, Wanted
from desk_app.domain.people import Appointment, Member, Organisation, Person
from desk_app.domain.put_offs import PutOff
from desk_app.domain.reads import ReadKind
from desk_app.domain.roster import IMPORT, ROSTER, RosterRow
from desk_app.domain.survey import DRAW, SURVEY, SurveyPerson
from desk_app.domain.told import HistoryAnswer
from desk_app.errors import RuleError
from desk_app.services import ledger
from desk_app.services.parts import Parts
from desk_app.services.signin import people as signin_people
from desk_app.services.sockets import Deed, Store
from desk_app.storage import leases, row_macs, tables
from desk_app.storage.book import Book
from desk_app.storage.desk import next_number
from desk_app.storage.row_macs import Kept
from tests.fakes import KEY, NOW, make_parts
from tests.people import nth_number, sound_draft

TODAY: Final = NOW.date()
CHANGE: Final = "篡改"
NUMBER: Final = 770077
"""What a text, and what a number, is changed to hold."""
WHO: Final = Who("演示经办员", "clerk", "", "3")
LISTED, NEWEST = Wanted(APPLICATION), Order("began_at")
OFTEN = Wanted("door_service", since=date(2020, 1, 1), until=TODAY)


CARRIED: Final = {
    tables.carried: {
        **{"file": "f9", "package": "k9", "back": 0, "counter": "51", "since": 1},
        **dict.fromkeys(("out_at", "at"), NOW.isoformat()),
    },
    tables.carried_event: {
        **{"event": "e8", "package": "k9", "proceeding": "r9", "at": NOW.isoformat(), "beside": 1},
        **{"doubtful": 0, "others": "[]", "letter": "", "settled": "", "reason": ""},
    },
}
"""A working set, and an event that came in beside another outcome."""


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Parts]:
    """A book with a row in every kept table."""
    made = make_parts(tmp_path_factory.mktemp("kept"))
    brought = Event("r9", NOW, WHO, Subject(ROSTER, ROSTER), IMPORT, {})
    made.store.roster.bring(
        [RosterRow(nth_number(9), "张样例", {"name": "张样例"}, "r9")], brought, whole=False
    )
    drawn = Event("d9", NOW, WHO, Subject(SURVEY, "2026"), DRAW, {})
    made.store.surveyed.draw(2026, [SurveyPerson(nth_number(9), "张样例", sheet="s9")], drawn)
    for person in range(3):
        accept(made, person)
    store = made.store
    subject, other = (a.subject for a in store.applications.search()[:2])
    draft = sound_draft(made, person=4)
    store.drafts.keep(draft)
    person_of = store.people.by_number(id_of(made))
    assert person_of is not None
    store.people.keep(Person("p9", "另一人", "62040319800101901X"))
    store.people.renumber(person_of.id, "620403198001019028", TODAY)
    store.told.keep(id_of(made), HistoryAnswer(History(numbers=(id_of(made),)), 3, NOW))
    ledger.note_read(made, WHO, ReadKind.OPENED, store.applications.search()[0].subject, "打开")
    store.todos.keep(PutOff("some-key", TODAY + timedelta(days=1), "没人接", "演示经办员", NOW))
    for one in (person_of.id, "p9"):
        store.households.join("h1", Member(one, "户主", date(2020, 1, 2)))
    appointed = Appointment("hospital", date(2020, 1, 2), None)
    store.organisations.keep(Organisation("o1", "平川区医院", "", "路", "电话", (appointed,)))
    touching = Event("t9", NOW, WHO, subject, "look", {}, "", touches=(other,))
    store.events.record(Deed((touching,)))
    store.inbox.apply(NewsBatch((NewsItem(7, "u7", None, raw="{}", fault="读不懂"),), 7), NOW)
    with book_of(made).database.writing() as db:
        leases.put(db, [Lease("k9", "r9", "51", "演示经办员", NOW, TODAY, "张样例 …0029")])
        for table, values in CARRIED.items():
            db.execute(insert(table).values(**values))
    signin_people.first(made, "陈管理", "很长的密码一二三四五")
    yield made
    store.close()


def id_of(parts: Parts) -> str:
    return str(parts.store.applications.search()[0].answers["id_number"])


@contextmanager
def by_hand(db: sqlite3.Connection, table: str) -> Iterator[None]:
    """Put the triggers of a table aside, and back in the end."""
    asked = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = ?"
    held = db.execute(asked, (table,)).fetchall()
    for name, _ in held:
        db.execute(f'DROP TRIGGER "{name}"')
    yield
    for _, text in held:
        db.execute(text)


@contextmanager
def changed(path: Path, kept: Kept, column: str, where: str = "1") -> Iterator[None]:
    """A book in which one column of the newest such row of a table is changed past the program."""
    name = kept.name
    with closing(cipher.connect(path, KEY.of("book"))) as db:
        row, before = db.execute(
            f"SELECT rowid, {column} FROM {name} WHERE {where} ORDER BY rowid DESC"
        ).fetchone()
        text = str(before or "")
        middle = len(text) // 2
        is_number = isinstance(before, int | float)
        after: object = NUMBER if is_number else f"{text[:middle]}{CHANGE}{text[middle:]}"
        rowid = after if name in ("event", "letter", "journal") and column == "seq" else row
        with by_hand(db, name):
            db.execute(f"UPDATE {name} SET {column} = ? WHERE rowid = ?", (after, row))
        try:
            yield
        finally:
            with by_hand(db, name):
                db.execute(f"UPDATE {name} SET {column} = ? WHERE rowid = ?", (before, rowid))


Reader = Callable[[Store, "Known"], object]


class Known:
    """What is there to ask for, as it was before anything was changed."""

    def __init__(self, parts: Parts) -> None:
        store = parts.store
        self.applications = [a.id for a in store.applications.search()]
        self.subjects = [a.subject for a in store.applications.search()]
        self.proceedings = [
            p.id
            for a in self.applications
            for p in (store.proceedings.one(a), *store.proceedings.children(a))
            if p is not None
        ]
        self.numbers = [str(a.answers["id_number"]) for a in store.applications.search()]
        self.receipts = [a.number for a in store.applications.search()]
        self.drafts = [d.id for d in store.drafts.all()]
        self.people = [p.id for n in self.numbers if (p := store.people.by_number(n)) is not None] + ["p9"]
        self.clerks = store.clerks.all()
        self.states = {p.state for a in self.applications for p in store.proceedings.children(a)}
        self.accepted = store.applications.search()[0].accepted_at.date()


@pytest.fixture(scope="module")
def known(parts: Parts) -> Known:
    return Known(parts)


def each(name: str, ids: str) -> Reader:
    """A reader that asks for each of some ids."""
    socket, method = name.split(".")
    return lambda store, known: [getattr(getattr(store, socket), method)(one) for one in getattr(known, ids)]


READERS: Final[Mapping[str, Reader]] = {
    "drafts.one": each("drafts.one", "drafts"),
    "drafts.all": lambda s, _: s.drafts.all(),
    "applications.one": each("applications.one", "applications"),
    "applications.search": lambda s, _: s.applications.search(),
    "applications.of_person": each("applications.of_person", "numbers"),
    "applications.accepted_on": lambda s, k: s.applications.accepted_on(k.accepted),
    "applications.awaiting_materials": lambda s, _: s.applications.awaiting_materials(9),
    "applications.as_accepted": each("applications.as_accepted", "applications"),
    "applications.applicants": lambda s, k: s.applications.applicants(k.applications),
    "applications.several": lambda s, k: s.applications.several(k.numbers),
    "applications.provisional": lambda s, _: s.applications.provisional(),
    "events.latest": lambda s, _: s.events.latest(),
    "events.about": each("events.about", "subjects"),
    "events.of": each("events.of", "proceedings"),
    "proceedings.one": each("proceedings.one", "proceedings"),
    "proceedings.several": lambda s, k: s.proceedings.several(k.proceedings),
    "proceedings.present": lambda s, k: s.proceedings.present(k.proceedings),
    "proceedings.children": each("proceedings.children", "applications"),
    "proceedings.has": lambda s, _: [s.proceedings.has(p) for p in (APPLICATION, MATTER)],
    "proceedings.listed": lambda s, _: [s.proceedings.listed(p) for p in (APPLICATION, MATTER)],
    "proceedings.about": each("proceedings.about", "subjects"),
    "proceedings.asking": lambda s, _: s.proceedings.asking(300),
    "proceedings.warned": lambda s, _: s.proceedings.warned(TODAY + timedelta(days=999), 300),
    "proceedings.awaited": lambda s, _: [
        s.proceedings.awaited(MATTER, "matter", m) for m in ("cert_new", "")
    ],
    "proceedings.on_day": lambda s, k: s.proceedings.on_day(MATTER, k.states, "matter", TODAY),
    "proceedings.days": lambda s, k: [s.proceedings.days(MATTER, state) for state in k.states],
    "proceedings.tally": lambda s, _: s.proceedings.tally(TODAY),
    "outbox.letters": lambda s, _: s.outbox.letters(),
    "outbox.waiting": lambda s, _: s.outbox.waiting(),
    "outbox.due": lambda s, _: s.outbox.due(),
    "outbox.troubled": lambda s, _: s.outbox.troubled(0),
    "inbox.cursor": lambda s, _: s.inbox.cursor(),
    "inbox.set_aside": lambda s, _: s.inbox.set_aside(),
    "people.by_number": each("people.by_number", "numbers"),
    "people.one": each("people.one", "people"),
    "people.numbers": each("people.numbers", "people"),
    "people.all_numbers": each("people.all_numbers", "numbers"),
    "told.of": each("told.of", "numbers"),
    "households.of": lambda s, k: [s.households.of(p, TODAY) for p in k.people],
    "households.ever": each("households.ever", "people"),
    "organisations.all": lambda s, _: [s.organisations.all(), s.organisations.all("hospital", TODAY)],
    "search.matches": lambda s, k: [s.search.matches(query(n), 9) for n in (*k.receipts, *k.numbers, "张")],
    "search.holds_draft": each("search.holds_draft", "drafts"),
    "lists.page": lambda s, _: [
        s.lists.page(Wanted(p), NEWEST, TODAY, 99).rows for p in (APPLICATION, MATTER)
    ],
    "lists.one": lambda s, k: [s.lists.one(p, TODAY) for p in k.proceedings],
    "lists.several": lambda s, k: s.lists.several(k.proceedings, TODAY),
    "lists.ids": lambda s, _: s.lists.ids(LISTED, TODAY),
    "lists.stream": lambda s, _: list(s.lists.stream(LISTED, NEWEST, TODAY, 2)),
    "lists.count": lambda s, _: s.lists.count(LISTED, TODAY),
    "lists.held": lambda s, _: s.lists.held(LISTED, TODAY),
    "lists.counts": lambda s, _: s.lists.counts(LISTED, "state", TODAY),
    "lists.tallies": lambda s, _: s.lists.tallies(LISTED, "state", TODAY),
    "lists.used": lambda s, _: s.lists.used(LISTED, TODAY),
    "lists.times": lambda s, _: s.lists.times(LISTED, "visits", "state", TODAY),
    "lists.reached": lambda s, _: s.lists.reached(OFTEN, "rehab_month", "", TODAY),
    "journal.of": each("journal.of", "subjects"),
    "journal.old": lambda s, _: s.journal.old(TODAY + timedelta(days=999)),
    "todos.put_offs": lambda s, _: s.todos.put_offs(["some-key"]),
    "todos.quiet": lambda s, k: s.todos.quiet(MATTER, k.states, TODAY, 99),
    "todos.due": lambda s, _: s.todos.due([APPLICATION, MATTER], [TODAY]),
    "todos.done": lambda s, k: s.todos.done(k.accepted, "3"),
    "sending.standing": lambda s, k: s.sending.standing(list(k.states), 99),
    "sending.given": lambda s, k: [
        s.sending.given(state, date(2000, 1, 1), date(2100, 1, 1)) for state in k.states
    ],
    "sending.perhaps_sent_on": lambda s, _: s.sending.perhaps_sent_on(TODAY),
    "sending.answered": lambda s, k: s.sending.answered(k.applications, "name", CHANGE),
    "days.last": lambda s, _: s.days.last(),
    "pages.held": lambda s, _: s.pages.held([]),
    "pages.damaged": lambda s, _: s.pages.damaged(),
    "roster.candidates": lambda s, _: s.roster.candidates("", 99),
    "roster.known": lambda s, k: s.roster.known(k.numbers),
    "roster.one": lambda s, _: s.roster.one(nth_number(9)),
    "roster.count": lambda s, _: s.roster.count(),
    "surveyed.people": lambda s, _: s.surveyed.people(2026),
    "surveyed.some": lambda s, _: s.surveyed.some(2026, [nth_number(9)]),
    "surveyed.counted": lambda s, _: list(s.surveyed.counted(2026)),
    "surveyed.reached": lambda s, _: s.surveyed.reached(2026),
    "carrying.leases": lambda s, _: s.carrying.leases(out=False),
    "carrying.last_gone": lambda s, _: s.carrying.last_gone(),
    "carrying.marked": lambda s, _: s.carrying.marked(),
    "carrying.working_set": lambda s, _: s.carrying.working_set(),
    "clerks.all": lambda s, _: s.clerks.all(),
    "clerks.named": lambda s, k: [s.clerks.named(c.name) for c in k.clerks],
    "clerks.one": lambda s, k: [s.clerks.one(c.id) for c in k.clerks],
    "clerks.latest": lambda s, _: s.clerks.latest(),
}
WRITERS: Final = {
    "drafts": {"keep", "drop"},
    "intake": {"accept", "moment", "supplement", "redate", "retake"},
    "events": {"record", "begin", "record_after"},
    "proceedings": {"reckon"},
    "outbox": {"delivered", "failed", "refused", "seen", "shed"},
    "inbox": {"apply", "again", "seen"},
    "people": {"keep", "renumber", "erase"},
    "told": {"keep"},
    "households": {"join", "leave"},
    "organisations": {"keep"},
    "lists": {"catch_up"},
    "journal": {"note", "let_go"},
    "todos": {"keep"},
    "days": {"trust"},
    "asides": {"let_go"},
    "pages": {"keep", "read", "look", "fetch_from", "release", "purge", "sweep", "settle"},
    "recordings": {"keep", "has", "export", "release", "sweep"},
    "clerks": {"add", "change"},
    "roster": {"bring", "forget"},
    "surveyed": {"draw", "add", "forget", "withdraw"},
    "carrying": {"out", "new_since", "take", "let_go", "take_back", "settle"},
}
"""What writes, or reads files: the rest of a socket reads rows."""


def test_every_reader_of_the_book_is_walked() -> None:
    sockets = {n: get_type_hints(p.fget)["return"] for n, p in vars(Store).items() if isinstance(p, property)}
    known = {
        f"{name}.{method}"
        for name, socket in sockets.items()
        for method, held in vars(socket).items()
        if callable(held) and not method.startswith("_") and method not in WRITERS.get(name, set())
    }
    assert known == set(READERS)


def test_there_is_a_row_in_every_kept_table(parts: Parts) -> None:
    with book_of(parts).database.reading() as db:
        for kept in row_macs.KEPT:
            assert db.exec_driver_sql(f"SELECT count(*) FROM {kept.name}").scalar(), kept.name


def test_every_other_table_says_why_its_rows_have_no_checksum(parts: Parts) -> None:
    with book_of(parts).database.reading() as db:
        tables = set(db.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'").scalars())
    assert {t for t in tables if not t.startswith("sqlite_")} == {
        *(kept.name for kept in row_macs.KEPT),
        *row_macs.WITHOUT,
    }


def file_of(parts: Parts) -> Path:
    with book_of(parts).database.reading() as db:
        return Path(str(db.exec_driver_sql("PRAGMA database_list").one()[2]))


def book_of(parts: Parts) -> Book:
    assert isinstance(parts.store, Book)
    return parts.store


@pytest.mark.parametrize("kept", row_macs.KEPT, ids=lambda kept: kept.name)
def test_a_changed_value_is_read_nowhere_and_named_once(parts: Parts, known: Known, kept: Kept) -> None:
    damage = book_of(parts).damage
    for column in kept.columns:
        with changed(file_of(parts), kept, column):
            for name, reader in READERS.items():
                told = repr(reader(parts.store, known))
                assert CHANGE not in told, (name, column, told)
                assert str(NUMBER) not in told, (name, column, told)
            while damage.look():
                pass
            named = [row for row in damage.known() if row.kind == kept.name and not row.missing]
            assert len(named) == 1, (column, damage.known())
        while damage.look():
            pass
        assert damage.known() == (), column


def test_a_changed_payload_is_read_nowhere(parts: Parts, known: Known) -> None:
    payload = Kept(PAYLOAD, "内容")
    while book_of(parts).damage.look():  # what another test changed and put back is forgotten
        pass
    with changed(file_of(parts), payload, "body"):
        for name, reader in READERS.items():
            assert CHANGE not in repr(reader(parts.store, known)), name
        assert [row.kind for row in book_of(parts).damage.known()] == ["event"]


def test_nothing_is_built_on_a_damaged_record(parts: Parts, known: Known) -> None:
    changes = ((EVENT, "act"), (PROCEEDING, "state"))
    for table, column in changes:
        where = (
            f"id = '{known.applications[0]}'"
            if table is PROCEEDING
            else f"proceeding = '{known.applications[0]}'"
        )
        with changed(file_of(parts), Kept(table, ""), column, where):
            event = Event("e9", NOW, WHO, known.subjects[0], "note", {}, known.applications[0])
            with pytest.raises(RuleError, match="损坏"):
                parts.store.events.record(Deed((event,)))
    assert all(event.id != "e9" for event in parts.store.events.of(known.applications[0]))


def test_news_of_a_damaged_record_is_set_aside_and_taken_when_it_is_mended(
    parts: Parts, known: Known
) -> None:
    mine, inbox = known.applications[0], parts.store.inbox
    event = Event("n9", NOW, Who("区县平台", "system"), known.subjects[0], "receive", {}, mine)
    item = NewsItem(9, "n9", event)
    with changed(file_of(parts), Kept(PROCEEDING, ""), "state", f"id = '{mine}'"):
        inbox.apply(NewsBatch((item,), 9), NOW)
        (aside,) = [each for each in inbox.set_aside() if each.id == "n9"]
        assert "损坏" in aside.reason
    inbox.again([item], NOW)
    assert all("损坏" not in each.reason for each in inbox.set_aside())


def test_a_damaged_counter_gives_no_number_twice_and_reads_the_news_again(tmp_path: Path) -> None:
    parts = make_parts(tmp_path)
    accept(parts, 1)
    book, given = book_of(parts), max(a.number for a in parts.store.applications.search())
    with closing(cipher.connect(file_of(parts), KEY.of("book"))) as db, by_hand(db, "counter"):
        db.execute("UPDATE counter SET value = 0 WHERE series GLOB '*-2*'")
        db.execute("INSERT INTO counter VALUES ('news', 770077)")
    assert parts.store.inbox.cursor() == 0
    with book.database.writing() as db:
        series = db.exec_driver_sql("SELECT series FROM counter WHERE series GLOB '*-2*'").scalar_one()
        first = next_number(db, series)
        assert first > 1000 + int(given.split("-")[3][:4])
        assert next_number(db, series) == first + 1
    parts.store.close()
