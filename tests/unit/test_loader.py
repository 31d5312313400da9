"""A definition pack is whole and right, or refused with file, line and what to write instead."""

from pathlib import Path

import pytest

from desk_app.__main__ import main
from forms import lines, loader
from forms.faults import Fault
from tests.unit.packs import OWN_LAW, Folder

EXTENSION = """
[[extension]]
id = "low_edge"
matter = "living_subsidy"
requirement = "income"
when = [["other_benefits none-of 1"]]
met = "低保边缘家庭,按本区规定也可以领取。"
clause = "平川区规定"
since = "2026-01-01"
until = "2026-12-31"
"""
OWN = EXTENSION + OWN_LAW
FOLLOWING = """
[[following]]
material = "photo"
days = 3
source = "平川区规定"
"""


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path / "pack")


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


# (file, what is written, what is written instead, what is said, the line it is said of)
ROWS = [
    ("county.toml", 'court = "白银市平川区人民法院"\n', "", "缺少 court,通知书上会空着", "[remedies]"),
    ("elements.toml", 'label = "姓名"', 'lable = "姓名"', "不认识的键“lable”,是不是“label”?", "lable ="),
    ("elements.toml", 'kind = "phone"', 'kind = "phones"', "不认识的类型“phones”,是不是“phone”?", "phones"),
    ("elements.toml", '"typed", "household"]', '"typd", "household"]', "不认识的来源“typd”", "typd"),
    ("elements.toml", 'id = "sex"', 'id = "Sex"', "只能用小写字母", "Sex"),
    ("elements.toml", 'id = "sex"', 'id = "name" # sex', "“name”定义了两次", "# sex"),
    ("elements.toml", 'label = "性别"', 'label = " "', "“label”是空的", 'label = " "'),
    ("elements.toml", 'source = "附件4"', 'source = ""', "没有写出处", 'source = ""'),
    ("elements.toml", "required = true", 'required = "yes"', "应写成true 或 false", 'required = "yes"'),
    ("elements.toml", 'derived = "age"', "derived = 3", "“derived”应为文字", "derived = 3"),
    ("elements.toml", '[["recorded_state = 7"]]', '["recorded_state = 7"]', "条件应为两层列表",
     '["recorded_state = 7"]'),
    ("elements.toml", '[["recorded_state = 7"]]', '[["recorded_state 7"]]', "应写成“要素 运算符 值”",
     '[["recorded_state 7"]]'),
    ("matters.toml", '["grade in 1 2"]', '["grade == 1"]', "“==”不认识,是不是“=”?", "grade == 1"),
    ("matters.toml", '$renew_from_months"', '$renew_month"', "是不是“renew_from_months”?", "$renew_month"),
    ("matters.toml", 'clause = "附件3 受理条件"', 'clause = ""', "没有写依据", 'clause = ""'),
    ("cautions.toml", "[[caution]]", "[[cauton]]", "不认识的表“cauton”,是不是“caution”?", "[[cauton]]"),
    ("matters.toml", "", "[[matter] # 甲", "方括号没有成对", "# 甲"),
    ("matters.toml", 'takes = ["评定", "公示"]', 'takes = "评定"', "应为文字列表", 'takes = "评定"'),
    ("materials.toml", "copies = 3", 'copies = "3"', "应写成不带引号的整数", 'copies = "3"'),
    ("materials.toml", "copies = 3", "copies = true", "类型不对", "copies = true"),
    ("materials.toml", "copies = 3", "copies = = 3", "等号后面的值写得不对", "copies = = 3"),
    ("pack.toml", 'version = "2026.11"', "", "[pack] 缺少文字 version", "[pack]"),
    ("pack.toml", 'version = "2026.11"', 'version = "1"\nverson = "1"', "是不是“version”?", "verson"),
    ("county.toml", 'region_code = "620403"', "", "缺少键“region_code”", "[hall]"),
    ("county.toml", 'bar_months = "12"', "bar_months = [12]", "应为数字或文字", "bar_months"),
    ("county.toml", 'bar_months = "12"', 'bar_months = "12"\nAB = "1"', "只能用小写字母", "AB ="),
    ("county.toml", '["living_subsidy"]', '["living"]', "没有事项“living”", '["living"]'),
    ("county.toml", 'matters = ["*"]', "matters = []", "没有写事项", "matters = []"),
    ("county.toml", "", FOLLOWING.replace('"photo"', '"photoo"'), "是不是“photo”?", "photoo"),
    ("county.toml", "", EXTENSION.replace("2026-01-01", "2026-1-1"), "2026-03-05 样子的日期", "since"),
    ("county.toml", "", EXTENSION.replace('"income"', '"incom"'), "是不是“income”?", '"incom"'),
    ("county.toml", "", EXTENSION.replace("living_sub", "livng_sub"), "没有事项“livng_subsidy”", "livng"),
    ("codes/form.toml", '["1", "视力"]', '["1"]', '应写成 ["代码", "名称"]', '["1"]'),
]  # fmt: skip


@pytest.mark.parametrize(("name", "old", "new", "said", "where"), ROWS, ids=lambda v: str(v)[:18])
def test_a_wrong_row_is_told_with_its_line(
    folder: Folder, name: str, old: str, new: str, said: str, where: str
) -> None:
    folder.change(name, old, new)
    folder.tells(name, where, said)


def test_a_row_is_found_among_rows_of_the_same_name(folder: Folder) -> None:
    # GIVEN six requirements called "certificate"; WHEN the one of the fourth matter is wrong
    text = (folder.path / "matters.toml").read_text(encoding="utf-8")
    start = text.index('id = "cert_lost"')
    spoiled = text[start:].replace("holds_certificate = yes", "holds_certificat = yes", 1)
    (folder.path / "matters.toml").write_text(text[:start] + spoiled, encoding="utf-8")
    # THEN its own line is told
    folder.tells("matters.toml", "holds_certificat = yes", "是不是“holds_certificate”?")


def test_a_clause_is_found_in_a_list_of_many_lines(folder: Folder) -> None:
    folder.change(
        "materials.toml",
        'when = [["registered_here = no", "id_kind = 1"]]',
        'when = [\n  ["registered_here = no"],\n  ["age  >=  x"],\n]',
    )
    folder.tells("materials.toml", "age  >=  x", "只能与数字比较")


def test_a_wrong_shared_requirement_is_told_once_where_it_is_written(folder: Folder) -> None:
    # GIVEN a row that nine matters share
    folder.change("county.toml", "open_matters none-of $matter", "open_mater none-of $matter")
    folder.tells("county.toml", "open_mater none-of", "是不是“open_matters”?")


def test_every_mistake_is_told_in_the_order_of_the_files(folder: Folder) -> None:
    folder.change("materials.toml", "copies = 3", 'copies = "3"')
    folder.change("elements.toml", 'kind = "phone"', 'kind = "fone"')
    folder.change("elements.toml", 'label = "姓名"', 'lable = "姓名"')
    told = folder.faults()
    assert [f.file for f in told] == ["elements.toml"] * 2 + ["materials.toml"]
    assert [f.line for f in told[:2]] == sorted(f.line for f in told[:2])
    assert all(str(f).startswith(f"{f.file} 第{f.line}行:") for f in told)


def test_a_file_that_can_not_be_read_is_named(folder: Folder) -> None:
    (folder.path / "materials.toml").write_bytes('title = "户口簿"'.encode("gb18030"))
    assert folder.faults() == (Fault("materials.toml", 1, "文件不是 UTF-8 编码,请另存为 UTF-8"),)


def test_a_file_saved_by_windows_notepad_is_read(folder: Folder) -> None:
    file = folder.path / "county.toml"
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes().replace(b"\n", b"\r\n"))
    assert loader.load(folder.path).hall == loader.shipped().hall
    folder.change("county.toml", 'region_code = "620403"', 'region_code = "6204"')
    assert folder.faults()[0].line == folder.line("county.toml", '"6204"')


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(loader.PackError, match="没有文件夹"):
        loader.load(tmp_path / "none")


def test_a_countys_folder_holds_only_what_it_changes(tmp_path: Path) -> None:
    # GIVEN a folder with nothing but the county's own hall and values
    text = (loader.DEFINITIONS / "county.toml").read_text(encoding="utf-8")
    (tmp_path / "county.toml").write_text(
        text.replace('name = "平川区政务服务中心"', 'name = "靖远县政务服务中心"').replace(
            'renew_from_months = "12"', 'renew_from_months = "6"'
        ),
        encoding="utf-8",
    )
    # WHEN it is read THEN the rest is the shipped pack
    own = loader.load(tmp_path)
    assert own.hall.name == "靖远县政务服务中心"
    assert own.elements == loader.shipped().elements
    assert own.codes == loader.shipped().codes
    # AND a value stands in conditions and in sentences
    due = next(r for r in own.matters["cert_renew"].requirements if r.id == "due")
    limit = next(c for row in due.when for c in row if c.element == "months_to_expiry")
    assert limit.values == ("6",)
    assert "到期前6个月内" in due.unmet


def test_rows_of_a_file_of_the_countys_own_are_read_too(tmp_path: Path) -> None:
    (tmp_path / "local.toml").write_text(OWN, encoding="utf-8")
    (tmp_path / "codes").mkdir()
    shipped = (loader.CODES / "county.toml").read_text(encoding="utf-8")
    (tmp_path / "codes" / "county.toml").write_text(
        shipped.replace('["0", "都没有"]', '["7", "养老护理补贴"], ["0", "都没有"]'), encoding="utf-8"
    )
    own = loader.load(tmp_path)
    income = next(r for r in own.matters["living_subsidy"].requirements if r.id == "income")
    assert [e.id for e in income.extensions] == ["low_edge"]
    assert own.codes["benefit"].label("7") == "养老护理补贴"


def test_two_files_of_one_name_are_told_apart(folder: Folder) -> None:
    folder.change("codes/county.toml", 'id = "benefit"', 'id = "benefits"')
    assert {f.file for f in folder.faults()} == {"elements.toml", "procedures/entitled.toml"}
    folder.change("codes/county.toml", 'id = "benefits"', 'id = "Benefits"')
    assert folder.faults()[0].file == "codes/county.toml"


def test_any_change_changes_the_digest(folder: Folder) -> None:
    before = loader.load(folder.path).digest
    folder.change("pack.toml", "2026.11", "2026.12")
    assert loader.load(folder.path).digest != before


def test_the_command_tells_whether_a_pack_can_be_used(
    folder: Folder, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["forms", "check", str(folder.path)]) == 0
    assert capsys.readouterr().out.startswith("可以使用")
    folder.change("elements.toml", 'label = "姓名"', 'lable = "姓名"')
    assert main(["forms", "check", str(folder.path)]) == 1
    first, last = capsys.readouterr().out.splitlines()
    assert first.startswith(f"elements.toml 第{folder.line('elements.toml', 'lable')}行")
    assert "不认识的键“lable”" in first
    assert last.startswith("有1处错误")


def test_lines_are_counted_through_long_values_and_dotted_tables() -> None:
    text = '''a = """
[[not]]
b = 1
"""
[x]
list = [ # a ] in a comment
  "]", 'c = 1',
]
after = { d = 1 }

[[x.rows]]
id = "one"
[[x.rows]]
"id" = "two"
[[x.rows.below]]
id = "three"
[y.z]
'''
    assert lines.starts(text) == {
        ("a",): 1, ("x",): 5, ("x", "list"): 6, ("x", "after"): 9,
        ("x", "rows", 0): 11, ("x", "rows", 0, "id"): 12, ("x", "rows", 1): 13, ("x", "rows", 1, "id"): 14,
        ("x", "rows", 1, "below", 0): 15, ("x", "rows", 1, "below", 0, "id"): 16, ("y", "z"): 17,
    }  # fmt: skip
