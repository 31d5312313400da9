"""The answers to an act are checked like those of the form: required, of their kind, none not asked."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from forms import asked, loader
from forms.procedures import Act, Ask, Procedure, RowField
from forms.schema import Kind
from tests.people import id_number

TODAY = date(2026, 11, 24)
PACK = loader.shipped()
MATTER = PACK.procedures["matter"]
ROWS = (RowField("fault", "问题"), RowField("remedy", "怎样改"))
ACT = Act(
    "note", "登记", roles=("clerk",), asks=(
        Ask("title", "名称", required=True, max_length=5),
        Ask("holder", "借用人", Kind.NAME),
        Ask("id_number", "身份证号", Kind.ID_NUMBER),
        Ask("phone", "电话", Kind.PHONE),
        Ask("day", "日期", Kind.DATE),
        Ask("count", "件数", Kind.NUMBER),
        Ask("sure", "是否核实", Kind.FLAG),
        Ask("grade", "残疾等级", Kind.CHOICE, codes="grade"),
        Ask("ways", "残疾类别", Kind.CHOICES, codes="category"),
        Ask("rows", "逐条", rows=ROWS, max_length=5),
    ),
)  # fmt: skip
OPEN = {ask.id: "" for ask in ACT.asks}


def said(values: dict[str, Any], act: Act = ACT, procedure: Procedure = MATTER) -> list[tuple[str, str]]:
    return [(p.element, p.message) for p in asked.problems(PACK, procedure, act, values, TODAY)]


def test_the_tables_these_tests_use_are_there() -> None:
    assert {"grade", "category"} <= PACK.codes.keys()


def test_sound_answers_are_stored_tidied() -> None:
    values = {
        "title": " 档案\n 室 ", "holder": "阿依古丽•买买提", "id_number": id_number().lower(),
        "phone": "0943-669 0000", "day": "2026年3月5日", "count": "12", "sure": False, "grade": "1",
        "ways": ["1", "2"],
        "rows": [{"fault": " 缺页 ", "remedy": ""}, {"fault": "", "remedy": None}],
    }  # fmt: skip
    assert said(values) == []
    assert asked.tidied(ACT, values) == {
        "title": "档案 室", "holder": "阿依古丽·买买提", "id_number": id_number(), "phone": "09436690000",
        "day": "2026-03-05", "count": "12", "sure": False, "grade": "1", "ways": ("1", "2"),
        "rows": ({"fault": "缺页"},),
    }  # fmt: skip


def test_what_is_left_open_is_stored_as_empty() -> None:
    assert asked.tidied(ACT, {"title": "甲", "holder": None, "elsewhere": "x"}) == OPEN | {"title": "甲"}
    assert asked.tidied(ACT, {"count": 3})["count"] == "3"


# (field, what was typed, what is said of it)
WRONG: list[tuple[str, Any, str]] = [
    ("title", "", "请填写名称"),
    ("title", "  ", "请填写名称"),
    ("title", "一二三四五六", "名称最多5个字,现在是6个"),
    ("title", "一\t二", "看不见的控制字符"),
    ("title", 5, "名称应为文字"),
    ("holder", "张3", "姓名中有数字"),
    ("id_number", "62040319900101", "身份证号"),
    ("phone", "123", "手机号应为11位"),
    ("day", "2026-02-30", "日期“2026-02-30”不是日期"),
    ("day", "昨天", "不是日期"),
    ("count", "三", "件数“三”不是数字"),
    ("count", "1-2", "不是数字"),
    ("count", -1, "不是数字"),
    ("count", True, "不是数字"),
    ("sure", "yes", "是否核实请选择是或否"),
    ("grade", "9", "残疾等级有不认识的选项"),
    ("ways", ("1", "99"), "残疾类别有不认识的选项"),
    ("ways", "1", "残疾类别有不认识的选项"),
    ("rows", "缺页", "逐条应为一行一行的表"),
    ("rows", ["缺页"], "逐条应为一行一行的表"),
    ("rows", [{"fault": "甲"}, {"falt": "乙"}], "逐条第2行有不认识的列“falt”"),
    ("rows", [{"fault": 5}], "逐条第1行的问题应为文字"),
    ("rows", [{"remedy": "一二三四五六"}], "逐条第1行的怎样改最多5个字"),
    ("rows", [{"remedy": "一\t二"}], "逐条第1行的怎样改中有看不见的控制字符"),
    ("colour", "红", "“登记”不问“colour”,请去掉"),
]


@pytest.mark.parametrize(("field", "typed", "told"), WRONG, ids=lambda v: str(v)[:16])
def test_a_wrong_answer_is_told_at_its_field(field: str, typed: Any, told: str) -> None:
    found = said({"title": "甲", field: typed})
    assert [f for f, _ in found] == [field], found
    assert told in found[0][1]


@pytest.mark.parametrize(
    ("ask", "told"),
    [(Ask("x", "日期", Kind.DATE, required=True), "请填写日期"),
     (Ask("x", "是否核实", Kind.FLAG, required=True), "请选择是否核实"),
     (Ask("x", "残疾等级", Kind.CHOICE, required=True, codes="grade"), "请选择残疾等级"),
     (Ask("x", "逐条", required=True, rows=ROWS), "请填写逐条")],
)  # fmt: skip
def test_what_must_be_given_is_asked_for(ask: Ask, told: str) -> None:
    act = Act("note", "登记", asks=(ask,))
    assert said({}, act) == [("x", told)]
    assert said({"x": [{"fault": " "}]} if ask.rows else {"x": ""}, act) == [("x", told)]


def test_false_is_an_answer() -> None:
    act = Act("note", "登记", asks=(Ask("x", "是否核实", Kind.FLAG, required=True),))
    assert said({"x": False}, act) == []


def test_a_certificate_is_judged_beside_the_grade_that_comes_with_it() -> None:
    conclude = MATTER.act("conclude")
    assert conclude is not None
    number = f"{id_number()}43"
    assert said({"certificate_number": number, "grade": "3"}, conclude) == []
    found = said({"certificate_number": number, "grade": "2"}, conclude)
    assert [f for f, _ in found] == ["grade"]
    assert "残疾等级与残疾人证号末位不一致" in found[0][1]


def test_a_reason_must_be_given_where_something_is_refused() -> None:
    for code in ("correct", "refuse", "close"):
        act = MATTER.act(code)
        assert act is not None
        assert said({}, act)[0] == ("text", "请填写原因")
    correct = MATTER.act("correct")
    assert correct is not None
    assert said({}, correct)[1:] == [("rows", "请填写逐条说明,每条写明材料、问题、怎样改")]


def test_a_row_may_name_its_columns_by_their_headings() -> None:
    correct = MATTER.act("correct")
    assert correct is not None
    row = {"材料": "照片", "问题": "看不清", "怎样改": "重拍", "期限": "2026年12月1日"}
    given = {"text": "补", "rows": (row,)}
    assert said(given, correct) == []
    assert asked.tidied(correct, given)["rows"] == (
        {"material": "照片", "fault": "看不清", "remedy": "重拍", "until": "2026-12-01"},
    )
    assert said({"text": "补", "rows": (row | {"怎样改": " "},)}, correct) == [
        ("rows", "逐条说明第1行还缺怎样改,请填写")
    ]


def test_a_secret_procedure_takes_no_text_even_where_an_old_copy_asks_for_it() -> None:
    secret = replace(MATTER, title="保密件", fields=asked.NUMBERS)
    found = said({"title": "甲", "rows": [{"fault": "甲"}], "count": "3", "day": "2026-03-05"}, ACT, secret)
    assert found == [
        ("title", "名称不能录入:“保密件”保密,只录数字和日期"),
        ("rows", "逐条不能录入:“保密件”保密,只录数字和日期"),
    ]


def test_facts_are_read_in_words() -> None:
    procedure = replace(MATTER, acts=(ACT,))
    facts = {"day": "2026-03-05", "grade": "1", "ways": ["1", "2"], "title": "甲", "name": "张样例"}
    words = asked.worded(PACK, procedure, facts)
    assert words["day"] == "2026年3月5日"
    assert words["grade"] == PACK.codes["grade"].label("1") != "1"
    assert words["ways"] == [PACK.codes["category"].label(code) for code in ("1", "2")]
    assert (words["title"], words["name"]) == ("甲", "张样例")
