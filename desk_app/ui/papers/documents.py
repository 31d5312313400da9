"""文书: the other papers of an application, their questions, and the page as it will be printed."""

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import QObject, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import (
    QDialog,
    QListWidget,
    QSizePolicy,
    QStackedWidget,
    QWidget,
)

from desk_app.errors import DeskError
from desk_app.services.parts import Parts
from desk_app.services.printing import documents, printouts, prints
from desk_app.services.printing.documents import Subject
from desk_app.ui.kit.alive import while_alive
from desk_app.ui.kit.dialogs import DeskDialog
from desk_app.ui.kit.errands import Errands, Lane
from desk_app.ui.kit.layouts import VerticalScroll, column, row
from desk_app.ui.kit.style import px, set_property
from desk_app.ui.kit.widgets import Strip, button, label
from desk_app.ui.papers.document_answers import NO_DATE, Answers, PaperSetting, setting
from desk_app.ui.papers.panel import PrintPanel
from desk_app.ui.papers.view import SAMPLE, PaperView
from forms.schema import Document
from forms.typesetting import typeset

_LEFT: Final = 330
"""Width of papers and questions, in grid pixels."""
_LEAST: Final = 192
"""The same in a narrow window."""
_SHEET: Final = 480
"""Grid pixels the page and the ways to print it need beside them."""
_TYPING_PAUSE_MS: Final = 300


class PaperPane(QWidget):
    """One paper as it will be printed, with what is wrong with it and the ways to print or save it."""

    def __init__(self, errands: Errands, title: str) -> None:
        super().__init__()
        self.view = PaperView(errands, title, mark=SAMPLE)
        self.panel: PrintPanel | None = None
        self._fault = Strip("", "wrong")
        self._bare = QWidget()
        set_property(self._bare, "role", "paper-ground")
        self._ground = QStackedWidget()
        self._ground.addWidget(self._bare)
        self._ground.addWidget(self.view)
        self._whole = column(self)
        self._whole.addWidget(self._fault)
        self._whole.addWidget(self._ground, 1)
        self._fault.hide()

    def open_ways_out(self, panel: PrintPanel) -> None:
        """Show the panel that prints and saves this paper."""
        self.panel = panel
        panel.let_enter_press()
        self._whole.addWidget(panel)

    @property
    def said(self) -> str:
        """The fault of the paper that is shown, or an empty text."""
        return "" if self._fault.isHidden() else self._fault.text

    def show_pdf(self, pdf: bytes) -> None:
        """Show the paper and allow just these bytes to be printed and saved."""
        self._fault.hide()
        self._ground.setCurrentWidget(self.view)
        self.view.show_pdf(pdf)
        if self.panel:
            self.panel.show_pdf(pdf)

    def hold(self) -> None:
        """Forbid printing and saving until the paper is drawn anew: an answer has changed."""
        if self.panel:
            self.panel.show_pdf(b"")

    def take_focus(self) -> None:
        """Focus the panel."""
        if self.panel:
            self.panel.take_focus()

    def show_fault(self, sentence: str) -> None:
        """Show why the paper can not be drawn."""
        self.hold()
        self._fault.show_text(sentence, "wrong")
        self._fault.show()
        self._ground.setCurrentWidget(self._bare)


class OfferedPaper(QObject):
    """One paper on offer: looked up once, and drawn anew whenever an answer changes."""

    noted = Signal(object)
    """Subject that a print was noted on."""

    def __init__(
        self, parts: Parts, errands: Errands, subject: Subject, document: Document, parent: QDialog
    ) -> None:
        super().__init__(parent)
        self._parts, self._errands, self._dialog = parts, errands, parent
        self._subject, self._document = subject, document
        self._topic = f"document-{id(parent)}"
        self._asked = self._go_on = False
        self._drawn: Mapping[str, str] | None = None
        self._printed: Mapping[str, str] = {}
        self.answers = Answers()
        self.scroll = VerticalScroll(self.answers)
        self.sheet = PaperPane(errands, document.title)
        self._pause = QTimer(self, singleShot=True, interval=_TYPING_PAUSE_MS)
        self._pause.timeout.connect(self._draw_if_understood)
        self.answers.edited.connect(self._hold)
        self.answers.left.connect(self.draw)
        self.answers.finished.connect(self._finish)

    def open(self) -> None:
        """The paper was chosen: look up and ask its questions, then draw it."""
        if self._asked:
            self.draw()
            return
        parts, subject, paper = self._parts, self._subject, self._document
        self._errands.run(
            lambda: setting(parts, subject, paper),
            while_alive(self, self._ask),
            while_alive(self, self._fail),
            lane=Lane.PAPER,
            topic=self._topic,
        )

    def take_focus(self) -> None:
        """Focus the first question, else the panel."""
        if self.answers.fields:
            self.answers.fields[0].take_focus()
        else:
            self.sheet.take_focus()

    @Slot()
    def draw(self) -> None:
        """Draw the paper with the present answers, unless it is drawn so already; the newest drawing wins."""
        self._pause.stop()
        if misread := self.answers.misread:
            self._drawn = None
            self.sheet.show_fault(f"“{misread}”{NO_DATE}")
            return
        given = self.answers.given
        if not self._asked or given == self._drawn:
            return
        parts, subject, paper = self._parts, self._subject, self._document.id
        self._errands.run(
            lambda: documents.draw(parts, subject, paper, given),
            while_alive(self, lambda pdf: self._show(given, pdf)),
            while_alive(self, lambda error: self._refuse(given, error)),
            lane=Lane.PAPER,
            topic=self._topic,
        )

    def _ask(self, asked: PaperSetting) -> None:
        if not self._asked:  # chosen again before the first look-up was back
            self._asked = True
            self.answers.ask(asked)
            panel = self._panel()
            self.sheet.open_ways_out(panel)
            self._dialog.finished.connect(panel.let_go)
        self.draw()

    def _panel(self) -> PrintPanel:
        """The panel that prints and saves the paper that is shown."""
        parts, told = self._parts, while_alive(self, self.noted.emit)
        paper = printouts.document(parts, self._subject, self._document, lambda: self._printed)
        subject = paper.subject
        return PrintPanel(
            self._errands,
            parts.printer,
            paper,
            "documents-print",
            prints.count_of(parts, paper),
            lambda: told(subject),
        )

    def _show(self, given: Mapping[str, str], pdf: bytes) -> None:
        if given != self.answers.given:  # typed on meanwhile; the next drawing is on its way
            return
        self._drawn = self._printed = given
        self.sheet.show_pdf(pdf)
        if self._go_on:
            self._go_on = False
            self.sheet.take_focus()

    def _refuse(self, given: Mapping[str, str], error: DeskError) -> None:
        if given == self.answers.given:
            self._fail(error)

    def _fail(self, error: DeskError) -> None:
        self._drawn, self._go_on = None, False
        self.sheet.show_fault(str(error))

    @Slot()
    def _hold(self) -> None:
        if self.answers.given != self._drawn:
            self._drawn = None
            self.sheet.hold()
            self._pause.start()

    @Slot()
    def _draw_if_understood(self) -> None:
        if not self.answers.misread:  # a date that is still being typed is no fault yet
            self.draw()

    @Slot()
    def _finish(self) -> None:
        if self._drawn is not None and self._drawn == self.answers.given:
            self.sheet.take_focus()
        else:
            self._go_on = True


class PaperList(QListWidget):
    """The list of papers, as high as its rows."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("documents:papers")
        self.setAccessibleName("可以打印的文书")
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self.setMinimumHeight(px(80))

    def sizeHint(self) -> QSize:
        """High enough for every row."""
        rows = sum(self.sizeHintForRow(place) for place in range(self.count()))
        return QSize(px(_LEFT), rows + 2 * self.frameWidth() + px(4))


class DocumentsDialog(DeskDialog):
    """The papers at the left above the chosen one's questions; at the right its page and printing.

    ``first``: id of the paper that is chosen when it opens; the first of the list when it is not offered.
    """

    printed = Signal(object)
    """Subject of the application that a print was noted on."""

    def __init__(
        self, parts: Parts, errands: Errands, subject: Subject, parent: QWidget, *, first: str = ""
    ) -> None:
        super().__init__("documents", "文书", parent, 1180, 1200)
        self._first = first
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._parts, self._errands, self._subject = parts, errands, subject
        self._desks: dict[int, OfferedPaper] = {}
        self._offered: tuple[Document, ...] = ()
        self.papers = PaperList()
        self._questions, self._sheets = QStackedWidget(), QStackedWidget()
        self._none = Strip("", "info")
        self._build()
        self.papers.currentRowChanged.connect(self._choose)
        self.papers.itemActivated.connect(self._go_on)
        errands.run(
            lambda: documents.offered(parts, subject),
            while_alive(self, self._list),
            while_alive(self, lambda error: self._tell(str(error), "wrong")),
            lane=Lane.PAPER,
        )

    @property
    def desk(self) -> OfferedPaper | None:
        """The chosen paper with its answers; None before one is opened."""
        return self._desks.get(self.papers.currentRow())

    def choose(self, document: str) -> None:
        """Choose a paper by its id."""
        self.papers.setCurrentRow([d.id for d in self._offered].index(document))

    def _build(self) -> None:
        close = button("关闭", name="documents:close")
        close.clicked.connect(self.close)
        left = column()
        left.addWidget(label("选一样文书", "title"))
        left.addWidget(self.papers)
        left.addWidget(self._none)
        left.addWidget(self._questions, 1)
        left.addWidget(close, 0, Qt.AlignmentFlag.AlignLeft)
        self._none.hide()
        wide = max(px(_LEAST), min(px(_LEFT), self.room().width() - px(_SHEET)))
        for each in (self.papers, self._none, self._questions):
            each.setFixedWidth(wide)
        whole = row(self, margins=16, spacing=16)
        whole.addLayout(left)
        whole.addWidget(self._sheets, 1)

    def _list(self, offered: tuple[Document, ...]) -> None:
        self._offered = offered
        self.papers.addItems([typeset(d.title) for d in offered])
        self.papers.setVisible(bool(offered))
        self.papers.updateGeometry()
        if offered:
            ids = [d.id for d in offered]
            self.papers.setCurrentRow(ids.index(self._first) if self._first in ids else 0)
            self.papers.setFocus()
        else:
            self._tell("现在没有要打印的文书", "info")

    def _tell(self, sentence: str, tone: str) -> None:
        self._none.show_text(sentence, tone)
        self._none.show()

    @Slot(int)
    def _choose(self, place: int) -> None:
        if place < 0:
            return
        if place not in self._desks:
            self._desks[place] = self._made(self._offered[place])
        desk = self._desks[place]
        self._questions.setCurrentWidget(desk.scroll)
        self._sheets.setCurrentWidget(desk.sheet)
        desk.open()

    @Slot()
    def _go_on(self) -> None:
        if desk := self.desk:
            desk.take_focus()

    def _made(self, document: Document) -> OfferedPaper:
        desk = OfferedPaper(self._parts, self._errands, self._subject, document, self)
        desk.noted.connect(self.printed)
        self._questions.addWidget(desk.scroll)
        self._sheets.addWidget(desk.sheet)
        return desk
