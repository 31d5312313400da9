"""The offset of each printer: stored in tenths of a mm, without changing another printer's."""

import errno
import os
from pathlib import Path

import pytest

from desk_app.devices.printer import offsets
from desk_app.devices.printer.main import SystemPrinter
from desk_app.errors import WorldError


def test_what_is_set_is_read_back_per_printer(tmp_path: Path) -> None:
    folder = tmp_path / "new"
    assert offsets.offset(folder, "A") == (0.0, 0.0)
    offsets.keep(folder, "A", 2.0, -3.0)
    offsets.keep(folder, '前台"B".\\', 0.14, -0.06)
    assert offsets.offset(folder, "A") == (2.0, -3.0)
    assert SystemPrinter([], folder).offset('前台"B".\\') == (0.1, -0.1)
    offsets.keep(folder, "A", 0, 0.1)
    assert offsets.offset(folder, "A") == (0.0, 0.1)


def test_no_offset_is_refused_in_words(tmp_path: Path) -> None:
    for bad in (20.1, float("nan"), float("inf")):
        with pytest.raises(WorldError, match="偏移应在"):
            offsets.keep(tmp_path, "A", bad, 0)
    assert not (tmp_path / offsets.FILE_NAME).exists()


@pytest.mark.parametrize("text", ["not toml", "A = 1", "[A]\nright = 1\n", '[A]\nright = "x"\ndown = 1\n'])
def test_a_spoilt_file_is_told(tmp_path: Path, text: str) -> None:
    (tmp_path / offsets.FILE_NAME).write_text(text)
    with pytest.raises(WorldError, match="重新记下"):
        offsets.offset(tmp_path, "A")


def test_a_disk_that_refuses_keeps_the_old(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    offsets.keep(tmp_path, "A", 1, 1)
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(WorldError, match="原来的照旧"):
        offsets.keep(tmp_path, "A", 2, 2)
    assert offsets.offset(tmp_path, "A") == (1.0, 1.0)
