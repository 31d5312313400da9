"""The head of the statistics: which records, which period, by which column."""

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QFrame, QMenu, QWidget

from desk_app.ui.kit import layouts, style
from desk_app.ui.kit.layouts import FlowLayout
from desk_app.ui.kit.roles import one_of
from desk_app.ui.kit.ticks import on_pick, show_ticked
from desk_app.ui.kit.widgets import Button, button, label
from forms.typesetting import typeset

Offer = tuple[str, str]
"""What a choice stands for, and its words."""
_Asked = tuple[Sequence[tuple[str, Sequence[Offer]]], Sequence[str], str]
_IN_SIGHT: Final = 8
"""Most answers that all stand in the line; more are a menu."""
_NAMES: Final = {"of": "数什么", "period": "时间", "by": "怎样分"}


class StatisticsHead(QWidget):
    """Three questions with buttons for their answers in a line that wraps, or menus where room is short."""

    chosen = Signal(str, str)
    """The question (``of``, ``period`` or ``by``) and the id of the answer that was pressed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._line = FlowLayout(self)
        self._asked: list[QButtonGroup | Button] = []
        """A group of buttons or a menu for each question, from left to right."""
        self._shown: object = None
        self._narrow = False
        self._offered: _Asked | None = None

    def narrow(self, *, narrow: bool) -> None:
        """Fold the answers of each question into a menu, or show them all."""
        if narrow != self._narrow:
            self._narrow, self._shown = narrow, None
            if self._offered is not None:
                questions, answers, named = self._offered
                self.offer(questions, answers, named=named)

    def offer(
        self, questions: Sequence[tuple[str, Sequence[Offer]]], answers: Sequence[str], *, named: str
    ) -> None:
        """Offer the answers of each question, the present one marked; with a single answer it is left out."""
        self._offered = (questions, answers, named)
        if questions == self._shown and all(isinstance(each, QButtonGroup) for each in self._asked):
            self._mark(questions, answers)
            return
        self._shown = questions
        stood = self.focusWidget()
        focused = stood.objectName() if stood is not None and self.isAncestorOf(stood) else ""
        layouts.clear(self._line)
        self._asked = []
        if not self._narrow:
            self._line.addWidget(label(named, "headline"))
        for (question, offered), answer in zip(questions, answers, strict=True):
            if len(offered) > (1 if self._narrow else _IN_SIGHT):
                self._fold(question, offered, answer, focused)
            elif len(offered) > 1:
                if self._asked:
                    self._line.addWidget(_separator())
                self._asked.append(self._ask(question, offered, answer, focused))

    def _mark(self, questions: Sequence[tuple[str, Sequence[Offer]]], answers: Sequence[str]) -> None:
        names = {f"{question}-{answer}" for (question, _), answer in zip(questions, answers, strict=True)}
        for group in self._asked:
            for made in group.buttons() if isinstance(group, QButtonGroup) else ():
                show_ticked(made, made.objectName() in names)

    @property
    def walk(self) -> tuple[QWidget, ...]:
        """What Tab visits, from left to right."""
        return tuple(
            made
            for each in self._asked
            for made in (each.buttons() if isinstance(each, QButtonGroup) else (each,))
        )

    def take_keyboard(self) -> bool:
        """Focus the first marked answer; False while no question is shown."""
        marked = next(iter(self._marked()), None)
        if marked is not None:
            marked.setFocus()
        return marked is not None

    def stand_on(self, question: str) -> None:
        """Focus the marked answer of a question; nothing happens where it is not asked."""
        answer = next((b for b in self._marked() if b.objectName().startswith(f"{question}-")), None)
        if answer is not None:
            answer.show()  # the keyboard goes to nothing that is not there yet
            answer.setFocus()

    def _marked(self) -> Iterator[QAbstractButton]:
        """The marked answer, or the menu, of each question."""
        for each in self._asked:
            marked = each.checkedButton() if isinstance(each, QButtonGroup) else each
            if marked is not None:
                yield marked

    def _ask(self, question: str, offered: Sequence[Offer], answer: str, focused: str) -> QButtonGroup:
        group = QButtonGroup(self)
        for code, words in offered:
            made = button(words, "choice", name=f"{question}-{code}")
            made.setChecked(code == answer)
            one_of(group, made)
            on_pick(made, partial(self.chosen.emit, question, code))
            self._line.addWidget(made)
            if made.objectName() == focused:
                made.show()  # the keyboard goes to nothing that is not there yet
                made.setFocus()
        return group

    def _fold(self, question: str, offered: Sequence[Offer], answer: str, focused: str) -> None:
        """One button that shows the present answer and opens the others as a menu."""
        present = next((words for code, words in offered if code == answer), "")
        made = Button(present)
        made.setObjectName(f"{question}-menu")
        made.setAccessibleName(f"{_NAMES[question]}:{present}")
        style.set_property(made, "role", "menu")
        menu = QMenu(made)
        for code, words in offered:
            action = menu.addAction(typeset(words))
            action.setObjectName(f"{question}-{code}")
            action.setCheckable(True)
            action.setChecked(code == answer)
            action.triggered.connect(lambda _on=False, code=code: self.chosen.emit(question, code))
        made.setMenu(menu)
        self._asked.append(made)
        self._line.addWidget(made)
        if made.objectName() == focused:
            made.show()
            made.setFocus()


def _separator() -> QWidget:
    made = QFrame()
    style.set_property(made, "role", "upright")
    made.setFixedSize(1, style.px(24))
    return made
