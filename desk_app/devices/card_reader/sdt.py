"""The frames a card reader speaks (SDT): built, found in a stream, checked, told in words.

``AA AA AA 96 69``, two bytes of length, what is said, and the exclusive or of all behind the head. A reply
begins with three status bytes, of which the third counts.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import reduce
from itertools import pairwise
from operator import xor
from typing import Final

from desk_app.devices.card_reader.models import LIFT

HEAD: Final = bytes.fromhex("AAAAAA9669")
STATUS: Final = bytes.fromhex("11FF")
FIND: Final = bytes.fromhex("2001")
SELECT: Final = bytes.fromhex("2002")
READ: Final = bytes.fromhex("3001")
"""Text and photo. Fingerprints (``READ_ALL``) serve nothing here, so they are never asked for."""
READ_ALL: Final = bytes.fromhex("3010")
ADDRESS: Final = bytes.fromhex("3003")

DONE: Final = 0x90
FOUND: Final = 0x9F
NO_CARD: Final = 0x80
NOTHING: Final = 0x91
"""The card has nothing of what was asked for."""
WITHOUT: Final = (NOTHING, 0x21)
"""Answers to ``ADDRESS`` that mean there is none: nothing was written since, or the reader knows no such
command."""
ADDRESS_BYTES: Final = 70
_LONGEST: Final = 4096
"""A longer frame is noise: text, photo and two fingerprints are 2,314 bytes."""
_LEAST: Final = 4
"""Status and check."""
_WORDS: Final = {
    0x10: "读卡器收到的话不完整",
    0x11: "读卡器收到的话不完整",
    0x21: "读卡器不认识这个命令",
    0x31: "这张证没有通过读卡器的验证",
    0x32: "这张证没有通过读卡器的验证",
    0x33: "证里的内容没有通过验证",
    0x40: "这不是身份证",
    0x41: "证没有读成",
    0x60: "读卡器自检没有通过,请报修",
    0x66: "读卡器没有授权,请找厂家",
    0x81: "证没有放好,或放了两张",
}


class Torn(Exception):
    """A frame's length or check is not what it should be."""


@dataclass(frozen=True, slots=True)
class Reply:
    """One whole answer."""

    status: int
    data: bytes


@dataclass(frozen=True, slots=True)
class Content:
    """What a card was read with, as it stands on the chip."""

    text: bytes
    photo: bytes
    prints: bytes = b""


def frame(said: bytes) -> bytes:
    """The frame of a command, or of a reply."""
    body = (len(said) + 1).to_bytes(2, "big") + said
    return HEAD + body + bytes([_check(body)])


def _check(body: bytes) -> int:
    return reduce(xor, body, 0)


class Stream:
    """Finds replies in what comes in, however it is cut and whatever noise is between."""

    def __init__(self) -> None:
        self._held = bytearray()

    def clear(self) -> None:
        """Forget half a frame: its rest is not coming."""
        self._held.clear()

    def feed(self, chunk: bytes) -> Iterator[Reply | None]:
        """The replies that are whole now; None for a frame whose check is wrong."""
        self._held += chunk
        while True:
            self._skip_noise()
            size = self._size()
            if size is None:
                return
            body = bytes(self._held[len(HEAD) : size])
            if _check(body) == 0:
                del self._held[:size]
                yield Reply(body[4], body[5:-1])
            else:  # what was lost may have been swallowed by it: the next head is looked for within
                del self._held[: len(HEAD)]
                yield None

    def _skip_noise(self) -> None:
        """Leave only what begins with a head, or may become one."""
        at = self._held.find(HEAD)
        if at < 0:
            kept = next(n for n in range(len(HEAD) - 1, -1, -1) if self._held.endswith(HEAD[:n]))
            del self._held[: len(self._held) - kept]
        else:
            del self._held[:at]

    def _size(self) -> int | None:
        """Bytes of the frame at the beginning once it is whole; None while more has to come."""
        while len(self._held) >= len(HEAD) + 2:
            length = int.from_bytes(self._held[5:7], "big")
            if _LEAST <= length <= _LONGEST:
                size = len(HEAD) + 2 + length
                return size if len(self._held) >= size else None
            del self._held[: len(HEAD)]
            self._skip_noise()
        return None


def content(data: bytes) -> Content:
    """Text, photo and fingerprints of a read; Torn when their lengths do not fit what came.

    The lengths stand first, two bytes each: text, photo, and fingerprints where they were asked for.
    """
    text, photo = int.from_bytes(data[:2], "big"), int.from_bytes(data[2:4], "big")
    rest = len(data) - 4 - text - photo
    prints = int.from_bytes(data[4:6], "big") if rest else 0
    begin = 6 if rest else 4
    if text != 256 or len(data) != begin + text + photo + prints:
        raise Torn
    ends = (begin, begin + text, begin + text + photo, len(data))
    return Content(*(data[a:b] for a, b in pairwise(ends)))


def words(status: int) -> str:
    """What a failed answer means and what to do, in one sentence."""
    told = _WORDS.get(status, f"证没有读成(代码 {status:02X})")
    return told if "请" in told else f"{told},{LIFT}"
