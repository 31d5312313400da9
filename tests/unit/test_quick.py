"""A start takes the pack as the last one read it, but never a changed, damaged or foreign one."""

import os
import pickle
from pathlib import Path

import pytest

from forms import quick, sources
from forms.faults import PackError
from forms.library import Library, in_force
from tests import versions
from tests.versions import RENAMED, STRICTER

SHIPPED = sources.digest_of(sources.sources(sources.DEFINITIONS))


@pytest.fixture
def packs(tmp_path: Path) -> Path:
    """The library's folder after one start with the shipped pack."""
    folder = tmp_path / "packs"
    in_force(Library(folder)).keep()
    return folder


def test_the_pack_comes_back_as_it_was_read(packs: Path) -> None:
    found = quick.read(packs, SHIPPED)
    assert found is not None
    assert found == in_force(Library(packs / "nowhere")).current
    with pytest.raises(TypeError):
        found.texts["process"] = "x"  # type: ignore[index]


def test_the_next_start_takes_it(packs: Path) -> None:
    assert in_force(Library(packs)).current is not in_force(Library(packs)).current  # each from the file
    assert in_force(Library(packs)).current == quick.read(packs, SHIPPED)


def test_a_changed_folder_is_read_anew(packs: Path, tmp_path: Path) -> None:
    county = versions.write(tmp_path / "county", "2026.12", RENAMED)
    in_force(Library(packs), county).keep()
    assert in_force(Library(packs), county).current.version == "2026.12"
    versions.write(county, "2027.1", STRICTER)
    assert in_force(Library(packs), county).current.version == "2027.1"


def test_a_folder_that_is_gone_is_still_told(packs: Path, tmp_path: Path) -> None:
    with pytest.raises(PackError):
        in_force(Library(packs), tmp_path / "gone")


@pytest.mark.parametrize("where", [0.0, 0.5, 1.0])
def test_a_damaged_file_is_passed_over_and_written_anew(packs: Path, where: float) -> None:
    place = packs / quick.NAME
    whole = place.read_bytes()
    at = min(round(len(whole) * where), len(whole) - 1)
    place.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
    assert quick.read(packs, SHIPPED) is None
    in_force(Library(packs)).keep()
    assert place.read_bytes() == whole


def test_a_file_of_another_program_is_passed_over(packs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.version", "3.99")
    assert not quick.holds(packs, SHIPPED)
    assert quick.read(packs, SHIPPED) is None


class _Mischief:
    def __reduce__(self) -> object:
        return os.system, ("true",)


def test_nothing_but_the_parts_of_a_pack_is_made(packs: Path) -> None:
    key = (packs / quick.NAME).read_bytes().split(b"\n")[0]
    data = pickle.dumps(_Mischief())
    (packs / quick.NAME).write_bytes(b"\n".join((key, quick._checksum(data), data)))
    assert quick.read(packs, SHIPPED) is None
