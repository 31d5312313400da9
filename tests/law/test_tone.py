"""What is said fits the person who reads it: no step that can not be theirs, nobody is told to recover."""

from collections.abc import Iterator
from functools import cache

import pytest

from desk_app.commands import people
from desk_app.commands.people import DAY
from forms import judging, loader, rules
from forms.schema import Facts, Finding, Outcome, Value
from tests.people import id_number

PACK = loader.shipped()
OTHERS = ("低保对象", "特困人员", "返贫致贫人口", "计划生育两证户")
"""Whom 甘人社通〔2021〕417号 names beside 重度残疾人; the matter of the plan is not theirs."""
PLAIN: Facts = {
    "id_kind": "1",
    "certificate_state": "1",
    "recorded_state": "1",
    "certificate_until": "2031-06-30",
    "certificate_expired": False,
    "holds_certificate": True,
    "grade": "3",
    "open_matters": ("0",),
    "receives": ("0",),
    "other_benefits": ("0",),
    "low_income": True,
    "registered_here": True,
    "pension_joined": True,
    "deceased": False,
    "willing_to_work": True,
    "able_to_work": True,
}


@cache
def everybody() -> tuple[tuple[Facts, tuple[Finding, ...]], ...]:
    """Invented people with what is said to each of every matter."""
    whole = (rules.complete(PACK, people.facts(p), DAY) for p in people.everybody()[::3])
    return tuple((facts, judging.judge(PACK, facts, ())) for facts in whole)


def said(finding: Finding) -> str:
    """All that is said of one matter."""
    return "".join((*finding.reasons, finding.next_step))


def of(matter: str) -> Iterator[tuple[Facts, Finding]]:
    """Everybody with what is said of one matter."""
    for facts, findings in everybody():
        yield from ((facts, f) for f in findings if f.matter == matter)


def one(matter: str, **more: Value) -> Finding:
    """What is said of a matter to the plain person with other facts."""
    facts = rules.complete(PACK, {**PLAIN, "id_number": id_number(), **more}, DAY)
    return next(f for f in judging.judge(PACK, facts, ()) if f.matter == matter)


def test_nobody_who_is_grown_is_told_to_come_at_sixteen() -> None:
    grown = 0
    for matter in PACK.matters:
        for facts, finding in of(matter):
            if facts.get("age") and int(str(facts["age"])) >= 16:
                grown += 1
                assert "16周岁后" not in said(finding), (facts["age"], finding)
                assert "未满16" not in said(finding), (facts["age"], finding)
    assert grown > 1000


@pytest.mark.parametrize("word", ["恢复劳动能力", "康复后", "身体好转", "不属于代缴对象", "不再缴费"])
def test_no_sentence_insults_or_promises_what_is_not_true(word: str) -> None:
    for _, findings in everybody():
        for finding in findings:
            assert word not in said(finding)


def test_who_can_not_work_is_told_whom_to_ask_and_nothing_of_recovery() -> None:
    told = one("employment", able_to_work=False, age="40")
    assert told.outcome is Outcome.NOT
    assert "可以问本窗口或残联" in told.next_step
    assert "随时可以来" not in told.next_step


def test_a_cancellation_of_what_is_not_held_leads_to_no_other_matter() -> None:
    for facts, finding in of("cert_cancel"):
        if finding.outcome is Outcome.NOT:
            assert finding.leads_to != "cert_new", facts
            assert "新办" not in finding.next_step, facts


def test_nothing_that_people_come_for_is_offered_unasked() -> None:
    for facts, _ in everybody():
        assert not {"cert_cancel", "cert_lost", "cert_move"} & set(rules.offered(PACK, facts, ()))


@pytest.mark.parametrize(
    "more",
    [
        {"grade": "3", "low_income": False},
        {"certificate_state": "0", "holds_certificate": False, "grade": ""},
    ],
)
def test_who_is_not_gravely_disabled_is_told_of_the_other_ways_to_have_it_paid(
    more: dict[str, Value],
) -> None:
    told = one("pension", **{k: v for k, v in {**PLAIN, **more}.items() if v != ""})
    assert told.outcome is Outcome.NOT
    for words in (*OTHERS, "人社局", "乡镇(街道)"):
        assert words in told.next_step, words


def test_a_household_on_low_income_by_its_own_word_is_not_sent_to_ask_whether_it_is() -> None:
    told = one("pension", **PLAIN)
    assert told.outcome is Outcome.NOT
    assert "您家已纳入低保,由人社局按低保名单比对,不用申请" in told.next_step
    assert "是不是属于" not in told.next_step


def test_long_care_is_told_with_the_care_subsidy_and_asked_of_nobody() -> None:
    told = one("care_subsidy", grade="2")
    assert told.outcome is Outcome.APPLIES
    assert any("需要长期照护" in reason and "不另外要证明" in reason for reason in told.reasons)
    assert "国发〔2015〕52号二(一)" in told.clauses
    assert not any("照护" in e.ask for e in PACK.elements.values())
    assert not any("照护" in r for r in one("living_subsidy").reasons)


def test_a_lost_card_is_not_asked_back() -> None:
    lost = PACK.matters["cert_lost"]
    assert "交回" not in lost.delivery + lost.process
    for matter in ("cert_renew", "cert_move", "cert_change"):
        assert "领新证时交回原证" in PACK.matters[matter].delivery


@pytest.mark.parametrize(
    ("matter", "requirement", "clause"),
    [
        ("cert_renew", "due", "附件4 残疾人证换领"),
        ("cert_renew", "due", "窗口规则:到期前几个月起换证由区县定"),
        ("cert_move", "still_open", "窗口规则:同一事项办结前不再收件"),
        ("living_subsidy", "received", "窗口规则:补贴正在发的不重复申请"),
        ("cert_renew", "frozen", "窗口规则:冻结的残疾人证由残联核实"),
        ("care_subsidy", "special_support", "国发〔2015〕52号二(四)"),
        ("pension", "age", "国发〔2014〕8号三"),
    ],
)
def test_a_rule_names_what_says_it_and_a_house_rule_says_so(
    matter: str, requirement: str, clause: str
) -> None:
    row = next(r for r in PACK.matters[matter].requirements if r.id == requirement)
    assert clause in row.clause.split(";")


def test_the_ages_of_the_pension_are_not_laid_to_the_plan() -> None:
    ages = [r for r in PACK.matters["pension"].requirements if "age" in r.id]
    assert len(ages) == 2
    assert not any("附件3" in r.clause for r in ages)


def test_the_movement_of_a_certificate_rests_on_two_articles() -> None:
    assert PACK.matters["cert_move"].basis.endswith("第三条、第二十三条")
