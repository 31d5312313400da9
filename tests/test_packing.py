"""The build of the packaged copy, as far as it is quick: what it reads, keeps, leaves out and writes."""

import os
import shutil
import struct
import subprocess
import sys
from pathlib import Path

import pytest

from installer import lock
from installer.packing import deb, elf, folder, parts, root, system, trimming

linux_only = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="ELF files and dpkg")
PACKAGES = Path(sys.prefix, "lib", f"python{sys.version_info[0]}.{sys.version_info[1]}", "site-packages")


def elf_file(path: Path, *, versions: tuple[str, ...] = ("GLIBC_2.28",), cut: int = 0) -> Path:
    """A small ELF file that asks libx.so.1 for versions: two program headers, loaded and dynamic."""
    names = b"\0libx.so.1\0" + b"".join(each.encode() + b"\0" for each in versions)
    places = [names.index(b"\0" + each.encode() + b"\0") + 1 for each in versions]
    head, programs, tags = 64, 2 * 56, 5 * 16
    strings = head + programs + tags
    needed = strings + len(names)
    aux = b"".join(
        struct.pack("<IHHII", 0, 0, 0, place, 16 if number < len(places) - 1 else 0)
        for number, place in enumerate(places)
    )
    verneed = struct.pack("<HHIII", 1, len(places), 1, 16, 0) + aux
    dynamic = b"".join(
        struct.pack("<qQ", *pair)
        for pair in ((1, 1), (5, strings), (0x6FFFFFFE, needed), (0x6FFFFFFF, 1), (0, 0))
    )
    size = needed + len(verneed)
    header = b"\x7fELF\x02\x01\x01".ljust(16, b"\0") + struct.pack(
        "<HHIQQQIHHHHHH", 3, 62, 1, 0, 64, 0, 0, 64, 56, 2, 0, 0, 0
    )
    segments = struct.pack("<IIQQQQQQ", 1, 5, 0, 0, 0, size, size, 4096)
    segments += struct.pack("<IIQQQQQQ", 2, 6, head + programs, head + programs, 0, tags, tags, 8)
    whole = header + segments + dynamic + names + verneed
    path.write_bytes(whole[: len(whole) - cut])
    return path


def test_an_elf_file_tells_what_it_asks_for(tmp_path: Path) -> None:
    found = elf.needs(elf_file(tmp_path / "a.so", versions=("GLIBC_2.3.4", "GLIBC_2.28", "OTHER_9")))
    assert found.libraries == ("libx.so.1",)
    assert found.versions == ("GLIBC_2.3.4", "GLIBC_2.28", "OTHER_9")
    assert found.glibc == (2, 28)


def test_a_torn_elf_file_is_told_as_such(tmp_path: Path) -> None:
    for cut in (1, 20, 60, 100, 200, 300):
        torn = elf_file(tmp_path / "a.so", cut=cut)
        with pytest.raises(ValueError, match="torn"):
            elf.needs(torn)


def test_a_file_above_the_limit_is_named(tmp_path: Path) -> None:
    elf_file(tmp_path / "old.so", versions=("GLIBC_2.9",))
    new = elf_file(tmp_path / "new.so", versions=("GLIBC_2.29",))
    (tmp_path / "link.so").symlink_to(new)
    (tmp_path / "text").write_text("no ELF", "ascii")
    found = elf.asked(tmp_path)
    assert [path.name for path in found] == ["new.so", "old.so"]
    assert elf.too_new(found, "2.28") == [f"{new}: GLIBC_2.29"]
    assert elf.too_new(found, "2.29") == []


@linux_only
def test_it_reads_what_the_system_s_own_tool_reads() -> None:
    if not shutil.which("objdump"):
        pytest.skip("no objdump")
    for path in (Path(sys.executable).resolve(), next(PACKAGES.glob("PySide6/QtCore*.so"))):
        told = subprocess.run(
            ["objdump", "-p", path], capture_output=True, text=True, check=True
        ).stdout.split()
        named = [told[number + 1] for number, word in enumerate(told) if word == "NEEDED"]
        assert list(elf.needs(path).libraries) == named


@linux_only
def test_every_library_of_qt_has_a_package_that_brings_it() -> None:
    entries = [*PACKAGES.glob("PySide6/*.abi3.so"), *PACKAGES.glob("PySide6/Qt/plugins/platforms/*.so")]
    kept = [path for path in entries if path.name.partition(".")[0] in parts.MODULES]
    reached = trimming.reached(kept, PACKAGES / "PySide6/Qt/lib")
    assert "libQt6Core.so.6" in reached
    found = {
        path: elf.needs(path) for path in (PACKAGES / "PySide6/Qt/lib").iterdir() if path.name in reached
    }
    ours = {
        name for name in elf.outside(found) if not name.startswith(("libQt6", "libav", "libsw", "libicu"))
    }
    assert system.unknown(ours) == []


def test_packages_are_asked_for_once_and_in_order() -> None:
    asked = system.depends(["libX11.so.6", "libva.so.2", "libEGL.so.1", "libc.so.6"])
    assert asked == sorted(set(asked))
    assert {"libx11-6", "libegl1", "libxcb-randr0"} <= set(asked)
    assert "libva2" not in asked


@pytest.mark.parametrize("machine", parts.MACHINES)
def test_the_folder_takes_the_pins_of_its_own_python(machine: str) -> None:
    runtime = folder.pinned("runtime", machine)
    heads = [head.partition("==")[0] for head in lock.pins(runtime)]
    assert len(heads) == len(set(heads))
    assert "pyside6-essentials" in heads
    assert not {*parts.NOT_INSTALLED, "backports-tarfile", "pywin32-ctypes", "pyside6-pdf"} & set(heads)
    assert " ; " not in runtime
    assert runtime.count("--hash=sha256:") >= len(heads)
    assert {"onnxruntime", "numpy"} <= {
        h.partition("==")[0] for h in lock.pins(folder.pinned("reading", machine))
    }


def test_wheels_of_newer_systems_are_not_asked_for() -> None:
    told = parts.pip_platforms("x86_64")
    assert "manylinux_2_28_x86_64" in told
    assert "any" in told
    assert not [name for name in told if name.startswith(("manylinux_2_29", "manylinux_2_3"))]


@linux_only
def test_the_mirror_is_the_one_of_this_computer_and_stands_nowhere_else() -> None:
    sources = [
        p for p in (Path(__file__).parent.parent / "installer").rglob("*") if p.suffix in (".py", ".sh")
    ]
    if shutil.which("apt-get") and any(map(Path.is_file, root._SOURCES)):
        address = root.mirror()
        assert all(address.split("/")[2] not in path.read_text("utf-8") for path in sources)


def laid_home(home: Path) -> Path:
    """A folder as the build makes it, as small as it can be."""
    icons = home / f"lib/python{parts.PYTHON}/dist-packages/resources/icons"
    icons.mkdir(parents=True)
    (icons / "app.svg").write_text("<svg/>", "ascii")
    (home / "bin").mkdir()
    elf_file(home / "bin" / f"python{parts.PYTHON}")
    devices = home / f"lib/python{parts.PYTHON}/dist-packages/desk_app/devices/reading"
    devices.mkdir(parents=True)  # of the same name as what goes into a package of its own
    (devices / "main.py").write_text("", "ascii")
    (home / "reading").mkdir()
    (home / "reading" / "reads.py").write_text("", "ascii")
    shutil.copy(deb.FILES / "desk-app", home)
    (home / "desk-app").chmod(0o700)
    return home


@linux_only
def test_the_packages_hold_the_folder_and_what_desktops_want(tmp_path: Path) -> None:
    if not shutil.which("dpkg-deb"):
        pytest.skip("no dpkg-deb")
    home = laid_home(tmp_path / "desk-app")
    made = deb.make(home, "x86_64", "0.1.0+202611280000", tmp_path / "out")
    assert [path.name for path in made] == [
        "desk-app_0.1.0+202611280000_amd64.deb",
        "desk-app-reading_0.1.0+202611280000_amd64.deb",
        "desk-app_0.1.0+202611280000_x86_64.tar.xz",
    ]
    told = subprocess.run(["dpkg-deb", "-c", made[0]], capture_output=True, text=True, check=True).stdout
    for _, place in deb.LAID:
        assert f"./{place}\n" in told
    assert "./opt/desk-app/reading" not in told
    assert "desk_app/devices/reading/main.py" in told
    assert "-rwxr-xr-x root/root" in told
    field = subprocess.run(["dpkg-deb", "-f", made[0]], capture_output=True, text=True, check=True).stdout
    assert "libc6 (>= 2.28)" in field
    scripts = subprocess.run(["dpkg-deb", "--ctrl-tarfile", made[0]], capture_output=True, check=True).stdout
    assert b"postinst" not in scripts  # nothing of the package runs as root
    assert b"prerm" not in scripts
    reading = subprocess.run(["dpkg-deb", "-c", made[1]], capture_output=True, text=True, check=True).stdout
    assert "./opt/desk-app/reading/reads.py" in reading


@linux_only
def test_the_start_finds_its_folder_and_lets_no_other_python_in(tmp_path: Path) -> None:
    home = tmp_path / "一个 文件夹" / "desk-app"
    (home / "bin").mkdir(parents=True)
    shutil.copy(deb.FILES / "desk-app", home)
    (home / "desk-app").chmod(0o755)
    python = home / "bin" / f"python{parts.PYTHON}"
    python.write_text('#!/bin/sh\necho "$@"\nenv\n', "ascii")
    python.chmod(0o755)
    link = tmp_path / "desk-app"
    link.symlink_to(home / "desk-app")
    env = {**os.environ, "PYTHONHOME": "/nowhere", "PYTHONPATH": "/nowhere", "LD_LIBRARY_PATH": ""}
    told = subprocess.run(
        [link, "doctor", "一 二"], env=env, capture_output=True, text=True, check=True
    ).stdout
    assert told.splitlines()[0] == "-m desk_app doctor 一 二"
    assert "/nowhere" not in told
    assert "PYTHONSAFEPATH=1" in told
