"""The application with the program's look, for every test of the interface."""

from functools import cache

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication

from desk_app.ui.kit import style
from desk_app.ui.kit.guard import InputGuard
from desk_app.ui.shell.app import make_application
from desk_app.ui.shell.window import MainWindow
from printing import font_files

_LOOK = style.Looks.NORMAL.value
_QUICK = 40
"""Milliseconds of a double click, short because an act's form ignores presses for so long."""


@cache
def _made() -> QApplication:
    return make_application([], (font_files.regular(), font_files.bold(), font_files.hangul()))


@cache
def _sheet() -> str:
    return style.sheet(_LOOK)


def keys_are_given_on() -> bool:
    """Whether no key is held back any more for being perhaps the first of a scan."""
    return not InputGuard.of(_made()).waiting


def dressed() -> QApplication:
    """The application in its usual look; the look is only set again after a test removed it (slow)."""
    app = _made()
    app.setDoubleClickInterval(_QUICK)
    if app.styleSheet() != _sheet():
        # Closed windows that wait to be deleted would be styled once more, which takes a second. What their
        # errands still bring finds them there.
        app.processEvents()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        style.apply(app, _LOOK)
    return app


def put_away() -> None:
    """Delete every main window, with all that is in it, once its test is over.

    One that is only closed is styled and laid out with the next one: the tenth costs ten times the first.
    """
    for window in QApplication.topLevelWidgets():
        if isinstance(window, MainWindow):
            window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
