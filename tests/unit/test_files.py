"""A file is written whole or not at all."""

import errno
import os
from pathlib import Path

import pytest

from forms import files


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_bytes_and_texts_are_written_as_they_are(tmp_path: Path) -> None:
    files.write(tmp_path / "deep" / "down" / "a", b"\x00\r\n")
    files.write(tmp_path / "b", "一\n二\r\n")
    assert (tmp_path / "deep" / "down" / "a").read_bytes() == b"\x00\r\n"
    assert (tmp_path / "b").read_bytes() == "一\n二\r\n".encode()
    assert names(tmp_path) == ["b", "deep"]


def test_only_the_owner_may_read_unless_told(tmp_path: Path) -> None:
    files.write(tmp_path / "mine", "x")
    files.write(tmp_path / "all", "x", mode=0o644)
    assert [(tmp_path / name).stat().st_mode & 0o777 for name in ("mine", "all")] == [0o600, 0o644]


def test_a_writer_that_fails_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    files.write(tmp_path / "a", "old")
    with pytest.raises(TypeError), files.writing(tmp_path / "a") as file:
        file.writelines((b"ne", "w"))  # type: ignore[list-item]
    assert (tmp_path / "a").read_text() == "old"
    assert names(tmp_path) == ["a"]


def test_a_full_disk_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    files.write(tmp_path / "a", "old")
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        files.write(tmp_path / "a", "new")
    assert (tmp_path / "a").read_text() == "old"
    assert names(tmp_path) == ["a"]


def test_two_writers_of_one_file_do_not_mix(tmp_path: Path) -> None:
    with files.writing(tmp_path / "a") as first:
        first.write(b"first")
        files.write(tmp_path / "a", "second")
        assert (tmp_path / "a").read_bytes() == b"second"
    assert (tmp_path / "a").read_bytes() == b"first"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes with names are POSIX")
def test_a_pipe_or_a_device_is_written_into_and_stays_what_it_is(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    files.write(pipe, "x")
    assert os.read(reader, 9) == b"x"
    os.close(reader)
    assert pipe.is_fifo()
    assert names(tmp_path) == ["pipe"]
