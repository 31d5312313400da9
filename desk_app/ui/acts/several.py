"""A paper for several records on one sheet (公示): who stands on it is ticked, then it is printed."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QCheckBox, QWidget

from desk_app.services.parts import Parts
from desk_app.services.printing import printouts, record_papers
from desk_app.services.printing.record_papers import RecordPaper
from desk_app.services.proceedings import Record
from desk_app.ui.kit.alive import while_alive
from desk_app.ui.kit.dialogs import DeskDialog, feet
from desk_app.ui.kit.errands import Errands
from desk_app.ui.kit.layouts import column
from desk_app.ui.kit.widgets import Strip, button, label
from desk_app.ui.papers.run import open_paper
from forms import phrases
from forms.procedures import Procedure
from forms.typesetting import typeset


class SeveralDialog(DeskDialog):
    """Ticks records; ``printed`` is called after each print that was noted."""

    def __init__(
        self,
        parts: Parts,
        errands: Errands,
        law: Procedure,
        paper: RecordPaper,
        parent: QWidget,
        printed: Callable[[], None],
    ) -> None:
        super().__init__("several", paper.title, parent, 560, 480)
        self._parts, self._errands, self._paper, self._printed = parts, errands, paper, printed
        self._ticks: list[tuple[QCheckBox, Record]] = []
        content = QWidget()
        self._body = column(content, spacing=8)
        self._body.addWidget(label(f"{paper.title}:几个人印在一张上", "headline"))
        self._told = label("正在读…", "quiet", wrap=True, name="several-told")
        self._body.addWidget(self._told)
        self._lines = column(spacing=4)
        self._body.addLayout(self._lines)
        self._body.addStretch(1)
        self._strip = Strip("", "caution")
        self._strip.hide()
        close, every = button("关闭", name="several-close"), button("全选", name="several-all")
        go = button("看和打印…", "primary", name="several-print")
        self.lay_out(content, feet(close, every, go), self._strip)
        self.default = go
        go.clicked.connect(self._print)
        every.clicked.connect(self._tick_all)
        close.clicked.connect(self.reject)
        self.finished.connect(self.deleteLater)
        errands.run(lambda: record_papers.holders(parts, law, paper.id), while_alive(self, self._show))

    def _show(self, found: Sequence[Record]) -> None:
        self._told.setText("勾上要印的:" if found else "现在没有可以印的。")
        for record in found:
            facts = record.proceeding.facts
            named = phrases.fill(record.procedure.label, dict(facts))
            state = record.procedure.state(record.proceeding.state).word
            place = str(facts.get("village") or "")
            tick = QCheckBox(typeset(" ".join(filter(None, (named, place, f"({state})")))))
            tick.setObjectName(f"several:{record.proceeding.id}")
            self._lines.addWidget(tick)
            self._ticks.append((tick, record))
        if self._ticks:
            self._ticks[0][0].setFocus()

    @Slot()
    def _tick_all(self) -> None:
        for tick, _ in self._ticks:
            tick.setChecked(True)

    @Slot()
    def _print(self) -> None:
        chosen = [record for tick, record in self._ticks if tick.isChecked()]
        self._strip.setVisible(not chosen)
        if not chosen:
            self._strip.show_text("请先勾上要印的人", "caution")
            return
        made = printouts.of_records(self._parts, chosen, self._paper)
        open_paper(self._parts, self._errands, made, self, self._printed)
