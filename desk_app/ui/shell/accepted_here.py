"""What was accepted at the counter just now: looked at whole, or corrected, from the counter itself."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from desk_app.domain.applications import Application

if TYPE_CHECKING:
    from desk_app.ui.shell.window import MainWindow


class AcceptedHere(QObject):
    """Opens the dialogs of 办件 over the counter; the window hears what was changed in them."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window

    @Slot(object)
    def look_at_whole(self, application: Application) -> None:
        """Look at what was accepted."""
        from desk_app.ui.applications.whole import open_whole

        window = self._window
        open_whole(window.parts, window.errands, application.id, window, window.tell_changed)

    @Slot(object)
    def amend(self, application: Application) -> None:
        """Correct what was accepted."""
        from desk_app.ui.applications.amend import open_amendment

        window = self._window

        def done(told: str) -> None:
            window.notices.tell("good", told)
            window.tell_changed(application.subject)

        open_amendment(window.parts, window.errands, application.id, window, done)
