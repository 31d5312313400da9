"""The pack in force as it was last read, so that a start need not read and check the same files again.

One file in the library's folder: its key (the pack's digest and the program that read it), a checksum,
and the pack. When key or checksum differ the file is not used, and the pack is read from its own files.
"""

import hashlib
import io
import os
import pickle
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from forms import files
from forms.pack import Pack

NAME: Final = "current.pickle"


def read(folder: Path, digest: str) -> Pack | None:
    """The pack of this digest; None when the file holds another pack or another program's, or is damaged."""
    place = folder / NAME
    try:
        key, checksum, data = place.read_bytes().split(b"\n", 2)
        if key != _key(digest):
            return None
        if checksum != _checksum(data):
            raise ValueError("damaged")
        pack = _Unpickler(io.BytesIO(data)).load()
    except FileNotFoundError:
        return None
    except (OSError, ValueError, pickle.UnpicklingError):
        with suppress(OSError):
            place.unlink()  # so that it is written anew
        return None
    return pack if isinstance(pack, Pack) else None


def holds(folder: Path, digest: str) -> bool:
    """Whether this program wrote the pack of this digest last."""
    try:
        with (folder / NAME).open("rb") as file:
            return file.readline().rstrip() == _key(digest)
    except OSError:
        return False


def write(folder: Path, pack: Pack) -> None:
    """Keep a pack that is in force for the next start; OSError when it can not be written."""
    out = io.BytesIO()
    _Pickler(out, protocol=5).dump(pack)
    data = out.getvalue()
    files.write(folder / NAME, b"\n".join((_key(pack.digest), _checksum(data), data)))


def _key(digest: str) -> bytes:
    """Changes with the pack's files, with Python and with any module of this folder."""
    modules = sorted((e.name, e.stat()) for e in os.scandir(Path(__file__).parent) if e.name.endswith(".py"))
    program = repr([(name, stat.st_size, stat.st_mtime_ns) for name, stat in modules])
    return _checksum(f"{digest} {sys.version} {program}".encode())


def _checksum(data: bytes) -> bytes:
    return hashlib.sha256(data).hexdigest().encode()


def _table(rows: dict[Any, Any]) -> Mapping[Any, Any]:
    return MappingProxyType(rows)


@cache
def _names(kind: type) -> tuple[str, ...]:
    if not is_dataclass(kind):
        raise pickle.UnpicklingError(f"{kind} is no dataclass")
    return tuple(field.name for field in fields(kind))


def _made(kind: type, values: tuple[Any, ...]) -> object:
    """A dataclass of this package from its fields; by its own way it would take three times as long."""
    made: object = object.__new__(kind)
    for name, value in zip(_names(kind), values, strict=True):
        object.__setattr__(made, name, value)
    return made


class _Pickler(pickle.Pickler):
    """Writes read-only mappings as the dictionaries they hold, and members of enumerations by their value.

    Up to Python 3.11.3 a member is pickled by ``getattr``, which ``_Unpickler`` refuses.
    """

    def reducer_override(self, held: object) -> Any:
        if isinstance(held, MappingProxyType):
            return _table, (dict(held),)
        if is_dataclass(held) and not isinstance(held, type):
            return _made, (type(held), tuple(getattr(held, name) for name in _names(type(held))))
        return (type(held), (held.value,)) if isinstance(held, Enum) else NotImplemented


_MAKERS: Final[Mapping[str, Callable[..., object]]] = {made.__name__: made for made in (_table, _made)}


class _Unpickler(pickle.Unpickler):
    """Makes only the dataclasses and enumerations of this package and read-only mappings.

    pickle.UnpicklingError for anything else.
    """

    def find_class(self, module: str, name: str) -> Any:
        if module == __name__ and name in _MAKERS:
            return _MAKERS[name]
        found = super().find_class(module, name) if module.startswith(f"{__package__}.") else None
        if isinstance(found, type) and (is_dataclass(found) or issubclass(found, Enum)):
            return found
        raise pickle.UnpicklingError(f"{module}.{name}")
