"""The window's own key: made once, wrapped under the book's, and nothing else opens it."""

import json
import multiprocessing
import stat
import sys
from pathlib import Path

import pytest

from desk_app.devices.keys.window import FILE_NAME, window_own_key
from desk_app.domain.book_key import BookKey
from desk_app.domain.signing import fingerprint, verified
from desk_app.errors import WorldError
from tests.fakes import KEY

DATA = "受理 620403-03".encode()


def test_it_is_made_once_and_signs(tmp_path: Path) -> None:
    first, again = window_own_key(tmp_path, KEY), window_own_key(tmp_path, KEY)
    assert first == again
    assert verified(first.public, DATA, again.sign(DATA))
    assert len(first.public) == 32
    assert len(first.sign(DATA)) == 64


def test_every_folder_has_its_own(tmp_path: Path) -> None:
    one, other = (window_own_key(tmp_path / name, KEY) for name in "ab")
    assert one.public != other.public
    assert not verified(one.public, DATA, other.sign(DATA))


@pytest.mark.parametrize(
    ("public", "data", "signature"),
    [("", DATA, b""), ("good", DATA + b"!", "good"), ("good", DATA, b"\0" * 64), ("short", DATA, "good")],
)
def test_what_was_not_signed_is_not_verified(
    tmp_path: Path, public: str, data: bytes, signature: bytes | str
) -> None:
    key = window_own_key(tmp_path, KEY)
    publics = {"good": key.public, "short": key.public[:31], "": b""}
    given = key.sign(DATA) if isinstance(signature, str) else signature
    assert not verified(publics[public], data, given)


def test_the_private_part_is_nowhere_in_clear(tmp_path: Path) -> None:
    key = window_own_key(tmp_path, KEY)
    kept = (tmp_path / FILE_NAME).read_bytes()
    assert key.private not in kept
    assert key.private.hex() not in kept.decode()
    assert key.private.hex() not in repr(key)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such permissions")
def test_only_its_owner_may_read_it(tmp_path: Path) -> None:
    window_own_key(tmp_path / "data", KEY)
    assert stat.S_IMODE((tmp_path / "data" / FILE_NAME).stat().st_mode) == 0o600


def test_another_book_does_not_open_it(tmp_path: Path) -> None:
    window_own_key(tmp_path, KEY)
    with pytest.raises(WorldError, match="另一本数据"):
        window_own_key(tmp_path, BookKey("another", KEY.secret))
    with pytest.raises(WorldError, match="打不开"):
        window_own_key(tmp_path, BookKey(KEY.id, bytes(32)))


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"version": 1', "中文", "\x00" * 400])
def test_a_damaged_file_is_told_and_left_as_it_is(tmp_path: Path, text: str) -> None:
    (tmp_path / FILE_NAME).write_text(text, "utf-8")
    with pytest.raises(WorldError, match=r"已损坏.*备份"):
        window_own_key(tmp_path, KEY)
    assert (tmp_path / FILE_NAME).read_text("utf-8") == text


def test_no_part_of_it_can_be_exchanged(tmp_path: Path) -> None:
    window_own_key(tmp_path / "a", KEY)
    window_own_key(tmp_path / "b", KEY)
    one, other = (json.loads((tmp_path / name / FILE_NAME).read_text()) for name in "ab")
    for part in ("public", "private", "version"):
        (tmp_path / "a" / FILE_NAME).write_text(
            json.dumps(one | {part: other[part] if part != "version" else 2})
        )
        with pytest.raises(WorldError, match="打不开"):
            window_own_key(tmp_path / "a", KEY)


def _public(folder: Path) -> bytes:
    return window_own_key(folder, KEY).public


def test_two_programs_at_once_make_one_key(tmp_path: Path) -> None:
    with multiprocessing.get_context("spawn").Pool(4) as pool:
        assert len(set(pool.map(_public, [tmp_path] * 16))) == 1
    assert [p.name for p in tmp_path.iterdir()] == [FILE_NAME]


def test_a_fingerprint_is_six_groups_of_digits(tmp_path: Path) -> None:
    one, other = (fingerprint(window_own_key(tmp_path / n, KEY).public) for n in "ab")
    assert one != other
    assert [len(group) for group in one.split()] == [4] * 6
    assert one.replace(" ", "").isdigit()
    assert fingerprint(bytes(32)) == "9918 1038 2902 7665 3093 0981"
