"""The dialog for one act on a record, or for the act that begins one: questions, person, button to do it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any, Final

from PySide6.QtCore import QEvent, Qt, QTimer, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

from desk_app.domain import acting
from desk_app.domain.applications import APPLICATION
from desk_app.domain.events import Who
from desk_app.errors import DeskError, RuleError
from desk_app.services import ledger, proceedings
from desk_app.services.parts import Parts
from desk_app.ui.acts import scanned
from desk_app.ui.acts.answers import SECOND, ActAnswers
from desk_app.ui.acts.feet import ActFeet
from desk_app.ui.acts.fields import fields_of
from desk_app.ui.acts.head import Head
from desk_app.ui.acts.proof import SecondProof
from desk_app.ui.acts.still_open import StillOpen
from desk_app.ui.kit.alive import while_alive
from desk_app.ui.kit.dialogs import DeskDialog
from desk_app.ui.kit.errands import Errands
from desk_app.ui.kit.fields.base import Field
from desk_app.ui.kit.focus import in_tab_order
from desk_app.ui.kit.layouts import column
from desk_app.ui.kit.style import px
from desk_app.ui.kit.widgets import Strip, label
from forms import listing, phrases
from forms.pack import Pack
from forms.procedures import Act, Procedure
from forms.schema import Problem

_WIDE: Final = 560
_WIDER: Final = 820
"""Width of the form, in grid pixels, when it asks for a table."""


@dataclass(frozen=True, slots=True)
class Task:
    """What a dialog needs to know of the act to be done."""

    pack: Pack
    procedure: Procedure
    act: Act
    about: str
    """The record the act is done to, in words; for an act that begins a record the register's title."""
    carry_out: Callable[[Who, Mapping[str, Any]], Any]
    """Does the act, given who does it and the answers; its result goes to ``done``."""
    given: Mapping[str, Any] = field(default_factory=dict)
    """Answers the form opens with."""
    head: Callable[["ActDialog"], Head] | None = None
    """Makes what stands above the questions."""
    number: str = ""
    """The record's own number; scanned, it does the act."""
    first: str = ""
    """Who did the act that the second person of this one must not have done."""


class ActDialog(DeskDialog):
    """The form of an act. It closes once the act is done; when refused it stays with everything typed."""

    def __init__(
        self, parts: Parts, errands: Errands, task: Task, parent: QWidget, done: Callable[[Any], None]
    ) -> None:
        tables = any(ask.rows for ask in task.act.asks)
        super().__init__("act", task.act.word, parent, _WIDER if tables else _WIDE)
        self._parts, self._errands, self._task, self._tell_done = parts, errands, task, done
        self._under_way = self._armed = False
        self.answers = ActAnswers(parts, task.pack, task.procedure, task.act, task.given, self, task.first)
        self.fields = fields_of(self.answers, errands)
        self._proof = SecondProof(self.answers) if self._two_sign_in() else None
        self._strip = Strip("", "wrong")
        self.head = task.head(self) if task.head else None
        self._feet = ActFeet(task.act.word, lambda: parts.window.clerk, for_good=task.act.for_good)
        self._go, self._cancel = self._feet.go, self._feet.cancel
        self._build()
        # The second half of a double click that opened the form must not be the press that counts.
        QTimer.singleShot(QApplication.doubleClickInterval(), self, self._arm)
        if self.head is not None:
            self.head.take_focus()
        else:
            (self.fields[0].focus_target() if self.fields else self._go).setFocus()

    @property
    def armed(self) -> bool:
        """Whether a press on the button counts yet: not while a double click may still be under way."""
        return self._armed

    @property
    def said(self) -> str:
        """The fault on the strip, one that belongs to no field; an empty text when there is none."""
        return "" if self._strip.isHidden() else self._strip.text

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc asks once before it closes, however long it is held."""
        if event.key() == Qt.Key.Key_Escape and (event.isAutoRepeat() or self._feet.asking):
            if not event.isAutoRepeat():
                self._feet.keep()
        else:
            super().keyPressEvent(event)

    def take_scan(self, text: str) -> bool:
        """A scanned label answers the question for a record's number; said already, it does the act.

        What decides for good is pressed.
        """
        taken = scanned.take(self.answers, text, self._task.number)
        if taken is scanned.ScanUse.ANSWERED:
            self._go.setFocus()  # a line shows nothing else while it is typed into
            for each in self.fields:
                each.refresh()
        elif taken is scanned.ScanUse.AGAIN and not self._task.act.for_good:
            self._carry_out()
        return taken is not scanned.ScanUse.NO

    def reject(self) -> None:
        """Close, after asking when something was typed; does nothing while the act is being done."""
        if self._under_way:
            return
        if self.answers.touched:
            self._feet.ask()
        else:
            super().reject()

    @Slot()
    def _give_up(self) -> None:
        super().reject()

    # ---- building -------------------------------------------------------------------------

    def _build(self) -> None:
        body = QWidget()
        asks = column(body, spacing=12)
        asks.addWidget(label(self._task.act.word, "headline"))
        for sentence in (self._task.about, self._basis()):
            if sentence:
                asks.addWidget(label(sentence, "quiet", wrap=True))
        if self.head is not None:
            asks.addWidget(self.head)
        for each in self.fields:
            for above in self._above(each):
                asks.addWidget(above, 0, Qt.AlignmentFlag.AlignLeft)
            asks.addWidget(each)
        if self._proof is not None:
            asks.addWidget(self._proof)
        asks.addSpacing(px(26))  # room for a problem below a field
        asks.addStretch(1)
        self._strip.hide()
        self.lay_out(body, self._feet, self._strip)
        self._go.clicked.connect(self._carry_out)
        self._cancel.clicked.connect(self.reject)
        self._feet.given_up.connect(self._give_up)
        self.answers.changed.connect(self._feet.settle)
        self.finished.connect(self.deleteLater)
        first = self.head.stops() if self.head else []
        then = [stop for f in self.fields for stop in (*self._above(f), *f.stops())]
        proof = self._proof.stops() if self._proof else []
        in_tab_order([*first, *then, *proof, *self._feet.stops()])

    def _above(self, field_: Field) -> list[QWidget]:
        """What the head puts just above a field."""
        made = self.head.before(field_.element.id) if self.head else None
        return [made] if made else []

    def _basis(self) -> str:
        return f"依据:{self._task.act.source}" if self._task.act.source else ""

    @Slot()
    def _arm(self) -> None:
        self._armed = True

    # ---- the press that counts ------------------------------------------------------------

    @Slot()
    def _carry_out(self) -> None:
        if self._under_way or not self._armed:
            return
        for each in self.fields:
            each.tell_problems()
        if self.head is not None and self.head.fault:
            self._strip.show_text(self.head.fault, "wrong")
            self._strip.show()
            self.head.take_focus()
            return
        if wrong := self._first_wrong():
            self._go_to(wrong)
            return
        if self._proof is not None and (line := self._proof.lacks()):
            self.scroller.ensureWidgetVisible(line)
            return
        self._wait(under_way=True)
        who, told, carry_out = self._who(), self.answers.told, self._task.carry_out
        self._errands.run(
            lambda: carry_out(who(), told),
            while_alive(self, self._finish),
            while_alive(self, self._refuse),
        )

    def _who(self) -> Callable[[], Who]:
        """Gives who does the act: who sits here, or the second person once they are proved."""
        if self._proof is not None:
            return self._proof.prove()
        clerk = self._parts.window.who
        who = replace(clerk, person=self.answers.second) if self._task.act.unlike else clerk
        return lambda: who

    def _two_sign_in(self) -> bool:
        """Whether the act needs a second person who can prove it: not where nobody had to sign in."""
        return bool(self._task.act.unlike) and not self._parts.window.seat.given

    def _first_wrong(self) -> Field | None:
        return next((f for f in self.fields if f.problem and f.problem.blocks), None)

    def _wait(self, *, under_way: bool) -> None:
        self._under_way = under_way
        self._go.setEnabled(not under_way)
        self._cancel.setEnabled(not under_way)
        self._strip.hide()

    def _finish(self, result: Any) -> None:
        self._wait(under_way=False)
        self.accept()
        self._tell_done(result)

    def _refuse(self, error: DeskError) -> None:
        """Show a refusal beside the fields it concerns, or on the strip when it concerns none."""
        self._wait(under_way=False)
        if self._proof is not None and self._proof.refused(error):
            QTimer.singleShot(0, self, self._show_proof)  # once what was shown has its place
            return
        found = self._problems(error)
        self.answers.refuse(found)
        for each in self.fields:
            each.tell_problems()
        told = {f.element.id for f in self.fields}
        if not any(p.element in told for p in found):
            sentence = ";".join(p.message for p in found) or str(error)
            self._strip.show_text(sentence, "wrong" if isinstance(error, RuleError) else "caution")
            self._strip.show()
        if wrong := self._first_wrong():
            self._go_to(wrong)
        else:
            self._go.setFocus()

    @Slot()
    def _show_proof(self) -> None:
        """Make room for the proof of the second person and scroll to its line."""
        self.fit()
        QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
        if self._proof is not None and (line := self.focusWidget()) is not None:
            self.scroller.ensureWidgetVisible(self._proof)
            self.scroller.ensureWidgetVisible(line)

    def _go_to(self, field_: Field) -> None:
        """Scroll a field and its message into view and focus it."""
        field_.focus_target().setFocus()
        self.scroller.ensureWidgetVisible(field_)

    def _problems(self, error: DeskError) -> tuple[Problem, ...]:
        if not isinstance(error, RuleError):
            return ()
        if not error.problems and self._task.act.unlike:
            return (Problem(SECOND, str(error)),)
        return error.problems


def open_act(
    parts: Parts,
    errands: Errands,
    proceeding: str,
    act: Act,
    parent: QWidget,
    done: Callable[[Any], None],
    given: Mapping[str, Any] | None = None,
) -> None:
    """Open the dialog of an act on a record and do the act; ``done`` gets its Event."""

    def look() -> Task:
        found = proceedings.record(parts, parts.window.who, proceeding)
        if found is None:
            raise RuleError("没有这条记录,请刷新后再看")
        values = ledger.values(parts, found.proceeding, {})
        called = phrases.fill(found.procedure.label, values)
        subject = found.proceeding.subject
        persons = parts.store.applications.applicants({subject.id}) if subject.kind == APPLICATION else {}
        name, _ = persons.get(subject.id, ("", ""))
        first = acting.first_person(act, parts.store.events.of(proceeding))
        about = " ".join(t for t in (name, found.procedure.title, found.proceeding.number, called) if t)
        return Task(
            found.pack,
            found.procedure,
            act,
            about,
            lambda who, told: proceedings.act(parts, who, proceeding, act.code, told),
            {**_second(act, first, parts.window.clerk), **(given or {})},
            number=found.proceeding.number,
            first=first,
        )

    _open(parts, errands, look, parent, done)


def _second(act: Act, first: str, clerk: str) -> dict[str, Any]:
    """Who sits here as the second person of an act that wants one, unless they were the first."""
    return {SECOND: clerk} if act.unlike and first and clerk and clerk != first else {}


def open_start(
    parts: Parts,
    errands: Errands,
    law: Procedure,
    act: Act,
    parent: QWidget,
    done: Callable[[Any], None],
    given: Mapping[str, Any] | None = None,
) -> None:
    """Open the dialog of the act that begins a record and do it; ``done`` gets the Proceeding.

    It opens with what is ``given``, and tells of open records of the same person.
    """

    def look() -> Task:
        return Task(
            parts.pack,
            law,
            act,
            law.title,
            lambda who, told: proceedings.begin(parts, who, law.id, act.code, told),
            given or {},
            partial(StillOpen, parts, errands, law) if listing.person_ask(law) else None,
        )

    _open(parts, errands, look, parent, done)


def _open(
    parts: Parts,
    errands: Errands,
    look: Callable[[], Task],
    parent: QWidget,
    done: Callable[[Any], None],
) -> None:
    def show(task: Task) -> None:
        if not any(d.isVisible() for d in parent.findChildren(ActDialog)):  # asked for twice, shown once
            ActDialog(parts, errands, task, parent, done).open()

    errands.run(look, while_alive(parent, show))
