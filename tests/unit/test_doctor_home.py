"""``doctor`` where the disk refuses: each finding has a Chinese name and says why."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from desk_app.commands import doctor
from desk_app.commands.checked import Checked


def test_every_check_has_a_name() -> None:
    assert {doctor._name(check) for check in doctor._CHECKS} == set(doctor._TITLES)


def test_a_data_folder_that_can_not_be_made_is_told_in_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("in the way", "ascii")
    monkeypatch.setenv("DESK_DATA", str(tmp_path / "file" / "data"))
    (line,) = doctor._careful(doctor._data)
    assert not line.well
    assert line.what == "数据文件夹"
    assert "Errno" not in line.found


def test_what_a_disk_answers_is_told_in_words() -> None:
    def disk() -> Iterator[Checked]:
        raise OSError(28, os.strerror(28))
        yield

    (line,) = doctor._careful(disk)
    assert (line.what, line.well) == ("磁盘", False)
    assert "Errno" not in line.found
