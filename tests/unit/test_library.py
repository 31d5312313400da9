"""Every pack that was in force is kept whole and reads as before; a broken one leaves the last good one."""

import hashlib
import json
import shutil
from pathlib import Path

import pytest

from forms import library, loader
from forms.library import Library, in_force
from forms.pack import Pack
from tests import versions
from tests.versions import BROKEN, RENAMED, STRICTER


@pytest.fixture
def kept(tmp_path: Path) -> Library:
    return Library(tmp_path / "packs")


@pytest.fixture
def county(tmp_path: Path) -> Path:
    return versions.write(tmp_path / "county", "2026.12", RENAMED)


def again(kept: Library) -> Library:
    """The same library as another start finds it."""
    return Library(kept.folder)


def start(kept: Library, county: Path | None) -> Pack:
    """The pack that a start takes from a folder."""
    found = in_force(again(kept), county)
    found.keep()
    return found.current


def files(folder: Path) -> list[str]:
    return sorted(str(p.relative_to(folder)) for p in folder.rglob("*") if p.is_file())


def test_a_pack_is_kept_whole_and_reads_the_same(kept: Library, county: Path) -> None:
    pack = start(kept, county)
    (place,) = kept.folder.glob("2026.12-*")
    assert place.name == f"2026.12-{pack.digest[:12]}"
    assert files(place) == sorted([
        *(p.name for p in loader.DEFINITIONS.glob("*.toml")),
        *(f"codes/{p.name}" for p in loader.CODES.glob("*.toml")),
        *(f"procedures/{p.name}" for p in loader.DEFINITIONS.glob("procedures/*.toml")),
        *(str(p.relative_to(loader.DEFINITIONS)) for p in loader.DEFINITIONS.glob("visits/*/*.toml")),
    ])  # fmt: skip
    assert kept.of(pack.digest) == pack
    assert list(kept.folder.glob(".new-*")) == []


def test_two_versions_stand_side_by_side(kept: Library, county: Path) -> None:
    old = start(kept, county)
    versions.write(county, "2027.1", STRICTER)
    new = start(kept, county)
    found = in_force(again(kept), county)
    assert (found.current.version, found.current.digest) == ("2027.1", new.digest)
    before = found.of(old.digest)
    assert before is not None
    assert (before.version, before.matters["living_subsidy"].title) == ("2026.12", "困难残疾人生活补助")
    assert new.matters["living_subsidy"].title == "困难残疾人生活补贴"


def test_a_later_programs_own_files_do_not_leak_into_a_kept_pack(
    kept: Library, county: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pack = start(kept, county)
    later = shutil.copytree(loader.DEFINITIONS, tmp_path / "later")
    (later / "survey.toml").write_text("", encoding="utf-8")
    later.joinpath("materials.toml").unlink()
    monkeypatch.setattr(loader, "DEFINITIONS", later)
    assert kept.of(pack.digest) == pack
    assert again(kept).of(pack.digest) == pack


def test_a_countys_own_procedure_is_kept_with_its_pack(kept: Library, county: Path) -> None:
    own = county / "procedures"
    own.mkdir()
    shutil.copy("tests/registers/keys/procedures/keys.toml", own)
    pack = start(kept, county)
    # WHEN the county rewords it THEN what began before reads as it did
    file = own / "keys.toml"
    file.write_text(file.read_text(encoding="utf-8").replace("待复核", "等复核"), encoding="utf-8")
    later = start(kept, county)
    before = again(kept).of(pack.digest)
    assert before is not None
    assert before.procedures["keys"].state("out").word == "待复核"
    assert later.procedures["keys"].state("out").word == "等复核"
    assert later.digest != pack.digest


def test_a_copy_of_an_older_release_goes_by_our_procedures_and_keeps_its_digest(tmp_path: Path) -> None:
    # GIVEN a whole copy from before there were procedures, and its digest as it was reckoned then
    later = shutil.ignore_patterns("procedures", "visits")
    old = shutil.copytree(loader.DEFINITIONS, tmp_path / "old", ignore=later)
    shutil.copytree(loader.CODES, old / "codes")
    first = ("pack.toml", "elements.toml", "matters.toml", "materials.toml", "county.toml")
    rest = sorted(p.name for p in old.glob("*.toml") if p.name not in first)
    read = [old / name for name in (*first, *rest)] + sorted((old / "codes").glob("*.toml"))
    whole = "".join(f"{p.name}\0{p.read_text(encoding='utf-8')}\0" for p in read)
    # WHEN it is read
    pack = loader.load(old, alone=True)
    # THEN it is the same pack, and what runs under it can go on
    assert pack.digest == hashlib.sha256(whole.encode()).hexdigest()
    assert pack.digest == loader.digest_of(loader.sources(old, alone=True))
    ours = loader.shipped().procedures.values()
    assert pack.procedures == {p.id: p for p in ours if not (p.register or p.resting or p.programme)}


def test_a_copy_with_procedures_goes_by_them_alone(tmp_path: Path) -> None:
    own = shutil.copytree(loader.DEFINITIONS, tmp_path / "own", ignore=shutil.ignore_patterns("visits"))
    shutil.copytree(loader.CODES, own / "codes")
    for path in (own / "procedures").glob("*.toml"):
        path.unlink()
    shutil.copy("tests/registers/keys/procedures/keys.toml", own / "procedures")
    assert list(loader.load(own, alone=True).procedures) == ["keys"]


def test_the_same_pack_is_written_once(kept: Library, county: Path) -> None:
    start(kept, county)
    before = {p: p.stat().st_mtime_ns for p in kept.folder.rglob("*")}
    start(kept, county)
    assert {p: p.stat().st_mtime_ns for p in kept.folder.rglob("*")} == before


def test_a_broken_pack_is_refused_whole_and_the_last_good_one_stays(kept: Library, county: Path) -> None:
    good = start(kept, county)
    versions.write(county, "2027.1", BROKEN)
    found = in_force(again(kept), county)
    assert found.current == good
    assert {f.file for f in found.faults} == {"matters.toml"}
    assert "grad" in found.faults[0].message
    found.keep()
    assert len(list(kept.folder.glob("*-*"))) == 1
    versions.write(county, "2027.1", STRICTER)
    assert start(kept, county).version == "2027.1"


def test_a_folder_that_is_gone_leaves_the_last_good_pack(kept: Library, county: Path) -> None:
    good = start(kept, county)
    shutil.rmtree(county)
    assert start(kept, county) == good


def test_a_folder_that_was_never_good_is_refused_whatever_stood_before(
    kept: Library, county: Path, tmp_path: Path
) -> None:
    start(kept, None)
    start(kept, county)
    with pytest.raises(loader.PackError):
        in_force(again(kept), versions.write(tmp_path / "other", "1", BROKEN))


def test_a_damaged_copy_is_not_used_and_is_mended_from_what_is_in_force(kept: Library, county: Path) -> None:
    pack = start(kept, county)
    (place,) = kept.folder.glob("2026.12-*")
    text = (place / "matters.toml").read_text(encoding="utf-8")
    (place / "matters.toml").write_text(text.replace("生活补助", "生活补帖"), encoding="utf-8")
    assert again(kept).of(pack.digest) is None
    start(kept, county)
    assert again(kept).of(pack.digest) == pack
    (place / "pack.toml").unlink()
    versions.write(county, "2027.1", BROKEN)
    with pytest.raises(loader.PackError):
        in_force(again(kept), county)


@pytest.mark.parametrize("digest", ["", "older", "*", "0" * 64, "../../etc", "A" * 64])
def test_what_was_never_kept_is_not_found(kept: Library, county: Path, digest: str) -> None:
    start(kept, county)
    assert kept.of(digest) is None


@pytest.mark.parametrize("text", ["", "[]", "{", '{"digest": 1}', '{"folder": "elsewhere"}'])
def test_a_damaged_pointer_is_no_last_good_pack(kept: Library, county: Path, text: str) -> None:
    start(kept, county)
    assert json.loads((kept.folder / "current.json").read_text(encoding="utf-8")).keys() == {
        "digest",
        "folder",
    }
    (kept.folder / "current.json").write_text(text, encoding="utf-8")
    assert kept.last_good(county) is None


def test_a_version_that_is_no_folders_name_is_kept_all_the_same(kept: Library, tmp_path: Path) -> None:
    pack = start(kept, versions.write(tmp_path / "county", "../2026/12 试行*", RENAMED))
    (place,) = (p for p in kept.folder.iterdir() if p.is_dir())
    assert place.parent == kept.folder
    assert again(kept).of(pack.digest) == pack


def test_without_a_library_only_the_pack_in_force_is_known() -> None:
    pack = loader.shipped()
    alone = library.Versions(pack)
    alone.keep()
    assert alone.of(pack.digest) is pack
    assert alone.of("0" * 64) is None
