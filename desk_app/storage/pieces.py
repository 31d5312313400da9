"""A stream of bytes encrypted piece by piece, so that what is larger than the memory has room in it.

Each piece is ``length (4 bytes) | sealed bytes`` (``storage.sealed``), and its name holds the name of the
whole, its place, and whether it is the last: pieces left out, moved, taken from elsewhere or cut off at the
end do not open.
"""

from collections.abc import Iterable, Iterator
from typing import IO, Final

from desk_app.storage import sealed
from desk_app.storage.sealed import Algorithm, SealError


class Stopped(Exception):
    """Somebody wants no more of what goes on in portions; nothing of it is left."""


PIECE: Final = 1 << 20
"""Bytes of content in a piece."""
_LENGTH: Final = 4


def write(
    file: IO[bytes], key: bytes, name: str, content: Iterable[bytes], algorithm: Algorithm = Algorithm.AES
) -> None:
    """Write content, in whatever portions it comes, as pieces; OSError when the disk refuses."""
    waiting, place = b"", 0
    for portion in content:
        waiting += portion
        while len(waiting) > PIECE:
            _put(file, sealed.seal(key, algorithm, _name(name, place, last=False), waiting[:PIECE]))
            waiting, place = waiting[PIECE:], place + 1
    _put(file, sealed.seal(key, algorithm, _name(name, place, last=True), waiting))


def read(file: IO[bytes], key: bytes, name: str) -> Iterator[bytes]:
    """The content, a piece at a time; SealError where a piece is not the next one, or after the last."""
    place, now, after = 0, _take(file), b""
    while now:
        after = _take(file)
        yield sealed.open_sealed(key, _name(name, place, last=not after), now)
        now, place = after, place + 1
    if not place:
        raise SealError("there is no piece")


def portions(file: IO[bytes]) -> Iterator[bytes]:
    """What is left of a file, a piece's size at a time."""
    while portion := file.read(PIECE):
        yield portion


def _name(name: str, place: int, *, last: bool) -> str:
    return f"{name}|{place}|{'last' if last else 'more'}"


def _put(file: IO[bytes], piece: bytes) -> None:
    file.write(len(piece).to_bytes(_LENGTH, "big") + piece)


def _take(file: IO[bytes]) -> bytes:
    """The next piece; empty at the end of the file. SealError where it is cut off or too long."""
    head = file.read(_LENGTH)
    if not head:
        return b""
    size = int.from_bytes(head, "big")
    if len(head) < _LENGTH or not sealed.OVERHEAD <= size <= PIECE + sealed.OVERHEAD:
        raise SealError("this is no piece")
    piece = file.read(size)
    if len(piece) < size:
        raise SealError("a piece is cut off")
    return piece
