"""The step pages of one case, each made when it is first needed so that a case opens at once."""

from collections.abc import Callable, Iterator, Sequence
from typing import Final, overload

from PySide6.QtWidgets import QWidget

from desk_app.ui.counter.base import StepPage

Made = Callable[[QWidget | None], StepPage]
"""Makes a page within the widget it is to stand in."""


class StepPages(Sequence[StepPage]):
    """All steps in order as a sequence; reading an item makes that page. ``titles`` needs none made.

    ``within`` is the widget the pages are made in. A page that is made first and moved into a parent later
    is styled twice: Qt styles every widget of a tree anew when the tree gets another parent.
    """

    def __init__(self, steps: Sequence[tuple[str, Made]]) -> None:
        self.titles: Final = tuple(title for title, _ in steps)
        self._makers = [make for _, make in steps]
        self._made: dict[int, StepPage] = {}
        self.within: QWidget | None = None

    @classmethod
    def of(cls, pages: Sequence[StepPage]) -> "StepPages":
        """These finished pages as StepPages; a StepPages is returned as it is."""
        if isinstance(pages, StepPages):
            return pages
        whole = cls([(page.title, lambda _, page=page: page) for page in pages])  # type: ignore[misc]
        whole._made = dict(enumerate(pages))
        return whole

    def made_in(self, within: QWidget, step: int) -> StepPage:
        """The page of a step, or the last one, made within this widget, as all later ones."""
        self.within = within
        return self[min(step, len(self) - 1)]

    def __len__(self) -> int:
        return len(self.titles)

    @overload
    def __getitem__(self, step: int) -> StepPage: ...
    @overload
    def __getitem__(self, step: slice) -> Sequence[StepPage]: ...
    def __getitem__(self, step: int | slice) -> StepPage | Sequence[StepPage]:
        if isinstance(step, slice):
            return [self[place] for place in range(len(self))[step]]
        place = range(len(self))[step]
        if place not in self._made:
            self._made[place] = self._makers[place](self.within)
        return self._made[place]

    def __iter__(self) -> Iterator[StepPage]:
        return (self[place] for place in range(len(self)))
