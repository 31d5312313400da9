"""Strips that list problems, each with a link to where it is mended."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QPushButton, QWidget

from desk_app.ui.counter.links import short_name
from desk_app.ui.kit.focus import TabPlace, kept
from desk_app.ui.kit.layouts import FlowLayout, laid_out_once, row
from desk_app.ui.kit.roles import announce
from desk_app.ui.kit.style import px, set_property
from desk_app.ui.kit.widgets import button, label
from desk_app.ui.kit.words import plain_tip
from forms.pack import Pack
from forms.schema import Problem
from forms.typesetting import typeset

_MOST_LINKS: Final = 8
_WRONG: Final = "wrong"


class ProblemStrip(QFrame):
    """One sentence and a link for each problem; the links are only rebuilt when they change."""

    element_wanted = Signal(str)

    def __init__(self, pack: Pack) -> None:
        super().__init__()
        self._pack = pack
        self._shown: list[Problem] = []
        self._links: list[QWidget] = []
        self._tone = ""
        self._place = TabPlace(self)
        self._words = label("")
        self._words.setMinimumHeight(px(24))
        self._flow = FlowLayout(spacing=4)
        self._flow.addWidget(self._words)
        set_property(self, "role", "strip")
        body = row(self)
        body.setContentsMargins(px(12), px(6), px(12), px(6))
        body.addLayout(self._flow)

    def show_problems(self, words: str, tone: str, problems: Sequence[Problem] = ()) -> None:
        """Show ``words`` and a link for each problem; without words the strip is hidden.

        In sight, what is wrong is told to screen readers once, and once that nothing is wrong any more.
        """
        around, new = self.parentWidget(), words != self._words.text()
        if new and _WRONG in (tone, self._tone) and around is not None and around.isVisible():
            announce(self, words or "要处理的都处理好了")
        self._tone = tone
        set_property(self, "tone", tone)
        self._words.setText(words)
        self.setVisible(bool(words))
        if list(problems) != self._shown:
            self._shown = list(problems)
            self._show_links()

    def take_focus(self) -> bool:
        """Put the keyboard on the first link; False where there is none."""
        link = next((each for each in self._links if isinstance(each, QPushButton)), None)
        if link is not None:
            link.setFocus(Qt.FocusReason.OtherFocusReason)
        return link is not None

    def _show_links(self) -> None:
        with kept(self), laid_out_once(self):
            while self._links:
                gone = self._links.pop()
                self._flow.removeWidget(gone)
                gone.hide()
                gone.deleteLater()
            self._links = [self._link(problem) for problem in self._shown[:_MOST_LINKS]]
            if len(self._shown) > _MOST_LINKS:
                self._links.append(label("等"))
            for each in self._links:
                self._flow.addWidget(each)
                each.show()
        self._place.hold(each for each in self._links if isinstance(each, QPushButton))

    def _link(self, problem: Problem) -> QPushButton:
        link = button(short_name(self._pack, problem), "link", name=f"problem:{problem.element}")
        link.setToolTip(plain_tip(typeset(problem.message)))
        link.setAccessibleDescription(problem.message)
        link.clicked.connect(lambda: self.element_wanted.emit(problem.element))
        return link
