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


@pytest.mark.parametrize("unnamed", [True, False])
def test_what_is_not_whole_has_no_name_where_that_can_be(
    unnamed: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not unnamed:  # as on other systems, and disks that can not do it
        monkeypatch.delattr(os, "O_TMPFILE", raising=False)
    elif not hasattr(os, "O_TMPFILE"):
        pytest.skip("a file without a name is Linux's")
    with files.writing(tmp_path / "a") as file:
        file.write(b"half")
        file.flush()
        assert len(names(tmp_path)) == (not unnamed)
        files.sweep(tmp_path)  # somebody else's export: what is young stays
    assert names(tmp_path) == ["a"]


def test_what_killed_programs_left_is_swept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(os, "O_TMPFILE", raising=False)
    (tmp_path / "theirs.new").write_bytes(b"theirs")
    with files.writing(tmp_path / "a") as file:
        file.write(b"half")
        (begun,) = tmp_path.glob(".*")
        left = begun.with_name(begun.name.replace(".desk-", ".desk-left"))
        left.write_bytes(b"half")
        os.utime(left, (0, 0))
        files.sweep(tmp_path)
    assert names(tmp_path) == ["a", "theirs.new"]


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
