"""导出: the figures of a year for us or for another unit, and the file for the official platform."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtWidgets import QWidget

from desk_app.errors import DeskError
from desk_app.services.parts import Parts
from desk_app.services.survey import exchange, figures
from desk_app.ui.kit.alive import while_alive
from desk_app.ui.kit.dialogs import DeskDialog, feet
from desk_app.ui.kit.errands import Errands, Lane
from desk_app.ui.kit.file_choice import choose_place
from desk_app.ui.kit.layouts import column
from desk_app.ui.kit.purpose import PurposeField
from desk_app.ui.kit.widgets import Strip, button, label

_USUAL: Final = ("上传国家平台", "检查和审计")
_FIGURES: Final = "各题各回答的人数,按类别、等级、性别、年龄、乡镇分,与上年比"
_OUTSIDE: Final = "给外单位的:少于5的不写数,能推算出来的也不写"
_PLATFORM: Final = "一张完成的表一行,证号完整;列照调查表的 export.toml"


class ExportingDialog(DeskDialog):
    """Asks which file and where. ``done`` gets a sentence on what was written."""

    def __init__(
        self,
        parts: Parts,
        errands: Errands,
        parent: QWidget,
        done: Callable[[str], None],
        year: int | None = None,
    ) -> None:
        super().__init__("survey-export", "导出", parent, 620)
        self._parts, self._errands, self._done, self._year = parts, errands, done, year
        self._purpose = PurposeField(_USUAL, "export-purpose", "导出给平台的文件做什么用")
        self._strip = Strip("", "wrong")
        self._strip.setObjectName("export-refused")
        self._close = button("取消", name="export-close")
        content = QWidget()
        body = column(content, spacing=10)
        body.addWidget(label("导出", "headline"))
        for name, word, about, write in (
            ("figures", "指标…", _FIGURES, partial(self._figures, outside=False)),
            ("outside", "指标,给外单位…", _OUTSIDE, partial(self._figures, outside=True)),
            ("platform", "给国家平台…", _PLATFORM, self._platform),
        ):
            body.addWidget(label(about, "quiet", wrap=True))
            if name == "platform":
                body.addWidget(self._purpose)
            made = button(word, "secondary", name=f"export-{name}")
            made.clicked.connect(partial(self._ask, made.text().rstrip("…"), write))
            body.addWidget(made)
        body.addStretch(1)
        self._strip.hide()
        self.lay_out(content, feet(self._close), self._strip)
        self._close.clicked.connect(self.reject)
        self.finished.connect(self.deleteLater)

    def _ask(self, name: str, write: Callable[[Path], str], _on: bool = False) -> None:
        choose_place(self, Path.home() / f"动态更新{name}.xlsx", "xlsx", partial(self.save, write))

    def save(self, write: Callable[[Path], str], path: Path) -> None:
        """Write a file in a lane, and close once it is there."""
        self._strip.hide()
        self._errands.run(
            lambda: write(path),
            while_alive(self, self._written),
            while_alive(self, self._refuse),
            lane=Lane.FILES,
        )

    def _figures(self, path: Path, *, outside: bool) -> str:
        found = figures.of(self._parts, self._year)
        figures.write(self._parts, found, path, outside=outside)
        return f"指标在“{path.name}”:{found.note}"

    def _platform(self, path: Path) -> str:
        count = exchange.write(self._parts, path, self._purpose.line.text(), self._year)
        return f"{count}张在“{path.name}”,证号完整,请保管好"

    def _written(self, sentence: str) -> None:
        self.accept()
        self._done(sentence)

    def _refuse(self, error: DeskError) -> None:
        self._strip.show_text(str(error), "wrong")
        self._strip.show()
