"""The six steps of the counter."""

from functools import partial
from typing import Final

from PySide6.QtWidgets import QWidget

from desk_app.services.printing import drawing
from desk_app.ui.counter.accept import AcceptPage
from desk_app.ui.counter.base import StepPage
from desk_app.ui.counter.capture import CapturePage
from desk_app.ui.counter.case import Case
from desk_app.ui.counter.confirm import ConfirmPage
from desk_app.ui.counter.fill import FillPage
from desk_app.ui.counter.notice import NoticePage
from desk_app.ui.counter.pages import StepPages
from desk_app.ui.counter.situation import SituationPage
from desk_app.ui.kit.errands import Lane

_KINDS: Final[tuple[type[StepPage], ...]] = (
    *(SituationPage, NoticePage, FillPage),
    *(CapturePage, ConfirmPage, AcceptPage),
)
_FILL: Final = 2
_COME_BACK: Final = (4, 5)
"""Steps whose 更改 links offer a way back to them."""


def make_pages(case: Case) -> StepPages:
    """The six steps of one case, in order; each page is made when it is first needed.

    What draws papers is made ready.
    """
    case.errands.run(drawing.make_ready, lane=Lane.PAPER)
    pages: StepPages

    def make(step: int, within: QWidget | None) -> StepPage:
        made = _KINDS[step](case, within)
        if step in _COME_BACK:
            made.element_wanted.connect(lambda _element: _remember_way_back(pages, step))
        return made

    pages = StepPages([(kind.title, partial(make, step)) for step, kind in enumerate(_KINDS)])
    return pages


def _remember_way_back(pages: StepPages, step: int) -> None:
    fill = pages[_FILL]
    assert isinstance(fill, FillPage)
    fill.come_back_to(step)
