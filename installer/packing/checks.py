"""``build.sh --check``: the packages, installed without a network in bare roots, used, upgraded, removed."""

from __future__ import annotations

import json
import shutil
import subprocess
import time
from typing import TYPE_CHECKING

from installer.children import SetUpError, say
from installer.packing import parts, root

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

SUITES = ("bullseye", "bookworm")
WHO = "clerk"
DATA = f"/home/{WHO}/data"
_FORMATS = (
    "from PySide6.QtGui import QGuiApplication; from PySide6.QtMultimedia import QMediaFormat; "
    "a = QGuiApplication([]); "
    "print(len(QMediaFormat().supportedFileFormats(QMediaFormat.ConversionMode.Decode)))"
)
_FAKE = '#!/bin/sh\necho "LD_LIBRARY_PATH=${LD_LIBRARY_PATH-none}" >> /tmp/lpstat.told\nexit 0\n'


def every(work: Path, out: Path, earlier: Path | None) -> None:
    """Try the packages of a folder in each release; SetUpError names the first that does not hold."""
    newest = {name: _newest(out, name) for name in ("desk-app", "desk-app-reading")}
    for suite in SUITES:
        bare = root.make(work / f"bare-{suite}", suite)
        fresh = work / f"check-{suite}"
        if fresh.exists():
            shutil.rmtree(fresh)
        subprocess.run(["cp", "-a", str(bare), str(fresh)], check=True)
        with root.entered(fresh) as inside:
            (fresh / "packages").mkdir()
            # A root that is thrown away need not wait for its disk.
            (fresh / "etc/dpkg/dpkg.cfg.d/check").write_text("force-unsafe-io\n", "ascii")
            for path in (*newest.values(), *filter(None, [earlier])):
                shutil.copy(path, fresh / "packages")
            for name, done in _steps(inside, newest, earlier):
                began = time.monotonic()
                told = done()
                say(f"[{suite}] {name}: {time.monotonic() - began:.1f} s{'; ' + told if told else ''}")


def _newest(out: Path, name: str) -> Path:
    found = sorted(out.glob(f"{name}_*_amd64.deb"))
    if not found:
        raise SetUpError(f"No {name} in {out}: run build.sh first.")
    return found[-1]


def _steps(
    inside: root.Root, newest: dict[str, Path], earlier: Path | None
) -> Iterator[tuple[str, Callable[[], str]]]:
    """What is tried, one after the other: its name, and what does it and tells of it."""
    new = [f"/packages/{path.name}" for path in newest.values()]
    yield "packages of the system downloaded", lambda: _prepared(inside, new)
    if earlier:
        old = f"/packages/{earlier.name}"
        yield "earlier release installed without a network", lambda: _installed(inside, [old])
        yield "a case with it", lambda: _case(inside)
        yield "an upgrade onto a full disk", lambda: _full(inside, new)
        yield "an upgrade cut off", lambda: _cut(inside, new)
        yield "upgrade", lambda: _installed(inside, new)
        yield "the book after the upgrade", lambda: _sound(inside)
        yield "roll-back", lambda: _back(inside, [old])
        yield "upgrade again", lambda: _installed(inside, new)
    else:
        yield "installed without a network", lambda: _installed(inside, new)
        yield "a case", lambda: _case(inside)
    yield "walkthrough", lambda: _walk(inside)
    yield "doctor", lambda: _doctor(inside)
    yield "camera", lambda: _camera(inside)
    yield "licences", lambda: user(inside, "desk-app licences").splitlines()[-1]
    yield "commands of the system without our libraries", lambda: _clean(inside)
    yield "county", lambda: _county(inside)
    yield "files of the desktop", lambda: _laid(inside)
    yield "bench start", lambda: _start(inside)
    yield "purge", lambda: _purged(inside)


def user(inside: root.Root, line: str, *, check: bool = True) -> str:
    """Run a line as an ordinary user, with the loopback alone; give what it printed."""
    alone = f"runuser -u {WHO} -- env HOME=/home/{WHO} DESK_DATA={DATA} QT_QPA_PLATFORM=offscreen sh -c"
    return inside.run("sh", "-c", f"cd /home/{WHO} && {alone} '{line}'", offline=True, check=check)


def _prepared(inside: root.Root, packages: list[str]) -> str:
    inside.run("apt-get", "update", "-qq")
    inside.run("apt-get", "install", "-y", "-qq", "--no-install-recommends", "-d", *packages)
    inside.run("useradd", "-m", "-s", "/bin/sh", WHO)
    return f"{len(list((inside.folder / 'var/cache/apt/archives').glob('*.deb')))} of them"


def _installed(inside: root.Root, packages: list[str]) -> str:
    if inside.run("dpkg", "--audit", check=False):  # one that was cut off: apt can not go on, dpkg can
        inside.run("dpkg", "-i", *packages, offline=True)
    how = ("--no-install-recommends", "--allow-downgrades")
    inside.run("apt-get", "install", "-y", "-qq", *how, *packages, offline=True)
    return user(inside, "desk-app --version").strip()


def _full(inside: root.Root, packages: list[str]) -> str:
    """An upgrade for which the disk has no room leaves the earlier release as it was."""
    opt, small = inside.folder / "opt", inside.folder / "small"
    size = sum(path.lstat().st_size for path in (opt / "desk-app").rglob("*") if not path.is_dir())
    small.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={int(size * 1.4)}", "none", str(small)], check=True)
    try:
        subprocess.run(["cp", "-a", str(opt / "desk-app"), str(small)], check=True)
        subprocess.run(["mount", "--bind", str(small), str(opt)], check=True)
        try:
            told = inside.run("dpkg", "-i", *packages, offline=True, check=False)
            if "No space left" not in told:
                raise SetUpError("The disk was not full.")
            return _still(inside)
        finally:
            subprocess.run(["umount", "-l", str(opt)], check=True)
    finally:
        subprocess.run(["umount", "-l", str(small)], check=True)
        inside.run("dpkg", "--configure", "-a", check=False)


def _cut(inside: root.Root, packages: list[str]) -> str:
    """An upgrade that is killed while it unpacks leaves the earlier release as it was."""
    inside.run("timeout", "-s", "KILL", "2", "dpkg", "-i", packages[0], offline=True, check=False)
    return _still(inside)


def _still(inside: root.Root) -> str:
    """The program starts and its book is sound."""
    _sound(inside)
    return user(inside, "desk-app --version").strip()


def _case(inside: root.Root) -> str:
    user(inside, "desk-app walkthrough --out case")
    return _sound(inside)


def _walk(inside: root.Root) -> str:
    user(inside, "DESK_DATA= desk-app walkthrough --out out")
    out = inside.folder / "home" / WHO / "out"
    papers, pictures = len(list(out.glob("*.pdf"))), len(list(out.glob("*.png")))
    if not papers or not pictures:
        raise SetUpError("The walkthrough left no papers or pictures.")
    return f"{papers} papers, {pictures} pictures"


def _number(inside: root.Root) -> str:
    found = json.loads((inside.folder / "home" / WHO / "case" / "result.json").read_text("utf-8"))
    return str(found["receipt_number"])


def _sound(inside: root.Root) -> str:
    """Open the book, check it whole, find the case in it."""
    user(inside, "desk-app book check")
    number = _number(inside)
    if number not in user(inside, f"desk-app show {number}"):
        raise SetUpError(f"The case {number} is not in the book.")
    return number


def _back(inside: root.Root, packages: list[str]) -> str:
    """The three steps of the guide: the older package, the copy of the book, a check."""
    _installed(inside, packages)
    refused = user(inside, f"desk-app show {_number(inside)}", check=False).strip()
    user(inside, "mv data/book.db book.newer; rm -f data/book.db-*")  # for releases of before 2026-11-28
    user(inside, "desk-app book restore $(ls data/before/*.db | head -1) --yes")
    _sound(inside)
    return refused.splitlines()[-1] if refused else ""


def _doctor(inside: root.Root) -> str:
    told = user(inside, "desk-app doctor", check=False)
    if missing := [line for line in told.splitlines() if line.startswith("[缺少]")]:
        raise SetUpError("\n".join(missing))
    if not any(line.startswith("[正常] 识别证件") for line in told.splitlines()):
        raise SetUpError("What reads cards and pages is not there.")
    return f"{len(told.splitlines())} lines, nothing missing"


def _camera(inside: root.Root) -> str:
    """Qt finds the plugin of cameras and the video library it brings along."""
    told = user(inside, f'/opt/desk-app/bin/python{parts.PYTHON} -I -c "{_FORMATS}" 2>/dev/null').strip()
    if not told.isdecimal() or told == "0":
        raise SetUpError("Qt's part for cameras does not load.")
    return f"{told} formats"


def _clean(inside: root.Root) -> str:
    """Commands of the system get its own libraries: a stand-in for lpstat tells what it was given."""
    for name in ("lp", "lpstat"):
        path = inside.folder / "usr/local/bin" / name
        path.write_text(_FAKE, "ascii")
        path.chmod(0o755)
    user(inside, "desk-app printers", check=False)
    told = (inside.folder / "tmp/lpstat.told").read_text("ascii").split()
    if set(told) != {"LD_LIBRARY_PATH=none"}:
        raise SetUpError(f"lpstat was given {told}")
    return told[0]


def _start(inside: root.Root) -> str:
    told = user(inside, "desk-app bench start")
    return next(line for line in told.splitlines() if "start.window" in line).strip()


def _county(inside: root.Root) -> str:
    line = (
        "DESK_COUNTY_TOKEN=0123456789abcdef0123 desk-app county serve "
        "--database sqlite:////home/clerk/county.db & "
        'for i in $(seq 120); do /opt/desk-app/bin/python3.?? -I -c "import socket; '
        'socket.create_connection((\\"127.0.0.1\\", 8765), 1)" 2>/dev/null && echo answers && break; '
        "sleep 0.5; done; kill -INT $!; wait"
    )
    if "answers" not in user(inside, line, check=False):
        raise SetUpError("The county's end does not answer.")
    return "answers"


def _laid(inside: root.Root) -> str:
    wanted = (
        *("usr/share/applications/desk-app.desktop", "usr/share/icons/hicolor/scalable/apps/desk-app.svg"),
        *("usr/share/man/man1/desk-app.1.gz", "lib/udev/rules.d/70-desk-app.rules"),
        "lib/systemd/system/desk-app-county.service",
    )
    if missing := [name for name in wanted if not (inside.folder / name).is_file()]:
        raise SetUpError(f"Not installed: {missing}")
    return f"{len(wanted)} files"


def _purged(inside: root.Root) -> str:
    inside.run("apt-get", "purge", "-y", "-qq", "desk-app", "desk-app-reading", offline=True)
    if (inside.folder / "opt/desk-app").exists():
        raise SetUpError("Something of the program was left.")
    if not (inside.folder / DATA.lstrip("/") / "book.db").is_file():
        raise SetUpError("The data folder was touched.")
    return "the data stays"
