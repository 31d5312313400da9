"""What the county told of a person, kept and forgotten; and every number a person is found by."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from desk_app.domain.applications import matter_id
from desk_app.domain.events import Event, Who
from desk_app.domain.history import EarlierMatter, History, Mark
from desk_app.domain.people import Person
from desk_app.domain.told import HistoryAnswer, OwnMatter, together
from desk_app.services.counter import inform, intake
from desk_app.services.lookup import finding
from desk_app.services.parts import Parts
from desk_app.services.sockets import Deed
from desk_app.storage.book import Book
from tests.fakes import NOW, make_parts
from tests.opened import opened_book
from tests.people import id_number, sound_draft

OWN, FORMER = id_number(), id_number(order="114")
B0, B1 = f"{OWN}43", f"{OWN}43B1"


@pytest.fixture
def parts(tmp_path: Path) -> Iterator[Parts]:
    made = make_parts(tmp_path)
    yield made
    made.store.close()


def granted(matter: str, on: date, number: str = "", application: str = "a1") -> EarlierMatter:
    result = {"certificate_number": number, "assessed": [{"category": "4", "grade": number[19:20]}]}
    return EarlierMatter(matter, False, on, application, on, result if number else {"amount": "110"})


REISSUED = HistoryAnswer(
    History(
        (granted("cert_new", date(2020, 3, 2), B0), granted("cert_lost", date(2024, 3, 4), B1, "a2")),
        numbers=(OWN,),
    ),
    9,
    NOW,
)


def test_an_answer_is_kept_and_the_next_one_takes_its_place(parts: Parts) -> None:
    assert parts.store.told.of(OWN) is None
    parts.store.told.keep(OWN, REISSUED)
    assert parts.store.told.of(OWN) == REISSUED
    later = replace(REISSUED, cursor=12, history=History(marks=(Mark("freeze", date(2026, 1, 2), B1),)))
    parts.store.told.keep(OWN, later)
    assert parts.store.told.of(OWN) == later


def test_a_damaged_answer_is_none(parts: Parts, tmp_path: Path) -> None:
    parts.store.told.keep(OWN, REISSUED)
    with opened_book(tmp_path / "book.db") as db:
        db.execute("UPDATE told_history SET body = '{'")
    db.close()
    assert parts.store.told.of(OWN) is None


def test_what_was_told_goes_with_the_person_who_leaves_without_applying(parts: Parts) -> None:
    draft = sound_draft(parts)
    nameless = replace(draft, answers={"id_number": OWN})
    for left in (draft, nameless):
        number = str(left.answers["id_number"])
        parts.store.drafts.keep(left)
        parts.store.told.keep(number, REISSUED)
        parts.store.drafts.drop(left.id)
        assert parts.store.told.of(number) is None
        assert finding.find(parts, "43B1").nothing
    parts.store.drafts.keep(draft)
    parts.store.told.keep(str(draft.answers["id_number"]), REISSUED)
    retyped = replace(draft, answers={**draft.answers, "id_number": FORMER})
    parts.store.drafts.keep(retyped)
    assert parts.store.told.of(str(draft.answers["id_number"])) is None


def test_what_was_told_of_an_applicant_stays(parts: Parts) -> None:
    application = intake.accept(parts, sound_draft(parts))
    number = str(application.answers["id_number"])
    parts.store.told.keep(number, REISSUED)
    again = sound_draft(parts)
    parts.store.drafts.keep(again)
    parts.store.drafts.drop(again.id)
    assert parts.store.told.of(number) == REISSUED


def test_the_countys_record_counts_and_own_applications_come_on_top(parts: Parts) -> None:
    number = str(sound_draft(parts).answers["id_number"])
    told = replace(REISSUED, history=replace(REISSUED.history, numbers=(number,)))
    parts.store.told.keep(number, told)
    draft = inform.recalled(parts, sound_draft(parts))
    assert draft.records["certificate_number"] == B1
    assert draft.certificates == (B0, B1)
    change = {"certificate_state": "1", "former_number": "1"}
    lost = replace(sound_draft(parts), answers={**draft.answers, **change}, chosen=("cert_change",))
    application = intake.accept(parts, lost)
    assert inform.history(parts, draft.answers).matters[:2] == told.history.matters
    assert [m.matter for m in inform.history(parts, draft.answers).matters[2:]] == ["cert_change"]
    assert application.answers["certificate_number"] == B1


@pytest.mark.parametrize(("latest", "counts"), [(8, "theirs"), (9, "theirs"), (10, "ours"), (None, "ours")])
def test_which_of_two_records_of_a_matter_is_newer_is_told_by_the_countys_order(
    latest: int | None, counts: str
) -> None:
    ours = EarlierMatter("cert_new", open=True, application="a1", began_on=date(2030, 1, 1))
    found = together(REISSUED, [OwnMatter(ours, latest)], (OWN,))
    (matter,) = (m for m in found.matters if m.application == "a1")
    assert matter == (ours if counts == "ours" else REISSUED.history.matters[0])
    assert len(found.matters) == 2


def test_without_an_answer_the_own_book_counts() -> None:
    ours = EarlierMatter("cert_new", open=True, application="a1")
    assert together(None, [OwnMatter(ours, 3)], (OWN,)) == History((ours,), (), (OWN,))


# ---- numbers that changed ------------------------------------------------------------------------


def found(parts: Parts, query: str) -> tuple[int, int]:
    """How many people and applications a query finds."""
    hits = finding.find(parts, query)
    return len(hits.people), len(hits.applications)


def test_every_certificate_number_ever_told_finds_person_and_applications(parts: Parts) -> None:
    application = intake.accept(parts, sound_draft(parts))
    number = str(application.answers["id_number"])
    for ending in ("43", "43B1", "42"):
        assert found(parts, f"{FORMER}{ending}") == (0, 0)
    told = History(
        (granted("cert_new", date(2020, 3, 2), f"{FORMER}43"),),
        (Mark("record", date(2019, 1, 2), f"{FORMER}43B1"), Mark("freeze", date(2019, 1, 2), "none")),
        (number, FORMER),
    )
    parts.store.told.keep(number, HistoryAnswer(told, 1, NOW))
    assert found(parts, f"{FORMER}43") == (1, 1)
    assert found(parts, f"{FORMER}43B1") == (1, 1)
    assert found(parts, f"{FORMER[-4:]}43B1") == (1, 1)
    assert found(parts, f"{FORMER[-4:]}42") == (0, 0)


def test_a_number_that_was_issued_is_found_beside_the_old_grade(parts: Parts) -> None:
    answers = {**sound_draft(parts).answers, "certificate_number": ""}
    application = intake.accept(parts, replace(sound_draft(parts), answers=answers))
    number = str(application.answers["id_number"])
    for place, act in enumerate(("accept", "conclude")):
        payload = {"certificate_number": f"{number}42"} if act == "conclude" else {}
        who, subject = Who("区县", "department"), application.subject
        proceeding = matter_id(application.id, "cert_new")
        event = Event(f"e{place}", NOW + timedelta(hours=place), who, subject, act, payload, proceeding)
        parts.store.events.record(Deed((event,)))
    assert found(parts, f"{number[-4:]}42") == (1, 1)


def test_keys_of_all_numbers_are_right_by_the_check_and_made_anew(parts: Parts, tmp_path: Path) -> None:
    application = intake.accept(parts, sound_draft(parts))
    parts.store.told.keep(str(application.answers["id_number"]), REISSUED)
    parts.store.close()
    again = make_parts(tmp_path)
    book = again.store
    assert book.check().unfindable == 0  # type: ignore[attr-defined]
    book.mend(())  # type: ignore[attr-defined]
    assert found(again, f"{OWN[-4:]}43B1") == (1, 1)
    book.close()


def test_certificate_numbers_that_were_lost_are_missed_by_the_check_and_put_back(
    parts: Parts, tmp_path: Path
) -> None:
    application = intake.accept(parts, sound_draft(parts))
    parts.store.told.keep(str(application.answers["id_number"]), REISSUED)
    book = parts.store
    assert isinstance(book, Book)
    assert book.check().sound
    with book.database.writing() as db:
        held = set(db.exec_driver_sql("SELECT id_number, number FROM person_certificate").all())
        db.exec_driver_sql("DELETE FROM person_certificate")
    assert held
    assert book.check().unfindable >= len(held)
    book.mend(())
    assert book.check().sound
    with book.database.reading() as db:
        assert set(db.exec_driver_sql("SELECT id_number, number FROM person_certificate").all()) == held
    assert found(parts, f"{OWN[-4:]}43B1") == (1, 1)


# ---- a certificate on another number --------------------------------------------------------------


def confirmed(parts: Parts, name: str = "张样例") -> Person:
    """Who applied with a certificate on an earlier number, and gave the reason."""
    draft = sound_draft(parts)
    more = {"certificate_number": f"{FORMER}43", "former_number": "1", "certificate_state": "2", "name": name}
    chosen = replace(draft, answers={**draft.answers, **more}, chosen=("cert_lost",))
    application = intake.accept(parts, chosen)
    person = parts.store.people.by_number(str(application.answers["id_number"]))
    assert person is not None
    return person


def test_a_confirmed_former_number_is_the_persons_afterwards(parts: Parts) -> None:
    person = confirmed(parts)
    assert parts.store.people.by_number(FORMER) == person
    numbers = {n.id_number: n.until for n in parts.store.people.numbers(person.id)}
    assert numbers == {person.id_number: None, FORMER: NOW.date()}
    assert found(parts, FORMER) == found(parts, person.id_number) == (1, 1)


def test_who_is_in_the_book_under_the_former_number_becomes_one_with_them(parts: Parts) -> None:
    before = sound_draft(parts)
    asked = replace(before, answers={**before.answers, "id_number": FORMER}, chosen=("living_subsidy",))
    first = intake.accept(parts, replace(asked, chosen=("cert_new",)))
    who, proceeding = Who("区县", "department"), matter_id(first.id, "cert_new")
    refused = Event("e1", NOW, who, first.subject, "refuse", {"text": "不符合"}, proceeding)
    parts.store.events.record(Deed((refused,)))
    person = confirmed(parts)
    assert parts.store.people.by_number(FORMER) == person
    assert found(parts, FORMER) == (1, 2)
    assert found(parts, person.id_number) == (1, 2)
    records = inform.history(parts, {"id_number": person.id_number})
    assert first.id in {m.application for m in records.matters}


def test_somebody_elses_number_is_not_taken_from_them(parts: Parts) -> None:
    other = Person("p9", "李样例", FORMER)
    parts.store.people.keep(other)
    person = confirmed(parts)
    assert parts.store.people.by_number(FORMER) == other
    assert [n.id_number for n in parts.store.people.numbers(person.id)] == [person.id_number]
