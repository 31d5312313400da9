"""试扫: what the barcode scanner sends and how quickly, without opening or keeping anything."""

from functools import partial
from time import monotonic
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

from desk_app.domain import seals
from desk_app.domain.applications import masked_number
from desk_app.domain.scans import is_ours
from desk_app.services.scanning import BarcodeScanner
from desk_app.ui.kit.dialogs import DeskDialog, feet
from desk_app.ui.kit.guard import PACE_MS, SCAN, InputGuard
from desk_app.ui.kit.layouts import FlowLayout, column
from desk_app.ui.kit.widgets import Strip, button, label
from forms import numbers

_LAY: Final = "扫任意一张纸上的码,商品上的也行。扫到的只在这里显示,不打开、不存。"
_SLOW: Final = (
    "收到{count}个字,但发得太慢:每个字约{pace}毫秒,多于{most}毫秒就会当成打字。"
    "请照扫码枪的说明书把字符间隔调到0"
)
_TYPED_MS: Final = 150
"""Keys further apart are a hand's; between them a scanner that sends too slowly."""
_SHOWN: Final = 40


class BarcodeDialog(DeskDialog):
    """Shows what was scanned, a person's number masked, and what stands in the way of scanning."""

    def __init__(self, scanner: BarcodeScanner, parent: QWidget) -> None:
        super().__init__("barcode", "试扫条码和二维码", parent, 560, 300)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._slow: list[float] = []
        """When the last keys came that were no scan."""
        self._read = Strip("", "good")
        self._read.setObjectName("barcode:read")
        self._read.hide()
        content = QWidget()
        body = column(content, spacing=12)
        body.addWidget(label(scanner.state(), "strong", wrap=True, name="barcode:state"))
        body.addWidget(label(_LAY, "quiet", wrap=True))
        if scanner.samples:
            ways = FlowLayout(spacing=8)
            for sample in scanner.samples:
                way = button(sample, "soft", name=f"barcode:{sample}")
                way.clicked.connect(partial(scanner.show, sample))
                ways.addWidget(way)
            body.addLayout(ways)
        body.addWidget(self._read)
        done = button("知道了", "primary", "Escape", name="barcode:done")
        done.clicked.connect(self.accept)
        self.lay_out(content, feet(done))
        done.setFocus()

    def take_scan(self, text: str) -> bool:
        """Show what was scanned."""
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        pace = InputGuard.of(app).pace
        self._say(f"扫到{len(text)}个字,每个字约{pace:.0f}毫秒:{_told(text)}", "good")
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys that come too slowly for a scan and too quickly for a hand are told of; others are Qt's."""
        now = monotonic() * 1000
        if self._slow and now - self._slow[-1] > _TYPED_MS:
            self._slow = []
        if len(event.text()) == 1 and event.text().isprintable():
            self._slow.append(now)
            if len(self._slow) >= SCAN:
                pace = (now - self._slow[0]) / (len(self._slow) - 1)
                told = _SLOW.format(count=len(self._slow), pace=round(pace), most=PACE_MS)
                self._say(told, "caution")
        elif len(self._slow) < SCAN:  # the Enter at its end presses nothing
            super().keyPressEvent(event)

    def _say(self, sentence: str, tone: str) -> None:
        self._read.show_text(sentence, tone)
        self._read.show()


def _told(text: str) -> str:
    """What a code is, in a few words, and as much of it as may be seen."""
    plain = "".join(c for c in text.strip() if c.isprintable())
    if (paper := seals.read(plain)) is not None:
        return f"{seals.KINDS.get(paper.kind, '不认识的纸件')} {paper.number},在办事的页面上扫会核对真假"
    if is_ours(plain):
        return f"{plain},是本系统的编号"
    if numbers.id_kind(plain.upper()) is not None:
        return f"{masked_number(plain)},是证件号"
    return f"{plain[:_SHOWN]}{'…' if len(plain) > _SHOWN else ''},不是本系统的编号"
