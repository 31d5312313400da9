"""导出: writes a list to a file, masked unless a purpose is given, with progress and a way to stop."""

from pathlib import Path
from threading import Event as Flag
from typing import Final

from PySide6.QtCore import QStandardPaths, QTimer, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QLineEdit,
    QProgressBar,
    QWidget,
)

from desk_app.domain.lists import Order, Wanted
from desk_app.errors import DeskError, RuleError
from desk_app.services.lists import export
from desk_app.services.parts import Parts
from desk_app.ui.kit import layouts
from desk_app.ui.kit.alive import while_alive
from desk_app.ui.kit.dialogs import DeskDialog, feet
from desk_app.ui.kit.errands import Errands, Lane
from desk_app.ui.kit.file_choice import choose_place
from desk_app.ui.kit.lists.controls import ShownList
from desk_app.ui.kit.purpose import NUMBERS, PurposeField
from desk_app.ui.kit.roles import one_of
from desk_app.ui.kit.ticks import on_pick
from desk_app.ui.kit.widgets import Strip, button, label
from forms.typesetting import typeset

_KINDS: Final = ((export.XLSX, "Excel 表格(xlsx)"), (export.CSV, "CSV(别的系统读)"))
_PORTION: Final = 500
"""Rows between two looks whether to stop, as the export has them."""
_BEAT_MS: Final = 100
_SAID: Final = 60
"""Most characters of a path that are repeated in a sentence."""


class ExportDialog(DeskDialog):
    """Asks for kind and place of the file, writes it in a lane, and says how it ended."""

    def __init__(
        self,
        parts: Parts,
        errands: Errands,
        listed: ShownList,
        wanted: Wanted,
        order: Order,
        total: int,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("export", "导出", parent, 600)
        self._parts, self._errands, self._listed = parts, errands, listed
        self._wanted, self._order, self._total = wanted, order, total
        self._stop, self._looks = Flag(), 0
        self._done: Path | None = None
        self._replaced: Path | None = None
        """The file that the clerk agreed to replace."""
        self._make()
        self._arrange()
        self._connect()
        self._go.setFocus()

    def _make(self) -> None:
        self._kinds = QButtonGroup(self)
        for place, (kind, title) in enumerate(_KINDS):
            made = button(title, "choice", name=f"export:{kind}")
            made.setChecked(not place)
            one_of(self._kinds, made, place)
        self._path = QLineEdit(str(self._suggested()))
        self._path.setObjectName("export-path")
        self._path.setAccessibleName("存成哪个文件")
        self._choose = button("选位置…", name="export-choose")
        self._whole = QCheckBox(typeset("证件号、电话要完整(默认只留后四位)"))
        self._whole.setObjectName("export-whole")
        self._why = PurposeField(NUMBERS, "export-purpose", "完整号码做什么用")
        self._purpose = self._why.line
        self._why.hide()
        self._bar = QProgressBar()
        self._bar.setRange(0, max(1, self._total))
        self._bar.setAccessibleName("导出进度")
        self._bar.hide()
        self._said = Strip()
        self._said.setObjectName("export-said")
        self._said.hide()
        self._folder = button("打开所在文件夹", "link", name="export-folder")
        self._folder.hide()
        self._said.add_link(self._folder)
        self._go = button("导出", "primary", name="export-go")
        self._close = button("取消", name="export-close")
        self._beat = QTimer(self, interval=_BEAT_MS)

    def _arrange(self) -> None:
        content = QWidget()
        body = layouts.column(content, spacing=12)
        body.addWidget(label(f"导出{self._listed.title}", "headline"))
        body.addWidget(
            label(f"共{self._total:,}{self._listed.unit},按现在的条件和排列;草稿不在内。", "quiet", wrap=True)
        )
        kinds = layouts.FlowLayout()
        for each in self._kinds.buttons():
            kinds.addWidget(each)
        body.addLayout(kinds)
        line = layouts.row()
        line.addWidget(self._path, 1)
        line.addWidget(self._choose)
        body.addLayout(line)
        for widget in (self._whole, self._why):
            body.addWidget(widget)
        body.addStretch()
        self.lay_out(content, feet(self._close, self._go), self._bar, self._said)
        self.default = self._go

    def _connect(self) -> None:
        for kind in self._kinds.buttons():
            on_pick(kind, self._rename)
        self._choose.clicked.connect(self._ask_where)
        self._whole.toggled.connect(self._unfold)
        self._go.clicked.connect(self._start)
        self._close.clicked.connect(self.reject)
        self._folder.clicked.connect(self._open_folder)
        self._beat.timeout.connect(self._show_progress)
        self.finished.connect(self._stop.set)

    @Slot(bool)
    def _unfold(self, whole: bool) -> None:
        """Ask for a purpose in sight where whole numbers are wanted."""
        self._why.setVisible(whole)
        self.fit()
        if whole:
            self._purpose.setFocus()
            QTimer.singleShot(0, self, lambda: self.scroller.ensureWidgetVisible(self._why))

    # ---- where to -----------------------------------------------------------------------------

    @property
    def _kind(self) -> str:
        return _KINDS[self._kinds.checkedId()][0]

    def _suggested(self) -> Path:
        now = self._parts.clock.now()
        return _folder() / f"{self._listed.title} {now:%Y-%m-%d %H%M}.{export.XLSX}"

    @Slot()
    def _rename(self) -> None:
        if self._path.text().strip():
            self._path.setText(_with_ending(self._path.text().strip(), self._kind))

    @Slot()
    def _ask_where(self) -> None:
        choose_place(self, Path(self._path.text()), self._kind, self._take_place)

    def _take_place(self, chosen: Path) -> None:
        self._path.setText(str(chosen))
        self._replaced = chosen  # the file dialog has asked

    # ---- writing ------------------------------------------------------------------------------

    @Slot()
    def _start(self) -> None:
        purpose = self._why.purpose if self._whole.isChecked() else ""
        if self._whole.isChecked() and not purpose:
            self._say("caution", "完整的号码要写明做什么用;不写就不勾选,只导出后四位。")
            self._purpose.setFocus()
            return
        try:
            path = target(self._path.text().strip(), self._kind)
        except RuleError as fault:
            self._say("caution", str(fault))
            self._path.setFocus()
            return
        if path.is_file() and path != self._replaced:
            self._replaced = path
            self._say("caution", f"“{path.name}”已经有了。再按一次“导出”就换掉它,或者改个名字。")
            return
        self._path.setText(str(path))
        self._working(on=True)
        wanted, order, kind = self._wanted, self._order, self._kind
        self._errands.run(
            lambda: export.write(
                self._parts, self._parts.window.who, wanted, order, path, kind, purpose, self._stopped
            ),
            while_alive(self, lambda count: self._written(path, count)),
            while_alive(self, self._failed),
            lane=Lane.FILES,
        )

    def _stopped(self) -> bool:
        """Whether to stop; the export asks before every portion, in its lane."""
        self._looks += 1
        return self._stop.is_set()

    def _working(self, *, on: bool) -> None:
        self._looks = 0
        for widget in (
            *self._kinds.buttons(),
            self._path,
            self._choose,
            self._whole,
            self._purpose,
            self._go,
        ):
            widget.setEnabled(not on)
        self._bar.setVisible(on)
        self._close.setText("停下" if on else "关闭")
        if on:
            self._say("info", "正在导出…")
            self._beat.start()
            self._close.setFocus()
        else:
            self._beat.stop()

    @Slot()
    def _show_progress(self) -> None:
        written = min(max(0, self._looks - 1) * _PORTION, self._total)
        self._bar.setValue(written)
        self._say("info", f"正在导出,已写{written:,}{self._listed.unit}…")

    def _written(self, path: Path, count: int | None) -> None:
        self._working(on=False)
        if count is None:
            self._say("info", "停下了,没有留下文件。")
            return
        self._done = path
        self._go.hide()
        masked = "号码完整,已记入查阅记录" if self._whole.isChecked() else "号码只有后四位"
        self._say("good", f"已导出{count:,}{self._listed.unit}到“{path.name}”,{masked}。")
        self._folder.show()
        self._close.setFocus()

    def _failed(self, error: DeskError) -> None:
        self._working(on=False)
        self._say("wrong", f"没有导出:{error}。")
        self._go.setFocus()

    def _say(self, tone: str, sentence: str) -> None:
        self._said.show_text(sentence, tone)
        self._said.show()

    @Slot()
    def _open_folder(self) -> None:
        if self._done:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._done.parent)))


def target(text: str, kind: str) -> Path:
    """The file that a typed path names, with the ending of its kind; without a folder in the usual one.

    RuleError with a sentence when no file can be written there.
    """
    folder = text
    try:
        path = _folder() / Path(_with_ending(text, kind)).expanduser()
        folder = str(path.parent)
        named = text.isprintable() and path.name != f".{kind}"
        if named and path.parent.is_dir() and not path.is_dir():
            return path
    except (OSError, RuntimeError):  # a name that is too long, or a home of nobody
        pass
    if not text:
        raise RuleError("还没有写存成哪个文件,请写上,或点“选位置…”")
    raise RuleError(f"没有这个文件夹,或文件名不能用:{folder[:_SAID]}。请点“选位置…”重新选。")


def _with_ending(text: str, kind: str) -> str:
    """A file name with the ending of its kind, in place of the ending of another kind."""
    for other, _ in _KINDS:
        if text.lower().endswith(f".{other}"):
            text = text[: -len(other) - 1]
    return f"{text}.{kind}"


def _folder() -> Path:
    """The folder of documents, or where there is none the home folder."""
    found = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    return Path(found) if found and Path(found).is_dir() else Path.home()
