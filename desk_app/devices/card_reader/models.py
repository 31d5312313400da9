"""The interface of every way to a card reader, and what the reader says; times in milliseconds."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Protocol

from desk_app.services.parts import ReaderState

POLL_MS: Final = 300
"""Between two questions for a card: readers take no more of them."""
ANSWER_MS: Final = 2_000
"""A reader that said nothing for so long after a question is mute; a card with fingerprints takes 0.3 s."""
LOOK_MS: Final = 2_000
"""Between two looks for a reader that is not there."""
MUTE: Final = 3
"""So many unanswered questions, one after another, and the reader is opened anew."""

LIFT: Final = "请把证拿起,再放一次"
OFF: Final = ReaderState("没有用读卡器", "要用的,在设置里把 card_reader 改为 auto 或它的接口")
LOOKING: Final = ReaderState("正在找读卡器")
ABSENT: Final = ReaderState("没有找到读卡器", "插好读卡器;在别的接口上的,把设置 card_reader 写成那个接口")
MUTE_STATE: Final = ReaderState("读卡器没有回应", "请看它的灯和线,拔下再插;一直这样就照证件录入")
LOST: Final = ReaderState("读卡器已断开", "请插好,插好就能接着用")
UNLOADABLE: Final = ReaderState("读卡器组件没有装好", "请管理员补装后重开程序;这之前照证件录入")
NO_HID: Final = ReaderState("这台电脑不能直接读HID读卡器", "请装厂家的串口驱动,再把设置写成那个串口")


@dataclass(frozen=True, slots=True)
class LineHooks:
    """Callbacks of a line; called in the thread that opened it, never after ``close``."""

    on_bytes: Callable[[bytes], None]
    on_lost: Callable[[ReaderState], None]
    """The line is closed already; why, and what to do."""


class ReaderLine(Protocol):
    """An open way to a reader that carries bytes."""

    def write(self, frame: bytes) -> None:
        """Send one frame, without waiting."""
        ...

    def close(self) -> None:
        """Let go of the device; a second call does nothing."""
        ...


class ReaderWay(Protocol):
    """One way to readers."""

    def places(self) -> tuple[str, ...]:
        """Where a reader may be, without asking it."""
        ...

    def owns(self, place: str) -> bool:
        """Whether a place that is named in the settings is of this way."""
        ...

    def open(self, place: str, hooks: LineHooks) -> ReaderLine:
        """Open a place. WorldError with state and next act as one sentence when it can not be opened."""
        ...
