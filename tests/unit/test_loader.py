"""A definition pack is whole and right, or it is refused with file and line."""

import shutil
from pathlib import Path

import pytest

from forms import loader


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    shutil.copytree(loader.DEFINITIONS, tmp_path / "pack")
    return tmp_path / "pack"


def change(folder: Path, name: str, old: str, new: str) -> int:
    """Replace text in a definition file; the line it stands on."""
    text = (folder / name).read_text(encoding="utf-8")
    assert old in text
    (folder / name).write_text(text.replace(old, new, 1), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


def test_the_shipped_pack_is_sound_and_complete() -> None:
    shipped = loader.shipped()
    assert len(shipped.matters) == 10
    assert len(shipped.codes["unemployment_reason"].options) == 13
    assert len(shipped.codes["identity_kind"].options) == 9
    assert len(shipped.codes["ethnicity"].options) == 58
    assert [m.title for m in shipped.materials] == [
        "户口簿",
        "身份证",
        "照片",
        "银行卡(一卡通)",
        "监护人身份证",
        "居住证",
    ]
    assert all(e.source for e in shipped.elements.values())


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        ("matters.toml", 'when = [["age between', 'when = [["agee between', "要素“agee”没有定义"),
        ("matters.toml", '["grade in 1 2"]', '["grade in 1 9"]', "没有代码 9"),
        ("matters.toml", '["grade in 1 2"]', '["grade ~ 1 2"]', "不认识"),
        ("matters.toml", '["grade in 1 2"]', '["grade >= 1"]', "不能用于"),
        ("matters.toml", 'excludes = ["cert_renew",', 'excludes = ["cert_old",', "没有事项“cert_old”"),
        ("elements.toml", 'codes = "sex"', 'codes = "sexes"', "没有代码表“sexes”"),
        ("elements.toml", 'kind = "phone"', 'kind = "phones"', "不认识的类型"),
        ("elements.toml", 'label = "姓名"', 'lable = "姓名"', "不认识的键“lable”"),
        ("elements.toml", 'section = "guardian"', 'section = "guard"', "没有栏目“guard”"),
        ("elements.toml", 'id = "sex"', 'id = "name"', "定义了两次"),
        ("materials.toml", "copies = 3", 'copies = "3"', "类型不对"),
        ("pack.toml", 'version = "2026.11"', "", "缺少文字 version"),
        ("county.toml", 'region_code = "620403"', "", "缺少键“region_code”"),
        ("materials.toml", "copies = 3", "copies = = 3", "TOML 写法有误"),
    ],
)
def test_a_broken_pack_is_refused_with_file_and_reason(
    pack: Path, name: str, old: str, new: str, said: str
) -> None:
    change(pack, name, old, new)
    with pytest.raises(loader.PackError) as refused:
        loader.load(pack)
    assert [f.file for f in refused.value.faults] == [name] * len(refused.value.faults)
    assert any(said in f.message for f in refused.value.faults), refused.value.faults


def test_the_line_of_a_fault_is_named(pack: Path) -> None:
    line = change(pack, "elements.toml", 'codes = "sex"', 'codes = "sexes"')
    with pytest.raises(loader.PackError) as refused:
        loader.load(pack)
    assert refused.value.faults[0].line == line


def test_a_missing_file_is_named(pack: Path) -> None:
    (pack / "materials.toml").unlink()
    with pytest.raises(loader.PackError, match=r"materials\.toml 第1行:读不到文件"):
        loader.load(pack)


def test_any_change_changes_the_digest(pack: Path) -> None:
    before = loader.load(pack).digest
    change(pack, "pack.toml", "2026.11", "2026.12")
    assert loader.load(pack).digest != before
