"""Fast hands: a held key acts once, a double click is one click, a scanner's burst is no typing.

The guard looks at keys and mouse presses before anything else does, where real hands enter (the windows) and
at the widget that has the keyboard, where programs and tests send theirs. It sees no other event of the
application, so that drawing a page costs nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic
from typing import Final

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPoint, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent, QMouseEvent, QWindow
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)
from shiboken6 import isValid

from desk_app.domain import seals
from desk_app.domain.scans import is_ours
from desk_app.ui.kit import uptime
from desk_app.ui.kit.spots import FieldSpot
from desk_app.ui.kit.watching import HandsWatch

PACE_MS: Final = 35
"""Longest time between two keys of a scanner. It sends a whole number and Enter within some 50 ms; the
quickest typists need about 60 ms a key, so nobody's typing is taken for a scan."""
END_MS: Final = 100
"""A scan without Enter at its end is over after so long."""
SCAN: Final = 6
"""Fewest keys of a scan while no text field has the keyboard; fewer are given on as typed."""
SCAN_IN_TEXT: Final = 8
"""Fewest keys of a scan in a text field, where a rolled-over word is no scan."""
_NEAR: Final = 12
"""Logical pixels within which a press is at the same place; a hand moves less in a double click."""
_LATE_MS: Final = 15
"""By so much a timer may be late before the loop counts as having been busy."""
_GIVEN_ON: Final = (1 << 63) - 1
"""Timestamp of the keys the guard itself gives on; no real key can have it."""
TAKES_SCANS: Final = "takes-scans"
"""Property of a text field that handles scanned numbers itself: a search line. The sealed code of a paper is
a scan there too, so that the paper is judged."""
QUICK: Final = "quick"
"""Property of a button that may be pressed in quick succession: it only turns pages or enlarges."""

_MOVES: Final = frozenset(
    {
        Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp,
        Qt.Key.Key_PageDown, Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_Tab, Qt.Key.Key_Backtab,
    }
)  # fmt: skip
"""Keys that may repeat anywhere: they move a mark or the focus and do nothing. A held Tab is how one walks
back over a long form; what it passes is neither pressed nor changed."""
_ENTER: Final = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})
_ENDS: Final = _ENTER | {Qt.Key.Key_Tab}
_ACTS: Final = _ENTER | {Qt.Key.Key_Escape}
"""Keys that never repeat, not even in a text field; so do the function keys."""
_WITH_OTHERS: Final = frozenset(
    {Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_AltGr, Qt.Key.Key_Meta,
     Qt.Key.Key_CapsLock, Qt.Key.Key_NumLock}
)  # fmt: skip
_COVERS: Final = Qt.Key.Key_F11
_PLAIN: Final = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier
_EVENTS: Final = (QKeyEvent, QMouseEvent)
_PRESSES: Final = (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick)


@dataclass(frozen=True, slots=True)
class _Key:
    key: int
    modifiers: Qt.KeyboardModifier
    text: str


@dataclass(slots=True)
class _Typed:
    """What was typed at scanner pace into a text field, and how the field stood before."""

    spot: FieldSpot
    text: str
    at: float


class InputGuard(HandsWatch):
    """The one guard of an application; ``InputGuard.of(app)`` gives it."""

    scanned = Signal(str)
    """A code was scanned; nothing else came of its keys, and a text field is as it was before."""

    def __init__(self, app: QApplication, ours: Callable[[str], bool] = is_ours) -> None:
        super().__init__(app)
        self._ours = ours
        self._clicks = _Clicks()
        self._held: list[_Key] = []
        self._held_at = self._held_since = self._began = 0.0
        self.pace = 0.0
        """Milliseconds between two keys of the last scan that came while no text field had the keyboard."""
        self.touched = uptime.seconds()
        """When a key or the mouse was used last, by ``uptime.seconds``."""
        self._waited = False
        self._swallowed: set[int] = set()
        self._began_in: tuple[int, QWidget | None] = (0, None)
        """The key that was pressed last, and what had the keyboard then."""
        self._typed: _Typed | None = None
        self._seen: dict[QEvent.Type, tuple[int, int]] = {}
        self._pause = QTimer(self, singleShot=True)
        self._pause.timeout.connect(self._paused)
        app.focusChanged.connect(self.follow)
        app.focusWindowChanged.connect(self.watch_windows)
        self.watch_windows()

    @classmethod
    def of(cls, app: QApplication) -> "InputGuard":
        """The guard of this application; made when it is first asked for."""
        found = app.findChild(cls)
        return found if found is not None else cls(app)

    @property
    def waiting(self) -> bool:
        """Whether a key is held back now, because it may be the first of a scan."""
        return bool(self._held)

    # ---- where it looks -----------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Swallow or hold back what is not meant; everything else is left alone."""
        if event.__class__ not in _EVENTS:
            return False
        self.touched = uptime.seconds()
        if isinstance(event, QKeyEvent):
            if event.timestamp() == _GIVEN_ON or self._comes_again(watched, event, event.key()):
                return False
            return self._key(event)
        if isinstance(event, QMouseEvent) and event.type() != QEvent.Type.MouseMove:
            if self._comes_again(watched, event, event.button().value):
                return False
            return self._mouse(watched, event)
        return False

    def _comes_again(self, watched: QObject, event: QKeyEvent | QMouseEvent, what: int) -> bool:
        """Whether this event of a widget came through its window a moment ago, where it was looked at."""
        kind, seen = event.type(), (event.timestamp(), what)
        if isinstance(watched, QWindow):
            self._seen[kind] = seen
            return False
        return self._seen.pop(kind, None) == seen

    # ---- the mouse ----------------------------------------------------------------------------

    def _mouse(self, watched: QObject, event: QMouseEvent) -> bool:
        if event.type() == QEvent.Type.MouseButtonRelease:
            QTimer.singleShot(0, self, self.watch_windows)  # the click may have opened a dialog
            return self._clicks.released(event)
        if event.type() not in _PRESSES:
            return False
        self._give_on()
        if not isValid(watched):  # a key that was held back closed the window that is pressed
            return True
        self._typed = None
        return self._clicks.pressed(event, _under(watched, event))

    # ---- keys ---------------------------------------------------------------------------------

    def _key(self, event: QKeyEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride:
            return self._before_shortcuts(event)
        if event.isAutoRepeat():
            self._typed = None
            return not self._may_repeat(event.key())
        if event.type() == QEvent.Type.KeyRelease:
            swallowed = event.key() in self._swallowed
            self._swallowed.discard(event.key())
            return swallowed
        self._began_in = event.key(), QApplication.focusWidget()
        taken = self._typing(event) if takes_text(QApplication.focusWidget()) else self._pressed(event)
        if taken:
            self._swallowed.add(event.key())
        else:
            self._swallowed.discard(event.key())
        return taken

    def _may_repeat(self, key: int) -> bool:
        """Whether a key that is held acts again: text only where it was begun, so that a digit that answered
        one question is not typed into the next.
        """
        if key in _ACTS or Qt.Key.Key_F1 <= key <= Qt.Key.Key_F35:
            return False
        here, (last, begun_in) = QApplication.focusWidget(), self._began_in
        typed_here = takes_text(here) and (key != last or here is begun_in)
        return key in _MOVES or key in _WITH_OTHERS or typed_here

    def _before_shortcuts(self, event: QKeyEvent) -> bool:
        """Let no shortcut take a key that is held back, nor come before one that is.

        The key that covers the windows (``kit.cover``) closes an open menu or list, which would keep it.
        """
        while event.key() == _COVERS and (popup := QApplication.activePopupWidget()):
            if not popup.close():
                break
        if takes_text(QApplication.focusWidget()):
            return False
        if self._is_held_back(event) or (self._held and event.key() in _ENDS):
            event.accept()
            return True
        if event.key() not in _WITH_OTHERS:
            self._give_on()
        return False

    def _is_held_back(self, event: QKeyEvent) -> bool:
        text = event.text()
        if len(text) != 1 or not text.isascii() or not text.isprintable() or event.modifiers() & ~_PLAIN:
            return False
        return text != " " or bool(self._held)  # a space is a button's key, but may stand within a code

    def _pressed(self, event: QKeyEvent) -> bool:
        """A key while no text field has the keyboard: held back until it is known for a key or a scan."""
        if self._held and _clock(event) - self._held_at > self._patience():
            self._over()
        if self._is_held_back(event):
            self._hold(event)
            return True
        if not self._held or event.key() in _WITH_OTHERS:
            return False
        if event.key() in _ENDS and len(self._held) >= SCAN:
            self._over()
        else:
            self._hold(event)
            self._give_on()
        return True

    def _hold(self, event: QKeyEvent) -> None:
        if not self._held:
            self._began = _clock(event)
        self._held.append(_Key(event.key(), event.modifiers(), event.text()))
        self._held_at, self._waited = _clock(event), False
        self._held_since = monotonic() * 1000
        self._pause.start(self._patience())

    def _patience(self) -> int:
        return END_MS if len(self._held) >= SCAN else PACE_MS

    @Slot()
    def _paused(self) -> None:
        if self._pause.isActive() or not self._held:
            return
        # While the loop was busy further keys may have come in; they are looked at first.
        late = monotonic() * 1000 - self._held_since - self._patience()
        if late > _LATE_MS and not self._waited:
            self._waited = True
            self._pause.start(1)
        else:
            self._over()

    def _over(self) -> None:
        if len(self._held) < SCAN:
            self._give_on()
            return
        text = "".join(k.text for k in self._held)
        self.pace = (self._held_at - self._began) / (len(self._held) - 1)
        self._held = []
        self._pause.stop()
        self._tell(text)

    def _tell(self, text: str) -> None:
        """Emit the scan in the next round of the loop: its last key is still on its way."""
        QTimer.singleShot(0, self, lambda: self.scanned.emit(text))

    def _give_on(self) -> None:
        """Give the held keys to whatever has the keyboard, one after another, as if typed now."""
        keys, self._held = self._held, []
        self._pause.stop()
        for each in keys:
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                if (receiver := _receiver()) is not None and isValid(receiver):
                    again = QKeyEvent(kind, each.key, each.modifiers, each.text)
                    again.setTimestamp(_GIVEN_ON)
                    QCoreApplication.sendEvent(receiver, again)

    # ---- in a text field ----------------------------------------------------------------------

    def _typing(self, event: QKeyEvent) -> bool:
        """A key in a text field: it goes in at once; only the Enter of a burst is looked at."""
        self._give_on()
        typed, now, field = self._typed, _clock(event), QApplication.focusWidget()
        quick = typed is not None and typed.spot.field is field and now - typed.at <= PACE_MS
        if event.key() in _ENTER:
            self._typed = None
            burst = typed if quick and typed and len(typed.text) >= SCAN_IN_TEXT else None
            return burst is not None and self._ended(burst)
        text = event.text()
        if event.key() in _WITH_OTHERS:
            return False
        if len(text) != 1 or not text.isprintable() or event.modifiers() & ~_PLAIN:
            self._typed = None
        elif quick and typed:
            typed.text, typed.at = typed.text + text, now
        else:
            self._typed = _Typed(spot, text, now) if (spot := FieldSpot.of(field)) else None
        return False

    def _ended(self, burst: _Typed) -> bool:
        """The Enter of a burst: a code of ours is a scan; after anything else it only moves on."""
        own_line = bool(burst.spot.field.property(TAKES_SCANS))
        if seals.read(burst.text) if own_line else self._ours(burst.text):
            burst.spot.put_back()
            self._tell(burst.text)
            return True
        return not own_line and burst.spot.move_on()


class _Clicks:
    """Which presses of the mouse belong to the press before."""

    def __init__(self) -> None:
        self._at, self._moment, self._real = QPoint(), 0.0, False
        self._button = False
        self._swallowed: set[Qt.MouseButton] = set()

    def pressed(self, event: QMouseEvent, under: QWidget | None) -> bool:
        """Whether a press is the second or third of a double or triple click on a button.

        It is, whatever button stands there by now, and also when the first press was on one that is gone.
        """
        at, moment, real = event.globalPosition().toPoint(), _clock(event), bool(event.timestamp())
        near = (at - self._at).manhattanLength() <= _NEAR and real == self._real
        again = near and moment - self._moment <= QApplication.doubleClickInterval()
        self._button = _is_button(under) or (again and self._button)
        self._at, self._moment, self._real = at, moment, real
        swallowed = again and self._button and not (under and under.property(QUICK))
        if swallowed:
            self._swallowed.add(event.button())
        else:
            self._swallowed.discard(event.button())
        return swallowed

    def released(self, event: QMouseEvent) -> bool:
        """Whether the press of this release was swallowed."""
        swallowed = event.button() in self._swallowed
        self._swallowed.discard(event.button())
        return swallowed


def takes_text(widget: QWidget | None) -> bool:
    """Whether a widget that has the keyboard is typed into."""
    match widget:
        case QLineEdit() | QPlainTextEdit() | QTextEdit() | QAbstractSpinBox():
            return not widget.isReadOnly()
        case QComboBox():
            return widget.isEditable()
        case _:
            return False


def _under(watched: QObject, event: QMouseEvent) -> QWidget | None:
    """The widget under the mouse; ``watched`` is it, or its window."""
    if isinstance(watched, QWidget):
        return watched
    top = QWidget.find(watched.winId()) if isinstance(watched, QWindow) else None
    return top and (top.childAt(event.position().toPoint()) or top)


def _is_button(widget: QWidget | None) -> bool:
    """Whether a press here is a press of a button: of one, of words on it, or of what shows a hand."""
    while widget is not None:
        if (
            isinstance(widget, QAbstractButton)
            or widget.cursor().shape() is Qt.CursorShape.PointingHandCursor
        ):
            return True
        widget = None if widget.isWindow() else widget.parentWidget()
    return False


def _receiver() -> QWidget | None:
    """What gets a key now."""
    popup = QApplication.activePopupWidget()
    if popup is not None:
        return popup.focusWidget() or popup
    return QApplication.focusWidget() or QApplication.activeWindow()


def _clock(event: QKeyEvent | QMouseEvent) -> float:
    """When a hand did this, in milliseconds: by the system's stamp, which a busy loop does not falsify."""
    return float(event.timestamp()) or monotonic() * 1000
