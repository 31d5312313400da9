"""Layouts are data: a county's slip of the pen is told where and what."""

from pathlib import Path

import pytest

from printing import layout
from printing.layout import AnswerText, Choices, Literal, template


def boxes_of(tmp_path: Path, boxes: str) -> layout.Layout:
    (tmp_path / "paper.toml").write_text(f"[[page]]\nboxes = [{boxes}]\n", "utf-8")
    return layout.boxes("paper", tmp_path)


@pytest.mark.parametrize(
    ("box", "told"),
    [
        ('{ at = [200, 10, 20, 10], text = "姓名" }', "超出 A4 纸面"),
        ('{ at = [10, 10, 0, 10], text = "姓名" }', "超出 A4 纸面"),
        ('{ at = [10, 10, 20], text = "姓名" }', "有误"),
        ('{ text = "姓名" }', "'at'"),
        ('{ at = [10, 10, 20, 10], colour = "red" }', "不认识的项 colour"),
        ('{ at = [10, 10, 20, 10], text = "{? age}" }', "条件"),
    ],
)
def test_a_faulty_box_is_told_with_file_and_page(tmp_path: Path, box: str, told: str) -> None:
    with pytest.raises(layout.LayoutError) as refused:
        boxes_of(tmp_path, box)

    assert told in str(refused.value)
    assert "paper.toml 第1页" in str(refused.value)


def test_a_file_that_is_no_toml_is_told(tmp_path: Path) -> None:
    with pytest.raises(layout.LayoutError, match=r"paper\.toml 不是有效的 TOML"):
        boxes_of(tmp_path, "{")


def test_a_template_is_words_answers_and_boxes() -> None:
    assert list(template("姓名{name}")) == [Literal("姓名"), AnswerText("name")]
    assert list(template("{since ~  年}")) == [AnswerText("since", " 年")]
    assert list(template("{reason 8}")) == [AnswerText("reason", blank=8)]
    assert list(template("{* kinds}{* reason :}")) == [Choices("kinds"), Choices("reason", ":")]


def test_pages_give_their_boxes_defaults(tmp_path: Path) -> None:
    text = '[defaults]\nsize = 9\n[[page]]\nalign = "left"\nboxes = [{ at = [1, 2, 3, 4], size = 8 }]\n'
    (tmp_path / "paper.toml").write_text(text, "utf-8")
    box = layout.boxes("paper", tmp_path).boxes[0]

    assert (box.size, box.align, box.page) == (8, "left", 1)
