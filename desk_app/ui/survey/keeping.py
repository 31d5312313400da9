"""Writes what is answered to the book, and holds what could not be written until it is."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from desk_app.errors import DeskError
from desk_app.services.parts import Parts
from desk_app.services.survey import asking
from desk_app.services.survey.sheets import AskedSheet
from desk_app.ui.kit.errands import Errands
from desk_app.ui.kit.saver import AGAIN_MS
from forms.schema import Value

_SEEN_MS: Final = 60
"""Milliseconds in which the next question is painted before the answer is written: both would take longer."""
_TYPED_MS: Final = 700
"""A pause in typing after which the words so far are written."""
ANSWER, REASON = "answer", "reason"
Kept = tuple[str, str]
"""What is kept: an answer by its item, a reason by its caution."""


class AnswerKeeper(QObject):
    """Gives each answer to the data lane at once; of several to one question only the newest matters.

    What the disk refuses stays here and is tried again until it is in.
    """

    changed = Signal()
    """Something was written, or could not be."""

    def __init__(self, parts: Parts, errands: Errands, sheet: AskedSheet, parent: QObject) -> None:
        super().__init__(parent)
        self._parts, self._errands = parts, errands
        self.sheet = sheet
        """The sheet as it was opened, or told how it is asked."""
        self._waiting: dict[Kept, Value | None] = {}
        self._typed: dict[Kept, Value | None] = {}
        self._under_way = False
        self._then: list[Callable[[], object]] = []
        self.reason = ""
        """Why the last answers were not written, as one sentence; empty when all are."""
        self.saved_at: datetime | None = None
        """When something was written last."""
        self._again = QTimer(self, singleShot=True, interval=AGAIN_MS)
        self._again.timeout.connect(self.try_again)
        self._seen = QTimer(self, singleShot=True, interval=_SEEN_MS)
        self._seen.timeout.connect(self._write)
        self._soon = QTimer(self, singleShot=True, interval=_TYPED_MS)
        self._soon.timeout.connect(self.finish)

    @property
    def unsaved(self) -> int:
        """How many answers are on no disk as they stand."""
        return len({**self._waiting, **self._typed})

    def keep_answer(self, item: str, value: Value | None) -> None:
        """Write an answer; None takes it away."""
        self._keep((ANSWER, item), value)

    def keep_reason(self, caution: str, reason: str) -> None:
        """Write the reason of a caution, once its typing pauses."""
        self._note((REASON, caution), reason)

    def keep_soon(self, item: str, value: Value | None) -> None:
        """Write words that are being typed once there is a pause, or ``finish`` is called."""
        self._note((ANSWER, item), value)

    def _note(self, what: Kept, value: Value | None) -> None:
        self._typed[what] = value
        self._soon.start()

    def _keep(self, what: Kept, value: Value | None) -> None:
        self._typed.pop(what, None)
        self._waiting[what] = value
        self._seen.start()

    @Slot()
    def left(self) -> None:
        """A field was left, what was typed there is final: write it once the next question is painted."""
        self._take_typed()
        if self._waiting and not self._seen.isActive():
            self._seen.start()

    @Slot()
    def finish(self) -> None:
        """Write now what was typed and what waits."""
        self._take_typed()
        self._write()

    def _take_typed(self) -> None:
        self._soon.stop()
        self._waiting |= self._typed
        self._typed.clear()

    @Slot()
    def try_again(self) -> None:
        """Write now what could not be written before."""
        self._write()

    def once_written(self, run: Callable[[], object]) -> None:
        """Do something when everything is on the disk; dropped when the disk refuses."""
        self._then.append(run)
        self.finish()
        self._go_on()

    @Slot()
    def _write(self) -> None:
        self._seen.stop()
        if self._under_way or not self._waiting:
            return
        self._under_way = True
        batch, sheet = dict(self._waiting), self.sheet
        self._errands.run(lambda: self._put(sheet, batch), lambda _: self._written(batch), self._refused)

    def _put(self, sheet: AskedSheet, batch: Mapping[Kept, Value | None]) -> None:
        """Run in a lane."""
        who = self._parts.window.who
        answers = {item: value for (kind, item), value in batch.items() if kind == ANSWER}
        if answers:
            asking.answer(self._parts, who, sheet, answers)
        for (kind, caution), value in batch.items():
            if kind == REASON:
                asking.explain(self._parts, who, sheet, caution, str(value or ""))

    def _written(self, batch: Mapping[Kept, Value | None]) -> None:
        self._under_way = False
        self._waiting = {k: v for k, v in self._waiting.items() if k not in batch or batch[k] != v}
        self.reason, self.saved_at = "", self._parts.clock.now()
        self._write()
        self.changed.emit()
        self._go_on()

    def _refused(self, error: DeskError) -> None:
        self._under_way = False
        self._then.clear()
        self.reason = str(error)
        self._again.start()
        self.changed.emit()

    def _go_on(self) -> None:
        if self._under_way or self._waiting or not self._then:
            return
        then, self._then = self._then, []
        for run in then:
            run()
