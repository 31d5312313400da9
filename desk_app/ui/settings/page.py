"""设置: the values this window works with, and the choice of its look."""

from collections.abc import Callable, Sequence
from functools import partial
from threading import Event
from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QApplication, QButtonGroup, QFrame, QLabel, QPushButton, QWidget

from desk_app.services.parts import Parts
from desk_app.ui.kit import layouts, style
from desk_app.ui.kit.errands import Lane
from desk_app.ui.kit.layouts import centred, column
from desk_app.ui.kit.roles import one_of
from desk_app.ui.kit.room import RoomPage, Tools
from desk_app.ui.kit.style import Looks
from desk_app.ui.kit.ticks import on_pick
from desk_app.ui.kit.widgets import Card, button, label
from desk_app.ui.settings.guide import PAGES, GuideDialog

_UNASKED: Final = "正在看…"
_LATER_MS: Final = 200
"""After so long the page is on the screen."""


class SettingsPage(RoomPage):
    """Shows label and value of each setting; only the look can be changed here."""

    look_chosen = Signal(str)
    """Name of a ``style.Looks`` to keep for the next start."""

    def __init__(self, tools: Tools, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._parts, self._errands, self._left = tools.parts, tools.errands, Event()
        self._errands.closing.connect(self._left.set)
        content = QWidget()
        body = column(content, margins=32, spacing=16)
        body.addWidget(label("设置", "headline"))
        body.addWidget(self._looks())
        body.addWidget(self._people())
        body.addWidget(self._devices())
        body.addWidget(self._guide())
        body.addWidget(_table("本窗口", [*_own(tools.parts), *tools.settings]))
        body.addWidget(label("要改这些值,请在设置文件中改好后重新启动程序。", "quiet", wrap=True))
        body.addStretch()
        column(self).addWidget(centred(content, 1080))

    def _looks(self) -> Card:
        card = Card("字号与颜色")
        line = layouts.row()
        group = QButtonGroup(card)
        for index, look in enumerate(Looks):
            choice = button(look.value.title, "choice", name=f"look-{look.name.lower()}")
            choice.setChecked(look.value.scale == style.scale())
            one_of(group, choice, index)
            on_pick(choice, partial(self._choose_look, index))
            line.addWidget(choice)
        line.addStretch()
        card.body.addLayout(line)
        return card

    def _people(self) -> Card:
        card = Card("人员")
        link = button("谁可以在本窗口登录", "link", name="people")
        link.clicked.connect(self._open_people)
        code = button("我的登录验证码", "link", name="second")
        code.clicked.connect(self._open_second)
        line = layouts.row(spacing=16)
        line.addWidget(link)
        line.addWidget(code)
        line.addStretch()
        card.body.addLayout(line)
        return card

    def _open_people(self) -> None:
        from desk_app.ui.settings.people import PeopleDialog

        PeopleDialog(self._parts, self._errands, self).open()

    def _open_second(self) -> None:
        from desk_app.ui.settings.second import SecondDialog

        SecondDialog(self._parts, self._errands, self).open()

    def _devices(self) -> Card:
        card = Card("设备")
        self._reader, read = _device(card, "身份证读卡器", "reader", "试读", self._open_reader)
        read.setAccessibleName("试读身份证")
        self._scanner, scan = _device(card, "扫描仪", "scanner", "试扫", self._open_scanner)
        scan.setEnabled(self._parts.scanner.on)
        self._barcodes, code = _device(card, "扫码枪", "barcode", "试扫", self._open_barcodes)
        code.setAccessibleName("试扫条码和二维码")
        self._camera, take = _device(card, "摄像头", "camera", "试拍", self._open_camera)
        take.setAccessibleName("试拍一张")
        self._scanner.setText(_UNASKED)
        self._camera.setText(_UNASKED)
        self._show_devices()
        return card

    def _open_barcodes(self) -> None:
        from desk_app.ui.settings.barcode import BarcodeDialog

        BarcodeDialog(self._parts.barcodes, self).open()

    def _open_camera(self) -> None:
        from desk_app.ui.camera.dialog import CameraDialog

        CameraDialog(self._parts, self._errands, "(试拍,不留下)", self, several=True).open()

    def _open_scanner(self) -> None:
        from desk_app.ui.camera.scan import ScanDialog

        ScanDialog(self._parts.scanner, self._errands, "(试扫,不留下)", self).open()

    def _show_devices(self) -> None:
        self._reader.setText(self._parts.reader.state.sentence)
        self._barcodes.setText(self._parts.barcodes.state())
        self._errands.run(
            lambda: self._parts.scanner.state(self._left.is_set),
            self._scanner.setText,
            lane=Lane.SCAN,
            topic="scanner-state",
        )

    def _show_camera(self) -> None:
        self._camera.setText(self._parts.camera.state())

    def showEvent(self, event: QShowEvent) -> None:
        """Show the devices as they are now."""
        self._show_devices()
        QTimer.singleShot(_LATER_MS, self, self._show_camera)  # its library is loaded with the first question
        super().showEvent(event)

    def _open_reader(self) -> None:
        from desk_app.ui.settings.reader import ReaderDialog

        dialog = ReaderDialog(self._parts.reader, self._parts.clock.today(), self)
        dialog.finished.connect(self._show_devices)
        dialog.open()

    def _guide(self) -> Card:
        card = Card("说明")
        line = layouts.FlowLayout(spacing=16)
        for page, title in PAGES:
            link = button(title, "link", name=f"guide-{page}")
            link.clicked.connect(partial(self._open_guide, page, title))
            line.addWidget(link)
        card.body.addLayout(line)
        return card

    def _open_guide(self, page: str, title: str) -> None:
        GuideDialog(page, title, self).open()

    def _choose_look(self, index: int) -> None:
        look = list(Looks)[index]
        app = QApplication.instance()
        if isinstance(app, QApplication):
            style.apply(app, look.value)
        self.look_chosen.emit(look.name)


def _device(
    card: Card, title: str, name: str, word: str, attempt: Callable[[], object]
) -> tuple[QLabel, QPushButton]:
    """A line of a device: its name, its state, which is still to be shown, and the button to try it."""
    line = layouts.row(spacing=16)
    line.addWidget(label(title, "quiet"))
    state = label("", wrap=True, name=f"{name}-state")
    line.addWidget(state, 1)
    made = button(word, "link", name=f"{name}-try")
    made.clicked.connect(attempt)
    line.addWidget(made)
    card.body.addLayout(line)
    return state, made


def _own(parts: Parts) -> Sequence[tuple[str, str]]:
    hall = parts.window.hall
    return (
        ("大厅", hall.name + ("(演示)" if hall.demo else "")),
        ("地址", hall.address),
        ("咨询电话", hall.phone),
        ("事项规则版本", f"{parts.pack.version}({parts.pack.digest[:12]})"),
    )


def _table(title: str, rows: Sequence[tuple[str, str]]) -> Card:
    card = Card(title)
    for index, (name, value) in enumerate(rows):
        if index:
            rule = QFrame()
            style.set_property(rule, "role", "rule")
            card.body.addWidget(rule)
        line = layouts.row(spacing=16)
        heading = label(name, "quiet")
        heading.setFixedWidth(style.px(150))
        line.addWidget(heading)
        shown = label(value, wrap=True, verbatim=True)
        shown.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        line.addWidget(shown, 1)
        card.body.addLayout(line)
    return card
