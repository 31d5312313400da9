"""办事指南 and the blank form: which matters, then all printed at once; nobody's paper."""

from typing import Final

from PySide6.QtCore import QTimer, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from desk_app.errors import DeskError
from desk_app.services.parts import Parts
from desk_app.services.printing import guide, prints
from desk_app.services.printing.guide import GuideSheets
from desk_app.ui.kit.alive import while_alive
from desk_app.ui.kit.errands import Errands, Lane
from desk_app.ui.kit.layouts import FlowLayout, VerticalScroll, column
from desk_app.ui.kit.widgets import Strip, button
from desk_app.ui.papers.dialog import PaperDialog
from forms.schema import Matter

NAME: Final = "print-guide"
_PAUSE_MS: Final = 200
_SHARE: Final = 3
"""The ticks take at most this part of the dialog's height; they scroll where that is too little."""
_RING: Final = 5
"""Grid pixels around the ticks for the ring of what has the keyboard."""
_NOTHING: Final = "一样也没有勾选,请勾选要打印的事项,或勾选空白申请表"


class GuideSheetsDialog(PaperDialog):
    """A tick box for each matter's guide and for the blank form, and the pages as they will be printed."""

    def __init__(self, parts: Parts, errands: Errands, parent: QWidget) -> None:
        paper = guide.printout(parts, guide.every(parts.pack))
        super().__init__(errands, guide.TITLE, NAME, parent, parts.printer, paper, prints.PublicCount())
        self._parts, self._errands = parts, errands
        self._drawn: GuideSheets | None = None
        self._form = self._tick("空白申请表", f"{NAME}:form")
        self._matters = {m.id: self._tick(_called(m), f"{NAME}:{m.id}") for m in parts.pack.matters.values()}
        self._strip = Strip("", "info")
        self._strip.hide()
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self.draw)
        self._choose()

    @property
    def wanted(self) -> GuideSheets:
        """What is ticked."""
        matters = (matter for matter, box in self._matters.items() if box.isChecked())
        return GuideSheets(tuple(matters), self._form.isChecked())

    @Slot()
    def draw(self) -> None:
        """Draw what is ticked; until it is there nothing can be printed or saved."""
        parts, wanted = self._parts, self.wanted
        if wanted.nothing:
            self._says(_NOTHING, "caution")
            return
        self._errands.run(
            lambda: guide.draw(parts, wanted),
            while_alive(self, lambda pdf: self._show(pdf, wanted)),
            while_alive(self, self._fail),
            lane=Lane.PAPER,
            topic=f"guide-{id(self)}",
        )

    # ---- the choice ---------------------------------------------------------------------------

    def _choose(self) -> None:
        ways = QWidget()
        ticks = FlowLayout(ways, spacing=16)
        for box in (*self._matters.values(), self._form):
            ticks.addWidget(box)
        for words, name, on in (("全部勾选", "all", True), ("全部不选", "none", False)):
            link = button(words, "link", name=f"{NAME}:{name}")
            link.clicked.connect(lambda _=False, on=on: self._tick_all(on))
            ticks.addWidget(link)
        self._head = head = QWidget()
        body = column(head, margins=_RING, spacing=8)
        body.addWidget(self._strip)
        body.addWidget(ways)
        self._choice = VerticalScroll(head)
        whole = self.layout()
        assert isinstance(whole, QVBoxLayout)
        whole.insertWidget(0, self._choice)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the ticks a third of the height at most: below them the paper must be seen."""
        super().resizeEvent(event)
        self._measure()

    def _measure(self) -> None:
        margins = self.contentsMargins() + self.layout().contentsMargins()  # type: ignore[union-attr]
        wanted = self._head.layout().totalHeightForWidth(self.width() - margins.left() - margins.right())  # type: ignore[union-attr]
        high = min(self.height(), self.room().height())
        self._choice.setFixedHeight(min(wanted, high // _SHARE))

    def _tick(self, words: str, name: str) -> QCheckBox:
        box = QCheckBox(words)
        box.setObjectName(name)
        box.setChecked(True)
        box.toggled.connect(self._hold)
        return box

    def _tick_all(self, on: bool) -> None:
        for box in (*self._matters.values(), self._form):
            box.setChecked(on)

    @Slot()
    def _hold(self) -> None:
        """What is ticked is not what is shown: nothing is printed until it is drawn."""
        if self.panel:
            self.panel.show_pdf(b"")
        self._says_nothing()
        self._pause.start()

    # ---- what is shown ------------------------------------------------------------------------

    def _show(self, pdf: bytes, wanted: GuideSheets) -> None:
        if wanted == self.wanted:  # ticked on meanwhile: the next drawing is on its way
            self._says_nothing()
            self._drawn = wanted
            if self.panel:
                self.panel.turn_to(guide.printout(self._parts, wanted), prints.PublicCount())
            self.show_pdf(pdf)

    def _fail(self, error: DeskError) -> None:
        self._says(str(error), "wrong")

    def _says(self, sentence: str, tone: str) -> None:
        self._strip.show_text(sentence, tone)
        self._strip.show()
        self._measure()
        self._choice.verticalScrollBar().setValue(0)

    def _says_nothing(self) -> None:
        self._strip.hide()
        self._measure()


def open_guide(parts: Parts, errands: Errands, parent: QWidget) -> GuideSheetsDialog:
    """Open the choice over a page and draw what is ticked."""
    dialog = GuideSheetsDialog(parts, errands, parent)
    dialog.open()
    dialog.draw()
    return dialog


def _called(matter: Matter) -> str:
    return matter.short or matter.title
