"""The six steps of the counter."""

from functools import partial

from desk_app.ui.counter.accept import AcceptPage
from desk_app.ui.counter.base import StepPage
from desk_app.ui.counter.capture import CapturePage
from desk_app.ui.counter.case import Case
from desk_app.ui.counter.confirm import ConfirmPage
from desk_app.ui.counter.fill import FillPage
from desk_app.ui.counter.notice import NoticePage
from desk_app.ui.counter.situation import SituationPage


def make_pages(case: Case) -> list[StepPage]:
    """The six steps of one case, in order."""
    fill = FillPage(case)
    pages = [
        SituationPage(case),
        NoticePage(case),
        fill,
        CapturePage(case),
        ConfirmPage(case),
        AcceptPage(case),
    ]
    for step in (4, 5):  # who follows a 更改 link from here wants to come back here
        pages[step].element_wanted.connect(partial(_remember_way_back, fill, step))
    return pages


def _remember_way_back(fill: FillPage, step: int, _element: str) -> None:
    fill.come_back_to(step)
