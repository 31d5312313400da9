"""Where Enter goes from a field: to the next thing that takes an answer or leads on, never to a link."""

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractScrollArea, QPlainTextEdit, QTextEdit, QWidget


def go_on_from(widget: QWidget) -> bool:
    """Focus what comes after a widget, links and scrolling areas passed over; False when there is nothing.

    Tab stops at links; Enter does not, so that what is typed next goes into the next field.
    """
    for each in _after(widget):
        if _takes_an_answer(each):
            each.setFocus(Qt.FocusReason.TabFocusReason)
            return True
    return False


def _after(widget: QWidget) -> Iterator[QWidget]:
    each = widget.nextInFocusChain()
    while each is not None and each is not widget:
        yield each
        each = each.nextInFocusChain()


def _takes_an_answer(widget: QWidget) -> bool:
    if not (widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isVisible() and widget.isEnabled()):
        return False
    scrolls = isinstance(widget, QAbstractScrollArea) and not isinstance(widget, QPlainTextEdit | QTextEdit)
    return not scrolls and widget.property("role") != "link"
