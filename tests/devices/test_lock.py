"""The lock of a data folder outlives no program, and is never taken from a running one."""

import subprocess
import sys
from pathlib import Path

import pytest

from desk_app.devices.lock import FILE_NAME, only_one
from desk_app.errors import WorldError
from tests.disks import full_disk


@pytest.mark.parametrize("left", [b"", b"\0" * 40, b"\x93\xff no lock of anybody", b"4711"])
def test_what_a_power_cut_left_of_a_lock_holds_up_no_start(tmp_path: Path, left: bytes) -> None:
    (tmp_path / FILE_NAME).write_bytes(left)
    lock = only_one(tmp_path)
    with pytest.raises(WorldError, match="另一个窗口程序"):
        only_one(tmp_path)
    lock.unlock()


@pytest.mark.parametrize("left", [b"", b"\0" * 40])
def test_the_lock_of_a_running_program_stays_its_own_whatever_becomes_of_its_file(
    tmp_path: Path, left: bytes
) -> None:
    lock = only_one(tmp_path)
    (tmp_path / FILE_NAME).write_bytes(left)
    with pytest.raises(WorldError, match="另一个窗口程序"):
        only_one(tmp_path)
    lock.unlock()


def test_what_a_killed_program_left_on_a_full_disk_is_told_as_a_full_disk(tmp_path: Path) -> None:
    killed = "import os, sys; from pathlib import Path; from desk_app.devices.lock import only_one\n"
    killed += "held = only_one(Path(sys.argv[1])); os._exit(0)"
    subprocess.run([sys.executable, "-c", killed, str(tmp_path)], check=True, timeout=30)
    assert (tmp_path / FILE_NAME).exists()
    with full_disk(room=0), pytest.raises(WorldError, match="不能写入"):
        only_one(tmp_path)
    held = only_one(tmp_path)
    with full_disk(room=0), pytest.raises(WorldError, match="另一个窗口程序"):
        only_one(tmp_path)
    held.unlock()


def test_the_lock_of_another_computer_is_told_with_its_way_out(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_text("4711\npython3\nold-computer\nid-of-the-machine\nid-of-the-start\n")
    with pytest.raises(WorldError, match=r"old-computer.*请删去"):
        only_one(tmp_path)
    (tmp_path / FILE_NAME).unlink()
    only_one(tmp_path).unlock()
