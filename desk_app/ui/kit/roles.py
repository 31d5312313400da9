"""What a screen reader is told a widget is, where Qt's own answer would be wrong."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QAccessibleInterface
from PySide6.QtWidgets import QAbstractButton, QAccessibleWidget, QApplication, QButtonGroup, QWidget

from desk_app.ui.kit.layouts import column
from forms.typesetting import typeset

_ROLE: Final = "spoken_role"
"""Property of a widget: name of the role it is told to have."""


def one_of(group: QButtonGroup, choice: QAbstractButton, number: int = -1) -> None:
    """Add a checkable button to an exclusive group; it is then told to be a radio button."""
    choice.setAutoExclusive(True)  # within a group it changes nothing but the role
    group.addButton(choice, number)


def as_group(holder: QWidget, question: str) -> None:
    """Tell screen readers that a widget holds the choices of one question."""
    holder.setProperty(_ROLE, QAccessible.Role.Grouping.name)
    holder.setAccessibleName(question)


def combo_box(line: QWidget, name: str) -> QWidget:
    """Put a line that opens a list into a widget that is told to be a combo box, as Qt does with its own.

    The line itself stays a text that can be read and edited letter by letter.
    """
    holder = QWidget()
    holder.setProperty(_ROLE, QAccessible.Role.ComboBox.name)
    holder.setAccessibleName(name)
    column(holder).addWidget(line)
    return holder


def one_or_none(choices: Sequence[QAbstractButton], parent: QObject) -> None:
    """Tell that one of these is chosen at most; a chosen one can be taken back, unlike with ``one_of``.

    Qt then lets Tab reach the chosen one alone: arrow keys have to reach the others.
    """
    group = QButtonGroup(parent)
    group.setExclusive(False)
    for each in choices:
        each.setAutoExclusive(True)  # within a group it changes nothing but the role
        group.addButton(each)


def announce(widget: QWidget, sentence: str) -> None:
    """Let screen readers say a sentence at once, whatever has the keyboard."""
    QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(widget, typeset(sentence)))


def _made(_class_name: str, thing: QObject | None) -> QAccessibleInterface | None:
    role = thing.property(_ROLE) if isinstance(thing, QWidget) else None
    if not isinstance(thing, QWidget) or role is None:
        return None
    return QAccessibleWidget(thing, QAccessible.Role[role], thing.accessibleName())


def use_in(app: QApplication) -> None:
    """Let this application tell the roles above; called once it is made, for Qt asks the newest first."""
    if not app.property(_ROLE):
        app.setProperty(_ROLE, "installed")
        QAccessible.installFactory(_made)
