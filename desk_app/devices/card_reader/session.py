"""The talk with a reader: looked for, asked for a card again and again, lost and found. It never waits."""

import logging
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QCoreApplication, QObject, QTimer, Slot

from desk_app.devices.card_reader import models, sdt, text
from desk_app.devices.card_reader.models import LineHooks, ReaderLine, ReaderWay
from desk_app.domain.cards import IdCard
from desk_app.errors import WorldError
from desk_app.services.parts import ReaderHooks, ReaderState

_log = logging.getLogger(__name__)
_PAUSE: Final = b""
_AGAIN: Final = f"证没有读成,{models.LIFT}"

_Talk = Generator[bytes, sdt.Reply | None, None]
"""Yields what is to be asked and gets the answer: None when there was none, or a torn one."""


@dataclass(frozen=True, slots=True)
class Times:
    """How long is waited, in milliseconds."""

    poll: int = models.POLL_MS
    answer: int = models.ANSWER_MS
    look: int = models.LOOK_MS


class ReaderSession(QObject):
    """One reader from the first look for it until ``close``, however often it is pulled out."""

    def __init__(
        self, ways: Sequence[ReaderWay], place: str, hooks: ReaderHooks, times: Times | None = None
    ) -> None:
        """``place`` is where the reader is; empty: the first place where something answers as one does."""
        super().__init__(QCoreApplication.instance())
        self._ways, self._place, self._hooks = ways, place, hooks
        self._times = times or Times()
        self.state = models.LOOKING
        self._line: ReaderLine | None = None
        self._at = ""
        self._strangers: set[str] = set()
        """Places where nothing answered as a reader does: not asked again before they were gone."""
        self._known: set[str] = set()
        self._talk: _Talk | None = None
        self._stream = sdt.Stream()
        self._awaiting = self._closed = False
        self._next = QTimer(self, singleShot=True)
        self._next.timeout.connect(self._go_on)
        self._patience = QTimer(self, singleShot=True, interval=self._times.answer)
        self._patience.timeout.connect(self._lose_patience)
        self._next.start(0)

    def close(self) -> None:
        """Let go of the reader; no hook is called any more. A second call does nothing."""
        if not self._closed:
            self._closed = True
            self._hang_up()
            self._next.stop()
            self.deleteLater()

    # ---- looked for ---------------------------------------------------------------------------

    @Slot()
    def _go_on(self) -> None:
        if self._talk is not None:
            self._advance(None)
        else:
            self._look()

    def _look(self) -> None:
        """Open the next place where a reader may be, and speak to what is there."""
        told = models.ABSENT
        for way, place in self._places():
            try:
                self._line = way.open(place, LineHooks(self._receive, self._lose))
            except WorldError as fault:
                told = _state(fault)
            else:
                self._at, self._talk = place, self._conversation()
                self._advance(None)
                return
        self._tell(told)
        self._next.start(self._times.look)

    def _places(self) -> Iterator[tuple[ReaderWay, str]]:
        if self._place:
            yield next((way, self._place) for way in self._ways if way.owns(self._place))
            return
        found = [(way, place) for way in self._ways for place in way.places()]
        self._strangers &= {place for _, place in found}
        yield from ((way, place) for way, place in found if place not in self._strangers)

    # ---- the talk -----------------------------------------------------------------------------

    def _conversation(self) -> _Talk:
        """Greet what is there, then ask for cards until it is silent."""
        greeting = yield sdt.STATUS
        if greeting is None:
            if not self._place and self._at not in self._known:
                self._strangers.add(self._at)
            self._tell(models.MUTE_STATE if self._place else models.ABSENT)
            return
        self._known.add(self._at)
        if greeting.status != sdt.DONE:
            self._tell(ReaderState(sdt.words(greeting.status), "修好前照证件录入"))
            return
        self._tell(ReaderState(f"读卡器在{self._at},可以用", ready=True))
        silent, lies = 0, False
        while silent < models.MUTE:
            yield _PAUSE
            found = yield sdt.FIND
            silent = silent + 1 if found is None else 0
            if found is not None and found.status != sdt.FOUND:
                lies = False
            elif found is not None and not lies:
                lies = True  # read or not, it has to be lifted first
                yield from self._read()
        self._tell(models.MUTE_STATE)

    def _read(self) -> _Talk:
        """Read the card that lies there, and tell of it or of why it was not read."""
        chosen = yield sdt.SELECT
        if not self._well(chosen):
            return
        read = yield sdt.READ
        if not self._well(read) or read is None:
            return
        newest = (yield sdt.ADDRESS) or (yield sdt.ADDRESS)  # a lost one would leave the old address
        if newest is None or (newest.status not in sdt.WITHOUT and not self._well(newest)):
            if newest is None:
                self._trouble(_AGAIN)
            return
        try:
            held = sdt.content(read.data)
            address = newest.data[: sdt.ADDRESS_BYTES] if newest.status == sdt.DONE else b""
            card = text.card(held.text, address, held.photo)
        except sdt.Torn:
            self._trouble(_AGAIN)
        else:
            self._read_well(card)

    def _well(self, reply: sdt.Reply | None) -> bool:
        if reply is not None and reply.status == sdt.DONE:
            return True
        self._trouble(_AGAIN if reply is None else sdt.words(reply.status))
        return False

    # ---- what is heard ------------------------------------------------------------------------

    def _advance(self, answer: sdt.Reply | None) -> None:
        """Give the talk its answer, and ask what it asks next."""
        talk = self._talk
        assert talk is not None
        try:
            asked = talk.send(answer)
        except StopIteration:
            self._hang_up()
            self._next.start(0 if self._at in self._strangers else self._times.look)
            return
        if asked == _PAUSE:
            self._next.start(self._times.poll)
        elif self._line is not None:
            self._stream.clear()
            self._awaiting = True
            self._patience.start()
            self._line.write(sdt.frame(asked))

    def _receive(self, chunk: bytes) -> None:
        for reply in self._stream.feed(chunk):
            if self._awaiting:
                self._awaiting = False
                self._patience.stop()
                self._advance(reply)

    @Slot()
    def _lose_patience(self) -> None:
        self._awaiting = False
        self._advance(None)

    def _lose(self, state: ReaderState) -> None:
        """The line is gone: the reader was pulled out."""
        self._line = None
        self._hang_up()
        self._tell(state)
        self._next.start(self._times.look)

    def _hang_up(self) -> None:
        line, self._line, self._talk, self._awaiting = self._line, None, None, False
        self._patience.stop()
        self._next.stop()
        if line is not None:
            line.close()

    # ---- what is told -------------------------------------------------------------------------
    # In the next round of the loop: whoever is told may close this, or fail, and the talk goes on.

    def _tell(self, state: ReaderState) -> None:
        if state != self.state:
            self.state = state
            self._soon(lambda: self._hooks.on_state(state))

    def _trouble(self, sentence: str) -> None:
        self._soon(lambda: self._hooks.on_trouble(sentence))

    def _read_well(self, card: IdCard) -> None:
        self._soon(lambda: self._hooks.on_card(card))

    def _soon(self, tell: Callable[[], None]) -> None:
        QTimer.singleShot(0, self, lambda: None if self._closed else tell())


def _state(fault: WorldError) -> ReaderState:
    """A fault's sentence as what is so, and what to do."""
    words, _, act = str(fault).partition(",")
    return ReaderState(words, act)
