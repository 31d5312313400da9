"""A stick is what its makers signed, or is refused with one sentence; what is installed stays as it is."""

import json
import shutil
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from desk_app import release
from desk_app.__main__ import main
from desk_app.errors import WorldError
from desk_app.updates import checking, index, signing

NOW = datetime(2026, 11, 28, 12, tzinfo=UTC)
NAMES = (
    "desk-app_{}_amd64.deb",
    "desk-app-reading_{}_amd64.deb",
    "desk-app_{}_x86_64.tar.xz",
    "desk-app_{}_arm64.deb",
)


def made(folder: Path, keys: Path, version: str = "0.2.0+202611280000", now: datetime | None = None) -> Path:
    """A signed stick with small packages."""
    (folder / "packages").mkdir(parents=True)
    for number, name in enumerate(NAMES):
        (folder / "packages" / name.format(version)).write_bytes(bytes(range(256)) * (number + 1))
    signing.sign(folder, keys, now or datetime.now(UTC))
    return folder


@pytest.fixture
def keys(tmp_path: Path) -> Path:
    return tmp_path / "keys"


@pytest.fixture
def stick(tmp_path: Path, keys: Path) -> Path:
    return made(tmp_path / "一个 优盘", keys)


def found(stick: Path, keys: Path, kept: Path, machine: str = "x86_64") -> checking.StickFound:
    return checking.check(stick, (keys / signing.ROOT).read_bytes(), kept, machine)


def test_a_whole_stick_tells_its_release_and_files(stick: Path, keys: Path, tmp_path: Path) -> None:
    told = found(stick, keys, tmp_path / "kept")
    assert told.release == "0.2.0+202611280000"
    assert [path.name for path in told.files] == [
        "desk-app-reading_0.2.0+202611280000_amd64.deb",
        "desk-app_0.2.0+202611280000_amd64.deb",
        "desk-app_0.2.0+202611280000_x86_64.tar.xz",
    ]
    assert all(path.is_file() for path in told.files)
    assert found(stick, keys, tmp_path / "kept") == told  # a second look changes nothing
    assert [path.suffix for path in found(stick, keys, tmp_path / "kept", "aarch64").files] == [".deb"]


@pytest.mark.parametrize("name", ["desk-app_{}_amd64.deb", "index.json"])
def test_one_flipped_bit_is_found(stick: Path, keys: Path, tmp_path: Path, name: str) -> None:
    path = stick / "packages" / name.format("0.2.0+202611280000")
    torn = bytearray(path.read_bytes())
    torn[len(torn) // 2] ^= 1
    path.write_bytes(torn)
    with pytest.raises(WorldError, match="坏了或被换过"):
        found(stick, keys, tmp_path / "kept")


@pytest.mark.parametrize("name", ["timestamp.json", "snapshot.json", "targets.json"])
def test_a_flipped_bit_in_the_signed_index_is_found(
    stick: Path, keys: Path, tmp_path: Path, name: str
) -> None:
    path = stick / "metadata" / name
    whole = path.read_bytes()
    for place in range(0, len(whole), max(1, len(whole) // 40)):
        torn = bytearray(whole)
        torn[place] ^= 1
        path.write_bytes(torn)
        with suppress(WorldError):  # else it is a bit of what is not signed: white space
            assert found(stick, keys, tmp_path / "kept").release == "0.2.0+202611280000"


def test_an_older_stick_is_refused_once_a_newer_was_seen(stick: Path, keys: Path, tmp_path: Path) -> None:
    newer = made(tmp_path / "newer", keys, "0.3.0+202612010000")
    assert found(newer, keys, tmp_path / "kept").release.startswith("0.3.0")
    with pytest.raises(WorldError, match="旧"):
        found(stick, keys, tmp_path / "kept")


def test_what_another_signed_is_refused(stick: Path, keys: Path, tmp_path: Path) -> None:
    found(made(tmp_path / "other", tmp_path / "other keys"), tmp_path / "other keys", tmp_path / "kept 2")
    with pytest.raises(WorldError, match="不是本机信任的人"):
        found(tmp_path / "other", keys, tmp_path / "kept")


def test_a_stick_lies_about_for_more_than_a_year_and_is_then_told_with_the_clock(
    tmp_path: Path, keys: Path
) -> None:
    assert signing.EXPIRES.days >= 400
    old = made(tmp_path / "old", keys, now=datetime.now(UTC) - timedelta(days=410))
    assert found(old, keys, tmp_path / "kept").release
    expired = made(tmp_path / "expired", keys, now=datetime.now(UTC) - timedelta(days=801))
    with pytest.raises(WorldError, match="日期"):
        found(expired, keys, tmp_path / "kept")


def test_a_stick_for_another_processor_says_what_it_has(stick: Path, keys: Path, tmp_path: Path) -> None:
    with pytest.raises(WorldError, match=r"loongarch64.*aarch64、x86_64|loongarch64.*x86_64"):
        found(stick, keys, tmp_path / "kept", "loongarch64")


def test_a_folder_without_a_stick_and_a_file_that_went_are_told(
    stick: Path, keys: Path, tmp_path: Path
) -> None:
    with pytest.raises(WorldError, match="没有签过名"):
        found(tmp_path, keys, tmp_path / "kept")
    (stick / "packages" / "desk-app_0.2.0+202611280000_amd64.deb").unlink()
    with pytest.raises(WorldError, match="优盘"):
        found(stick, keys, tmp_path / "kept")


def test_one_stick_holds_one_release(tmp_path: Path, keys: Path) -> None:
    (tmp_path / "packages").mkdir()
    with pytest.raises(WorldError, match="一个版本"):
        signing.sign(tmp_path, keys, NOW)
    for version in ("0.1.0", "0.2.0"):
        (tmp_path / "packages" / f"desk-app_{version}_amd64.deb").write_bytes(b"")
    with pytest.raises(WorldError, match=r"0.1.0、0.2.0"):
        signing.sign(tmp_path, keys, NOW)


def test_releases_have_an_order() -> None:
    assert index.order("0.1.0") < index.order("0.1.0+202611280000") < index.order("0.10.0")
    with pytest.raises(WorldError):
        index.order("neu")


def test_keys_are_kept_and_their_own_alone(stick: Path, keys: Path) -> None:
    before = (keys / signing.ROOT).read_bytes()
    signing.sign(stick, keys, NOW)
    assert (keys / signing.ROOT).read_bytes() == before
    assert {(path.stat().st_mode & 0o077) for path in keys.glob("*.pem")} == {0}
    signed = json.loads((stick / "metadata" / "timestamp.json").read_text("utf-8"))["signed"]
    assert signed["version"] == 2


def test_the_command_tells_the_line_to_run(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DESK_STATE", str(tmp_path / "state"))
    keys, folder = tmp_path / "keys", tmp_path / "stick"
    (folder / "packages").mkdir(parents=True)
    (folder / "packages" / "desk-app_9.0.0_amd64.deb").write_bytes(b"package")
    assert main(["updates", "sign", str(folder), "--keys", str(keys)]) == 0
    trusted = ["--trust", str(keys / signing.ROOT), "--machine", "x86_64"]
    assert main(["updates", "check", str(folder), *trusted]) == 0
    told = capsys.readouterr().out
    assert f"apt-get install -y {folder}/packages/desk-app_9.0.0_amd64.deb" in told
    shutil.move(
        folder / "packages" / "desk-app_9.0.0_amd64.deb", folder / "packages" / "desk-app_0.0.1_amd64.deb"
    )
    assert main(["updates", "sign", str(folder), "--keys", str(keys)]) == 0
    assert main(["updates", "check", str(folder), *trusted]) == 1
    assert f"本机是 {release.name()}" in capsys.readouterr().out
    assert main(["updates", "check", str(folder), "--trust", str(tmp_path / "none")]) == 1
    assert main(["updates", "sign", str(tmp_path), "--keys", str(keys)]) == 1
    assert "packages" in capsys.readouterr().err
