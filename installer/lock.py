"""requirements.lock: what it pins for a machine, and how it is made anew."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from installer.children import SetUpError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

LOCK_NAME = "requirements.lock"

# The last PySide6 whose wheels run on an older glibc: machine, glibc below, version.
OLD_GLIBC = (("x86_64", "2.34", "6.9.3"), ("aarch64", "2.39", "6.8.0.2"))
QT_NAMES = ("pyside6", "shiboken6")

# Where the wheels of "reading" run: machines as machine_name() names them, and the least glibc.
READING_MACHINES = ("x86_64", "aarch64", "arm64", "AMD64")
READING_GLIBC = "2.28"

LOCK_HEAD = """\
# The exact versions and hashes that installer/prepare.py installs. Made by
#     python3 installer/prepare.py lock
# from pyproject.toml, for every platform; do not edit by hand. The parts "reading" and "test" come on
# top of "runtime"; a part "runtime MACHINE glibc<VERSION" stands in for the Qt lines on an older Linux.
"""


def sections(lock: str) -> dict[str, str]:
    """Split the lock at its `# == name ==` lines into the text of each named part."""
    found: dict[str, list[str]] = {}
    name = ""
    for line in lock.splitlines():
        if line.startswith("# == ") and line.endswith(" =="):
            name = line[5:-3]
            found[name] = []
        elif name:
            found[name].append(line)
    return {name: "\n".join(lines) + "\n" for name, lines in found.items()}


def pins(text: str) -> dict[str, str]:
    """Give each requirement of a part, hashes and all, under its name with its marker."""
    found: dict[str, str] = {}
    head = ""
    for line in text.splitlines():
        if line and line[0] not in " #":
            head = line.rstrip("\\ ")
            found[head] = line + "\n"
        elif head and line.strip():
            found[head] += line + "\n"
    return found


def is_qt(pin: str) -> bool:
    """Tell whether a pin belongs to the Qt packages, which change together."""
    return pin.startswith(QT_NAMES)


def version(text: str) -> tuple[int, ...]:
    """Turn '2.34' into (2, 34)."""
    return tuple(int(part) for part in text.split("."))


def requirements(lock: str, part: str, machine: str, glibc: str) -> str:
    """Give the pins of a part for this machine, with an older Qt where glibc asks for it."""
    parts = sections(lock)
    chosen = pins(parts[part])
    for name, text in parts.items():
        words = name.split()
        if len(words) == 3 and words[:2] == [part, machine] and glibc:
            below = words[2].removeprefix("glibc<")
            if version(glibc) < version(below):
                chosen = {head: pin for head, pin in chosen.items() if not is_qt(head)} | pins(text)
    return "".join(chosen.values())


def machine_name() -> str:
    """Name the processor as the lock does."""
    if sys.platform == "win32":
        return os.environ.get("PROCESSOR_ARCHITECTURE", "")
    return os.uname().machine


def glibc_version() -> str:
    """Give glibc's version, or nothing where there is no glibc."""
    if sys.platform == "win32":
        return ""
    try:
        words = (os.confstr("CS_GNU_LIBC_VERSION") or "").split()
    except (ValueError, OSError):
        return ""
    return words[1] if len(words) == 2 else ""


def has_reading(machine: str, glibc: str) -> bool:
    """Tell whether the wheels that read cards and pages run here; the program works without them."""
    return machine in READING_MACHINES and (not glibc or version(glibc) >= version(READING_GLIBC))


def compile_pins(root: Path, asked: Sequence[str], *options: str) -> dict[str, str]:
    """Resolve requirements for every platform, with hashes."""
    import shutil
    import subprocess

    uv = shutil.which("uv")
    if uv is None:
        raise SetUpError("没有找到 uv，请先运行 pip install uv，再来一次。")
    fixed = ["--universal", "--python-version", "3.11", "--generate-hashes", "--only-binary", ":all:"]
    command = [uv, "pip", "compile", *fixed, "--quiet", "--no-header", "--no-annotate", *options, "-"]
    told = "\n".join(asked).encode()
    done = subprocess.run(command, cwd=root, input=told, stdout=subprocess.PIPE, check=False)
    if done.returncode:
        raise SetUpError("依赖没有解出来，请按上面 uv 的说明改 pyproject.toml 的 dependencies。")
    return pins(done.stdout.decode())


def beside(runtime: dict[str, str], part: dict[str, str]) -> dict[str, str]:
    """Give what a part has on top of the runtime; what two parts share stands in both."""
    return {head: pin for head, pin in part.items() if head not in runtime}


def make_lock(root: Path) -> str:
    """Resolve pyproject.toml into the text of the lock file."""
    import tempfile
    import tomllib

    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))
    build = project["build-system"]["requires"]
    extras = ("--extra", "reading", "--extra", "test")
    everything = compile_pins(root, build, *extras, "pyproject.toml")
    with tempfile.TemporaryDirectory() as scratch:
        same = Path(scratch) / "same.txt"
        same.write_text("\n".join(everything), "utf-8")
        fixed = ("--constraint", str(same))
        runtime = compile_pins(root, build, *fixed, "pyproject.toml")
        reading = compile_pins(root, build, *fixed, "--extra", "reading", "pyproject.toml")
        test = compile_pins(root, build, *fixed, "--extra", "test", "pyproject.toml")
    parts = {"runtime": runtime, "reading": beside(runtime, reading), "test": beside(runtime, test)}
    for machine, below, qt in OLD_GLIBC:
        asked = [f"PySide6-Essentials=={qt}", f"PySide6-Addons=={qt}"]
        parts[f"runtime {machine} glibc<{below}"] = compile_pins(root, asked)
    return LOCK_HEAD + "".join(f"\n# == {name} ==\n{''.join(text.values())}" for name, text in parts.items())
