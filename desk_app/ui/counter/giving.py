"""Gives a draft to another clerk, unless it is open or not on the disk yet."""

from typing import TYPE_CHECKING, Final

from desk_app.domain.applications import Draft
from desk_app.domain.events import Subject
from desk_app.domain.finding import DRAFT
from desk_app.services.parts import Parts
from desk_app.ui.kit.errands import Errands

if TYPE_CHECKING:
    from desk_app.ui.counter.page import CounterPage

_OPEN: Final = "这件正在“受理”里办着,先暂存再转"
_UNSAVED: Final = "这件还没有存好,存好后再转"


def give(page: "CounterPage", parts: Parts, errands: Errands, draft_id: str, to: str) -> None:
    """Give it, noted, and say so; every page then shows whose it is."""
    from desk_app.services.counter import handing

    if page.case is not None and page.case.draft.id == draft_id:
        page.notice.emit("caution", _OPEN)
        return
    if any(unsaved.id == draft_id for unsaved in page.saver.unsaved):
        page.notice.emit("caution", _UNSAVED)
        return

    def done(_given: Draft) -> None:
        page.notice.emit("good", f"已转给{to},记下了")
        page.changed.emit(Subject(DRAFT, draft_id))

    errands.run(lambda: handing.hand_over(parts, draft_id, to), done)
