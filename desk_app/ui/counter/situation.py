"""Step 1, 读证查人: the person's name and numbers, and what this window already has of them."""

from functools import partial
from typing import Final

from PySide6.QtCore import QEvent, QPoint, Qt, QTimer, Slot
from PySide6.QtWidgets import QAbstractButton, QFrame, QLineEdit, QMenu, QWidget

from desk_app.domain.people import Person
from desk_app.domain.proceedings import Proceeding
from desk_app.services.counter import asked_for, cards
from desk_app.ui.counter.base import Action, StepPage
from desk_app.ui.counter.by_picture import ByPicture
from desk_app.ui.counter.case import Case
from desk_app.ui.counter.known_side import KnownSide
from desk_app.ui.counter.people_offer import PeopleOffer
from desk_app.ui.counter.rows import answer_text
from desk_app.ui.kit.fields import make_field
from desk_app.ui.kit.fields.base import Field
from desk_app.ui.kit.layouts import VerticalScroll, column, row
from desk_app.ui.kit.narrow import is_low
from desk_app.ui.kit.sides import Side, Sides
from desk_app.ui.kit.style import in_large_type, px, set_property
from desk_app.ui.kit.widgets import Card, button, label
from forms.particulars import CERTIFICATE, FORMER_NUMBER, ID_NUMBER, NAME, READ_OFF, TYPED_FIRST
from forms.procedures import Act, Procedure

_PERSON: Final = (NAME, ID_NUMBER)
_ASK: Final = "ask-for"
_HINT: Final = "{0};没有身份证的儿童,照户口簿录入。年龄、性别由证号推算,不用再问。"
_BY_HAND, _BY_CARD = "照身份证录入", "把身份证放到读卡器上,或照证录入"


class SituationPage(StepPage):
    """Name and number in large type; age, sex and birth are derived from the number."""

    title = "读证查人"

    def __init__(self, case: Case, parent: QWidget | None = None) -> None:
        super().__init__(case, parent)
        self.setObjectName("situation")
        elements = case.pack.elements
        typed = (*TYPED_FIRST, *(e for e in (FORMER_NUMBER,) if e in elements))
        self._fields = {e: make_field(case, elements[e]) for e in typed}
        self._read_off = {e: label("—", "headline") for e in READ_OFF}
        self._card = label("", "quiet", wrap=True, name="card-read")
        self._card.hide()
        self.known = KnownSide(case)
        self._pressing = ""
        self._visits = asked_for.offered(case.parts)
        self.by_picture = ByPicture(self)
        self._hint = label("", "quiet", wrap=True)
        self._beside = QWidget(self)
        self._below = button("", "link", name="look-below")
        row(self._beside).addWidget(self._below)
        self._below.clicked.connect(lambda: self._sides.ensureWidgetVisible(self.known, 0, self.height()))
        self._below.hide()
        self._beside.hide()
        self._build()
        self._offer = PeopleOffer(case, self._name_line(), self)
        self._offer.picked.connect(self._take_person)
        self.known.draft_wanted.connect(self.draft_wanted)
        self.known.survey_wanted.connect(self._ask_survey)
        self.known.pressing_changed.connect(self._point_below)
        self._sides.turned.connect(lambda _: self._point_below(self._pressing))
        case.changed.connect(self._changed)

    def enter(self) -> None:
        """Focus the first of name and numbers that is still empty, else the name; behind what a card gave."""
        self._hint.setText(_HINT.format(_BY_CARD if self.case.parts.reader.state.ready else _BY_HAND))
        for field in self._fields.values():
            field.refresh()
        self._refresh()
        self.known.look_again()
        empty = (e for e in _PERSON if e not in self.case.facts)
        self._fields[next(empty, CERTIFICATE if self.case.draft.card else NAME)].focus_target().setFocus()

    def leave(self) -> None:
        """Let every field show its problem from now on, also when it is empty."""
        for element in TYPED_FIRST:
            self._fields[element].tell_problems()

    def beside_steps(self) -> QWidget:
        """Where the sides stand one under another, what stands below the fields; pressed it is shown."""
        return self._beside

    def footer_actions(self) -> tuple[Action, ...]:
        """Cards by pictures, in the demo hall by its reader; a visit to the home of whoever can not come.

        What was read off pictures is held against them first: there is no room for all at 200 %.
        """
        demo = Action("demo-cards", "演示证…", "F9", self._lay_demo_card)
        shown = (demo,) * bool(self.case.parts.reader.samples)
        return (*self.by_picture.actions(), *shown, *self._asking())

    def _asking(self) -> tuple[Action, ...]:
        """What can be asked for beside the case: one by its own button, several by one with a menu."""
        if not self._visits or self.case.draft.unconfirmed:
            return ()
        if len(self._visits) == 1:
            ((law, act),) = self._visits
            return (Action(f"ask-{law.id}", "约上门…", "F6", partial(self._ask_for_visit, law, act)),)
        return (Action(_ASK, "上门、登记…", "F6", self._choose_what),)

    @Slot()
    def _choose_what(self) -> None:
        """Let the clerk choose what is asked for, from a menu above its button."""
        below = self.window().findChild(QAbstractButton, _ASK) or self
        menu = QMenu(below)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.setAccessibleName("要登记什么")
        for law, act in self._visits:
            entry = menu.addAction(f"{law.title}…", partial(self._ask_for_visit, law, act))
            entry.setObjectName(f"ask-{law.id}")
        menu.setActiveAction(menu.actions()[0])
        menu.popup(below.mapToGlobal(QPoint(0, -menu.sizeHint().height())))

    def _lay_demo_card(self) -> None:
        from desk_app.ui.counter.demo_cards import DemoCardsDialog

        DemoCardsDialog(self.case.parts.reader, self).open()

    @Slot()
    def _ask_survey(self) -> None:
        """Open this year's questionnaire of the person, whose sheet is a record of its own."""
        from desk_app.ui.survey.opening import open_known

        case = self.case
        asked = (str(case.facts.get(ID_NUMBER, "")), str(case.facts.get(NAME, "")))
        open_known(case.parts, case.errands, *asked, self, case.recorded.emit)

    def _ask_for_visit(self, law: Procedure, act: Act) -> None:
        """Open the form of a request with what is known of the person."""
        from desk_app.ui.acts.dialog import open_start

        case = self.case

        def begun(found: Proceeding) -> None:
            told = f"已登记“{law.title}”,编号 {found.number}。这件申请可以接着填,也可以放弃"
            self.notice.emit("good", told)
            case.recorded.emit(found.subject)

        known = asked_for.given(case.parts, case.reading, act)
        open_start(case.parts, case.errands, law, act, self, begun, known)

    def done(self) -> bool:
        """Whether name and numbers are there and sound."""
        return self.open_count() == 0

    def open_count(self) -> int:
        """How many of name and numbers are missing or wrong."""
        found = (self.case.problem(e) for e in TYPED_FIRST)
        return sum(problem is not None and problem.blocks for problem in found)

    def show_element(self, element: str) -> None:
        """Focus a field of this step and show its problem."""
        if field := self._fields.get(element):
            field.tell_problems()
            field.focus_target().setFocus(Qt.FocusReason.ShortcutFocusReason)

    def event(self, event: QEvent) -> bool:
        """In a low window leave the room to name and number: both are seen at once."""
        done = super().event(event)
        if event.type() in (QEvent.Type.Resize, QEvent.Type.StyleChange, QEvent.Type.Show):
            low = is_low(self)
            self._hint.setHidden(low)
            beside, above, between = (14, 10, 8) if low else (24, 24, 18)
            self._typed.setContentsMargins(*map(px, (beside, above, beside, above)))
            self._typed.setSpacing(px(between))
        return done

    # ---- building -----------------------------------------------------------------------------

    def _build(self) -> None:
        person = self._person_card()
        self._sides = Sides(
            (Side(person, 380, 3), Side(self.known, 280, 2)), margins=16, spacing=16, parent=self
        )
        column(self).addWidget(self._sides)

    def _person_card(self) -> QWidget:
        inner = QWidget()
        body = self._typed = column(inner, margins=24, spacing=18)
        body.addWidget(label("今天为谁办理?", "headline"))
        body.addWidget(self._hint)
        for element in _PERSON:
            body.addWidget(_enlarged(self._fields[element]))
        body.addWidget(self._facts_strip())
        body.addWidget(self._card)
        body.addWidget(self._fields[CERTIFICATE])
        if former := self._fields.get(FORMER_NUMBER):
            body.addWidget(former)
        body.addStretch()
        card = Card()
        card.body.setContentsMargins(px(2), px(2), px(2), px(2))
        self._person = VerticalScroll(inner)
        card.body.addWidget(self._person)
        return card

    def _facts_strip(self) -> QFrame:
        strip = QFrame()
        set_property(strip, "role", "strip")
        set_property(strip, "tone", "info")
        line = row(strip, margins=12, spacing=32)
        for element, shown in self._read_off.items():
            pair = column(spacing=0)
            pair.addWidget(label(self.case.pack.elements[element].label, "quiet"))
            pair.addWidget(shown)
            line.addLayout(pair)
        line.addStretch()
        return strip

    # ---- following the case -------------------------------------------------------------------

    @Slot(str)
    def _changed(self, _what: str) -> None:
        if self.isVisible():
            self._refresh()

    def _refresh(self) -> None:
        elements = self.case.pack.elements
        for element, shown in self._read_off.items():
            shown.setText(answer_text(self.case, elements[element]) or "—")
        card = self.case.draft.card
        self._card.setText(cards.told(card) if card else "")
        self._card.setVisible(card is not None)
        self._ask_reason()
        self.known.refresh()

    def _ask_reason(self) -> None:
        """Show the field for the reason, in view, while the certificate stands on another number."""
        former, wanted = self._fields.get(FORMER_NUMBER), self.case.on_another_number
        if former is None or former.isVisibleTo(self) == wanted:
            return
        former.setVisible(wanted)
        if wanted:
            QTimer.singleShot(0, former, lambda: self._person.ensureWidgetVisible(former))

    @Slot(str)
    def _point_below(self, pressing: str) -> None:
        """Where the sides stand one under another, say what stands below the fields."""
        self._pressing = pressing
        self._below.setText(f"看下面:{pressing}")
        self._below.setVisible(bool(pressing) and self._sides.stacked)

    def _name_line(self) -> QLineEdit:
        line = self._fields[NAME].focus_target()
        assert isinstance(line, QLineEdit)
        return line

    @Slot(object)
    def _take_person(self, person: Person) -> None:
        """Use name and number of somebody the book knows; the clerk has chosen them."""
        self.case.answer(NAME, person.name)
        self.case.answer(ID_NUMBER, person.id_number)
        for element in _PERSON:
            self._fields[element].tell_problems()
        self._fields[CERTIFICATE].focus_target().setFocus()


def _enlarged(field: Field) -> Field:
    in_large_type(field.focus_target(), 1.3, height=44)
    return field
