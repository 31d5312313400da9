"""The line above a list that finds what one types."""

from typing import Final

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLineEdit

from desk_app.ui.kit import style
from desk_app.ui.kit.guard import TAKES_SCANS
from desk_app.ui.kit.style import px
from forms.typesetting import typeset

_MOST: Final = 2000
"""Most characters the line takes; no name and no number is longer."""


def search_box(hint: str, name: str) -> QLineEdit:
    """A line with a way to clear it; ``name`` is read out."""
    box = QLineEdit()
    box.setObjectName("search")
    box.setPlaceholderText(typeset(hint))
    box.setAccessibleName(name)
    box.setMaxLength(_MOST)
    box.setProperty(TAKES_SCANS, True)
    box.setClearButtonEnabled(True)
    box.addAction(QAction(style.icon("find", "quiet", 18), "", box), QLineEdit.ActionPosition.LeadingPosition)
    box.setMinimumWidth(px(96))  # with large print and all buttons beside it there is no more room
    return box
