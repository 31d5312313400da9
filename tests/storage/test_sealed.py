"""Sealed files: opened by tools of others where these can, damage noticed, names that tell nothing."""

import hashlib
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from desk_app.errors import WorldError
from desk_app.storage.pages import PageFiles
from desk_app.storage.sealed import (
    MAGIC,
    NONCE,
    OVERHEAD,
    TAG,
    Algorithm,
    SealError,
    hidden_name,
    open_sealed,
    seal,
    sm4_key,
)
from tests.opened import KEY

SECRET = KEY.of("pages")
PICTURE = os.urandom(70_001)
ID = hashlib.sha256(PICTURE).hexdigest()
OPENSSL = shutil.which("openssl") or ""


def openssl(*arguments: str, data: bytes) -> bytes:
    return subprocess.run([OPENSSL, *arguments], input=data, capture_output=True, check=True).stdout


def files_of(folder: Path) -> list[Path]:
    return [p for p in folder.rglob("*") if p.is_file()]


@pytest.fixture(params=Algorithm)
def algorithm(request: pytest.FixtureRequest) -> Algorithm:
    return Algorithm(request.param)


def test_what_was_sealed_opens_under_its_name_and_key_alone(algorithm: Algorithm) -> None:
    made = seal(SECRET, algorithm, "name", PICTURE)
    assert made[len(MAGIC)] == algorithm
    assert len(made) == len(PICTURE) + OVERHEAD
    assert open_sealed(SECRET, "name", made) == PICTURE
    assert open_sealed(SECRET, "", seal(SECRET, algorithm, "", b"")) == b""
    assert seal(SECRET, algorithm, "name", PICTURE) != made, "a nonce serves once"
    for key, name in ((SECRET, "other"), (KEY.of("cache"), "name")):
        with pytest.raises(SealError):
            open_sealed(key, name, made)


def test_every_changed_byte_and_every_cut_is_noticed(algorithm: Algorithm) -> None:
    made = seal(SECRET, algorithm, "name", b"0123456789")
    for place in range(len(made)):
        changed = bytearray(made)
        changed[place] ^= 1
        with pytest.raises(SealError):
            open_sealed(SECRET, "name", bytes(changed))
        with pytest.raises(SealError):
            open_sealed(SECRET, "name", made[:place])


@pytest.mark.skipif(not OPENSSL, reason="no openssl command here")
def test_openssl_decrypts_sm4_and_agrees_on_sm3() -> None:
    """openssl 3.0 has no SM4-GCM, but GCM encrypts as CTR does, from nonce and the counter 2."""
    made = seal(SECRET, Algorithm.SM, ID, PICTURE)
    nonce, inside = made[len(MAGIC) + 1 :][:NONCE], made[len(MAGIC) + 1 + NONCE : -TAG]
    mac = ("dgst", "-sm3", "-mac", "HMAC", "-macopt", f"hexkey:{SECRET.hex()}", "-binary")
    key = openssl(*mac, data=b"sm4")[:16]
    assert key == sm4_key(SECRET)
    counter = (nonce + b"\0\0\0\2").hex()
    assert openssl("enc", "-d", "-sm4-ctr", "-K", key.hex(), "-iv", counter, data=inside) == PICTURE
    assert openssl(*mac, data=ID.encode())[:16].hex() == hidden_name(SECRET, Algorithm.SM, ID)


def test_a_page_is_one_file_that_shows_nothing(tmp_path: Path, algorithm: Algorithm) -> None:
    pages = PageFiles(tmp_path, KEY, algorithm)
    assert pages.keep(PICTURE) == pages.keep(PICTURE) == ID
    assert pages.read(ID) == PICTURE
    (path,) = files_of(tmp_path)
    assert ID[:8] not in str(path)
    assert path.stat().st_mode & 0o777 == 0o600
    held = path.read_bytes()
    assert not any(PICTURE[n : n + 16] in held for n in range(0, len(PICTURE) - 16, 61))


def test_pages_stay_readable_when_the_algorithm_changes(tmp_path: Path) -> None:
    PageFiles(tmp_path, KEY, Algorithm.AES).keep(PICTURE)
    pages = PageFiles(tmp_path, KEY, Algorithm.SM)
    assert pages.read(ID) == PICTURE
    assert pages.keep(PICTURE) == ID
    assert len(files_of(tmp_path)) == 1
    other = pages.keep(b"another")
    assert PageFiles(tmp_path, KEY, Algorithm.AES).read(other) == b"another"
    pages.drop(ID)
    assert not pages.has(ID)


@pytest.mark.parametrize("length", [len(PICTURE) + OVERHEAD, 10, 0])
def test_a_damaged_file_is_told_and_healed_by_keeping_the_page_again(tmp_path: Path, length: int) -> None:
    pages = PageFiles(tmp_path, KEY)
    pages.keep(PICTURE)
    (path,) = files_of(tmp_path)
    held = path.read_bytes()
    path.write_bytes((held[:-1] + bytes([held[-1] ^ 1]))[:length])
    with pytest.raises(WorldError, match="已损坏"):
        pages.read(ID)
    assert pages.keep(PICTURE) == ID
    assert pages.read(ID) == PICTURE


def test_a_page_put_in_anothers_place_is_not_taken_for_it(tmp_path: Path) -> None:
    pages = PageFiles(tmp_path, KEY)
    pages.keep(PICTURE)
    (first,) = files_of(tmp_path)
    other = pages.keep(b"another")
    (second,) = set(files_of(tmp_path)) - {first}
    shutil.copy(first, second)
    with pytest.raises(WorldError, match="已损坏"):
        pages.read(other)


def old_folder(folder: Path, *pages: bytes) -> list[str]:
    """Pages as an older release kept them."""
    names = [hashlib.sha256(data).hexdigest() for data in pages]
    for name, data in zip(names, pages, strict=True):
        (folder / name[:2]).mkdir(parents=True, exist_ok=True)
        (folder / name[:2] / name).write_bytes(data)
    return names


def test_clear_pages_are_taken_over_once(tmp_path: Path) -> None:
    names = old_folder(tmp_path, PICTURE, b"second", b"third")
    (tmp_path / names[0][:2] / ".half.new").write_bytes(PICTURE[:100])
    pages = PageFiles(tmp_path, KEY)
    assert pages.take_over() == 3
    assert [pages.read(n) for n in names] == [PICTURE, b"second", b"third"]
    assert len(files_of(tmp_path)) == 3
    assert all(p.read_bytes().startswith(MAGIC) for p in files_of(tmp_path))
    assert pages.take_over() == 0


def test_a_damaged_clear_page_stays_damaged_and_is_not_left_in_clear(tmp_path: Path) -> None:
    (name,) = old_folder(tmp_path, PICTURE)
    (tmp_path / name[:2] / name).write_bytes(PICTURE[:-1])
    pages = PageFiles(tmp_path, KEY)
    assert pages.take_over() == 1
    with pytest.raises(WorldError, match="已损坏"):
        pages.read(name)
    assert all(p.read_bytes().startswith(MAGIC) for p in files_of(tmp_path))


def test_where_the_disk_refuses_clear_pages_stay_for_the_next_try(tmp_path: Path) -> None:
    (name,) = old_folder(tmp_path, PICTURE)
    pages = PageFiles(tmp_path, KEY)
    hidden = hidden_name(SECRET, Algorithm.AES, name)
    (tmp_path / hidden[:3]).write_text("a file in the way")
    with pytest.raises(WorldError, match="图片没有改动"):
        pages.take_over()
    assert (tmp_path / name[:2] / name).read_bytes() == PICTURE
    (tmp_path / hidden[:3]).unlink()
    assert pages.take_over() == 1
    assert pages.read(name) == PICTURE
