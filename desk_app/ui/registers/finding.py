"""政策找人 from the window: the rules go through everybody in portions, while the clerk goes on working."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desk_app.errors import DeskError
from desk_app.services.parts import Parts
from desk_app.services.roster import bringing, matching
from desk_app.services.roster.matching import Matched
from desk_app.ui.kit.alive import while_alive
from desk_app.ui.kit.errands import Errands, Lane


class RosterRun(QObject):
    """One run at a time; each portion is an errand of its own, so that exports come between."""

    went_on = Signal(int)
    """How many people the rules were asked about by now."""
    ended = Signal(str, str)
    """Tone and one sentence: what was found, or why it did not go on."""
    told = Signal(str, str)
    """Tone and one sentence about a list that came or went, or may not."""
    answered = Signal()
    """A department's answers were noted."""

    def __init__(self, parts: Parts, errands: Errands, parent: QWidget) -> None:
        super().__init__(parent)
        self._parts, self._errands, self._page = parts, errands, parent
        self._running = self._stop = False

    @property
    def running(self) -> bool:
        """Whether a run is under way."""
        return self._running

    def begin(self) -> None:
        """Begin a run, unless one is under way."""
        if not self._running:
            self._running, self._stop = True, False
            self._do(lambda: matching.begin(self._parts))

    def stop(self) -> None:
        """End it after the present portion; what was found stays."""
        self._stop = True

    def bring(self) -> None:
        """Ask for a roster and import it, then begin a run."""
        from desk_app.ui.registers.roster import RosterDialog  # read when a roster is brought

        if bringing.may_bring(self._parts):
            RosterDialog(self._parts, self._errands, self._page, self._brought).open()
        else:
            self.told.emit("caution", bringing.LEADING_ONLY)

    def _brought(self, count: int) -> None:
        self.told.emit("good", f"导入了{count:,}人,现在按规则看一遍")
        self.begin()

    def send_needs(self) -> None:
        """Write what was found into tables for the departments (需求名单)."""
        from desk_app.ui.registers import needs  # read when a list goes out or comes back

        needs.send(self._parts, self._errands, self._page, self.told.emit)

    def take_replies(self) -> None:
        """Note what a department answered."""
        from desk_app.ui.registers import needs

        needs.take(self._parts, self._errands, self._page, self.told.emit, self.answered.emit)

    def _do(self, work: Callable[[], Matched]) -> None:
        self._errands.run(
            work, while_alive(self, self._went_on), while_alive(self, self._failed), lane=Lane.FILES
        )

    def _went_on(self, found: Matched) -> None:
        if found.over or self._stop:
            self._running = False
            told = found.sentence if found.over else f"停下了,{found.sentence}"
            self.ended.emit("good" if found.over else "caution", told)
            return
        self.went_on.emit(found.looked)
        self._do(lambda: matching.go_on(self._parts, found))

    def _failed(self, error: DeskError) -> None:
        self._running = False
        self.ended.emit("wrong", f"找人没有做完:{error}")
