"""Conditions: every operator of every kind, true, false and unknown; faults; their sentences."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forms import conditions, loader
from forms.conditions import BELOW, OPERATORS, PRESENCE, WORDS, clause_truth, fault, parse, truth
from forms.facts import NOT_ASKED
from forms.pack import Pack
from forms.possible import always, clash, opposites, possible
from forms.schema import UNSURE, Clause, Condition, Element, Kind, Value
from forms.sentences import clause_sentence, plain_date, sentence

PACK = loader.shipped()

# kind → the element of the shipped pack that stands for it
OF_KIND = {
    Kind.FLAG: "low_income",
    Kind.CHOICE: "grade",
    Kind.CHOICES: "other_benefits",
    Kind.NUMBER: "age",
    Kind.DATE: "certificate_until",
}
# (kind, operator and values, an answer that makes it true, one that makes it false, its sentence)
OPERATOR: list[tuple[Kind, str, Value, Value, str]] = [
    (Kind.FLAG, "= yes", True, False, "家庭已纳入低保"),
    (Kind.FLAG, "= no", False, True, "家庭没有纳入低保"),
    (Kind.CHOICE, "= 1", "1", "2", "残疾等级为一级"),
    (Kind.CHOICE, "!= 1", "2", "1", "残疾等级不是一级"),
    (Kind.CHOICE, "in 1 2", "2", "3", "残疾等级为一级或二级"),
    (Kind.CHOICE, "in 1 2 3", "3", "4", "残疾等级为一级、二级或三级"),
    (Kind.CHOICE, "not-in 1 2", "3", "2", "残疾等级不是一级或二级"),
    (Kind.CHOICES, "any-of 1 2", ("2", "3"), ("3",), "已享受的待遇含特困人员供养或工伤保险生活护理费"),
    (Kind.CHOICES, "all-of 1 3", ("1", "2", "3"), ("1", "2"),
     "已享受的待遇同时含特困人员供养、孤儿基本生活保障"),
    (Kind.CHOICES, "none-of 1", ("0",), ("1",), "已享受的待遇不含特困人员供养"),
    (Kind.NUMBER, ">= 16", "16", "15", "年龄不少于16周岁"),
    (Kind.NUMBER, "<= 17", "17", "18", "年龄不超过17周岁"),
    (Kind.NUMBER, "between 16 59", "59", "60", "年龄在16至59周岁之间"),
    (Kind.DATE, ">= 2026-03-05", "2026-03-05", "2026-03-04", "残疾人证有效期止在2026年3月5日及以后"),
    (Kind.DATE, "<= 2026-03-05", "2026-03-05", "2026-03-06", "残疾人证有效期止在2026年3月5日及以前"),
    (Kind.DATE, "between 2026-01-01 2026-12-31", "2026-06-30", "2027-01-01",
     "残疾人证有效期止在2026年1月1日至2026年12月31日之间"),
]  # fmt: skip
UNKNOWN: list[Value] = ["", (), UNSURE]
# kind → answers that are no answer of it: from a damaged file, or of another version of the element
WRONG: dict[Kind, list[Value]] = {
    Kind.FLAG: ["yes", "no", "true", ("yes",), "1"],
    Kind.CHOICE: [True, False, ("1",), ("1", "2")],
    Kind.CHOICES: ["1", "3", True, False],
    Kind.NUMBER: [True, ("16",), "十六", "nan", "inf", "-inf", "2026-03-05"],
    Kind.DATE: [True, ("2026-03-05",), "5", "20260305", "2026-02-30", "0001-01-01", "今天"],
}


def clause(kind: Kind, words: str) -> Clause:
    return parse(f"{OF_KIND[kind]} {words}")


def codes(element: Element) -> list[str]:
    return [o.code for o in PACK.options(element)]


def test_every_operator_of_every_kind_stands_in_the_table() -> None:
    tried = {(kind, words.split()[0]) for kind, words, *_ in OPERATOR}
    assert tried == {(kind, word) for kind, group in OPERATORS.items() for word in group}
    assert set(WORDS) == {*(word for _, word in tried), BELOW, *PRESENCE}
    assert all(PACK.elements[name].kind is kind for kind, name in OF_KIND.items())


@pytest.mark.parametrize(("kind", "words", "yes", "no", "said"), OPERATOR, ids=lambda v: str(v)[:20])
def test_an_operator_is_true_false_or_unknown_and_has_its_sentence(
    kind: Kind, words: str, yes: Value, no: Value, said: str
) -> None:
    asked = clause(kind, words)
    element = PACK.elements[OF_KIND[kind]]
    assert fault(asked, element, codes(element)) is None
    assert clause_truth(asked, {element.id: yes}) is True
    assert clause_truth(asked, {element.id: no}) is False
    for nothing in UNKNOWN:
        assert clause_truth(asked, {element.id: nothing}) is None
    assert clause_truth(asked, {}) is None
    assert clause_sentence(PACK, asked) == said


def test_two_numbers_of_one_record_are_compared() -> None:
    asked = parse(f"stock {BELOW} least")
    assert clause_truth(asked, {"stock": "3", "least": "4"}) is True
    assert clause_truth(asked, {"stock": "4", "least": "4"}) is False
    assert clause_truth(asked, {"stock": "10", "least": "9"}) is False, "as numbers, not as texts"
    for known in ({}, {"stock": "3"}, {"least": "4"}, {"stock": "", "least": "4"}):
        assert clause_truth(asked, known) is None


@pytest.mark.parametrize("name", [*OF_KIND.values(), "name", "phone"])
def test_whether_there_is_an_answer_is_never_unknown(name: str) -> None:
    answered, blank = parse(f"{name} answered"), parse(f"{name} blank")
    element = PACK.elements[name]
    assert fault(answered, element, codes(element)) is fault(blank, element, codes(element)) is None
    assert "后面不写值" in str(fault(Clause(name, "blank", ("1",)), element, ()))
    for value, there in [
        ("1", True),
        (True, True),
        (("1",), True),
        *((nothing, False) for nothing in UNKNOWN),
    ]:
        facts = {name: value}
        assert (clause_truth(answered, facts), clause_truth(blank, facts)) == (there, not there)
    assert clause_truth(blank, {}) is True
    assert clause_sentence(PACK, answered) == f"填了“{element.label}”"
    assert clause_sentence(PACK, blank) == f"没有填“{element.label}”"
    assert clash(PACK, (answered, blank)) == (answered, blank)
    assert opposites(answered, element.kind) == (blank,)


def test_an_answer_that_is_not_there_meets_no_comparison() -> None:
    compared, blank = clause(Kind.CHOICE, "!= 1"), parse("grade blank")
    assert clash(PACK, (compared, blank)) == (compared, blank)
    assert not clash(PACK, (compared, parse("grade answered")))
    assert clause_truth(compared, {"grade": NOT_ASKED}) is False
    assert clause_truth(blank, {"grade": NOT_ASKED}) is True


@pytest.mark.parametrize(
    ("kind", "words", "value"),
    [(kind, words, value) for kind, words, *_ in OPERATOR for value in WRONG[kind]],
    ids=lambda v: str(v)[:20],
)
def test_a_value_of_another_kind_is_unknown_never_true_or_false(kind: Kind, words: str, value: Value) -> None:
    assert clause_truth(clause(kind, words), {OF_KIND[kind]: value}) is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("age", "应写成“要素 运算符 值”"),
        ("grade =", "应写成“要素 运算符 值”"),
        ("", "应写成“要素 运算符 值”"),
        ("age ~ 3", "运算符“~”不认识,可用:"),
        ("grade == 1", "是不是“=”?"),
        ("grade notin 1", "是不是“not-in”?"),
    ],
)
def test_a_clause_that_can_not_be_read_is_refused_in_chinese(text: str, said: str) -> None:
    with pytest.raises(ValueError, match="条件") as refused:
        parse(text)
    assert said in str(refused.value)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("phone = 1", "“联系电话”是phone,不能写进条件"),
        ("name = 张样例", "不能写进条件"),
        ("grade >= 1", "不能用于“残疾等级”(choice)"),
        ("grade any-of 1", "不能用于“残疾等级”(choice)"),
        ("other_benefits in 1", "不能用于“已享受的待遇”(choices)"),
        ("low_income != yes", "不能用于“是否低保户”(flag),是不是“=”?"),
        ("age in 1 2", "不能用于“年龄”(number)"),
        ("grade = 1 2", "要1个值,现在是2个"),
        ("age between 16", "要2个值,现在是1个"),
        ("age between 1 2 3", "要2个值,现在是3个"),
        ("low_income = 1", "只能与 yes 或 no 比较"),
        ("grade in 1 9", "没有代码 9,可用:1、2、3、4"),
        ("ethnicity = 99", "没有代码 99"),
        ("age >= x", "只能与数字比较,现在是 x"),
        ("age >= nan", "只能与数字比较"),
        ("certificate_until >= 2026", "只能与2026-03-05 样子的日期比较"),
        ("certificate_until >= 20260305", "只能与2026-03-05 样子的日期比较"),
        ("certificate_until >= 9999-12-31", "只能与2026-03-05 样子的日期比较"),
        ("age between 59 16", "请写成 16 59"),
        ("certificate_until between 2026-12-31 2026-01-01", "请写成 2026-01-01 2026-12-31"),
    ],
)
def test_a_clause_that_does_not_fit_its_element_is_refused(text: str, said: str) -> None:
    asked = parse(text)
    element = PACK.elements[asked.element]
    assert said in str(fault(asked, element, codes(element)))


def condition(*rows: tuple[str, ...]) -> Condition:
    return tuple(tuple(parse(text) for text in row) for row in rows)


def test_any_row_of_all_clauses() -> None:
    rows = condition(("age <= 17",), ("grade = 1", "low_income = yes"))
    assert truth((), {}) is True
    assert truth(rows, {"age": "9"}) is True
    assert truth(rows, {"age": "30", "grade": "1"}) is None
    assert truth(rows, {"age": "30", "grade": "2"}) is False
    assert truth(rows, {"grade": "1", "low_income": True}) is True
    assert truth(rows, {"grade": "2"}) is None


def test_only_facts_that_can_still_decide_are_open() -> None:
    rows = condition(("age <= 17",), ("grade = 1", "low_income = yes"))
    assert conditions.open_facts(rows, {}) == ("age", "grade", "low_income")
    assert conditions.open_facts(rows, {"grade": "2"}) == ("age",)
    assert conditions.open_facts(rows, {"age": "9"}) == ()
    assert conditions.open_facts(rows, {"age": UNSURE, "grade": "2"}) == ("age",)
    assert conditions.elements(rows) == ("age", "grade", "low_income")


def test_a_condition_is_read_aloud() -> None:
    rows = condition(("age <= 17",), ("grade = 1", "low_income = yes"))
    assert sentence(PACK, rows) == "年龄不超过17周岁;或者残疾等级为一级,并且家庭已纳入低保"
    assert sentence(PACK, ()) == "任何情况"
    assert plain_date("2026-03-05") == "2026年3月5日"
    assert plain_date("不详") == "不详"


@pytest.mark.parametrize(
    ("rows", "can", "must"),
    [
        ([("grade in 1 2",)], True, False),
        ([("grade in 1 2", "grade = 3")], False, False),
        ([("grade in 1 2 3 4",)], True, True),
        ([("grade = 1",), ("grade != 1",)], True, True),
        ([("low_income = yes",), ("low_income = no",)], True, True),
        ([("age >= 16", "age <= 59")], True, False),
        ([("age >= 60", "age <= 59")], False, False),
        ([("age <= 59",), ("age >= 60",)], True, True),
        ([("age <= 59",), ("age >= 61",)], True, False),
        ([("other_benefits all-of 0 1",)], False, False),
        ([("other_benefits any-of 1", "other_benefits none-of 1")], False, False),
        ([("other_benefits any-of 0 1 2 3 4 5 6",)], True, True),
        ([("other_benefits all-of 1 2",), ("other_benefits none-of 1 2",)], True, False),
        ([("certificate_until >= 2026-01-02",), ("certificate_until <= 2026-01-01",)], True, True),
        ([("certificate_until between 2026-01-01 2026-12-31", "certificate_until >= 2027-01-01")],
         False, False),
        ([("grade = 1",), ("age >= 18",)], True, False),
    ],
)  # fmt: skip
def test_what_can_and_what_must_be_true_is_known(rows: list[tuple[str, ...]], can: bool, must: bool) -> None:
    asked = condition(*rows)
    assert possible(PACK, [asked]) is can
    assert always(PACK, asked) is must
    assert bool(clash(PACK, asked[0])) is not possible(PACK, [asked[:1]])


@pytest.mark.parametrize(("kind", "words", "yes", "no", "_said"), OPERATOR, ids=lambda v: str(v)[:20])
def test_of_a_clause_and_its_opposites_exactly_one_holds(
    kind: Kind, words: str, yes: Value, no: Value, _said: str
) -> None:
    asked = clause(kind, words)
    others: Condition = tuple((c,) for c in opposites(asked, kind))
    for value in (yes, no):
        facts = {asked.element: value}
        assert truth(others, facts) is not clause_truth(asked, facts)


_CODE = st.sampled_from("1234")
_BENEFITS = st.lists(st.sampled_from([o.code for o in PACK.options(PACK.elements["other_benefits"])]),
                     min_size=1, max_size=3, unique=True).map(tuple)  # fmt: skip
_CLAUSES = st.one_of(
    st.builds(Clause, st.just("low_income"), st.just("="), st.sampled_from([("yes",), ("no",)])),
    st.builds(Clause, st.just("grade"), st.sampled_from(["=", "!="]), st.tuples(_CODE)),
    st.builds(Clause, st.just("grade"), st.sampled_from(["in", "not-in"]), st.tuples(_CODE, _CODE)),
    st.builds(Clause, st.just("other_benefits"), st.sampled_from(["any-of", "all-of", "none-of"]), _BENEFITS),
    st.builds(Clause, st.just("age"), st.sampled_from(["<=", ">="]), st.tuples(st.sampled_from("12345"))),
)
_ROWS = st.lists(st.lists(_CLAUSES, min_size=1, max_size=3).map(tuple), min_size=1, max_size=3).map(tuple)


def _every_answer() -> Iterator[dict[str, Value]]:
    """All answers to the four elements, with as many ages as a limit of 1 to 5 can tell apart."""
    element = PACK.elements["other_benefits"]
    others = [o.code for o in PACK.options(element) if o.code != element.alone]
    selections = [c for size in range(1, len(others) + 1) for c in combinations(others, size)]
    for low, grade, held, age in product(
        (True, False), "1234", [*selections, (element.alone,)], map(str, range(7))
    ):
        yield {"low_income": low, "grade": grade, "other_benefits": held, "age": age}


_ANSWERS = list(_every_answer())


@given(_ROWS)
@settings(max_examples=150, deadline=None)
def test_what_is_possible_and_what_is_certain_agree_with_every_answer(rows: Condition) -> None:
    truths = {truth(rows, facts) for facts in _ANSWERS}
    assert possible(PACK, [rows]) is (True in truths)
    assert always(PACK, rows) is (truths == {True})


def test_a_hidden_field_makes_what_looks_at_it_impossible() -> None:
    gate: Condition = condition(("low_income = no",))
    assert possible(PACK, [condition(("grade = 1", "low_income = yes"))])
    assert not possible(
        PACK, [condition(("grade = 1", "low_income = yes"))], lambda n: (gate,) if n == "grade" else ()
    )


def test_a_pack_where_nothing_stands_alone_may_choose_any_codes() -> None:
    free = replace(PACK.elements["other_benefits"], alone="")
    pack: Pack = replace(PACK, elements={**PACK.elements, "other_benefits": free})
    assert possible(pack, [condition(("other_benefits all-of 0 1",))])
