"""What a process and its children hold open or mapped: files anywhere, deleted ones, shared memory."""

import os
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event

from tests.children import ended

_WRITES = os.O_WRONLY | os.O_RDWR
_LOOK_S = 0.02


@dataclass
class Held:
    """What was seen of the files that were written: where they stood, and each content they had at a look."""

    places: dict[tuple[int, int], str] = field(default_factory=dict)
    contents: dict[tuple[int, int], set[bytes]] = field(default_factory=dict)
    _stood: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)

    def take(self, door: Path, told: str) -> None:
        """Read a file through its door in /proc, unless it stands as it stood."""
        about = door.stat()
        if not stat.S_ISREG(about.st_mode):
            return
        key, stands = (about.st_dev, about.st_ino), (about.st_mtime_ns, about.st_size)
        self.places[key] = told
        if self._stood.get(key) != stands:
            self._stood[key] = stands
            self.contents.setdefault(key, set()).add(door.read_bytes())

    def named(self) -> dict[Path, bytes]:
        """Every content by a name that tells where it was."""
        return {
            Path(f"{self.places[key]}#{number}"): content
            for key, contents in self.contents.items()
            for number, content in enumerate(contents)
        }


def family(pid: int) -> Iterator[int]:
    """A process and all below it."""
    yield pid
    with suppress(OSError):
        for task in Path(f"/proc/{pid}/task").iterdir():
            with suppress(OSError):
                for child in (task / "children").read_text().split():
                    yield from family(int(child))


def look(pid: int, held: Held) -> None:
    """Take every file that a process and those below it may write, or share with others, now."""
    for each in family(pid):
        with suppress(OSError):
            for door in Path(f"/proc/{each}/fd").iterdir():
                with suppress(OSError, ValueError):
                    if _is_written(each, door):
                        held.take(door, os.readlink(door))
        with suppress(OSError):
            for line in Path(f"/proc/{each}/maps").read_text().splitlines():
                parts = line.split(maxsplit=5)
                if len(parts) == 6 and "s" in parts[1] and "w" in parts[1]:
                    with suppress(OSError):
                        held.take(Path(f"/proc/{each}/map_files/{parts[0]}"), parts[5])


def _is_written(pid: int, door: Path) -> bool:
    told = Path(f"/proc/{pid}/fdinfo/{door.name}").read_text()
    flags = next(int(line.split()[1], 8) for line in told.splitlines() if line.startswith("flags:"))
    return bool(flags & _WRITES) or door.stat().st_nlink == 0


def watched(
    *arguments: object, env: dict[str, str], held: Held, until: Callable[[], bool] = lambda: False
) -> "subprocess.CompletedProcess[str]":
    """Run ``desk-app`` until it ends, or kill it once ``until`` is so; look meanwhile at what it holds."""
    child = subprocess.Popen(
        [sys.executable, "-m", "desk_app", *map(str, arguments)],
        env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    pause = Event()
    while child.poll() is None:
        look(child.pid, held)
        if until():
            child.kill()
        pause.wait(_LOOK_S)
    out, errors = ended(child)
    return subprocess.CompletedProcess(child.args, child.returncode, out, errors)
