"""Which files a definition pack is made of, and its digest, without reading what they say."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final

DEFINITIONS: Final = Path(__file__).parent / "definitions"
CODES: Final = Path(__file__).parent / "codes"
PROCEDURES: Final = "procedures"
"""The folder of a pack's procedures."""
VISITS: Final = "visits"
"""The folder of a pack's programmes of home visits, each a folder of its own."""
_ALWAYS: Final = ("application", "matter")
_FILES: Final = ("pack.toml", "elements.toml", "matters.toml", "materials.toml", "county.toml")


def places(directory: Path, codes: Path | None = None, *, alone: bool = False) -> Mapping[str, Path]:
    """The files of a pack in the order they are read, by their place in a complete copy.

    A county's folder holds only what it changes: a file it lacks is the shipped one, a file of another name
    is read after them. Its code tables are in ``codes``, its procedures in ``procedures``. A folder that is
    read ``alone`` holds everything itself.
    """
    own = codes or directory / "codes"
    below = (directory, own) if alone else (DEFINITIONS, CODES)
    tables = {f"codes/{p.name}": p for p in _laid_over(own, below[1], ())}
    head = {p.name: p for p in _laid_over(directory, below[0], _FILES)}
    return head | tables | ways(directory, below[0]) | _programmes(directory, below[0])


def ways(directory: Path, shipped: Path) -> dict[str, Path]:
    """The files of procedures of a folder, which replace shipped ones of the same name."""
    found = _laid_over(directory / PROCEDURES, shipped / PROCEDURES, ())
    return {f"{PROCEDURES}/{p.name}": p for p in found}


def _programmes(directory: Path, shipped: Path) -> dict[str, Path]:
    """The files of programmes; a county's own replace shipped ones of the same name, folder by folder."""
    homes = {p.name for base in (shipped, directory) for p in (base / VISITS).glob("*/") if p.is_dir()}
    return {
        f"{VISITS}/{home}/{p.name}": p
        for home in sorted(homes)
        for p in _laid_over(directory / VISITS / home, shipped / VISITS / home, (_FILES[0],))
    }


def always() -> dict[str, Path]:
    """The shipped files of the procedures no pack is without: those of applications and their matters."""
    return {place: path for place, path in ways(DEFINITIONS, DEFINITIONS).items() if path.stem in _ALWAYS}


def sources(directory: Path, codes: Path | None = None, *, alone: bool = False) -> tuple[Path, ...]:
    """The files of a pack in the order they are read."""
    return tuple(places(directory, codes, alone=alone).values())


def digest_of(paths: Iterable[Path]) -> str:
    """The digest of a pack with these files, in hexadecimal; OSError or ValueError when one is unreadable."""
    return hashed((p.name, p.read_text(encoding="utf-8")) for p in paths)


def hashed(files: Iterable[tuple[str, str]]) -> str:
    """SHA-256 over names and texts of files, in this order."""
    whole = hashlib.sha256()
    for name, text in files:
        whole.update(f"{name}\0{text}\0".encode())
    return whole.hexdigest()


def _laid_over(directory: Path, shipped: Path, first: tuple[str, ...]) -> Iterator[Path]:
    names = {p.name for p in (*shipped.glob("*.toml"), *directory.glob("*.toml"))}
    for name in (*first, *sorted(names - set(first))):
        yield directory / name if (directory / name).exists() else shipped / name
