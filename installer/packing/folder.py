"""The folder of one processor: its own Python, the pinned wheels, the program, all of it ready to run."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

from installer.children import SetUpError, clean_environment, say
from installer.lock import LOCK_NAME, pins, requirements
from installer.packing import elf, parts, system, trimming

ROOT = Path(__file__).resolve().parent.parent.parent
FILES = Path(__file__).parent / "files"
OURS = ("desk_app", "forms", "printing", "resources")


def pinned(part: str, machine: str) -> str:
    """Give the pins of a part of the lock that this folder takes in: by its own Python, not by this one."""
    from pip._vendor.packaging.requirements import Requirement

    here = {
        "python_full_version": f"{parts.PYTHON}.0",
        "python_version": parts.PYTHON,
        "sys_platform": "linux",
        "platform_python_implementation": "CPython",
        "platform_machine": machine,
        "os_name": "posix",
    }
    kept = []
    for head, pin in pins(
        requirements((ROOT / LOCK_NAME).read_text("utf-8"), part, machine, parts.GLIBC)
    ).items():
        asked = Requirement(head)
        if asked.name not in parts.NOT_INSTALLED and (asked.marker is None or asked.marker.evaluate(here)):
            kept.append(pin.replace(head, head.partition(" ;")[0], 1))
    return "".join(kept)


def fetch(part: str, machine: str, folder: Path) -> list[Path]:
    """Download the wheels of a part, checked by their hashes; give them."""
    shutil.rmtree(folder, ignore_errors=True)  # what an earlier lock asked for
    folder.mkdir(parents=True)
    listed = folder / "pinned.txt"
    listed.write_text(pinned(part, machine), "utf-8")
    kind = ["--python-version", parts.PYTHON, "--implementation", "cp"]
    for abi in (f"cp{parts.PYTHON.replace('.', '')}", "abi3", "none"):
        kind += ["--abi", abi]
    command = [
        sys.executable,
        "-m",
        "pip",
        "--disable-pip-version-check",
        "download",
        "-q",
        "-d",
        str(folder),
        "--require-hashes",
        "--no-deps",
        "--only-binary",
        ":all:",
        *kind,
        *parts.pip_platforms(machine),
        "-r",
        str(listed),
    ]
    if subprocess.call(command, env=clean_environment(os.environ)):
        raise SetUpError("The wheels did not come.")
    return sorted(folder.glob("*.whl"))


def unpack(wheel: Path, site: Path) -> None:
    """Lay a wheel into a folder of packages; its programs stay out."""
    with zipfile.ZipFile(wheel) as packed:
        for name in packed.namelist():
            first, _, rest = name.partition("/")
            if first.endswith(".data"):
                kind, _, rest = rest.partition("/")
                target = rest if kind in ("purelib", "platlib") else ""
            else:
                target = name
            if target and not name.endswith("/"):
                path = site / target
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(packed.read(name))


def make(python: Path, machine: str, wheels: Path, release: str, home: Path, tree: Path) -> None:
    """Make the folder from a compiled Python and a clone's program; whatever stood there is replaced."""
    if home.exists():
        shutil.rmtree(home)
    shutil.copytree(python, home, symlinks=True)
    trimming.python(home)
    # Where a Python of Debian's sources looks for packages.
    site = home / "lib" / f"python{parts.PYTHON}" / "dist-packages"
    reading = home / "reading"
    for part, place in (("runtime", site), ("reading", reading)):
        for wheel in fetch(part, machine, wheels / part):
            unpack(wheel, place)
        trimming.packages(place)
    # What reads pages is a package of its own: where it is not installed this line leads nowhere.
    (site / "reading.pth").write_text("../../../reading\n", "utf-8")
    for name in OURS:
        shutil.copytree(tree / name, site / name, ignore=shutil.ignore_patterns("__pycache__"))
    _fonts(home, site)
    trimming.qt(site / "PySide6")
    _launcher(home)
    (home / "share" / "desk-app" / "release").write_text(release + "\n", "utf-8")
    run = interpreter(home)
    every = ["-q", "-j0", "--invalidation-mode", "unchecked-hash", str(home / "lib"), str(reading)]
    subprocess.run([*run, "-m", "compileall", *every], check=False)
    licences = [
        *run,
        "-m",
        "desk_app",
        "licences",
        "--bom",
        str(home / "share" / "desk-app" / "bom.cdx.json"),
    ]
    subprocess.run(licences, check=False, stdout=subprocess.DEVNULL)  # an earlier program has none
    check(home)


def interpreter(home: Path) -> list[str]:
    """Give the command of the folder's own Python, that sees nothing of this computer's."""
    return [str(home / "bin" / f"python{parts.PYTHON}"), "-I", "-X", "utf8"]


def _fonts(home: Path, site: Path) -> None:
    """Make the static fonts once; the variable ones they come from are not needed any more."""
    subprocess.run([*interpreter(home), "-m", "printing.fonts"], check=True)
    trimming.remove(site / "justmytype_intl_cjk" / "fonts")


def _launcher(home: Path) -> None:
    """Lay the start of the program, and what administrators and desktops want of it, into the folder."""
    for name, mode in (("desk-app", 0o755), ("desk-app.desktop", 0o644), ("desk-app.1", 0o644)):
        shutil.copyfile(FILES / name, home / name)
        (home / name).chmod(mode)


def check(home: Path) -> None:
    """Refuse a folder that asks for a newer C library, or for a library nobody brings."""
    found = elf.asked(home)
    if told := elf.too_new(found, parts.GLIBC):
        raise SetUpError("\n".join(["Too new for the oldest systems:", *told]))
    if unknown := system.unknown(elf.outside(found)):
        raise SetUpError(f"Libraries that no package of the list brings: {' '.join(sorted(unknown))}")
    newest = max(each.glibc for each in found.values())
    say(f"{len(found)} ELF files, none above GLIBC_{'.'.join(map(str, newest))}")
