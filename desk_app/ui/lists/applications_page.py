"""办件: every accepted application of this window, found by name or any number, with its progress."""

from typing import Final

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QLineEdit, QTableView, QWidget

from desk_app.domain.applications import MATTER, Application
from desk_app.domain.events import Subject
from desk_app.domain.reads import Reading
from desk_app.services import deadlines, documents, following, law, ledger, papers, results
from desk_app.services.parts import Parts
from desk_app.ui import layouts, style
from desk_app.ui.errands import Errands, Lane
from desk_app.ui.layouts import column
from desk_app.ui.lists.detail import DetailCard, Shown
from desk_app.ui.lists.empty import Empty
from desk_app.ui.lists.model import ApplicationsModel, Listed
from desk_app.ui.widgets import label
from forms.procedures import CLERK

_LIMIT: Final = 200
_TYPING_PAUSE_MS: Final = 150
_EVERYTHING: Final = Subject("register", "application")
"""What a search reads: the words searched for are a person's data and are not noted."""
_WIDTHS: Final = (100, 88, 76, 0, 160, 198, 126)
"""Of the columns in pixels at 100 %; 0 takes what is left."""


class ApplicationsPage(QWidget):
    """List at the left, the chosen application at the right. It reads the book when it is first shown."""

    paper_wanted = Signal(str, object)
    notice = Signal(str, str)
    handed_over = Signal(str)
    supplemented = Signal(str)
    """Of an application a promised material came, and a letter waits for the line."""

    def __init__(self, parts: Parts, errands: Errands, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._parts, self._errands = parts, errands
        self._loaded = False
        self._wanted = self._opened = ""
        self.model = ApplicationsModel(parts.clock.today, self)
        self.search = _search_box()
        self.table = _table(self.model)
        self.detail = DetailCard()
        self._count = label("", "quiet", name="applications-count")
        self._empty = Empty("rail-applications", name="applications-empty")
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(_TYPING_PAUSE_MS)
        self._arrange()
        self._connect()

    def _arrange(self) -> None:
        across = layouts.row(self, margins=16, spacing=16)
        left = column(spacing=8)
        head = layouts.row(spacing=16)
        head.addWidget(self.search, 1)
        head.addWidget(self._count)
        left.addLayout(head)
        left.addWidget(self._empty, 1)
        left.addWidget(self.table, 1)
        across.addLayout(left, 1)
        self.detail.setFixedWidth(style.px(340))
        across.addWidget(self.detail)

    def _connect(self) -> None:
        self._typing.timeout.connect(self.reload)
        self.search.textChanged.connect(self._typing.start)
        self.table.selectionModel().currentRowChanged.connect(self._choose)
        self.detail.receipt_wanted.connect(self._print_receipt)
        self.detail.hand_over_wanted.connect(self._hand_over)
        self.detail.supplement_wanted.connect(self._open_supplement)
        self.detail.documents_wanted.connect(self._open_documents)

    def showEvent(self, event: QShowEvent) -> None:
        """Read the book the first time."""
        super().showEvent(event)
        if not self._loaded:
            self.reload()

    @Slot()
    def reload(self) -> None:
        """Read the list again; the chosen application stays chosen."""
        self._loaded = True
        query = self.search.text().strip()
        self._errands.run(lambda: self._listed(query), self._show_rows, topic="applications")

    def _listed(self, query: str) -> tuple[Listed, ...]:
        if query:
            ledger.note_read(self._parts, self._parts.window.who, Reading.SEARCHED, _EVERYTHING)
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
        row = self.model.row_of(application_id)
        if row is None:
            return False
        self._wanted = ""
        self.table.selectRow(row)
        self._read_detail(application_id)
        return True

    def _tell_count(self) -> None:
        count = self.model.rowCount()
        more = ",只列最近的;请输入姓名或证件号查找" if count >= _LIMIT else ""
        self._count.setText(f"共{count}件{more}" if count else "")
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

    @Slot(object)
    def take(self, application: Application) -> None:
        """An application was accepted just now: it comes on top."""
        if self._loaded and not self.search.text().strip():
            self.model.put(self._list(application), add=True)
            self._tell_count()

    @Slot(str)
    def refresh(self, application_id: str) -> None:
        """Something happened to an application: its row, and its card if shown, are read again."""
        if self._loaded:
            self._errands.run(lambda: self._parts.store.applications.one(application_id), self._put)

    def _put(self, application: Application | None) -> None:
        if application is None:
            return
        self.model.put(self._list(application), add=False)
        if self.detail.application is not None and self.detail.application.id == application.id:
            self._read_detail(application.id)

    @Slot(QModelIndex)
    def _choose(self, index: QModelIndex) -> None:
        if application := self.model.at(index.row()):
            self._read_detail(application.id)

    def _read_detail(self, application_id: str) -> None:
        self._errands.run(lambda: self._read(application_id), self._show_detail, topic="application-detail")

    def _read(self, application_id: str) -> Shown | None:
        parts = self._parts
        application = parts.store.applications.one(application_id)
        if application is None:
            return None
        self._note_opened(application)
        digest, procedure = application.pack_digest, law.matter(parts, application.pack_digest)
        acts = {m.matter: procedure.offers(m.state, CLERK) for m in application.matters}
        return Shown(
            application,
            law.standing(parts, application),
            {m.matter: parts.law.shown(digest, MATTER, m.state) for m in application.matters},
            frozenset(m for m, offered in acts.items() if any(a.code == "hand_over" for a in offered)),
            ledger.timeline(parts, application.subject),
            deadlines.clocks(parts, application),
            following.follows(parts, application),
            documents.offered(parts, application),
        )

    def _note_opened(self, application: Application) -> None:
        """Opening a file is noted once, not at every refresh of the card."""
        if self._opened != application.id:
            self._opened = application.id
            ledger.note_read(self._parts, self._parts.window.who, Reading.OPENED, application.subject)

    def _show_detail(self, shown: Shown | None) -> None:
        if shown is None:
            self.detail.show_nothing()
        else:
            self.detail.show_application(shown, self._parts.clock.today())

    @Slot(object)
    def _print_receipt(self, application: Application) -> None:
        self._errands.run(
            lambda: papers.receipt(self._parts, application), self._offer_receipt, lane=Lane.PAPER
        )

    def _offer_receipt(self, pdf: bytes) -> None:
        self.paper_wanted.emit("受理回执", pdf)

    @Slot(object, str)
    def _hand_over(self, application: Application, matter: str) -> None:
        self._errands.run(
            lambda: results.hand_over(self._parts, application, matter),
            lambda _: self._after_hand_over(application.id),
        )

    def _after_hand_over(self, application_id: str) -> None:
        self.refresh(application_id)
        self.notice.emit("good", "已登记送达本人")
        self.handed_over.emit(application_id)

    @Slot(object, str)
    def _open_supplement(self, application: Application, material: str) -> None:
        # The cards of step 4 come with it; the list itself opens without them.
        from desk_app.ui.dialogs.supplement import SupplementDialog

        dialog = SupplementDialog(self._parts, self._errands, application, material, self)
        dialog.supplemented.connect(self._after_supplement)
        dialog.open()

    @Slot(object)
    def _open_documents(self, application: Application) -> None:
        # The list opens without the fields and views of its papers.
        from desk_app.ui.dialogs.documents import DocumentsDialog

        DocumentsDialog(self._parts, self._errands, application, self).open()

    @Slot(str)
    def _after_supplement(self, application_id: str) -> None:
        self.refresh(application_id)
        self.notice.emit("good", "已收下补交的材料,随后送区县")
        self.supplemented.emit(application_id)


def _search_box() -> QLineEdit:
    box = QLineEdit()
    box.setObjectName("search")
    box.setPlaceholderText("姓名、证件号、电话、回执编号或办件编号")
    box.setAccessibleName("查找办件")
    box.setClearButtonEnabled(True)
    return box


def _table(model: ApplicationsModel) -> QTableView:
    table = QTableView()
    table.setObjectName("applications")
    table.setAccessibleName("办件")
    table.setModel(model)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setShowGrid(False)
    table.setWordWrap(False)
    table.setTabKeyNavigation(False)
    table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    table.verticalHeader().hide()
    table.verticalHeader().setDefaultSectionSize(style.px(42))
    header = table.horizontalHeader()
    header.setHighlightSections(False)
    header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    for section, width in enumerate(_WIDTHS):
        if width:
            header.resizeSection(section, style.px(width))
        else:
            header.setSectionResizeMode(section, QHeaderView.ResizeMode.Stretch)
    return table
