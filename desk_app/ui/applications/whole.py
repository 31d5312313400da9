"""整件查看: one accepted application whole, to look at: form, scans, papers, letters, amendments, ledger."""

from collections.abc import Callable, Iterable
from typing import Final

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QPushButton, QStackedWidget, QWidget

from desk_app.domain.events import Subject
from desk_app.services.applications import whole, whole_masked
from desk_app.services.applications.whole import WholeApplication
from desk_app.services.parts import Parts
from desk_app.services.printing import papers
from desk_app.ui.applications.whole_parts import (
    ScansPart,
    amendments_part,
    letters_part,
    papers_part,
)
from desk_app.ui.kit import focus
from desk_app.ui.kit.alive import while_alive
from desk_app.ui.kit.dialogs import DeskDialog, feet
from desk_app.ui.kit.errands import Errands, Lane
from desk_app.ui.kit.layouts import FlowLayout, VerticalScroll, column
from desk_app.ui.kit.lists.card_parts import timeline_part
from desk_app.ui.kit.lists.empty import Empty
from desk_app.ui.kit.lists.states import state_chip
from desk_app.ui.kit.purpose import NUMBERS, PurposeDialog
from desk_app.ui.kit.roles import one_of
from desk_app.ui.kit.widgets import Strip, button, label
from desk_app.ui.papers.run import open_paper
from desk_app.ui.papers.view import PaperView

FORM, SCANS, PAPERS, LETTERS, AMENDMENTS, LEDGER = range(6)
_MASKED: Final = "证件号、电话、卡号和住址已遮住,申请表和图片没有显示。"
_PICTURED: Final = {
    FORM: "申请表上有完整的号码和住址,要看请按上面的“显示完整”,写明用途。",
    SCANS: "图片上有完整的号码和住址,要看请按上面的“显示完整”,写明用途。",
}
"""What stands in place of the parts that can not be masked."""
_WIDE: Final = 1180
_HIGH: Final = 1000


class WholeDialog(DeskDialog):
    """A whole application. Number keys and arrows choose a part, Esc leads back; nothing can be changed."""

    def __init__(
        self,
        parts: Parts,
        errands: Errands,
        found: WholeApplication,
        parent: QWidget,
        noted: Callable[[Subject], None],
        *,
        plain: bool = True,
    ) -> None:
        """``noted`` is called with the application's subject after each print that was noted.

        Without ``plain`` numbers and addresses are masked, form and pictures are not shown, until somebody
        says what for.
        """
        super().__init__("whole", "整件查看", parent, _WIDE, _HIGH)
        self._parts, self._errands, self._noted = parts, errands, noted
        self._found, self._plain = found, plain
        self._stack = QStackedWidget()
        self._choices = QButtonGroup(self)
        self._fault = Strip("", "wrong")
        self._made: dict[int, QWidget] = {}
        self._build()
        self.finished.connect(self.deleteLater)
        self.show_part(FORM)
        self._choices.button(FORM).setFocus()

    @property
    def part(self) -> int:
        """Place of the part that is shown, from 0."""
        return self._choices.checkedId()

    def _build(self) -> None:
        application = self._found.application
        inside = QWidget()
        body = column(inside, spacing=8)
        head = FlowLayout(spacing=10)
        head.addWidget(label(application.name or "没有姓名", "headline", verbatim=True))
        head.addWidget(state_chip(self._found.state))
        head.addWidget(label(f"回执编号 {application.number}", "quiet"))
        body.addLayout(head)
        ways = FlowLayout(spacing=4)
        for place, title in enumerate(self._titles()):
            ways.addWidget(self._choice(place, title))
        body.addLayout(ways)
        self._cover = Strip(_MASKED, "info")
        unmask = button("显示完整…", "link", name="whole:unmask")
        unmask.clicked.connect(self._ask_purpose)
        self._cover.add_link(unmask)
        body.addWidget(self._cover)
        self._cover.setHidden(self._plain)  # in its place: shown by hand before, it would be a window
        body.addWidget(self._stack, 1)
        close = button("关闭", name="whole:close")
        close.clicked.connect(self.close)
        self._fault.hide()
        self.lay_out(inside, feet(close), self._fault, scrolls=False)
        focus.in_tab_order((*self._choices.buttons(), close))

    def _titles(self) -> tuple[str, ...]:
        found = self._found
        pages = sum(len(g.pages) for g in found.scans)
        return (
            "申请表",
            f"图片 {pages}",
            "纸件",
            f"信件 {len(found.letters)}",
            f"更正 {len(found.amended)}",
            "经过",
        )

    def _choice(self, place: int, title: str) -> QPushButton:
        made = button(title, "choice", str(place + 1), name=f"whole:{place}")
        made.setCheckable(True)
        made.clicked.connect(lambda: self.show_part(place))
        one_of(self._choices, made, place)
        return made

    # ---- the parts ------------------------------------------------------------------------

    def show_part(self, place: int) -> None:
        """Show a part, made when it is first looked at."""
        self._choices.button(place).setChecked(True)
        if place not in self._made:
            self._made[place] = self._make(place)
            self._stack.addWidget(self._made[place])
        self._stack.setCurrentWidget(self._made[place])

    def _make(self, place: int) -> QWidget:
        if not self._plain and place in _PICTURED:
            return Empty("rail-applications", _PICTURED[place], "whole:covered")
        if place == FORM:
            return self._form()
        found, today = self._shown(), self._parts.clock.today()
        if place == SCANS:
            made: QWidget = ScansPart(self._parts, self._errands, found, today)
        elif place == PAPERS:
            made = papers_part(found, today, self._print, self._other_papers)
        elif place == LETTERS:
            made = letters_part(found, today)
        elif place == AMENDMENTS:
            made = amendments_part(found, today, self._print)
        else:
            made = timeline_part(found.entries, today, plain=self._plain)
        holder = QWidget()
        body = column(holder)
        body.addWidget(made)
        body.addStretch()
        return VerticalScroll(holder)

    def _shown(self) -> WholeApplication:
        """The application as it may be read now."""
        return self._found if self._plain else whole_masked.masked(self._parts, self._found)

    @Slot()
    def _ask_purpose(self) -> None:
        """Ask what the whole numbers are for; noted, they are shown."""
        parts, found = self._parts, self._found
        told = "显示完整的证件号、电话、住址、申请表和图片。"
        dialog = PurposeDialog("显示完整", told, NUMBERS, "显示", self)
        dialog.chosen.connect(
            lambda purpose: self._errands.run(
                lambda: whole_masked.note_unmasked(parts, found, purpose),
                while_alive(self, lambda _: self._unmask()),
                while_alive(self, lambda error: self._say(str(error))),
            )
        )
        dialog.open()

    def _unmask(self) -> None:
        self._plain = True
        self._cover.hide()
        self._forget(range(len(self._choices.buttons())))

    def _forget(self, places: Iterable[int]) -> None:
        """Make these parts anew when they are looked at again."""
        shown = self.part
        for place in places:
            if (old := self._made.pop(place, None)) is not None:
                self._stack.removeWidget(old)
                old.hide()
                old.deleteLater()
        self.show_part(shown)

    def _form(self) -> QWidget:
        view = PaperView(self._errands, "申请表")
        read, parts = self._found.read, self._parts
        self._errands.run(
            lambda: papers.form(parts, read),
            while_alive(view, view.show_pdf),
            while_alive(self, lambda error: self._say(str(error))),
            lane=Lane.PAPER,
        )
        holder = QWidget()
        body = column(holder, spacing=8)
        if vouched := self._found.vouched:
            body.addWidget(label(";".join(vouched), "quiet", wrap=True, name="whole:vouched"))
        body.addWidget(view, 1)
        return holder

    def _say(self, sentence: str) -> None:
        self._fault.show_text(sentence, "wrong")
        self._fault.show()

    # ---- papers again ---------------------------------------------------------------------

    def _print(self, title: str) -> None:
        parts, found = self._parts, self._found
        self._errands.run(
            lambda: whole.printout(parts, found, title),
            while_alive(self, lambda paper: open_paper(parts, self._errands, paper, self, self._printed)),
            while_alive(self, lambda error: self._say(str(error))),
        )

    @Slot()
    def _other_papers(self) -> None:
        from desk_app.ui.papers.documents import DocumentsDialog

        dialog = DocumentsDialog(self._parts, self._errands, self._found.application, self)
        dialog.printed.connect(lambda _: self._printed())
        dialog.open()

    def _printed(self) -> None:
        """A print was noted: read the application anew, so that it stands among the papers."""
        self._noted(self._found.application.subject)
        parts, application = self._parts, self._found.application
        self._errands.run(lambda: whole.again(parts, application), while_alive(self, self._show_again))

    def _show_again(self, found: WholeApplication) -> None:
        self._found = found
        self._forget((PAPERS, LETTERS, AMENDMENTS, LEDGER))

    # ---- keys -----------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Number keys choose a part, ← and → the one beside; all other keys are the dialog's."""
        place = event.key() - Qt.Key.Key_1
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()), 0)
        last = len(self._choices.buttons()) - 1
        if 0 <= place <= last and not event.isAutoRepeat():
            self._go_to(place)
        elif step:
            self._go_to(min(max(self.part + step, 0), last))
        else:
            super().keyPressEvent(event)

    @Slot(int)
    def _go_to(self, place: int) -> None:
        self.show_part(place)
        self._choices.button(place).setFocus()


def open_whole(
    parts: Parts,
    errands: Errands,
    application_id: str,
    parent: QWidget,
    noted: Callable[[Subject], None],
    *,
    plain: bool = True,
) -> None:
    """Open an application whole, to look at; the read is noted. Asked for twice, it is shown once.

    ``plain`` is for the case at the counter: from elsewhere it is masked at first.
    """

    def show(found: WholeApplication) -> None:
        if not any(d.isVisible() for d in parent.findChildren(WholeDialog)):
            WholeDialog(parts, errands, found, parent, noted, plain=plain).open()

    errands.run(lambda: whole.look(parts, application_id), while_alive(parent, show))
