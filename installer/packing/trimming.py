"""What of the packages the program never opens, and is taken out of the folder again."""

from __future__ import annotations

import shutil
from collections import deque
from typing import TYPE_CHECKING

from installer.packing import elf, parts

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

KEPT_FOLDERS = ("plugins", "lib", "translations")
"""Folders of Qt of which something is kept."""


def remove(path: Path) -> None:
    """Remove a file or a folder with all that is in it."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink()


def qt(pyside: Path) -> None:
    """Leave of PySide6 the modules the program uses, their plugins, and the libraries these ask for."""
    qt_home = pyside / "Qt"
    kept_files = {f"{name}.abi3.so" for name in parts.MODULES} | {
        "__init__.py",
        "_config.py",
        "_git_pyside_version.py",
    }
    for path in pyside.iterdir():
        wanted = path.name in kept_files or path.name.startswith("libpyside6.abi3") or path == qt_home
        if not wanted and path.name not in ("support", "py.typed"):
            remove(path)
    for path in qt_home.iterdir():
        if path.name not in KEPT_FOLDERS:
            remove(path)
    for path in (qt_home / "plugins").iterdir():
        if path.name not in parts.PLUGINS:
            remove(path)
    for path in (qt_home / "plugins").rglob("*.so"):
        if path.name.startswith(parts.NOT_PLUGINS):
            remove(path)
    for path in (qt_home / "translations").iterdir():
        if path.name not in parts.TRANSLATIONS:
            remove(path)
    libraries = qt_home / "lib"
    entries = [*pyside.glob("*.so*"), *(qt_home / "plugins").rglob("*.so")]
    asked = reached(entries, libraries)
    for path in libraries.iterdir():
        if path.name not in asked:
            remove(path)


def reached(entries: Iterable[Path], folder: Path) -> frozenset[str]:
    """Names of the libraries of a folder that files ask for, and that those ask for in turn."""
    found: set[str] = set()
    due = deque(entries)
    while due:
        path = due.popleft()
        if not elf.is_elf(path.resolve()):
            continue
        for name in elf.needs(path.resolve()).libraries:
            if name not in found and (folder / name).exists():
                found.add(name)
                due.append(folder / name)
    return frozenset(found)


def python(home: Path) -> None:
    """Leave of Python what runs programs: no tests, headers, manuals or windows of its own."""
    library = home / "lib" / f"python{parts.PYTHON}"
    for pattern in parts.STANDARD_LEFT_OUT:
        for path in library.glob(pattern):
            remove(path)
    for path in (home / "include", home / "share", home / "lib" / "pkgconfig", *home.glob("lib/*.a")):
        if path.exists():
            remove(path)
    for path in (home / "bin").iterdir():
        if path.name != f"python{parts.PYTHON}":
            remove(path)


def packages(site: Path) -> None:
    """Leave out of all packages their tests, type stubs and headers."""
    for path in sorted(site.rglob("*"), reverse=True):
        if (
            path.is_dir()
            and path.name in ("tests", "test", "include", "__pycache__")
            and "dist-info" not in str(path)
        ):
            shutil.rmtree(path)
        elif path.suffix in (".pyi", ".pyx", ".pxd", ".h", ".lib", ".a") and path.is_file():
            path.unlink()
