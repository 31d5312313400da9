"""What is held on a person is told whole; what may be deleted is, and the chain of events stays whole."""

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Connection, event
from sqlalchemy.exc import OperationalError
from sqlcipher3 import dbapi2

from desk_app.domain.events import Subject
from desk_app.domain.finding import PERSON
from desk_app.domain.held import CORRECTED, ERASED
from desk_app.domain.people import Member
from desk_app.errors import RuleError, WorldError
from desk_app.services import proceedings
from desk_app.services.applications import whole
from desk_app.services.counter import intake
from desk_app.services.parts import Parts
from desk_app.services.retention import paper, rights
from desk_app.storage.book import Book
from tests.fakes import make_parts
from tests.people import nth_number, sound_draft
from tests.printing.reading import text_of
from tests.registers.conftest import KEYS
from tests.storage.test_retention import dump, scanned


def test_the_report_tells_what_why_how_long_to_whom_and_who_read_it(parts: Parts) -> None:
    application = intake.accept(parts, scanned(parts, sound_draft(parts), 20, 60))
    whole.look(parts, application.id)
    found = rights.report(parts, application.number)
    assert rights.report(parts, nth_number(0).lower()).held == found.held
    told = "\n".join(f"{line.what} {line.why} {line.until}" for line in found.held)
    for word in (application.number, "残疾人证新办", "图片2页", "30天", "不能删除"):
        assert word in told
    assert [(g.whom, g.how) for g in found.given] == [("区县", "待上传")]
    assert "整件查看" in [line.what for line in found.reads]


def test_the_paper_says_it_with_a_masked_number(parts: Parts) -> None:
    application = intake.accept(parts, sound_draft(parts))
    found = rights.report(parts, nth_number(0))
    said = text_of(paper.sheet(parts, found))
    assert application.number in said.replace("\n", "")
    assert nth_number(0)[-4:] in said
    assert nth_number(0) not in said


def test_nobody_has_no_report(parts: Parts) -> None:
    with pytest.raises(RuleError, match="没有这个人"):
        rights.report(parts, nth_number(9))


def test_a_correction_is_made_and_noted_without_the_values(parts: Parts) -> None:
    parts.store.drafts.keep(sound_draft(parts))
    person = rights.of_number(parts, nth_number(0))
    with pytest.raises(RuleError, match="原因"):
        rights.correct(parts, person, " ", phone="13809430099")
    assert rights.correct(parts, person, "换了号码", phone="13809430099") == ("电话",)
    changed = rights.correct(parts, person, "登记时错了", id_number=nth_number(3), name="张样")
    assert set(changed) == {"身份证号", "姓名"}
    now = rights.of_number(parts, nth_number(3))
    assert (now.id, now.name, now.id_number) == (person.id, "张样", nth_number(3))
    events = parts.store.events.about(Subject(PERSON, person.id))
    assert [e.act for e in events] == [CORRECTED, CORRECTED]
    assert "13809430099" not in str([e.payload for e in events])


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"phone": "139"}, "电话没有改:"),
        ({"id_number": "620403198703120126"}, "身份证号没有改:"),
        ({"name": "张3", "phone": "13809430099"}, "姓名没有改:"),
    ],
)
def test_a_correction_that_is_itself_wrong_is_told_and_nothing_changes(
    parts: Parts, wrong: dict[str, str], told: str
) -> None:
    parts.store.drafts.keep(sound_draft(parts))
    person = rights.of_number(parts, nth_number(0))
    with pytest.raises(RuleError, match=told):
        rights.correct(parts, person, "登记时错了", **wrong)
    assert parts.store.people.one(person.id) == person
    assert parts.store.events.about(Subject(PERSON, person.id)) == ()


def test_a_corrected_number_is_kept_as_a_form_keeps_it(parts: Parts) -> None:
    parts.store.drafts.keep(sound_draft(parts))
    person = rights.of_number(parts, nth_number(0))
    spaced = f" {nth_number(3)[:6]} {nth_number(3)[6:]}"
    rights.correct(parts, person, "登记时错了", id_number=spaced, phone="138 0943-0099")
    now = rights.of_number(parts, nth_number(3))
    assert (now.id_number, now.phone) == (nth_number(3), "13809430099")


def test_a_person_who_did_not_apply_is_deleted_whole(parts: Parts) -> None:
    draft = scanned(parts, sound_draft(parts), 20)
    person = rights.of_number(parts, nth_number(0))
    done = rights.erase(parts, person, "本人要求")
    assert done.kept == ()
    assert "姓名、身份证号、电话" in done.gone
    book = parts.store
    assert isinstance(book, Book)
    held = dump(book)
    for word in (nth_number(0), str(draft.answers["phone"]), str(draft.answers["name"])):
        assert word not in held
    assert [e.act for e in parts.store.events.about(Subject(PERSON, person.id))] == [ERASED]
    assert book.check().sound


@pytest.mark.parametrize("at", [1, 2, 3])
def test_a_deletion_that_a_full_disk_broke_off_can_be_repeated(parts: Parts, at: int) -> None:
    parts.store.drafts.keep(sound_draft(parts))
    book, number, commits = parts.store, nth_number(0), list[int]()
    assert isinstance(book, Book)

    def full(_connection: Connection) -> None:
        commits.append(1)
        if len(commits) == at:
            raise OperationalError("COMMIT", {}, dbapi2.OperationalError("database or disk is full"))

    event.listen(book.database.engine, "commit", full)
    with pytest.raises(WorldError, match="磁盘已满"):
        rights.erase(parts, rights.of_number(parts, number), "本人要求")
    event.remove(book.database.engine, "commit", full)
    rights.erase(parts, rights.of_number(parts, number), "本人要求")
    left = dump(book)
    assert number not in left
    assert ERASED in left
    assert book.check().sound


def test_what_was_accepted_is_kept_and_the_ground_told(parts: Parts) -> None:
    application = intake.accept(parts, sound_draft(parts))
    done = rights.erase(parts, rights.of_number(parts, nth_number(0)), "本人要求")
    assert any(application.number in line and "不能删除" in line for line in done.kept)
    assert parts.store.applications.one(application.id) is not None
    again = rights.report(parts, nth_number(0))
    assert [line.how for line in again.changed] == ["删除"]
    book = parts.store
    assert isinstance(book, Book)
    assert book.check().sound


def test_the_report_tells_registers_and_households(tmp_path: Path) -> None:
    parts = make_parts(tmp_path, forms=KEYS)
    parts.store.drafts.keep(sound_draft(parts))
    parts.store.drafts.keep(sound_draft(parts, person=1))
    person, other = (rights.of_number(parts, nth_number(n)) for n in (0, 1))
    about = Subject(PERSON, person.id)
    begun = proceedings.begin(
        parts, parts.window.who, "keys", "take", {"holder": "张样例", "key": "车库"}, about
    )
    households = parts.store.households
    households.join("h1", Member(person.id, "户主", date(2020, 1, 1)))
    households.join("h1", Member(other.id, "女", date(2021, 1, 1)))
    households.join("h2", Member(person.id, "配偶", date(2023, 1, 1)))
    found = rights.report(parts, nth_number(0))
    told = [line.what for line in found.held]
    assert [t for t in told if begun.number in t] == [f"钥匙登记 {begun.number}:待复核,2项内容"]
    assert [t for t in told if "户的成员" in t] == ["户的成员(户主,到2023-01-01)", "户的成员(配偶)"]
    assert begun.number in text_of(paper.sheet(parts, found)).replace("\n", "")
    assert not [t for t in (line.what for line in rights.report(parts, nth_number(1)).held) if "钥匙" in t]
    parts.store.close()


def test_a_report_is_noted_with_its_purpose(parts: Parts) -> None:
    parts.store.drafts.keep(sound_draft(parts))
    person = rights.of_number(parts, nth_number(0))
    with pytest.raises(RuleError, match="做什么用"):
        rights.report_by_id(parts, person.id, " ")
    rights.report_by_id(parts, person.id, "处理投诉")
    (read,) = parts.store.journal.of(Subject(PERSON, person.id))
    assert read.text == "个人信息清单,用途:处理投诉"
    with pytest.raises(RuleError, match="没有这个人"):
        rights.report_by_id(parts, "nobody", "处理投诉")
