"""After acceptance: what the pages of a case show can be read, and nothing on them can be changed."""

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)

from desk_app.ui.kit.layouts import VerticalScroll
from desk_app.ui.kit.sides import Sides

_INPUTS: Final = (QLineEdit, QPlainTextEdit, QTextEdit, QAbstractSpinBox, QComboBox)
_CHANGING: Final = (
    *("change:", "remove:", "file:", "camera:", "crop:", "later:", "turn:", "replace:", "earlier:", "later:"),
    *("written:", "undo:"),
)
"""Beginnings of the object names of buttons that change the case; after acceptance they are not shown."""
_COPY: Final = (":copy", ":offer")
"""The same, by their ends."""


def lock(page: QWidget) -> None:
    """Let everything on a page be read only: inputs are disabled, what leads to a change is hidden.

    What scrolls is disabled as a whole, so that whatever is built in it later is disabled too; it scrolls by
    mouse and keys. Papers and their buttons stay as they are. Called again it covers what was added since.
    """
    for scroll in page.findChildren(VerticalScroll):
        content = scroll.content
        if content is not None and not isinstance(scroll, Sides):
            content.setEnabled(False)
        scrolls = scroll.stacked if isinstance(scroll, Sides) else not scroll.grown
        scroll.setFocusPolicy(Qt.FocusPolicy.StrongFocus if scrolls else Qt.FocusPolicy.NoFocus)
        scroll.setAccessibleName(scroll.accessibleName() or "受理时的内容,只能看")
    for widget in page.findChildren(QWidget):
        if widget.property("role") == "question":  # what was not asked is not asked any more
            widget.hide()
        elif isinstance(widget, _INPUTS) or _is_choice(widget):
            widget.setEnabled(False)
        elif isinstance(widget, QAbstractButton) and _changes(widget.objectName()):
            widget.setEnabled(False)
            widget.hide()
        if widget.acceptDrops() and not isinstance(widget, _INPUTS):
            widget.setAcceptDrops(False)


def _is_choice(widget: QWidget) -> bool:
    return isinstance(widget, QAbstractButton) and widget.isCheckable()


def _changes(name: str) -> bool:
    return name.startswith(_CHANGING) or name.endswith(_COPY)
