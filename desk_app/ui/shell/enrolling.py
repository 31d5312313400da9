"""Asks the county once a start whether this window's key is the one of its number, and tells a fault."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Slot

from desk_app.errors import DeskError, LineError
from desk_app.services.parts import LineState
from desk_app.ui.kit.errands import Errands, Lane
from desk_app.ui.shell.line import CountyLine
from desk_app.ui.shell.notices import Notices


class Enrolling(QObject):
    """Asks when the line is up; a question that found no answer is asked again when it is up next."""

    def __init__(
        self, ask: Callable[[], str], line: CountyLine, errands: Errands, notices: Notices, parent: QObject
    ) -> None:
        """``ask`` gives the sentence for the clerk, empty when all is well; it may take seconds."""
        super().__init__(parent)
        self._ask, self._errands, self._notices = ask, errands, notices
        self._asking = False
        self.answered = False
        """Whether the county gave its answer, or knows no keys."""
        line.state_changed.connect(self._see)

    @Slot(object)
    def _see(self, state: LineState) -> None:
        if state.online and not (self._asking or self.answered):
            self._asking = True
            self._errands.run(self._ask, self._tell, self._fail, lane=Lane.COUNTY)

    def _tell(self, sentence: str) -> None:
        self._asking, self.answered = False, True
        if sentence:
            self._notices.tell("wrong", sentence)

    def _fail(self, error: DeskError) -> None:
        self._asking = False
        if not isinstance(error, LineError):  # the key's own file: no line will mend it
            self._tell(str(error))
