"""Going on with an unfinished draft of the person at the counter: nothing of either is lost unmeant."""

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QLineEdit

from desk_app.domain.applications import Draft
from desk_app.services.counter import inform
from desk_app.ui.counter.base import StepPage
from tests.ui_shell.conftest import Desk


def earlier(desk: Desk) -> Draft:
    """A draft of yesterday, at step 3."""
    draft = replace(inform.new_draft(desk.parts), answers={"name": "张样例", "phone": "13800000001"}, step=2)
    desk.parts.store.drafts.keep(draft)
    return draft


def begun(desk: Desk) -> tuple[str, StepPage]:
    """A new draft with a name; its id, and the page that is shown."""
    desk.open()
    desk.click("new-case")
    desk.qtbot.keyClicks(desk.find(QLineEdit, "situation:name"), "Zhang")
    desk.settle()
    workspace = desk.window.counter.workspace
    assert workspace is not None
    return workspace.case.draft.id, workspace.page


@pytest.mark.parametrize("keep", [True, False])
def test_the_other_draft_is_opened_and_the_new_one_kept_only_if_wanted(desk: Desk, keep: bool) -> None:
    wanted = earlier(desk)
    new, page = begun(desk)
    page.draft_wanted.emit(wanted.id, keep)
    desk.until(lambda: (c := desk.window.counter.case) is not None and c.draft.id == wanted.id)
    desk.settle()
    case = desk.window.counter.case
    assert case is not None
    assert case.draft.answers["phone"] == "13800000001"
    assert (desk.parts.store.drafts.one(new) is not None) is keep
    assert desk.parts.store.drafts.one(wanted.id) is not None


def test_a_draft_that_is_gone_by_now_leaves_the_new_one_alone(desk: Desk) -> None:
    new, page = begun(desk)
    page.draft_wanted.emit("gone", False)
    desk.settle()
    assert desk.parts.store.drafts.one(new) is not None
