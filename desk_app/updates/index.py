"""What a stick holds, as its signed ``index.json`` says: a release, and its packages by processor."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from desk_app.errors import WorldError

INDEX: Final = "index.json"
_PACKAGE: Final = re.compile(
    r"desk-app(?:-reading)?_(?P<release>[0-9][0-9.+]*)_(?P<machine>[a-z0-9_]+)(?:\.deb|\.tar\.xz)"
)
_PROCESSORS: Final = {"amd64": "x86_64", "arm64": "aarch64"}


@dataclass(frozen=True, slots=True)
class StickIndex:
    """A release and the names of its files for each processor."""

    release: str
    files: Mapping[str, tuple[str, ...]]

    def text(self) -> bytes:
        """The file that is signed."""
        return json.dumps({"release": self.release, "files": self.files}, indent=1, sort_keys=True).encode()


def of_files(names: Iterable[str]) -> StickIndex:
    """The index of a folder by the names of its files; WorldError when they are of no or two releases."""
    found = [match for name in sorted(names) if (match := _PACKAGE.fullmatch(name))]
    releases = {match["release"] for match in found}
    if len(releases) != 1:
        told = "、".join(sorted(releases)) or "没有"
        raise WorldError(f"一个优盘只放一个版本的程序包,这里有:{told}")
    files: dict[str, list[str]] = {}
    for match in found:
        files.setdefault(_PROCESSORS.get(match["machine"], match["machine"]), []).append(match[0])
    return StickIndex(releases.pop(), {machine: tuple(each) for machine, each in files.items()})


def read(path: Path) -> StickIndex:
    """Read an index whose signature was checked; WorldError when it is none."""
    try:
        told = json.loads(path.read_bytes())
        files = {str(machine): tuple(map(str, each)) for machine, each in told["files"].items()}
        return StickIndex(str(told["release"]), files)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise WorldError("优盘上的目录读不懂,请用新的优盘") from error


def order(release: str) -> tuple[int, ...]:
    """What releases are compared by; WorldError for a word that is none."""
    try:
        return tuple(int(part) for part in re.split(r"[.+]", release))
    except ValueError as error:
        raise WorldError(f"“{release}”不是版本") from error
