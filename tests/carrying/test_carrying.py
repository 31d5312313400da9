"""Records go out with a laptop and come home: what is read only, what counts, what is told."""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Final

import pytest

from desk_app.county_server.book import CountyBook
from desk_app.county_server.decide import Ruling
from desk_app.domain.applications import Application, Page
from desk_app.errors import RuleError, WorldError
from desk_app.services import ledger
from desk_app.services.counter import intake
from desk_app.services.parts import Parts
from desk_app.services.visits import carrying
from desk_app.storage import parcel
from desk_app.storage.book import Book
from tests.carrying.conftest import DONE, PHRASE, TAKEN, Field
from tests.fakes import KEY
from tests.people import sound_draft


def test_what_is_out_is_only_read_at_the_hall_until_it_is_home(field: Field) -> None:
    visit, other = field.visit(), field.visit(name="王样甲")
    field.out("51", visit)
    with pytest.raises(RuleError, match=r"在51号窗口的电脑上.*3号经办员带出,这里只能看"):
        field.do("3", visit, "finish", **DONE)
    field.do("3", other, "finish", **DONE)
    field.move(5)
    field.do("51", visit, "take_in", **TAKEN)
    done = field.back("51")
    assert (done.events, done.beside, done.doubtful) == (1, 0, 0)
    assert field.state("3", visit) == "handling"
    assert field.hall.store.carrying.leases() == ()
    assert book(field.hall.store).check().sound
    assert book(field.at("51").store).check().sound


def book(store: object) -> Book:
    assert isinstance(store, Book)
    return store


def test_a_file_carried_in_twice_counts_once(field: Field) -> None:
    visit = field.visit()
    field.out("51", visit)
    field.do("51", visit, "take_in", **TAKEN)
    assert field.back("51").events == 1
    before = field.hall.store.events.of(visit.id)
    again = carrying.carry_in(field.hall, field.file("back-51"), PHRASE)
    assert again.again
    anew = field.back("51")
    assert (anew.again, anew.events) == (False, 0)
    assert field.hall.store.events.of(visit.id) == before
    letters = [x for x in field.hall.store.outbox.letters() if x.subject.id == visit.id]
    assert len(letters) == len({x.id for x in letters}) == 5


def test_two_laptops_with_one_record_are_told_side_by_side_and_one_counts(field: Field) -> None:
    visit = field.visit()
    field.out("51", visit)
    with pytest.raises(RuleError, match="已经在51号窗口的电脑上"):
        field.out("52", visit)
    with pytest.raises(RuleError, match="写明原因"):
        carrying.take_back(field.hall, visit.number, "  ")
    carrying.take_back(field.hall, visit.number, "换人去办")
    field.out("52", visit)
    field.do("51", visit, "take_in", **TAKEN)
    field.do("52", visit, "finish", **DONE)
    assert field.back("52").beside == 0
    assert field.back("51").beside == 1
    assert field.state("3", visit) == "served"
    ((title, text),) = [t for t in field.todos() if "两个结果" in t[0]]
    assert title == f"{visit.number}有两个结果"
    assert "51号经办员“收件”" in text
    held = [x.id for x in field.hall.store.outbox.letters()]
    assert carrying.settle(field.hall, visit.number, "电话问过,收了件", carried=True) == 1
    assert field.state("3", visit) == "handling"
    assert len(field.hall.store.outbox.letters()) == len(held) + 1
    found = field.hall.store.proceedings.one(visit.id)
    assert found is not None
    lines = [entry.text for entry in ledger.timeline(field.hall, found.subject)]
    assert "两个结果取带回的:电话问过,收了件" in lines
    assert any("取了另一个结果,不算" in line for line in lines)
    assert not [t for t in field.todos() if "两个结果" in t[0]]
    assert book(field.hall.store).check().sound


def test_what_the_hall_did_after_taking_back_may_stay(field: Field) -> None:
    visit = field.visit()
    field.out("51", visit)
    carrying.take_back(field.hall, visit.number, "电脑没电")
    field.do("3", visit, "finish", **DONE)
    field.do("51", visit, "take_in", **TAKEN)
    field.back("51")
    assert carrying.settle(field.hall, visit.number, "窗口的对", carried=False) == 1
    assert field.state("3", visit) == "served"
    with pytest.raises(RuleError, match="没有要定的结果"):
        carrying.settle(field.hall, visit.number, "再定一次", carried=True)


def test_a_clock_wrong_in_the_field_is_told_and_loses_nothing(field: Field) -> None:
    visit = field.visit()
    field.out("51", visit)
    field.clocks["51"].moment += timedelta(days=400)
    field.do("51", visit, "take_in", **TAKEN)
    field.move(3)
    done = field.back("51")
    assert (done.events, done.doubtful) == (1, 1)
    assert field.state("3", visit) == "handling"
    ((title, text),) = [t for t in field.todos() if "时间待核" in t[0]]
    assert visit.number in title
    assert "51号经办员“收件”" in text
    carrying.settle(field.hall, visit.number, "按签字的日子,是11月23日", carried=True)
    assert not [t for t in field.todos() if "时间待核" in t[0]]


def test_a_lost_laptop_is_told_by_its_lease_with_whose_data_it_held(field: Field) -> None:
    visit = field.visit(id_number="11010519491231002X")
    field.out("51", visit)
    assert not [t for t in field.todos() if "没有带回" in t[0]]
    field.move(72)
    ((title, text),) = [t for t in field.todos() if "没有带回" in t[0]]
    assert title == "带出的1件没有带回"
    assert "应在" in text
    assert "里面是张样例 …002X的资料" in text
    lease = carrying.take_back(field.hall, visit.number, "电脑丢了,已报负责人")
    assert lease.window == "51"
    assert not [t for t in field.todos() if "没有带回" in t[0]]
    field.do("3", visit, "finish", **DONE)


@pytest.mark.parametrize("where", ["head", "middle", "end", "cut", "empty", "other"])
def test_a_file_torn_or_changed_is_refused_whole(field: Field, where: str) -> None:
    visit = field.visit()
    field.out("51", visit)
    field.do("51", visit, "take_in", **TAKEN)
    path = field.file("back")
    carrying.carry_back(field.at("51"), path, PHRASE)
    whole = path.read_bytes()
    path.write_bytes(TORN[where](whole))
    with pytest.raises(RuleError, match=r"外出包|口令不对,或者文件损坏"):
        carrying.carry_in(field.hall, path, PHRASE)
    assert field.state("3", visit) == "out"
    assert field.hall.store.carrying.leases()
    path.write_bytes(whole)
    assert carrying.carry_in(field.hall, path, PHRASE).events == 1


def flipped(data: bytes, place: int) -> bytes:
    return data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]


TORN: Final[Mapping[str, Callable[[bytes], bytes]]] = {
    "head": lambda data: data.replace(b'"back": true', b'"back":false', 1),
    "middle": lambda data: flipped(data, len(data) // 2),
    "end": lambda data: flipped(data, len(data) - 1),
    "cut": lambda data: data[:-40],
    "empty": lambda data: data[:0],
    "other": lambda data: b"%PDF-1.7\n" + data,
}


def test_who_may_not_open_it_is_told_why(field: Field, tmp_path: Path) -> None:
    visit = field.visit()
    field.at("51")
    path = field.file("out")
    with pytest.raises(RuleError, match="口令太短"):
        carrying.carry_out(field.hall, [visit.number], "51", path, "短")
    assert field.hall.store.carrying.leases() == ()
    with pytest.raises(WorldError, match="没有带出"):
        carrying.carry_out(field.hall, [visit.number], "51", Path("/proc/none/x"), PHRASE)
    assert field.hall.store.carrying.leases() == ()
    carrying.carry_out(field.hall, [visit.number], "51", path, PHRASE, date(2026, 11, 25))
    assert "张样例".encode() not in path.read_bytes()
    with pytest.raises(RuleError, match="口令不对"):
        carrying.carry_in(field.at("51"), path, f"{PHRASE}x")
    with pytest.raises(RuleError, match="带给51号窗口的,这台电脑是52号"):
        carrying.carry_in(field.at("52"), path, PHRASE)
    carrying.carry_in(field.at("51"), path, PHRASE)
    carrying.carry_back(field.at("51"), field.file("back"), PHRASE)
    with pytest.raises(RuleError, match="不是从这里带出的"):
        carrying.carry_in(field.at("52"), field.file("back"), PHRASE)
    book = field.hall.store.carrying
    with pytest.raises(RuleError, match="区划620403的外出包,不是本区县"):
        book.take(field.file("back"), PHRASE, "640100", "3", field.hall.clock.now())


def test_a_laptop_without_the_pack_of_the_records_takes_none_of_them(field: Field, tmp_path: Path) -> None:
    # GIVEN a hall whose county has changed its rules, and a laptop that was not told
    county = tmp_path / "county"
    county.mkdir()
    (county / "visits.toml").write_text('[visits]\noff = ["quxian"]\nsource = "本区规定"\n', encoding="utf-8")
    field.rule("3", county)
    visit = field.visit()
    path = field.file("out")
    carrying.carry_out(field.hall, [visit.number], "51", path, PHRASE)
    # WHEN it takes the records in THEN it is told what to do, and has none of them
    with pytest.raises(RuleError, match="请先把业务定义更新到和窗口一样"):
        carrying.carry_in(field.at("51"), path, PHRASE)
    assert field.state("51", visit) == ""
    # WHEN it was brought up to date THEN they come in, and go home
    field.rule("51", county)
    carrying.carry_in(field.at("51"), path, PHRASE)
    field.do("51", visit, "finish", **DONE)
    assert not field.back("51").beside


def test_the_head_holds_nothing_of_a_person_and_names_the_window(field: Field) -> None:
    visit = field.visit()
    path = field.out("51", visit)
    first, head = path.read_bytes().split(b"\n")[:2]
    assert first == b"DESKCARRY 1"
    assert set(json.loads(head)) == {
        *("package", "file", "back", "region", "window", "made_at"),
        *("memory", "passes", "lanes", "salt", "key"),
    }
    assert parcel.journey_of(path).window == "51"


def test_a_blind_couple_visited_at_home_becomes_two_applications_delivered_next_day(
    field: Field, tmp_path: Path
) -> None:
    # GIVEN a visit that is out with window 51, which has no line
    visit = field.visit(name="张样例", wish="夫妻两人都看不见,办残疾人证")
    field.out("51", visit)
    laptop = field.at("51")
    # WHEN two applications are taken at the home, with a photo each
    taken = [taken_at_home(laptop, person) for person in range(2)]
    field.do("51", visit, "take_in", **TAKEN | {"receipt": taken[0].number})
    assert [a.number.split("-")[1] for a in taken] == ["51", "51"]
    # THEN they are the hall's next day, with pictures, letters and the people found by name
    field.move(24)
    done = field.back("51")
    assert sorted(done.applications) == sorted(a.number for a in taken)
    assert done.beside == done.doubtful == 0
    for application in taken:
        here = field.hall.store.applications.one(application.id)
        assert here is not None
        assert here.answers == application.answers
        assert field.hall.store.pages.read(application.pages[0].id) == photo(laptop, application)
        assert field.hall.store.people.by_number(str(application.answers["id_number"])) is not None
    # AND the county has each once, whoever brings the letter
    county = CountyBook(f"sqlite:///{tmp_path}/county.db", key=KEY)
    for parts in (field.hall, laptop):
        for letter in parts.store.outbox.letters():
            if letter.opens and letter.subject.kind == "application":
                county.receive(letter.id, letter.body.encode(), field.hall.clock.now(), parts.window.number)
    assert {c.number for c in county.cases()} == {a.number for a in taken}
    assert len(county.cases()) == 2
    county.close()
    assert book(field.hall.store).check().sound


def test_the_hall_hears_of_what_a_laptop_took_and_it_brought(field: Field, tmp_path: Path) -> None:
    visit = field.visit()
    field.out("51", visit)
    taken = taken_at_home(field.at("51"), 0)
    field.do("51", visit, "take_in", **TAKEN | {"receipt": taken.number})
    field.back("51")
    county, now = CountyBook(f"sqlite:///{tmp_path}/county.db", key=KEY), field.hall.clock.now()
    for letter in field.hall.store.outbox.letters():
        county.receive(letter.id, letter.body.encode(), now, "3")
    county.decide(taken.number, Ruling("cert_new", "accept", {}, "区残联"), now)
    for window in ("3", "51"):
        acts = [event.act for event in county.news(0, window).events if event.subject.id == taken.id]
        assert "accept" in acts, window
    assert "visit" not in [e.subject.kind for e in county.news(0, "51").events]
    county.close()


def taken_at_home(parts: Parts, person: int) -> Application:
    data = b"\xff\xd8\xff photo %d" % person
    page = Page(parts.store.pages.keep(data), "photo", "照片", "image/jpeg", len(data))
    draft = replace(sound_draft(parts, person=person), pages=(page,))
    parts.store.drafts.keep(draft)
    return intake.accept(parts, draft)


def photo(parts: Parts, application: Application) -> bytes:
    return parts.store.pages.read(application.pages[0].id)
