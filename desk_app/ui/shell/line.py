"""Brings the courier's signals from its thread to the main thread."""

from PySide6.QtCore import QObject, Signal


class CountyLine(QObject):
    """Emitted by the courier in its thread, received by the window in the main thread."""

    state_changed = Signal(object)
    """The ``services.parts.LineState`` of the connection to the county."""
    changed = Signal(object)
    """Subject of a record that is to be read again."""
