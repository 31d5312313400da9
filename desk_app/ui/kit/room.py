"""What the page of every room is given, and what the window may ask of it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from desk_app.domain.events import Subject
from desk_app.services.parts import Parts
from desk_app.ui.kit.errands import Errands
from desk_app.ui.kit.focus import focus_first

MakePages = Callable[[Any], Sequence[QWidget]]
"""Makes the six step pages of a case on the counter."""


@dataclass(frozen=True, slots=True)
class Tools:
    """What the page of a room works with."""

    parts: Parts
    errands: Errands
    make_pages: MakePages
    settings: Sequence[tuple[str, str]] = ()
    """What the settings page shows, as label and value."""


class RoomPage(QWidget):
    """A room's page. It tells what was done here; the window lets everybody who shows it read again."""

    notice = Signal(str, str)
    """A strip for the clerk: tone and one sentence."""
    changed = Signal(object)
    """Subject of a record something was done to here; a letter about it may wait for the line."""
    count_changed = Signal(int)
    """So many things wait in this room."""
    list_wanted = Signal(object)
    """The clerk wants to see the records behind a figure: a ``domain.lists.Wanted``."""

    def refresh(self, subject: Subject) -> None:
        """Something was done to a record: read again what is shown of it."""

    def take_keyboard(self) -> None:
        """The room is shown: typing goes to its page."""
        focus_first(self)

    def keys(self) -> Iterable[tuple[str, str]]:
        """Keys that work in this room and what they do, for the list on F1."""
        return ()

    @Slot(object)
    def tell_changed(self, subject: Subject) -> None:
        """Pass on from a card or dialog that something was done to a record."""
        self.changed.emit(subject)
