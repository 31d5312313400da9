"""IPP requests (RFC 8010) to a print service, over its socket or port, with the standard library alone.

``lpstat`` tells neither whether a job ended well nor how many sheets are printed; the service does.
"""

import socket
import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from typing import Final

GET_JOB: Final = 0x0009
GET_PRINTER: Final = 0x000B
NOT_FOUND: Final = 0x0406
SUCCESS: Final = 0x00FF
"""The highest status code of success."""
PORT: Final = 631

Value = int | bool | str | tuple[int, int]
Attributes = Mapping[str, tuple[Value, ...]]

_OPERATION, _END, _INTEGER, _BOOLEAN, _RANGE = 0x01, 0x03, 0x21, 0x22, 0x33
_ENUM, _LATEST_DELIMITER = 0x23, 0x0F
_KEYWORD, _URI, _CHARSET, _LANGUAGE, _NAME = 0x44, 0x45, 0x47, 0x48, 0x42
_OPEN, _CLOSE, _MEMBER = 0x34, 0x37, 0x4A


class IppError(Exception):
    """The service can not be asked, or its answer is not IPP."""


@dataclass(frozen=True, slots=True)
class IppAnswer:
    """An answer: its status, and the attributes of the first object in it."""

    status: int
    attributes: Attributes

    @property
    def good(self) -> bool:
        """Whether the status is a success."""
        return self.status <= SUCCESS

    def words(self, name: str) -> tuple[str, ...]:
        """The texts of an attribute; empty when it is missing."""
        return tuple(v for v in self.attributes.get(name, ()) if isinstance(v, str))

    def number(self, name: str) -> int:
        """The number of an attribute; 0 when it is missing."""
        value = next(iter(self.attributes.get(name, ())), 0)
        return value if isinstance(value, int) else 0


def ask(server: str, operation: int, uri: str, wanted: tuple[str, ...], patience: float) -> IppAnswer:
    """Ask the service at ``server`` (a socket's path, or host and port) about the printer or job ``uri``.

    ``wanted`` are the attributes to return, ``patience`` is in seconds. IppError without a sound answer.
    """
    body = request(operation, uri, wanted)
    line = _connection(server, patience)
    try:
        line.request("POST", "/", body, {"Content-Type": "application/ipp", "Host": "localhost"})
        reply = line.getresponse()
        told = reply.read()
    except (OSError, HTTPException) as error:
        raise IppError(str(error)) from error
    finally:
        line.close()
    if reply.status != 200:
        raise IppError(f"HTTP {reply.status}")
    return read(told)


def request(operation: int, uri: str, wanted: tuple[str, ...]) -> bytes:
    """A request as bytes."""
    target = "job-uri" if operation == GET_JOB else "printer-uri"
    parts = [struct.pack(">BBHI", 1, 1, operation, 1), bytes([_OPERATION])]
    parts.append(_attribute(_CHARSET, "attributes-charset", "utf-8"))
    parts.append(_attribute(_LANGUAGE, "attributes-natural-language", "en"))
    parts.append(_attribute(_URI, target, uri))
    parts.append(_attribute(_NAME, "requesting-user-name", "desk-app"))
    for number, name in enumerate(wanted):
        parts.append(_attribute(_KEYWORD, "" if number else "requested-attributes", name))
    return b"".join(parts) + bytes([_END])


def read(told: bytes) -> IppAnswer:
    """An answer from its bytes; IppError when they are incomplete or not IPP."""
    try:
        status: int = struct.unpack_from(">H", told, 2)[0]
        found: dict[str, tuple[Value, ...]] = {}
        groups = 0
        name, depth = "", 0
        for tag, key, raw in _items(told):
            if tag <= _LATEST_DELIMITER:
                groups += tag != _OPERATION
                continue
            depth += (tag == _OPEN) - (tag == _CLOSE)
            name = key or name
            if groups == 1 and not depth and tag not in (_CLOSE, _MEMBER):
                value = _value(tag, raw)
                found[name] = found.get(name, ()) + (() if value is None else (value,))
    except (struct.error, IndexError, UnicodeDecodeError) as error:
        raise IppError("not IPP") from error
    return IppAnswer(status, found)


def _items(told: bytes) -> Iterator[tuple[int, str, bytes]]:
    """Tag, name and raw value of everything after the header; a group's delimiter has empty ones."""
    at = 8
    while (tag := told[at]) != _END:
        at += 1
        if tag <= _LATEST_DELIMITER:
            yield tag, "", b""
            continue
        name, at = _counted(told, at)
        raw, at = _counted(told, at)
        yield tag, name.decode("ascii"), raw


def _counted(told: bytes, at: int) -> tuple[bytes, int]:
    size: int = struct.unpack_from(">H", told, at)[0]
    end = at + 2 + size
    if end > len(told):
        raise IndexError
    return told[at + 2 : end], end


def _value(tag: int, raw: bytes) -> Value | None:
    if tag in (_INTEGER, _ENUM):
        return int(struct.unpack(">i", raw)[0])
    if tag == _BOOLEAN:
        return raw != b"\0"
    if tag == _RANGE:
        low, high = struct.unpack(">ii", raw)
        return low, high
    return raw.decode("utf-8", "replace") if tag >= 0x40 else None


def _attribute(tag: int, name: str, value: str) -> bytes:
    key, raw = name.encode(), value.encode()
    return struct.pack(">BH", tag, len(key)) + key + struct.pack(">H", len(raw)) + raw


def _connection(server: str, patience: float) -> HTTPConnection:
    if server.startswith("/"):
        return _SocketConnection(server, patience)
    host, _, port = server.split("/", 1)[0].rpartition(":")
    if not port.isdigit():
        host, port = server.split("/", 1)[0], str(PORT)
    return HTTPConnection(host, int(port), timeout=patience)


class _SocketConnection(HTTPConnection):
    """HTTP over the Unix socket of a service on this computer."""

    def __init__(self, path: str, patience: float) -> None:
        super().__init__("localhost", timeout=patience)
        self._path = path

    def connect(self) -> None:
        """Open the socket."""
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.sock.settimeout(self.timeout)
        self.sock.connect(self._path)
