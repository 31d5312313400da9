"""A list of this computer's printers, looked up when it is needed."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QComboBox, QWidget

from desk_app.errors import DeskError
from desk_app.services.parts import Printer
from desk_app.ui.kit.alive import while_alive
from desk_app.ui.kit.errands import Errands, Lane
from desk_app.ui.kit.layouts import row
from desk_app.ui.kit.narrow import is_narrow
from desk_app.ui.kit.style import set_property
from desk_app.ui.kit.widgets import Button, label


class SaveButton(Button):
    """另存为 PDF; it says so in short while its window is narrow, and before it stands in one."""

    def __init__(self, name: str) -> None:
        super().__init__("另存…")
        self.setObjectName(name)
        self.setAccessibleName("另存为 PDF…")
        set_property(self, "role", "secondary")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Say what there is room for."""
        super().resizeEvent(event)
        self.setText("另存…" if is_narrow(self) else "另存为 PDF…")


class PrinterChoice(QWidget):
    """A list of printers; empty until they are known, and when there are none."""

    answered = Signal()
    """The printers are known, or that there are none."""
    failed = Signal(str)
    """The printers could not be looked up; a sentence with what to do."""

    def __init__(self, errands: Errands, printer: Printer, name: str) -> None:
        super().__init__()
        self._errands, self._printer = errands, printer
        self._asking = False
        self.known = False
        """Whether the printers were looked up, with or without success."""
        self._box = QComboBox()
        self._box.setObjectName(f"{name}:printer")
        self._box.setAccessibleName("打印机")
        self._caption = label("打印机")
        self._caption.setBuddy(self._box)
        self._caption.hide()
        line = row(self)
        line.addWidget(self._caption)
        line.addWidget(self._box, 1)

    @property
    def chosen(self) -> str:
        """The chosen printer; empty when there is none."""
        return self._box.currentText()

    @property
    def count(self) -> int:
        """How many there are."""
        return self._box.count()

    def ask(self) -> None:
        """Look the printers up, unless they are known or being looked up."""
        if self._asking or self.count:
            return
        self._asking = True
        self._errands.run(
            self._printer.names,
            while_alive(self, self._show),
            while_alive(self, self._fail),
            lane=Lane.PRINT,
        )

    def allow(self, free: bool) -> None:
        """Enable or disable choosing another printer; with one printer there is nothing to choose."""
        self._box.setEnabled(free and self.count > 1)

    def take_focus(self) -> None:
        """Put the keyboard on the list."""
        self._box.setFocus()

    def turn_to_other(self) -> bool:
        """Choose the other one of exactly two printers; returns whether there are two."""
        if self.count == 2:
            self._box.setCurrentIndex(1 - self._box.currentIndex())
        return self.count == 2

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a narrow window leave the room of the caption to the printer's own name."""
        super().resizeEvent(event)
        self._caption.setHidden(is_narrow(self))

    def _show(self, names: tuple[str, ...]) -> None:
        self._asking, self.known = False, True
        self._box.addItems(names)
        self.answered.emit()

    def _fail(self, error: DeskError) -> None:
        self._asking, self.known = False, True
        self.failed.emit(str(error))
