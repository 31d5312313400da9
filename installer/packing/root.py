"""Roots of older Debian releases: made once, entered with nothing of this computer but its kernel."""

from __future__ import annotations

import re
import subprocess
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from installer.children import SetUpError, say

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_SOURCES = (Path("/etc/apt/sources.list"), *sorted(Path("/etc/apt/sources.list.d").glob("*")))
_DEBIAN = re.compile(r"(?m)^(?:URIs:|deb(?: \[[^]]*\])?)\s+(https?://\S+/debian)/?(?:\s|$)")


def mirror() -> str:
    """Give the address of Debian's packages as this computer's own apt knows it."""
    for path in _SOURCES:
        if path.is_file() and (found := _DEBIAN.search(path.read_text("utf-8", "replace"))):
            return found[1]
    raise SetUpError("This computer's apt names no mirror of Debian.")


def make(folder: Path, suite: str) -> Path:
    """Make a bare root of a release where there is none yet; give its folder."""
    if not (folder / "usr" / "bin" / "apt-get").exists():
        say(f"debootstrap {suite}")
        subprocess.run(
            ["debootstrap", "--variant=minbase", suite, str(folder), mirror()],
            check=True,
            stdout=subprocess.DEVNULL,
        )
    return folder


@contextmanager
def entered(folder: Path) -> Iterator[Root]:
    """A root with what programs expect of a kernel, taken away again at the end."""
    mounts = [("proc", folder / "proc", ["-t", "proc"]), ("/dev", folder / "dev", ["--rbind"])]
    done = []
    try:
        for what, where, how in mounts:
            if not where.is_mount():
                subprocess.run(["mount", *how, what, str(where)], check=True)
                done.append(where)
        yield Root(folder)
    finally:
        for where in reversed(done):
            subprocess.run(["umount", "-l", str(where)], check=False)


class Root:
    """A root that commands are run in."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def run(self, *command: str, env: Sequence[str] = (), offline: bool = False, check: bool = True) -> str:
        """Run a command as root in there, with no network but the loopback where asked; give what it printed.

        SetUpError when it fails and ``check`` is on.
        """
        before = ["unshare", "-n", "sh", "-c", 'ip link set lo up; exec "$@"', "-"] if offline else []
        clean = [
            "env",
            "-i",
            "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
            "LC_ALL=C.UTF-8",
            "DEBIAN_FRONTEND=noninteractive",
            "HOME=/root",
            *env,
        ]
        done = subprocess.run(
            [*before, "chroot", str(self.folder), *clean, *command],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
            check=False,
        )
        if done.returncode and check:
            raise SetUpError(f"{' '.join(command)[:200]}: exit {done.returncode}\n{done.stdout[-3000:]}")
        return done.stdout

    def install(self, *names: str) -> None:
        """Install Debian packages from the mirror."""
        self.run("apt-get", "update", "-qq")
        self.run("apt-get", "install", "-y", "-qq", "--no-install-recommends", *names)
