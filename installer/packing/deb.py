"""The packages made of a folder: two .deb (the program; what reads cards and pages) and a .tar.xz."""

from __future__ import annotations

import gzip
import hashlib
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from installer.packing import elf, parts, system

FILES = Path(__file__).parent / "files"
NAME = "desk-app"
READING = "desk-app-reading"
HOME = "opt/desk-app"
_KEEPER = "desk-app <root@localhost>"
_RECOMMENDED = (
    *("ca-certificates", "cups-client", "sane-utils", "fonts-hanazono", "fonts-babelstone-han", "xdg-utils"),
    "ibus | fcitx5 | fcitx",
)
"""What the program calls or is glad of, and does without."""
LAID = (
    ("desk-app.desktop", "usr/share/applications/desk-app.desktop"),
    ("70-desk-app.rules", "lib/udev/rules.d/70-desk-app.rules"),
    ("desk-app-county.service", "lib/systemd/system/desk-app-county.service"),
)
"""Files of the system: which, and where it lies there."""
PROGRAM_TEXT = """残疾人服务“一件事”窗口工作站
 A counter-window program for disability services, with its own Python and Qt.
 Its data lies in the user's own folder and is never touched by this package."""
READING_TEXT = """识别证件和材料的组件
 Reads cards and pages offline for desk-app. The window works without it."""


def control(name: str, version: str, machine: str, size: int, depends: list[str], text: str) -> str:
    """Give the description of a package; ``size`` in bytes."""
    head, _, rest = text.partition("\n")
    lines = [
        f"Package: {name}",
        f"Version: {version}",
        f"Architecture: {parts.MACHINES[machine]}",
        f"Maintainer: {_KEEPER}",
        "Section: misc",
        "Priority: optional",
        f"Installed-Size: {size // 1024}",
        f"Depends: {', '.join(depends)}",
    ]
    if name == NAME:
        lines.append(f"Recommends: {', '.join((READING, *_RECOMMENDED))}")
    return "\n".join([*lines, f"Description: {head}", rest, ""])


def make(home: Path, machine: str, version: str, out: Path) -> list[Path]:
    """Pack a folder; give the two packages and the archive."""
    out.mkdir(parents=True, exist_ok=True)
    arch = parts.MACHINES[machine]
    with tempfile.TemporaryDirectory(dir=out) as scratch:
        libraries = elf.outside(elf.asked(home))
        program = Path(scratch, NAME)
        shutil.copytree(home, program / HOME, symlinks=True)
        shutil.rmtree(program / HOME / "reading")
        _lay(program)
        needed = [f"libc6 (>= {parts.GLIBC})", "libstdc++6", "zlib1g", *system.depends(libraries)]
        first = _pack(
            program,
            control(NAME, version, machine, _size(program), needed, PROGRAM_TEXT),
            out,
            f"{NAME}_{version}_{arch}.deb",
        )
        reading = Path(scratch, READING)
        shutil.copytree(home / "reading", reading / HOME / "reading", symlinks=True)
        needed = [f"{NAME} (>= {version.partition('+')[0]})"]
        second = _pack(
            reading,
            control(READING, version, machine, _size(reading), needed, READING_TEXT),
            out,
            f"{READING}_{version}_{arch}.deb",
        )
    archive = out / f"{NAME}_{version}_{machine}.tar.xz"
    command = [
        "tar",
        "--owner=0",
        "--group=0",
        "--sort=name",
        "-C",
        str(home.parent),
        "-cJf",
        str(archive),
        home.name,
    ]
    subprocess.run(command, check=True, env={**os.environ, "XZ_OPT": "-T2 -6"})
    return [first, second, archive]


def _lay(tree: Path) -> None:
    """Lay what belongs to the system beside the folder: start, entry, icon, manual, rules, service."""
    for name, place in LAID:
        (tree / place).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(FILES / name, tree / place)
    (tree / "usr/bin").mkdir(parents=True)
    (tree / "usr/bin/desk-app").symlink_to(f"/{HOME}/desk-app")
    icon = tree / "usr/share/icons/hicolor/scalable/apps/desk-app.svg"
    icon.parent.mkdir(parents=True)
    shutil.copyfile(next((tree / HOME).glob("lib/python*/dist-packages/resources/icons/app.svg")), icon)
    manual = tree / "usr/share/man/man1/desk-app.1.gz"
    manual.parent.mkdir(parents=True)
    manual.write_bytes(gzip.compress((FILES / "desk-app.1").read_bytes(), mtime=0))


def _size(tree: Path) -> int:
    return sum(path.lstat().st_size for path in tree.rglob("*") if not path.is_dir())


def _pack(tree: Path, description: str, out: Path, name: str) -> Path:
    """Make one package: everybody may read what is in it, and xz is what older dpkg opens."""
    subprocess.run(["chmod", "-R", "u+rwX,go+rX,go-w", str(tree)], check=True)
    sums = []
    for path in sorted(tree.rglob("*")):
        if path.is_file() and not path.is_symlink():
            sums.append(f"{hashlib.md5(path.read_bytes()).hexdigest()}  {path.relative_to(tree)}\n")
    (tree / "DEBIAN").mkdir(mode=0o755)
    (tree / "DEBIAN" / "control").write_text(description, "utf-8")
    (tree / "DEBIAN" / "md5sums").write_text("".join(sums), "utf-8")
    command = ["dpkg-deb", "--root-owner-group", "-Zxz", "-z6", "--build", str(tree), str(out / name)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return out / name
