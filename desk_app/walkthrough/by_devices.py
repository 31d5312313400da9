"""Works a case file with the demo devices: nothing is typed that a card or a page says, no file is chosen."""

from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QComboBox, QDialog, QPushButton

from desk_app.devices import demo_papers
from desk_app.services.counter.capture import PHOTO
from desk_app.ui.kit.fields.base import Field
from desk_app.walkthrough.by_keyboard import KeyboardClerk
from desk_app.walkthrough.case_file import CaseFile
from desk_app.walkthrough.scene import Showing
from forms.schema import Value

_Key = Qt.Key
_CTRL: Final = Qt.KeyboardModifier.ControlModifier
_PAGE_S: Final = 180.0
"""Seconds a page may take to be read, by a process that stands back for everything else."""


class DevicesClerk(KeyboardClerk):
    """Begins with the card reader and the scanner, takes the photo by camera, and types what is left."""

    def __init__(
        self, scene: Showing, file: CaseFile, papers: str, card: str = "", guardian: str = ""
    ) -> None:
        """``papers`` is the stack in the demo scanner; ``card`` and ``guardian`` are cards of its reader."""
        super().__init__(scene, file)
        self._papers, self._card, self._guardian = papers, card, guardian
        self._by_hand: set[str] = set()
        """Elements whose answer was typed or chosen."""
        self._answered: tuple[str, ...] = ()
        """Fields of the form that had an answer when the case was checked."""

    def told(self) -> dict[str, Any]:
        """The fields of the form with an answer, and those of them that somebody typed or chose."""
        return {"answered": self._answered, "by_hand": [e for e in self._answered if e in self._by_hand]}

    # ---- step 1 -------------------------------------------------------------------------------

    def _person(self) -> None:
        if self._card:
            self._lay(self._card)
        self._scan_papers()
        if self._guardian:
            self._lay(self._guardian)
            self._await_dialog("another-card")
            self._tab_to("another-card:guardian_name")
            self._press(_Key.Key_Return)
            self.take_back_keyboard()
        self._press(_Key.Key_F7)
        self._await_dialog("read-dialog")
        self._press(_Key.Key_Return, _CTRL)
        self.take_back_keyboard()

    def _lay(self, card: str) -> None:
        self._press(_Key.Key_F9)
        self._await_dialog("demo-cards")
        self._tab_to(f"demo-cards:{card}")
        self._press(_Key.Key_Return)
        self.take_back_keyboard()

    def _scan_papers(self) -> None:
        self._press(_Key.Key_F5)
        dialog = self._await_dialog("scan")
        start = self._button(dialog, "scan:start")
        self.scene.hands.wait(start.isEnabled, "扫描仪可以用")
        self._tab_to("scan:tray")
        trays = dialog.findChild(QComboBox, "scan:tray")
        assert isinstance(trays, QComboBox)
        for _ in range(trays.count()):
            if not trays.currentText().startswith(self._papers):
                self._press(_Key.Key_Down)
        self._tab_to("scan:start")
        self._note(_Key.Key_Return)
        self.strike(_Key.Key_Return, Qt.KeyboardModifier.NoModifier)
        done = self._button(dialog, "scan:close")
        self.scene.hands.wait(lambda: done.text() == "扫完了" and start.text() == "开始扫描", "扫完")
        self._await_pages(len(demo_papers.pages(self._papers)))
        self._press(_Key.Key_Escape)
        self.take_back_keyboard()

    def _await_pages(self, count: int) -> None:
        """Wait for each page to be read: on a computer at work all of them take minutes."""
        for number in range(1, count + 1):
            self.scene.hands.wait(
                lambda wanted=number: len(self.scene.case.draft.pages) >= wanted,  # type: ignore[misc]
                f"识别第{number}页",
                _PAGE_S,
            )

    def _await_dialog(self, name: str) -> QDialog:
        def open_() -> QDialog | None:
            dialog = QApplication.activeModalWidget()
            return dialog if isinstance(dialog, QDialog) and dialog.objectName() == name else None

        self.scene.hands.wait(lambda: open_() is not None, f"打开“{name}”")
        dialog = open_()
        assert dialog is not None
        return dialog

    def _button(self, dialog: QDialog, name: str) -> QPushButton:
        found = dialog.findChild(QPushButton, name)
        assert isinstance(found, QPushButton)
        return found

    # ---- what is given by hand ----------------------------------------------------------------

    def _reply(self, element: str, value: Value) -> None:
        self._by_hand.add(element)
        super()._reply(element, value)

    def _give(self, field: Field) -> bool:
        gave = super()._give(field)
        if gave:
            self._by_hand.add(field.element.id)
        return gave

    # ---- step 4 -------------------------------------------------------------------------------

    def _scan(self, material: str, paths: tuple[Path, ...]) -> None:
        if material != PHOTO:
            raise self._lost(f"已扫描的{material}")
        before = len(self.scene.case.draft.pages)
        self._press(_Key.Key_F4)
        self._await_dialog("camera")
        self._press(_Key.Key_Space)
        self._await_dialog("crop")
        self.scene.hands.wait(lambda: self.here == "crop:frame", "选照片的框")
        self._press(_Key.Key_Return, _CTRL)
        self.scene.hands.wait(lambda: len(self.scene.case.draft.pages) == before + len(paths), "收下照片")
        self._rest()
        self.take_back_keyboard()

    def _check(self) -> None:
        super()._check()
        case = self.scene.case
        self._answered = tuple(e.id for e in case.fields if case.facts.get(e.id, "") not in ("", ()))
