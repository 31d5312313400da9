"""The reader of pictures that bootstrap plugs in."""

import sys
from importlib.util import find_spec

from desk_app.devices.computer import memory
from desk_app.devices.reading.child import ReadingProcess
from desk_app.devices.reading.models import ABSENT, FROZEN, IDLE_S, NEEDED, OFF, READY, SMALL_IDLE_S
from desk_app.domain.page_words import PageWords
from desk_app.domain.portraits import Portrait
from desk_app.errors import WorldError


class OfflineReader:
    """Socket ``PageReader`` on a process of its own. Any thread but the window's may call ``words``."""

    def __init__(self, process: ReadingProcess | None = None, *, on: bool = True) -> None:
        self._on = on
        self._process = process or ReadingProcess(SMALL_IDLE_S if memory.found().small else IDLE_S)

    def missing(self) -> str:
        """See ``PageReader.missing``."""
        if not self._on:
            return OFF
        if getattr(sys, "frozen", False):
            return FROZEN
        return "" if all(find_spec(name) for name in NEEDED) else ABSENT

    def state(self) -> str:
        """See ``PageReader.state``."""
        return self.missing() or READY

    def words(self, data: bytes, quarters: int = 0) -> PageWords:
        """See ``PageReader.words``."""
        if missing := self.missing():
            raise WorldError(missing)
        from desk_app.devices.reading import asked

        return self._process.call(asked.words, data, quarters)

    def straight(self, data: bytes, quarters: int = 0) -> bytes | None:
        """See ``PageReader.straight``."""
        if missing := self.missing():
            raise WorldError(missing)
        from desk_app.devices.reading import asked

        return self._process.call(asked.straight, data, quarters)

    def portrait(self, data: bytes) -> Portrait | None:
        """See ``PageReader.portrait``."""
        if missing := self.missing():
            raise WorldError(missing)
        from desk_app.devices.reading import asked

        return self._process.call(asked.portrait, data)

    def close(self) -> None:
        """See ``PageReader.close``."""
        self._process.close()
