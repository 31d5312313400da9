"""Where Enter goes from a field: to the next thing that takes an answer or leads on, never to a link."""

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QAbstractScrollArea, QPlainTextEdit, QTextEdit, QWidget

from desk_app.ui.kit import tab_walk

_LEADS_ON: Final = ("primary", "choice")
"""Roles of push buttons that take an answer or lead on; all others do something of their own."""


def go_on_from(widget: QWidget) -> bool:
    """Focus what comes after a widget as the eye goes, links and scrolling areas passed over.

    Tab stops at links and at every button; Enter does not, so that what is typed next goes into the next
    field. After the last field comes the button that leads on, such as 下一步. False when nothing comes.
    """
    for each in tab_walk.after(widget):
        if _takes_an_answer(each):
            each.setFocus(Qt.FocusReason.TabFocusReason)
            tab_walk.bring_into_view(each)
            return True
    return False


def _takes_an_answer(widget: QWidget) -> bool:
    if isinstance(widget, QAbstractButton):
        role = widget.property("role")
        return role in _LEADS_ON or (role is None and widget.isCheckable())
    return not isinstance(widget, QAbstractScrollArea) or isinstance(widget, QPlainTextEdit | QTextEdit)
