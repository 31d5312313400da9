"""Outcomes of the law for whole situations; expectations are from the law, not from the rules."""

from datetime import date
from pathlib import Path

import pytest

from forms import check, conditions, judging, loader, rules
from forms.pack import Pack
from forms.schema import UNSURE, Finding, Origin, Outcome, Value
from tests.people import id_number
from tests.unit.packs import OWN_LAW

TODAY = date(2026, 11, 23)
PACK = loader.shipped()

# Of somebody of whom the book has nothing: no matter open, no certificate, no subsidy, no other benefit.
CLEAR: dict[str, Value] = {
    "open_matters": ("0",), "recorded_state": "0", "receives": ("0",), "other_benefits": ("0",),
}  # fmt: skip


def judged(
    answers: dict[str, Value], chosen: tuple[str, ...] = (), pack: Pack = PACK, today: date = TODAY
) -> dict[str, Finding]:
    """The finding of every matter."""
    return {f.matter: f for f in judging.judge(pack, rules.complete(pack, answers, today), chosen)}


def outcomes(chosen: tuple[str, ...] = (), **answers: Value) -> dict[str, Outcome]:
    """The outcome of every matter for someone without open matters, unless the answers say otherwise."""
    return {m: f.outcome for m, f in judged({**CLEAR, **answers}, chosen).items()}


def county(folder: Path, rows: str) -> Pack:
    """The shipped pack with a county's own rows beside it."""
    (folder / "local.toml").write_text(rows + OWN_LAW, encoding="utf-8")
    return loader.load(folder)


def test_the_subsidies_hang_on_the_certificate_of_the_same_visit() -> None:
    # GIVEN a woman without a certificate, of a 低保 household
    person: dict[str, Value] = {
        "id_number": id_number(),
        "certificate_state": "0",
        "has_impairment": True,
        "low_income": True,
        "cancelled_lately": False,
        **CLEAR,
    }
    # WHEN she asks for nothing yet THEN the subsidies do not apply
    assert judged(person)["living_subsidy"].outcome is Outcome.NOT
    # WHEN she asks for the certificate too THEN they may, and wait for it
    found = judged(person, ("cert_new", "living_subsidy"))
    assert found["cert_new"].outcome is Outcome.APPLIES
    assert found["living_subsidy"].outcome is Outcome.MAY
    assert found["living_subsidy"].waits_for == "cert_new"
    assert found["care_subsidy"].waits_for == "cert_new"
    assert found["cert_renew"].outcome is Outcome.NOT
    assert "等残疾人证办下来后审核。" in found["living_subsidy"].reasons
    assert found["living_subsidy"].next_step == "现在一并收件,等证件结果出来自动继续审核"
    # WHEN the certificate itself is out of reach THEN nothing waits for it
    ended: dict[str, Value] = {**person, "certificate_state": "5", "cancelled_lately": True}
    barred = judged(ended, ("cert_new", "living_subsidy"))
    assert barred["living_subsidy"].outcome is Outcome.NOT
    assert barred["living_subsidy"].waits_for == ""


@pytest.mark.parametrize(("grade", "care"), [("1", True), ("2", True), ("3", False), ("4", False)])
def test_the_care_subsidy_is_for_grades_one_and_two(grade: str, care: bool) -> None:
    number = id_number()
    found = outcomes(
        id_number=number,
        certificate_state="1",
        certificate_number=f"{number}4{grade}",
        pension_joined=True,
    )
    expected = Outcome.APPLIES if care else Outcome.NOT
    assert found["care_subsidy"] is expected
    assert found["pension"] is expected


@pytest.mark.parametrize(
    ("birth", "fits"),
    [("20101123", True), ("20101124", False), ("19661124", True), ("19661123", False)],
)
def test_employment_support_is_for_16_to_59(birth: str, fits: bool) -> None:
    found = outcomes(id_number=id_number(birth), willing_to_work=True, able_to_work=True, has_impairment=True)
    assert found["employment"] is (Outcome.APPLIES if fits else Outcome.NOT)


@pytest.mark.parametrize(
    ("benefits", "living", "care"),
    [
        (("1",), Outcome.NOT, Outcome.NOT),
        (("2",), Outcome.NOT, Outcome.NOT),
        (("3",), Outcome.NOT, Outcome.APPLIES),
        (("0",), Outcome.APPLIES, Outcome.APPLIES),
        (("2", "3"), Outcome.NOT, Outcome.NOT),
        (UNSURE, Outcome.MAY, Outcome.MAY),
    ],
)
def test_other_benefits_exclude(benefits: Value, living: Outcome, care: Outcome) -> None:
    found = outcomes(certificate_state="1", grade="1", low_income=True, other_benefits=benefits)
    assert (found["living_subsidy"], found["care_subsidy"]) == (living, care)


def test_what_is_open_is_not_taken_again() -> None:
    person: dict[str, Value] = {"certificate_state": "1", "grade": "1", "low_income": True}
    # GIVEN our own records THEN the very matter that is open is barred, and no other one
    found = outcomes(**person, open_matters=("care_subsidy", "cert_lost"))
    assert (found["care_subsidy"], found["living_subsidy"]) == (Outcome.NOT, Outcome.APPLIES)
    assert found["cert_lost"] is Outcome.NOT
    assert found["cert_move"] is Outcome.APPLIES
    # WHEN nobody has looked yet THEN it is unknown, and told so
    blind = judged({**person, "other_benefits": ("0",)})["care_subsidy"]
    assert blind.outcome is Outcome.MAY
    assert "录入身份证号后核对以前的办理记录。" in blind.reasons
    # AND of a matter without application nothing is ever open
    assert outcomes(**person, pension_joined=True, age="40", open_matters=())["pension"] is Outcome.APPLIES


@pytest.mark.parametrize(
    ("ended", "outcome"),
    [("2025-11-22", Outcome.APPLIES), ("2025-11-23", Outcome.NOT), ("2026-06-01", Outcome.NOT)],
)
def test_a_cancelled_certificate_bars_a_new_one_for_a_year(ended: str, outcome: Outcome) -> None:
    # 残疾人证管理办法第二十四条; the day comes from our own records
    barred: dict[str, Value] = {"recorded_state": "5", "has_impairment": True, "cancelled_on": ended}
    assert outcomes(("cert_new",), **barred)["cert_new"] is outcome
    # AND not from what is told of the certificate
    for state in ("0", "5"):
        assert outcomes(("cert_new",), **barred, certificate_state=state)["cert_new"] is outcome


def test_whether_a_certificate_was_cancelled_lately_is_asked_unless_there_never_was_one() -> None:
    never = outcomes(("cert_new",), certificate_state="0", has_impairment=True)
    assert never["cert_new"] is Outcome.APPLIES
    cancelled = outcomes(("cert_new",), certificate_state="5", has_impairment=True)
    assert cancelled["cert_new"] is Outcome.MAY
    assert "cancelled_lately" in asked_of({"certificate_state": "5", "has_impairment": True}, ("cert_new",))


@pytest.mark.parametrize(
    ("reason", "until", "outcome"),
    [
        ("2", "2027-11-23", Outcome.APPLIES),
        ("2", "2027-11-24", Outcome.NOT),
        ("2", "2026-01-01", Outcome.APPLIES),
        ("2", UNSURE, Outcome.MAY),
        ("1", "2030-01-01", Outcome.APPLIES),
        ("3", "", Outcome.APPLIES),
        ("", "2030-01-01", Outcome.MAY),
    ],
)
def test_a_certificate_is_renewed_when_it_runs_out_or_is_worn(
    reason: str, until: str, outcome: Outcome
) -> None:
    facts: dict[str, Value] = {"certificate_state": "1", "certificate_until": until}
    if reason:
        facts["renew_reason"] = reason
    found = judged({**CLEAR, **facts}, ("cert_renew",))["cert_renew"]
    assert found.outcome is outcome
    titles = {"1": ("残损换新",), "2": ("到期换证",), "3": ("资料更新",), "": ()}
    assert found.branches == titles[reason]


def test_branches_are_those_that_hold() -> None:
    assert judged({"employed": True})["employment"].branches == ("就业登记",)
    assert judged({"employed": False})["employment"].branches == ("失业登记", "求职意向")
    assert judged({})["employment"].branches == ()


def test_what_is_met_without_words_is_silent() -> None:
    found = judged({**CLEAR, "certificate_state": "0", "has_impairment": True, "cancelled_lately": False})
    assert found["cert_new"].outcome is Outcome.APPLIES
    assert len(found["cert_new"].reasons) == 2
    assert not any("正在办理" in reason for reason in found["cert_new"].reasons)


def test_unknown_is_neither_yes_nor_no() -> None:
    assert outcomes(certificate_state="1", low_income=UNSURE)["living_subsidy"] is Outcome.MAY
    assert outcomes()["employment"] is Outcome.MAY
    assert outcomes(willing_to_work=False)["employment"] is Outcome.NOT


def asked_of(answers: dict[str, Value], chosen: tuple[str, ...], reply: Value = UNSURE) -> list[str]:
    """The questions, in order, asked of someone who always gives the same answer."""
    asked: list[str] = []
    told = {**CLEAR, **answers}
    while question := rules.next_question(PACK, rules.complete(PACK, told, TODAY), chosen):
        asked.append(question.id)
        told[question.id] = reply
    return asked


def test_matters_nobody_is_offered_raise_questions_only_when_chosen() -> None:
    holder: dict[str, Value] = {"id_number": id_number(), "certificate_state": "1"}
    assert not PACK.matters["cert_renew"].offered
    assert "renew_reason" not in asked_of(holder, ())
    chosen = asked_of(holder, ("cert_renew",))
    assert {"renew_reason", "certificate_until"} <= set(chosen)


def test_a_fact_that_follows_is_asked_for_by_what_it_follows_from() -> None:
    holder: dict[str, Value] = {"id_number": id_number(), "certificate_state": "1", "renew_reason": "2"}
    assert "certificate_until" in asked_of(holder, ("cert_renew",))
    assert "months_to_expiry" not in asked_of(holder, ("cert_renew",))
    known = {**holder, "certificate_until": "2027-01-01"}
    assert "certificate_until" not in asked_of(known, ("cert_renew",))


def test_what_the_book_knows_is_never_asked() -> None:
    # GIVEN nothing from the book THEN neither its facts nor what needs them are asked
    answers: dict[str, Value] = {"id_number": id_number()}
    asked: list[str] = []
    while question := rules.next_question(PACK, rules.complete(PACK, answers, TODAY), ()):
        asked.append(question.id)
        answers[question.id] = UNSURE
    assert not {"open_matters", "cancelled_on"} & set(asked)
    assert len(asked) == len(set(asked))


def test_the_interview_stops_when_nothing_can_change() -> None:
    asked: list[str] = []
    answers: dict[str, Value] = {"id_number": id_number("19500101"), **CLEAR}
    no: dict[str, Value] = {"certificate_state": "0"}
    while question := rules.next_question(PACK, rules.complete(PACK, answers, TODAY), ()):
        asked.append(question.id)
        answers[question.id] = no.get(question.id, False)
    # At 76 nothing about work is asked; without certificate and impairment no benefit is.
    assert asked == ["certificate_state", "has_impairment"]


@pytest.mark.parametrize(
    ("chosen", "facts", "needed"),
    [
        (("cert_new",), {"age": "39", "registered_here": True}, ["household", "id_card", "photo"]),
        (("pension",), {"age": "39", "registered_here": False}, []),
        (("living_subsidy",), {"age": "39"}, ["household", "id_card", "bank_card_copy"]),
        (("employment",), {"age": "39"}, ["id_card"]),
        (("cert_cancel",), {"age": "39", "registered_here": True}, []),
        (
            ("cert_new", "living_subsidy"),
            {"age": "9", "registered_here": True},
            ["household", "photo", "bank_card_copy", "guardian_id"],
        ),
        (
            ("cert_move",),
            {"age": "39", "registered_here": False},
            ["household", "id_card", "photo", "residence_permit"],
        ),
        (
            ("cert_change",),
            {"age": "39", "apply_categories": ("6",), "registered_here": True},
            ["household", "id_card", "photo", "guardian_id"],
        ),
    ],
)
def test_materials_are_the_matrix_and_nothing_more(
    chosen: tuple[str, ...], facts: dict[str, Value], needed: list[str]
) -> None:
    whole = rules.complete(PACK, facts, TODAY)
    assert [n.material.id for n in rules.needs(PACK, whole, chosen) if n.required] == needed


def test_problems_name_what_to_do() -> None:
    facts = rules.complete(
        PACK,
        {"name": "张样例", "id_number": id_number(order="003"), "sex": "2", "birth": "2030-01-01"},
        TODAY,
    )
    said = {p.element: p.message for p in check.problems(PACK, facts, ("cert_new",), TODAY)}
    assert "号码第17位表示男" in said["sex"]
    assert "今天之后" in said["birth"]
    assert said["phone"].startswith("请录入")


def test_matters_that_exclude_each_other_are_named() -> None:
    said = [
        p.message
        for p in check.problems(PACK, {"certificate_state": "1"}, ("cert_renew", "cert_lost"), TODAY)
    ]
    assert any("不能与" in s for s in said)


@pytest.mark.parametrize(
    ("a", "b", "both", "either"),
    [
        (True, True, True, True),
        (True, None, None, True),
        (True, False, False, True),
        (None, None, None, None),
        (None, False, False, None),
        (False, False, False, False),
    ],
)
def test_three_valued_logic(a: bool | None, b: bool | None, both: bool | None, either: bool | None) -> None:
    assert conditions.all_of([a, b]) is both
    assert conditions.any_of([b, a]) is either


EXTENSION = """
[[extension]]
id = "low_edge"
matter = "living_subsidy"
requirement = "income"
when = [["registered_here = yes"]]
met = "低保边缘家庭,按本区规定也可以领取。"
clause = "平川区规定第一条"
since = "2026-03-01"
until = "2026-11-30"
"""


@pytest.mark.parametrize(
    ("today", "outcome"),
    [
        (date(2026, 2, 28), Outcome.NOT),
        (date(2026, 3, 1), Outcome.APPLIES),
        (date(2026, 11, 30), Outcome.APPLIES),
        (date(2026, 12, 1), Outcome.NOT),
    ],
)
def test_a_local_extension_is_another_way_between_its_days(
    tmp_path: Path, today: date, outcome: Outcome
) -> None:
    pack = county(tmp_path, EXTENSION)
    person: dict[str, Value] = {
        **CLEAR, "certificate_state": "1", "low_income": False, "registered_here": True,
    }  # fmt: skip
    found = judged(person, pack=pack, today=today)["living_subsidy"]
    assert found.outcome is outcome
    # AND the county's own words and law are told, only while it is met by them
    met = outcome is Outcome.APPLIES
    assert ("低保边缘家庭,按本区规定也可以领取。" in found.reasons) is met
    assert ("平川区规定第一条" in found.clauses) is met
    # WHEN the law's own way is met THEN its words stand
    own = judged({**person, "low_income": True}, pack=pack, today=today)["living_subsidy"]
    assert "家庭已纳入低保。" in own.reasons
    assert "平川区规定第一条" not in own.clauses
    # WHEN the local fact is not known THEN it is asked for while it can still help
    open_ = judged({**CLEAR, "certificate_state": "1", "low_income": False}, pack=pack, today=today)
    assert (open_["living_subsidy"].outcome is Outcome.MAY) is met
    assert (open_["living_subsidy"].open_facts == ("registered_here",)) is met


def test_an_extension_without_a_last_day_stays_in_force(tmp_path: Path) -> None:
    pack = county(tmp_path, EXTENSION.replace('until = "2026-11-30"\n', ""))
    person: dict[str, Value] = {
        **CLEAR, "certificate_state": "1", "low_income": False, "registered_here": True,
    }  # fmt: skip
    found = judged(person, pack=pack, today=date(2090, 1, 1))
    assert found["living_subsidy"].outcome is Outcome.APPLIES


@pytest.mark.parametrize(
    ("today", "barred"),
    [
        (date(2026, 2, 28), False),
        (date(2026, 3, 1), True),
        (date(2026, 11, 30), True),
        (date(2026, 12, 1), False),
    ],
)
def test_a_local_exclusion_bars_between_its_days(tmp_path: Path, today: date, barred: bool) -> None:
    pack = county(
        tmp_path,
        """
[[exclusion]]
id = "elsewhere"
matters = ["employment", "care_subsidy"]
when = [["registered_here = yes"]]
unmet = "户口不在本区的,本期不办。"
unknown = "还要核对户口。"
clause = "平川区规定第二条"
next_step = "到户口所在地办理"
since = "2026-03-01"
until = "2026-11-30"
""",
    )
    person: dict[str, Value] = {**CLEAR, "certificate_state": "1", "grade": "1", "registered_here": False}
    found = judged(person, pack=pack, today=today)["care_subsidy"]
    assert found.outcome is (Outcome.NOT if barred else Outcome.APPLIES)
    assert ("户口不在本区的,本期不办。" in found.reasons) is barred
    assert ("平川区规定第二条" in found.clauses) is barred
    assert (found.next_step == "到户口所在地办理") is barred
    # Nothing is asked outside its days.
    del person["registered_here"]
    unknown = judged(person, pack=pack, today=today)["care_subsidy"]
    assert unknown.outcome is (Outcome.MAY if barred else Outcome.APPLIES)


def test_a_county_sets_copies_what_may_follow_and_what_it_reads_itself(tmp_path: Path) -> None:
    pack = county(
        tmp_path,
        """
[[copies]]
material = "photo"
matters = ["cert_renew", "cert_lost"]
copies = 2
source = "平川区规定第三条"

[[following]]
material = "id_card"
days = 3
source = "平川区规定第四条"

[[sharing]]
material = "household"
when = [["registered_here = yes"]]
words = "公安数据已经共享,不用交"
source = "平川区规定第五条;国务院关于在线政务服务的若干规定第七条"
""",
    )
    here: dict[str, Value] = {"age": "39", "registered_here": True}

    def needs(*chosen: str, **more: Value) -> dict[str, tuple[int, bool, str]]:
        found = rules.needs(pack, {**here, **more}, chosen)
        return {n.material.id: (n.copies, n.required, n.reason) for n in found}

    assert needs("cert_renew")["photo"][0] == 2
    assert needs("cert_new")["photo"][0] == 3
    assert needs("cert_new")["household"][1:] == (False, "公安数据已经共享,不用交")
    assert needs("cert_new", registered_here=False)["household"][1] is True
    assert {m.id: m.follows_in for m in pack.materials}["id_card"] == 3
    assert {m.id: m.follows_in for m in pack.materials}["photo"] == 0


@pytest.mark.parametrize(
    ("held", "offered", "replaces"),
    [
        (None, Origin.TYPED, True),
        (None, Origin.SHARED, False),
        (Origin.TYPED, Origin.CARD, True),
        (Origin.HOUSEHOLD, Origin.CARD, True),
        (Origin.CARD, Origin.HOUSEHOLD, False),
        (Origin.CARD, Origin.TYPED, False),
        (Origin.CARD, Origin.CARD, True),
        (Origin.TYPED, Origin.HOUSEHOLD, False),
        (Origin.HOUSEHOLD, Origin.TYPED, True),
        (Origin.HOUSEHOLD, Origin.CERTIFICATE, False),
        (Origin.SHARED, Origin.TYPED, True),
        (Origin.TYPED, Origin.BOOK, False),
    ],
)
def test_an_answer_gives_way_only_to_an_origin_trusted_as_much(
    held: Origin | None, offered: Origin, replaces: bool
) -> None:
    name = PACK.elements["name"]
    assert name.ranks == (Origin.CARD, Origin.TYPED, Origin.HOUSEHOLD, Origin.CERTIFICATE)
    assert rules.trusted(name, held, offered) is replaces


CAUTION: list[tuple[dict[str, Value], str, str]] = [
    ({"apply_categories": ("4", "5")}, "apply_categories", "按多重残疾评定"),
    ({"age": "19", "marriage": "20"}, "marriage", "法定婚龄"),
    ({"age": "21", "sex": "1", "marriage": "22"}, "marriage", "法定婚龄"),
    ({"employed": True, "able_to_work": False}, "employed", "没有劳动能力"),
    ({"renew_reason": "1", "certificate_until": "2026-01-01"}, "renew_reason", "有效期已满"),
]

NUMBER = id_number()
CONTRADICTION: list[tuple[dict[str, Value], str]] = [
    ({"id_number": NUMBER, "certificate_number": f"{NUMBER}41", "certificate_state": "0"}, "录了残疾人证号"),
    ({"id_number": NUMBER, "certificate_number": f"{NUMBER}41", "certificate_state": "5"}, "录了残疾人证号"),
    ({"certificate_state": "1", "certificate_until": "2026-11-22"}, "有效期已经过了"),
    ({"certificate_state": "4", "certificate_until": "2026-11-22"}, "有效期已经过了"),
    ({"certificate_state": "3", "certificate_until": "2026-11-23"}, "有效期还没有到"),
    ({"certificate_state": "1", "recorded_state": "5"}, "已经注销"),
    ({"certificate_state": "0", "recorded_state": "2"}, "领有残疾人证"),
    ({"certificate_state": "5", "recorded_state": "1"}, "领有残疾人证"),
    ({"certificate_state": "0", "cancelled_lately": True}, "一年内注销过"),
]


@pytest.mark.parametrize(("answers", "said"), CONTRADICTION, ids=lambda v: str(v)[:40])
def test_a_state_that_contradicts_what_is_shown_or_recorded_keeps_from_acceptance(
    answers: dict[str, Value], said: str
) -> None:
    facts = rules.complete(PACK, answers, TODAY)
    told = check.value_problems(PACK, PACK.elements["certificate_state"], facts, TODAY)
    assert [p.blocks for p in told if said in p.message] == [True]


@pytest.mark.parametrize(
    "answers",
    [
        {"id_number": NUMBER, "certificate_number": f"{NUMBER}41", "certificate_state": "2"},
        {"certificate_state": "1", "certificate_until": "2026-11-23"},
        {"certificate_state": "3", "certificate_until": "2026-11-22"},
        {"certificate_state": "2", "certificate_until": "2026-11-22"},
        {"certificate_state": "2", "recorded_state": "1"},
        {"certificate_state": "5", "recorded_state": "5"},
        {"certificate_state": "0", "recorded_state": "0", "cancelled_lately": False},
    ],
    ids=lambda v: str(v)[:60],
)
def test_a_state_that_agrees_is_taken(answers: dict[str, Value]) -> None:
    facts = rules.complete(PACK, answers, TODAY)
    assert check.value_problems(PACK, PACK.elements["certificate_state"], facts, TODAY) == []


@pytest.mark.parametrize(("answers", "element", "said"), CAUTION, ids=lambda v: str(v)[:24])
def test_answers_that_deserve_a_second_look_are_told_and_stop_nothing(
    answers: dict[str, Value], element: str, said: str
) -> None:
    facts = rules.complete(PACK, answers, TODAY)
    told = check.value_problems(PACK, PACK.elements[element], facts, TODAY)
    assert [p.blocks for p in told if said in p.message] == [False]


def test_answers_that_agree_raise_no_caution() -> None:
    facts = rules.complete(
        PACK,
        {"age": "21", "sex": "2", "marriage": "20", "apply_categories": ("4",), "renew_reason": "1",
         "certificate_until": "2026-12-13", "employed": True, "able_to_work": True},
        TODAY,
    )  # fmt: skip
    for element in ("marriage", "apply_categories", "renew_reason", "employed"):
        assert check.value_problems(PACK, PACK.elements[element], facts, TODAY) == []


def test_a_caution_of_a_county_may_keep_from_acceptance(tmp_path: Path) -> None:
    pack = county(
        tmp_path,
        """
[[caution]]
id = "abroad"
element = "delivery"
when = [["delivery = 1", "registered_here = no"]]
message = "外地户口的请自行领取"
source = "平川区规定"
blocks = true
""",
    )
    facts: dict[str, Value] = {"delivery": "1", "registered_here": False}
    told = [p for p in check.problems(pack, facts, ("cert_move",), TODAY) if p.element == "delivery"]
    assert [(p.message, p.blocks) for p in told] == [("外地户口的请自行领取", True)]


def test_fields_follow_the_form_and_show_only_what_is_known_to_be_needed() -> None:
    shown = [e.id for e in rules.fields(PACK, {"employed": False}, ("employment",))]
    assert shown.index("employed") < shown.index("unemployment_reason") < shown.index("delivery")
    assert "employment_kind" not in shown
    assert "bank_card" not in shown
    # An unknown condition hides the field.
    assert "unemployment_reason" not in [e.id for e in rules.fields(PACK, {}, ("employment",))]


def test_the_care_subsidy_alone_does_not_ask_for_the_households_income() -> None:
    """附件3 受理条件: only 生活补贴 hangs on 低保."""
    for chosen in (("living_subsidy",), ("living_subsidy", "care_subsidy"), ("care_subsidy",)):
        shown = {e.id for e in rules.fields(PACK, {}, chosen)}
        assert "bank_card" in shown
        assert ("low_income" in shown) is ("living_subsidy" in chosen)


def test_a_field_is_needed_where_its_matter_or_its_condition_says_so() -> None:
    low_income, guardian = PACK.elements["low_income"], PACK.elements["guardian_name"]
    assert rules.needed(low_income, {}, ("living_subsidy", "care_subsidy"))
    assert not rules.needed(low_income, {}, ("care_subsidy",))
    assert rules.needed(guardian, {"age": "17"}, ())
    assert not rules.needed(guardian, {}, ())


@pytest.mark.parametrize(
    ("element", "value", "said"),
    [
        ("grade", "1", "一级"),
        ("grade", "9", "9"),
        ("other_benefits", ("1", "3"), "特困人员供养、孤儿基本生活保障"),
        ("low_income", True, "是"),
        ("low_income", False, "否"),
        ("birth", "1987-03-12", "1987年3月12日"),
        ("phone", "13800000000", "13800000000"),
        ("grade", UNSURE, "待核实"),
        ("grade", None, ""),
        ("other_benefits", (), ""),
        ("phone", ("1",), "('1',)"),
    ],
)
def test_an_answer_is_read_as_a_person_reads_it(element: str, value: Value | None, said: str) -> None:
    assert rules.label(PACK, PACK.elements[element], value) == said
