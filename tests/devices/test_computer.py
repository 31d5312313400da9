"""The computer itself: typing Chinese, memory, disk, the way through a proxy, any console, sleep."""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from desk_app.county.client import UNUSABLE_PROXY, HttpCounty
from desk_app.devices.computer import disk, input_method, memory, proxy
from desk_app.errors import LineError
from desk_app.ui.kit import uptime

ROOT = Path(__file__).parent.parent.parent
HOUR_OF_SLEEP = 3600
MEMINFO = "MemTotal:        4028440 kB\nMemFree:          120000 kB\nMemAvailable:     500000 kB\n"


@pytest.mark.parametrize(
    ("named", "spoken"),
    [
        ({"QT_IM_MODULE": "fcitx"}, "ibus"),
        ({"QT_IM_MODULE": "fcitx5"}, "ibus"),
        ({"XMODIFIERS": "@im=fcitx"}, "ibus"),
        ({"XMODIFIERS": "@im=ibus"}, "ibus"),
        ({"GTK_IM_MODULE": "ibus"}, "ibus"),
        ({"QT_IM_MODULE": "compose", "XMODIFIERS": "@im=fcitx"}, "compose"),
        ({"XMODIFIERS": "@im=none"}, None),
        ({}, None),
    ],
)
def test_qt_speaks_to_the_input_method_that_the_desktop_names(
    named: dict[str, str], spoken: str | None
) -> None:
    environment = dict(named)
    input_method.settle(environment, "linux")
    assert environment.pop("IBUS_USE_PORTAL", None) in (None, "1")
    assert environment.get("QT_IM_MODULE") == spoken
    # What is told afterwards is what the desktop asked for.
    assert input_method.asked_for(environment) == input_method.asked_for(named)


def test_fcitx_is_spoken_to_by_its_portal_where_there_is_no_program_of_ibus(tmp_path: Path) -> None:
    # GIVEN a desktop with fcitx WHEN ibus is not installed, and when it is
    alone = {"QT_IM_MODULE": "fcitx", "PATH": str(tmp_path)}
    beside, own = dict(alone), {"QT_IM_MODULE": "ibus", "PATH": str(tmp_path)}
    input_method.settle(alone, "linux")
    (tmp_path / "ibus-daemon").write_text("#!/bin/sh\n", encoding="utf-8")
    (tmp_path / "ibus-daemon").chmod(0o755)
    for environment in (beside, own):
        input_method.settle(environment, "linux")
    # THEN only without it Qt is told to use the portal
    assert alone["IBUS_USE_PORTAL"] == "1"
    assert "IBUS_USE_PORTAL" not in {**beside, **own}


def test_elsewhere_nothing_is_touched_and_no_input_method_is_told() -> None:
    environment = {"QT_IM_MODULE": "fcitx"}
    input_method.settle(environment, "win32")
    assert environment == {"QT_IM_MODULE": "fcitx"}
    assert input_method.sentence({}, "linux")[0] is False
    assert input_method.sentence({"WAYLAND_DISPLAY": "wayland-0"}, "linux")[0] is True


def test_a_small_computer_is_known_by_its_memory() -> None:
    found = memory.of_table(MEMINFO)
    assert (found.total, found.free) == (4028440 * 1024, 500000 * 1024)
    assert found.small
    assert found.tight
    unknown = memory.Memory()
    assert not unknown.small
    assert not unknown.tight
    assert memory.found().total > 0


def test_the_disk_is_timed_and_left_as_it_was(tmp_path: Path) -> None:
    assert 0 < disk.time_to_keep(tmp_path) < 30
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(OSError, match="nowhere"):
        disk.time_to_keep(tmp_path / "nowhere")


@pytest.mark.parametrize(
    ("address", "usable", "shown"),
    [
        ("http://10.1.2.3:8080", True, "http://10.1.2.3:8080"),
        ("http://name:secret@10.1.2.3:8080", True, "http://10.1.2.3:8080"),
        ("10.1.2.3:8080", True, "10.1.2.3:8080"),
        ("socks5://10.1.2.3:1080", False, "socks5://10.1.2.3:1080"),
        ("http://10.1.2.3:notaport", False, "写得不对的地址"),
        ("http://", False, "http://?"),
    ],
)
def test_a_proxy_is_told_without_its_password(address: str, usable: bool, shown: str) -> None:
    assert proxy.is_usable(address) is usable
    assert proxy.shown(address) == shown


@pytest.mark.parametrize("address", ["socks5://127.0.0.1:9", "socks://127.0.0.1:9", "gopher://127.0.0.1:9"])
def test_an_unusable_proxy_is_told_with_the_direct_way(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALL_PROXY", address)
    with pytest.raises(LineError, match="代理用不了") as told:
        HttpCounty("https://county.invalid", "token", timeout=2).has_file("0")
    assert str(told.value) == UNUSABLE_PROXY
    # The direct way is not stopped by it: what fails now is the name of the county.
    with pytest.raises(LineError) as other:
        HttpCounty("https://county.invalid", "token", timeout=2, proxy="direct").has_file("0")
    assert str(other.value) != UNUSABLE_PROXY


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp437", "gbk", "utf-8"])
def test_a_console_of_any_encoding_gets_the_whole_answer(encoding: str, tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONIOENCODING": encoding, "DESK_DATA": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-m", "desk_app", "forms", "check"],
        env=environment, capture_output=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip()
    assert (b"PYTHONUTF8=1" in done.stderr) is (encoding in ("ascii", "latin-1", "cp437"))


@pytest.mark.skipif(
    not hasattr(time, "CLOCK_BOOTTIME"), reason="only Linux has a clock that stands still asleep"
)
def test_an_hour_asleep_is_an_hour_without_a_hand() -> None:
    script = "from desk_app.ui.kit import uptime; print(uptime.seconds())"
    command = ["unshare", "--time", "--boottime", str(HOUR_OF_SLEEP), "--fork", sys.executable, "-c", script]
    done = subprocess.run(command, capture_output=True, text=True, timeout=30, check=False)
    if done.returncode:
        pytest.skip(f"no clock of one's own here: {done.stderr.strip()}")
    assert float(done.stdout) - uptime.seconds() == pytest.approx(HOUR_OF_SLEEP, abs=30)


NEEDED = ("Xvfb", "dbus-run-session", "fcitx5", "xdotool")


@pytest.mark.skipif(
    not all(map(shutil.which, NEEDED)) and not os.environ.get("CI"),
    reason="没有 fcitx5:apt-get install --no-install-recommends fcitx5 fcitx5-chewing xdotool xvfb",
)
def test_chinese_is_typed_through_a_real_fcitx(tmp_path: Path) -> None:
    run = tmp_path / "run"
    run.mkdir(mode=0o700)
    environment = {
        **os.environ, "HOME": str(tmp_path), "XDG_RUNTIME_DIR": str(run), "XDG_CONFIG_HOME": str(tmp_path),
        "PYTHONPATH": str(ROOT),
    }  # fmt: skip
    for name in ("DBUS_SESSION_BUS_ADDRESS", "WAYLAND_DISPLAY"):
        environment.pop(name, None)
    child = [sys.executable, "-m", "tests.devices.input_child", str(tmp_path)]
    done = subprocess.run(
        ["dbus-run-session", "--", *child],
        env=environment, cwd=ROOT, capture_output=True, text=True, timeout=90, check=False,
    )  # fmt: skip
    assert done.stdout.strip() == "你好", done.stderr
