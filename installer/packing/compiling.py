"""The Python of the folder, compiled in a root of the oldest Debian that has a mirror."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from installer.packing import parts, root

HERE = Path(__file__).parent
LICENCES = {
    "python3.13": ("CPython", "PSF-2.0"),
    "openssl": ("OpenSSL", "Apache-2.0"),
    "sqlite3": ("SQLite", "blessing"),
}
"""Names and licences (SPDX) of what is compiled from Debian's sources."""
BESIDE = (("libffi", "MIT"),)
"""What is taken as Debian compiled it."""


def python(work: Path, machine: str) -> Path:
    """Compile Python, OpenSSL and SQLite from Debian's sources where that is not done; give the folder."""
    folder = root.make(work / parts.ROOT_SUITE, parts.ROOT_SUITE)
    done = folder / f"python-{machine}"
    if (done / "parts.json").exists():
        return done
    with root.entered(folder) as inside:
        inside.install(*parts.TOOLS)
        source = folder / "src"
        source.mkdir(exist_ok=True)
        for name, suite in parts.SOURCES:
            if not list(source.glob(f"{name}-*/")):
                _fetch(inside, name, suite)
        shutil.copy(HERE / "python.sh", source)
        inside.run("sh", "/src/python.sh", machine, f"/python-{machine}")
        (done / "parts.json").write_text(json.dumps(_parts(inside), indent=1), "utf-8")
    return done


def _fetch(inside: root.Root, name: str, suite: str) -> None:
    """Bring one source package of a release into ``/src``, unpacked, its signature checked by apt."""
    line = f"deb-src {root.mirror()} {suite} main\n"
    listed = inside.folder / "etc/apt/sources.list.d/source.list"
    listed.write_text(line, "ascii")
    inside.run("apt-get", "update", "-qq")
    inside.run("sh", "-c", f"cd /src && apt-get source -qq {name}/{suite}")
    listed.unlink()


def _parts(inside: root.Root) -> list[dict[str, str]]:
    """Name, version and licence of everything in there that is no package of Python's."""
    found = []
    for name, (title, licence) in LICENCES.items():
        (description,) = (inside.folder / "src").glob(f"{name}_*.dsc")
        version = description.stem.partition("_")[2]
        found.append({"name": title, "version": version, "licence": licence, "from": f"Debian {name}"})
    for name, licence in BESIDE:
        told = inside.run("sh", "-c", f"dpkg-query -W -f '${{Version}} ' '{name}[0-9]'").split()[0]
        found.append({"name": name, "version": told, "licence": licence, "from": f"Debian {name}"})
    return found
