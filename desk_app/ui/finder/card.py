"""What the person who is chosen in the list of hits holds."""

from typing import Final

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QFrame, QWidget

from desk_app.domain.finding import PERSON
from desk_app.services.counter.holding import Holding
from desk_app.services.lookup import holder
from desk_app.services.lookup.finding import Hit
from desk_app.services.parts import Parts
from desk_app.ui.kit import words
from desk_app.ui.kit.alive import while_alive
from desk_app.ui.kit.dialogs import outermost
from desk_app.ui.kit.errands import Errands
from desk_app.ui.kit.held import HeldLines
from desk_app.ui.kit.layouts import FlowLayout, VerticalScroll, column
from desk_app.ui.kit.narrow import is_low
from desk_app.ui.kit.purpose import REPORT, PurposeDialog
from desk_app.ui.kit.style import px, set_property
from desk_app.ui.kit.widgets import button, label

_HEIGHT: Final = 216
_IN_LOW: Final = 120
"""Its height in grid pixels where the window is low: the hits above it need theirs."""
_NOTHING: Final = "没有残疾人证、补贴和正在办的事项的记录"


class PersonCard(QFrame):
    """Certificates with their states, subsidies and open matters; hidden while no person is chosen."""

    def __init__(self, parts: Parts, errands: Errands, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("finder-card")
        set_property(self, "role", "card")
        self._parts, self._errands = parts, errands
        self._wanted = ""
        self._title = label("", "strong")
        self._said = label("", "quiet", wrap=True)
        self._lines = HeldLines()
        inner = QWidget()
        body = column(inner, margins=12, spacing=8)
        self._report = button("打印本人信息报告", "link", name="finder-report")
        self._report.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._report.clicked.connect(self._ask_purpose)
        head = FlowLayout()  # the link stands in sight however much the person holds
        head.addWidget(self._title)
        head.addWidget(self._report)
        body.addLayout(head)
        for each in (self._lines, self._said):
            body.addWidget(each)
        body.addStretch()
        column(self).addWidget(VerticalScroll(inner))
        self.hide()

    def show_hit(self, hit: Hit | None) -> None:
        """Show what a person holds; hide for every other hit."""
        person = hit if hit is not None and hit.kind == PERSON else None
        if person is None:
            self._wanted = ""
            self._errands.run(lambda: None, topic="holder")  # what is on its way is wanted no more
            self.hide()
        elif person.id != self._wanted:
            self._wanted = person.id
            name = person.label
            self._errands.run(
                lambda: holder.of(self._parts, person.id),
                while_alive(self, lambda found: self._show(person.id, name, found)),
                topic="holder",
            )

    def _show(self, person_id: str, name: str, found: Holding) -> None:
        if person_id != self._wanted:
            return
        self._title.setText(f"{name}持有什么")
        self._lines.show_lines(found.lines)
        self._lines.setVisible(bool(found.lines))
        today, at = self._parts.clock.today(), found.asked_at
        asked = f"{words.day_time(at, today)}问过区县" if at else "按本窗口的记录"
        self._said.setText(asked if found.lines else f"{_NOTHING};{asked}")
        self.setFixedHeight(px(_IN_LOW if is_low(outermost(self)) else _HEIGHT))
        self.show()

    @Slot()
    def _ask_purpose(self) -> None:
        """Ask what the report on the chosen person is for, then show it to be printed."""
        person_id = self._wanted
        told = "本窗口持有这个人的什么、为什么、谁看过、给了谁、保存多久。"
        dialog = PurposeDialog("本人信息报告", told, REPORT, "看报告", self)
        dialog.chosen.connect(lambda purpose: self._open_report(person_id, purpose))
        dialog.open()

    def _open_report(self, person_id: str, purpose: str) -> None:
        # The window opens without what draws papers.
        from desk_app.services.retention import paper, rights
        from desk_app.ui.papers.run import open_paper

        self._errands.run(
            lambda: paper.printout(self._parts, rights.report_by_id(self._parts, person_id, purpose)),
            while_alive(self, lambda made: open_paper(self._parts, self._errands, made, self, lambda: None)),
        )
