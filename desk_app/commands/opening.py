"""Which key opens the book of these settings, and who is asked for it."""

from desk_app import settings
from desk_app.commands.key_terminal import terminal
from desk_app.devices.keys.opened import on_this_computer, opened_key
from desk_app.domain.book_key import BookKey
from desk_app.domain.key_asking import KeyAsking
from desk_app.settings import Settings
from forms.library import Versions


def is_demo(chosen: Settings, versions: Versions) -> bool:
    """Whether these settings are for trying out: a demo's hall, and no county beyond this computer."""
    return versions.current.hall.demo and on_this_computer(chosen.county_url)


def key_of(chosen: Settings, versions: Versions | None = None, ask: KeyAsking | None = None) -> BookKey:
    """The key of the book of these settings; where ``ask`` is not given, it is asked at the terminal."""
    found = versions or settings.versions_of(chosen)
    hall = found.current.hall
    return opened_key(
        chosen.data, lambda: is_demo(chosen, found), lambda: ask or terminal(hall.name, chosen.window)
    )
