"""What has to be filled in says why, where its label stands; what may stay empty says nothing."""

from PySide6.QtWidgets import QLabel

from tests.ui_pages.conftest import FILL, Desk


def tip(desk: Desk, words: str) -> str:
    """The tip of the label of a field."""
    return next(w.toolTip() for w in desk.page.findChildren(QLabel) if w.isVisible() and w.text() == words)


def test_a_label_says_why_its_field_is_needed(desk: Desk) -> None:
    desk.take_sound()
    desk.go(FILL)
    assert tip(desk, "联系电话").startswith("必填\uff1a结果、补正都要打电话告知")
    assert tip(desk, "户口类别") == ""
    assert tip(desk, "文化程度") == ""
