"""附件5 材料形式 in the pack: its words are checked, and a kept pack goes on meaning what it meant."""

import shutil
from pathlib import Path

import pytest

from forms import loader
from forms.faults import PackError
from forms.sources import DEFINITIONS


def changed(folder: Path, old: str, new: str) -> Path:
    """A county's folder with only the materials, changed."""
    text = (DEFINITIONS / "materials.toml").read_text(encoding="utf-8")
    assert old in text
    folder.mkdir(exist_ok=True)
    (folder / "materials.toml").write_text(text.replace(old, new, 1), encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("new", "told"),
    [
        ('media = ["纸质", "电字"]', "不认识的材料形式“电字”"),
        ("media = []", "没有写材料形式"),
        ('media = "电子"', "列表"),
    ],
)
def test_a_wrong_medium_is_told_with_its_line(tmp_path: Path, new: str, told: str) -> None:
    folder = changed(tmp_path / "own", 'media = ["纸质", "电子"]', new)
    with pytest.raises(PackError) as refused:
        loader.load(folder)
    (fault,) = refused.value.faults
    assert told in str(fault)
    assert "materials.toml" in str(fault)


def test_a_county_may_want_paper_only(tmp_path: Path) -> None:
    pack = loader.load(changed(tmp_path / "own", 'media = ["纸质", "电子"]', 'media = ["纸质"]'))
    assert pack.materials[0].media == ("纸质",)


def test_rows_of_before_get_the_media_of_the_annex(tmp_path: Path) -> None:
    folder = changed(tmp_path / "own", 'media = ["纸质", "电子"]\n', "")
    assert loader.load(folder).materials[0].media == ("纸质", "电子")
    shutil.rmtree(folder)
