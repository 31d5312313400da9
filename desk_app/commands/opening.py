"""Which key opens the book of these settings, and who is asked for it."""

from desk_app import settings
from desk_app.commands.key_terminal import sheet_pdf, terminal
from desk_app.devices.keys.main import standing
from desk_app.devices.keys.opened import on_this_computer, opened_key
from desk_app.domain.book_key import BookKey
from desk_app.domain.key_asking import KeyAsking
from desk_app.domain.recovery import RecoverySheet
from desk_app.errors import WorldError
from desk_app.settings import Settings
from forms.library import Versions


def is_demo(chosen: Settings, versions: Versions) -> bool:
    """Whether these settings are for trying out: a demo's hall, and no county beyond this computer."""
    return versions.current.hall.demo and on_this_computer(chosen.county_url)


def key_of(chosen: Settings, versions: Versions | None = None, ask: KeyAsking | None = None) -> BookKey:
    """The key of the book of these settings; where ``ask`` is not given, it is asked at the terminal."""
    found = versions or settings.versions_of(chosen)
    return opened_key(chosen.data, lambda: is_demo(chosen, found), lambda: ask or at_terminal(chosen, found))


def at_terminal(chosen: Settings, versions: Versions | None = None) -> KeyAsking | None:
    """Asks at this command's terminal; None where nobody sits."""
    hall = (versions or settings.versions_of(chosen)).current.hall
    return terminal(hall.name, chosen.window)


def at_window(chosen: Settings) -> KeyAsking:
    """Asks by dialogs, before a window is made."""
    from desk_app.ui.start.asking import WindowAsking

    hall = settings.versions_of(chosen).current.hall

    def put_out(sheet: RecoverySheet) -> str:
        from desk_app.devices.printer.main import SystemPrinter

        printer = SystemPrinter(folder=chosen.data)
        names = printer.names()
        if not names:
            raise WorldError("没有找到打印机")
        printer.send(sheet_pdf(sheet, hall.name, chosen.window), names[0], "恢复密钥")
        return f"已送到打印机 {names[0]};请马上取走,打印机里不要留第二张"

    return WindowAsking(put_out)


def key_words(chosen: Settings, versions: Versions) -> str:
    """Where the key lies and since when there is a recovery key, for the page of settings."""
    return standing(chosen.data, demo=is_demo(chosen, versions)).sentence
