"""Left of step 2: the one question that can still change an outcome, and the answers given so far."""

from collections.abc import Iterator
from typing import Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QApplication, QFrame, QWidget

from desk_app.ui.counter.case import Case
from desk_app.ui.counter.ondemand import OnDemand
from desk_app.ui.counter.questions import QuestionEntry, make_entry
from desk_app.ui.counter.rows import AnswerRow, answer_text
from desk_app.ui.kit.fields import make_field
from desk_app.ui.kit.layouts import TOGETHER, VerticalScroll, clear, column, row
from desk_app.ui.kit.style import px, set_property
from desk_app.ui.kit.widgets import Card, label
from forms.particulars import AGE, CERTIFICATE, SEX
from forms.schema import Element, Outcome, Value

_OF_THE_PERSON: Final = (AGE, SEX, CERTIFICATE)
"""Known facts that are changed in step 1, where the numbers they follow from are typed."""


class QuestionCard(QFrame):
    """Shows one question; its answers have number keys."""

    answered = Signal(str, object)
    """Element id and Value."""
    asked = Signal()
    """Another question is shown, or none is left."""

    def __init__(self, case: Case) -> None:
        super().__init__()
        self._case = case
        self._element: Element | None = None
        self._entry: QuestionEntry | None = None
        self._body = column(self, margins=16, spacing=8)
        set_property(self, "role", "question")
        self.setProperty(TOGETHER, True)
        self._show(self._done())

    def ask(self, element: Element | None) -> None:
        """Show this question, or that none is left; the card keeps the keyboard if it had it."""
        if element is self._element:
            if element is None:
                self._advice.setText(_advice(self._case))
            return
        focused = self.isAncestorOf(QApplication.focusWidget() or self)
        self._element, self._entry = element, None
        self._show(self._done() if element is None else self._question(element))
        if focused:
            self.take_focus()
        self.asked.emit()

    @property
    def asks(self) -> bool:
        """Whether a question is shown."""
        return self._entry is not None

    def press(self, number: int) -> None:
        """Give the answer that has this number key."""
        if self._entry:
            self._entry.press(number)

    def take_focus(self) -> bool:
        """Focus the answers; False when no question is shown."""
        if self._entry:
            self._entry.take_focus()
        return self._entry is not None

    def _show(self, content: QWidget) -> None:
        clear(self._body)
        self._body.addWidget(content)
        content.show()  # now, not with the next turn of the loop: the keyboard is to go there

    def _question(self, element: Element) -> QWidget:
        content = QWidget()
        body = column(content)
        body.addWidget(label(element.ask, "headline", wrap=True))
        body.addWidget(label(element.why, "quiet", wrap=True))
        self._entry = make_entry(self._case, element)
        self._entry.answered.connect(lambda value: self.answered.emit(element.id, value))
        body.addWidget(self._entry)
        if element.beside:
            body.addWidget(make_field(self._case, self._case.pack.elements[element.beside]))
        return content

    def _done(self) -> QWidget:
        content = QWidget()
        body = column(content)
        body.addWidget(label("问完了", "headline"))
        self._advice = label(_advice(self._case), wrap=True)
        body.addWidget(self._advice)
        return content


class Interview(Card):
    """Asks one question at a time, and only those that can still change something."""

    person_wanted = Signal()
    """The clerk wants to change a fact that is typed in step 1."""
    finished = Signal()
    """The last question was answered: the keyboard is wanted elsewhere."""

    def __init__(self, case: Case) -> None:
        super().__init__()
        self._case = case
        self._again = ""
        self._left = label("", "quiet")
        self.question = QuestionCard(case)
        self._rows = column(spacing=4)
        self._known = OnDemand(self._rows, self._known_elements(), self._row)
        self._build()
        self.question.answered.connect(self._answered)
        self.question.asked.connect(self._show_top)

    def _known_elements(self) -> Iterator[str]:
        yield from _OF_THE_PERSON
        yield from (e.id for e in self._case.pack.elements.values() if e.ask)

    def _row(self, element: str) -> AnswerRow:
        made = AnswerRow(element, self._case.pack.elements[element].label, title_width=108)
        made.change_wanted.connect(self._change)
        return made

    def _build(self) -> None:
        head = row()
        head.addWidget(label("问情况", "title"))
        head.addWidget(self._left)
        head.addStretch()
        self._known_title = label("已经知道", "title")
        inner = QWidget()
        body = column(inner, spacing=4)
        body.setContentsMargins(0, 0, px(6), 0)
        body.addWidget(self.question)
        body.addSpacing(px(8))
        body.addWidget(self._known_title)
        body.addLayout(self._rows)
        body.addStretch()
        self.body.addLayout(head)
        self._scroll = VerticalScroll(inner)
        self.body.addWidget(self._scroll, 1)

    def refresh(self) -> None:
        """Show the next question and the answers given so far."""
        pack = self._case.pack
        again = pack.elements.get(self._again)
        self.question.ask(again or self._case.question)
        left = len(self._case.questions) if self._case.application is None else 0
        self._left.setText(f"最多还需 {left} 问" if left else "")
        texts = {e: answer_text(self._case, pack.elements[e]) for e in self._known_elements()}
        known = {e: text for e, text in texts.items() if text}
        for element, text in known.items():
            self._known[element].show_text(text)
        self._known.show_only(known)
        self._known_title.setVisible(bool(known))

    def ask_again(self, element: str) -> None:
        """Show a question that is answered already, and focus its answers."""
        self._change(element)

    @Slot()
    def _show_top(self) -> None:
        # What had the keyboard went away with the last question; Qt then scrolls to whatever comes next.
        self._scroll.verticalScrollBar().setValue(0)

    @Slot(str, object)
    def _answered(self, element: str, value: Value) -> None:
        self._again = ""
        self._case.answer(element, value)
        self.refresh()
        if not self.question.take_focus():
            self.finished.emit()

    @Slot(str)
    def _change(self, element: str) -> None:
        if element in _OF_THE_PERSON:
            self.person_wanted.emit()
            return
        self._again = element
        self.refresh()
        self.question.take_focus()


def _advice(case: Case) -> str:
    """What to do once nothing is left to ask, as one or two sentences."""
    if not case.draft.chosen:
        return "勾选要办的事项,核对要带的材料,就可以往下办。"
    if problem := case.problem("matters"):
        written = "申请人仍要申请的,打印不予受理通知书。" if _refused(case) else ""
        return f"{problem.message}\n请看该事项的说明改正,或取消勾选。{written}"
    return "核对要带的材料,就可以往下办。"


def _refused(case: Case) -> bool:
    """Whether a chosen matter does not apply."""
    return any(f.matter in case.draft.chosen and f.outcome is Outcome.NOT for f in case.findings)
