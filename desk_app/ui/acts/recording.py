"""The recording an act tells of (录像、录音): chosen from a file, kept as its bytes are read, or stopped."""

from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from desk_app.errors import DeskError, WorldError, because
from desk_app.services import recordings
from desk_app.ui.acts.taken import TakenField
from desk_app.ui.kit.alive import while_alive
from desk_app.ui.kit.errands import Errands, Lane
from desk_app.ui.kit.fields.base import Answering
from desk_app.ui.kit.file_choice import choose_any
from desk_app.ui.kit.going import Bytes, BytesBar
from desk_app.ui.kit.layouts import FlowLayout, column
from desk_app.ui.kit.widgets import label
from desk_app.ui.kit.words import breakable
from forms.recordings import named, of
from forms.schema import Element, Value

_KEEPING: Final = "正在加密存入本机,{far}…"
_STOPPED: Final = "停下了,没有存下"
_NONE: Final = "还没有选文件"
_HELP: Final = "文件加密存在本窗口,不传给区县;区县只收到它的校验值和大小"


class RecordingField(TakenField):
    """A field for one large file; its answer is the text that tells of it (``forms.recordings``)."""

    def __init__(self, case: Answering, errands: Errands, element: Element) -> None:
        self._work: Bytes | None = None
        self._coming = ""
        """Name of the file that is being kept."""
        super().__init__(case, errands, element)

    # ---- coming in ----------------------------------------------------------------------------

    def add_file(self, path: Path) -> None:
        """Keep a file in the background in place of the present one, unless one is under way."""
        if self._work is not None:
            return
        try:
            total = path.stat().st_size
        except (OSError, ValueError) as error:
            why = because(error) if isinstance(error, OSError) else "名称不能用"
            self._refuse(WorldError(f"这个文件读不出来:{why}"))
            return
        work, self._coming = Bytes(total), named(path.name)
        self._work = work
        self.destroyed.connect(work.stop)  # the form was closed: nobody waits for it
        self._errands.closing.connect(work.stop)
        self._fault = ""
        self._bar.follow(work)
        self.refresh()
        self._stop.setFocus()
        parts = self.case.parts
        self._errands.run(
            partial(recordings.keep, parts, path, work),
            while_alive(self, self._kept),
            while_alive(self, self._refuse),
            lane=Lane.FILES,
        )

    def _kept(self, told: str | None) -> None:
        self._over("" if told else _STOPPED)
        if told:
            self.value_given.emit(told)
            self.refresh()

    def _refuse(self, error: DeskError) -> None:
        """Show why a file was not kept; the one told before stays."""
        self._over(str(error))

    def _over(self, fault: str) -> None:
        self._work, self._fault = None, fault
        self._bar.end()
        self.refresh()
        self._choose.setFocus()

    # ---- as a field ---------------------------------------------------------------------------

    def coming(self) -> str:
        """See ``TakenField.coming``: how far it is."""
        return _KEEPING.format(far=self._work.words) if self._work else ""

    def help_words(self) -> str:
        """Where the file stays."""
        return _HELP

    def build_input(self) -> QWidget:
        """What is kept, how far it is, and the ways to choose, stop and take out."""
        self._named = label("", wrap=True, name=f"named:{self.element.id}", verbatim=True)
        self._bar = BytesBar(f"{self.element.label} 存入进度")
        self._bar.went.connect(self._tell_far)
        self._choose = self._button("file", "secondary", self._choose_file)
        self._stop = self._button("stop", "secondary", self._stop_it)
        self._remove = self._button("remove", "link", self._take_out)
        self._name(self._stop, "取消")
        self._name(self._remove, "删除")
        whole, ways = QWidget(), FlowLayout()
        for each in (self._choose, self._stop, self._remove):
            ways.addWidget(each)
        lines = column(whole, spacing=6)
        lines.addWidget(self._named)
        lines.addWidget(self._bar)
        lines.addLayout(ways)
        return whole

    def focus_target(self) -> QWidget:
        """The button to choose a file."""
        return self._choose

    def inputs(self) -> list[QWidget]:
        """Every button that changes it."""
        return [self._choose, self._stop, self._remove]

    def show_value(self, value: Value | None) -> None:
        """Show the recording a text tells of; an empty text shows that there is none."""
        found, busy = of(value), self._work is not None
        words = self._coming if busy else found.words if found else _NONE
        self._named.setText(breakable(words))
        self._name(self._choose, "换一个文件…" if found else "选文件…")
        self._choose.setVisible(not busy)
        self._stop.setVisible(busy)
        self._remove.setVisible(bool(found) and not busy)

    @Slot()
    def _tell_far(self) -> None:
        if self._work is not None:
            self._message.setText(self.coming())

    # ---- small things -------------------------------------------------------------------------

    @Slot()
    def _choose_file(self) -> None:
        choose_any(self, f"选择{self.element.label}", while_alive(self, self.add_file))

    @Slot()
    def _stop_it(self) -> None:
        if self._work is not None:
            self._work.stop()

    @Slot()
    def _take_out(self) -> None:
        self._fault = ""
        self._choose.setFocus()
        self.give("")
        self.refresh()
