"""What every room's page is given, and the base class the window works with."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from desk_app.domain.events import Subject
from desk_app.services.parts import Parts
from desk_app.ui.kit import style
from desk_app.ui.kit.errands import Errands
from desk_app.ui.kit.focus import focus_first
from desk_app.ui.kit.narrow import is_low, is_narrow

NEW_DAY: Final = "day"
"""Kind of the subject by which the pages hear that a new day has begun; its id is the day (ISO)."""
MakePages = Callable[[Any], Sequence[QWidget]]
"""Makes the six step pages of a case on the counter."""


@dataclass(frozen=True, slots=True)
class Tools:
    """The parts, errands and makers a room's page works with."""

    parts: Parts
    errands: Errands
    make_pages: MakePages
    settings: Sequence[tuple[str, str]] = ()
    """Label and value of each line of the settings page."""


class RoomPage(QWidget):
    """A room's page. It emits what was done in it; the window then lets all pages read again."""

    notice = Signal(str, str)
    """A message for the strip: tone and one sentence."""
    changed = Signal(object)
    """Subject of a record that was changed here; a letter about it may be ready to send."""
    count_changed = Signal(int)
    """How many things wait in this room, for the rail."""
    list_wanted = Signal(object)
    """The ``domain.lists.Wanted`` behind a figure: the clerk wants to see its records."""
    draft_wanted = Signal(str)
    """Id of an unfinished application to go on with at the counter."""
    give_wanted = Signal(str, str)
    """Id of an unfinished application, and the colleague it is to be given to."""
    EDGE = 0
    """Grid pixels left free around the page; half of them where the window is narrow or low."""

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave less free around the page where the window has little room."""
        super().resizeEvent(event)
        layout = self.layout()
        if self.EDGE and layout is not None:
            edge = style.px(self.EDGE // 2 if is_narrow(self) or is_low(self) else self.EDGE)
            layout.setContentsMargins(edge, edge, edge, edge)

    def refresh(self, subject: Subject) -> None:
        """Read again what is shown of a record: it was changed somewhere. At ``NEW_DAY`` read all again."""

    def let_go(self) -> None:
        """The person at the counter left: show nothing of one person any more, no card and no search."""

    def take_keyboard(self) -> None:
        """Focus the page: its room is shown."""
        focus_first(self)

    def take_scan(self, _text: str) -> bool:
        """A code was scanned while the page is shown; True when it was of use here."""
        return False

    def keys(self) -> Iterable[tuple[str, str]]:
        """Keys that work in this room and what they do, as listed by F1."""
        return ()

    @Slot(object, str)
    def tell_done(self, subject: Subject, sentence: str) -> None:
        """Say what was done to a record here, and emit ``changed``."""
        self.notice.emit("good", sentence)
        self.changed.emit(subject)

    @Slot(object)
    def tell_changed(self, subject: Subject) -> None:
        """Emit ``changed`` for a card or dialog of this page."""
        self.changed.emit(subject)
