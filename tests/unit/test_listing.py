"""The ``[list]`` of a procedure: read strictly, faults with file and line, and explained in sentences."""

import shutil
from pathlib import Path

import pytest

from desk_app.__main__ import main
from desk_app.domain import lists as domain
from desk_app.domain.applications import APPLICATION
from forms import listing, loader
from tests.unit.packs import Folder

KEYS = "procedures/keys.toml"
HEAD = "demo = true\n"


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """A copy of the shipped pack with the invented register of keys."""
    made = Folder(tmp_path / "pack")
    shutil.copy(Path("tests/registers/keys") / KEYS, made.path / KEYS)
    return made


# (what the [list] of the register says, what is said of it, a text of the line it is said of)
FAULTS = [
    ('columns = ["number", "kye"]', "没有列“kye”,是不是“key”?", "kye"),
    ('columns = ["number", "number"]', "“number”写了两次", "number"),
    ('others = ["township"]', "没有列“township”", "township"),
    ('divides = ["holder"]', "“holder”是填写的,不能分组", "holder"),
    ('divides = ["due"]', "不能按“期限”分组", "due"),
    ('order = "dew"', "没有列“dew”,是不是“due”?", "dew"),
    ("descending = true", "descending 要和 order 一起写", "descending"),
    ('promise = "retrun"', "没有期限“retrun”,是不是“return”?", "retrun"),
    ('counts = "give_bakc"', "没有动作“give_bakc”,是不是“give_back”?", "give_bakc"),
    ('shortcuts = [["lost", "丢了"]]', "没有状态“lost”", "lost"),
    ('shortcuts = ["lost"]', '列应写成 ["代号", "名称"]', "shortcuts"),
    ('colums = ["number"]', "不认识的键“colums”", "colums"),
    ("columns = 3", "“columns”应为文字列表", "columns"),
]


@pytest.mark.parametrize(("said", "told", "line"), FAULTS, ids=[f[0] for f in FAULTS])
def test_a_fault_of_a_list_is_told_with_its_line(said: str, told: str, line: str, folder: Folder) -> None:
    folder.change(KEYS, HEAD, f"{HEAD}\n[list]\n{said}\n")
    (fault,) = folder.faults()
    assert (fault.file, told in fault.message) == (KEYS, True), fault
    assert line in (folder.path / KEYS).read_text(encoding="utf-8").split("\n")[fault.line - 1]


def test_a_list_table_written_as_rows_is_told(folder: Folder) -> None:
    folder.change(KEYS, HEAD, f'{HEAD}\n[[list]]\norder = "due"\n')
    assert [f.message for f in folder.faults()] == ["“list”应写成 [list] 一个表"]


def test_a_list_of_too_many_divisions_is_told(folder: Folder) -> None:
    matter = "procedures/matter.toml"
    more = ["delivery", "apply_categories", "marriage", "education", "ethnicity"]
    said = "".join(f', "{name}"' for name in more)
    folder.change(matter, '"clerk", "grade"]', f'"clerk", "grade"{said}]')
    (fault,) = folder.faults()
    assert "最多8个" in fault.message


def test_the_list_is_read_aloud(folder: Folder, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["forms", "explain", "matter"]) == 0
    said = capsys.readouterr().out
    assert "名单和统计" in said
    assert "按期：看“承诺办结”" in said


def test_a_list_of_the_shipped_pack_names_what_its_sketch_shows() -> None:
    told = loader.shipped().procedures["application"].listing
    assert told.columns == ("due", "label", "tail", "matters", "state", "began", "number_tail")


def test_every_column_id_of_the_law_is_known_to_lists() -> None:
    told = {value for name, value in vars(domain).items() if name.isupper() and isinstance(value, str)}
    assert {*listing.OF_ALL, *listing.OF_APPLICATIONS} <= told
    assert listing.APPLICATION == APPLICATION


# (what a [[sheet]] of the register says, what is said of it)
SHEETS = [
    ('role = "clerc"\nby = "holder"', ["没有角色“clerc”", "没有可以填表办的动作"]),
    ('role = "clerk"\nby = "holdr"', ["没有要填的“holdr”"]),
    ('role = "clerk"\nby = "holder"\nunit = "twon"', ["没有单位“twon”"]),
    ('role = "system"\nby = "holder"', ["“system”没有可以填表办的动作"]),
]


@pytest.mark.parametrize(("said", "told"), SHEETS, ids=[s[0] for s in SHEETS])
def test_a_fault_of_a_unit_that_acts_by_a_table_is_told(said: str, told: list[str], folder: Folder) -> None:
    folder.change(KEYS, HEAD, f"{HEAD}\n[[sheet]]\n{said}\n")
    faults = folder.faults()
    assert [f.file for f in faults] == [KEYS] * len(told)
    for fault, words in zip(faults, told, strict=True):
        assert words in fault.message
