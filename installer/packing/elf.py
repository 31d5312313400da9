"""What an ELF file asks of the system: read from its dynamic segment, with the standard library alone."""

from __future__ import annotations

import re
import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_LOAD, _DYNAMIC = 1, 2
_NEEDED, _STRTAB, _VERNEED, _VERNEEDNUM = 1, 5, 0x6FFFFFFE, 0x6FFFFFFF
_GLIBC = re.compile(r"GLIBC_(\d+(?:\.\d+)*)")


@dataclass(frozen=True, slots=True)
class ElfNeeds:
    """The shared libraries a file names, and the versions of symbols it asks for."""

    libraries: tuple[str, ...]
    versions: tuple[str, ...]

    @property
    def glibc(self) -> tuple[int, ...]:
        """The newest glibc that is asked for; empty when none is."""
        found = (match[1] for each in self.versions if (match := _GLIBC.fullmatch(each)))
        return max((tuple(map(int, each.split("."))) for each in found), default=())


def is_elf(path: Path) -> bool:
    """Tell whether a file is a 64-bit little-endian ELF file, no link to one."""
    if path.is_symlink() or not path.is_file():
        return False
    with path.open("rb") as file:
        return file.read(6) == b"\x7fELF\x02\x01"


def needs(path: Path) -> ElfNeeds:
    """Read what a file asks for; ValueError when it is torn."""
    data = path.read_bytes()
    try:
        return _needs(data)
    except (struct.error, IndexError, ValueError) as error:
        raise ValueError(f"{path}: torn ELF file") from error


def _needs(data: bytes) -> ElfNeeds:
    (offset,) = struct.unpack_from("<Q", data, 32)
    size, count = struct.unpack_from("<HH", data, 54)
    loads: list[tuple[int, int, int]] = []
    dynamic = b""
    for place in range(offset, offset + size * count, size):
        kind, _, at, address, _, length = struct.unpack_from("<IIQQQQ", data, place)
        if kind == _LOAD:
            loads.append((address, at, length))
        elif kind == _DYNAMIC:
            dynamic = data[at : at + length]
    tags = list(struct.iter_unpack("<qQ", dynamic[: len(dynamic) // 16 * 16]))
    one = dict(reversed(tags))
    if _STRTAB not in one:
        return ElfNeeds((), ())

    def place_of(address: int) -> int:
        for first, at, length in loads:
            if first <= address < first + length:
                return at + address - first
        raise IndexError(address)

    strings = place_of(one[_STRTAB])

    def text(at: int) -> str:
        return data[strings + at : data.index(b"\0", strings + at)].decode()

    libraries = tuple(text(value) for tag, value in tags if tag == _NEEDED)
    if _VERNEED not in one:
        return ElfNeeds(libraries, ())
    found = _versions(data, place_of(one[_VERNEED]), one[_VERNEEDNUM])
    return ElfNeeds(libraries, tuple(dict.fromkeys(map(text, found))))


def _versions(data: bytes, place: int, count: int) -> Iterator[int]:
    """Places in the string table of the names of all versions asked for."""
    for _ in range(count):
        _, inner, _, first, following = struct.unpack_from("<HHIII", data, place)
        at = place + first
        for _ in range(inner):
            _, _, _, name, step = struct.unpack_from("<IHHII", data, at)
            yield name
            at += step
        place += following


def asked(folder: Path) -> dict[Path, ElfNeeds]:
    """What every ELF file below a folder asks for."""
    return {path: needs(path) for path in sorted(folder.rglob("*")) if is_elf(path)}


def too_new(found: dict[Path, ElfNeeds], limit: str) -> list[str]:
    """Tell the files that ask for a newer glibc than the limit, such as ``2.28``."""
    most = tuple(map(int, limit.split(".")))
    return [f"{p}: GLIBC_{'.'.join(map(str, each.glibc))}" for p, each in found.items() if each.glibc > most]


def outside(found: dict[Path, ElfNeeds]) -> frozenset[str]:
    """The libraries that the files ask for and that are none of them: the system has to bring these."""
    inside = {path.name for path in found}
    return frozenset(name for each in found.values() for name in each.libraries) - inside
