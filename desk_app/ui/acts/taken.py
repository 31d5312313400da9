"""What fields share whose answer is a file that is taken in: its buttons, dropped files, what is said."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QPushButton

from desk_app.ui.kit.errands import Errands
from desk_app.ui.kit.fields.base import Answering, Field
from desk_app.ui.kit.style import set_property
from desk_app.ui.kit.widgets import button
from forms.schema import Element, Problem


class TakenField(Field):
    """A field for a file, which is read in the background; what went wrong stays until the next one."""

    def __init__(self, case: Answering, errands: Errands, element: Element) -> None:
        self._errands = errands
        self._fault = ""
        super().__init__(case, element)
        self.setAcceptDrops(True)

    # ---- what each of them does its own way ---------------------------------------------------

    def add_file(self, path: Path) -> None:
        """Take a file in the background in place of the present one."""
        raise NotImplementedError

    def coming(self) -> str:
        """What is said while a file is being taken; empty while none is."""
        raise NotImplementedError

    # ---- as a field ---------------------------------------------------------------------------

    @property
    def problem(self) -> Problem | None:
        """As of every field; while a file is being taken, that it has to be waited for."""
        words = self.coming()
        return Problem(self.element.id, words) if words else super().problem

    def show_problem(self, problem: Problem | None) -> None:
        """Show what is wrong with the last file at once, before any other fault of the field."""
        coming = self.coming()
        super().show_problem(None if coming else problem)
        if words := coming or self._fault:
            self.mark("wrong" if self._fault else "")
            set_property(self._message, "role", "problem" if self._fault else "quiet")
            self._message.setText(words)
            self._message.show()
            self.focus_target().setAccessibleDescription(words)

    # ---- small things -------------------------------------------------------------------------

    def _button(self, name: str, role: str, run: Callable[[], None]) -> QPushButton:
        made = button("", role, name=f"{name}:{self.element.id}")
        made.clicked.connect(run)
        return made

    def _name(self, on: QPushButton, text: str) -> None:
        on.setText(text)
        on.setAccessibleName(f"{self.element.label} {text}")

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Accept a file that is dragged here."""
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Take the first of the dropped files."""
        paths = [Path(u.toLocalFile()) for u in event.mimeData().urls() if u.isLocalFile()]
        event.acceptProposedAction()
        for path in paths[:1]:
            self.add_file(path)
