"""Questions to the county while a clerk is at work: a line of their own, given up after a few seconds."""

import threading
from collections.abc import Callable, Sequence
from typing import Final, TypeVar

from desk_app.domain.told import HistoryAnswer
from desk_app.errors import LineError
from desk_app.services.parts import County, TimeSource

_Answer = TypeVar("_Answer")
SECONDS: Final = 4.0
"""How long a question may take; after that the window goes by its own book."""


class CountyQuestions:
    """Asks over a connection that is made when first needed, and anew after a fault. Any thread may call."""

    def __init__(self, connect: Callable[[], County], clock: TimeSource) -> None:
        """``connect`` makes a connection that gives up after ``SECONDS``."""
        self._connect = connect
        self._clock = clock
        self._lock = threading.Lock()
        self._line: County | None = None
        self._closed = False

    def history(self, numbers: Sequence[str]) -> HistoryAnswer | None:
        """What the county holds of the person with these numbers; None when it can not be asked.

        LineError or SignInNeeded when there is no answer, also when ``close`` comes while one is awaited.
        """
        return self._asked(lambda line: line.history(numbers, self._clock.today()))

    def page(self, page_id: str, subject: str) -> bytes | None:
        """A page this window sent for a subject; None when the county does not give it. Errors as above."""
        return self._asked(lambda line: line.file(page_id, subject))

    def close(self) -> None:
        """End the connection; nothing is asked any more."""
        with self._lock:
            self._closed, line = True, self._line
        if line is not None:
            line.close()

    def _asked(self, ask: Callable[[County], _Answer]) -> _Answer:
        line = self._open()
        try:
            return ask(line)
        except Exception:
            self._let_go(line)
            raise

    def _open(self) -> County:
        with self._lock:
            if self._closed:
                raise LineError("与区县的连接已关闭")
            if self._line is None:
                self._line = self._connect()
            return self._line

    def _let_go(self, line: County) -> None:
        with self._lock:
            if self._line is line:
                self._line = None
        line.close()
