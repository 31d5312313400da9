"""Strips that say what is to be mended, with a link to each place."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame

from desk_app.ui.pages.links import short_name
from desk_app.ui.style import px, set_property
from desk_app.ui.widgets import FlowLayout, button, clear, label, row
from desk_app.ui.words import typeset
from forms.schema import Pack, Problem

_MOST_LINKS: Final = 8


class ProblemStrip(QFrame):
    """One sentence and a link for each problem; the links are only rebuilt when they change."""

    element_wanted = Signal(str)

    def __init__(self, pack: Pack) -> None:
        super().__init__()
        self._pack = pack
        self._shown: Sequence[Problem] = ()
        self._words = label("")
        self._words.setMinimumHeight(px(22))
        self._links = FlowLayout(spacing=4)
        set_property(self, "role", "strip")
        body = row(self, margins=4)
        body.setContentsMargins(px(12), px(4), px(12), px(4))
        body.addWidget(self._words, 0, Qt.AlignmentFlag.AlignTop)
        body.addLayout(self._links, 1)

    def show_problems(self, words: str, tone: str, problems: Sequence[Problem] = ()) -> None:
        """Say ``words`` and offer a link for each problem; without words the strip goes away."""
        set_property(self, "tone", tone)
        self._words.setText(words)
        self.setVisible(bool(words))
        if list(problems) != list(self._shown):
            self._shown = tuple(problems)
            clear(self._links)
            for problem in self._shown[:_MOST_LINKS]:
                self._add_link(problem)
            if len(problems) > _MOST_LINKS:
                self._links.addWidget(label("等"))

    def _add_link(self, problem: Problem) -> None:
        link = button(short_name(self._pack, problem), "link")
        link.setToolTip(typeset(problem.message))
        link.setAccessibleDescription(problem.message)
        link.clicked.connect(lambda: self.element_wanted.emit(problem.element))
        self._links.addWidget(link)
