"""Every key of the window acts once, however long it is held, and none is a letter or a digit alone."""

from pathlib import Path

from PySide6.QtGui import QShortcut

import desk_app
from tests.ui_shell.conftest import Desk


def test_no_shortcut_repeats_and_none_is_a_plain_letter_or_digit(desk: Desk) -> None:
    draft = desk.keep_draft()
    window = desk.open()
    window.resume_draft(draft.id)
    for room in window.rooms:
        window.show_room(room.name)
        desk.settle()
    found = window.findChildren(QShortcut)
    assert len(found) > 12
    assert [s.key().toString() for s in found if s.autoRepeat()] == []
    assert [s.key().toString() for s in found if len(s.key().toString()) == 1] == []


def test_keys_are_bound_in_one_place_only() -> None:
    # The paper over the whole window turns its pages as long as a key is held: it is only looked at.
    root = Path(desk_app.__file__).parent
    makers = [p.name for p in root.rglob("*.py") if "QShortcut(" in p.read_text(encoding="utf-8")]
    assert set(makers) <= {"shortcuts.py", "whole.py"}
