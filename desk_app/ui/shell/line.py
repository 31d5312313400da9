"""News of the line on the main thread: the courier calls, the window listens."""

from PySide6.QtCore import QObject, Signal


class CountyLine(QObject):
    """Signals may be emitted from the courier's thread; receivers live on the main thread."""

    state_changed = Signal(object)
    """A services.parts.LineState."""
    changed = Signal(object)
    """Subject of a record that is to be read again."""
