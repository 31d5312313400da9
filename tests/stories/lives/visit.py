"""One visit at the counter, typed and clicked through the six pages of the window."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from PySide6.QtWidgets import QAbstractButton, QLineEdit

import resources
from desk_app.domain.applications import Application, pages_of
from desk_app.services.counter.capture import PHOTO
from desk_app.services.printing import documents
from desk_app.ui.counter.case import Case
from desk_app.ui.counter.inquiry import Asked
from desk_app.ui.counter.material import MaterialCard
from desk_app.ui.shell.window import MainWindow
from desk_app.walkthrough.driver import Hands
from desk_app.walkthrough.run import presses
from forms.schema import UNSURE, Element, Finding, Kind, Outcome, Value
from tests.people import id_number
from tests.printing.reading import squeezed, text_of

PORTRAIT = resources.path("samples") / "01" / "portrait.jpg"
ADDRESS = "甘肃省白银市平川区长征街道样例社区12号"
FORM: Mapping[str, Value] = {
    "ethnicity": "01",
    "marriage": "20",
    "household_kind": "0",
    "phone": "13809430000",
    "registered_address": ADDRESS,
    "present_address": ADDRESS,
    "bank_card": "6217000000000000004",
    "bank_card_again": "6217000000000000004",
    "delivery": "2",
    "delivery_phone": "13809430000",
    "guardian_name": "李样例",
    "guardian_relation": "5",
    "guardian_phone": "13809430001",
    "employed": False,
}
"""Answers of the form that no story is about."""


@dataclass(frozen=True)
class Person:
    """Who comes: identity, what they answer when asked, and what the clerk copies into the form."""

    name: str = "张样例"
    id_number: str = field(default_factory=lambda: id_number("19810312", "002"))
    certificate: str = ""
    """Number on the certificate they show; typed at step 1."""
    facts: Mapping[str, Value] = field(default_factory=dict)
    """Answers by element: those of the interview, and of the form where they are not ``FORM``'s."""


class Visit:
    """The open case of one person; step by step, or all by ``World.take``."""

    def __init__(self, window: MainWindow, hands: Hands, person: Person) -> None:
        self.window, self.hands, self.person = window, hands, person
        self.asked: list[str] = []
        """Ids of the questions that were put, in order."""

    @property
    def case(self) -> Case:
        """The case on the counter."""
        assert self.window.case is not None
        return self.window.case

    # ---- step 1 --------------------------------------------------------------------------------

    def identify(self, *, answers: bool = True) -> None:
        """Type name and numbers; wait for the county's answer, or until it is plain that none comes."""
        wanted = Asked.TOLD if answers else Asked.SILENT
        self.hands.click("step-1")
        self.hands.write("name", self.person.name)
        self.hands.write("id_number", self.person.id_number)
        under_way = (Asked.NOT, Asked.WAITING)
        self.hands.wait(lambda: self.case.inquiry.asked not in under_way, "区县答复")
        assert self.case.inquiry.asked is wanted
        self.settle()
        if self.person.certificate:
            self.hands.write("certificate_number", self.person.certificate)
            self.settle()

    def held(self) -> str:
        """What step 1 says the person holds."""
        self.hands.click("step-1")
        self.settle()
        return self.texts()

    # ---- step 2 --------------------------------------------------------------------------------

    def ask(self) -> None:
        """Answer the interview until nothing more is asked; 不清楚 where the person has no answer."""
        self.hands.click("step-2")
        self.settle()
        while (question := self.case.question) is not None:
            assert question.id not in self.asked, f"{question.id} is asked twice"
            self.asked.append(question.id)
            self._reply(question, self.person.facts.get(question.id, UNSURE))
            self.hands.wait(lambda q=question: self.case.question != q, f"问完“{question.label}”")  # type: ignore[misc]
            self.settle()

    def _reply(self, question: Element, value: Value) -> None:
        if question.kind is Kind.DATE and value != UNSURE:
            self.hands.write(question.id, str(value))
            self.hands.click(f"{question.id}:confirm")
            return
        for name in presses(question, value):
            self.hands.click(name)
        if question.kind is Kind.CHOICES:
            self.hands.click(f"{question.id}:confirm")

    def choose(self, *matters: str) -> None:
        """Tick these matters and no other, and answer what is asked then."""
        self.hands.click("step-2")
        for other in self.case.draft.chosen:
            if other not in matters:
                self.hands.tick(f"matter:{other}", wanted=False)
        for matter in matters:
            self.hands.tick(f"matter:{matter}")
            self.settle()
            self.ask()

    def finding(self, matter: str) -> Finding:
        """What the law says of a matter now."""
        return next(f for f in self.case.findings if f.matter == matter)

    def outcomes(self) -> Mapping[str, Outcome]:
        """Matter → outcome, as the page shows them."""
        return {f.matter: f.outcome for f in self.case.findings}

    def said(self, matter: str) -> str:
        """Reasons, next step and clauses of a matter, in one text."""
        found = self.finding(matter)
        return squeezed("".join((*found.reasons, found.next_step, *found.clauses)))

    def notice(self) -> str:
        """Every word of step 2, with the matters that do not apply unfolded."""
        self.hands.click("step-2")
        self.settle()
        fold = self.hands.seen("matters-fold", QAbstractButton)
        if fold is not None and not fold.isChecked():
            self.hands.click("matters-fold")
            self.settle()
        return self.texts()

    # ---- steps 3 to 6 --------------------------------------------------------------------------

    def fill(self) -> None:
        """Fill whatever the form still asks for."""
        self.hands.click("step-3")
        self.settle()
        for _ in range(8):
            wanted = [e for e in self.case.fields if self._open(e)]
            if not wanted:
                return
            for element in wanted:
                if element in self.case.fields:  # an answer before may have hidden it
                    self.give(element.id)
            self.settle()
        raise AssertionError([e.id for e in self.case.fields if self._open(e)])

    def _open(self, element: Element) -> bool:
        problem = self.case.problem(element.id)
        unsaid = element.id in self.person.facts and element.id not in self.case.facts
        return unsaid or (problem is not None and problem.blocks)

    def give(self, element_id: str) -> None:
        """Give one answer on the form: the person's own, or one that nobody minds."""
        element = self.case.pack.elements[element_id]
        value = self.person.facts.get(element_id, FORM.get(element_id, self._any(element)))
        buttons = presses(element, value)
        # The fields of a page are made one after another.
        self.hands.wait(lambda: self._has(element_id, buttons), f"出现“{element_id}”")
        if buttons and self.hands.sees(buttons[0]):
            for name in buttons:
                self.hands.tick(name)
            return
        codes = self.case.pack.codes
        label = codes[element.codes].label(str(value)) if element.codes else str(value)
        self.hands.write(element_id, label)

    def _has(self, element_id: str, buttons: Sequence[str]) -> bool:
        return any(map(self.hands.sees, buttons[:1])) or self.hands.seen(element_id, QLineEdit) is not None

    def _any(self, element: Element) -> Value:
        match element.kind:
            case Kind.FLAG:
                return False
            case Kind.CHOICE:
                return self.case.pack.options(element)[0].code
            case Kind.CHOICES:
                return (self.case.pack.options(element)[0].code,)
            case Kind.DATE:
                return str(self.case.parts.clock.today())
        return "样例"

    def bring(self, later: Collection[str] = ()) -> None:
        """Hand in every material the application needs: the photo as a picture, a copy of each other paper.

        ``later``: materials that follow (容缺).
        """
        self.hands.click("step-4")
        self.settle()
        for material in [n.material.id for n in self.case.needs if n.required]:
            if material in later:
                self.hands.click(f"later:{material}")
            elif material == PHOTO:
                self._take_photo()
            else:
                self.hands.tick(
                    next(w for w in (f"copy:{material}", f"original:{material}") if self.hands.sees(w))
                )
            self.settle()

    def _take_photo(self) -> None:
        if not pages_of(self.case.draft, PHOTO):
            self.hands.find(f"material:{PHOTO}", MaterialCard).add_file(PORTRAIT)
            self.hands.wait(lambda: bool(pages_of(self.case.draft, PHOTO)), "收下照片")

    def accept(self, later: Collection[str] = ()) -> Application:
        """Fill the form, hand in the materials and accept; ``later``: materials that follow."""
        self.fill()
        self.bring(later)
        self.hands.click("step-5")
        self.settle()
        blocking = [(p.element, p.message) for p in self.case.problems if p.blocks]
        assert not blocking, blocking
        self.hands.click("step-6")
        self.settle()
        self.hands.click("accept")
        case = self.case
        self.hands.wait(lambda: case.application is not None, "受理")
        self.settle()
        self.hands.click("print-receipt:yes")
        self.settle()
        assert case.application is not None
        return case.application

    def paper(self, document: str, **given: str) -> str:
        """A paper that is handed out before acceptance, read back: ``squeezed`` text."""
        read = self.case.reading
        assert document in [d.id for d in documents.offered(self.case.parts, read)]
        return text_of(documents.draw(self.case.parts, read, document, given))

    # ---- looking -------------------------------------------------------------------------------

    def texts(self) -> str:
        """Every word on the page in view, ``squeezed`` and a line each."""
        from tests.stories.lives.world import words

        return words(self.window.counter)

    def typed(self, element: str) -> str:
        """The text of a line on the page in view."""
        return self.hands.find(element, QLineEdit).text()

    def settle(self) -> None:
        """Wait until no errand is under way."""
        self.hands.wait(
            lambda: (
                not (self.window.errands.busy or self.window.counter.opening or self.window.todos.filling)
            ),
            "后台的事都做完",
        )


def on(day: date) -> str:
    """A day as papers write it: 2027年3月5日."""
    return f"{day.year}年{day.month}月{day.day}日"
