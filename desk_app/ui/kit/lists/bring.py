"""A table is brought in: choose a file, see which column is what and what is wrong where, then take it."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final, Generic, Protocol, TypeVar

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QCheckBox, QComboBox, QWidget

from desk_app.errors import DeskError
from desk_app.services.tables.brought import Opened
from desk_app.services.tables.laid import RowRead
from desk_app.ui.kit import layouts
from desk_app.ui.kit.alive import while_alive
from desk_app.ui.kit.dialogs import DeskDialog, feet
from desk_app.ui.kit.errands import Errands, Lane
from desk_app.ui.kit.file_choice import choose_place, choose_table
from desk_app.ui.kit.layouts import column
from desk_app.ui.kit.lists.columns import ColumnChoices
from desk_app.ui.kit.ticks import on_tick
from desk_app.ui.kit.widgets import Strip, button, label
from forms.procedures import Ask
from forms.typesetting import typeset

_T = TypeVar("_T")
_SHOWN: Final = 6
"""Lines with faults that are shown; all of them can be exported."""


class BroughtPreview(Protocol):
    """What a table would bring, before anything is written."""

    @property
    def rows(self) -> Sequence[object]:
        """What would be taken."""
        ...

    @property
    def faults(self) -> Sequence[RowRead]:
        """Lines that can not be taken, each with every reason."""
        ...

    @property
    def notes(self) -> Sequence[str]:
        """What is worth a look, in sentences."""
        ...


_P = TypeVar("_P", bound=BroughtPreview)


class Bringing(Protocol[_P]):
    """What a kind of table brings, and how it is taken in; the calls run in a lane."""

    name: str
    """Begins the names of the dialog's widgets."""
    title: str
    about: str
    """How the table is treated, one sentence."""
    word: str
    """What taking it in is called: 导入."""
    whole: str
    """The words for a table that is everything there is; empty where that makes no difference."""
    columns: Sequence[Ask]

    def look(self, path: Path, sheet: str) -> Opened:
        """Open a file; RuleError or WorldError when it is no table."""
        ...

    def preview(self, file: Opened, places: Mapping[str, int]) -> _P:
        """Read every line; RuleError when a column that every line needs is laid to nothing."""
        ...

    def bare(self) -> _P | None:
        """What comes in without any file; None where nothing does."""
        ...

    def write_faults(self, seen: _P, path: Path) -> int:
        """Write the lines with faults into a file; returns how many. WorldError when it can not be."""
        ...

    def bring(self, seen: _P, *, good_only: bool, whole: bool) -> int:
        """Take it in; returns how many there are then. RuleError where it can not be."""
        ...


class BringDialog(DeskDialog, Generic[_P]):
    """The import of a table. ``done`` gets how many rows were taken."""

    def __init__(
        self, errands: Errands, bringing: Bringing[_P], parent: QWidget, done: Callable[[int], None]
    ) -> None:
        super().__init__(bringing.name, bringing.title, parent, 720, 560)
        self._errands, self._bringing, self._done = errands, bringing, done
        self._path: Path | None = None
        self._file: Opened | None = None
        self._seen: _P | None = None
        self._make(bringing.name)
        self._arrange()
        self._connect()
        self._choose.setFocus()
        self._run(bringing.bare, self._bare_seen)

    def _make(self, name: str) -> None:
        self._choose = button("选文件…", "soft", name=f"{name}-choose")
        self._named = label("xlsx 或 CSV", "quiet", wrap=True, verbatim=True)
        self._sheets = QComboBox()
        self._sheets.setObjectName(f"{name}-sheets")
        self._sheets.setAccessibleName("工作表")
        self.columns = ColumnChoices(self._bringing.columns)
        self._laid = label("哪一列是什么", "title")
        self._told = column(spacing=4)
        self._good = QCheckBox(typeset(f"只{self._bringing.word}没有问题的行"))
        self._good.setObjectName(f"{name}-good")
        self._whole = QCheckBox(typeset(self._bringing.whole))
        self._whole.setObjectName(f"{name}-whole")
        self.said = Strip()
        self.said.setObjectName(f"{name}-said")
        self._faults = button("导出要改的行…", name=f"{name}-faults")
        self._go = button(self._bringing.word, "primary", name=f"{name}-go")
        self._close = button("取消", name=f"{name}-close")

    def _arrange(self) -> None:
        content = QWidget()
        body = column(content, spacing=12)
        body.addWidget(label(self._bringing.title, "headline"))
        body.addWidget(label(self._bringing.about, "quiet", wrap=True))
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
        choose_table(self, self._bringing.title, self.take)

    def take(self, path: Path, sheet: str = "") -> None:
        """Open a file and look through it as its headings propose."""
        self._path, self._file = path, None
        for answer in (self._good, self._whole):  # given about another file
            answer.setChecked(False)
        self._named.setText(path.name)
        self._show(None)
        self._say("info", "正在读…")
        self._run(lambda: self._bringing.look(path, sheet), self._opened)

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
        self._run(lambda: self._bringing.preview(file, places), self._look_done)

    def _bare_seen(self, seen: _P | None) -> None:
        if seen is not None and self._path is None:
            self._show(seen)
            self._say("info", f"没有选文件:可以{self._bringing.word}{len(seen.rows):,}人。")

    def _look_done(self, seen: _P) -> None:
        self._show(seen)
        wrong = f",要改的{len(seen.faults):,}行" if seen.faults else ",没有要改的"
        self._say(
            "caution" if seen.faults else "good", f"可以{self._bringing.word}{len(seen.rows):,}人{wrong}。"
        )

    # ---- what is said of it -------------------------------------------------------------------

    def _show(self, seen: _P | None) -> None:
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
        self._whole.setVisible(seen is not None and bool(self._bringing.whole))
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
            work,
            while_alive(self, done),
            while_alive(self, self._failed),
            lane=Lane.FILES,
            topic=self._bringing.name,
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
                lambda: self._bringing.write_faults(seen, path),
                lambda count: self._say("good", f"要改的{count:,}行在“{path.name}”,号码完整,请保管好。"),
            )

    @Slot()
    def _bring(self) -> None:
        if (seen := self._seen) is None:
            return
        good, whole = self._good.isChecked(), self._whole.isChecked()
        self._go.setEnabled(False)
        self._say("info", f"正在{self._bringing.word}…")
        self._run(lambda: self._bringing.bring(seen, good_only=good, whole=whole), self._brought)

    def _brought(self, count: int) -> None:
        self.accept()
        self._done(count)
