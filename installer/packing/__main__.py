"""``build.sh``: makes the packaged copy, and with ``--check`` tries it where it will run."""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import time
from pathlib import Path

from installer.children import SetUpError, say
from installer.packing import checks, compiling, deb, folder

WORK = Path("/var/tmp/desk-app-build")


def release(tree: Path) -> str:
    """Give the release of a clone: the program's version and the moment of its commit."""
    words: dict[str, str] = {}
    exec((tree / "desk_app" / "__init__.py").read_text("utf-8"), words)
    command = ["git", "log", "-1", "--format=%cd", "--date=format-local:%Y%m%d%H%M"]
    done = subprocess.run(
        command,
        cwd=tree,
        env={"TZ": "UTC", "PATH": "/usr/bin:/bin"},
        check=True,
        capture_output=True,
        text=True,
    )
    return f"{words['__version__']}+{done.stdout.strip()}"


def main() -> int:
    """Build or check by the command line; give the exit code."""
    parser = argparse.ArgumentParser(prog="build.sh", description=__doc__)
    parser.add_argument(
        "--work", type=Path, default=WORK, help="folder of roots and wheels, kept for next time"
    )
    parser.add_argument("--tree", type=Path, default=folder.ROOT, help="clone of the program to pack")
    parser.add_argument("--out", type=Path, default=WORK / "out", help="folder of the packages")
    parser.add_argument(
        "--check", action="store_true", help="install the packages in bare roots and try them"
    )
    parser.add_argument("--earlier", type=Path, help="an earlier desk-app_*.deb, to upgrade from")
    options = parser.parse_args()
    began = time.monotonic()
    try:
        if missing := [name for name in ("debootstrap", "dpkg-deb", "strip") if not shutil.which(name)]:
            raise SetUpError(f"Install {' '.join(missing)} first.")
        if options.check:
            checks.every(options.work, options.out, options.earlier)
        else:
            build(options.work, options.out, options.tree)
    except SetUpError as problem:
        print(problem, file=sys.stderr)
        return 1
    say(f"{time.monotonic() - began:.0f} s")
    return 0


def build(work: Path, out: Path, tree: Path) -> None:
    """Compile, lay together and pack."""
    machine, version = "x86_64", release(tree)

    def told(what: str, since: float) -> float:
        say(f"{what}: {time.monotonic() - since:.0f} s")
        return time.monotonic()

    moment = time.monotonic()
    python = compiling.python(work, machine)
    moment = told("Python", moment)
    home = work / machine / "desk-app"
    folder.make(python, machine, work / "wheels" / machine, version, home, tree)
    size = sum(path.lstat().st_size for path in home.rglob("*") if not path.is_dir())
    moment = told(f"folder of {size / 1e6:.0f} MB", moment)
    for path in deb.make(home, machine, version, out):
        say(f"{path}: {path.stat().st_size / 1e6:.0f} MB")
    told("packages", moment)


if __name__ == "__main__":
    sys.exit(main())
