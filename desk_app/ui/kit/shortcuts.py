"""The one way to bind a key: a key that is held down acts once."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

ANYWHERE: Final = Qt.ShortcutContext.WindowShortcut
WITHIN: Final = Qt.ShortcutContext.WidgetWithChildrenShortcut


def on_key(
    widget: QWidget, key: str, run: Callable[[], object], where: Qt.ShortcutContext = ANYWHERE
) -> QShortcut:
    """Do something when a key is pressed in a visible widget's window, or only ``WITHIN`` the widget.

    ``key`` is written as Qt writes it, e.g. ``Ctrl+K``. A letter or a digit alone is no such key: pages take
    them in ``keyPressEvent``, where the guard can hold them back while they may be part of a scan.
    """
    made = QShortcut(QKeySequence(key), widget, context=where)
    made.setAutoRepeat(False)
    made.activated.connect(run)
    return made
