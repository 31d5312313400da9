"""导入名册: choose a file, see which column is what and what is wrong in which line, then take it in."""

from collections.abc import Callable
from pathlib import Path
from typing import Final, TypeVar

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QCheckBox, QComboBox, QWidget

from desk_app.errors import DeskError
from desk_app.services.parts import Parts
from desk_app.services.roster import bringing, law
from desk_app.services.roster.bringing import RosterPreview
from desk_app.services.tables.brought import Opened
from desk_app.ui.kit import layouts
from desk_app.ui.kit.alive import while_alive
from desk_app.ui.kit.dialogs import DeskDialog, feet
from desk_app.ui.kit.errands import Errands, Lane
from desk_app.ui.kit.file_choice import choose_place, choose_table
from desk_app.ui.kit.layouts import column
from desk_app.ui.kit.ticks import on_tick
from desk_app.ui.kit.widgets import Strip, button, label
from desk_app.ui.registers.columns import ColumnChoices
from forms.typesetting import typeset

_T = TypeVar("_T")
_SHOWN: Final = 6
"""Lines with faults that are shown; all of them can be exported."""
_TOPIC: Final = "roster"
_NOT_KEPT: Final = "只读一遍,不留底;有一行有错就一行也不导入,除非勾选只要没有问题的行。"


class RosterDialog(DeskDialog):
    """The import of a roster. ``done`` gets how many rows were taken."""

    def __init__(self, parts: Parts, errands: Errands, parent: QWidget, done: Callable[[int], None]) -> None:
        super().__init__("roster", "导入名册", parent, 720, 560)
        self._parts, self._errands, self._done = parts, errands, done
        self._path: Path | None = None
        self._file: Opened | None = None
        self._seen: RosterPreview | None = None
        self._make()
        self._arrange()
        self._connect()
        self._choose.setFocus()

    def _make(self) -> None:
        self._choose = button("选文件…", "soft", name="roster-choose")
        self._named = label("xlsx 或 CSV", "quiet", wrap=True, verbatim=True)
        self._sheets = QComboBox()
        self._sheets.setObjectName("roster-sheets")
        self._sheets.setAccessibleName("工作表")
        self.columns = ColumnChoices(law.columns(self._parts))
        self._laid = label("哪一列是什么", "title")
        self._told = column(spacing=4)
        self._good = QCheckBox(typeset("只导入没有问题的行"))
        self._good.setObjectName("roster-good")
        self._whole = QCheckBox(typeset("这是全册:以前导入、这次没有的人从名册里去掉"))
        self._whole.setObjectName("roster-whole")
        self.said = Strip()
        self.said.setObjectName("roster-said")
        self._faults = button("导出要改的行…", name="roster-faults")
        self._go = button("导入", "primary", name="roster-go")
        self._close = button("取消", name="roster-close")

    def _arrange(self) -> None:
        content = QWidget()
        body = column(content, spacing=12)
        body.addWidget(label("导入名册", "headline"))
        body.addWidget(label(_NOT_KEPT, "quiet", wrap=True))
        line = layouts.row()
        line.addWidget(self._choose)
        line.addWidget(self._named, 1)
        line.addWidget(self._sheets)
        body.addLayout(line)
        body.addLayout(self._told)
        for widget in (self._good, self._whole, self._laid, self.columns):
            body.addWidget(widget)
        body.addStretch()
        self.lay_out(content, feet(self._close, self._faults, self._go), self.said)
        self._show(None)
        self._sheets.hide()
        self._show_columns(on=False)
        self.said.hide()

    def _connect(self) -> None:
        self._choose.clicked.connect(self._ask_file)
        self._sheets.activated.connect(self._take_sheet)
        self.columns.changed.connect(self._look_through)
        on_tick(self._good, lambda _on: self._show_go())
        self._faults.clicked.connect(self._ask_place)
        self._go.clicked.connect(self._bring)
        self._close.clicked.connect(self.reject)
        self.finished.connect(self.deleteLater)

    def _show_columns(self, *, on: bool) -> None:
        self._laid.setVisible(on)
        self.columns.setVisible(on)

    # ---- the file -----------------------------------------------------------------------------

    @Slot()
    def _ask_file(self) -> None:
        choose_table(self, "选名册", self.take)

    def take(self, path: Path, sheet: str = "") -> None:
        """Open a file and look through it as its headings propose."""
        self._path, self._file = path, None
        for answer in (self._good, self._whole):  # given about another file
            answer.setChecked(False)
        self._named.setText(path.name)
        self._show(None)
        self._say("info", "正在读…")
        self._run(lambda: bringing.look(self._parts, path, sheet), self._opened)

    def _opened(self, file: Opened) -> None:
        self._file = file
        self._sheets.clear()
        self._sheets.addItems(list(file.sheet.sheets))
        self._sheets.setCurrentText(file.sheet.title)
        self._sheets.setVisible(len(file.sheet.sheets) > 1)
        self.columns.show_layout(file.layout)
        self._show_columns(on=True)
        self._look_through()

    @Slot()
    def _take_sheet(self) -> None:
        if self._path is not None:
            self.take(self._path, self._sheets.currentText())

    @Slot()
    def _look_through(self) -> None:
        """Read every line by the columns as they are chosen now."""
        if (file := self._file) is None:
            return
        places = self.columns.places
        self._show(None)
        self._say("info", "正在逐行核对…")
        self._run(lambda: bringing.preview(self._parts, file, places), self._look_done)

    def _look_done(self, seen: RosterPreview) -> None:
        self._show(seen)
        wrong = f",要改的{len(seen.faults):,}行" if seen.faults else ",没有要改的"
        self._say("caution" if seen.faults else "good", f"可以导入{len(seen.rows):,}人{wrong}。")

    # ---- what is said of it -------------------------------------------------------------------

    def _show(self, seen: RosterPreview | None) -> None:
        self._seen = seen
        layouts.clear(self._told)
        for note in seen.notes if seen else ():
            self._told.addWidget(label(note, "quiet", wrap=True))
        for read in seen.faults[:_SHOWN] if seen else ():
            told = f"第{read.line.number}行:{';'.join(read.faults)}"
            self._told.addWidget(label(told, "problem", wrap=True))
        if seen and len(seen.faults) > _SHOWN:
            more = f"还有{len(seen.faults) - _SHOWN:,}行,点“导出要改的行”看全部"
            self._told.addWidget(label(more, "quiet", wrap=True))
        faulty = seen is not None and bool(seen.faults)
        for widget in (self._good, self._faults):
            widget.setVisible(faulty)
        self._whole.setVisible(seen is not None)
        self._show_go()

    def _show_go(self) -> None:
        seen = self._seen
        able = seen is not None and bool(seen.rows) and (not seen.faults or self._good.isChecked())
        self._go.setEnabled(able)
        self.default = self._go if able else None

    def _say(self, tone: str, sentence: str) -> None:
        self.said.show_text(sentence, tone)
        self.said.show()

    def _run(self, work: Callable[[], _T], done: Callable[[_T], None]) -> None:
        self._errands.run(
            work, while_alive(self, done), while_alive(self, self._failed), lane=Lane.FILES, topic=_TOPIC
        )

    def _failed(self, error: DeskError) -> None:
        self._say("wrong", f"{error}。")
        if self._file is None:
            self._show_columns(on=False)
        self._show_go()

    # ---- what is done -------------------------------------------------------------------------

    @Slot()
    def _ask_place(self) -> None:
        if self._path is not None:
            suggested = self._path.with_name(f"{self._path.stem} 要改的行.xlsx")
            choose_place(self, suggested, "xlsx", self.save_faults)

    def save_faults(self, path: Path) -> None:
        """Write the lines with faults into a file."""
        if (seen := self._seen) is not None:
            self._run(
                lambda: bringing.write_faults(self._parts, seen, path),
                lambda count: self._say("good", f"要改的{count:,}行在“{path.name}”,号码完整,请保管好。"),
            )

    @Slot()
    def _bring(self) -> None:
        if (seen := self._seen) is None:
            return
        good, whole = self._good.isChecked(), self._whole.isChecked()
        self._go.setEnabled(False)
        self._say("info", "正在导入…")
        self._run(lambda: bringing.bring(self._parts, seen, good_only=good, whole=whole), self._brought)

    def _brought(self, count: int) -> None:
        self.accept()
        self._done(count)
