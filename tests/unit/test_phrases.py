"""Sentences with blanks: parts whose facts are unknown are left out."""

import pytest

from forms import phrases


@pytest.mark.parametrize(
    ("template", "values", "said"),
    [
        ("受理{titles},回执编号 {number}", {"titles": "新办", "number": "1"}, "受理新办,回执编号 1"),
        ("{name}:区县退回", {}, ":区县退回"),
        ("{paper}[,原因:{reason}]", {"paper": "回执", "reason": "丢失"}, "回执,原因:丢失"),
        ("{paper}[,原因:{reason}]", {"paper": "回执", "reason": ""}, "回执"),
        ("{paper}[,原因:{reason}]", {"paper": "回执"}, "回执"),
        ("甲[乙{a}丙{b}]丁", {"a": "1"}, "甲丁"),
        ("甲[乙{a}丙{b}]丁", {"a": "1", "b": "2"}, "甲乙1丙2丁"),
        ("甲[乙]丁", {}, "甲乙丁"),
        ("{a}", {"a": ("一", "", "二")}, "一、二"),
        ("{a}", {"a": ["一", "二"]}, "一、二"),
        ("{a}", {"a": {"x": "有证。", "y": "附件3", "z": "生活补贴"}}, "有证。附件3,生活补贴"),
        ("{a},{b}", {"a": True, "b": False}, "是,否"),
        ("[共{count}页]", {"count": 0}, "共0页"),
        ("{rows}", {"rows": [{"fault": "缺页", "remedy": ""}, {"fault": "模糊", "remedy": "重拍"}]},
         "缺页、模糊,重拍"),
        ("[见{rows}]", {"rows": ()}, ""),
    ],
)  # fmt: skip
def test_a_template_is_filled(template: str, values: dict[str, object], said: str) -> None:
    assert phrases.fill(template, values) == said


def test_what_was_typed_is_never_read_as_a_template() -> None:
    typed = {"reason": "{name}[无]|{reason}"}
    assert phrases.fill("原因:{reason}", typed) == "原因:{name}[无]|{reason}"
    assert phrases.fill("[原因:{reason}]", typed) == "原因:{name}[无]|{reason}"


def test_a_todo_has_a_title_and_a_text() -> None:
    assert phrases.split("{name}:待补正|{text}") == ("{name}:待补正", "{text}")
    assert phrases.split("甲|乙|丙") == ("甲", "乙|丙")
    assert phrases.split("甲") == ("甲", "")


def test_the_fields_of_a_template_are_told_once_in_order() -> None:
    assert phrases.fields("{b}[,{a}{b}]") == ("b", "a")


@pytest.mark.parametrize(
    ("template", "mark"),
    [("{a}[,{b}]", ""), ("", ""), ("{a", "{"), ("a}", "}"), ("[a", "["), ("a]", "]"), ("{A}", "{"),
     ("[a[b]]", "["), ("[{a]", "{"), ("{ a }", "{")],
)  # fmt: skip
def test_a_bracket_without_its_partner_is_found(template: str, mark: str) -> None:
    assert phrases.stray(template) == mark
