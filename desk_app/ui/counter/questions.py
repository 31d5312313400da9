"""How the interview takes an answer: one button, several with 确定, or a date; always also 不清楚."""

from collections.abc import Callable, Mapping
from typing import Final

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from desk_app.ui.counter.case import Case
from desk_app.ui.kit.fields.choices import NOT_SURE, YES_NO, AnswerButtons, Choice, toggled
from desk_app.ui.kit.fields.lines import LineField
from desk_app.ui.kit.layouts import column
from desk_app.ui.kit.ticks import on_tick
from desk_app.ui.kit.widgets import button, label, show_key
from forms import check
from forms.schema import UNSURE, Element, Kind, Problem, Value

_CONFIRM: Final = "确定"


class QuestionEntry(QWidget):
    """Takes the answer to one question, by mouse or keyboard."""

    answered = Signal(object)
    """The Value; emitted once, when the answer is complete."""

    def press(self, number: int) -> None:
        """React to a number key pressed anywhere on the page."""
        raise NotImplementedError

    def take_focus(self) -> None:
        """Focus the widget that takes the answer."""
        raise NotImplementedError


class OneEntry(QuestionEntry):
    """是, 否 or one of a few options: the first press answers."""

    def __init__(self, case: Case, element: Element) -> None:
        super().__init__()
        self._buttons = AnswerButtons(element.id, element.ask, _offered(case, element), upright=True)
        given = case.draft.answers.get(element.id)
        self._buttons.show_chosen(() if given is None else (given,))
        self._buttons.answered.connect(self.answered)
        column(self).addWidget(self._buttons)

    def press(self, number: int) -> None:
        """Give the answer with this number."""
        self._buttons.press(number)

    def take_focus(self) -> None:
        """Go to the chosen answer, or to the first."""
        self._buttons.entry.setFocus()


class SeveralEntry(QuestionEntry):
    """Several of a few options, or 不清楚, then 确定 or Enter: no option answers by itself."""

    def __init__(self, case: Case, element: Element) -> None:
        super().__init__()
        self._element = element
        self._options = case.pack.options(element)
        given = case.draft.answers.get(element.id, ())
        self._chosen: Value = given if isinstance(given, tuple) or given == UNSURE else ()
        self._buttons = _Toggles(element.id, element.ask, _offered(case, element), upright=True)
        self._confirm = _confirm_button(element)
        body = column(self)
        body.addWidget(label("可以选几项,选好后按“确定”。", "quiet", wrap=True))
        body.addWidget(self._buttons)
        body.addWidget(self._confirm)
        self._buttons.answered.connect(self._pressed)
        self._buttons.entered.connect(self._give)
        self._confirm.clicked.connect(self._give)
        self._show()

    def press(self, number: int) -> None:
        """Toggle the option with this number."""
        self._buttons.press(number)

    def take_focus(self) -> None:
        """Go to the first chosen answer, or to the first."""
        self._buttons.entry.setFocus()

    @Slot(object)
    def _pressed(self, value: Value) -> None:
        held = self._chosen if isinstance(self._chosen, tuple) else ()
        if value == UNSURE:
            self._chosen = () if self._chosen == UNSURE else UNSURE
        else:
            self._chosen = toggled(self._element, self._options, held, str(value))
        self._show()

    def _show(self) -> None:
        chosen = self._chosen if isinstance(self._chosen, tuple) else (self._chosen,)
        self._buttons.show_chosen(chosen)
        self._confirm.setEnabled(bool(self._chosen))

    @Slot()
    def _give(self) -> None:
        if self._chosen:
            self.answered.emit(self._chosen)


class _Toggles(AnswerButtons):
    """Answer buttons: number keys and space toggle an option, Enter emits ``entered``."""

    entered = Signal()
    single = False

    def enter(self, _place: int) -> None:
        """Enter was pressed on one of the buttons."""
        self.entered.emit()


class DateEntry(QuestionEntry):
    """A date, then 确定 or Enter; a text that is no date shows its problem and gives no answer."""

    def __init__(self, case: Case, element: Element) -> None:
        super().__init__()
        self._line = _DateLine(case, element)
        self._confirm = _confirm_button(element)
        self._unsure = button(NOT_SURE.text, "choice", name=f"{element.id}:{NOT_SURE.name}")
        self._unsure.setAccessibleName(f"{element.ask} {NOT_SURE.text}")
        self._unsure.setAutoDefault(True)
        self._unsure.setChecked(case.draft.answers.get(element.id) == UNSURE)
        body = column(self)
        for each in (self._line, self._confirm, self._unsure):
            body.addWidget(each)
        self._line.held_changed.connect(self._follow)
        self._line.entered.connect(self._give)
        self._confirm.clicked.connect(self._give)
        on_tick(self._unsure, lambda _on: self.answered.emit(UNSURE))
        self._follow()

    def press(self, number: int) -> None:
        """Type this digit as the first of the date, when the keyboard is elsewhere."""
        self.take_focus()
        key = Qt.Key(Qt.Key.Key_0 + number)
        typed = QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier, str(number))
        QApplication.sendEvent(self._line.edit, typed)

    def take_focus(self) -> None:
        """Go to the line."""
        self._line.edit.setFocus()

    @Slot()
    def _follow(self) -> None:
        self._confirm.setEnabled(bool(self._line.held))

    @Slot()
    def _give(self) -> None:
        self._line.tell_problems()
        if (problem := self._line.problem) and problem.blocks:
            self.take_focus()
        elif self._line.held:
            self.answered.emit(self._line.held)


class _DateLine(LineField):
    """A date field that holds its text until the date is confirmed."""

    held_changed = Signal()
    entered = Signal()

    def __init__(self, case: Case, element: Element) -> None:
        given = case.draft.answers.get(element.id, "")
        self.held = "" if given == UNSURE else str(given)
        super().__init__(case, element)
        self.value_given.connect(self._hold)
        self.refresh()

    @property
    def problem(self) -> Problem | None:
        """What is wrong with the text in the line."""
        if not self.held:
            return None
        facts = {**self.case.facts, self.element.id: self.held}
        found = check.value_problems(self.case.pack, self.element, facts, self.case.parts.clock.today())
        return found[0] if found else None

    def remember(self) -> Callable[[], None]:
        """Note the text held now; what is returned holds it again."""
        before = self.held
        return lambda: self._hold(before)

    def show_value(self, _value: Value | None) -> None:
        """Show the text held here, not the case's answer."""
        super().show_value(self.held)

    def go_on(self) -> None:
        """Enter gives the date."""
        self.tell_problems()
        self.entered.emit()

    @Slot(object)
    def _hold(self, value: Value) -> None:
        self.held = str(value)
        self.refresh()
        self.held_changed.emit()


_ENTRIES: Final[Mapping[Kind, Callable[[Case, Element], QuestionEntry]]] = {
    Kind.FLAG: OneEntry,
    Kind.CHOICE: OneEntry,
    Kind.CHOICES: SeveralEntry,
    Kind.DATE: DateEntry,
}


def make_entry(case: Case, element: Element) -> QuestionEntry:
    """The entry for a question's kind; KeyError for a kind that can not be asked."""
    return _ENTRIES[element.kind](case, element)


def _offered(case: Case, element: Element) -> tuple[Choice, ...]:
    if element.kind is Kind.FLAG:
        return (*YES_NO, NOT_SURE)
    return (*(Choice(o.code, o.label, o.code) for o in case.pack.options(element)), NOT_SURE)


def _confirm_button(element: Element) -> QPushButton:
    made = button(_CONFIRM, "primary", name=f"{element.id}:confirm")
    show_key(made, "Return")
    made.setAccessibleName(f"{element.ask} {_CONFIRM}")
    made.setAutoDefault(True)
    return made
