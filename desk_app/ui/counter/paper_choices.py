"""Below a card of step 4: what was done with the paper, an electronic form, or that it comes later (容缺)."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QCheckBox, QPushButton, QWidget

from desk_app.domain.applications import (
    Draft,
    Electronic,
    HandedIn,
    electronic_of,
    in_hand,
    pages_of,
    paper_of,
    promise_of,
)
from desk_app.domain.promises import Promise, may_follow, takes_copy, takes_electronic
from desk_app.services.counter import capture
from desk_app.services.counter.materials import looked_at, year_of
from desk_app.ui.counter.case import Case
from desk_app.ui.counter.electronic import ElectronicForm
from desk_app.ui.kit.focus import in_tab_order
from desk_app.ui.kit.layouts import FlowLayout, column
from desk_app.ui.kit.widgets import button, label
from forms import sentences
from forms.schema import Need
from forms.typesetting import typeset


class PaperChoices(QWidget):
    """Original looked at, copy kept, electronic, or to follow by a day; only allowed ones are offered.

    Its lines keep their place when they have nothing to say, so that a tick moves nothing below.
    """

    def __init__(self, case: Case, material: str, title: str) -> None:
        super().__init__()
        self._case, self._material, self._title = case, material, title
        self._original = self._tick(HandedIn.ORIGINAL)
        self._copy = self._tick(HandedIn.COPY)
        self._copy.setText(typeset("复印件已留存"))
        self._copy.setAccessibleName(f"{title} 复印件已留存")
        self._until = label("", "caution", name=f"until:{material}")
        self._later = self._link("", "later", "", self._promise)
        self._not_later = self._link("取消容缺", "not-later", "取消容缺", self._take_back)
        self._electronic = self._link("电子证照…", "electronic", "用电子证照", self._open_form)
        self._looked = label("", wrap=True, name=f"looked:{material}")
        self._not_looked = self._link("取消电子", "not-electronic", "取消电子证照", self._forget)
        self._form: ElectronicForm | None = None  # made when it is first opened: few materials need one
        self._build()

    def _tick(self, paper: HandedIn) -> QCheckBox:
        made = QCheckBox()
        made.setObjectName(f"{paper.value}:{self._material}")
        made.toggled.connect(lambda on: self._mark(paper, on=on))
        return made

    def _link(self, text: str, name: str, spoken: str, run: Callable[[], None]) -> QPushButton:
        made = button(text, "link", name=f"{name}:{self._material}")
        made.setAccessibleName(f"{self._title} {spoken}")
        made.clicked.connect(run)
        return made

    def _mark(self, paper: HandedIn, *, on: bool) -> None:
        before = paper_of(self._case.draft, self._material)
        if on != (before is paper):  # else it is only shown
            self._case.mark_seen(self._material, paper if on else None)

    @Slot()
    def _promise(self) -> None:
        self._case.promise(self._material)
        self._not_later.setFocus()  # the button pressed is gone

    @Slot()
    def _take_back(self) -> None:
        self._case.take_back_promise(self._material)
        self._later.setFocus()

    @Slot()
    def _open_form(self) -> None:
        if self._form is None:
            self._form = ElectronicForm(self._case.parts, self._material, self._title)
            self._form.given.connect(self._look_at)
            self._form.closed.connect(self._close_form)
            self._body.addWidget(self._form)
            in_tab_order([self._electronic, *self._form.stops()])
        self._form.open()

    def _hide_form(self) -> None:
        if self._form is not None:
            self._form.hide()

    @Slot()
    def _close_form(self) -> None:
        self._hide_form()
        self._electronic.setFocus()

    @Slot(object)
    def _look_at(self, seen: Electronic) -> None:
        self._hide_form()
        self._case.change(lambda d: capture.look_at(d, seen))
        self._not_looked.setFocus()

    @Slot()
    def _forget(self) -> None:
        self._case.change(lambda d: capture.forget_electronic(d, self._material))
        self._electronic.setFocus()

    def _build(self) -> None:
        self._papers = _line(self._original, self._copy)
        self._follow = _line(self._until, self._not_later, self._later, self._electronic)
        self._shown = QWidget()
        told = column(self._shown, spacing=2)
        told.addWidget(self._looked)
        told.addWidget(self._not_looked, 0, Qt.AlignmentFlag.AlignLeft)
        self._body = column(self, spacing=2)
        for each in (self._papers, self._follow, self._shown):
            self._body.addWidget(each)

    def take_focus(self) -> None:
        """Focus the first way that needs no picture."""
        self._original.setFocus()

    def show_need(self, need: Need) -> None:
        """Show what is chosen and what can be chosen now."""
        material, draft = need.material, self._case.draft
        words = "原件已核对(退还)" if takes_copy(material) else "原件已收"
        paper = paper_of(draft, material.id)
        self._original.setText(typeset(words))
        self._original.setAccessibleName(f"{self._title} {words}")
        self._original.setChecked(paper is HandedIn.ORIGINAL)
        self._copy.setChecked(paper is HandedIn.COPY)
        self._copy.setVisible(takes_copy(material))
        # A scanned material needs no word on its paper, unless one was given.
        scanned, seen = pages_of(draft, material.id) > 0, electronic_of(draft, material.id)
        self._papers.setVisible(paper is not None or not (scanned or seen))
        for each in (self._papers, self._follow):  # a form that was opened and closed moved things anyway
            kept = each.sizePolicy()
            kept.setRetainSizeWhenHidden(seen is None)
            each.setSizePolicy(kept)
        self._show_follow(need)
        self._show_looked(need, seen)
        self.setVisible(self._case.application is None)

    def _show_follow(self, need: Need) -> None:
        material, draft = need.material, self._case.draft
        promise = promise_of(draft, material.id)
        missing = need.required and not in_hand(draft, material.id)
        if promise:
            self._until.setText(f"容缺,{_day(promise, draft)}前补交")
        words = f"容缺后补({material.follows_in}个工作日内)"
        self._later.setText(words)
        self._later.setAccessibleName(f"{self._title} {words}")
        self._until.setVisible(promise is not None)
        self._not_later.setVisible(promise is not None)
        self._later.setVisible(missing and not promise and may_follow(self._case.pack, material))

    def _show_looked(self, need: Need, seen: Electronic | None) -> None:
        material, draft = need.material, self._case.draft
        there = in_hand(draft, material.id) or promise_of(draft, material.id) is not None
        self._electronic.setVisible(takes_electronic(material) and not there)
        self._looked.setText(f"电子(核验:{looked_at(seen)})" if seen else "")
        self._shown.setVisible(seen is not None)
        offered = (self._until, self._later, self._electronic)
        self._follow.setVisible(any(not each.isHidden() for each in offered))
        if not self._follow.isHidden():  # its room stays when there is nothing to offer any more
            self._follow.setMinimumHeight(self._later.sizeHint().height())
        if there:
            self._hide_form()


def _day(promise: Promise, draft: Draft) -> str:
    """The last day of a promise as it is spoken of: with its weekday, and its year when it is another."""
    return sentences.spoken_day(promise.until, provisional=promise.provisional, year=year_of(draft))


def _line(*widgets: QWidget) -> QWidget:
    """Widgets side by side, wrapping where the card is narrow."""
    made = QWidget()
    flow = FlowLayout(made, spacing=12)
    for widget in widgets:
        flow.addWidget(widget)
    return made
