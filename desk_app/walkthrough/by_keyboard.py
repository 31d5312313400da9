"""Works a case file at the real window by keyboard alone, as a good clerk does, and counts the keys.

It presses keys where the keyboard is and looks only where that is and what stands on the screen. Characters
of answers are not counted, nor are words that an input method brings; every other key is, also a digit that
gives an answer, and so is each chord. Keys of the system's file dialog are counted apart.
"""

from collections import Counter
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import QCoreApplication, QEventLoop, Qt, QTimer
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog, QFileDialog, QWidget

from desk_app.domain.applications import Application, HandedIn
from desk_app.errors import BugError
from desk_app.services.counter.capture import PHOTO
from desk_app.ui.counter.accept_question import AcceptQuestion
from desk_app.ui.counter.links import MATERIAL
from desk_app.ui.kit.fields.base import Field
from desk_app.ui.kit.fields.choices import AnswerButtons
from desk_app.ui.kit.guard import PACE_MS, InputGuard
from desk_app.ui.kit.rounds import Rounds
from desk_app.walkthrough.case_file import CaseFile
from desk_app.walkthrough.run import presses
from desk_app.walkthrough.scene import Showing
from forms.schema import UNSURE, Kind, Value

_Key = Qt.Key
_NONE: Final = Qt.KeyboardModifier.NoModifier
_CTRL: Final = Qt.KeyboardModifier.ControlModifier
_SHIFT: Final = Qt.KeyboardModifier.ShiftModifier
_HELD: Final = {_NONE: "", _CTRL: "Ctrl+", _SHIFT: "Shift+"}
_LOST: Final = 60
"""So many keys on one page without reaching what is looked for mean that it can not be reached."""


class KeyboardClerk:
    """Works one case from step 1 to the next person; BugError when something can not be reached by keys."""

    def __init__(self, scene: Showing, file: CaseFile) -> None:
        self.scene, self.file = scene, file
        self.keys: Counter[str] = Counter()
        """Keys by step; ``file`` are those of the file dialog."""
        self.characters = 0
        self.log: list[str] = []
        """Every key and where it was pressed, to see where keys are wasted."""
        self._step = ""
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        self._guard = InputGuard.of(app)

    def work(self) -> Application:
        """Take the case, from the empty step 1 until the next person is called; gives what was accepted."""
        deeds = (self._person, self._notice, self._form, self._materials, self._check)
        for number, deed in enumerate(deeds, 1):
            self._step = str(number)
            deed()
            self._press(_Key.Key_Return, _CTRL)
        self._step = "6"
        return self._accept()

    def told(self) -> dict[str, Any]:
        """What other clerks count beside keys and characters."""
        return {}

    # ---- hands and eyes -----------------------------------------------------------------------

    @property
    def here(self) -> str:
        """Name of the widget that has the keyboard."""
        focused = QApplication.focusWidget()
        return focused.objectName() if focused else "-"

    def _field(self) -> Field | None:
        widget = QApplication.focusWidget()
        while widget is not None and not isinstance(widget, Field):
            widget = widget.parentWidget()
        return widget

    def _press(self, key: Qt.Key, held: Qt.KeyboardModifier = _NONE, counted: str = "") -> None:
        self._note(key, held, counted)
        self.strike(key, held)
        self._rest()

    def _note(self, key: Qt.Key, held: Qt.KeyboardModifier = _NONE, counted: str = "") -> None:
        self.keys[counted or self._step] += 1
        chord = f"{_HELD[held]}{key.name.removeprefix('Key_')}"
        self.log.append(f"{self._step} {chord} @ {self.here}")

    def strike(self, key: Qt.Key, held: Qt.KeyboardModifier) -> None:
        """Press a key that acts, where the keyboard is; heavier hands do it their way."""
        self._send(key, held)

    def _send(self, key: Qt.Key, held: Qt.KeyboardModifier = _NONE) -> None:
        focused = QApplication.focusWidget() or self.scene.window
        handle = focused.window().windowHandle()
        assert handle is not None
        QTest.keyClick(handle, key, held)

    def _digit(self, number: int) -> None:
        self._press(_Key(_Key.Key_0.value + number))

    def _type(self, text: str) -> None:
        """Type letters and digits key by key, anything else as an input method brings it."""
        self.characters += len(text)
        for sign in text if text.isascii() else ():
            self._send(_Key(ord(sign.upper())))
        if not text.isascii():
            self._bring(text)
        self._breathe()

    def _bring(self, text: str) -> None:
        """Put in a text at once, as an input method or a paste does."""
        entry = QInputMethodEvent()
        entry.setCommitString(text)
        if (focused := QApplication.focusWidget()) is None:
            raise self._lost(text)
        QCoreApplication.sendEvent(focused, entry)

    def _breathe(self) -> None:
        """Pause as long as a hand does at the least: only a scanner is quicker."""
        loop = QEventLoop()
        QTimer.singleShot(PACE_MS + 5, loop.quit)
        loop.exec()

    def _rest(self) -> None:
        window = self.scene.window
        self.scene.hands.wait(
            lambda: not (self._guard.waiting or window.errands.busy) and Rounds.calm(), "处理完按键"
        )
        self._breathe()

    def _sees(self, name: str) -> QAbstractButton | None:
        return self.scene.hands.seen(name, QAbstractButton)

    def _lost(self, what: str) -> BugError:
        return BugError(f"用键盘到不了“{what}”,现在在“{self.here}”:{self.log[-12:]}")

    # ---- steps 1 and 2 ------------------------------------------------------------------------

    def _person(self) -> None:
        elements = list(self.file.person)
        for place, element in enumerate(elements):
            for _ in range(_LOST):
                if self.here == element:
                    break
                self._press(_Key.Key_Return)
            else:
                raise self._lost(element)
            self._type(str(self.file.person[element]))
            if place < len(elements) - 1:
                self._press(_Key.Key_Return)

    def _notice(self) -> None:
        for _ in range(_LOST):
            if (asked := self._question()) is not None:
                self._reply(*asked)
            elif not (left := [m for m in self.file.matters if not self._ticked(m)]):
                return
            elif self.here in {f"matter:{m}" for m in left}:
                self._press(_Key.Key_Return)
            else:
                self._press(_Key.Key_Tab)
        raise self._lost("事项")

    def _ticked(self, matter: str) -> bool:
        box = self._sees(f"matter:{matter}")
        return box is not None and box.isChecked()

    def _question(self) -> tuple[str, Value] | None:
        """The question that stands on the page, and its answer."""
        for element in self.scene.case.pack.elements.values():
            if element.ask and any(self._sees(f"{element.id}:{o}") for o in ("unsure", "yes", "confirm")):
                return element.id, self.file.situation.get(element.id, UNSURE)
        return None

    def _reply(self, element: str, value: Value) -> None:
        asked = self.scene.case.pack.elements[element]
        for name in presses(asked, value):
            self._digit(self._badge(name))
        if asked.kind is Kind.CHOICES:
            self._press(_Key.Key_Return)

    def _badge(self, name: str) -> int:
        """The number key shown on an answer."""
        button = self._sees(name)
        row: QWidget | None = button
        while row is not None and not isinstance(row, AnswerButtons):
            row = row.parentWidget()
        if button is None or row is None:
            raise self._lost(name)
        return [b.objectName() for b in row.buttons].index(name) + 1

    # ---- step 3 -------------------------------------------------------------------------------

    def _form(self) -> None:
        for _ in range(_LOST):
            if not self._left_to_give() or (field := self._field()) is None:
                return
            gave = self._give(field)
            if not self._left_to_give():
                return
            if self._field() is field and self._left_to_give():
                self._go_on(field, gave=gave)
        raise self._lost("表尾")

    def _go_on(self, field: Field, *, gave: bool) -> None:
        """Leave a field for the next one the case has an answer for, by as few keys as can be seen."""
        following = [f for f in self._seen_fields() if f.element.id in self._left_to_give()]
        fields = self._seen_fields()
        gap = fields.index(following[0]) - fields.index(field) if following else 1
        if following and gap == 1 and (link := self._copies(following[0])):
            self._tab_to(link)
            self._press(_Key.Key_Return)
        elif (gap > 2 or not gave) and self._f2_leads_to(following):
            self._press(_Key.Key_F2)
        else:
            self._press(_Key.Key_Return)

    def _f2_leads_to(self, following: list[Field]) -> bool:
        """Whether F2 leads to the first of these fields: it passes over what may be left empty."""
        needed = {p.element for p in self.scene.case.problems if p.blocks}
        return not following or following[0].element.id in needed

    def _seen_fields(self) -> list[Field]:
        page = self.scene.window.counter.page("fill")
        order = [e.id for e in self.scene.case.fields]
        seen = [f for f in page.findChildren(Field) if f.isVisible()]
        return sorted(seen, key=lambda f: order.index(f.element.id))

    def _copies(self, field: Field) -> str:
        """The link that copies another answer, where that is what the case has; empty where none does."""
        own, wanted = field.element, self._wanted(field.element.id)
        for name, other in (("copy", own.same_as), ("also", own.also_as)):
            if other and self.scene.case.given(other) == wanted and self._sees(f"{own.id}:{name}"):
                return f"{own.id}:{name}"
        return ""

    def _wanted(self, element: str) -> Value | None:
        repeats = self.scene.case.pack.elements[element].repeats
        return self.file.answers.get(element, self.file.answers.get(repeats) if repeats else None)

    def _left_to_give(self) -> list[str]:
        """Fields on the form that the file has an answer for and the clerk gave none yet."""
        case = self.scene.case
        shown = [e.id for e in case.fields if self._wanted(e.id) is not None]
        return [e for e in shown if case.given(e) is None]

    def _give(self, field: Field) -> bool:
        """Answer a field; False when the case has nothing for it."""
        element, value = field.element, self._wanted(field.element.id)
        if value is None or self.scene.case.given(element.id) is not None:
            return False
        if link := self._copies(field):
            self._tab_to(link, _SHIFT)
            self._press(_Key.Key_Return)
            return False  # nobody typed it
        if (names := presses(element, value)) and self._sees(names[0]):
            for name in names:
                self._digit(self._badge(name))
        else:
            codes = self.scene.case.pack.codes
            self._type(codes[element.codes].label(str(value)) if element.codes else str(value))
        return True

    # ---- steps 4 to 6 -------------------------------------------------------------------------

    def _materials(self) -> None:
        while order := self._order():
            material = order[0]
            self._reach(material)
            if material in self.file.pictures:
                self._scan(material, self.file.pictures[material])
            else:
                self._show_paper(material)

    def _order(self) -> list[str]:
        """The materials in the order in which the page asks for them."""
        needs = [n.material.id for n in self.scene.case.needs]
        missing = {p.element for p in self.scene.case.problems if p.blocks}
        given = {m for m in (*self.file.pictures, *self.file.paper) if f"{MATERIAL}{m}" in missing}
        return sorted((m for m in needs if m in given), key=lambda m: m != PHOTO)

    def _reach(self, material: str) -> None:
        for _ in range(_LOST):
            if self.here.partition(":")[2] == material:
                return
            self._press(_Key.Key_F2)
        raise self._lost(material)

    def _scan(self, material: str, paths: tuple[Path, ...]) -> None:
        before = len(self.scene.case.draft.pages)
        self._press(_Key.Key_F3)
        self.scene.hands.wait(lambda: isinstance(QApplication.activeModalWidget(), QFileDialog), "选文件")
        names = " ".join(f'"{p}"' for p in paths) if len(paths) > 1 else str(paths[0])
        self._bring(names)
        self._breathe()
        self._press(_Key.Key_Return, counted="file")
        if material == PHOTO:
            self.scene.hands.wait(lambda: isinstance(QApplication.activeModalWidget(), QDialog), "裁照片")
            self.scene.hands.wait(lambda: self.here == "crop:frame", "选照片的框")
            self._press(_Key.Key_Return, _CTRL)
        self.scene.hands.wait(lambda: len(self.scene.case.draft.pages) == before + len(paths), "收下图片")
        self._rest()
        self.take_back_keyboard()

    def take_back_keyboard(self) -> None:
        """Give the window the keyboard again after a dialog: without a window manager nobody else does."""
        if QApplication.focusWidget() is None:
            self.scene.window.activateWindow()
            self.scene.hands.wait(lambda: QApplication.focusWidget() is not None, "窗口在最前面")
            self._rest()

    def _show_paper(self, material: str) -> None:
        self._tab_to(f"{HandedIn.ORIGINAL}:{material}")
        self._press(_Key.Key_Space)

    def _tab_to(self, wanted: str, held: Qt.KeyboardModifier = _NONE) -> None:
        """Press Tab, or Shift+Tab, until the keyboard is on the widget of this name."""
        for _ in range(_LOST):
            if self.here == wanted:
                return
            self._press(_Key.Key_Tab, held)
        raise self._lost(wanted)

    def _check(self) -> None:
        self.scene.settle()

    def _accept(self) -> Application:
        hands, case = self.scene.hands, self.scene.case
        self.await_armed()
        self._press(_Key.Key_F12)
        hands.wait(lambda: case.application is not None, "受理")
        hands.wait(lambda: self.scene.find(QAbstractButton, "next-person").isEnabled(), "可以叫下一位")
        self._press(_Key.Key_N, _CTRL)
        hands.wait(lambda: self.scene.window.case is not None and self.scene.case is not case, "下一位")
        assert case.application is not None
        return case.application

    def await_armed(self) -> None:
        """Wait until a press accepts."""
        hands = self.scene.hands
        hands.wait(lambda: bool((q := hands.seen("accept-question", AcceptQuestion)) and q.armed), "可以受理")
