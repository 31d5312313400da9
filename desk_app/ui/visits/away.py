"""在外的包: what is out with a laptop, and what came home and has to be decided; each with its reason."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import partial

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QLineEdit, QWidget

from desk_app.domain.duties import WHOSE
from desk_app.errors import DeskError
from desk_app.services.parts import Parts
from desk_app.services.visits import carrying
from desk_app.services.visits.away import OutPackage, ToSettle
from desk_app.ui.kit import layouts, words
from desk_app.ui.kit.alive import while_alive
from desk_app.ui.kit.dialogs import DeskDialog, feet
from desk_app.ui.kit.errands import Errands
from desk_app.ui.kit.layouts import column
from desk_app.ui.kit.widgets import Strip, button, chip, label
from desk_app.ui.visits.parts import Lines, line_of

Do = Callable[[str], object]
"""Does what was asked for, given the reason."""


class AwayCard(Lines):
    """What is out and until when; what has two outcomes or a moment in doubt."""

    def __init__(self, parts: Parts, errands: Errands, parent: QWidget | None = None) -> None:
        super().__init__("away", "在外的包", "没有带出去的。", parent)
        self._parts, self._errands = parts, errands
        self._after: Callable[[], object] = lambda: None

    @property
    def _leads(self) -> bool:
        """Whether who sits here may take back and decide."""
        return self._parts.window.seat.has(*WHOSE)

    def then(self, after: Callable[[], object]) -> None:
        """Call this once something was taken back or decided."""
        self._after = after

    def show_away(self, out: Sequence[OutPackage], home: Sequence[ToSettle], today: date) -> None:
        """Show what is out and what is to be decided."""
        self._show(self._all(out, home, today), f"{sum(p.count for p in out)}件" if out else "")

    def _all(self, out: Sequence[OutPackage], home: Sequence[ToSettle], today: date) -> Iterator[QWidget]:
        yield from (self._settling(found) for found in home)
        yield from (self._package(found, today) for found in out)

    def _package(self, found: OutPackage, today: date) -> QWidget:
        made, line = line_of()
        told = layouts.column(spacing=0)
        whose = f",{found.people}" if found.people else ""
        told.addWidget(label(f"{found.count}件{whose}", wrap=True))
        told.addWidget(label(found.told, "quiet", wrap=True))
        late = found.back_by < today
        state = chip(f"{words.day(found.back_by)}带回", *(("wrong", "wrong") if late else ("plain", "up")))
        told.addWidget(state, 0, Qt.AlignmentFlag.AlignLeft)
        line.addLayout(told, 1)
        if not self._leads:
            return made
        back = button("收回…", "soft", name=f"take-back-{found.package}")
        back.setAccessibleName(f"收回 {found.told}")
        why = "不等带回,就在大厅接着办;以后带回来的另外标明"
        back.clicked.connect(partial(self._ask, "收回", why, partial(self._take_back, found.number)))
        line.addWidget(back)
        return made

    def _settling(self, found: ToSettle) -> QWidget:
        made, line = line_of()
        told = layouts.column(spacing=0)
        told.addWidget(self._link(found.title, found.proceeding), 0, Qt.AlignmentFlag.AlignLeft)
        told.addWidget(label(found.text, "quiet", wrap=True))
        ways = (("取大厅的…", False), ("取带回的…", True)) if found.two else (("核对过了…", False),)
        keys = layouts.column(spacing=4)
        for title, carried in ways if self._leads else ():
            key = button(title, "soft", name=f"settle-{found.proceeding}-{'carried' if carried else 'hall'}")
            key.setAccessibleName(f"{title} {found.number}")
            do = partial(self._settle, found.number, carried)
            key.clicked.connect(partial(self._ask, title.rstrip("…"), found.text, do))
            keys.addWidget(key)
        line.addLayout(told, 1)
        line.addLayout(keys)
        return made

    def _ask(self, title: str, text: str, do: Do, _on: bool = False) -> None:
        ReasonDialog(self._errands, (title, text), do, self, self._after).open()

    def _take_back(self, number: str, reason: str) -> object:
        return carrying.take_back(self._parts, number, reason)

    def _settle(self, number: str, carried: bool, reason: str) -> object:
        return carrying.settle(self._parts, number, reason, carried=carried)


class ReasonDialog(DeskDialog):
    """Asks for the reason, and does what was asked for; a refusal is told and nothing is lost."""

    def __init__(
        self, errands: Errands, said: tuple[str, str], do: Do, parent: QWidget, after: Callable[[], object]
    ) -> None:
        super().__init__("reason", said[0], parent, 520)
        self._errands, self._do, self._after = errands, do, after
        content = QWidget()
        body = column(content, spacing=12)
        body.addWidget(label(said[0], "headline"))
        body.addWidget(label(said[1], "quiet", wrap=True))
        body.addWidget(label("原因"))
        self._reason = QLineEdit()
        self._reason.setObjectName("reason-line")
        self._reason.setAccessibleName("原因")
        self._reason.setMaxLength(100)
        body.addWidget(self._reason)
        self._strip = Strip("", "wrong")
        self._strip.hide()
        self._go = button(said[0], "primary", name="reason-go")
        close = button("取消", name="reason-close")
        self.lay_out(content, feet(close, self._go), self._strip)
        self.default = self._go
        self._go.clicked.connect(self._try)
        close.clicked.connect(self.reject)
        self.finished.connect(self.deleteLater)
        self._reason.setFocus()

    @Slot()
    def _try(self) -> None:
        reason = self._reason.text()
        self._go.setEnabled(False)
        self._errands.run(
            lambda: self._do(reason), while_alive(self, self._done), while_alive(self, self._refused)
        )

    def _done(self, _result: object) -> None:
        self.accept()
        self._after()

    def _refused(self, error: DeskError) -> None:
        self._go.setEnabled(True)
        self._strip.show_text(str(error), "wrong")
        self._strip.show()
        self._reason.setFocus()
