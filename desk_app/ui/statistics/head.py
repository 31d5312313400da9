"""The head of the statistics: which records, which period, by which column."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QWidget

from desk_app.ui.kit import layouts, style
from desk_app.ui.kit.layouts import FlowLayout
from desk_app.ui.kit.ticks import on_pick, show_ticked
from desk_app.ui.kit.widgets import button, label

Offer = tuple[str, str]
"""What a choice stands for, and its words."""


class StatisticsHead(QWidget):
    """Three questions with buttons for their answers, in one line that wraps."""

    chosen = Signal(str, str)
    """The question (``of``, ``period`` or ``by``) and the id of the answer that was pressed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._line = FlowLayout(self)
        self._groups: list[QButtonGroup] = []
        self._shown: object = None

    def offer(
        self, questions: Sequence[tuple[str, Sequence[Offer]]], answers: Sequence[str], *, named: str
    ) -> None:
        """Offer the answers of each question, the present one marked; with a single answer it is left out."""
        if questions == self._shown:
            self._mark(questions, answers)
            return
        self._shown = questions
        focused = next((b.objectName() for g in self._groups for b in g.buttons() if b.hasFocus()), "")
        layouts.clear(self._line)
        self._groups = []
        self._line.addWidget(label(named, "headline"))
        for (question, offered), answer in zip(questions, answers, strict=True):
            if len(offered) > 1:
                if self._groups:
                    self._line.addWidget(_separator())
                self._groups.append(self._ask(question, offered, answer, focused))

    def _mark(self, questions: Sequence[tuple[str, Sequence[Offer]]], answers: Sequence[str]) -> None:
        names = {f"{question}-{answer}" for (question, _), answer in zip(questions, answers, strict=True)}
        for group in self._groups:
            for made in group.buttons():
                show_ticked(made, made.objectName() in names)

    def take_keyboard(self) -> bool:
        """Focus the first marked answer; False while no question is shown."""
        marked = next((g.checkedButton() for g in self._groups if g.checkedButton()), None)
        if marked is not None:
            marked.setFocus()
        return marked is not None

    def stand_on(self, question: str) -> None:
        """Focus the marked answer of a question; nothing happens where it is not asked."""
        marked = (group.checkedButton() for group in self._groups)
        answer = next((b for b in marked if b and b.objectName().startswith(f"{question}-")), None)
        if answer is not None:
            answer.show()  # the keyboard goes to nothing that is not there yet
            answer.setFocus()

    def _ask(self, question: str, offered: Sequence[Offer], answer: str, focused: str) -> QButtonGroup:
        group = QButtonGroup(self)
        for code, words in offered:
            made = button(words, "choice", name=f"{question}-{code}")
            made.setChecked(code == answer)
            group.addButton(made)
            on_pick(made, partial(self.chosen.emit, question, code))
            self._line.addWidget(made)
            if made.objectName() == focused:
                made.show()  # the keyboard goes to nothing that is not there yet
                made.setFocus()
        return group


def _separator() -> QWidget:
    made = QFrame()
    style.set_property(made, "role", "upright")
    made.setFixedSize(1, style.px(24))
    return made
