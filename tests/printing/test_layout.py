"""Reading layout files with their line numbers; templates of words, answers and tick boxes."""

from pathlib import Path

import pytest

from printing import layout
from printing.errors import LayoutError
from printing.layout import AnswerText, Choices, Literal, template


def told(tmp_path: Path, raw: bytes) -> str:
    (tmp_path / "paper.toml").write_bytes(raw)
    with pytest.raises(LayoutError) as refused:
        layout.read(tmp_path / "paper.toml")
    return str(refused.value)


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        (b"[paper]\n{", "paper.toml 第2行:"),
        (b"a = 1\na = 2\n", "paper.toml 第2行:"),
        (b"a = 1\nb = [1,\n", "paper.toml 第2行:"),
        ("a = 1\ntitle = '受理'".encode("gbk"), "paper.toml 第2行:文件不是 UTF-8 编码,请另存为 UTF-8"),
        (b"a = " + b"[" * 5000, "paper.toml 第1行:括号套得太深"),
        (b"#" * 300_000, "paper.toml 第1行:文件太大"),
    ],
)
def test_a_file_that_can_not_be_read_is_told_with_its_line(tmp_path: Path, raw: bytes, sentence: str) -> None:
    assert told(tmp_path, raw).startswith(sentence)


def test_a_folder_by_the_name_of_a_layout_is_told(tmp_path: Path) -> None:
    (tmp_path / "paper.toml").mkdir()
    with pytest.raises(LayoutError, match=r"没有版式文件 paper\.toml,或读不出来"):
        layout.read(tmp_path / "paper.toml")


def test_notepads_mark_and_line_ends_are_no_fault(tmp_path: Path) -> None:
    (tmp_path / "paper.toml").write_bytes(b"\xef\xbb\xbfa = 1\r\nb = 2\r\n")
    source, data = layout.read(tmp_path / "paper.toml")

    assert data == {"a": 1, "b": 2}
    assert source.told("错了", ("b",)) == "paper.toml 第2行:错了"


def test_a_fault_is_told_in_its_line_within_rows_too(tmp_path: Path) -> None:
    text = '[words]\na = "甲"\n[[page]]\nboxes = [\n  { at = [1, 2] },\n  { at = [3,\n    4] },\n]\n'
    (tmp_path / "paper.toml").write_text(text, "utf-8")
    source, _ = layout.read(tmp_path / "paper.toml")

    assert source.told("", ("words", "a")) == "paper.toml 第2行:"
    assert source.told("", ("page", 0, "boxes", 1, "at", 1)) == "paper.toml 第7行:"
    assert source.told("", ("page", 0, "boxes", 1, "text")) == "paper.toml 第6行:"
    assert source.told("", ("page",)) == "paper.toml 第3行:"
    assert source.told("", ("nothing",)) == "paper.toml 第1行:"


def test_a_template_is_words_answers_and_boxes() -> None:
    assert list(template("姓名{name}")) == [Literal("姓名"), AnswerText("name")]
    assert list(template("{since ~  年}")) == [AnswerText("since", " 年")]
    assert list(template("{reason 8}")) == [AnswerText("reason", blank=8)]
    assert list(template("{* kinds}{* reason :}")) == [Choices("kinds"), Choices("reason", ":")]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("姓名{name", "花括号没有成对"),
        ("姓名}", "花括号没有成对"),
        ("{name 1e9}", "横线的长度"),
        ("{name 500}", "横线的长度"),
        ("{name nan}", "横线的长度"),
        ("{ }", "不能作名字"),
        ("{3}", "不能作名字"),
        ("{? age}", "条件“ age”应写成"),
        ("{? age is 3}", "运算符“is”不认识"),
    ],
)
def test_a_template_with_a_slip_is_told(text: str, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        list(template(text))
