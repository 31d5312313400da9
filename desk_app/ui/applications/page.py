"""办件: every accepted application of this window, found by name or any number, with its progress."""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QPushButton, QWidget

from desk_app.domain.amending import AMEND
from desk_app.domain.applications import (
    APPLICATION,
    MATTER,
    Application,
    MatterCase,
    MatterState,
    application_of,
    matter_id,
)
from desk_app.domain.events import Subject
from desk_app.domain.lists import Row, Wanted
from desk_app.domain.mending import MEND, AskedRow
from desk_app.domain.reads import ReadKind
from desk_app.services import law, ledger, proceedings
from desk_app.services.applications import amending, deadlines, following, mending, results, withdrawing
from desk_app.services.applications.prefilling import prefilled
from desk_app.services.printing import documents, parties, printouts
from desk_app.ui.applications.detail import DetailCard
from desk_app.ui.applications.drafts import drafts
from desk_app.ui.applications.shown import WHOLE, ShownApplication
from desk_app.ui.kit import layouts
from desk_app.ui.kit.giving import ask_receiver, may_give
from desk_app.ui.kit.lists.beside import ListAndCard
from desk_app.ui.kit.lists.controls import ShownList
from desk_app.ui.kit.lists.page import ListPage
from desk_app.ui.kit.lists.shown import DRAFT
from desk_app.ui.kit.purpose import ask_for_whole
from desk_app.ui.kit.room import NEW_DAY, RoomPage, Tools
from desk_app.ui.kit.widgets import button
from desk_app.ui.papers.run import open_paper
from forms.procedures import Act

SELF: Final = "1"
"""Code of the table ``receiver`` for the applicant."""


class ApplicationsPage(RoomPage):
    """List at the left, the chosen application at the right. It reads the book when it is first shown."""

    EDGE = 16

    def __init__(self, tools: Tools, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._parts, self._errands = tools.parts, tools.errands
        self._opened = self._sought = self._stood = self._plain = ""
        self.list = ListPage(self._parts, self._errands, self._listed())
        self.detail = DetailCard()
        self._transfer = button("转交部门…", name="transfer")
        self._postal: Mapping[str, str] = {}
        self._delivering = button("送达和清单…", name="delivering")
        self.list.controls.add(self._transfer)
        self.list.controls.add(self._delivering)
        self._both = ListAndCard(self.list, self.detail)
        layouts.row(self, margins=16).addWidget(self._both)
        self._connect()

    def _listed(self) -> ShownList:
        return ShownList(
            procedure=APPLICATION,
            title="办件",
            name="applications",
            icon="rail-applications",
            hint="姓名、拼音、证件号、电话、回执编号",
            nothing="还没有办件。到“受理”收下第一件申请,这里就会出现它的进展。",
            unit="件",
            also=lambda wanted: drafts(self._parts, wanted),
        )

    def _connect(self) -> None:
        self.list.chosen.connect(self._choose)
        self.list.chosen.connect(self._both.follow)
        self.list.opened.connect(self._both.show_card)
        self.list.entered.connect(self._enter)
        self.detail.resume_wanted.connect(self._resume)
        self.detail.give_wanted.connect(self._give)
        self._transfer.clicked.connect(self._open_transfer)
        self._delivering.clicked.connect(self._open_delivering)
        self.detail.receipt_wanted.connect(self._print_receipt)
        self.detail.act_wanted.connect(self._open_act)
        self.detail.supplement_wanted.connect(self._open_supplement)
        self.detail.documents_wanted.connect(self._open_documents)
        self.detail.whole_wanted.connect(self._look_at_whole)
        self.detail.unmask_wanted.connect(self._unmask)

    def showEvent(self, event: QShowEvent) -> None:
        """Read the book, and again whenever the page is shown, since what is due changes with the day."""
        super().showEvent(event)
        self._read_again()

    def _read_again(self) -> None:
        self.list.reload()
        if self.detail.application is not None:
            self._read_detail(self.detail.application.id)

    def let_go(self) -> None:
        """The person at the counter left: their card, or anybody else's, is shown no more."""
        self._sought = self._plain = ""
        self._both.show_list()
        self.list.let_go()
        self.detail.show_nothing()

    def take_keyboard(self) -> None:
        """Focus the search line."""
        self.list.start_search()

    def keys(self) -> Sequence[tuple[str, str]]:
        """Keys that work on this page beside those of the window, and what they do."""
        return (("F2", "做下一步"), ("Ctrl+F", "在办件中查找"), ("Return", "打开选中的一件"))

    # ---- the list -----------------------------------------------------------------------------

    @Slot(str)
    def show_application(self, application_id: str) -> None:
        """Choose one application, whatever was searched for before."""
        self._sought = application_id
        self.list.show_record(application_id)

    def show_wanted(self, wanted: Wanted) -> None:
        """List the records a figure counts."""
        self._both.show_list()
        self.list.show_wanted(wanted)

    def refresh(self, subject: Subject) -> None:
        """An application changed: the list and its counts are read again, and its card if it is shown."""
        if subject.kind == NEW_DAY and self.isVisible():
            self._read_again()
        if subject.kind == DRAFT and self.list.loaded:
            self.list.reload()
        if subject.kind != APPLICATION:
            return
        if self.list.loaded:
            self.list.refresh(subject.id)
        if self.detail.application is not None and self.detail.application.id == subject.id:
            self._read_detail(subject.id)

    @Slot(object)
    def _choose(self, row: Row | None) -> None:
        self._stood = application_of(row.id) if row else ""
        if self._plain != self._stood:
            self._plain = ""
        if row is None:
            self.detail.show_nothing()
            return
        if row.procedure == DRAFT:
            self.detail.show_draft(give=may_give(self._parts))
            return
        if self._sought == row.id:
            self._both.show_card()
        self._sought = ""
        self._read_detail(self._stood)  # behind a figure the rows are matters

    @Slot(object)
    def _enter(self, row: Row) -> None:
        if row.procedure == DRAFT:
            self.draft_wanted.emit(row.id)

    @Slot()
    def _resume(self) -> None:
        if row := self.list.row:
            self._enter(row)

    @Slot(object)
    def _give(self, at: QPushButton) -> None:
        """Ask who is to go on with the draft that is selected."""
        row = self.list.row
        if row is not None and row.procedure == DRAFT:
            chosen = partial(self.give_wanted.emit, row.id)
            ask_receiver(self._parts, self._errands, at, row.clerk, chosen)

    # ---- the card -----------------------------------------------------------------------------

    def _read_detail(self, application_id: str) -> None:
        plain = self._plain == application_id
        self._errands.run(
            lambda: self._read(application_id, plain=plain), self._show_detail, topic="application-detail"
        )

    def _read(self, application_id: str, *, plain: bool) -> ShownApplication | None:
        parts = self._parts
        application = parts.store.applications.one(application_id)
        if application is None:
            return None
        self._note_opened(application)
        digest = application.pack_digest
        asked = {m.matter: mending.rows(parts, application, m.matter) for m in _to_mend(application)}
        return ShownApplication(
            application,
            law.standing(parts, application),
            {m.matter: parts.law.shown(digest, MATTER, m.state) for m in application.matters},
            {
                WHOLE: self._acts(application.id),
                **{m.matter: self._acts(matter_id(application.id, m.matter)) for m in application.matters},
            },
            ledger.timeline(parts, application.subject),
            deadlines.clocks(parts, application),
            following.follows(parts, application),
            documents.offered(parts, application),
            asked,
            frozenset((m, r.number) for m, rows in asked.items() for r in mending.late(parts, rows)),
            results.said(parts, application),
            plain,
            *parties.turned_to(parts, application),
            (*amending.acts(parts, application), *withdrawing.acts(parts, application)),
        )

    def _acts(self, proceeding: str) -> tuple[Act, ...]:
        found = proceedings.record(self._parts, self._parts.window.who, proceeding)
        return tuple(a for a in proceedings.on_card(found) if a.code != AMEND) if found else ()

    def _note_opened(self, application: Application) -> None:
        """Note that a file was opened, once and not at every refresh of its card."""
        if self._opened != application.id:
            self._opened = application.id
            ledger.note_read(self._parts, self._parts.window.who, ReadKind.OPENED, application.subject)

    @Slot()
    def _unmask(self) -> None:
        """Ask and note what the number is for, then show it; unnoted it stays masked. Or mask it again."""
        application = self.detail.application
        if application is None:
            return
        if self.detail.plain:
            self._plain = ""
            self._read_detail(application.id)
            return
        ask_for_whole(self, partial(self._note_unmasked, application))

    def _note_unmasked(self, application: Application, purpose: str) -> None:
        parts, subject = self._parts, application.subject
        self._errands.run(
            lambda: ledger.note_read(parts, parts.window.who, ReadKind.UNMASKED, subject, purpose),
            lambda _: self._show_plain(application.id),
        )

    def _show_plain(self, application_id: str) -> None:
        """Show the number whole, unless another row was chosen meanwhile."""
        if self._stood == application_id:
            self._plain = application_id
            self._read_detail(application_id)

    def _show_detail(self, shown: ShownApplication | None) -> None:
        if shown is None:
            self.detail.show_nothing()
        elif shown.application.id == self._stood:  # else it was let go while it was read
            self.detail.show_application(shown, self._parts.clock.today())

    # ---- what is done -------------------------------------------------------------------------

    @Slot(object)
    def _print_receipt(self, application: Application) -> None:
        paper, subject = printouts.receipt(self._parts, application), application.subject
        open_paper(self._parts, self._errands, paper, self, lambda: self.tell_changed(subject))

    @Slot(object, str, object)
    def _open_act(self, application: Application, matter: str, act: Act) -> None:
        if act.code == MEND:
            self._read_mending(application, matter)
            return
        if act.code == AMEND:
            self._open_amendment(application)
            return
        if act.takes_back:
            self._open_withdrawal(application, act)
            return
        from desk_app.ui.acts.dialog import open_act

        receiver = {"receiver": application.name, "relation": SELF} if act.target else {}
        asked = {ask.id for ask in act.asks}
        known = {k: v for k, v in receiver.items() if k in asked}
        open_act(
            self._parts,
            self._errands,
            application.id if matter == WHOLE else matter_id(application.id, matter),
            act,
            self,
            lambda _: self.tell_done(application.subject, act.noted()),
            known | prefilled(self._parts, act, application.pack_digest, matter),
        )

    def _open_amendment(self, application: Application) -> None:
        # The list opens without the fields of a form.
        from desk_app.ui.applications.amend import open_amendment

        open_amendment(
            self._parts,
            self._errands,
            application.id,
            self,
            lambda told: self.tell_done(application.subject, told),
        )

    @Slot(object)
    def _look_at_whole(self, application: Application) -> None:
        # The list opens without the views of papers and pictures.
        from desk_app.ui.applications.whole import open_whole

        open_whole(self._parts, self._errands, application.id, self, self.tell_changed, plain=False)

    def _open_withdrawal(self, application: Application, act: Act) -> None:
        # The list opens without the fields and views of its papers.
        from desk_app.ui.acts.withdraw import Withdrawn, open_withdrawal

        def done(withdrawn: Withdrawn) -> None:
            self.tell_done(application.subject, withdrawn.sentence)
            if withdrawn.draft:
                self.draft_wanted.emit(withdrawn.draft)

        open_withdrawal(self._parts, self._errands, application.id, self, done, act.code)

    def _read_mending(self, application: Application, matter: str) -> None:
        """Read what is to be mended, then open its form."""
        parts = self._parts
        self._errands.run(
            lambda: mending.rows(parts, application, matter),
            lambda asked: self._open_mending(application, matter, asked),
        )

    def _open_mending(self, application: Application, matter: str, asked: Sequence[AskedRow]) -> None:
        # The cards of step 4 come with it; the list itself opens without them.
        from desk_app.ui.applications.mend import MendDialog

        case = next(m for m in application.matters if m.matter == matter)
        dialog = MendDialog(self._parts, self._errands, application, case, asked, self)
        dialog.mended.connect(lambda told: self.tell_done(application.subject, told))
        dialog.open()

    @Slot()
    def _open_transfer(self) -> None:
        from desk_app.ui.applications.transfer import TransferDialog

        dialog = TransferDialog(self._parts, self._errands, self)
        dialog.transferred.connect(self._after_transfer)
        dialog.open()

    @Slot()
    def _open_delivering(self) -> None:
        from desk_app.ui.applications.delivering import DeliveringDialog

        dialog = DeliveringDialog(self._parts, self._errands, self, self._postal)
        dialog.changed.connect(self._after_transfer)
        dialog.finished.connect(lambda: self._keep_postal(dialog.post.numbers))
        dialog.open()

    def _keep_postal(self, numbers: Mapping[str, str]) -> None:
        """Keep the postal numbers of letters that were not noted before the dialog was closed."""
        self._postal = numbers

    @Slot(object, str)
    def _after_transfer(self, subjects: tuple[Subject, ...], sentence: str) -> None:
        self.notice.emit("good", sentence)
        for subject in subjects:
            self.changed.emit(subject)

    @Slot(object, str)
    def _open_supplement(self, application: Application, material: str) -> None:
        # The cards of step 4 come with it; the list itself opens without them.
        from desk_app.ui.applications.supplement import SupplementDialog

        dialog = SupplementDialog(self._parts, self._errands, application, material, self)
        dialog.supplemented.connect(
            lambda: self.tell_done(application.subject, "已收下补交的材料,随后送区县")
        )
        dialog.open()

    @Slot(object)
    def _open_documents(self, application: Application) -> None:
        # The list opens without the fields and views of its papers.
        from desk_app.ui.papers.documents import DocumentsDialog

        dialog = DocumentsDialog(self._parts, self._errands, application, self)
        dialog.printed.connect(self.tell_changed)
        dialog.open()


def _to_mend(application: Application) -> Iterator[MatterCase]:
    return (m for m in application.matters if m.state == MatterState.CORRECTION)
