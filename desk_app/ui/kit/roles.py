"""What a screen reader is told a widget is, where Qt's own answer would be wrong."""

from typing import Final

from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QAbstractButton, QAccessibleWidget, QButtonGroup, QWidget

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


def as_combo_box(holder: QWidget, name: str) -> None:
    """Tell screen readers that a widget holds a line and the list its words are found in."""
    holder.setProperty(_ROLE, QAccessible.Role.ComboBox.name)
    holder.setAccessibleName(name)


def _made(_class_name: str, thing: QObject | None) -> QAccessibleInterface | None:
    role = thing.property(_ROLE) if isinstance(thing, QWidget) else None
    if not isinstance(thing, QWidget) or role is None:
        return None
    return QAccessibleWidget(thing, QAccessible.Role[role], thing.accessibleName())


QAccessible.installFactory(_made)
