"""A reader without hardware, for the demo hall and for training: its cards are of invented people."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QTimer

from desk_app.domain.cards import LONG, IdCard
from desk_app.services.parts import ReaderHooks, ReaderState
from forms.numbers import IdKind, check_digit

_READY: Final = ReaderState("演示读卡器,可以用", ready=True)
_PLACE: Final = "甘肃省白银市平川区长征街道样例路1号"
_ISSUER: Final = "白银市公安局平川分局"


def _number(first17: str) -> str:
    return first17 + check_digit(first17)


_CARDS: Final = {
    "张样例(演示)": IdCard(
        kind=IdKind.RESIDENT,
        name="张样例",
        number=_number("62040319680312002"),
        sex="2",
        ethnicity="01",
        birth="1968-03-12",
        address=_PLACE,
        issuer=_ISSUER,
        since="2015-06-01",
        until=LONG,
    ),
    "马样例(演示,证已过期)": IdCard(
        kind=IdKind.RESIDENT,
        name="马样例",
        number=_number("62040319851120003"),
        sex="1",
        ethnicity="03",
        birth="1985-11-20",
        address=_PLACE.replace("1号", "2号"),
        issuer=_ISSUER,
        since="2005-08-09",
        until="2025-08-09",
    ),
    "陈样例(演示,港澳居民)": IdCard(
        kind=IdKind.HONG_KONG_MACAO,
        name="陈样例",
        number=_number("81000019900101001"),
        sex="1",
        birth="1990-01-01",
        address=_PLACE.replace("1号", "3号"),
        issuer=_ISSUER,
        since="2024-01-10",
        until="2029-01-10",
        pass_number="H00000000",
    ),
}


class DemoReader:
    """Socket ``CardReader`` whose cards are laid down by a press in the window."""

    state = _READY
    samples = tuple(_CARDS)

    def __init__(self) -> None:
        self._hooks: ReaderHooks | None = None

    def listen(self, hooks: ReaderHooks) -> None:
        """See ``CardReader.listen``."""
        self._hooks = hooks
        self._soon(lambda h: h.on_state(_READY))

    def lay(self, sample: str) -> None:
        """See ``CardReader.lay``."""
        if card := _CARDS.get(sample):
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
