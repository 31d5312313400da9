"""A reader without hardware, for the demo hall and for training: its cards are of invented people."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QTimer

from desk_app.devices import demo_papers
from desk_app.services.parts import ReaderHooks, ReaderState

_READY: Final = ReaderState("演示读卡器,可以用", ready=True)


class DemoReader:
    """Socket ``CardReader`` whose cards are laid down by a press in the window."""

    state = _READY

    def __init__(self) -> None:
        self._hooks: ReaderHooks | None = None

    @property
    def samples(self) -> tuple[str, ...]:
        """See ``CardReader.samples``."""
        return tuple(demo_papers.cards())

    def listen(self, hooks: ReaderHooks) -> None:
        """See ``CardReader.listen``."""
        self._hooks = hooks
        self._soon(lambda h: h.on_state(_READY))

    def lay(self, sample: str) -> None:
        """See ``CardReader.lay``."""
        if card := demo_papers.cards().get(sample):
            self._soon(lambda h: h.on_card(card))

    def stop(self) -> None:
        """See ``CardReader.stop``."""
        self._hooks = None

    def _soon(self, tell: Callable[[ReaderHooks], None]) -> None:
        """Tell who still listens in the next round of the loop, as a real reader does."""

        def now() -> None:
            if self._hooks is not None:
                tell(self._hooks)

        QTimer.singleShot(0, now)
