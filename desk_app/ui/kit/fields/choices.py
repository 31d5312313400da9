"""Fields answered by buttons that have number keys."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from desk_app.ui.kit.fields.base import Field
from desk_app.ui.kit.fields.going import go_on_from
from desk_app.ui.kit.fields.writing import folded
from desk_app.ui.kit.layouts import FlowLayout
from desk_app.ui.kit.roles import as_group, one_or_none
from desk_app.ui.kit.ticks import on_tick, show_ticked
from desk_app.ui.kit.widgets import button
from forms.schema import UNSURE, Element, Option, Value

_STEPS: Final = {Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1}


@dataclass(frozen=True, slots=True)
class Choice:
    """One possible answer; ``name`` ends the object name of its button."""

    name: str
    text: str
    value: Value


YES_NO: Final = (Choice("yes", "是", True), Choice("no", "否", False))
_UPRIGHT: Final = 480
"""Grid pixels below which upright answers stand under one another, each as wide as all."""
NOT_SURE: Final = Choice("unsure", "不清楚,以后核实", UNSURE)


def toggled(
    element: Element, options: Iterable[Option], held: Iterable[str], pressed: str
) -> tuple[str, ...]:
    """The held codes with ``pressed`` added or removed, in form order; 都没有 excludes all others."""
    chosen = set(held) ^ {pressed}
    kept = chosen & {element.alone} if pressed == element.alone else chosen - {element.alone}
    return tuple(o.code for o in options if o.code in kept)


class AnswerButtons(QWidget):
    """A row of answer buttons. Tab enters it once; arrows move, number keys and Enter answer."""

    answered = Signal(object)
    """The value of the button that was pressed, by mouse or key."""
    left = Signal()
    single = True
    """Whether only one of them can be the answer."""

    def __init__(self, element: str, title: str, answers: Sequence[Choice], *, upright: bool = False) -> None:
        super().__init__()
        self.answers = tuple(answers)
        layout = FlowLayout(self, upright=_UPRIGHT if upright else 0)
        self.buttons = [self._button(element, title, i, a) for i, a in enumerate(self.answers)]
        for each in self.buttons:
            layout.addWidget(each)
        as_group(self, title)
        if self.single:
            one_or_none(self.buttons, self)
        self.show_chosen(())

    def _button(self, element: str, title: str, index: int, answer: Choice) -> QPushButton:
        key = str(index + 1) if index < 9 else ""
        made = button(folded(answer.text), "choice", key, name=f"{element}:{answer.name}")
        made.setAccessibleName(f"{title} {answer.text}")
        on_tick(made, lambda _on: self.answered.emit(answer.value))
        made.installEventFilter(self)
        return made

    def show_chosen(self, values: Iterable[Value]) -> None:
        """Show which answers are given; Tab then enters at the first of them, else at the first button."""
        chosen = list(values)
        for each, answer in zip(self.buttons, self.answers, strict=True):
            show_ticked(each, any(v is answer.value or v == answer.value for v in chosen))
        entry = self.entry
        for each in self.buttons:
            policy = Qt.FocusPolicy.StrongFocus if each is entry else Qt.FocusPolicy.ClickFocus
            each.setFocusPolicy(policy)

    @property
    def entry(self) -> QPushButton:
        """The button where Tab enters."""
        return next((b for b in self.buttons if b.isChecked()), self.buttons[0])

    def press(self, number: int) -> None:
        """Press the button that has this number key; nothing when there is none."""
        if 1 <= number <= len(self.buttons):
            self.buttons[number - 1].setFocus()
            self.buttons[number - 1].click()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Handle number keys, arrows and Enter on every button, and emit ``left`` when the row is left."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._key(watched, event)
        if event.type() == QEvent.Type.FocusOut and QApplication.focusWidget() not in self.buttons:
            self.left.emit()
        return super().eventFilter(watched, event)

    def _key(self, watched: QObject, event: QKeyEvent) -> bool:
        key, held = event.key(), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        place = next(i for i, b in enumerate(self.buttons) if b is watched)
        if held:
            return False
        if key in _STEPS:
            self.buttons[(place + _STEPS[Qt.Key(key)]) % len(self.buttons)].setFocus()
        elif Qt.Key.Key_1 <= key <= Qt.Key.Key_9:
            self.press(key - Qt.Key.Key_0)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.enter(place)
        else:
            return False
        return True

    def enter(self, place: int) -> None:
        """Press the button at this place: Enter was pressed on it."""
        self.buttons[place].click()


class _Row(AnswerButtons):
    """Answers of a form: no key takes a given answer away but Space, on the answer itself."""

    def press(self, number: int) -> None:
        """A number key gives its answer; on the given one it only goes there."""
        if self.single and 1 <= number <= len(self.buttons) and self.buttons[number - 1].isChecked():
            self.buttons[number - 1].setFocus()
        else:
            super().press(number)

    def enter(self, place: int) -> None:
        """Enter was pressed on a button: press it, or move on when its answer is given already."""
        if self.buttons[place].isChecked():
            go_on_from(self.buttons[place])
        else:
            super().enter(place)


class _Several(_Row):
    single = False


class _ButtonsField(Field):
    """A field made of answer buttons."""

    made_of: type[_Row] = _Row

    def build_input(self) -> QWidget:
        """A wrapping row of answers."""
        self.row = self.made_of(self.element.id, self.element.label, self.offered())
        self.row.answered.connect(self._answered)
        self.row.left.connect(self.leave)
        return self.row

    def offered(self) -> Sequence[Choice]:
        """The answers that can be chosen."""
        return [Choice(o.code, o.label, o.code) for o in self.case.pack.options(self.element)]

    def focus_target(self) -> QWidget:
        """The button where Tab enters."""
        return self.row.entry

    def inputs(self) -> list[QWidget]:
        """All answer buttons."""
        return list(self.row.buttons)

    def next_value(self, pressed: Value) -> Value:
        """The answer after this button was pressed."""
        raise NotImplementedError

    def _answered(self, pressed: Value) -> None:
        self.value_given.emit(self.next_value(pressed))
        self.leave()


class ChoiceField(_ButtonsField):
    """One of a few options; pressing the chosen one again removes the answer."""

    def show_value(self, value: Value | None) -> None:
        """Show the chosen answer."""
        self.row.show_chosen(() if value is None else (value,))

    def next_value(self, pressed: Value) -> Value:
        """The pressed answer, or an empty one when it was the given one."""
        return "" if self.case.given(self.element.id) == pressed else pressed


class FlagField(ChoiceField):
    """是 or 否."""

    def offered(self) -> Sequence[Choice]:
        """Yes and no."""
        return YES_NO


class ChoicesField(_ButtonsField):
    """Several of a few options, kept in form order."""

    made_of = _Several

    def show_value(self, value: Value | None) -> None:
        """Show every chosen answer."""
        self.row.show_chosen(value if isinstance(value, tuple) else ())

    def next_value(self, pressed: Value) -> Value:
        """The chosen codes with the pressed one added or taken out."""
        held = self.case.facts.get(self.element.id, ())
        options = self.case.pack.options(self.element)
        return toggled(self.element, options, held if isinstance(held, tuple) else (), str(pressed))
