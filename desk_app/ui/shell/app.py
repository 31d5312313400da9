"""The Qt application: its name, Chinese fonts and Qt's own texts in Chinese, the look."""

import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import QLibraryInfo, QLocale, QSettings, Qt, QTranslator
from PySide6.QtGui import QFont, QFontDatabase, QIcon
from PySide6.QtWidgets import QApplication

import resources
from desk_app.ui.kit import roles, style
from desk_app.ui.kit.guard import InputGuard

TITLE: Final = "残疾人服务“一件事”窗口工作站"


def make_application(
    argv: Sequence[str], fonts: Iterable[Path] = (), look: style.Looks = style.Looks.NORMAL
) -> QApplication:
    """The one application of this process, with these font files and this look.

    The first of ``fonts`` is that of every word, the others are there for what it lacks. An application
    that exists already is given them and returned.
    """
    found = QApplication.instance()
    app = found if isinstance(found, QApplication) else QApplication(list(argv))
    app.setApplicationName("desk-app")
    app.setApplicationDisplayName(TITLE)
    app.setWindowIcon(QIcon(str(resources.path("icons", "app.svg"))))
    # The look is made for a light ground, whatever the desktop prefers.
    app.styleHints().setColorScheme(Qt.ColorScheme.Light)
    app.setStyle("Fusion")
    _keep_no_places()
    roles.use_in(app)
    _speak_chinese(app)
    _use_fonts(app, fonts)
    style.apply(app, look.value)
    InputGuard.of(app)
    return app


def _keep_no_places() -> None:
    """Let Qt's choice of a file keep no list of folders in the user's settings: some bear a person's name."""
    QSettings.setPath(QSettings.Format.NativeFormat, QSettings.Scope.UserScope, os.devnull)


def _speak_chinese(app: QApplication) -> None:
    """Show Qt's own menus and dialogs in Chinese."""
    locale = QLocale(QLocale.Language.Chinese, QLocale.Country.China)
    QLocale.setDefault(locale)
    translator = QTranslator(app)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if translator.load(locale, "qtbase", "_", folder):
        app.installTranslator(translator)


def _use_fonts(app: QApplication, fonts: Iterable[Path]) -> None:
    families: list[str] = []
    for path in fonts:
        number = QFontDatabase.addApplicationFont(str(path))
        families += QFontDatabase.applicationFontFamilies(number) if number >= 0 else []
    if families:
        app.setFont(QFont(families[0]))
