"""The scan dialog: which scanner, where the pages lie, and one key; pages come one by one."""

from collections.abc import Callable
from contextlib import suppress
from threading import Event
from typing import Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QComboBox, QFormLayout, QWidget

from desk_app.domain.scanning import RESOLUTIONS, FoundScanner, ScannedPages, Tray
from desk_app.errors import DeskError
from desk_app.services.scanning import Scanner
from desk_app.ui.kit.alive import while_alive
from desk_app.ui.kit.dialogs import DeskDialog, feet
from desk_app.ui.kit.errands import Errands, Lane
from desk_app.ui.kit.widgets import Strip, button, label
from forms.typesetting import typeset

_LOOKING: Final = "正在找扫描仪…"
_ASKING: Final = "正在问扫描仪…"
_SCANNING: Final = "正在扫描…"


class ScanDialog(DeskDialog):
    """Scans as often as wanted, or ``several`` is False and it closes with the first page.

    A search or a scan under way ends with the dialog; pages that came before stay.
    """

    scanned = Signal(object)
    """``ScannedPages`` that came."""
    _came = Signal(object)

    def __init__(
        self, scanner: Scanner, errands: Errands, title: str, parent: QWidget, *, several: bool = True
    ) -> None:
        super().__init__("scan", f"扫描{title}", parent, 560)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._scanner, self._errands = scanner, errands
        self._stopped, self._under_way, self._count = Event(), False, 0
        self._left, self._several = Event(), several
        self._found: tuple[FoundScanner, ...] = ()
        self._trays: tuple[Tray, ...] = ()
        self._scanners, self._places, self._dpi = QComboBox(), QComboBox(), QComboBox()
        self._strip = Strip("", "info")
        self._start = button("开始扫描", "primary", name="scan:start")
        self._again = button("重新找", name="scan:look")
        self._close = button("关闭", name="scan:close")
        self._build()
        self._connect()
        self._look()

    # ---- building --------------------------------------------------------------------------------

    def _build(self) -> None:
        content = QWidget()
        form = QFormLayout(content)
        rows = (("扫描仪", self._scanners, "scan:scanner"), ("放在哪", self._places, "scan:tray"))
        for words, box, name in (*rows, ("清晰度", self._dpi, "scan:dpi")):
            caption = label(words)
            caption.setBuddy(box)
            box.setObjectName(name)
            form.addRow(caption, box)
        self._dpi.addItems([f"{dpi} dpi" for dpi in RESOLUTIONS])
        self.lay_out(content, feet(self._again, self._close, self._start), self._strip)
        self.default = self._start

    def _connect(self) -> None:
        # The scanner's thread gives its pages through this signal to the main one.
        self._came.connect(self._take)
        self._scanners.activated.connect(self._ask)
        self._start.clicked.connect(self._press)
        self._again.clicked.connect(self._look)
        self._close.clicked.connect(self.close)
        self.finished.connect(self._leave)
        self._errands.closing.connect(self._leave)

    # ---- which, and what it can --------------------------------------------------------------------

    @Slot()
    def _look(self) -> None:
        def found(scanners: tuple[FoundScanner, ...], state: str) -> None:
            self._found = scanners
            self._scanners.clear()
            self._scanners.addItems([typeset(each.name) for each in scanners])
            if scanners:
                self._ask()
            else:
                self._say(state, "caution")
                self._ready(on=False)
                self._again.setFocus()

        scanner, left = self._scanner, self._left.is_set

        def look() -> tuple[tuple[FoundScanner, ...], str]:
            scanners = scanner.found(left)
            return scanners, "" if scanners else scanner.missing()

        self._wait(_LOOKING)
        self._run(look, lambda told: found(*told))

    @Slot()
    def _ask(self, *_: object) -> None:
        chosen, scanner = self._found[self._scanners.currentIndex()], self._scanner

        def known(trays: tuple[Tray, ...]) -> None:
            self._trays = trays
            self._places.clear()
            self._places.addItems([typeset(tray.words) for tray in trays])
            self._strip.hide()
            self._ready(on=True)
            self._start.setFocus()

        self._wait(_ASKING)
        self._run(lambda: scanner.trays(chosen, self._left.is_set), known)

    # ---- scanning ------------------------------------------------------------------------------------

    @Slot()
    def _press(self) -> None:
        if self._under_way:
            self._stop()
            self._start.setEnabled(False)
            return
        scanner, stopped = self._scanner, Event()
        chosen, tray = self._found[self._scanners.currentIndex()], self._trays[self._places.currentIndex()]
        dpi = RESOLUTIONS[self._dpi.currentIndex()]
        self._stopped, self._count, self._under_way = stopped, 0, True
        self._wait(_SCANNING)
        self._start.setText("停止")
        self._start.setEnabled(True)
        self._start.setFocus()
        emit = self._came.emit

        def came(pages: ScannedPages) -> None:
            with suppress(RuntimeError):  # the dialog was closed while this page came
                emit(pages)

        self._run(lambda: scanner.scan(chosen, tray, dpi, came, stopped.is_set), self._over)

    @Slot()
    def _stop(self, *_: object) -> None:
        self._stopped.set()

    @Slot()
    def _leave(self, *_: object) -> None:
        self._left.set()
        self._stop()

    @Slot(object)
    def _take(self, pages: ScannedPages) -> None:
        self._count += 1
        self.scanned.emit(pages)
        if self._several:
            self._say(f"已收 {self._count} 份,还在扫…", "info")
        else:
            self.accept()

    def _over(self, told: str) -> None:
        words = f"扫好了,收了 {self._count} 份,放上下一份可以接着扫" if self._count else "没有扫到"
        self._say(";".join(t for t in (words, told) if t), "caution" if told or not self._count else "good")
        self._end()

    def _end(self) -> None:
        self._under_way = False
        self._start.setText("开始扫描")
        self._ready(on=bool(self._found and self._trays))
        (self._start if self._start.isEnabled() else self._again).setFocus()
        if self._count:
            self._close.setText("扫完了")

    def _run(self, work: Callable[[], object], done: Callable[..., None]) -> None:
        def failed(error: DeskError) -> None:
            self._say(str(error), "wrong")
            self._end()

        self._errands.run(work, while_alive(self, done), while_alive(self, failed), lane=Lane.SCAN)

    # ---- small things ----------------------------------------------------------------------------------

    def _wait(self, words: str) -> None:
        self._ready(on=False)
        self._again.setEnabled(False)
        self._say(words, "info")

    def _ready(self, *, on: bool) -> None:
        self._start.setEnabled(on)
        self._again.setEnabled(True)
        self._scanners.setEnabled(len(self._found) > 1)
        self._places.setEnabled(len(self._trays) > 1)

    def _say(self, sentence: str, tone: str) -> None:
        self._strip.show_text(sentence, tone)
        self._strip.show()
