"""The law's answers to whole situations; expectations are written from the source, not from the rules."""

from datetime import date

import pytest

from forms import check, conditions, loader, rules
from forms.schema import UNSURE, Clause, Outcome, Value
from tests.people import id_number

TODAY = date(2026, 11, 23)
PACK = loader.shipped()


def outcomes(chosen: tuple[str, ...] = (), **answers: Value) -> dict[str, Outcome]:
    facts = rules.complete(PACK, answers, TODAY)
    return {f.matter: f.outcome for f in rules.judge(PACK, facts, chosen)}


def test_the_subsidies_hang_on_the_certificate_of_the_same_visit() -> None:
    # GIVEN a woman without a certificate, of a 低保 household
    person: dict[str, Value] = {
        "id_number": id_number(),
        "holds_certificate": False,
        "has_impairment": True,
        "low_income": True,
        "special_support": False,
        "orphan_allowance": False,
    }
    # WHEN she asks for nothing yet THEN the subsidies do not apply
    assert outcomes((), **person)["living_subsidy"] is Outcome.NOT
    # WHEN she asks for the certificate too THEN they may, and wait for it
    found = {
        f.matter: f
        for f in rules.judge(PACK, rules.complete(PACK, person, TODAY), ("cert_new", "living_subsidy"))
    }
    assert found["cert_new"].outcome is Outcome.APPLIES
    assert found["living_subsidy"].outcome is Outcome.MAY
    assert found["living_subsidy"].waits_for == "cert_new"
    assert found["care_subsidy"].waits_for == "cert_new"
    assert found["cert_renew"].outcome is Outcome.NOT


@pytest.mark.parametrize(("grade", "care"), [("1", True), ("2", True), ("3", False), ("4", False)])
def test_the_care_subsidy_is_for_grades_one_and_two(grade: str, care: bool) -> None:
    number = id_number()
    found = outcomes(
        id_number=number,
        holds_certificate=True,
        certificate_number=f"{number}4{grade}",
        special_support=False,
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
    found = outcomes(id_number=id_number(birth), willing_to_work=True, able_to_work=True)
    assert found["employment"] is (Outcome.APPLIES if fits else Outcome.NOT)


@pytest.mark.parametrize(
    ("benefit", "living", "care"),
    [
        ("orphan_allowance", Outcome.NOT, Outcome.APPLIES),
        ("special_support", Outcome.NOT, Outcome.NOT),
        ("", Outcome.APPLIES, Outcome.APPLIES),
    ],
)
def test_other_benefits_exclude(benefit: str, living: Outcome, care: Outcome) -> None:
    facts: dict[str, Value] = {
        "holds_certificate": True,
        "grade": "1",
        "low_income": True,
        "special_support": False,
        "orphan_allowance": False,
    }
    if benefit:
        facts[benefit] = True
    found = outcomes(**facts)
    assert (found["living_subsidy"], found["care_subsidy"]) == (living, care)


def test_unknown_is_neither_yes_nor_no() -> None:
    assert outcomes(holds_certificate=True, low_income=UNSURE)["living_subsidy"] is Outcome.MAY
    assert outcomes()["employment"] is Outcome.MAY
    assert outcomes(willing_to_work=False)["employment"] is Outcome.NOT


def test_the_interview_stops_when_nothing_can_change() -> None:
    asked: list[str] = []
    answers: dict[str, Value] = {"id_number": id_number("19500101")}
    while question := rules.next_question(PACK, rules.complete(PACK, answers, TODAY), ()):
        asked.append(question.id)
        answers[question.id] = False
    # At 76 nothing about work is asked; without certificate and impairment no benefit is.
    assert (
        asked == ["holds_certificate", "has_impairment", "pension_joined"] or "willing_to_work" not in asked
    )
    assert "able_to_work" not in asked
    assert len(asked) == len(set(asked))


@pytest.mark.parametrize(
    ("chosen", "facts", "needed"),
    [
        (("cert_new",), {"age": "39", "registered_here": True}, ["household", "id_card", "photo"]),
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
    assert [n.material.id for n in rules.needs(PACK, facts, chosen) if n.required] == needed


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
        for p in check.problems(PACK, {"holds_certificate": True}, ("cert_renew", "cert_lost"), TODAY)
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


def test_every_operator() -> None:
    facts: dict[str, Value] = {"grade": "2", "low_income": True, "age": "17", "cats": ("1", "5")}
    truths = {
        "grade = 2": True, "grade != 2": False, "grade in 1 2": True, "grade not-in 1 2": False,
        "low_income = yes": True, "low_income != yes": False, "age >= 17": True, "age <= 16": False,
        "age between 16 59": True, "cats any-of 5 6": True, "cats none-of 5 6": False, "nobody = yes": None,
    }  # fmt: skip
    for text, expected in truths.items():
        assert conditions.clause_truth(conditions.parse(text), facts) is expected, text
    used = {text.split()[1] for text in truths}
    assert used == set(conditions.OPERATORS)


@pytest.mark.parametrize("text", ["age", "age ~ 3", "age between 3", "grade = "])
def test_a_clause_that_can_not_be_read_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="条件"):
        conditions.parse(text)
    assert Clause("a", "=", ("yes",)) == conditions.parse("a = yes")
