"""Random hands on the real window: keys, clicks, bursts, pastes and half-typed words in any order.

They note every answer the window took and look for it on the disk, and they know when they meant to accept.
File dialogs and the export are closed as soon as they open: random keys there would write outside the book.

A deed of several keys or clicks gives one of them in each round of the event loop, as the screen's system
does, and no deed begins while a click of another is being handed over, unless a menu or dialog waits within.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
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
from desk_app.ui.kit import cover, style
from desk_app.ui.kit.fields.lines import LineField
from desk_app.walkthrough import invented
from desk_app.walkthrough.by_chance import CODES, KEYS, PAUSES, SIZES, WITH_CTRL, WORDS
from desk_app.walkthrough.invented import DRAFTS
from desk_app.walkthrough.keeping import Keeping
from desk_app.walkthrough.scene import Showing

_Key = Qt.Key
_Held = Qt.KeyboardModifier
_ENDED: Final = object()
_NEVER: Final = ("ExportDialog",)
_LONG: Final = 100_000
_ROUND_MS: Final = 5
"""Milliseconds after which one looks again whether a menu or dialog waits."""
_Steps = Iterator[None]
"""A deed of several keys or clicks: each step gives one."""
_ARMED_S: Final = 3.0
"""Seconds after which one does not wait any more for a press to count."""
_AWAY_S: Final = 3.0
"""After so long one who can not sign in, for wrong passwords came before, does something else."""
_LOOK_MS: Final = 50
"""Milliseconds after which one looks again whether it counts."""
_MEANT_S: Final = 30.0
"""An acceptance comes at most so many seconds after the press that meant it, however busy the computer is."""


class RandomHands:
    """Works a scene by chance, always the same for one seed and one machine's pace."""

    def __init__(self, scene: Showing, seed: int) -> None:
        self.scene, self.window = scene, scene.window
        self.chance = Random(seed)
        self.done: Counter[str] = Counter()
        self.deed = ""
        """What is being done now."""
        self.keeping = Keeping(scene, lambda: self.deed)
        self.unmeant: list[str] = []
        self.accepted = 0
        self.own = 0.0
        """Seconds the hands took for themselves: to look for a place, to note and to compare answers."""
        self.came_round: Callable[[], None] = lambda: None
        """Called before each deed: the event loop answered, for it gave the hands their turn."""
        self._meant = 0.0
        self._acting, self._seeking = False, False
        self._patience = 0
        """Milliseconds until the next step of the deed under way."""
        self._offered = 0
        """How many drafts were made to be accepted."""
        self._under_way: list[_Steps] = []
        self._timer = QTimer(self.window, singleShot=True)
        self._timer.timeout.connect(self._next)
        self._deeds: Sequence[tuple[Callable[[], _Steps | None], int]] = (
            (self._key, 30), (self._with_ctrl, 10), (self._type, 18), (self._click, 24), (self._double, 6),
            (self._triple, 3), (self._hold, 6), (self._scan, 4), (self._paste, 1), (self._control, 2),
            (self._half_a_word, 3), (self._look, 1), (self._resize, 2), (self._accessibly, 6),
            (self._give, 8), (self._arrive, 3), (self._accept, 3),
        )  # fmt: skip
        self.window.accepted.connect(self._note_accepted)

    def go(self, seconds: float) -> None:
        """Do one thing after another for so long, also while a menu or dialog waits for an answer.

        The first draft is open when it begins, so that also a short while has answers to keep.
        """
        self.window.counter.resume(next(iter(DRAFTS)))
        self._end, loop = perf_counter() + seconds, QEventLoop()
        self._over = loop.quit
        self._timer.start(0)
        loop.exec()
        self.deed = "rest"
        self.scene.close_dialogs()
        self.scene.settle()
        self.keeping.look()

    def _next(self) -> None:
        # Asked for first: what is done may open a menu, which has an event loop of its own.
        self._timer.start(_ROUND_MS)
        self.came_round()
        if self._acting and not _waits():
            return
        if perf_counter() > self._end:
            if self._closed_all():
                self._timer.stop()
                self._over()
            return
        with self._for_itself():
            self.keeping.note()
        if not self._is_dangerous():
            before, self._acting = self._acting, True
            self._step()
            self._acting = before

    def _step(self) -> None:
        """Begin a deed, or do the next part of the one under way; when it is done there is a pause."""
        rest = self._under_way.pop() if self._under_way else self._begin()
        if rest is not None and next(rest, _ENDED) is not _ENDED:
            self._under_way.append(rest)
            self._timer.start(self._patience)
            self._patience = 0
        else:
            self._timer.start(self.chance.choice(PAUSES))

    def _begin(self) -> _Steps | None:
        (deed,) = self.chance.choices([d for d, _ in self._deeds], [often for _, often in self._deeds])
        self.deed = deed.__name__.strip("_")
        self.done[self.deed] += 1
        return deed()

    @contextmanager
    def _for_itself(self) -> Iterator[None]:
        """Count the time within as the hands' own, once where one block stands in another."""
        if self._seeking:
            yield
            return
        self._seeking, began = True, perf_counter()
        try:
            yield
        finally:
            self._seeking = False
            self.own += perf_counter() - began

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
        with self._for_itself():
            every = self._top.findChildren(kind)
            return [w for w in every if w.isVisible() and not w.visibleRegion().isEmpty()]

    def _somewhere(self) -> tuple[QWidget, QPoint]:
        """The uppermost window, and the place in it of a visible button or line, or any place.

        No button is handed on: in a window that Qt made itself it can be asked only while that one is held.
        """
        top = self._top
        targets = self._seen(QAbstractButton) + self._seen(QLineEdit)
        if targets and self.chance.random() < 0.9:
            target = self.chance.choice(targets)
            window = target.window()
            return window, target.mapTo(window, target.visibleRegion().boundingRect().center())
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
        self._press(self.chance.choice(KEYS), shift)

    def _with_ctrl(self) -> None:
        if self.chance.random() < 0.3:
            self._press(_Key.Key_1 + self.chance.randrange(6), _Held.AltModifier)
        else:
            self._press(self.chance.choice(WITH_CTRL), _Held.ControlModifier)

    def _type(self) -> _Steps:
        for sign in self.chance.choice(WORDS):
            if sign.isascii():
                QTest.keyClicks(self._focus, sign)
            else:
                self._commit(sign)
            yield

    def _commit(self, text: str) -> None:
        entry = QInputMethodEvent()
        entry.setCommitString(text)
        QCoreApplication.sendEvent(self._focus, entry)

    def _hold(self) -> _Steps:
        """A key goes down, repeats, and comes up."""
        key = self.chance.choice((*KEYS, _Key.Key_1, _Key.Key_2))
        text = chr(key.value) if key.value < 127 else ""
        if key == _Key.Key_F12:
            self._mean()
        QTest.keyPress(self._focus, key)
        for _ in range(self.chance.randrange(3, 30)):
            for kind in (QEvent.Type.KeyRelease, QEvent.Type.KeyPress):
                again = QKeyEvent(kind, key.value, _Held.NoModifier, text, True)
                QCoreApplication.sendEvent(self._focus, again)
            yield
        QTest.keyRelease(self._focus, key)

    def _scan(self) -> _Steps:
        for sign in self.chance.choice(CODES):
            QTest.keyClicks(self._focus, sign)
            yield
        QTest.keyClick(self._focus, _Key.Key_Return)

    def _paste(self) -> None:
        QGuiApplication.clipboard().setText(self.chance.choice("样a1 ") * _LONG)
        self._press(_Key.Key_V, _Held.ControlModifier)

    def _control(self) -> None:
        self._commit("".join(map(chr, (0, 7, 8, 10, 13, 27, 0x202E, 0xFEFF, 0xD7FF))))

    def _half_a_word(self) -> _Steps:
        """A composition is under way when the page turns."""
        QCoreApplication.sendEvent(self._focus, QInputMethodEvent("zhangyang", []))
        yield
        self._press(self.chance.choice((_Key.Key_Return, _Key.Key_Left)), _Held.ControlModifier)

    # ---- the mouse and others ------------------------------------------------------------------

    def _click(self) -> _Steps:
        return self._press_mouse(QTest.mousePress, QTest.mouseRelease)

    def _double(self) -> _Steps:
        return self._press_mouse(QTest.mouseDClick)

    def _triple(self) -> _Steps:
        return self._press_mouse(QTest.mouseDClick, QTest.mousePress, QTest.mouseRelease)

    def _press_mouse(self, *parts: Callable[..., None]) -> _Steps:
        """Presses and releases at one place of a window, one after another."""
        window, place = self._somewhere()
        handle, aimed = window.windowHandle(), window.childAt(place)
        if aimed is not None and aimed.objectName() == "accept":
            self._mean()
        for part in parts:
            if handle is None or not isValid(handle):  # an earlier part closed its window
                return
            inside = QPoint(min(place.x(), handle.width() - 1), min(place.y(), handle.height() - 1))
            part(handle, Qt.MouseButton.LeftButton, _Held.NoModifier, inside)
            yield

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

    def _look(self) -> _Steps:
        look = self.chance.choice(list(style.Looks))
        self.window.show_room("settings")
        yield
        for button in self._seen(QAbstractButton):
            if button.objectName() == f"look-{look.name.lower()}":
                button.click()

    def _resize(self) -> None:
        self.window.resize(*self.chance.choice(SIZES))

    # ---- what is meant -------------------------------------------------------------------------

    def _give(self) -> _Steps:
        """Fill a field of the form as it should be filled, and note what it took."""
        fields = [f for f in self._seen(LineField) if f.edit.isEnabled() and not f.edit.isReadOnly()]
        if not fields or self._top is not self.window:
            return
        edit = self.chance.choice(fields).edit
        edit.setFocus()
        edit.selectAll()
        yield
        if isValid(edit):
            self._commit(self.chance.choice(WORDS))
            yield
        if isValid(edit):
            QTest.keyClick(edit, _Key.Key_Tab)

    def _come_back(self) -> _Steps:
        """Sit down again where the window is covered, or locked by chance: else it would stay so for long."""
        self._closed_all()
        cover.uncover()
        page = self.window.locker.page
        if page is None:
            return
        name = f"sign-in:{self.scene.parts.window.usual}"
        for usual in page.findChildren(QAbstractButton, name):
            usual.click()
        yield
        end = perf_counter() + _AWAY_S
        while (page := self.window.locker.page) is not None and perf_counter() < end:
            QTest.keyClick(page, _Key.Key_F2)
            self._patience = _LOOK_MS
            yield

    def _arrive(self) -> _Steps:
        """Go on with a draft, or begin with an empty one."""
        yield from self._come_back()
        self.window.show_room("counter")
        yield
        if self.chance.random() < 0.3:
            self.window.counter.new_case()
        else:
            self.window.counter.resume(self.chance.choice((*DRAFTS, "wrong", "asking")))
        yield
        if (workspace := self.window.counter.workspace) is not None:
            workspace.go_to(self.chance.randrange(6))

    def _accept(self) -> _Steps:
        """Bring a draft that can be accepted to its last step and wait until a press counts; then press F12.

        One time in three it is not pressed: what comes by chance must not accept.
        """
        yield from self._come_back()
        self.window.show_room("counter")
        with self._for_itself():
            self._offered += 1
            self.scene.parts.store.drafts.keep(invented.ready(self.scene.parts, self._offered))
        yield
        self.window.counter.resume(invented.READY.format(self._offered))
        yield
        if (workspace := self.window.counter.workspace) is not None:
            workspace.go_to(len(workspace.titles) - 1)
        end = perf_counter() + _ARMED_S
        while perf_counter() < end and not ((question := self._question()) and question.armed):
            self._patience = _LOOK_MS
            yield
        if self.chance.random() < 2 / 3:
            self._press(_Key.Key_F12)

    def _note_accepted(self, application: Any) -> None:
        self.accepted += 1
        self.keeping.forget(application.id)
        if perf_counter() - self._meant > _MEANT_S:
            self.unmeant.append(f"第{sum(self.done.values())}次动作({self.deed})后受理了,没有按过受理")
        self._meant = 0.0


def _waits() -> bool:
    """Whether a menu or a dialog is open, which may have an event loop of its own."""
    return QApplication.activePopupWidget() is not None or QApplication.activeModalWidget() is not None
