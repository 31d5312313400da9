"""The line above a list that finds what one types."""

from PySide6.QtWidgets import QLineEdit


def search_box(hint: str, name: str) -> QLineEdit:
    """A line with a way to clear it; ``name`` is read out."""
    box = QLineEdit()
    box.setObjectName("search")
    box.setPlaceholderText(hint)
    box.setAccessibleName(name)
    box.setClearButtonEnabled(True)
    return box
