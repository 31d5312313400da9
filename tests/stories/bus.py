"""A D-Bus client of a few lines, for reading the accessibility bus as a screen reader does.

The wire format is that of the D-Bus specification, little endian; only unix sockets are spoken to.
"""

import os
import socket
import struct
from collections.abc import Sequence
from dataclasses import dataclass
from time import monotonic
from typing import Any, Final

from tests.patience import PATIENCE_S

_BASIC: Final = {"y": "B", "b": "I", "n": "h", "q": "H", "i": "i", "u": "I", "x": "q", "t": "Q", "d": "d"}
_CALL, _RETURN, _ERROR, _SIGNAL = 1, 2, 3, 4
_PATH, _INTERFACE, _MEMBER, _REPLY, _TO, _SIGNATURE = 1, 2, 3, 5, 6, 8


class BusError(Exception):
    """The other end answered with an error, or is gone."""


@dataclass(frozen=True)
class Heard:
    """A signal."""

    path: str
    interface: str
    member: str
    arguments: Sequence[Any]


def one_type(signature: str, at: int = 0) -> int:
    """Where the complete type that begins at a place ends."""
    match signature[at]:
        case "a":
            return one_type(signature, at + 1)
        case "(" | "{":
            end = at + 1
            while signature[end] not in ")}":
                end = one_type(signature, end)
            return end + 1
    return at + 1


def types(signature: str) -> list[str]:
    """The complete types of a signature."""
    found, at = [], 0
    while at < len(signature):
        end = one_type(signature, at)
        found.append(signature[at:end])
        at = end
    return found


def alignment(kind: str) -> int:
    """To how many bytes a type is aligned."""
    if kind[0] in _BASIC:
        return struct.calcsize(_BASIC[kind[0]])
    return {"s": 4, "o": 4, "a": 4, "(": 8, "{": 8}.get(kind[0], 1)


class Writer:
    """Puts values into a message."""

    def __init__(self) -> None:
        self.data = bytearray()

    def align(self, size: int) -> None:
        self.data += bytes(-len(self.data) % size)

    def put(self, kind: str, value: Any) -> None:
        self.align(alignment(kind))
        if kind in _BASIC:
            self.data += struct.pack(f"<{_BASIC[kind]}", value)
        elif kind in ("s", "o"):
            raw = value.encode()
            self.data += struct.pack("<I", len(raw)) + raw + b"\0"
        elif kind == "g":
            self.data += bytes([len(value)]) + value.encode() + b"\0"
        elif kind == "v":
            inner, held = value
            self.put("g", inner)
            self.put(inner, held)
        elif kind[0] == "a":
            self._put_array(kind[1:], value)
        else:
            for each, held in zip(types(kind[1:-1]), value, strict=True):
                self.put(each, held)

    def _put_array(self, kind: str, values: Sequence[Any]) -> None:
        place = len(self.data)
        self.data += bytes(4)
        self.align(alignment(kind))
        begin = len(self.data)
        for value in values:
            self.put(kind, value)
        self.data[place : place + 4] = struct.pack("<I", len(self.data) - begin)


class Reader:
    """Takes values out of a message."""

    def __init__(self, data: bytes) -> None:
        self.data, self.at = data, 0

    def take(self, kind: str) -> Any:
        size = alignment(kind)
        self.at += -self.at % size
        if kind in _BASIC:
            (value,) = struct.unpack_from(f"<{_BASIC[kind]}", self.data, self.at)
            self.at += size
            return bool(value) if kind == "b" else value
        if kind in ("s", "o"):
            return self._text(self.take("u"))
        if kind == "g":
            return self._text(self.take("y"))
        if kind == "v":
            return self.take(self.take("g"))
        if kind[0] == "a":
            return self._array(kind[1:])
        return tuple(self.take(each) for each in types(kind[1:-1]))

    def _text(self, length: int) -> str:
        raw = self.data[self.at : self.at + length]
        self.at += length + 1
        return raw.decode()

    def _array(self, kind: str) -> list[Any]:
        length = self.take("u")
        self.at += -self.at % alignment(kind)
        end, found = self.at + length, []
        while self.at < end:
            found.append(self.take(kind))
        return found


class Bus:
    """A connection to a message bus."""

    def __init__(self, address: str) -> None:
        """``address`` as a bus tells it: ``unix:path=…`` or ``unix:abstract=…``."""
        parts = dict(p.split("=", 1) for p in address.partition(";")[0].removeprefix("unix:").split(","))
        self._socket = socket.socket(socket.AF_UNIX)
        self._socket.settimeout(PATIENCE_S)
        self._socket.connect(parts["path"] if "path" in parts else "\0" + parts["abstract"])
        self._socket.sendall(b"\0AUTH EXTERNAL " + str(os.getuid()).encode().hex().encode() + b"\r\n")
        if not self._socket.recv(256).startswith(b"OK"):
            raise BusError(address)
        self._socket.sendall(b"BEGIN\r\n")
        self._serial = 0
        self.heard: list[Heard] = []
        self.call("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus", "Hello")

    def close(self) -> None:
        self._socket.close()

    def call(
        self, to: str, path: str, interface: str, member: str, signature: str = "", *arguments: Any
    ) -> Sequence[Any]:
        """What a method returned. BusError when it refused, or does not answer in time."""
        self._serial += 1
        fields = [(_PATH, ("o", path)), (_INTERFACE, ("s", interface)), (_MEMBER, ("s", member))]
        fields += [(_TO, ("s", to))] + ([(_SIGNATURE, ("g", signature))] if signature else [])
        body = Writer()
        for kind, value in zip(types(signature), arguments, strict=True):
            body.put(kind, value)
        head = Writer()
        for kind, value in zip("yyyyuu", (ord("l"), _CALL, 0, 1, len(body.data), self._serial), strict=True):
            head.put(kind, value)
        head.put("a(yv)", fields)
        head.align(8)
        self._socket.sendall(head.data + body.data)
        end = monotonic() + PATIENCE_S
        while monotonic() < end:
            kind, told, values = self._next()
            if told.get(_REPLY) == self._serial:
                if kind == _ERROR:
                    raise BusError(f"{member}: {values}")
                return values
        raise BusError(f"{member}: no answer")

    def _next(self) -> tuple[int, dict[int, Any], Sequence[Any]]:
        begin = self._exactly(16)
        _, kind, _, _, length, _, size = struct.unpack("<BBBBIII", begin)
        rest = self._exactly(size + -size % 8 + length)
        told = dict(_fields(begin, rest, size))
        body = Reader(rest[size + -size % 8 :])
        values = [body.take(each) for each in types(told.get(_SIGNATURE, ""))]
        if kind == _SIGNAL:
            self.heard.append(Heard(told[_PATH], told[_INTERFACE], told[_MEMBER], values))
        return kind, told, values

    def _exactly(self, count: int) -> bytes:
        got = b""
        while len(got) < count:
            try:
                more = self._socket.recv(count - len(got))
            except TimeoutError as error:
                raise BusError("no answer in time") from error
            if not more:
                raise BusError("the bus is gone")
            got += more
        return got


def _fields(begin: bytes, rest: bytes, size: int) -> list[tuple[int, Any]]:
    """The header fields of a message; its first 16 bytes are aligned as the whole is."""
    reader = Reader(begin + rest)
    reader.at = 12
    found: list[tuple[int, Any]] = reader.take("a(yv)")
    assert reader.at == 16 + size
    return found
