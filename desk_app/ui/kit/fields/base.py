"""What every field has in common: label, source, help, problem, and when it shows the problem."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Final, Protocol

from PySide6.QtCore import QCoreApplication, Qt, Signal, SignalInstance, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from desk_app.services.parts import Parts
from desk_app.ui.kit.fields.going import go_on_from
from desk_app.ui.kit.layouts import TOGETHER, column, row
from desk_app.ui.kit.roles import announce
from desk_app.ui.kit.still import once_released
from desk_app.ui.kit.style import set_property
from desk_app.ui.kit.widgets import button, chip, label
from desk_app.ui.kit.words import plain_tip
from forms import check
from forms.derive import inputs
from forms.schema import Element, Origin, Problem, Value
from forms.typesetting import typeset
from forms.vocabulary import Vocabulary

_SHIFT: Final = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier
_LONG: Final = 14
"""A name with more characters than this may take two lines."""


class Answering(Protocol):
    """The holder of the answers that fields show: the case on the counter, or an act being filled in."""

    parts: Parts

    @property
    def changed(self) -> SignalInstance:
        """Emits the id of an answer that changed, or an empty text for any."""
        ...

    @property
    def pack(self) -> Vocabulary:
        """The definition pack or the questionnaire the answers belong to."""
        ...

    @property
    def facts(self) -> Mapping[str, Value]:
        """The answers and the facts derived from them."""
        ...

    def given(self, element: str) -> Value | None:
        """An answer the clerk gave; None when nobody gave it."""
        ...

    def derived(self, element: str) -> bool:
        """Whether a value was derived from other answers instead of given by the clerk."""
        ...

    def optional(self, element: Element) -> bool:
        """Whether the answer may be left empty; its field then says 可不填."""
        ...

    def vouched(self, element: str) -> str:
        """What vouches for an answer, in a few words; empty where nothing does."""
        ...

    def trouble(self, element: Element) -> Problem | None:
        """The first problem of an answer, shown to the clerk yet or not; None if there is none."""
        ...

    def answer(self, element: str, value: Value) -> None:
        """Set an answer; an empty text removes it."""
        ...


class Field(QWidget):
    """One answer as a labelled input. It shows the holder's answer and gives back every change at once.

    A wrong value stays as typed. Its problem is shown once the field was left, not at the first key.
    """

    value_given = Signal(object)
    """The Value as it stands after each change."""
    left = Signal()
    """The clerk went on from the field: what was typed is final."""

    def __init__(self, case: Answering, element: Element, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty(TOGETHER, True)
        self.case, self.element = case, element
        self.onward: Callable[[QWidget], object] = go_on_from
        """Where Enter leads from one of the inputs; what asks question after question leads its own way."""
        self._left = False
        self._told = False
        self._said = ""
        """The problem that is shown, for screen readers: told once when it appears and once when it goes."""
        self._optional = label("可不填", "quiet")
        self._source = chip(_worked_out_from(case.pack, element), "info") if element.derived else None
        self._vouched = chip("", "good") if Origin.CARD in element.ranks else None
        self._message = label("", "quiet", wrap=True)
        self._copies = self._copy_buttons()
        self._offer: QPushButton | None = None
        self._build(self.build_input())
        case.changed.connect(self.refresh)

    # ---- what each kind of field does its own way -------------------------------------------

    def build_input(self) -> QWidget:
        """Make the widget that takes the answer; called once."""
        raise NotImplementedError

    def show_value(self, value: Value | None) -> None:
        """Show an answer, unless the clerk is typing it."""
        raise NotImplementedError

    def focus_target(self) -> QWidget:
        """The widget to focus."""
        raise NotImplementedError

    def inputs(self) -> list[QWidget]:
        """Every widget of the answer that can be focused."""
        return [self.focus_target()]

    def mark(self, state: str) -> None:
        """Mark the input ``wrong``, ``caution`` or not at all."""

    def help_words(self) -> str:
        """What is said below the input while nothing is wrong; empty for nothing."""
        return self.element.help

    # ---- for pages --------------------------------------------------------------------------

    @property
    def problem(self) -> Problem | None:
        """The first problem of the answer, shown yet or not."""
        return self.case.trouble(self.element)

    @property
    def typing(self) -> bool:
        """Whether the answer is being typed and not final yet."""
        return False

    @property
    def told(self) -> bool:
        """Whether the problem is shown now."""
        return self._told

    @Slot()
    def refresh(self, *_: object) -> None:
        """Show the answer, its source and its problem as the case has them."""
        derived = self.case.derived(self.element.id)
        self.show_value(self.case.facts.get(self.element.id))
        if self._source:
            self._source.setVisible(derived)
        if self._vouched:
            words = self.case.vouched(self.element.id)
            self._vouched.show_text(words, "good")
            self._vouched.setVisible(bool(words))
        optional = self.case.optional(self.element)
        self._optional.setVisible(optional)
        self._title.setToolTip(plain_tip("" if optional else self._why()))
        offered = ["", self.case.given(self.element.id)]  # rows and lists are no members of a set
        for other, copy in self._copies.items():
            copied = self.case.facts.get(other, "")
            copy.setVisible(copied not in offered)
            offered.append(copied)
        self.show_problem(self.problem)

    def _why(self) -> str:
        """Why the answer is needed, as a tip of its label; empty where nothing is said of it."""
        why = self.element.why_required
        return f"必填:{why}" if why else ""

    def show_problem(self, problem: Problem | None) -> None:
        """Show a problem below the input if the field was left before; without a problem show the help."""
        shown = problem if self._left or (problem and problem.at_once) else None
        tone = "" if shown is None else "wrong" if shown.blocks else "caution"
        self._told = shown is not None
        gone, self._said = self._said if shown is None else "", shown.message if shown else ""
        focused = QApplication.focusWidget()
        if gone and focused is not None and self.isAncestorOf(focused):
            announce(self, f"{self.element.label}:改好了")
        self.mark(tone)
        set_property(self._message, "role", {"wrong": "problem", "caution": "caution"}.get(tone, "quiet"))
        self._tell(shown.message if shown else self.help_words())
        self._show_offer(self._known_meaning() if tone == "wrong" else "")

    def emphasise(self, beside: str = "") -> None:
        """Show the label in strong letters, as the question it is, with how it is answered beside it."""
        set_property(self._title, "role", "strong")
        if beside and len(self.element.label) > _LONG:  # the name takes the whole line
            self._title.setText(typeset(f"{self.element.label}({beside})"))
        elif beside:
            self._head.insertWidget(1, label(beside, "quiet"))

    def tell_problems(self) -> None:
        """Show problems from now on: the field, or its step, was left."""
        self._left = True
        self.show_problem(self.problem)

    def stops(self) -> list[QWidget]:
        """The widgets Tab stops at, in order."""
        return [*self.inputs(), *self._copies.values()]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """What is typed while a link of the field has the keyboard goes into the next field."""
        focused = QApplication.focusWidget()
        on_link = focused is not None and focused.property("role") == "link" and self.isAncestorOf(focused)
        typed = event.text().strip() and event.text().isprintable()
        if on_link and focused and typed and not event.modifiers() & ~_SHIFT and go_on_from(focused):
            again = QKeyEvent(event.type(), event.key(), event.modifiers(), event.text())
            if following := QApplication.focusWidget():
                QCoreApplication.sendEvent(following, again)
        else:
            super().keyPressEvent(event)

    # ---- for the kinds ----------------------------------------------------------------------

    def give(self, value: Value) -> None:
        """Emit a value while the clerk is still typing."""
        self._left = self._left and self._told
        self.value_given.emit(value)

    def leave(self) -> None:
        """Called when the clerk leaves the field: show its problem from now on."""
        once_released(self, self._show_left)
        self.left.emit()

    def _show_left(self) -> None:
        before, self._left = self._said, True
        self.refresh()
        if self._said and self._said != before:
            announce(self, f"{self.element.label}:{self._said}")

    def refuse(self, words: str) -> None:
        """Say below the input why something was not taken, until the next change."""
        set_property(self._message, "role", "caution")
        self._tell(words)
        announce(self, f"{self.element.label}:{words}")

    def _tell(self, words: str) -> None:
        self._message.setText(words)
        self._message.setVisible(bool(words))
        self.focus_target().setAccessibleDescription(words)

    # ---- what a wrong answer is known to mean -----------------------------------------------

    def _known_meaning(self) -> str:
        value = self.case.facts.get(self.element.id, "")
        return check.offer(self.element, value, self.case.parts.clock.today())

    def _show_offer(self, meant: str) -> None:
        """Offer an answer behind the problem; it is given when the clerk takes it."""
        if meant and self._offer is None:
            self._offer = button("", "link", name=f"{self.element.id}:offer")
            self._offer.clicked.connect(self._take_offer)
            below = row()
            below.addWidget(self._offer)
            below.addStretch()
            self._whole.addLayout(below)
            self.setTabOrder(self.focus_target(), self._offer)
        if self._offer is not None:
            self._offer.setText(f"改为“{meant}”")
            self._offer.setAccessibleName(f"{self.element.label}改为{meant}")
            self._offer.setVisible(bool(meant))

    def _take_offer(self) -> None:
        meant = self._known_meaning()
        self.focus_target().setFocus()
        if meant:
            self.value_given.emit(meant)

    # ---- building ---------------------------------------------------------------------------

    def _build(self, entry: QWidget) -> None:
        long = len(self.element.label) > _LONG
        title = self._title = label(self.element.label, wrap=long)
        title.setBuddy(self.focus_target())
        head = self._head = row(spacing=8)
        head.addWidget(title, int(long))
        head.addWidget(self._optional)
        head.addStretch(int(not long))
        for aside in (self._source, self._vouched, *self._copies.values()):
            if aside:
                head.addWidget(aside)
        whole = self._whole = column(self, spacing=4)
        whole.addLayout(head)
        whole.addWidget(entry)
        whole.addWidget(self._message)

    def _copy_buttons(self) -> dict[str, QPushButton]:
        """The links that copy the answers of other elements, by those."""
        made: dict[str, QPushButton] = {}
        own = self.element
        for name, other, words in (
            ("copy", own.same_as, own.same_words),
            ("also", own.also_as, own.also_words),
        ):
            if other:
                made[other] = button(words, "link", name=f"{own.id}:{name}")
                made[other].setAccessibleName(f"{own.label}{made[other].text()}")
                made[other].clicked.connect(partial(self._give_copy, other))
        return made

    def _give_copy(self, other: str) -> None:
        self.value_given.emit(self.case.facts.get(other, ""))
        self.focus_target().setFocus()
        self.onward(self.focus_target())  # the answer is whole


def _worked_out_from(pack: Vocabulary, element: Element) -> str:
    """What a derived answer was derived from: 由残疾人证号推算."""
    read = inputs(element.derived) if element.derived else ()
    sources = [pack.elements[n].label for n in read if n in pack.elements]
    return f"由{sources[0]}推算" if len(sources) == 1 else "自动推算"
