"""Step 2, 一次告知: questions, outcome of each matter with reasons, materials; all on one paper."""

from collections.abc import Iterator
from typing import Final

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QPushButton, QVBoxLayout, QWidget

from desk_app.services.printing import printouts, prints, telling
from desk_app.ui.counter.base import Action, StepPage
from desk_app.ui.counter.case import Case
from desk_app.ui.counter.interview import Interview
from desk_app.ui.counter.jumps import Jumps
from desk_app.ui.counter.links import ANSWER_KEYS, NOTICE_STEP, PERSON_STEP, step_of
from desk_app.ui.counter.matters import MatterList
from desk_app.ui.counter.needs import NeedList
from desk_app.ui.kit.alive import while_alive
from desk_app.ui.kit.layouts import column
from desk_app.ui.kit.sides import Side, Sides
from desk_app.ui.papers.dialog import PaperDialog

_REFUSAL: Final = "not_accepted"
"""The document that answers a wish that can not be met (documents.toml)."""


class NoticeDialog(PaperDialog):
    """The 一次性告知书 with its printing; a tick box draws it in large print."""

    def __init__(self, case: Case, parent: QWidget) -> None:
        papers = [printouts.notice(case.parts, case.reading, large) for large in (False, True)]
        super().__init__(
            case.errands, printouts.NOTICE, "print-notice", parent, case.parts.printer, papers[False]
        )
        self._case = case
        self._papers = tuple((paper, prints.count_of(case.parts, paper)) for paper in papers)
        self._large = QCheckBox("大字版")
        self._large.setObjectName("notice-large")
        self._large.setAccessibleName("打印大字版一次性告知书")
        self._large.toggled.connect(self.draw)
        if self.panel:
            self.panel.free.connect(self._large.setEnabled)
        body = self.layout()
        assert isinstance(body, QVBoxLayout)
        body.insertWidget(1, self._large)

    @Slot()
    def draw(self) -> None:
        """Draw the paper in the chosen size; nothing can be printed or saved until it is there."""
        large = self._large.isChecked()
        if self.panel:
            self.panel.show_pdf(b"")
            self.panel.turn_to(*self._papers[large])  # the other size is another paper
        self._case.draw_notice(while_alive(self, lambda pdf: self._show(pdf, large)), large)

    def _show(self, pdf: bytes, large: bool) -> None:
        if large == self._large.isChecked():
            self.show_pdf(pdf)


class NoticePage(StepPage):
    """Question, matters and materials side by side, each following the others."""

    title = "一次告知"

    def __init__(self, case: Case, parent: QWidget | None = None) -> None:
        super().__init__(case, parent)
        self.setObjectName("notice")
        self._built = False
        """Whether every part was shown once: from then on they follow the answers at once."""
        self._interview = Interview(case)
        self._matters = MatterList(case)
        self._needs = NeedList(case)
        for part, name in (
            (self._interview, "interview"),
            (self._matters, "matters"),
            (self._needs, "needs"),
        ):
            part.setObjectName(name)
        self._rest = Sides((Side(self._matters, 264, 5), Side(self._needs, 312, 3, most=400)))
        self._sides = Sides(
            (Side(self._interview, 280, 3, most=380), Side(self._rest, 390, 8)), margins=12, parent=self
        )
        column(self).addWidget(self._sides)
        self._interview.finished.connect(self._lead_on)
        self._interview.person_wanted.connect(lambda: self.step_wanted.emit(PERSON_STEP))
        self._matters.gone_on.connect(self._go_on)
        self._matters.refusal_wanted.connect(self._print_refusal)
        case.changed.connect(self._changed)

    def build_ahead(self) -> Iterator[None]:
        """Question, matters and materials, one after another."""
        self._interview.refresh()
        yield
        yield from self._follow()

    def enter(self) -> None:
        """Show the question, and what follows from the answers; the first time one after another."""
        self._refresh()

    def _follow(self) -> Iterator[None]:
        for part in (self._matters, self._needs):
            yield from part.refreshing()
        self._built = True

    def take_keyboard(self) -> bool:
        """Focus the question's answers, else what is to be done next."""
        if self.case.application is not None:
            return False
        if not self._interview.question.take_focus():
            self._lead_on()
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A digit gives the answer that has it, wherever on the page the keyboard is."""
        number = event.key() - Qt.Key.Key_0
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if plain and not event.isAutoRepeat() and 1 <= number <= 9:
            self._interview.question.press(number)
        else:
            super().keyPressEvent(event)

    def keys(self) -> tuple[tuple[str, str], ...]:
        """The number keys, while something is asked."""
        return (ANSWER_KEYS,) if self._interview.question.asks else ()

    def beside_steps(self) -> QWidget:
        """Ways to question, matters and materials while they stand one under another."""
        parts = (("问情况", self._interview), ("事项", self._matters), ("材料", self._needs))
        return Jumps(self._sides, [(f"show-{part.objectName()}", words, part) for words, part in parts])

    def done(self) -> bool:
        """Whether a matter is chosen, and no question is left that could change anything."""
        return bool(self.case.draft.chosen) and self.case.question is None and self.open_count() == 0

    @Slot(str)
    def _go_on(self, matter: str) -> None:
        """From a matter: to what it brought to be asked, else to the matters after it, else to 下一步."""
        if not self._interview.question.take_focus():
            self._lead_on(matter)

    @Slot()
    def _lead_on(self, matter: str = "") -> None:
        """Nothing is left to ask: focus the first matter that can be ticked, else 下一步."""
        if not self._matters.take_focus(matter):
            ways = (b for b in self.window().findChildren(QPushButton, "next") if b.isVisible())
            if after := next(ways, None):
                after.setFocus(Qt.FocusReason.OtherFocusReason)

    def open_count(self) -> int:
        """How many problems the chosen matters have, and answers that are given only in the interview."""
        return sum(step_of(self.case, p.element) == NOTICE_STEP for p in self.case.reading.blocking)

    def show_element(self, element: str) -> None:
        """Ask a question of the interview again."""
        self._interview.ask_again(element)

    def footer_actions(self) -> tuple[Action, ...]:
        """What opens the 一次性告知书, and 办事指南 for whoever only asks."""
        return (
            Action("print-guide", "办事指南", "F7", self.print_guide, looks=True),
            Action("print-notice", "打印一次性告知书", "F8", self.print_notice, looks=True),
        )

    def print_guide(self) -> None:
        """Open 办事指南 and the blank form."""
        from desk_app.ui.papers.guide import open_guide

        open_guide(self.case.parts, self.case.errands, self)

    def print_notice(self) -> None:
        """Open the 一次性告知书; once it was printed or saved, the applicant counts as informed.

        While nobody and nothing is known there is nobody to tell: 办事指南 opens in its place.
        """
        if telling.empty(self.case.reading):
            self.print_guide()
            return
        dialog = NoticeDialog(self.case, self)
        dialog.handed_out.connect(self.case.mark_informed)
        dialog.open()
        dialog.draw()

    @Slot()
    def _print_refusal(self) -> None:
        from desk_app.ui.papers.documents import DocumentsDialog

        DocumentsDialog(self.case.parts, self.case.errands, self.case.reading, self, first=_REFUSAL).open()

    @Slot(str)
    def _changed(self, _what: str) -> None:
        if self.isVisible():
            self._refresh()

    def _refresh(self) -> None:
        self._interview.refresh()
        if self._built:
            self._matters.refresh()
            self._needs.refresh()
        else:
            self.behind.begin(self._follow())
