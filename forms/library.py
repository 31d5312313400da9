"""Every definition pack that was ever in force, kept whole: what began under a pack goes on under it."""

import json
import re
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from forms import files, quick, sources
from forms.faults import Fault, PackError
from forms.pack import Pack

_DIGEST: Final = re.compile(r"[0-9a-f]{64}")
_CURRENT: Final = "current.json"
"""File that names the last good pack and the county's folder it came from."""


class Library:
    """Packs as files, each whole in a folder ``<version>-<digest>``; any thread may ask."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._read: dict[str, Pack | None] = {}

    def of(self, digest: str) -> Pack | None:
        """The pack of a digest, read when it is first asked for; None when it is not here or damaged."""
        if digest not in self._read:
            self._read[digest] = self._load(digest)
        return self._read[digest]

    def last_good(self, origin: Path) -> Pack | None:
        """The last good pack of a county's folder; None when it never had one or it can not be read now."""
        kept = self._pointer()
        return self.of(kept.get("digest", "")) if kept.get("folder") == str(origin.resolve()) else None

    def keep(self, pack: Pack, read_from: Mapping[str, Path], origin: Path | None = None) -> None:
        """Keep a pack that was read from these files, whole or not at all; one kept already is left as it is.

        ``origin`` is the county's folder it came from. OSError when it can not be written.
        """
        if not self._holds(pack.digest):
            self._copy(pack, read_from)
        if not quick.holds(self.folder, pack.digest):
            quick.write(self.folder, pack)
        self._read[pack.digest] = pack
        if origin is not None:
            self._point({"digest": pack.digest, "folder": str(origin.resolve())})

    def _copy(self, pack: Pack, read_from: Mapping[str, Path]) -> None:
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        place = self.folder / _name(pack)
        with TemporaryDirectory(prefix=".new-", dir=self.folder) as scratch:
            made = Path(scratch, "pack")
            _write(read_from, made)
            if _digest(made) != pack.digest:  # changed since it was read: it is kept when it is in force
                return
            shutil.rmtree(place, ignore_errors=True)  # a damaged copy
            made.rename(place)

    def _load(self, digest: str) -> Pack | None:
        from forms import loader  # as in ``_read``

        for place in self._places(digest):
            try:
                pack = loader.load(place, alone=True)
            except PackError:
                continue
            if pack.digest == digest:
                return pack
        return None

    def _holds(self, digest: str) -> bool:
        return any(_digest(place) == digest for place in self._places(digest))

    def _places(self, digest: str) -> list[Path]:
        return sorted(self.folder.glob(f"*-{digest[:12]}")) if _DIGEST.fullmatch(digest) else []

    def _pointer(self) -> dict[str, str]:
        try:
            read = json.loads((self.folder / _CURRENT).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return {str(k): str(v) for k, v in read.items()} if isinstance(read, dict) else {}

    def _point(self, pointer: dict[str, str]) -> None:
        if self._pointer() != pointer:
            files.write(self.folder / _CURRENT, json.dumps(pointer, ensure_ascii=False))


@dataclass(frozen=True, slots=True)
class Versions:
    """The pack in force and, with a library, the packs that were in force before."""

    current: Pack
    kept: Library | None = None
    files: Mapping[str, Path] = field(default_factory=dict)
    """What the current pack was read from (``sources.places``); empty when there is nothing to keep."""
    origin: Path | None = None
    """The county's folder; None for the shipped pack."""
    faults: tuple[Fault, ...] = ()
    """Faults of the county's folder, when the last good pack is in force instead of it."""

    def of(self, digest: str) -> Pack | None:
        """The pack of a digest, or None when it was never kept here."""
        if digest == self.current.digest:
            return self.current
        return self.kept.of(digest) if self.kept else None

    def keep(self) -> None:
        """Keep the pack in force for what begins under it; OSError when it can not be written."""
        if self.kept and self.files:
            self.kept.keep(self.current, self.files, self.origin)


def in_force(library: Library, directory: Path | None = None) -> Versions:
    """The pack of a county's folder, or the shipped one without a folder; nothing is written.

    When the folder is broken, its last good pack stays in force and ``faults`` tells why. PackError when
    the folder never held a good pack: with another pack the rules would silently differ.
    """
    read_from = sources.places(directory or sources.DEFINITIONS)
    try:
        return Versions(_read(library, directory, read_from), library, read_from, directory)
    except PackError as error:
        if directory is None:
            raise
        last = library.last_good(directory)
        if last is None:
            raise
        return Versions(last, library, origin=directory, faults=error.faults)


def _read(library: Library, directory: Path | None, read_from: Mapping[str, Path]) -> Pack:
    """The pack as the last start read it, or else from its files; PackError when it is broken."""
    if directory is None or directory.is_dir():
        try:
            pack = quick.read(library.folder, sources.digest_of(read_from.values()))
        except (OSError, ValueError):
            pack = None
        if pack is not None:
            return pack
    # Reading and checking the files is a large part; a start that finds the pack as it was does without.
    from forms import loader

    return loader.load(directory) if directory else loader.shipped()


def _name(pack: Pack) -> str:
    """Name of a pack's folder: version and digest, with ``_`` for what a folder's name can not hold."""
    return f"{re.sub(r'[^0-9A-Za-z.]', '_', pack.version)[:40]}-{pack.digest[:12]}"


def _digest(place: Path) -> str:
    """The digest of a kept copy; empty when it can not be read."""
    try:
        return sources.digest_of(sources.sources(place, alone=True))
    except (OSError, ValueError):
        return ""


def _write(read_from: Mapping[str, Path], folder: Path) -> None:
    """Copy files durably, so that a power cut leaves no half-written pack."""
    for place, path in read_from.items():
        files.write(folder / place, path.read_bytes())
