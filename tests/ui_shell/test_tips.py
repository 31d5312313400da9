"""Text from outside is plain text, in tooltips too: Qt takes what looks like markup for markup."""

import ast
from pathlib import Path

import pytest
from PySide6.QtGui import QTextDocument

from desk_app.ui.kit.words import plain_tip

UI = Path(__file__).parents[2] / "desk_app" / "ui"


@pytest.mark.parametrize("text", ["<img src=x>.jpg", "张 & 李 <b>.jpg", "<script>", "a < b", "&lt;b&gt; <i>"])
def test_a_tip_shows_what_looks_like_markup_as_it_was_written(text: str) -> None:
    shown = QTextDocument()
    shown.setHtml(plain_tip(text))
    assert shown.toPlainText() == text


@pytest.mark.parametrize("text", ["", "户口簿 第1页.jpg", "张 & 李", "a &lt; b"])
def test_what_is_no_markup_stays_as_it_is(text: str) -> None:
    assert plain_tip(text) == text


def test_a_sentence_of_the_program_has_chinese_punctuation_and_a_file_keeps_its_name() -> None:
    assert plain_tip("受理18,已办结2") == "受理18，已办结2"
    assert plain_tip("身份证(1),正面.jpg", verbatim=True) == "身份证(1),正面.jpg"


def _is_safe(given: ast.expr) -> bool:
    """Whether a tip is written out in the code, or goes through ``plain_tip``."""
    if isinstance(given, ast.Constant):
        return True
    if isinstance(given, ast.IfExp):
        return _is_safe(given.body) and _is_safe(given.orelse)
    if isinstance(given, ast.JoinedStr):  # a key and its number
        put_in = [v.value for v in given.values if isinstance(v, ast.FormattedValue)]
        return [ast.unparse(v) for v in put_in] == ["number"]
    called = given.func if isinstance(given, ast.Call) else None
    return isinstance(called, ast.Name | ast.Attribute) and ast.unparse(called).endswith("plain_tip")


@pytest.mark.parametrize("path", sorted(UI.rglob("*.py")), ids=lambda p: p.relative_to(UI).as_posix())
def test_every_tip_is_plain(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    calls = [n for n in ast.walk(tree) if isinstance(n, ast.Call) and isinstance(n.func, ast.Attribute)]
    tips = [c for c in calls if c.func.attr == "setToolTip"]  # type: ignore[attr-defined]
    assert [ast.unparse(c) for c in tips if not _is_safe(c.args[0])] == []
