"""Step 5, 核对签字: read through with the applicant, print, sign on paper, scan back."""

from collections.abc import Iterator
from typing import Final

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from desk_app.errors import DeskError
from desk_app.services.counter.capture import SIGNED_FORM
from desk_app.services.printing import documents, printouts, prints
from desk_app.ui.counter.answers import AnswerSheet
from desk_app.ui.counter.base import Action, StepPage
from desk_app.ui.counter.case import Case
from desk_app.ui.counter.links import doubts, lead
from desk_app.ui.counter.material import MaterialCard
from desk_app.ui.counter.summary import ProblemStrip
from desk_app.ui.kit.alive import while_alive
from desk_app.ui.kit.layouts import VerticalScroll, column, row
from desk_app.ui.kit.sides import Side, Sides
from desk_app.ui.kit.widgets import Card, button, label
from desk_app.ui.papers.dialog import PaperDialog
from forms.schema import Problem

_STEPS: Final = (
    "1. 把左边念给申请人听,或把屏幕转过去请本人看。",
    "2. 打印申请表,请本人或监护人签字。不能写字的,按指印并由在场人签名。",
    "3. 把签好的表拍照或扫描,加到下面。",
)


class ConfirmPage(StepPage):
    """Answers to check at the left, the signature at the right."""

    title = "核对签字"

    def __init__(self, case: Case, parent: QWidget | None = None) -> None:
        super().__init__(case, parent)
        self.setObjectName("confirm")
        self._printed = self._built = False
        self._summary = ProblemStrip(case.pack)
        self._answers = AnswerSheet(case)
        self._signed = MaterialCard(case, SIGNED_FORM, "签好字的申请表")
        self._print = button("打印申请表签字", "secondary", name="print-form-here")
        self._documents = button("其他文书…", name="documents-here")
        self._build()
        self._summary.element_wanted.connect(self._lead)
        self._answers.change_wanted.connect(self._lead)
        self._print.clicked.connect(self.print_form)
        self._documents.clicked.connect(self.open_documents)
        case.changed.connect(self._changed)

    def build_ahead(self) -> Iterator[None]:
        """The answers to check, block by block."""
        yield from self._answers.refreshing()
        self._built = True

    def enter(self) -> None:
        """Show the answers in their present state; the first time block by block."""
        self._refresh()

    def done(self) -> bool:
        """Whether the signed page is here, or the form was printed for it, and nothing is to be mended."""
        signed = any(page.material == SIGNED_FORM for page in self.case.draft.pages)
        return (signed or self._printed) and not self.case.reading.blocking

    def footer_actions(self) -> tuple[Action, ...]:
        """The form to be signed."""
        return (Action("print-form", "打印申请表签字", "F8", self.print_form, looks=True),)

    @Slot()
    def print_form(self) -> None:
        """Open the very form that will be signed."""
        case = self.case
        paper = printouts.form(case.parts, case.reading)
        count = prints.count_of(case.parts, paper)
        dialog = PaperDialog(case.errands, paper.title, "print-form", self, case.parts.printer, paper, count)
        dialog.handed_out.connect(self._note_printed)
        dialog.open()
        self.case.draw_form(while_alive(dialog, dialog.show_pdf), while_alive(dialog, self._failed))

    @Slot()
    def _note_printed(self) -> None:
        self._printed = True
        self.actions_changed.emit()

    @Slot()
    def open_documents(self) -> None:
        """Open the other papers of this application."""
        from desk_app.ui.papers.documents import DocumentsDialog

        DocumentsDialog(self.case.parts, self.case.errands, self.case.reading, self).open()

    # ---- building -----------------------------------------------------------------------------

    def _build(self) -> None:
        sides = Sides(
            (Side(self._check_card(), 400, 3), Side(self._sign_side(), 350, 2, most=370)),
            margins=12,
            parent=self,
        )
        column(self).addWidget(sides)

    def _check_card(self) -> QWidget:
        card = Card()
        card.body.addWidget(self._summary)
        card.body.addWidget(VerticalScroll(self._answers), 1)
        return card

    def _sign_side(self) -> QWidget:
        side = QWidget()
        body = column(side, spacing=12)
        steps = Card("签字")
        for sentence in _STEPS:
            steps.body.addWidget(label(sentence, wrap=True))
        papers = row()
        papers.addWidget(self._print, 1)
        papers.addWidget(self._documents)
        steps.body.addLayout(papers)
        body.addWidget(steps)
        body.addWidget(self._signed)
        body.addStretch()
        return VerticalScroll(side)

    # ---- following the case -------------------------------------------------------------------

    @Slot(str)
    def _changed(self, _what: str) -> None:
        if self.isVisible():
            self._refresh()

    def _refresh(self) -> None:
        if self._built:
            self._answers.refresh()
        else:
            self.behind.begin(self.build_ahead())
        self._summarise([p for p in self.case.problems if p.blocks])
        pages = sum(p.material == SIGNED_FORM for p in self.case.draft.pages)
        state = (f"已收 {pages} 页", "good") if pages else ("还没有", "caution")
        note = "" if pages else "没有签字页也可以先受理,签好的纸质表请留存归档。"
        self._signed.show_state(*state, note)
        self._offer_documents()

    def _offer_documents(self) -> None:
        offered = documents.offered(self.case.parts, self.case.reading)
        self._documents.setEnabled(bool(offered))
        self._documents.setToolTip("" if offered else "现在没有要打印的其他文书")

    def _summarise(self, problems: list[Problem]) -> None:
        if problems:
            self._summary.show_problems(f"还有 {len(problems)} 处要处理:", "wrong", problems)
        elif unsure := doubts(self.case):
            self._summary.show_problems(f"内容齐全;签字前还有 {len(unsure)} 处请核对:", "caution", unsure)
        else:
            self._summary.show_problems("内容齐全,请申请人核对后签字", "good")

    @Slot(str)
    def _lead(self, element: str) -> None:
        lead(self, element)

    def _failed(self, error: DeskError) -> None:
        self.notice.emit("wrong", str(error))
