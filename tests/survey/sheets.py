"""One sheet in its real window, worked by keys alone; the people are invented."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final, TypeVar

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from desk_app.domain.survey import SurveyPerson
from desk_app.services.parts import Parts
from desk_app.services.survey import asking
from desk_app.services.survey.sheets import AskedSheet, HowAsked
from desk_app.ui.kit.errands import Errands
from desk_app.ui.kit.guard import InputGuard
from desk_app.ui.survey.dialog import SheetDialog
from desk_app.ui.survey.items import AskedQuestion, ItemRow
from forms.schema import Kind, Value
from tests.fakes import CHINA, id_number

ASKED_AT: Final = datetime(2026, 9, 10, 9, 0, tzinfo=CHINA)
NUMBER: Final = id_number("19660312")
PERSON: Final = SurveyPerson(
    NUMBER,
    "张样例",
    "13809430000",
    "宝积镇",
    "吊沟村",
    given={"certificate_number": f"{NUMBER}42"},
)
"""A man of 60 with a severe physical disability."""
ANSWERS: Final[Mapping[str, Value]] = {
    **{"r3": "2", "r4": "张样例", "phone": "13809430000", "r6": "2", "r7": "1", "r8": "3", "r9": "2"},
    **{"r10": "1", "r11": ("1", "3"), "r12": ("5",), "r13": "1", "r14": "1", "r15": ("6",)},
    **{"r17": ("4",), "r18": ("4",), "r19": "2", "r20": "1", "r21": ("6",), "r22": ("2", "3")},
    **{"r23": "2", "r25": ("8",), "r26": "1", "head_name": "张样例", "declarant": "张样例"},
}
"""What he says."""
AT_HOME: Final = HowAsked(way="1", asked_on="2026-09-10", collector="演示经办员", answered_by="1")
_W = TypeVar("_W", bound=QWidget)
_KEY: Final = Qt.Key


class Sheet:
    """The window of a sheet, and the hands and eyes of who asks."""

    def __init__(self, qtbot: QtBot, parts: Parts) -> None:
        self.qtbot, self.parts = qtbot, parts
        self.errands = Errands()
        self.ground = QWidget()
        self.ground.resize(1366, 768)
        qtbot.addWidget(self.ground)
        self.keys = 0
        """Keys that were pressed, without the characters of texts."""
        self.characters = 0
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        self._guard = InputGuard.of(app)

    def open(self, sheet: AskedSheet, carried: HowAsked | None = None) -> SheetDialog:
        """Open the window of a sheet."""
        self.ground.show()
        self.dialog = SheetDialog(self.parts, self.errands, sheet, self.ground, carried)
        self.dialog.open()
        self.dialog.activateWindow()
        self.qtbot.waitUntil(self.dialog.isActiveWindow)
        self.settle()
        return self.dialog

    def begin(self, person: SurveyPerson = PERSON) -> SheetDialog:
        """Open the sheet of a person."""
        return self.open(asking.open_sheet(self.parts, self.parts.window.who, person))

    # ---- eyes -----------------------------------------------------------------------------------

    @property
    def here(self) -> str:
        """The item whose answer the next key is; empty where the keyboard is elsewhere."""
        question = self.question
        return question.element.id if question else ""

    @property
    def question(self) -> AskedQuestion | None:
        """The question that has the keyboard."""
        widget = QApplication.focusWidget()
        while widget is not None and not isinstance(widget, AskedQuestion):
            widget = widget.parentWidget()
        return widget

    def row(self, item: str) -> ItemRow:
        """The row of an item of the form."""
        return self.find(ItemRow, f"item:{item}")

    def find(self, kind: type[_W], name: str) -> _W:
        """A widget of the window by its name."""
        (found,) = self.dialog.findChildren(kind, name)
        return found

    def texts(self, within: QWidget | None = None) -> str:
        """All words that can be seen."""
        labels = (within or self.dialog).findChildren(QLabel)
        return "\n".join(w.text() for w in labels if w.isVisible())

    @property
    def kept(self) -> AskedSheet:
        """The sheet as the book has it."""
        self.settle()
        return asking.sheet(self.parts, self.dialog.asking.sheet.record.id)

    # ---- hands ----------------------------------------------------------------------------------

    def press(
        self,
        key: Qt.Key,
        *,
        held: bool = False,
        modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
    ) -> None:
        """Press a key where the keyboard is; a held one repeats three times."""
        self.keys += 1
        focused = QApplication.focusWidget() or self.dialog
        handle = focused.window().windowHandle()
        assert handle is not None
        QTest.keyPress(handle, key, modifiers)
        self._given_on()
        for _ in range(3 if held else 0):
            self._repeat(key)
        if isValid(handle):  # the key may have closed the window
            QTest.keyRelease(handle, key, modifiers)
        self._given_on()

    def _repeat(self, key: Qt.Key) -> None:
        from PySide6.QtCore import QEvent
        from PySide6.QtGui import QKeyEvent

        text = chr(key.value) if key.value < 128 else ""
        again = QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier, text, True)
        if (focused := QApplication.focusWidget()) is not None:
            QCoreApplication.sendEvent(focused, again)
        self._given_on()

    def _given_on(self) -> None:
        self.qtbot.waitUntil(lambda: not self._guard.waiting)

    def digits(self, *codes: str) -> None:
        """Press the digits of these options of the question that has the keyboard."""
        question = self.question
        assert question is not None
        offered = [o.code for o in question.field.case.pack.options(question.element)]
        for code in codes:
            self.press(_KEY(_KEY.Key_1.value + offered.index(code)))

    def type(self, text: str) -> None:
        """Write where the keyboard is, as an input method does."""
        self.characters += len(text)
        line = QApplication.focusWidget()
        assert isinstance(line, QLineEdit)
        entry = QInputMethodEvent()
        entry.setCommitString(text)
        QCoreApplication.sendEvent(line, entry)

    def answer(self, value: Value) -> None:
        """Answer the question that has the keyboard, and go on."""
        question = self.question
        assert question is not None
        if question.element.kind is Kind.CHOICE:
            self.digits(str(value))
            return
        if isinstance(value, tuple):
            self.digits(*value)
        else:
            self.type(str(value))
        self.press(_KEY.Key_Return)

    def tell_how(self) -> None:
        """At home, by himself: two digits."""
        assert self.here == "way"
        self.digits("1")
        assert self.here == "answered_by"
        self.digits("1")

    def answer_all(self, answers: Mapping[str, Value] = ANSWERS) -> list[str]:
        """Answer what is asked as long as there are answers; the items in the order they were asked.

        What may be left empty, and is not among the answers, is left by Enter.
        """
        walked: list[str] = []
        while (question := self.question) and self.here not in walked:
            if self.here in answers:
                walked.append(self.here)
                self.answer(answers[self.here])
            elif question.element.required:
                break
            else:
                self.press(_KEY.Key_Return)
        return walked

    def click(self, name: str, within: QWidget | None = None) -> None:
        """Click a button."""
        (found,) = (within or self.dialog).findChildren(QAbstractButton, name)
        QTest.mouseClick(found, Qt.MouseButton.LeftButton)
        self.settle()

    def act(self) -> QDialog:
        """The form of an act over the window, once it can be pressed."""
        from desk_app.ui.acts.dialog import ActDialog

        self.until(lambda: any(d.armed for d in self.dialog.findChildren(ActDialog) if d.isVisible()))
        return next(d for d in self.dialog.findChildren(ActDialog) if d.isVisible())

    def until(self, condition: Callable[[], object]) -> None:
        """Wait for a condition."""
        self.qtbot.waitUntil(lambda: bool(condition()))

    def settle(self) -> None:
        """Wait until nothing is being written."""
        self.until(lambda: not (self.errands.busy or self._writes_soon))

    @property
    def _writes_soon(self) -> bool:
        """Whether an answer waits for the next question to be painted."""
        return isValid(self.dialog) and self.dialog.keeper._seen.isActive()
