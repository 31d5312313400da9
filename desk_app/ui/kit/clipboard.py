"""The clipboard after somebody was served."""

from PySide6.QtGui import QClipboard, QGuiApplication


def wipe() -> None:
    """Clear the clipboard, so that nothing copied of one person is pasted for the next."""
    clipboard = QGuiApplication.clipboard()
    clipboard.clear()
    if clipboard.supportsSelection():
        clipboard.clear(QClipboard.Mode.Selection)
