"""年度归档: what of a year is over, what is sorted and gets its number, what is open and why."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QComboBox, QWidget

from desk_app.services.parts import Parts
from desk_app.services.works import filing
from desk_app.services.works.filing import Left, YearEnd
from desk_app.ui.kit import layouts
from desk_app.ui.kit.alive import while_alive
from desk_app.ui.kit.dialogs import DeskDialog, feet
from desk_app.ui.kit.errands import Errands
from desk_app.ui.kit.file_choice import choose_place
from desk_app.ui.kit.layouts import column
from desk_app.ui.kit.lists.table import RowsModel, ShownColumn
from desk_app.ui.kit.lists.view import ListTable
from desk_app.ui.kit.widgets import Strip, button, label

_YEARS: Final = 5
"""So many years back can be filed."""
_COLUMNS: Final[tuple[ShownColumn[Left], ...]] = (
    ShownColumn("编号", lambda left: left.number, line=2),
    ShownColumn("没有归的", lambda left: left.title, whole=False, telling=True, strong=True),
    ShownColumn("登记", lambda left: left.register, whole=False, line=2),
    ShownColumn("为什么", lambda left: left.why, whole=False, line=2, end=True),
)


class FilingDialog(DeskDialog):
    """Files a year step by step; ``done`` is called after each step that changed the archive."""

    def __init__(self, parts: Parts, errands: Errands, parent: QWidget, done: Callable[[], object]) -> None:
        super().__init__("filing", "年度归档", parent, 860, 600)
        self._parts, self._errands, self._done = parts, errands, done
        self._found: YearEnd | None = None
        self._year = QComboBox()
        self._told = label("", wrap=True, name="filing-told")
        self._strip = Strip("", "info")
        self.model: RowsModel[Left] = RowsModel(_COLUMNS, lambda left: left.id, self)
        self._table = ListTable(self.model, "filing-left", "没有归的")
        self._take = button("立件", "primary", "F2", name="filing-take")
        self._number = button("编号归档", name="filing-number")
        self._write = button("导出没有归的…", name="filing-write")
        self._close = button("关闭", name="filing-close")
        self._arrange()
        self._read()

    def _arrange(self) -> None:
        today = self._parts.clock.today()
        self._year.setObjectName("filing-year")
        self._year.setAccessibleName("年度")
        self._year.addItems([f"{today.year - n}年" for n in range(_YEARS)])
        self._year.currentIndexChanged.connect(self._read)
        content = QWidget()
        body = column(content, spacing=10)
        head = layouts.row(spacing=8)
        head.addWidget(label("年度归档", "headline"))
        head.addWidget(self._year)
        head.addStretch(1)
        body.addLayout(head)
        body.addWidget(self._told)
        body.addWidget(self._table, 1)
        self._strip.hide()
        self._take.clicked.connect(self._take_in)
        self._number.clicked.connect(self._give_numbers)
        self._write.clicked.connect(self._ask_place)
        self._close.clicked.connect(self.reject)
        self.finished.connect(self.deleteLater)
        self.default = self._take
        self.lay_out(
            content, feet(self._close, self._write, self._number, self._take), self._strip, scrolls=False
        )

    @Slot()
    def _read(self) -> None:
        year = self._parts.clock.today().year - self._year.currentIndex()
        self._errands.run(
            lambda: filing.of(self._parts, year),
            while_alive(self, self._show),
            while_alive(self, lambda error: self._say("wrong", str(error))),
            topic="filing",
        )

    def _show(self, found: YearEnd) -> None:
        self._found = found
        self.model.show_rows(found.left)
        self._told.setText(_words(found))
        self._take.setText(f"立件{len(found.ready)}件" if found.ready else "没有要立件的")
        self._number.setText(f"编号归档{found.sorted}件" if found.sorted else "没有等编号的")
        self._take.setEnabled(bool(found.ready))
        self._number.setEnabled(bool(found.sorted))
        self._write.setEnabled(bool(found.left))

    @Slot()
    def _take_in(self) -> None:
        if (found := self._found) is not None:
            self._do(lambda: filing.take_in(self._parts, found.ready), "立了{}件,接着逐件整理")

    @Slot()
    def _give_numbers(self) -> None:
        if (found := self._found) is not None:
            self._do(lambda: filing.number(self._parts, found.year), "编了{}个档号,接着上架")

    def _do(self, work: Callable[[], int], told: str) -> None:
        self._take.setEnabled(False)
        self._number.setEnabled(False)
        self._errands.run(
            work,
            while_alive(self, lambda count: self._did(told.format(count))),
            while_alive(self, lambda error: self._refuse(str(error))),
        )

    def _did(self, sentence: str) -> None:
        self._say("good", sentence)
        self._done()
        self._read()

    def _refuse(self, sentence: str) -> None:
        self._say("wrong", sentence)
        self._read()

    @Slot()
    def _ask_place(self) -> None:
        if (found := self._found) is not None:
            name = Path(f"{found.year}年没有归档的.xlsx")
            choose_place(self, name, "xlsx", partial(self._write_left, found))

    def _write_left(self, found: YearEnd, path: Path) -> None:
        self._errands.run(
            lambda: filing.write_left(self._parts, found, path),
            while_alive(self, lambda _: self._say("good", f"已导出到 {path}")),
            while_alive(self, lambda error: self._say("wrong", str(error))),
        )

    def _say(self, tone: str, sentence: str) -> None:
        self._strip.show_text(sentence, tone)
        self._strip.show()


def _words(found: YearEnd) -> str:
    if found.fault:
        return f"{found.fault}。请管理员写好,再到这里归档。"
    left = f"没有归的{found.unfiled}件,在下面写着为什么" if found.left else "没有剩下的"
    if found.unfiled > len(found.left):
        left = f"没有归的{found.unfiled}件,下面是先开始的{len(found.left)}件,其余的看导出的表"
    return (
        f"{found.year}年:办完了还没有立件的{len(found.ready)}件,整理好等编号的{found.sorted}件,"
        f"已经编号的{found.filed}件;{left}。"
    )
