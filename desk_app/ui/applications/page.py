"""办件: every accepted application of this window, found by name or any number, with its progress."""

from typing import Final

from PySide6.QtCore import QModelIndex, QTimer, Slot
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QWidget

from desk_app.domain.applications import APPLICATION, MATTER, Application, matter_id
from desk_app.domain.events import Subject
from desk_app.domain.lists import Wanted
from desk_app.domain.reads import Reading
from desk_app.services import deadlines, documents, following, law, ledger, printouts, proceedings, results
from desk_app.ui.applications.detail import WHOLE, DetailCard, ShownApplication
from desk_app.ui.applications.model import ApplicationsModel, Listed
from desk_app.ui.kit import layouts
from desk_app.ui.kit.layouts import column
from desk_app.ui.kit.lists.beside import ListAndCard
from desk_app.ui.kit.lists.empty import Empty
from desk_app.ui.kit.lists.foot import LIST_KEYS, ListFoot
from desk_app.ui.kit.lists.search import search_box
from desk_app.ui.kit.lists.view import ListTable
from desk_app.ui.kit.room import RoomPage, Tools
from desk_app.ui.kit.widgets import button
from desk_app.ui.papers.run import open_paper
from forms.procedures import Act

_LIMIT: Final = 200
_TYPING_PAUSE_MS: Final = 150
_EVERYTHING: Final = Subject("register", "application")
"""What a search reads: the words searched for are a person's data and are not noted."""


class ApplicationsPage(RoomPage):
    """List at the left, the chosen application at the right. It reads the book when it is first shown."""

    def __init__(self, tools: Tools, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._parts, self._errands = tools.parts, tools.errands
        self._loaded = False
        self._wanted = self._opened = self._searched = ""
        self.model = ApplicationsModel(self._parts.clock.today, self)
        self.search = search_box("姓名、证件号、电话、回执编号或办件编号", "查找办件")
        self.table = ListTable(self.model, "applications", "办件")
        self.detail = DetailCard()
        self._transfer = button("转交部门…", name="transfer")
        self._foot = ListFoot(LIST_KEYS, "applications-count")
        self._empty = Empty("rail-applications", name="applications-empty")
        self._typing = QTimer(self, singleShot=True, interval=_TYPING_PAUSE_MS)
        self._arrange()
        self._connect()

    def _arrange(self) -> None:
        listed = QWidget()
        left = column(listed, spacing=8)
        head = layouts.row(spacing=12)
        head.addWidget(self.search, 1)
        head.addWidget(self._transfer)
        left.addLayout(head)
        left.addWidget(self._empty, 1)
        left.addWidget(self.table, 1)
        left.addWidget(self._foot)
        self._both = ListAndCard(listed, self.detail)
        layouts.row(self, margins=16).addWidget(self._both)

    def _connect(self) -> None:
        self._typing.timeout.connect(self.reload)
        self.search.textChanged.connect(self._typing.start)
        self.search.returnPressed.connect(self.table.setFocus)
        QShortcut(QKeySequence("Ctrl+F"), self).activated.connect(self.search.setFocus)
        self.table.selectionModel().currentRowChanged.connect(self._choose)
        self.table.opened.connect(self._both.show_card)
        self._transfer.clicked.connect(self._open_transfer)
        self.detail.receipt_wanted.connect(self._print_receipt)
        self.detail.hand_over_wanted.connect(self._hand_over)
        self.detail.act_wanted.connect(self._open_act)
        self.detail.supplement_wanted.connect(self._open_supplement)
        self.detail.documents_wanted.connect(self._open_documents)

    def showEvent(self, event: QShowEvent) -> None:
        """Read the book the first time."""
        super().showEvent(event)
        if not self._loaded:
            self.reload()

    # ---- the list -----------------------------------------------------------------------------

    @Slot()
    def reload(self) -> None:
        """Read the list again; the chosen application stays chosen."""
        self._loaded = True
        query = self.search.text().strip()
        self._errands.run(lambda: self._listed(query), self._show_rows, topic="applications")

    def _listed(self, query: str) -> tuple[Listed, ...]:
        if query and query != self._searched:  # once, not at every refresh of the list
            ledger.note_read(self._parts, self._parts.window.who, Reading.SEARCHED, _EVERYTHING)
        self._searched = query
        return tuple(self._list(a) for a in self._parts.store.applications.search(query, _LIMIT))

    def _list(self, application: Application) -> Listed:
        return Listed(application, law.standing(self._parts, application))

    def _show_rows(self, found: tuple[Listed, ...]) -> None:
        chosen = self._wanted or (self.detail.application.id if self.detail.application else "")
        self.model.show_rows(found)
        self._tell_count()
        if not self._select(chosen):
            self.detail.show_nothing()

    def _select(self, application_id: str) -> bool:
        place = self.model.row_of(application_id)
        if place is None:
            return False
        if self._wanted:
            self._both.show_card()
        self._wanted = ""
        self.table.selectRow(place)
        self._read_detail(application_id)
        return True

    def _tell_count(self) -> None:
        count = self.model.rowCount()
        more = ",只列最近的;请输入姓名或证件号查找" if count >= _LIMIT else ""
        self._foot.say(f"共{count}件{more}" if count else "")
        self._foot.setVisible(count > 0)
        searching = bool(self.search.text().strip())
        self._empty.say(
            "没有找到。换姓名、证件号、电话或编号的一部分再试。"
            if searching
            else "还没有办件。到“受理”收下第一件申请,这里就会出现它的进展。"
        )
        self._empty.setVisible(count == 0)
        self.table.setVisible(count > 0)

    @Slot(str)
    def show_application(self, application_id: str) -> None:
        """Choose one application, whatever was searched for before."""
        self._wanted = application_id
        self.search.clear()
        self.reload()

    def show_wanted(self, wanted: Wanted) -> None:
        """List the records a figure counts."""
        self._wanted = ""
        self.search.setText(wanted.query)
        self.reload()

    def refresh(self, subject: Subject) -> None:
        """An application's row, and its card if shown, are read again; a new one comes on top."""
        if self._loaded and subject.kind == APPLICATION:
            self._errands.run(lambda: self._parts.store.applications.one(subject.id), self._put)

    def _put(self, application: Application | None) -> None:
        if application is None:
            return
        self.model.put(self._list(application), add=self._is_newest(application))
        self._tell_count()
        if self.detail.application is not None and self.detail.application.id == application.id:
            self._read_detail(application.id)

    def _is_newest(self, application: Application) -> bool:
        first = self.model.at(0)
        newer = first is None or application.accepted_at >= first.application.accepted_at
        return newer and not self.search.text().strip()

    @Slot(QModelIndex)
    def _choose(self, index: QModelIndex) -> None:
        if listed := self.model.at(index.row()):
            self._read_detail(listed.application.id)

    # ---- the card -----------------------------------------------------------------------------

    def _read_detail(self, application_id: str) -> None:
        self._errands.run(lambda: self._read(application_id), self._show_detail, topic="application-detail")

    def _read(self, application_id: str) -> ShownApplication | None:
        parts = self._parts
        application = parts.store.applications.one(application_id)
        if application is None:
            return None
        self._note_opened(application)
        digest = application.pack_digest
        return ShownApplication(
            application,
            law.standing(parts, application),
            {m.matter: parts.law.shown(digest, MATTER, m.state) for m in application.matters},
            {
                WHOLE: tuple(a for a in self._acts(application.id) if a.sources),
                **{m.matter: self._acts(matter_id(application.id, m.matter)) for m in application.matters},
            },
            ledger.timeline(parts, application.subject),
            deadlines.clocks(parts, application),
            following.follows(parts, application),
            documents.offered(parts, application),
        )

    def _acts(self, proceeding: str) -> tuple[Act, ...]:
        found = proceedings.record(self._parts, self._parts.window.who, proceeding)
        return found.acts if found else ()

    def _note_opened(self, application: Application) -> None:
        """Opening a file is noted once, not at every refresh of the card."""
        if self._opened != application.id:
            self._opened = application.id
            ledger.note_read(self._parts, self._parts.window.who, Reading.OPENED, application.subject)

    def _show_detail(self, shown: ShownApplication | None) -> None:
        if shown is None:
            self.detail.show_nothing()
        else:
            self.detail.show_application(shown, self._parts.clock.today())

    # ---- what is done -------------------------------------------------------------------------

    @Slot(object)
    def _print_receipt(self, application: Application) -> None:
        paper, subject = printouts.receipt(self._parts, application), application.subject
        open_paper(self._parts, self._errands, paper, self, lambda: self.tell_changed(subject))

    @Slot(object, str)
    def _hand_over(self, application: Application, matter: str) -> None:
        self._errands.run(
            lambda: results.hand_over(self._parts, application, matter),
            lambda _: self._done(application.subject, "已登记送达本人"),
        )

    def _done(self, subject: Subject, sentence: str) -> None:
        self.notice.emit("good", sentence)
        self.changed.emit(subject)

    @Slot(object, str, object)
    def _open_act(self, application: Application, matter: str, act: Act) -> None:
        from desk_app.ui.acts.dialog import open_act

        pack, known = law.of(self._parts, application.pack_digest), {"given_by": self._parts.window.clerk}
        if matter != WHOLE:
            known["department"] = pack.matters[matter].department
        open_act(
            self._parts,
            self._errands,
            application.id if matter == WHOLE else matter_id(application.id, matter),
            act,
            self,
            lambda _: self._done(application.subject, f"已登记{act.word}"),
            {a.id: known[a.id] for a in act.asks if a.id in known},
        )

    @Slot()
    def _open_transfer(self) -> None:
        from desk_app.ui.applications.transfer import TransferDialog

        dialog = TransferDialog(self._parts, self._errands, self)
        dialog.transferred.connect(self._after_transfer)
        dialog.open()

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
        dialog.supplemented.connect(lambda: self._done(application.subject, "已收下补交的材料,随后送区县"))
        dialog.open()

    @Slot(object)
    def _open_documents(self, application: Application) -> None:
        # The list opens without the fields and views of its papers.
        from desk_app.ui.papers.documents import DocumentsDialog

        dialog = DocumentsDialog(self._parts, self._errands, application, self)
        dialog.printed.connect(self.tell_changed)
        dialog.open()
