"""年度报告: the year of the centre as one paper, or as one sheet with charts."""

from pathlib import Path
from typing import Final

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QComboBox, QWidget

from desk_app.errors import DeskError
from desk_app.services.parts import Parts
from desk_app.services.works import year
from desk_app.ui.kit import layouts
from desk_app.ui.kit.alive import while_alive
from desk_app.ui.kit.dialogs import DeskDialog, feet
from desk_app.ui.kit.errands import Errands, Lane
from desk_app.ui.kit.file_choice import choose_place
from desk_app.ui.kit.layouts import column
from desk_app.ui.kit.widgets import Strip, button, label

_YEARS: Final = 5
"""So many years back can be told."""
_TOLD: Final = "工作明细表的每一行:本年开始、办完、没办完、超期、归档各多少,和各登记的数字;没有个人的信息。"


class CentreYearDialog(DeskDialog):
    """Asks which year, then prints it or writes it into a file."""

    def __init__(self, parts: Parts, errands: Errands, parent: QWidget) -> None:
        super().__init__("centre-year", "年度报告", parent, 560)
        self._parts, self._errands = parts, errands
        self._year, self._said = QComboBox(), Strip("", "info")
        self._arrange()

    def _arrange(self) -> None:
        today = self._parts.clock.today()
        self._year.setObjectName("centre-year-of")
        self._year.setAccessibleName("年度")
        self._year.addItems([f"{today.year - n}年" for n in range(_YEARS)])
        self._said.setObjectName("centre-year-said")
        self._said.hide()
        content = QWidget()
        body = column(content, spacing=12)
        head = layouts.row(spacing=8)
        head.addWidget(label("年度报告", "headline"))
        head.addWidget(self._year)
        head.addStretch(1)
        body.addLayout(head)
        body.addWidget(label(_TOLD, "quiet", wrap=True))
        close = button("关闭", name="centre-year-close")
        written = button("导出…", name="centre-year-write")
        printed = button("打印…", "primary", "F2", name="centre-year-print")
        close.clicked.connect(self.reject)
        written.clicked.connect(self._ask_place)
        printed.clicked.connect(self._print)
        self.finished.connect(self.deleteLater)
        self.default = printed
        self.lay_out(content, feet(close, written, printed), self._said)

    @property
    def _chosen(self) -> int:
        return self._parts.clock.today().year - self._year.currentIndex()

    @Slot()
    def _print(self) -> None:
        from desk_app.ui.papers.run import open_paper  # read when a paper is wanted

        open_paper(
            self._parts, self._errands, year.printout(self._parts, self._chosen), self, self._said.hide
        )

    @Slot()
    def _ask_place(self) -> None:
        place = Path(f"{self._chosen}年{year.TITLE}.xlsx")
        choose_place(self, place, "xlsx", while_alive(self, self._write))

    def _write(self, path: Path) -> None:
        parts, chosen = self._parts, self._chosen
        self._errands.run(
            lambda: year.write(parts, year.of(parts, chosen), path),
            while_alive(self, lambda _: self._tell("good", f"已导出到 {path}")),
            while_alive(self, self._failed),
            lane=Lane.FILES,
        )

    def _failed(self, error: DeskError) -> None:
        self._tell("wrong", str(error))

    def _tell(self, tone: str, sentence: str) -> None:
        self._said.show_text(sentence, tone)
        self._said.show()
