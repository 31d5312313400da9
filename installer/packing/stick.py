"""``stick.sh``: everything for computers without a network on one stick, signed."""

from __future__ import annotations

import argparse
import hashlib
import shutil
import subprocess
import sys
from pathlib import Path

from installer.children import SetUpError, say
from installer.packing import folder

FONTS = ("fonts-hanazono", "fonts-babelstone-han")
GUIDE = folder.ROOT / "resources" / "guide" / "installing.md"


def make(stick: Path, packages: Path, keys: Path, home: Path) -> None:
    """Lay the newest packages, fonts, the page and the signed index onto a stick.

    ``home`` is a built folder, whose program signs.
    """
    newest = of_newest(packages)
    if (stick / "packages").exists():
        shutil.rmtree(stick / "packages")
    (stick / "packages").mkdir(parents=True)
    for path in newest:
        shutil.copyfile(path, stick / "packages" / path.name)
    _fonts(stick / "fonts")
    program = [str(home / "desk-app"), "updates", "sign", str(stick), "--keys", str(keys)]
    if subprocess.call(program):
        raise SetUpError("The stick was not signed.")
    shutil.copyfile(keys / "root.json", stick / "root.json")
    shutil.copyfile(GUIDE, stick / "说明.md")
    shutil.copyfile(folder.FILES / "install.sh", stick / "安装.sh")
    (stick / "SHA256SUMS").write_text(sums(stick), "utf-8")
    size = sum(path.stat().st_size for path in stick.rglob("*") if path.is_file())
    say(f"{stick}: {len(newest)} packages, {size / 1e6:.0f} MB")


def of_newest(packages: Path) -> list[Path]:
    """Give the files of the newest release in a folder, of every processor that has one."""
    found = sorted(packages.glob("desk-app*_*.deb")) + sorted(packages.glob("desk-app_*.tar.xz"))
    if not found:
        raise SetUpError(f"No packages in {packages}: run build.sh first.")
    release = max(path.name.split("_")[1] for path in found)
    return [path for path in found if path.name.split("_")[1] == release]


def sums(stick: Path) -> str:
    """Give the SHA-256 of every file of a stick, as ``sha256sum -c`` reads it."""
    files = [path for path in sorted(stick.rglob("*")) if path.is_file() and path.name != "SHA256SUMS"]
    return "".join(f"{_sum(path)}  {path.relative_to(stick)}\n" for path in files)


def _sum(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _fonts(place: Path) -> None:
    """Bring the fonts of rare characters, where this computer's apt has them."""
    place.mkdir(exist_ok=True)
    for name in FONTS:
        if subprocess.call(["apt-get", "download", "-q", name], cwd=place, stdout=subprocess.DEVNULL):
            say(f"{name} did not come; the stick goes without it.")


def main() -> int:
    """Make a stick by the command line; give the exit code."""
    parser = argparse.ArgumentParser(prog="stick.sh", description=__doc__)
    work = Path("/var/tmp/desk-app-build")
    parser.add_argument("stick", type=Path, help="folder of the stick")
    parser.add_argument("--keys", type=Path, required=True, help="folder of the keys; never on the stick")
    parser.add_argument("--packages", type=Path, default=work / "out", help="what build.sh made")
    parser.add_argument("--home", type=Path, default=work / "x86_64" / "desk-app", help="the built folder")
    options = parser.parse_args()
    try:
        make(options.stick, options.packages, options.keys, options.home)
    except SetUpError as problem:
        print(problem, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
