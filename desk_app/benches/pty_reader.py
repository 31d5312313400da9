"""A card reader on a pseudo-terminal: what a real one says, at the pace of its line, and its faults."""

import os
import threading
import time
import tty
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Final

from desk_app.devices.card_reader import sdt, text

_OK: Final = 0x90
_BYTES_A_SECOND: Final = 11_520
"""115,200 baud, ten bits a byte."""
_CHUNK: Final = 62
"""Bytes a USB converter brings at a time."""

Send = Callable[[bytes, bytes], Iterable[bytes]]
"""Command and whole reply → the pieces that are sent in its place."""


def block(flag: str = "", **values: str) -> bytes:
    """The text of a chip with these values (see ``text.PLACES``), blank padded."""
    made = bytearray("\x20".encode("utf-16-le") * 128)
    places: Mapping[str, tuple[int, int]] = text.PLACES[flag] | {"flag": text.FLAG}
    for name, value in {"flag": flag, **values}.items():
        at, length = places[name]
        coded = value.encode("utf-16-le")
        assert len(coded) <= length, f"{name} has {length} bytes"
        made[at : at + len(coded)] = coded
    return bytes(made)


def answer(status: int, data: bytes = b"") -> bytes:
    """The frame of a reply."""
    return sdt.frame(bytes([0, 0, status]) + data)


def in_pace(_command: bytes, reply: bytes) -> Iterable[bytes]:
    """A reply in the pieces and at the pace of a serial line."""
    for at in range(0, len(reply), _CHUNK):
        piece = reply[at : at + _CHUNK]
        time.sleep(len(piece) / _BYTES_A_SECOND)
        yield piece


class PtyReader:
    """A reader in a thread of its own, plugged in from the start; ``place`` is its port."""

    def __init__(self, place: Path, send: Send = lambda _command, reply: (reply,)) -> None:
        """``place`` becomes a link to the terminal, so that it stays the same when it is plugged in again."""
        self.place, self.send = place, send
        self.asked: list[bytes] = []
        """The commands that came."""
        self.text = b""
        self.address = b""
        self.photo = b"\x57" * 1024
        self.answers: dict[bytes, int] = {}
        """Command → a status that is answered in place of what it asks for."""
        self.found_at = 0.0
        """When the command came that found the card (``time.perf_counter``)."""
        self._lies = self._chosen = False
        self.plug_in()

    def plug_in(self) -> None:
        """Be there (again)."""
        self._master, self._slave = os.openpty()
        tty.setraw(self._slave)
        self.place.unlink(missing_ok=True)
        self.place.symlink_to(os.ttyname(self._slave))
        self._thread = threading.Thread(target=self._serve, args=(self._master,), daemon=True)
        self._thread.start()

    def pull_out(self) -> None:
        """Be gone; a second call does nothing."""
        self.place.unlink(missing_ok=True)
        if self._master < 0:
            return
        master, self._master = self._master, -1
        os.close(self._slave)
        with suppress(OSError):
            os.close(master)

    def lay(self, chip: bytes, address: str = "") -> None:
        """Lay a card on the reader."""
        self.text, self.address = chip, address.ljust(35).encode("utf-16-le") if address else b""
        self._chosen, self._lies = False, True

    def lift(self) -> None:
        """Take the card away."""
        self._lies = False

    # ---- in the thread ------------------------------------------------------------------------

    def _serve(self, master: int) -> None:
        held = b""
        with suppress(OSError):  # pulled out
            while chunk := os.read(master, 4096):
                held += chunk
                while (at := held.find(sdt.HEAD)) >= 0 and len(held) >= at + 10:
                    command, held = held[at + 7 : at + 9], held[at + 10 :]
                    self.asked.append(command)
                    for piece in self.send(command, self._reply(command)):
                        os.write(master, piece)

    def _reply(self, command: bytes) -> bytes:
        if command in self.answers:
            return answer(self.answers[command])
        if command == sdt.STATUS:
            return answer(_OK)
        if command == sdt.FIND:
            return self._find()
        if not self._lies:
            return answer(0x81 if command == sdt.SELECT else 0x41)
        if command == sdt.SELECT:
            self._chosen = True
            return answer(_OK, bytes(8))
        if command == sdt.READ:
            return answer(_OK, bytes.fromhex("01000400") + self.text + self.photo)
        return answer(_OK, self.address) if self.address else answer(sdt.NOTHING)

    def _find(self) -> bytes:
        """A card that was chosen is found again only after it was lifted."""
        if not self._lies or self._chosen:
            return answer(sdt.NO_CARD)
        self.found_at = time.perf_counter()
        return answer(sdt.FOUND, bytes(4))
