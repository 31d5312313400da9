"""How a case opens and its steps turn: nothing is worked out twice, nor made while somebody waits."""

from PySide6.QtWidgets import QPushButton

from desk_app.ui.counter.workspace import Workspace
from tests.ui_shell.conftest import Desk


def test_turning_a_step_works_nothing_out_anew_and_is_saved(desk: Desk) -> None:
    # GIVEN an open case whose person is looked up
    draft = desk.keep_draft()
    window = desk.open()
    window.counter.resume(draft.id)
    desk.until(lambda: window.case is not None)
    case = window.case
    assert case is not None
    desk.until(lambda: case.inquiry.asked.name != "NOT")
    desk.settle()
    told: list[str] = []
    case.changed.connect(told.append)
    before = case.reading
    # WHEN another step is turned to
    other = 4 if draft.step != 4 else 3
    desk.click(f"step-{other + 1}")
    # THEN what the law says is the same reading, no page is told of a change, and the step is on the disk
    assert case.reading is before
    assert told == []
    desk.settle()
    kept = desk.parts.store.drafts.one(draft.id)
    assert kept is not None
    assert kept.step == other


def test_the_next_case_opens_in_a_frame_that_was_laid_out_before(desk: Desk) -> None:
    # GIVEN an open case, seen for a moment
    window = desk.open()
    desk.click("new-case")
    first = window.counter.workspace
    assert first is not None
    desk.until(lambda: len(window.counter.findChildren(Workspace)) == 2)
    (ahead,) = [w for w in window.counter.findChildren(Workspace) if w is not first]
    assert ahead.isHidden()
    # WHEN the next person comes
    desk.click("set-aside")
    desk.click("new-case")
    # THEN the case stands in that frame, at its first step
    assert window.counter.workspace is ahead
    assert ahead.isVisible()
    assert desk.find(QPushButton, "step-1").isChecked()
