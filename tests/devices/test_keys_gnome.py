"""A real gnome-keyring in a session bus of its own: kept, read back, locked, emptied."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from desk_app.devices.keys import keyrings

DAEMON = "/usr/bin/gnome-keyring-daemon"
ROOT = Path(__file__).parent.parent.parent
LACKING = not (Path(DAEMON).is_file() and shutil.which("dbus-run-session"))

pytestmark = pytest.mark.skipif(
    LACKING and not os.environ.get("CI"),
    reason="没有 gnome-keyring:apt-get install --no-install-recommends gnome-keyring dbus-daemon",
)


def played(tmp_path: Path, story: str) -> dict[str, str]:
    """What each step of a story of the child came to."""
    home = tmp_path / "home"
    for name in ("data", "run", "config"):
        (home / name).mkdir(parents=True, mode=0o700)
    environment = {
        **os.environ,
        "HOME": str(home),
        "XDG_DATA_HOME": str(home / "data"),
        "XDG_RUNTIME_DIR": str(home / "run"),
        "XDG_CONFIG_HOME": str(home / "config"),
        "PYTHONPATH": str(ROOT),
        "PYTHON_KEYRING_BACKEND": "keyring.backends.SecretService.Keyring",
    }
    for name in ("DBUS_SESSION_BUS_ADDRESS", "DISPLAY", "WAYLAND_DISPLAY"):
        environment.pop(name, None)
    begin = f"printf secret | {DAEMON} --unlock --components=secrets >/dev/null 2>&1"
    child = f"'{sys.executable}' -m tests.devices.keyring_child {story} '{tmp_path / 'desk'}'"
    done = subprocess.run(
        ["dbus-run-session", "--", "sh", "-c", f"{begin}; {child}"],
        env=environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=90,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout.splitlines()[-1]))


def test_a_key_is_kept_and_a_locked_keyring_is_told(tmp_path: Path) -> None:
    told = played(tmp_path, "story")
    assert len(told["begun"]) == 36
    assert told["again"] == told["begun"]
    assert "系统密钥环" in told["locked"]
    assert "解锁系统密钥环后重试,或用柜子里的恢复密钥打开" in told["locked"]
    assert told["locked, sheet"] == told["begun"]


def test_an_emptied_keyring_is_told_and_filled_again(tmp_path: Path) -> None:
    told = played(tmp_path, "emptied")
    assert "没有这本数据的密钥" in told["emptied"]
    assert told["emptied, sheet"] == told["begun"]
    assert told["mended"] == told["begun"]


def test_a_swapped_key_is_told_and_put_right(tmp_path: Path) -> None:
    told = played(tmp_path, "swapped")
    assert "不是这本数据的,可能被换过" in told["swapped"]
    assert told["swapped, sheet"] == told["begun"]
    assert told["mended"] == told["begun"]


def test_a_keyring_that_stands_still_is_told_and_one_that_answers_late_is_waited_for(tmp_path: Path) -> None:
    told = played(tmp_path, "late")
    assert "系统密钥环1秒没有答复" in told["silent"]
    assert "恢复密钥" in told["silent"]
    assert told["late"] == told["begun"]
    assert told["waited"].startswith("正在等系统密钥环")
    assert keyrings.PATIENCE > 60, "an answer after a minute is still waited for"
