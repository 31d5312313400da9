"""The line above a list that finds what one types."""

from PySide6.QtWidgets import QLineEdit

from desk_app.ui.kit.style import px
from forms.typesetting import typeset


def search_box(hint: str, name: str) -> QLineEdit:
    """A line with a way to clear it; ``name`` is read out."""
    box = QLineEdit()
    box.setObjectName("search")
    box.setPlaceholderText(typeset(hint))
    box.setAccessibleName(name)
    box.setClearButtonEnabled(True)
    box.setMinimumWidth(px(160))
    return box
