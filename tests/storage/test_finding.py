"""Everything in the book is found by whatever is at hand, as soon as the transaction is written."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from time import thread_time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desk_app.domain import keys
from desk_app.domain.events import Event, Subject, Who
from desk_app.domain.finding import Matches
from desk_app.domain.keys import Meant, Query
from desk_app.domain.letters import Delivered, NewsBatch, NewsItem
from desk_app.domain.people import Person
from desk_app.services import proceedings
from desk_app.services.applications import handover
from desk_app.services.counter import inform, intake, known
from desk_app.services.lookup import finding
from desk_app.services.parts import Parts
from desk_app.storage import finding as stored
from desk_app.storage import search
from desk_app.storage.book import Book
from tests.fakes import NOW, make_parts
from tests.opened import opened_book
from tests.people import id_number, sound_draft
from tests.storage.test_steps import lay

KEYS = Path(__file__).parent.parent / "registers" / "keys"
CLERK = Who("演示经办员", "clerk", "", "3")


@pytest.fixture
def parts(tmp_path: Path) -> Iterator[Parts]:
    made = make_parts(tmp_path, forms=KEYS)
    yield made
    made.store.close()


def kinds(parts: Parts, query: str) -> list[str]:
    """The kinds of everything a query finds."""
    found = finding.find(parts, query)
    return [
        hit.kind for some in (found.people, found.applications, found.drafts, found.records) for hit in some
    ]


def book(parts: Parts) -> Book:
    assert isinstance(parts.store, Book)
    return parts.store


def test_a_new_book_keeps_as_many_pages_in_memory_as_one_that_was_opened_again(tmp_path: Path) -> None:
    kept = []
    for _ in range(2):
        parts = make_parts(tmp_path, forms=KEYS)
        assert isinstance(parts.store, Book)
        with parts.store.database.reading() as db:
            kept.append(db.exec_driver_sql("PRAGMA cache_size").scalar_one())
        parts.store.close()
    assert kept[0] == kept[1]


@pytest.mark.parametrize("name", ["", "·", "字" * 5_000])
def test_a_name_that_can_not_be_looked_for_finds_nobody(parts: Parts, name: str) -> None:
    assert parts.store.search.matches(keys.query(name), 5) == Matches()
    draft = replace(sound_draft(parts), answers={**sound_draft(parts).answers, "name": name})
    assert known.recognised(parts, draft).known_by == ()


def rows(folder: Path) -> tuple[list[tuple[object, ...]], list[tuple[object, ...]]]:
    """All rows that searching reads, from the file, without their row numbers."""
    with opened_book(folder / "book.db") as db:
        named = db.execute("SELECT kind, subject, key_text FROM findable ORDER BY 1, 2").fetchall()
        wanted = "SELECT k.kind, k.key, f.subject FROM find_key k LEFT JOIN findable f ON f.id = k.findable"
        held = sorted(db.execute(wanted).fetchall())
    db.close()
    return named, held


# ---- each kind of record ----------------------------------------------------------------------------


def test_an_application_and_its_person_are_found_by_everything(parts: Parts) -> None:
    application = intake.accept(parts, sound_draft(parts))
    letter = parts.store.outbox.due()
    assert letter is not None
    parts.store.outbox.delivered(letter.id, Delivered("平川残办〔2026〕000017号", ""), NOW)
    for query in ("样例", "zhang yangli", "zyl", "138-0943", "0000", "6204031987", "0029", "张 0029"):
        assert kinds(parts, query) == ["person", "application"], query
    for query in (
        application.number,
        application.number[-6:],
        "平川残办",
        "2026000017",
        "平川残办(2026)000017",
    ):
        assert "application" in kinds(parts, query), query
    assert parts.store.applications.search("zyl") == parts.store.applications.search()
    assert parts.store.applications.search("王") == ()


def test_a_hand_over_sheet_finds_the_applications_on_it(parts: Parts) -> None:
    made = [intake.accept(parts, sound_draft(parts, person=person)) for person in range(3)]
    batches = handover.batches(parts, NOW.date())
    assert len(batches) == 2
    for department, (batch,) in batches.items():
        number = handover.number_of(parts, NOW.date(), department)
        assert batch.number == number
        for asked in (number, number.lower(), number.replace("-", ""), f" {number}\n"):
            found = finding.find(parts, asked)
            assert [hit.id for hit in found.applications] == [row.application.id for row in batch.rows]
            assert {hit.id for hit in found.applications} == {application.id for application in made}
        some = finding.find(parts, number, limit=2)
        assert (len(some.applications), some.more) == (2, {"applications"})


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("620403-03-20251103-J1", "“620403-03-20251103-J1”是2025年11月3日的部门转办交接单"),
        ("620403-04-20261123-J1", "“620403-04-20261123-J1”是2026年11月23日的部门转办交接单"),
        ("620403-03-20261123-J9", "这个窗口的账本里没有单上的办件"),
        ("620403-03-20261399-J1", "没有找到编号以"),
    ],
)
def test_a_sheet_without_applications_says_of_which_day_it_is(asked: str, told: str, parts: Parts) -> None:
    intake.accept(parts, sound_draft(parts))
    found = finding.find(parts, asked)
    assert found.applications == ()
    assert told in found.nothing


def test_a_hit_is_fit_for_showing(parts: Parts) -> None:
    application = intake.accept(parts, sound_draft(parts))
    found = finding.find(parts, "张样例")
    (person,), (hit,) = found.people, found.applications
    assert (person.label, person.id_number, person.phone) == ("张样例", "*" * 14 + "0029", "*" * 7 + "0000")
    assert (hit.id, hit.number, hit.began_on) == (application.id, application.number, NOW.date())
    assert hit.state is not None
    assert hit.state.word == "待上传"
    assert (found.more, found.nothing) == (frozenset(), "")


def test_a_draft_is_found_from_its_first_words_on_and_no_more_when_it_is_dropped(parts: Parts) -> None:
    draft = replace(inform.new_draft(parts), answers={"name": "𬱟秀", "phone": "139"})
    parts.store.drafts.keep(draft)
    assert kinds(parts, "𬱟") == kinds(parts, "weixiu") == kinds(parts, "139") == ["draft"]
    parts.store.drafts.keep(replace(draft, answers={"name": "王秀", "phone": "139"}))
    assert kinds(parts, "𬱟") == []
    assert kinds(parts, "王 139") == ["draft"]
    parts.store.drafts.drop(draft.id)
    assert kinds(parts, "王秀") == []


def test_an_accepted_draft_and_somebody_who_left_are_not_found(parts: Parts) -> None:
    draft = sound_draft(parts)
    parts.store.drafts.keep(draft)
    assert kinds(parts, "样例") == ["person", "draft"]
    intake.accept(parts, draft)
    assert kinds(parts, "样例") == ["person", "application"]
    other = sound_draft(parts, person=1)
    parts.store.drafts.keep(other)
    parts.store.drafts.drop(other.id)
    assert kinds(parts, str(other.answers["id_number"])) == []


def test_somebody_is_found_by_the_number_of_before_with_what_they_applied_for(parts: Parts) -> None:
    first = intake.accept(parts, sound_draft(parts))
    before, after = str(first.answers["id_number"]), id_number(order="998")
    person = parts.store.people.by_number(before)
    assert person is not None
    parts.store.people.renumber(person.id, after, date(2026, 11, 24))
    for query in (before, after, after[-6:]):
        assert kinds(parts, query) == ["person", "application"]
    (hit,) = finding.find(parts, before).people
    assert (hit.id_number[-4:], [e[-4:] for e in hit.earlier]) == (after[-4:], [before[-4:]])


def test_a_number_that_is_only_kept_finds_what_was_applied_for_before(parts: Parts) -> None:
    first = intake.accept(parts, sound_draft(parts))
    person = parts.store.people.by_number(str(first.answers["id_number"]))
    assert person is not None
    parts.store.people.keep(replace(person, id_number=id_number(order="998")))
    assert kinds(parts, id_number(order="998")) == ["person", "application"]
    assert book(parts).check().sound


def lent(parts: Parts, holder: str = "张样例", key: str = "一楼 A-101") -> str:
    """The id of a record of the register of keys."""
    return proceedings.begin(parts, CLERK, "keys", "take", {"holder": holder, "key": key}).id


def test_a_record_is_found_by_number_label_and_holder(parts: Parts) -> None:
    record = lent(parts)
    number = parts.store.proceedings.listed("keys")[0].number
    for query in (number, number.lower(), number.replace("-", " "), "0001", "a101", "一楼", "样例", "zyl"):
        (hit,) = finding.find(parts, query).records
        assert (hit.kind, hit.id, hit.label, hit.number) == ("keys", record, "一楼 A-101", number)
        assert [p.id for p in parts.store.proceedings.listed("keys", query=query)] == [record]
    assert parts.store.proceedings.listed("keys", query="二楼") == ()


def test_what_the_county_adds_to_a_record_finds_it(parts: Parts) -> None:
    record = lent(parts)
    event = Event(
        "news-1", NOW, Who("平川区残联", "department"), Subject("key", record), "check_off",
        {"remark": "已核对无误"}, record, "line", county=1,
    )  # fmt: skip
    subject = parts.store.proceedings.one(record)
    assert subject is not None
    item = NewsItem(1, event.id, replace(event, subject=subject.subject), raw="{}")
    parts.store.inbox.apply(NewsBatch((item,), 1), NOW)
    assert kinds(parts, "核对无误") == ["keys"]
    assert book(parts).check().sound


def test_a_name_of_the_counter_may_stand_in_every_kind(parts: Parts) -> None:
    intake.accept(parts, sound_draft(parts))
    lent(parts)
    parts.store.drafts.keep(replace(inform.new_draft(parts), answers={"name": "张样例"}))
    assert kinds(parts, "zhangyangli") == ["person", "application", "draft", "keys"]


# ---- many, none and nonsense -----------------------------------------------------------------------


def test_there_are_more_than_are_shown_and_the_likest_come_first(parts: Parts) -> None:
    for place in range(7):
        parts.store.people.keep(Person(f"p{place}", "王秀" + "英" * place, id_number(order=f"{place:03d}")))
    found = finding.find(parts, "王秀", limit=3)
    assert [hit.label for hit in found.people] == ["王秀", "王秀英", "王秀英英"]
    assert found.more == {"people"}
    assert finding.find(parts, "王秀", limit=7).more == frozenset()


def test_of_several_parts_the_rarest_is_followed(parts: Parts, monkeypatch: pytest.MonkeyPatch) -> None:
    for place, last in enumerate("甲乙丙丁戊己庚辛壬癸子鼠"):
        phone = "13809435577" if last == "鼠" else f"138094300{place:02}"
        parts.store.people.keep(Person(f"p{place}", f"王样{last}", id_number(order=f"{place:03d}"), phone))
    monkeypatch.setattr(search, "_BOUND", 3)
    for query in ("王 5577", "王 77", "77 王", "wang 577"):
        assert [hit.id for hit in finding.find(parts, query).people][:1] == ["p11"], query


def test_of_one_name_the_newest_comes_first(parts: Parts) -> None:
    for place in range(3):
        parts.store.people.keep(Person(f"p{place}", "王秀", id_number(order=f"{place:03d}")))
    assert [hit.id for hit in finding.find(parts, "王秀").people] == ["p2", "p1", "p0"]


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("6301", "证件号、电话或编号以“6301”开头或结尾"),
        ("620403198703120029", "证件号为“620403198703120029”"),
        ("139 0943 0001", "电话为“13909430001”"),
        ("620403-03-20261123-000106", "受理回执编号为"),
        ("lxy", "拼音或首字母以“lxy”开头"),
        ("王秀英", "姓名或名称里有“王秀英”"),
        ("YS-03", "编号以“ys03”开头或结尾"),
        ("王 0025", "同时符合“0025”和“王”"),
        ("620403-03-20261123-000106:R1:20261210:0123456789ABCDEF", "扫的是本系统的纸件"),
        ("   ", "请输入要查的内容"),
        ("😀‼…", "请输入要查的内容"),
        ("\x00\x1b[2J", "没有找到"),
        ("\ud800", "请输入要查的内容"),
        ("王\ud800", "姓名或名称里有“王”"),
        ("王" * 10_000, "输入的内容太长(10,000个字)"),
        ("' OR 1=1 --", "没有找到"),
        ('" NEAR( * ^ {', "没有找到"),
        ("%_\\", "请输入要查的内容"),
    ],
)
def test_what_is_not_found_says_what_was_looked_for(parts: Parts, asked: str, told: str) -> None:
    parts.store.people.keep(Person("p", "张样例", id_number(order="776"), "13809430000"))
    begin = thread_time()
    found = finding.find(parts, asked)
    assert thread_time() - begin < 1
    assert told in found.nothing
    assert "\n" not in found.nothing
    assert len(found.nothing) < 80
    assert kinds(parts, asked) == []


@given(st.text(max_size=200))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
def test_no_text_is_an_error(parts: Parts, asked: str) -> None:
    found = finding.find(parts, asked)
    assert found.nothing or found.people or found.applications
    parts.store.applications.search(asked)
    parts.store.proceedings.listed("keys", query=asked)


# ---- the whole book ---------------------------------------------------------------------------------


def full(parts: Parts) -> None:
    """A book with some of everything."""
    for person in range(3):
        intake.accept(parts, sound_draft(parts, person=person))
    parts.store.drafts.keep(sound_draft(parts, person=3))
    first = parts.store.people.by_number(id_number(order="002"))
    assert first is not None
    parts.store.people.renumber(first.id, id_number(order="998"), date(2026, 11, 24))
    lent(parts)
    lent(parts, "王样例", "二楼")


def test_every_key_of_a_record_finds_it(parts: Parts, tmp_path: Path) -> None:
    full(parts)
    named, _ = rows(tmp_path)
    assert {kind for kind, *_ in named} == {1, 2, 3, 4}
    for kind, subject, held in named:
        for key in str(held).split():
            found = parts.store.search.matches(Query(Meant.WORDS, key[1:], (key,)), 50)
            every = (*found.people, *found.applications, *found.drafts, *found.records)
            assert subject in {match.id for match in every}, (kind, key)


def test_a_book_without_keys_gets_the_same_when_it_is_opened(parts: Parts, tmp_path: Path) -> None:
    full(parts)
    before = rows(tmp_path)
    assert len(before[0]) > 8
    assert book(parts).check().sound
    parts.store.close()
    for lost in (
        "DELETE FROM findable; DELETE FROM find_key",  # as a step leaves it
        "DELETE FROM find_key WHERE kind > 1; DELETE FROM findable WHERE kind > 1",  # killed in between
    ):
        with opened_book(tmp_path / "book.db") as db:
            db.executescript(f"{lost}; UPDATE counter SET value = 0 WHERE series = 'keys'")
        db.close()
        make_parts(tmp_path, forms=KEYS).store.close()
        assert rows(tmp_path) == before


def test_keys_of_another_version_are_made_anew(parts: Parts, tmp_path: Path) -> None:
    full(parts)
    before = rows(tmp_path)
    parts.store.close()
    with opened_book(tmp_path / "book.db") as db:
        db.execute("UPDATE findable SET key_text = char(10) || 'nx'")
        db.execute("UPDATE counter SET value = 99 WHERE series = 'keys'")
    db.close()
    make_parts(tmp_path, forms=KEYS).store.close()
    assert rows(tmp_path) == before


@pytest.mark.parametrize(
    "damage",
    [
        "DELETE FROM find_key WHERE key = 'pzhangyangli' AND kind = 1",
        "UPDATE find_key SET key = 'nx' WHERE key = 'n二楼'",
        "DELETE FROM findable WHERE kind = 2",
        "UPDATE person SET name = '李样例' WHERE rowid = 1",
        "INSERT INTO find_key VALUES (1, 'nx', 77)",
        "DELETE FROM draft",
    ],
)
def test_keys_that_are_wrong_are_found_and_mended(parts: Parts, tmp_path: Path, damage: str) -> None:
    full(parts)
    with opened_book(tmp_path / "book.db") as db:
        db.execute(damage)
    db.close()
    found = book(parts).check()
    assert found.unfindable
    assert not found.sound
    book(parts).mend(found.apart)
    assert book(parts).check().sound
    named, held = rows(tmp_path)
    assert sum(len(str(text).split()) for *_, text in named) == len(held)


def test_people_of_an_old_book_are_found(tmp_path: Path) -> None:
    old = make_parts(lay(tmp_path / "old", "desk-3"))
    assert set(kinds(old, "zhangyangli")) == {"person", "application", "draft"}
    assert len(old.store.applications.search("样例")) == len(old.store.applications.search())
    assert book(old).check().unfindable == 0
    old.store.close()


def test_lists_take_no_more_than_a_bound(parts: Parts) -> None:
    full(parts)
    with book(parts)._db.reading() as db:
        assert len(db.execute(stored.matching("张样例", (stored.APPLICATION,))).all()) == 3
        assert len(db.execute(stored.matching("张样例", (stored.APPLICATION,), bound=2)).all()) == 2
        assert db.execute(stored.matching("…")).all() == []
