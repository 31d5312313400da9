"""All messages to the clerk: strips for what the clerk can mend, one dialog for the program's own faults."""

import logging
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from types import TracebackType
from typing import Final
from uuid import uuid4

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QWidget

from desk_app.errors import BugError, CountyRefusal, DeskError, RuleError, places
from desk_app.ui.kit import style
from desk_app.ui.kit.dialogs import DeskDialog, feet
from desk_app.ui.kit.layouts import column
from desk_app.ui.kit.widgets import Strip, button, label

_log = logging.getLogger(__name__)
_GOOD_LASTS_MS: Final = 6000
_MOST_STRIPS: Final = 2


@dataclass(frozen=True, slots=True)
class Message:
    """One sentence for the clerk; ``element`` is the first element to mend, or empty.

    Without a tone the sentence is not so any more.
    """

    tone: str
    sentence: str
    element: str = ""


@dataclass(frozen=True, slots=True)
class Incident:
    """A fault of the program, with the number the clerk quotes when reporting it."""

    number: str


class Notices(QObject):
    """Takes messages from any thread, and keeps them until a window is open to show them."""

    arrived = Signal(object)
    """A Message or an Incident to show; emitted on the main thread."""
    _taken = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._kept: list[Message | Incident] | None = []
        self._taken.connect(self._pass_on)

    def tell(self, tone: str, sentence: str) -> None:
        """Show one sentence; tones: good, caution, wrong, info; without one it goes: it is not so now."""
        self._taken.emit(Message(tone, sentence))

    @Slot(object)
    def report(self, error: BaseException) -> None:
        """Show an error in the way its class calls for."""
        self._taken.emit(_message(error) if _is_told(error) else _incident(error))

    @Slot()
    def open(self) -> None:
        """A window can show messages from now on; those kept so far are emitted."""
        kept, self._kept = self._kept or [], None
        for message in kept:
            self.arrived.emit(message)

    @Slot(object)
    def _pass_on(self, message: Message | Incident) -> None:
        if self._kept is None:
            self.arrived.emit(message)
        else:
            self._kept.append(message)

    def catch_unforeseen(self) -> None:
        """From now on report every uncaught exception of any thread; the program goes on."""
        sys.excepthook = self.unforeseen
        threading.excepthook = self._unforeseen_in_thread

    def unforeseen(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        """Report an uncaught exception; KeyboardInterrupt is left to Python."""
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
        else:
            self.report(error.with_traceback(trace))

    def _unforeseen_in_thread(self, args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None:
            self.report(args.exc_value)


def _is_told(error: BaseException) -> bool:
    return isinstance(error, DeskError) and not isinstance(error, BugError)


def _message(error: BaseException) -> Message:
    problems = error.problems if isinstance(error, RuleError) else ()
    tone = "wrong" if isinstance(error, RuleError | CountyRefusal) else "caution"
    return Message(tone, str(error), problems[0].element if problems else "")


def _incident(error: BaseException) -> Incident:
    """Number a fault and log where it happened; not its message, which may hold personal data."""
    made = uuid4()
    number = "ABCDEF"[made.int % 6] + made.hex[:5].upper()  # six digits would be masked in the log
    _log.error("incident %s: %s", number, places(error))
    return Incident(number)


class NoticeArea(QWidget):
    """The strips above the rooms: the newest first, at most two; good news disappear by themselves."""

    element_wanted = Signal(str)
    """Id of the element the clerk wants to mend."""

    def __init__(self, notices: Notices, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("notices")
        self._notices = notices
        self._strips: list[_NoticeStrip] = []
        self._dialog: IncidentDialog | None = None
        self._column = column(self)
        self._column.setContentsMargins(style.px(16), style.px(8), style.px(16), style.px(8))
        self.hide()
        notices.arrived.connect(self._show)

    @Slot()
    def clear(self) -> None:
        """Remove all strips, e.g. when the next person is served."""
        for strip in list(self._strips):
            self._remove(strip)

    @Slot(object)
    def _show(self, message: Message | Incident) -> None:
        if isinstance(message, Incident):
            self._show_incident(message)
        elif message.tone:
            self._show_strip(message)
        else:
            for strip in [s for s in self._strips if s.message.sentence == message.sentence]:
                self._remove(strip)

    def _show_strip(self, message: Message) -> None:
        for strip in [s for s in self._strips if s.message == message] + self._strips[_MOST_STRIPS - 1 :]:
            self._remove(strip)
        strip = _NoticeStrip(message, self)
        strip.closed.connect(self._close)
        strip.element_wanted.connect(self.element_wanted)
        self._strips.insert(0, strip)
        self._column.insertWidget(0, strip)
        self.show()
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(strip, message.sentence))

    @Slot(object)
    def _close(self, strip: "_NoticeStrip") -> None:
        self._remove(strip)

    def _remove(self, strip: "_NoticeStrip") -> None:
        if strip in self._strips:
            self._strips.remove(strip)
            self._column.removeWidget(strip)
            strip.hide()
            strip.deleteLater()
        self.setVisible(bool(self._strips))

    def _show_incident(self, incident: Incident) -> None:
        if self._dialog is not None:  # one dialog is enough; the log has every number
            return
        self._dialog = IncidentDialog(incident.number, self.window())
        self._dialog.finished.connect(self._forget_dialog)
        self._dialog.open()

    @Slot()
    def _forget_dialog(self) -> None:
        if self._dialog is not None:
            self._dialog.deleteLater()
        self._dialog = None


class _NoticeStrip(Strip):
    closed = Signal(object)
    element_wanted = Signal(str)

    def __init__(self, message: Message, parent: QWidget) -> None:
        super().__init__(message.sentence, message.tone, parent)
        self.message = message
        if message.element:
            self._add("去处理", "notice-mend", self._mend)
        self._add("关闭", "notice-close", self._close)
        if message.tone == "good":
            QTimer.singleShot(_GOOD_LASTS_MS, self, self._close)

    def _add(self, text: str, name: str, slot: Callable[[], None]) -> None:
        link = button(text, "link", name=name)
        link.clicked.connect(slot)
        self.add_link(link)

    @Slot()
    def _close(self) -> None:
        self.closed.emit(self)

    @Slot()
    def _mend(self) -> None:
        self.element_wanted.emit(self.message.element)
        self.closed.emit(self)


class IncidentDialog(DeskDialog):
    """Says that the work is saved, and which number to quote."""

    def __init__(self, number: str, parent: QWidget | None = None) -> None:
        super().__init__("incident", "程序出了一个错", parent, 480)
        content = QWidget()
        body = column(content, spacing=12)
        body.addWidget(label("程序出了一个错", "headline"))
        body.addWidget(label("您的录入已经保存,可以接着办;同一处再出错,请重新启动程序。", wrap=True))
        quote = label(f"报修时请报这个编号:{number}", "strong", name="incident-number")
        quote.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        body.addWidget(quote)
        body.addStretch()
        done = button("知道了", "primary", name="incident-done")
        done.clicked.connect(self.accept)
        self.lay_out(content, feet(done))
        done.setFocus()
