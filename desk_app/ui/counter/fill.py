"""Step 3, 填表: one form for all chosen matters, and beside it the paper with its answers."""

from collections.abc import Iterator
from typing import Final

from PySide6.QtCore import QEvent, Qt, QTimer, Slot
from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget

from desk_app.errors import DeskError
from desk_app.ui.counter.base import Action, StepPage
from desk_app.ui.counter.case import Case
from desk_app.ui.counter.empty import nothing_chosen
from desk_app.ui.counter.links import ANSWER_KEYS, NEXT_KEY, PAPER_KEYS
from desk_app.ui.counter.sections import FormBody
from desk_app.ui.counter.summary import ProblemStrip
from desk_app.ui.kit.alive import while_alive
from desk_app.ui.kit.focus import close_popups
from desk_app.ui.kit.layouts import VerticalScroll, column, row
from desk_app.ui.kit.narrow import is_low, is_narrow
from desk_app.ui.kit.section_list import BlockRow, SectionList
from desk_app.ui.kit.shortcuts import on_key
from desk_app.ui.kit.style import px
from desk_app.ui.kit.widgets import Card, Strip
from desk_app.ui.papers.view import PaperView
from desk_app.ui.papers.whole import WholePaper
from forms.schema import Problem, Section

_PAPER_PAUSE_MS: Final = 50
"""Pause before the paper is drawn, so that the typed character is shown first."""
_PAPER_TITLE: Final = "将要打印的申请表"
_FORM, _PAPER, _SECTIONS = 420, 300, 184
"""Least widths in grid pixels of the form and of the paper beside it; width of the list of sections."""


class FillPage(StepPage):
    """Sections at the left, fields in the middle, the paper at the right."""

    title = "填表"

    def __init__(self, case: Case, parent: QWidget | None = None) -> None:
        super().__init__(case, parent)
        self.setObjectName("fill")
        self._back_to: int | None = None
        self._sections = SectionList("申请表")
        self._summary = ProblemStrip(case.pack)
        self._body = FormBody(case, self.behind)
        self._scroll = VerticalScroll(self._body)
        self.paper = PaperView(case.errands, _PAPER_TITLE, zoom=True)
        self._paper_fault = Strip("", "wrong")
        self._drawing = self._outdated = False
        self._paper_due = QTimer(self, singleShot=True, interval=_PAPER_PAUSE_MS)
        # A field that was shown a moment ago has its place only after the layout's own events.
        self._placed = QTimer(self, singleShot=True, interval=0)
        self._stack = QStackedWidget(self)
        self._folded = False
        self._build()
        self._connect()

    # ---- the step -----------------------------------------------------------------------------

    def build_ahead(self) -> Iterator[None]:
        """The fields that are shown first, then the others, a few at a time."""
        yield from self._body.make_first(self._first_open())
        self._body.prepare()
        yield

    def enter(self) -> None:
        """Show the fields the form needs now."""
        first = self._first_open()
        self._refresh(first)
        self._drawing = False  # another step may have asked for the same paper and got it instead
        self._want_paper()
        if first and not self._has_keyboard():
            self.show_element(first)

    def leave(self) -> None:
        """Let every field show its problem from now on, also when it is empty; forget the way back."""
        self._body.leave()
        self._back_to = None

    def done(self) -> bool:
        """Whether the form has nothing to mend."""
        return bool(self.case.draft.chosen) and self.open_count() == 0

    def open_count(self) -> int:
        """How many fields are empty although required, or wrong."""
        return len(self._open())

    def footer_actions(self) -> tuple[Action, ...]:
        """The button back to the step whose 更改 link led here; the paper where it does not stand beside."""
        made: list[Action] = []
        if self._back_to is not None:
            step = self._back_to
            made.append(Action("back-to-check", "改好了,回去核对", "F9", lambda: self.step_wanted.emit(step)))
        if self._folded and self.case.draft.chosen:
            made.append(Action("see-paper", "看申请表", "F10", self._zoom, looks=True))
        return tuple(made)

    def keys(self) -> tuple[tuple[str, str], ...]:
        """The keys to the next field that is open, to the paper, and of choices."""
        if self.case.application is not None:
            return (PAPER_KEYS,)
        return ((NEXT_KEY, "下一处没填好的"), PAPER_KEYS, ANSWER_KEYS)

    @Slot()
    def _go_to_open(self) -> None:
        """Focus the next field that is empty although required, or wrong; after the last the first."""
        close_popups()
        here = next((f for f in self._body.fields if f.isAncestorOf(self.focusWidget() or self)), None)
        if here is not None:
            here.tell_problems()  # what was typed is final, and may bring further fields
        wanted, order = {p.element for p in self._open()}, self._body.elements
        after = order.index(here.element) + 1 if here is not None and here.element in order else 0
        walk = (e.id for e in (*order[after:], *order[:after]))
        if element := next((e for e in walk if e in wanted), ""):
            self.show_element(element)

    def beside_steps(self) -> QWidget:
        """The sections of the form, as one button with a menu."""
        return self._sections.folded

    def come_back_to(self, step: int) -> None:
        """Offer a way back to the step whose 更改 link led here."""
        self._back_to = step
        self.actions_changed.emit()

    def show_element(self, element: str) -> None:
        """Scroll to an element and give it the keyboard."""
        if field := self._body.bring(element):
            field.focus_target().setFocus(Qt.FocusReason.ShortcutFocusReason)
            self._scroll.ensureWidgetVisible(field, 0, px(60))
            if self.behind.under_way:
                self._placed.start()

    # ---- building -----------------------------------------------------------------------------

    def _build(self) -> None:
        form = QWidget(self._stack)
        self._across = row(form, margins=12, spacing=12)
        self._side = self._paper_side()
        self._across.addWidget(self._sections)
        self._across.addWidget(self._form_card(), 3)
        self._across.addWidget(self._side, 2)
        self._stack.addWidget(form)
        self._stack.addWidget(nothing_chosen(self, "申请表只列所选事项需要的内容。", "choose-matters"))
        column(self).addWidget(self._stack)

    def _form_card(self) -> QWidget:
        card = self._card = Card(parent=self._stack)
        card.body.addWidget(self._summary)
        card.body.addWidget(self._scroll, 1)
        return card

    def _paper_side(self) -> QWidget:
        side = QWidget()
        body = column(side)
        self._paper_fault.hide()
        body.addWidget(self._paper_fault)
        body.addWidget(self.paper, 1)
        return side

    def event(self, event: QEvent) -> bool:
        """Fold away what has no room when the size of the window, or the look, has changed."""
        done = super().event(event)
        if event.type() in (QEvent.Type.Resize, QEvent.Type.StyleChange, QEvent.Type.Show):
            self._fit()
        return done

    def _fit(self) -> None:
        """Show the list of sections and the paper where form and paper keep a width that can be worked in."""
        narrow, low = is_narrow(self), is_low(self)
        self._sections.setVisible(not narrow)
        self._card.setMinimumWidth(0 if narrow else px(_FORM))
        self._side.setMinimumWidth(px(_PAPER))
        folded = narrow or self.width() < px(_SECTIONS + _FORM + _PAPER + 4 * 12)
        self._across.setContentsMargins(*(0 if narrow else px(8 if low else 12),) * 4)
        self._card.body.setContentsMargins(*map(px, (16, 8, 8, 0) if low else (16, 16, 16, 16)))
        self._move_summary(narrow)
        if folded is not self._folded:
            self._folded = folded
            self._side.setHidden(folded)
            self.actions_changed.emit()
            if not folded and self.isVisible():
                self._want_paper()

    def _move_summary(self, narrow: bool) -> None:
        """In a narrow window the sentence on top scrolls with the form."""
        within = self._body if narrow else self._card
        if self._summary.parentWidget() is not within:
            (self._body.head if narrow else self._card.body).insertWidget(0, self._summary)

    def _connect(self) -> None:
        self._sections.section_wanted.connect(self._show_section)
        self._summary.element_wanted.connect(self.show_element)
        self.paper.zoom_wanted.connect(self._zoom)
        self._paper_due.timeout.connect(self._draw_paper)
        self._placed.timeout.connect(self._bring_into_view)
        self._body.rearranged.connect(self._rearranged)
        on_key(self, NEXT_KEY, self._go_to_open)
        self.case.changed.connect(self._changed)
        QApplication.instance().focusChanged.connect(self._focus_moved)  # type: ignore[union-attr]

    # ---- following the case -------------------------------------------------------------------

    @Slot(str)
    def _changed(self, _what: str) -> None:
        if self.isVisible():
            self._refresh()
            self._want_paper()
        else:
            self._body.prepare()

    def _refresh(self, first: str = "") -> None:
        self._stack.setCurrentIndex(0 if self.case.draft.chosen else 1)
        self._body.refresh(first)
        self._sections.show_blocks(
            [BlockRow(s.id, self._title(s), len(self._open(s))) for s in self._body.sections]
        )
        self._summarise()

    def _title(self, section: Section) -> str:
        """The section's title in short: the chosen matters it serves."""
        matters = self.case.pack.matters
        chosen = [matters[m].title for m in self.case.draft.chosen if m in section.matters]
        own = len(chosen) < len(section.matters)
        return "、".join(chosen) if chosen and own else section.title

    def _open(self, section: Section | None = None) -> list[Problem]:
        asked = {e.id for e in self._body.elements if section is None or e.section == section.id}
        return [p for p in self.case.problems if p.blocks and p.element in asked]

    def _summarise(self) -> None:
        wrong = [p for p in self._body.told if p.blocks]
        left = len(self._open())
        if wrong:
            self._summary.show_problems(f"有 {len(wrong)} 处要处理:", "wrong", wrong)
        elif left:
            self._summary.show_problems(f"还有 {left} 项要填", "info")
        else:
            self._summary.show_problems("这一步已填好,可以去拍照与材料", "good")

    def _first_open(self) -> str:
        return next((p.element for p in self._open()), "")

    def _has_keyboard(self) -> bool:
        focused = QApplication.focusWidget()
        return focused is not None and self._body.isAncestorOf(focused)

    @Slot(str)
    def _show_section(self, section: str) -> None:
        first = next((e.id for e in self._body.elements if e.section == section), "")
        field = self._body.bring(first)
        self._scroll.verticalScrollBar().setValue(self._body.block(section).y())
        if field is not None:
            field.focus_target().setFocus(Qt.FocusReason.ShortcutFocusReason)

    @Slot(QWidget, QWidget)
    def _focus_moved(self, _old: QWidget | None, new: QWidget | None) -> None:
        if new is None or not self.isVisible() or not self._body.isAncestorOf(new):
            return
        # While a mouse button is down nothing moves: what was pressed would slip from under the mouse.
        pressed = QApplication.mouseButtons() != Qt.MouseButton.NoButton
        if not pressed:
            self._summarise()
        block = next((b for b in self._body.blocks if b.isAncestorOf(new)), None)
        if block:
            self._sections.show_current(block.section.id)
            self.paper.turn_to([f.element.label for f in block.fields])
        if not pressed:
            self._bring_into_view()

    @Slot()
    def _rearranged(self) -> None:
        self._refresh()
        if self.case.application is not None:
            self.lock()  # what was made meanwhile as well
        self._placed.start()

    @Slot()
    def _bring_into_view(self) -> None:
        """Scroll to the field that has the keyboard."""
        focused = QApplication.focusWidget()
        field = next((f for f in self._body.fields if focused and f.isAncestorOf(focused)), None)
        if field:
            self._scroll.ensureWidgetVisible(field, 0, px(24))

    # ---- the paper ----------------------------------------------------------------------------

    @property
    def paper_is_current(self) -> bool:
        """Whether the live paper shows the answers as they stand now."""
        return not (self._drawing or self._outdated or self._paper_due.isActive())

    def _want_paper(self) -> None:
        """Draw the paper soon; changes until then, or while it is drawn, are drawn together."""
        if self._drawing:
            self._outdated = True
        elif not self._paper_due.isActive():
            self._paper_due.start()

    def _draw_paper(self) -> None:
        self._outdated = False
        if self.case.draft.chosen:
            self._drawing = True
            self.case.draw_form(while_alive(self, self._show_paper), while_alive(self, self._tell_fault))

    def _show_paper(self, pdf: bytes) -> None:
        self._paper_fault.hide()
        self.paper.show_pdf(pdf)
        self._drawn()

    def _tell_fault(self, error: DeskError) -> None:
        self._paper_fault.show_text(str(error), "wrong")
        self._paper_fault.show()
        self._drawn()

    def _drawn(self) -> None:
        self._drawing = False
        if self._outdated and self.isVisible():
            self._want_paper()

    @Slot()
    def _zoom(self) -> None:
        whole = WholePaper(self.case.errands, _PAPER_TITLE, "form-zoom", self, "回到填表")
        whole.open()
        whole.show_pdf(self.paper.pdf)
        self.case.draw_form(while_alive(whole, whole.show_pdf), while_alive(self, self._tell_fault))
