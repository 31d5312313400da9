"""What stands above the questions of the form of an act."""

from PySide6.QtWidgets import QWidget


class Head(QWidget):
    """What stands above the questions of a form, where an act needs more than its questions."""

    def stops(self) -> list[QWidget]:
        """What Tab stops at, in order."""
        return []

    def before(self, _ask: str) -> QWidget | None:
        """A button of its own that stands just above the field of a question; None without one."""
        return None

    @property
    def fault(self) -> str:
        """Why the act can not be done with what is chosen here, in a sentence; empty when it can."""
        return ""

    def take_focus(self) -> None:
        """Take the keyboard, where the form opens and where something is wrong here."""
