"""People with their numbers and households, organisations; the journal of who read what."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from desk_app.domain.events import Subject
from desk_app.domain.people import Appointment, Member, Organisation, Person
from desk_app.domain.reads import ReadKind
from desk_app.errors import RuleError
from desk_app.services import ledger
from desk_app.services.counter import inform, intake
from desk_app.services.parts import Parts
from desk_app.storage.book import Book
from tests.fakes import NOW, make_parts
from tests.opened import opened_book
from tests.people import id_number, sound_draft


@pytest.fixture
def parts(tmp_path: Path) -> Iterator[Parts]:
    made = make_parts(tmp_path)
    yield made
    made.store.close()


def person(parts: Parts, order: str, name: str = "张样例") -> Person:
    made = Person(f"p{order}", name, id_number(order=order), "13809430000")
    parts.store.people.keep(made)
    return made


def test_an_acceptance_makes_one_row_a_person(parts: Parts) -> None:
    first = intake.accept(parts, sound_draft(parts))
    number = str(first.answers["id_number"])
    found = parts.store.people.by_number(number)
    assert found is not None
    assert (found.name, found.phone) == ("张样例", "13809430000")
    intake.accept(parts, sound_draft(parts, person=1))
    assert parts.store.people.by_number(number) == found


def test_who_is_met_in_a_draft_has_a_row_and_leaves_none_when_it_is_dropped(parts: Parts) -> None:
    draft = sound_draft(parts)
    number = str(draft.answers["id_number"])
    half = replace(draft, answers={**draft.answers, "id_number": number[:10]})
    parts.store.drafts.keep(half)
    assert parts.store.people.by_number(number[:10]) is None
    parts.store.drafts.keep(draft)
    assert parts.store.people.by_number(number) is not None
    parts.store.drafts.drop(draft.id)
    assert parts.store.people.by_number(number) is None
    # Who has applied stays, whatever is typed and given up afterwards.
    intake.accept(parts, draft)
    again = replace(sound_draft(parts), answers={**draft.answers, "name": "张"})
    parts.store.drafts.keep(again)
    parts.store.drafts.drop(again.id)
    found = parts.store.people.by_number(number)
    assert found is not None
    assert found.name == "张样例"


def test_a_damaged_draft_hinders_no_other_from_being_kept_or_dropped(parts: Parts, tmp_path: Path) -> None:
    spoilt, draft = sound_draft(parts, person=1), sound_draft(parts)
    for each in (spoilt, draft):
        parts.store.drafts.keep(each)
    with opened_book(tmp_path / "book.db") as db:
        db.execute("UPDATE draft SET body = '{' WHERE id = ?", (spoilt.id,))
    parts.store.drafts.keep(replace(draft, answers={**draft.answers, "phone": "13800000000"}))
    kept = parts.store.drafts.one(draft.id)
    assert kept is not None
    assert kept.answers["phone"] == "13800000000"
    parts.store.drafts.drop(draft.id)
    assert parts.store.people.by_number(str(draft.answers["id_number"])) is None


def test_a_number_that_changed_stays_findable_and_so_do_the_applications_under_it(parts: Parts) -> None:
    application = intake.accept(parts, sound_draft(parts))
    old = str(application.answers["id_number"])
    found = parts.store.people.by_number(old)
    assert found is not None
    new = id_number(order="444")
    parts.store.people.renumber(found.id, new, date(2026, 11, 24))
    for number in (old, new):
        again = parts.store.people.by_number(number)
        assert again is not None
        assert (again.id, again.id_number) == (found.id, new)
    held = {n.id_number: n.until for n in parts.store.people.numbers(found.id)}
    assert held == {new: None, old: date(2026, 11, 24)}
    # The same matter is not taken twice, whichever number is typed.
    draft = sound_draft(parts)
    typed = {**draft.answers, "id_number": new}
    assert inform.earlier(parts, typed) == inform.earlier(parts, draft.answers) != ()


def test_another_persons_number_is_not_taken(parts: Parts) -> None:
    one, other = person(parts, "002"), person(parts, "004")
    with pytest.raises(RuleError, match="已是另一个人的"):
        parts.store.people.renumber(one.id, other.id_number, date(2026, 11, 24))
    assert parts.store.people.by_number(one.id_number) == one


def test_households_have_members_from_and_until(parts: Parts) -> None:
    head, child = person(parts, "002"), person(parts, "004", "张小样")
    households = parts.store.households
    households.join("h1", Member(head.id, "户主", date(2020, 1, 1)))
    households.join("h1", Member(child.id, "女", date(2021, 1, 1)))
    now = households.of(child.id, date(2022, 1, 1))
    assert now is not None
    assert [(m.person, m.relation) for m in now.members] == [(head.id, "户主"), (child.id, "女")]
    assert households.of(child.id, date(2020, 6, 1)) is None
    # Who moves to another household belongs to one only.
    households.join("h2", Member(child.id, "户主", date(2023, 1, 1)))
    before, after = (households.of(child.id, date(y, 6, 1)) for y in (2022, 2023))
    assert before is not None
    assert after is not None
    assert (before.id, after.id) == ("h1", "h2")
    households.leave("h2", child.id, date(2024, 1, 1))
    assert households.of(child.id, date(2024, 1, 1)) is None


def test_organisations_are_appointed_from_and_until(parts: Parts) -> None:
    hospital = Organisation(
        "o1", "样例医院", "12620403MB0000000X", "演示路1号", "0943-0000000",
        (Appointment("评定医院", date(2020, 1, 1), date(2025, 1, 1)),),
    )  # fmt: skip
    school = Organisation("o2", "样例学校")
    for organisation in (hospital, school, hospital):
        parts.store.organisations.keep(organisation)
    assert parts.store.organisations.all() == (hospital, school)
    assert parts.store.organisations.all("评定医院", date(2024, 12, 31)) == (hospital,)
    assert parts.store.organisations.all("评定医院", date(2025, 1, 1)) == ()


def test_reads_are_noted_and_a_changed_row_is_found(parts: Parts, tmp_path: Path) -> None:
    about = Subject("application", "a")
    for how in (ReadKind.OPENED, ReadKind.PRINTED):
        ledger.note_read(parts, parts.window.who, how, about, "受理回执")
    found = parts.store.journal.of(about)
    assert [(r.how, r.who.person, r.at) for r in found] == [
        (ReadKind.OPENED, "演示经办员", NOW),
        (ReadKind.PRINTED, "演示经办员", NOW),
    ]
    book = parts.store
    assert isinstance(book, Book)
    assert book.check().sound
    with opened_book(tmp_path / "book.db") as db:
        db.execute("UPDATE journal SET person = '别人' WHERE seq = 1")
    db.close()
    assert book.check().reads_broken == 1
