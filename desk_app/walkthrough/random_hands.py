"""Random hands on the real window: keys, clicks, bursts, pastes and half-typed words in any order.

They note every answer the window took and look for it on the disk, and they know when they meant to accept.
File dialogs and the export are closed as soon as they open: random keys there would write outside the book.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from random import Random
from time import perf_counter
from typing import Any, Final

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QPoint, Qt, QTimer
from PySide6.QtGui import (
    QAccessible,
    QAccessibleActionInterface,
    QGuiApplication,
    QInputMethodEvent,
    QKeyEvent,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog, QFileDialog, QLineEdit, QWidget
from shiboken6 import isValid

from desk_app.ui.counter.accept_question import AcceptQuestion
from desk_app.ui.kit import style
from desk_app.ui.kit.fields.lines import LineField
from desk_app.walkthrough.invented import DRAFTS
from desk_app.walkthrough.keeping import Keeping
from desk_app.walkthrough.scene import Showing

_Key = Qt.Key
_Held = Qt.KeyboardModifier
_KEYS: Final = (
    *(_Key.Key_Tab, _Key.Key_Backtab, _Key.Key_Up, _Key.Key_Down, _Key.Key_Left, _Key.Key_Right),
    *(_Key.Key_Home, _Key.Key_End, _Key.Key_PageUp, _Key.Key_PageDown, _Key.Key_Delete, _Key.Key_Backspace),
    *(_Key.Key_Return, _Key.Key_Enter, _Key.Key_Escape, _Key.Key_Space, _Key.Key_M),
    *(_Key(_Key.Key_F1.value + place) for place in range(12)),
    *(_Key(_Key.Key_0.value + place) for place in range(10)),
)
_WITH_CTRL: Final = (*map(ord, "123456NKFPZAXCV"), _Key.Key_Return.value, _Key.Key_Left.value)
_SIZES: Final = ((683, 384), (781, 439), (911, 512), (1093, 614), (1366, 768), (1920, 1080))
_WORDS: Final = ("甘肃白银", "张样例", "13800000001", "样例社区12号", "2003年7月", "缝纫工 初级")
_CODES: Final = ("62040319870312002X", "620403-03-20261126-000106", "6901234567892", "PC-0001")
_PAUSES: Final = (0, 0, 0, 5, 5, 15, 15, 40, 150, 700)
"""Milliseconds between two deeds; at 700 an acceptance is armed."""
_NEVER: Final = ("ExportDialog",)
_LONG: Final = 100_000
_MEANT_S: Final = 5.0
"""An acceptance comes at most so many seconds after the press that meant it."""


class RandomHands:
    """Works a scene by chance, always the same for one seed and one machine's pace."""

    def __init__(self, scene: Showing, seed: int) -> None:
        self.scene, self.window = scene, scene.window
        self.chance = Random(seed)
        self.done: Counter[str] = Counter()
        self.deed = ""
        """What is being done now."""
        self.keeping = Keeping(scene)
        self.unmeant: list[str] = []
        self.accepted = 0
        self._meant = 0.0
        self._deeds: Sequence[tuple[Callable[[], None], int]] = (
            (self._key, 30), (self._with_ctrl, 10), (self._type, 18), (self._click, 24), (self._double, 6),
            (self._triple, 3), (self._hold, 6), (self._scan, 4), (self._paste, 1), (self._control, 2),
            (self._half_a_word, 3), (self._look, 1), (self._resize, 2), (self._accessibly, 6),
            (self._give, 8), (self._arrive, 3), (self._accept, 2),
        )  # fmt: skip
        self.window.accepted.connect(self._note_accepted)

    def go(self, seconds: float) -> None:
        """Do one thing after another for so long, also while a menu or dialog waits for an answer."""
        self._end, loop = perf_counter() + seconds, QEventLoop()
        self._over = loop.quit
        QTimer.singleShot(0, self._next)
        loop.exec()
        self.deed = "rest"
        self.scene.close_dialogs()
        self.scene.settle()
        self.keeping.look()

    def _next(self) -> None:
        if perf_counter() > self._end:
            if self._closed_all():
                self._over()
            else:
                QTimer.singleShot(10, self._next)
            return
        # Asked for first: the deed may open a menu, which has an event loop of its own.
        QTimer.singleShot(self.chance.choice(_PAUSES), self._next)
        self.keeping.note()
        if self._is_dangerous():
            return
        deeds, weights = zip(*self._deeds, strict=True)
        (deed,) = self.chance.choices(deeds, weights)
        self.deed = deed.__name__.strip("_")
        self.done[self.deed] += 1
        deed()

    def _closed_all(self) -> bool:
        """Close what hangs open; True when nothing does any more."""
        if (popup := QApplication.activePopupWidget()) is not None:
            popup.close()
            return False
        modal = QApplication.activeModalWidget()
        if isinstance(modal, QDialog):
            modal.done(0)
        return modal is None

    def _is_dangerous(self) -> bool:
        """Whether a dialog was open in which chance could write outside the book; it is closed."""
        modal = QApplication.activeModalWidget()
        if isinstance(modal, QFileDialog) or type(modal).__name__ in _NEVER:
            assert isinstance(modal, QDialog)
            modal.done(0)
            return True
        return False

    # ---- where --------------------------------------------------------------------------------

    @property
    def _top(self) -> QWidget:
        return QApplication.activePopupWidget() or QApplication.activeModalWidget() or self.window

    @property
    def _focus(self) -> QWidget:
        return QApplication.focusWidget() or self._top

    def _seen(self, kind: type[Any]) -> list[Any]:
        return [w for w in self._top.findChildren(kind) if w.isVisible() and not w.visibleRegion().isEmpty()]

    def _somewhere(self) -> tuple[QWidget, QPoint]:
        """A visible button or line, or any place of the window."""
        top = self._top
        targets = self._seen(QAbstractButton) + self._seen(QLineEdit)
        if targets and self.chance.random() < 0.9:
            target = self.chance.choice(targets)
            middle = target.visibleRegion().boundingRect().center()
            return target, target.mapTo(target.window(), middle)
        return top, QPoint(
            self.chance.randrange(max(1, top.width())), self.chance.randrange(max(1, top.height()))
        )

    def _question(self) -> AcceptQuestion | None:
        return next(iter(self._seen(AcceptQuestion)), None)

    def _mean(self) -> None:
        """One press of what accepts is about to be made; it counts when it is armed."""
        question = self._question()
        if question is not None and question.armed:
            self._meant = perf_counter()

    # ---- keys ---------------------------------------------------------------------------------

    def _press(self, key: int, held: Qt.KeyboardModifier = _Held.NoModifier) -> None:
        if key == _Key.Key_F12:
            self._mean()
        QTest.keyClick(self._focus, _Key(key), held)

    def _key(self) -> None:
        shift = _Held.ShiftModifier if self.chance.random() < 0.1 else _Held.NoModifier
        self._press(self.chance.choice(_KEYS), shift)

    def _with_ctrl(self) -> None:
        if self.chance.random() < 0.3:
            self._press(_Key.Key_1 + self.chance.randrange(6), _Held.AltModifier)
        else:
            self._press(self.chance.choice(_WITH_CTRL), _Held.ControlModifier)

    def _type(self) -> None:
        for sign in self.chance.choice(_WORDS):
            if sign.isascii():
                QTest.keyClicks(self._focus, sign)
            else:
                self._commit(sign)

    def _commit(self, text: str) -> None:
        entry = QInputMethodEvent()
        entry.setCommitString(text)
        QCoreApplication.sendEvent(self._focus, entry)

    def _hold(self) -> None:
        """A key goes down, repeats, and comes up."""
        key = self.chance.choice((*_KEYS, _Key.Key_1, _Key.Key_2))
        text = chr(key.value) if key.value < 127 else ""
        if key == _Key.Key_F12:
            self._mean()
        QTest.keyPress(self._focus, key)
        for _ in range(self.chance.randrange(3, 30)):
            for kind in (QEvent.Type.KeyRelease, QEvent.Type.KeyPress):
                again = QKeyEvent(kind, key.value, _Held.NoModifier, text, True)
                QCoreApplication.sendEvent(self._focus, again)
        QTest.keyRelease(self._focus, key)

    def _scan(self) -> None:
        QTest.keyClicks(self._focus, self.chance.choice(_CODES))
        QTest.keyClick(self._focus, _Key.Key_Return)

    def _paste(self) -> None:
        QGuiApplication.clipboard().setText(self.chance.choice("样a1 ") * _LONG)
        self._press(_Key.Key_V, _Held.ControlModifier)

    def _control(self) -> None:
        self._commit("".join(map(chr, (0, 7, 8, 10, 13, 27, 0x202E, 0xFEFF, 0xD7FF))))

    def _half_a_word(self) -> None:
        """A composition is under way when the page turns."""
        QCoreApplication.sendEvent(self._focus, QInputMethodEvent("zhangyang", []))
        self._press(self.chance.choice((_Key.Key_Return, _Key.Key_Left)), _Held.ControlModifier)

    # ---- the mouse and others ------------------------------------------------------------------

    def _click(self, times: int = 1) -> None:
        target, place = self._somewhere()
        handle = target.window().windowHandle()
        if handle is None:
            return
        if target.objectName() == "accept":
            self._mean()
        for _ in range(times):
            if not isValid(handle):  # the first click closed its window
                return
            QTest.mouseClick(handle, Qt.MouseButton.LeftButton, _Held.NoModifier, place)

    def _double(self) -> None:
        self._click(2)

    def _triple(self) -> None:
        self._click(3)

    def _accessibly(self) -> None:
        """Work a button by the action a screen reader uses."""
        buttons = [b for b in self._seen(QAbstractButton) if b.isEnabled()]
        if not buttons:
            return
        button = self.chance.choice(buttons)
        if button.objectName() == "accept":
            self._mean()
        found: Any = QAccessible.queryAccessibleInterface(button)
        actions: QAccessibleActionInterface | None = found.actionInterface() if found else None
        if actions is not None and (names := actions.actionNames()):
            actions.doAction(names[0])

    def _look(self) -> None:
        look = self.chance.choice(list(style.Looks))
        self.window.show_room("settings")
        for button in self._seen(QAbstractButton):
            if button.objectName() == f"look-{look.name.lower()}":
                button.click()

    def _resize(self) -> None:
        self.window.resize(*self.chance.choice(_SIZES))

    # ---- what is meant -------------------------------------------------------------------------

    def _give(self) -> None:
        """Fill a field of the form as it should be filled, and note what it took."""
        fields = [f for f in self._seen(LineField) if f.edit.isEnabled() and not f.edit.isReadOnly()]
        if not fields or self._top is not self.window:
            return
        edit = self.chance.choice(fields).edit
        edit.setFocus()
        edit.selectAll()
        self._commit(self.chance.choice(_WORDS))
        QTest.keyClick(edit, _Key.Key_Tab)
        self.keeping.note()

    def _arrive(self) -> None:
        """Go on with a draft, or begin with an empty one."""
        self._closed_all()
        self.window.show_room("counter")
        if self.chance.random() < 0.3:
            self.window.counter.new_case()
        else:
            self.window.counter.resume(self.chance.choice((*DRAFTS, "wrong", "asking")))
        if (workspace := self.window.counter.workspace) is not None:
            workspace.go_to(self.chance.randrange(6))

    def _accept(self) -> None:
        """Press F12 once."""
        self._press(_Key.Key_F12)

    def _note_accepted(self, application: Any) -> None:
        self.accepted += 1
        self.keeping.forget(application.id)
        if perf_counter() - self._meant > _MEANT_S:
            self.unmeant.append(f"第{sum(self.done.values())}次动作({self.deed})后受理了,没有按过受理")
        self._meant = 0.0
