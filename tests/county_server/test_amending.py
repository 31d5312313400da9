"""更正 through both books: answers, keys, lists, people, letters, and what is refused at either end."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from desk_app.county_server.decide import Ruling
from desk_app.domain.amending import AMEND, ANOTHER_PERSON
from desk_app.domain.applications import Application
from desk_app.domain.events import Who
from desk_app.domain.lists import Order, Wanted
from desk_app.errors import RuleError
from desk_app.services import ledger
from desk_app.services.applications import amending
from desk_app.services.applications.amending import Change
from desk_app.services.counter import inform, intake
from desk_app.services.lookup import finding
from desk_app.services.printing import offers
from desk_app.storage.book import Book
from forms.schema import Facts
from tests.law.world import World, filled, world
from tests.people import id_number, nth_number, sound_draft
from tests.printing.reading import text_of

CERT = "cert_new"
PHONE = Change("phone", "13912345678", "听错一位")


@pytest.fixture
def both(tmp_path: Path) -> Iterator[World]:
    with world(tmp_path) as made:
        yield made


@pytest.fixture
def application(both: World) -> Application:
    """An application of Monday for a certificate and both subsidies, at the county."""
    draft = sound_draft(both.desk)
    return both.accept(draft.answers, draft.chosen)


def amend(both: World, application: Application, *changes: Change, **more: Any) -> None:
    amending.carry_out(both.desk, application.id, changes, **more)


def there(both: World, application: Application) -> Facts:
    case = both.county.case(application.number)
    assert case is not None
    return case.facts


def here(both: World, application: Application) -> Facts:
    return both.at_desk(application).answers


def sound(both: World) -> None:
    """Both books stand where their events lead."""
    store = both.desk.store
    assert isinstance(store, Book)
    assert store.check().sound
    checked = both.county.check()
    assert (checked.broken, checked.apart) == ((), ())


def hits(both: World, text: str) -> list[str]:
    return [h.id for h in finding.find(both.desk, text, 10).applications]


def refused(both: World, application: Application, *changes: Change) -> str:
    before = here(both, application)
    with pytest.raises(RuleError) as fault:
        amend(both, application, *changes)
    assert here(both, application) == before
    return "\n".join([str(fault.value), *(p.message for p in fault.value.problems)])


def test_a_phone_corrected_with_the_line_down_is_the_same_at_both_ends(
    both: World, application: Application
) -> None:
    # GIVEN an application with a wrong phone
    was = str(application.answers["phone"])
    both.wait(0, 1)
    # WHEN it is corrected on the next day, and the line comes back later
    amend(both, application, PHONE)
    assert here(both, application)["phone"] == PHONE.now
    assert there(both, application)["phone"] == was
    both.carry()
    # THEN both have it, list and search know it, and the line of the ledger tells both, masked
    assert there(both, application)["phone"] == PHONE.now
    assert hits(both, "13912345678") == [application.id]
    page = both.desk.store.lists.page(Wanted("application"), Order(), both.today, 10)
    assert [r.phone for r in page.rows] == [PHONE.now]
    (line,) = [e.text for e in ledger.timeline(both.desk, application.subject) if e.act == "更正"]
    assert line.startswith("更正联系电话由“*******")
    assert "5678”(听错一位)" in line
    assert was not in line
    # AND what was accepted is kept
    assert both.desk.store.applications.as_accepted(application.id)["phone"] == was
    sound(both)


def test_before_it_was_sent_a_correction_goes_behind_the_application(both: World) -> None:
    draft = sound_draft(both.desk)
    made = filled(both.desk, both.draft(draft.answers, draft.chosen))
    both.desk.store.drafts.keep(made)
    application = intake.accept(both.desk, made)
    amend(both, application, PHONE)
    assert [letter.opens for letter in both.desk.store.outbox.letters(application.subject)] == [True, False]
    both.carry()
    assert there(both, application)["phone"] == here(both, application)["phone"] == PHONE.now
    sound(both)


def test_a_corrected_name_is_in_list_search_and_the_other_window_and_the_old_one_still_finds_it(
    both: World, application: Application
) -> None:
    amend(both, application, Change("name", "张样丽", "身份证上是“丽”"))
    both.carry()
    assert there(both, application)["name"] == "张样丽"
    assert hits(both, "张样丽") == hits(both, "张样例") == hits(both, "zyl") == [application.id]
    page = both.desk.store.lists.page(Wanted("application"), Order(), both.today, 10)
    assert [r.label for r in page.rows] == ["张样丽"]
    person = both.desk.store.people.by_number(str(application.answers["id_number"]))
    assert person is not None
    assert person.name == "张样丽"
    # AND the other window is told of the matters under the same number
    both.ask(both.elsewhere, application.answers)
    assert len(inform.history(both.elsewhere, application.answers).matters) == 3
    sound(both)


def test_a_corrected_number_moves_the_application_to_its_person_and_leaves_the_wrong_one(
    both: World, application: Application
) -> None:
    # GIVEN a number with a wrong birth: the person is 16, not 39
    wrong, right = str(application.answers["id_number"]), id_number("20100312", "004")
    changes = [Change("id_number", right, "录错出生年")]
    foreseen = amending.foresee(both.desk, both.at_desk(application), changes)
    # WHEN a guardian is needed by that, it is told before, and the form's new questions are asked
    assert any(p.element == "guardian_name" for p in foreseen.problems)
    assert "年龄由39周岁变为16周岁。" in foreseen.told
    assert "还要补监护人身份证。" in foreseen.told
    assert "残疾人证号按更正后的身份证号编。" in foreseen.told
    changes += [
        Change("guardian_name", "李样例", "未成年"),
        Change("guardian_relation", "5", "未成年"),
        Change("guardian_phone", "13809430001", "未成年"),
    ]
    amend(both, application, *changes)
    both.carry()
    # THEN both ends have number, age and guardian
    for facts in (here(both, application), there(both, application)):
        assert (facts["id_number"], facts["age"], facts["birth"]) == (right, "16", "2010-03-12")
        assert facts["guardian_name"] == "李样例"
    assert here(both, application) == there(both, application)
    # AND nothing is left under the wrong number, at either end
    assert both.desk.store.people.by_number(wrong) is None
    assert both.county.history(wrong).matters == ()
    assert len(both.county.history(right).matters) == 3
    assert hits(both, wrong) == []
    assert hits(both, right) == [application.id]
    sound(both)


def test_the_real_owner_of_the_wrong_number_keeps_name_and_applications(both: World) -> None:
    # GIVEN Li, whose application was closed; and Zhang, whose number was typed as Li's
    draft = sound_draft(both.desk, person=3)
    theirs = both.accept({**draft.answers, "name": "李样例", "phone": "13900000009"}, ("cert_new",))
    both.decide(theirs, CERT, "close", text="本人不办了")
    mine = both.accept(dict(draft.answers), ("cert_new",))
    number, right = str(mine.answers["id_number"]), nth_number(4)
    # WHEN the number is corrected
    amend(both, mine, Change("id_number", right, "录成别人的号码"))
    both.carry()
    # THEN Li is Li again, with one application under the number, and Zhang has the other
    people = both.desk.store.people
    owner, other = people.by_number(number), people.by_number(right)
    assert owner is not None
    assert other is not None
    assert (owner.name, owner.phone, other.name) == ("李样例", "13900000009", "张样例")
    assert [a.id for a in both.desk.store.applications.of_person(number)] == [theirs.id]
    assert [a.id for a in both.desk.store.applications.of_person(right)] == [mine.id]
    assert {m.application for m in both.county.history(number).matters} == {theirs.id}
    assert {m.application for m in both.county.history(right).matters} == {mine.id}
    sound(both)


def test_another_person_and_another_matters_owner_are_refused_with_the_next_act(
    both: World, application: Application
) -> None:
    said = refused(
        both,
        application,
        Change("name", "王样例", "录错"),
        Change("id_number", nth_number(7), "录错"),
    )
    assert ANOTHER_PERSON in said
    assert "撤回" in said
    # one after the other is the same other person
    amend(both, application, Change("name", "王样例", "录错"))
    assert ANOTHER_PERSON in refused(both, application, Change("id_number", nth_number(7), "录错"))
    # and a number under which the same matter is open is no correction
    other = sound_draft(both.desk, person=8)
    both.accept(dict(other.answers), ("cert_new",))
    amend(both, application, Change("name", "张样例", "改回来"))
    taken = refused(both, application, Change("id_number", nth_number(8), "录错"))
    assert "这个号码名下已经在办“残疾人证新办”" in taken


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (Change("phone", "13912345678", " "), "请写明联系电话为什么更正"),
        (Change("phone", "13912345678", "错" * 101), "最多100个字"),
        (Change("phone", "13809430000", "没变"), "和原来一样"),
        (Change("phone", "1" * 100_000, "太长"), "手机号应为11位"),
        (Change("registered_address", "村" * 100_000, "太长"), "最多"),
        (Change("registered_address", "样例村\x07一社", "有控制字符"), "看不见的控制字符"),
        (Change("id_number", "620403198703120020", "校验位不对"), "身份证号"),
        (Change("name", "", "不填了"), "请录入姓名"),
        (Change("age", "12", "推算的"), "不能在这里更正"),
        (Change("nothing", "12", "没有的"), "不能在这里更正"),
        (Change("open_matters", ("0",), "记录"), "不能在这里更正"),
        (Change("household_kind", "77", "没有的选项"), "不认识的选项"),
        (Change("low_income", "maybe", "不是是否"), "请选择是或否"),
    ],
)
def test_what_can_not_stand_is_refused_in_one_sentence(
    both: World, application: Application, change: Change, words: str
) -> None:
    assert words in refused(both, application, change)
    assert both.desk.store.outbox.waiting() == 0


def test_twice_the_same_counts_once_and_nothing_at_all_is_refused(
    both: World, application: Application
) -> None:
    amend(both, application, PHONE)
    assert "和原来一样" in refused(both, application, PHONE)
    assert "还没有选" in refused(both, application)
    assert "写了两次" in refused(
        both, application, Change("low_income", False, "核实"), Change("low_income", False, "核实")
    )
    # the letter again, and the events again, change nothing
    (_, letter) = both.desk.store.outbox.letters(application.subject)
    both.carry()
    both.receive(letter, both.desk)
    amended = [e for e in both.county.events(application.id) if e.act == AMEND]
    assert len(amended) == 1
    sound(both)


def test_an_outcome_that_changes_is_told_and_its_department_hears_of_it(
    both: World, application: Application
) -> None:
    change = Change("low_income", False, "低保去年已经停了")
    foreseen = amending.foresee(both.desk, both.at_desk(application), [change])
    assert foreseen.ready
    (told,) = [t for t in foreseen.told if "困难残疾人生活补贴" in t]
    assert "变为不符合" in told
    assert "由部门按更正后的情况决定" in told
    amend(both, application, change)
    both.carry()
    ruling = Ruling(CERT, "accept", {}, "演示审核人")
    (done, *_) = both.county.decide(application.number, ruling, both.clock.now())
    assert "请核对:窗口2026-11-23更正过是否低保户由“是”改为“否”" in done.sentence
    # the mark stays until that matter's department acted
    (again, *_) = both.county.decide(application.number, Ruling(CERT, "assess", {}, "审"), both.clock.now())
    assert "更正过" not in again.sentence


def test_it_crosses_the_countys_notice_and_both_stand(both: World, application: Application) -> None:
    # GIVEN a correction that waits for the line while a department asks for a better photo
    amend(both, application, PHONE)
    rows = ({"材料": "照片", "问题": "不是白底", "怎样改": "重拍"},)
    ruling = Ruling(CERT, "correct", {"text": "补照片", "rows": rows}, "演示审核人")
    both.county.decide(application.number, ruling, both.clock.now())
    # WHEN the line is back
    both.carry()
    # THEN the matter waits for its photo and both have the phone
    assert both.states(application)[CERT] == ("correction", "correction")
    assert here(both, application) == there(both, application)
    sound(both)


def test_after_the_last_result_it_is_refused_and_a_correction_on_its_way_is_taken_back(
    both: World, application: Application
) -> None:
    was = here(both, application)
    # GIVEN a correction that waits for the line while every matter ends at the county
    amend(both, application, Change("name", "张样丽", "身份证上是“丽”"), PHONE)
    both.county.decide(application.number, Ruling(CERT, "close", {"text": "不办了"}, "审"), both.clock.now())
    # WHEN the letter arrives after that
    store = both.desk.store
    letter = store.outbox.due()
    assert letter is not None
    with pytest.raises(RuleError) as fault:
        both.receive(letter, both.desk)
    store.outbox.refused(letter.id, str(fault.value), both.clock.now())
    both.carry()
    # THEN the answers are as they were, at both ends, and the clerk is told
    assert "都已经有结果" in str(fault.value)
    assert here(both, application) == was
    assert there(both, application)["name"] == "张样例"
    assert hits(both, "13912345678") == []
    assert [x.id for x in store.outbox.troubled(9)] == [letter.id]
    # AND no further one begins
    assert "都已经有结果" in refused(both, application, PHONE)
    sound(both)


def test_what_the_county_can_not_trust_is_refused_there_too(both: World, application: Application) -> None:
    """A letter that a window would not write: damaged rows, another's ``was``, an answer of the records."""
    amend(both, application, PHONE)
    (_, letter) = both.desk.store.outbox.letters(application.subject)
    for old, new, words in (
        ('"now":"13912345678"', '"now":"139"', "手机号应为11位"),
        ('"was":"13809430000"', '"was":"13809430001"', "在这期间变过"),
        ('"element":"phone"', '"element":"open_matters"', "不能在这里更正"),
        ('"element":"phone"', '"element":["phone"]', "项目代号应为文字"),
        ('"why":"听错一位"', '"why":""', "还缺原因"),
    ):
        assert old in letter.body
        wrong = replace(
            letter,
            id=f"{letter.id}-x",
            body=letter.body.replace(old, new).replace(letter.id, f"{letter.id}-x"),
        )
        with pytest.raises(RuleError) as fault:
            both.receive(wrong, both.desk)
        assert words in "".join([str(fault.value), *(p.message for p in fault.value.problems)])
    assert there(both, application)["phone"] == "13809430000"
    both.carry()
    assert there(both, application)["phone"] == PHONE.now


def test_a_book_whose_answers_do_not_follow_is_told_and_mended(both: World, application: Application) -> None:
    amend(both, application, PHONE)
    store = both.desk.store
    assert isinstance(store, Book)
    with store._desk.db.writing() as db:
        db.exec_driver_sql(
            'UPDATE application SET body = replace(body, \'"phone":"13912345678"\', \'"phone":"1"\')'
        )
    checked = store.check()
    assert checked.apart == (application.id,)
    store.mend(checked.apart)
    assert here(both, application)["phone"] == PHONE.now
    sound(both)


def test_a_certificate_on_a_former_number_is_amended_with_its_reason(both: World) -> None:
    draft = sound_draft(both.desk)
    former = id_number("19870312", "104")
    told = {**draft.answers, "certificate_state": "1", "certificate_until": "2031-06-01"}
    own = str(told["id_number"])
    application = both.accept({**told, "certificate_number": f"{own}42"}, ("care_subsidy",))
    foreseen = amending.foresee(
        both.desk, application, [Change("certificate_number", f"{former}42", "证上是老号码")]
    )
    assert any("证号不同的原因" in p.message for p in foreseen.problems)
    amend(
        both,
        application,
        Change("certificate_number", f"{former}42", "证上是老号码"),
        Change("former_number", "1", "身份证号更正过"),
    )
    both.carry()
    assert here(both, application) == there(both, application)
    assert here(both, application)["certificate_number"] == f"{former}42"
    person = both.desk.store.people.by_number(former)
    assert person is not None
    assert person.id_number == own
    assert both.county.history(former).numbers == (former, own)
    sound(both)


def test_the_county_does_not_amend_for_the_applicant(both: World, application: Application) -> None:
    row = {"element": "phone", "was": "13809430000", "now": PHONE.now, "why": "代改"}
    values = {"text": "电话", "rows": (row,), "paper_kept": True}
    with pytest.raises(RuleError, match="在受理的窗口办"):
        both.county.act(application.number, AMEND, values, Who("王样例", "clerk"), both.clock.now())
    assert there(both, application)["phone"] == "13809430000"


def test_its_sheet_is_a_paper_of_the_application_for_commands_too(
    both: World, application: Application
) -> None:
    amend(both, application, PHONE)
    amend(both, application, Change("name", "张样丽", "身份证上是“丽”"))
    now = both.at_desk(application)
    offered = [o for o in offers.of(both.desk, now) if o.id.startswith("amendment_")]
    assert [o.title for o in offered] == ["更正确认单", "更正确认单(2)"]
    first, second = (text_of(offers.draw(both.desk, now, o, {})) for o in offered)
    assert "13912345678" in first
    assert "申请人张样例" in first
    assert "张样丽" in second
    assert "13912345678" not in second
