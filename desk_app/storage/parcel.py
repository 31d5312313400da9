"""One encrypted file that carries records from one window to another: what a stick or a laptop may lose.

``DESKCARRY 1`` (2 with recordings, which earlier releases do not know) and a line break; one line of JSON,
the head; then pieces (``storage.pieces``). The head holds nothing of a person: format, package, file,
direction, county, window, when, how the passphrase was stretched, and the key of this file wrapped by it. The
whole head is bound to every piece. The content is entries: a line of JSON with ``name`` and ``size``, then as
many bytes; those of a recording are never whole in memory.
"""

import hashlib
import json
import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Final, TypeVar

from desk_app.domain import passphrases
from desk_app.domain.carrying import Journey
from desk_app.errors import RuleError, WorldError, because
from desk_app.storage import pieces, sealed
from desk_app.storage.sealed import Algorithm, SealError
from forms import files, moments

_T = TypeVar("_T")
_FIRST: Final = (b"DESKCARRY 1\n", b"DESKCARRY 2\n")
RECORDING: Final = "recording/"
"""How the names of entries begin whose content comes in portions."""
_MEMORY, _PASSES, _LANES = 65_536, 3, 4
"""As a book's own passphrase is stretched (RFC 9106, second recommended option)."""
_MOST: Final = {"memory": 1_048_576, "passes": 100, "lanes": 64}
"""More is not believed: a changed file shall not eat the computer's memory."""
_HEAD: Final = 4096
"""Most bytes of the head."""
_LINE: Final = 4096
_BODY: Final = 256 << 20
"""Most bytes of one entry that is held in memory."""
FOREIGN: Final = "这个文件不是外出包,请选“带出”时存的那个文件"
DAMAGED: Final = "口令不对,或者文件损坏、没有拷完。账本没有改动,请核对口令,或重新拷一次"
_UNREAD: Final = "读不到外出包 {path}:{why}"
_UNWRITTEN: Final = "外出包存不下来:{why}。没有带出,请换一个地方再试"


@dataclass(frozen=True, slots=True)
class ParcelPart:
    """One part of the content."""

    name: str
    content: bytes = b""
    portions: Iterable[bytes] = ()
    """Its content where it comes in portions, which are read before the next part; else empty."""
    size: int = 0
    """Bytes of the portions."""


def write(
    path: Path, journey: Journey, phrase: str, entries: Iterable[ParcelPart], *, recordings: bool = False
) -> None:
    """Write a parcel, whole or not at all; ``recordings`` are among its entries, or not.

    WorldError when the disk refuses, RuleError for a weak phrase.
    """
    if fault := passphrases.fault(phrase):
        raise RuleError(fault)
    key, salt = secrets.token_bytes(32), secrets.token_bytes(16)
    cost = {"memory": _MEMORY, "passes": _PASSES, "lanes": _LANES}
    told = _told(journey) | cost | {"salt": salt.hex()}
    wrapping = passphrases.stretched(phrase, salt, **cost)
    told["key"] = sealed.seal(wrapping, Algorithm.AES, journey.file, key).hex()
    head = json.dumps(told, ensure_ascii=True, sort_keys=True).encode() + b"\n"
    try:
        with files.writing(path) as file:
            file.write(_FIRST[recordings] + head)
            pieces.write(file, key, _bound(head), _stream(entries))
    except OSError as error:
        raise WorldError(_UNWRITTEN.format(why=because(error))) from error


def journey_of(path: Path) -> Journey:
    """What the head tells, without the passphrase. RuleError for another kind of file, WorldError unread."""
    with _opened(path) as file:
        return _journey(_head(file)[0])


@contextmanager
def reading(path: Path, phrase: str) -> Iterator[Iterator[ParcelPart]]:
    """The entries of a parcel, one after the other, each at most 256 MB or in portions.

    RuleError for another kind of file, another passphrase, and for anything that is not as it was written.
    """
    with _opened(path) as file:
        told, head = _head(file)
        key = _key(told, phrase)
        yield _whole(_entries(pieces.read(file, key, _bound(head))))


def check(path: Path, phrase: str) -> None:
    """Read a parcel to its end and keep nothing; RuleError as ``reading``."""
    with reading(path, phrase) as entries:
        for _ in entries:
            pass


@contextmanager
def _opened(path: Path) -> Iterator[IO[bytes]]:
    try:
        with path.open("rb") as file:
            yield file
    except OSError as error:
        raise WorldError(_UNREAD.format(path=path, why=because(error))) from error


def _head(file: IO[bytes]) -> tuple[dict[str, Any], bytes]:
    if file.read(len(_FIRST[0])) not in _FIRST:
        raise RuleError(FOREIGN)
    head = file.readline(_HEAD)
    try:
        told = json.loads(head)
        cost = [told[name] for name in _MOST]
        sound = all(
            isinstance(c, int) and 0 < c <= most for c, most in zip(cost, _MOST.values(), strict=True)
        )
    except (ValueError, KeyError, TypeError) as error:
        raise RuleError(DAMAGED) from error
    if not sound:
        raise RuleError(DAMAGED)
    return told, head


def _key(told: dict[str, Any], phrase: str) -> bytes:
    try:
        cost = {name: told[name] for name in _MOST}
        wrapping = passphrases.stretched(phrase, bytes.fromhex(told["salt"]), **cost)
        return sealed.open_sealed(wrapping, told["file"], bytes.fromhex(told["key"]))
    except (SealError, ValueError, KeyError, TypeError) as error:
        raise RuleError(DAMAGED) from error


def _told(journey: Journey) -> dict[str, Any]:
    names = ("package", "file", "back", "region", "window")
    return {name: getattr(journey, name) for name in names} | {"made_at": journey.made_at.isoformat()}


def _journey(told: dict[str, Any]) -> Journey:
    try:
        texts = {name: str(told[name]) for name in ("package", "file", "region", "window")}
        return Journey(back=bool(told["back"]), made_at=moments.read(str(told["made_at"])), **texts)
    except (KeyError, ValueError) as error:
        raise RuleError(DAMAGED) from error


def _bound(head: bytes) -> str:
    """The name of the pieces: changing anything in the head opens none of them."""
    return hashlib.sha256(head).hexdigest()


def _stream(entries: Iterable[ParcelPart]) -> Iterator[bytes]:
    for entry in entries:
        size = entry.size if entry.portions else len(entry.content)
        yield json.dumps({"name": entry.name, "size": size}).encode() + b"\n"
        yield from entry.portions or (entry.content,)


def _whole(entries: Iterator[_T]) -> Iterator[_T]:
    """The same entries, or portions of one; RuleError where one is not as it was written."""
    try:
        yield from entries
    except (SealError, ValueError, KeyError, TypeError) as error:
        raise RuleError(DAMAGED) from error


def _entries(content: Iterator[bytes]) -> Iterator[ParcelPart]:
    """The entries of a content; ValueError where it is not made of them."""
    held = _Ahead(content)
    while held.has(1):
        told = json.loads(held.line())
        name, size = str(told["name"]), int(told["size"])
        if name.startswith(RECORDING):
            portions = held.portions(size)
            yield ParcelPart(name, portions=_whole(portions), size=size)
            for _ in portions:  # what was not asked for
                pass
        elif 0 <= size <= _BODY:
            yield ParcelPart(name, held.take(size))
        else:
            raise ValueError("an entry is too long")


class _Ahead:
    """A content that is read as far as it is asked for; ValueError where it ends before."""

    def __init__(self, content: Iterator[bytes]) -> None:
        self._content, self._held = content, bytearray()

    def has(self, size: int) -> bool:
        """Whether there are so many bytes more."""
        while len(self._held) < size and (more := next(self._content, b"")):
            self._held.extend(more)
        return len(self._held) >= size

    def line(self) -> bytes:
        """What stands before the next line break."""
        while (end := self._held.find(b"\n", 0, _LINE)) < 0:
            if len(self._held) >= _LINE or not self.has(len(self._held) + 1):
                raise ValueError("no line begins an entry")
        return self.take(end + 1)

    def take(self, size: int) -> bytes:
        """The next bytes."""
        if not self.has(size):
            raise ValueError("an entry is cut off")
        taken = bytes(self._held[:size])
        del self._held[:size]
        return taken

    def portions(self, size: int) -> Iterator[bytes]:
        """The next bytes, no more at once than are held."""
        while size > 0:
            portion = self.take(min(size, max(1, len(self._held))))
            size -= len(portion)
            yield portion
