"""Step 1, 读证查人: the person's name and numbers, and what this window already has of them."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtWidgets import QFrame, QWidget

from desk_app.services.counter import inform
from desk_app.ui.counter.base import StepPage
from desk_app.ui.counter.case import Case
from desk_app.ui.counter.inquiry import Asked
from desk_app.ui.counter.rows import answer_text, in_large_type
from desk_app.ui.kit.alive import while_alive
from desk_app.ui.kit.fields import make_field
from desk_app.ui.kit.fields.base import Field
from desk_app.ui.kit.held import HeldLines
from desk_app.ui.kit.layouts import VerticalScroll, clear, column, row
from desk_app.ui.kit.style import px, set_property
from desk_app.ui.kit.widgets import Card, label
from forms.particulars import AGE, CERTIFICATE, FORMER_NUMBER, ID_NUMBER, NAME, READ_OFF, TYPED_FIRST

_PERSON: Final = (NAME, ID_NUMBER)
_NOTHING_YET: Final = "录入身份证号后,这里列出本窗口办过的事项"
_NOBODY_YET: Final = "录入身份证号后,这里列出这个人的残疾人证、补贴和正在办的事项"
_NOTHING_HELD: Final = "没有记录"
_NOTHING_FOUND: Final = "本窗口没有办理记录,可以直接往下办"


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
        self._held = HeldLines()
        self._held_said = label(_NOBODY_YET, "quiet", wrap=True, name="held-said")
        self._known = column(spacing=8)
        self._closed_title = label("按年龄目前办不了的", "title")
        self._closed = column(spacing=8)
        self._looked_up = ""
        self._build()
        self._show_known(_NOTHING_YET)
        case.changed.connect(self._changed)

    def enter(self) -> None:
        """Focus the first of name and numbers that is still empty, else the name."""
        for field in self._fields.values():
            field.refresh()
        self._refresh()
        empty = (e for e in _PERSON if e not in self.case.facts)
        self._fields[next(empty, NAME)].focus_target().setFocus()

    def leave(self) -> None:
        """Let every field show its problem from now on, also when it is empty."""
        for element in TYPED_FIRST:
            self._fields[element].tell_problems()

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

    # ---- building -----------------------------------------------------------------------------

    def _build(self) -> None:
        whole = row(self, margins=16, spacing=16)
        whole.addWidget(self._person_card(), 3)
        whole.addWidget(self._record_card(), 2)

    def _person_card(self) -> QWidget:
        inner = QWidget()
        body = column(inner, margins=24, spacing=18)
        body.addWidget(label("今天为谁办理?", "headline"))
        body.addWidget(
            label(
                "照身份证录入;没有身份证的儿童,照户口簿录入。年龄、性别由证号推算,不用再问。",
                "quiet",
                wrap=True,
            )
        )
        for element in _PERSON:
            body.addWidget(_enlarged(self._fields[element]))
        body.addWidget(self._facts_strip())
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

    def _record_card(self) -> QWidget:
        inner = QWidget()
        body = column(inner, margins=16, spacing=8)
        body.addWidget(label("这个人持有什么", "title"))
        body.addWidget(self._held)
        body.addWidget(self._held_said)
        body.addSpacing(px(16))
        body.addWidget(label("本窗口的办理记录", "title"))
        body.addLayout(self._known)
        body.addSpacing(px(16))
        body.addWidget(self._closed_title)
        body.addLayout(self._closed)
        body.addStretch()
        card = Card()
        card.body.setContentsMargins(px(2), px(2), px(2), px(2))
        card.body.addWidget(VerticalScroll(inner))
        return card

    # ---- following the case -------------------------------------------------------------------

    @Slot(str)
    def _changed(self, _what: str) -> None:
        if self.isVisible():
            self._refresh()

    def _refresh(self) -> None:
        elements = self.case.pack.elements
        for element, shown in self._read_off.items():
            shown.setText(answer_text(self.case, elements[element]) or "—")
        self._ask_reason()
        self._show_held()
        self._show_closed()
        self._look_up()

    def _ask_reason(self) -> None:
        """Show the field for the reason, in view, while the certificate stands on another number."""
        former, wanted = self._fields.get(FORMER_NUMBER), self.case.on_another_number
        if former is None or former.isVisibleTo(self) == wanted:
            return
        former.setVisible(wanted)
        if wanted:
            QTimer.singleShot(0, former, lambda: self._person.ensureWidgetVisible(former))

    def _show_held(self) -> None:
        """Show what the person holds by the newest answer, and when and where it was asked for."""
        inquiry = self.case.inquiry
        lines = inquiry.lines
        self._held.show_lines(lines)
        self._held.setVisible(bool(lines))
        nothing = (
            "" if inquiry.held.lines or inquiry.asked in (Asked.NOT, Asked.WAITING) else f"{_NOTHING_HELD};"
        )
        self._held_said.setText(f"{nothing}{inquiry.said}" if inquiry.said else _NOBODY_YET)

    def _show_closed(self) -> None:
        """Show the matters the number alone already rules out, with their reasons."""
        closed = self.case.reading.ruled_out
        clear(self._closed)
        for finding in closed:
            title = self.case.pack.matters[finding.matter].title
            self._closed.addWidget(label(f"{title}:{''.join(finding.reasons)}", wrap=True))
        self._closed_title.setVisible(bool(closed))

    def _look_up(self) -> None:
        number = str(self.case.draft.answers.get(ID_NUMBER, ""))
        if number == self._looked_up:
            return
        self._looked_up = number
        answers, parts = self.case.draft.answers, self.case.parts
        self.case.errands.run(
            lambda: inform.earlier(parts, answers), while_alive(self, self._show_earlier), topic="earlier"
        )

    def _show_earlier(self, told: Sequence[str]) -> None:
        age_known = AGE in self.case.facts
        self._show_known(*(told or ((_NOTHING_FOUND if age_known else _NOTHING_YET),)), strong=bool(told))

    def _show_known(self, *sentences: str, strong: bool = False) -> None:
        clear(self._known)
        for sentence in sentences:
            self._known.addWidget(_record(sentence) if strong else label(sentence, "quiet", wrap=True))


def _enlarged(field: Field) -> Field:
    in_large_type(field.focus_target(), 1.3, height=44)
    return field


def _record(sentence: str) -> QFrame:
    made = QFrame()
    set_property(made, "role", "strip")
    set_property(made, "tone", "caution")
    line = row(made, margins=12)
    line.addWidget(label(sentence, wrap=True))
    return made
