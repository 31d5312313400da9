"""The few questions a paper asks, one below the other; dates are read in any usual form."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import (
    QPlainTextEdit,
    QWidget,
)

from desk_app.domain.prints import A4, Media
from desk_app.services.parts import Parts
from desk_app.services.printing import documents
from desk_app.services.printing.documents import Question, Subject
from desk_app.ui.kit.fields.lines import Edit
from desk_app.ui.kit.layouts import clear, column, row
from desk_app.ui.kit.style import px, set_property
from desk_app.ui.kit.widgets import label
from forms import moments
from forms.numbers import tidy_date
from forms.schema import Document

_LONG_LINES: Final = 3
_LONG_LABEL: Final = 12
"""A question with more characters than this may take two lines."""
ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_NOT_LEFT: Final = (Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason)
NO_DATE: Final = "不是日期,请写成 2026-03-05 这样,或者不填"
"""The problem of an answer that should be a date and is none."""


@dataclass(frozen=True, slots=True)
class PaperSetting:
    """What is looked up of a paper before it is shown: its questions, and the paper it is printed on."""

    questions: tuple[Question, ...]
    media: Media


def setting(parts: Parts, subject: Subject, document: Document) -> PaperSetting:
    """Look up a paper's questions and medium."""
    return PaperSetting(documents.questions(parts, subject, document.id), documents.media(document.drawn_by))


class LongEdit(QPlainTextEdit):
    """An edit of three lines. Enter finishes it as it does a single line; Shift+Enter begins a new line."""

    left = Signal()
    returnPressed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setTabChangesFocus(True)
        lines = self.fontMetrics().lineSpacing() * _LONG_LINES
        self.setFixedHeight(lines + px(24))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Emit ``returnPressed`` at Enter instead of adding a line."""
        if event.key() in ENTER and not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.returnPressed.emit()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Emit ``left``, unless the focus went to a popup or another window."""
        super().focusOutEvent(event)
        if event.reason() not in _NOT_LEFT:
            self.left.emit()


class AnswerField(QWidget):
    """One question of a paper; an answer left empty is written by hand.

    Emits ``edited`` at every change, ``left`` when it is left, ``entered`` at Enter.
    """

    edited = Signal()
    left = Signal()
    entered = Signal()

    def __init__(self, question: Question) -> None:
        super().__init__()
        self.question = question
        self.edit: Edit | LongEdit = LongEdit() if question.kind == "long" else Edit()
        self._problem = label("", "problem", wrap=True)
        self._build()

    @property
    def value(self) -> str:
        """The answer; a date that is understood in its stored form."""
        text = self.edit.toPlainText() if isinstance(self.edit, LongEdit) else self.edit.text()
        return tidy_date(text.strip()) if self._dated else text.strip()

    @property
    def understood(self) -> bool:
        """Whether the answer is of its kind; an empty one is."""
        return not (self._dated and self.value) or moments.day(self.value) is not None

    def tell(self) -> None:
        """On leaving: write the date in its stored form, or show that the text is no date."""
        if self._dated and isinstance(self.edit, Edit) and self.edit.text() != self.value:
            self.edit.setText(self.value)
        wrong = not self.understood
        set_property(self.edit, "state", "wrong" if wrong else "")
        self._problem.setText(NO_DATE if wrong else "")
        self._problem.setVisible(wrong)
        self.edit.setAccessibleDescription(NO_DATE if wrong else self._hint)

    def take_focus(self) -> None:
        """Focus the edit."""
        self.edit.setFocus()

    @property
    def _dated(self) -> bool:
        return self.question.kind == "date"

    @property
    def _hint(self) -> str:
        return "" if self.question.required else "可不填"

    def _build(self) -> None:
        long = len(self.question.label) > _LONG_LABEL
        title = label(self.question.label, wrap=long)
        title.setBuddy(self.edit)
        head = row()
        head.addWidget(title, int(long))
        head.addWidget(label(self._hint, "quiet"))
        head.addStretch(int(not long))
        self.edit.setObjectName(f"documents:{self.question.name}")
        self.edit.setAccessibleName(self.question.label)
        self.edit.setAccessibleDescription(self._hint)
        if self._dated:
            self.edit.setPlaceholderText("如 20260305")
        self.edit.textChanged.connect(self.edited)
        self.edit.left.connect(self.left)
        self.edit.returnPressed.connect(self.entered)
        whole = column(self, spacing=4)
        whole.addLayout(head)
        whole.addWidget(self.edit)
        whole.addWidget(self._problem)
        self._problem.hide()


class Answers(QWidget):
    """The questions of one paper, one below the other; answers stay when another paper is shown."""

    edited = Signal()
    left = Signal()
    """A question was left, or Enter pressed in it."""
    finished = Signal()
    """Enter was pressed in the last question."""

    def __init__(self) -> None:
        super().__init__()
        self.fields: list[AnswerField] = []
        self._body = column(self, spacing=12)
        self._body.setContentsMargins(px(4), px(4), px(12), px(4))

    def ask(self, asked: PaperSetting) -> None:
        """Show the questions of a paper."""
        clear(self._body)
        for sentence in _said_of(asked):
            self._body.addWidget(label(sentence, "quiet", wrap=True))
        self.fields = [AnswerField(q) for q in asked.questions]
        for place, each in enumerate(self.fields):
            self._body.addWidget(each)
            each.edited.connect(self.edited)
            each.left.connect(self._tell)
            each.entered.connect(lambda place=place: self._go_on(place))
        self._body.addStretch(1)

    @property
    def given(self) -> Mapping[str, str]:
        """Every answer by the name of its question."""
        return {each.question.name: each.value for each in self.fields if each.value}

    @property
    def misread(self) -> str:
        """The label of the first answer that is not understood, or an empty text."""
        return next((each.question.label for each in self.fields if not each.understood), "")

    @Slot()
    def _tell(self) -> None:
        for each in self.fields:
            if each is self.sender():
                each.tell()
        self.left.emit()

    def _go_on(self, place: int) -> None:
        self.fields[place].tell()
        if place + 1 < len(self.fields):
            self.fields[place + 1].take_focus()
        else:
            self.left.emit()
            self.finished.emit()


def _said_of(asked: PaperSetting) -> Iterable[str]:
    """Sentences for the clerk above the questions."""
    if asked.media.words != A4.words:
        yield f"请在打印机里放{asked.media.words}。"
    yield from dict.fromkeys(q.why for q in asked.questions if q.why)
    if not asked.questions:
        yield "这样文书没有要填的。"
    elif not all(q.required for q in asked.questions):
        yield "没有填的,纸上留出空处手写。"
