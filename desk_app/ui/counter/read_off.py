"""What was read off the pages of a material, on its card: what waits for a look, what belongs elsewhere."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QWidget

from desk_app.services.recognition import filling
from desk_app.ui.counter.case import Case
from desk_app.ui.counter.page_reading import MOST_READ, PageReading
from desk_app.ui.counter.read_dialog import ReadDialog
from desk_app.ui.kit.layouts import row
from desk_app.ui.kit.style import set_property
from desk_app.ui.kit.widgets import button, label
from forms.typesetting import typeset

_UNREAD: Final = "页数多,只识别前 {most} 页,另外 {unread} 页照样收下,不识别。"


class ReadOffLine(QWidget):
    """One sentence and one button; hidden while there is nothing to say."""

    said = Signal(str)
    """What could be better in the pages, to be said where they are taken too."""

    def __init__(self, case: Case, material: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._case, self._material = case, material
        self._reading = PageReading.of(case)
        self._run: Callable[[], None] = lambda: None
        self._words = label("", "quiet", wrap=True, name=f"read:{material}")
        self._act = button("", "link", name=f"read-act:{material}")
        self._act.clicked.connect(self._press)
        line = row(self)
        line.addWidget(self._words, 1)
        line.addWidget(self._act, 0, Qt.AlignmentFlag.AlignTop)
        self.hide()
        self._reading.changed.connect(self.refresh)

    @Slot()
    def refresh(self) -> None:
        """Say the most pressing of what is known of the pages."""
        if self._case.application is not None:
            self.hide()
            return
        elsewhere = self._reading.misplaced(self._material)
        waits = filling.waiting(self._case.draft, self._material)
        if elsewhere:
            titles = {m.id: m.title for m in self._case.pack.materials}
            to = "、".join(dict.fromkeys(titles[m] for m in elsewhere.values()))
            self._say(
                f"{len(elsewhere)} 页看来是{to}。", "caution", "移过去", lambda: self._reading.move(elsewhere)
            )
        elif waits:
            doubts = sum(bool(t.doubt) for t in waits)
            more = f",其中 {doubts} 项要细看" if doubts else ""
            self._say(f"读出 {len(waits)} 项,待核对{more}。", "caution", "核对…", self._look)
        elif told := self._reading.remark(self._material):
            self._say(f"{told}。", "caution")
            self.said.emit(f"{told}。")
        elif came := self._reading.came(self._material):
            self._say(
                f"{len(came)} 页从别的材料移来。", "quiet", "移回", lambda: self._reading.move_back(came)
            )
        elif self._reading.reads(self._material):
            self._say("正在识别…", "quiet")
        elif self._reading.unread(self._material):
            self._say("", "quiet")
        else:
            self.hide()

    def _say(self, words: str, role: str, act: str = "", run: Callable[[], None] | None = None) -> None:
        unread = self._reading.unread(self._material)
        more = _UNREAD.format(most=MOST_READ, unread=unread) if unread else ""
        self._words.setText(typeset(words + more))
        set_property(self._words, "role", role)
        self._act.setText(act)
        self._act.setVisible(run is not None)
        self._run = run or (lambda: None)
        self.show()

    @Slot()
    def _press(self) -> None:
        self._run()

    def _look(self) -> None:
        ReadDialog(self._case, filling.waiting(self._case.draft, self._material), self).open()
