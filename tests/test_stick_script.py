"""安装.sh of a stick: what it looks at before it installs, and the one sentence where something is wrong."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from installer.children import SetUpError
from installer.packing import folder, stick

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="for Linux")
PACKAGE = "desk-app_0.2.0+202611280000_amd64.deb"


@pytest.fixture
def laid(tmp_path: Path) -> Path:
    """A stick as ``stick.sh`` lays it, its packages small, and commands that stand in for the system's."""
    place = tmp_path / "一个 优盘"
    (place / "packages").mkdir(parents=True)
    (place / "fonts").mkdir()
    (place / "packages" / PACKAGE).write_bytes(b"package")
    (place / "root.json").write_text("{}", "ascii")
    script = (folder.FILES / "install.sh").read_text("utf-8")
    for system in ("/etc/desk-app", "/opt/desk-app"):
        script = script.replace(system, str(tmp_path / system.strip("/").replace("/", "-")))
    (place / "安装.sh").write_text(script, "utf-8")
    (place / "SHA256SUMS").write_text(stick.sums(place), "utf-8")
    stand_in(tmp_path, "id", "echo 0")
    stand_in(tmp_path, "uname", "echo x86_64")
    stand_in(tmp_path, "getconf", "echo glibc 2.28")
    stand_in(tmp_path, "df", "echo head; echo / 9 9 1500 9")
    stand_in(
        tmp_path,
        "dpkg",
        f'[ "$1" = --audit ] && cat "{tmp_path}/audit" 2>/dev/null; echo "$@" >> "{tmp_path}/unpacked"',
    )
    stand_in(tmp_path, "apt-get", f'echo "$@" > "{tmp_path}/asked"')
    return place


def stand_in(tmp_path: Path, name: str, does: str) -> None:
    path = tmp_path / "commands" / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"#!/bin/sh\n{does}\n", "utf-8")
    path.chmod(0o755)


def installs(laid: Path) -> tuple[int, str, str]:
    """Run it; its exit code, what it told, and what apt was asked."""
    env = {**os.environ, "PATH": f"{laid.parent / 'commands'}:{os.environ['PATH']}", "LC_ALL": "C.UTF-8"}
    command = ["sh", str(laid / "安装.sh")]
    done = subprocess.run(command, env=env, capture_output=True, encoding="utf-8", check=False)
    asked = laid.parent / "asked"
    return done.returncode, done.stdout + done.stderr, asked.read_text("utf-8") if asked.exists() else ""


def test_a_whole_stick_is_installed_without_a_network(laid: Path) -> None:
    code, told, asked = installs(laid)
    assert code == 0
    assert "装好了" in told
    assert "--allow-downgrades" in asked
    assert f"./packages/{PACKAGE}" in asked
    assert (laid.parent / "etc-desk-app" / "root.json").exists()


@pytest.mark.parametrize(
    ("command", "does", "sentence"),
    [
        ("id", "echo 1000", "管理员"),
        ("uname", "echo loongarch64", "loongarch64"),
        ("uname", "echo aarch64", "aarch64"),
        ("getconf", "echo glibc 2.27", "2.27"),
        ("getconf", "exit 1", "不明"),
        ("df", "echo head; echo / 9 9 1499 9", "1499 MB"),
    ],
)
def test_what_is_wrong_is_one_sentence_and_nothing_is_installed(
    laid: Path, command: str, does: str, sentence: str
) -> None:
    stand_in(laid.parent, command, does)
    code, told, asked = installs(laid)
    assert code == 1
    assert sentence in told
    assert len(told.strip().splitlines()) == 1
    assert asked == ""


def test_a_newer_glibc_is_no_older_one(laid: Path) -> None:
    stand_in(laid.parent, "getconf", "echo glibc 2.100")
    assert installs(laid)[0] == 0


@pytest.mark.parametrize("name", [f"packages/{PACKAGE}", "root.json"])
def test_one_flipped_bit_installs_nothing(laid: Path, name: str) -> None:
    torn = bytearray((laid / name).read_bytes())
    torn[0] ^= 1
    (laid / name).write_bytes(torn)
    code, told, asked = installs(laid)
    assert (code, asked) == (1, "")
    assert "坏了" in told
    assert "原来的程序照常能用" in told


@pytest.mark.parametrize(("answer", "installed"), [(0, True), (1, False)])
def test_an_installed_program_checks_the_stick_first(laid: Path, answer: int, installed: bool) -> None:
    program = laid.parent / "opt-desk-app" / "desk-app"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\necho "asked: $@"\nexit {answer}\n', "ascii")
    program.chmod(0o755)
    code, told, asked = installs(laid)
    assert "asked: updates check ." in told
    assert (code == 0) is installed
    assert bool(asked) is installed


def test_an_installation_that_was_cut_off_is_taken_up(laid: Path) -> None:
    (laid.parent / "audit").write_text("desk-app is in a mess\n", "ascii")
    code, _, _ = installs(laid)
    assert code == 0
    assert f"-i ./packages/{PACKAGE}" in (laid.parent / "unpacked").read_text("ascii")


def test_what_apt_refuses_is_told(laid: Path) -> None:
    stand_in(laid.parent, "apt-get", "echo libegl1; exit 100")
    code, told, _ = installs(laid)
    assert code == 1
    assert "缺哪些系统库" in told


def test_the_newest_release_goes_onto_the_stick(tmp_path: Path) -> None:
    for release in ("0.1.0+202611270000", "0.1.0+202611280000"):
        for name in ("desk-app_{}_amd64.deb", "desk-app-reading_{}_amd64.deb", "desk-app_{}_x86_64.tar.xz"):
            (tmp_path / name.format(release)).write_bytes(b"")
    found = stick.of_newest(tmp_path)
    assert len(found) == 3
    assert all("202611280000" in path.name for path in found)
    shutil.rmtree(tmp_path)
    tmp_path.mkdir()
    with pytest.raises(SetUpError):
        stick.of_newest(tmp_path)
