"""The six steps of the counter."""

from functools import partial

from desk_app.ui.case import Case
from desk_app.ui.pages.accept import AcceptPage
from desk_app.ui.pages.base import Page
from desk_app.ui.pages.capture import CapturePage
from desk_app.ui.pages.confirm import ConfirmPage
from desk_app.ui.pages.fill import FillPage
from desk_app.ui.pages.notice import NoticePage
from desk_app.ui.pages.situation import SituationPage


def make_pages(case: Case) -> list[Page]:
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
