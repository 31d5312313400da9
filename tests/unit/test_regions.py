"""Regions: the places of a county are read whole or refused whole, each fault with its line."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from desk_app.__main__ import main
from forms import regions
from forms.regions import Regions, RegionsError

COUNTY = "620403"
SMALL = "code,name\n620403,平川区\n620403105,宝积镇\n620403105203,吊沟村村民委员会\n"


def shipped() -> Regions:
    return regions.shipped(COUNTY)


def addresses(text: str, limit: int = 5) -> list[str]:
    return [shipped().address(r) for r in shipped().find(text, limit)]


def faults(text: str) -> list[str]:
    with pytest.raises(RegionsError) as refused:
        regions.parse(text, "甲.csv")
    return [str(f) for f in refused.value.faults]


def test_the_shipped_county_is_whole() -> None:
    """11 towns and 94 villages, as the statistics of 2023-06-30 count them."""
    lengths = [len(code) for code in shipped().rows]
    assert (lengths.count(regions.TOWN), lengths.count(regions.VILLAGE)) == (11, 94)
    assert "国家统计局" in shipped().source
    assert "2023-06-30" in shipped().source


def test_another_county_has_no_places_and_finds_none() -> None:
    assert regions.shipped("110101") is regions.NOWHERE
    assert regions.NOWHERE.find("东华门", 5) == ()


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("吊沟村村民委员会", "吊沟村"),
        ("丰源村委会", "丰源村"),
        ("李家村民委员会", "李家村"),
        ("长征社区居民委员会", "长征社区"),
        ("多福巷社区居委会", "多福巷社区"),
        ("居委会", "居委会"),
    ],
)
def test_an_address_names_the_place_not_its_committee(name: str, place: str) -> None:
    assert regions.Region("620403105203", name).place == place


def test_no_shipped_place_keeps_its_committee() -> None:
    assert all(r.place.endswith(("村", "社区")) for r in shipped().rows.values() if len(r.code) == 12)


def test_the_path_of_a_village_begins_at_the_province() -> None:
    village = shipped().rows["620403105203"]
    assert [r.place for r in shipped().path(village)] == ["甘肃省", "白银市", "平川区", "宝积镇", "吊沟村"]
    assert shipped().name(village) == "宝积镇吊沟村"


@pytest.mark.parametrize(
    "typed",
    ["吊沟", "沟村", "宝积镇吊", "平川区吊沟", "甘肃省白银市平川区宝积镇吊", "620403105203", " 吊 沟 "],
)
def test_any_part_of_a_place_finds_it(typed: str) -> None:
    assert "甘肃省白银市平川区宝积镇吊沟村" in addresses(typed, 20)


def test_what_begins_with_the_text_comes_first() -> None:
    prefix = "甘肃省白银市平川区"
    assert addresses("宝积", 3) == [
        f"{prefix}宝积镇",
        f"{prefix}长征街道宝积山社区",
        f"{prefix}宝积镇尖山村",
    ]
    assert addresses("旱坪川") == [f"{prefix}电力路街道旱坪川社区", f"{prefix}水泉镇旱坪川村"]


def test_the_county_is_followed_by_its_towns() -> None:
    assert addresses("白银市平川区", 2) == ["甘肃省白银市平川区", "甘肃省白银市平川区长征街道"]
    assert addresses("甘肃") == ["甘肃省白银市平川区"]


@pytest.mark.parametrize("typed", ["", "  ", "靖远县", "甘肃省白银市平川区宝积镇吊沟村一社12号", "12号"])
def test_what_is_no_place_of_the_county_finds_nothing(typed: str) -> None:
    assert addresses(typed) == []


def test_what_was_read_is_written_the_same() -> None:
    assert regions.parse(regions.text_of(shipped())) == shipped()


def test_a_mark_before_the_text_and_windows_line_ends_are_forgiven() -> None:
    assert len(regions.parse("\ufeff" + SMALL.replace("\n", "\r\n")).rows) == 3


def test_a_county_without_the_rows_above_it_begins_its_addresses_itself() -> None:
    found = regions.parse(SMALL)
    assert found.address(found.rows["620403105203"]) == "平川区宝积镇吊沟村"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("6204031,宝积镇", "甲.csv 第5行:代码“6204031”有7位,应为6位区县、9位乡镇街道或12位村社区"),
        ("6.2E+11,宝积镇", "甲.csv 第5行:代码“6.2E+11”应全是数字;用表格软件保存前请把代码列设为文本"),
        (
            "６２０４０３,宝积镇",
            "甲.csv 第5行:代码“６２０４０３”应全是数字;用表格软件保存前请把代码列设为文本",
        ),
        (
            "620403105000,宝积镇",
            "甲.csv 第5行:代码“620403105000”末尾补了0,请写成2位省、4位市、6位区县或9位乡镇街道",
        ),
        ("620402,白银区", "甲.csv 第5行:代码“620402”不属于第一个区县 620403"),
        ("63,青海省", "甲.csv 第5行:代码“63”不属于第一个区县 620403"),
        ("620403106200,峤山村村民委员会", "甲.csv 第5行:“620403106200”缺少上级,请加上 620403106 的一行"),
        ("620403105,宝积镇", "甲.csv 第5行:代码“620403105”在第3行已有,请删去一处"),
        ("620403106,", "甲.csv 第5行:名称是空的,请补上"),
        ("620403106,黄\u200b峤镇", "甲.csv 第5行:名称里有看不见的控制字符,请删去后重录"),
        ("620403106,黄\t峤镇", "甲.csv 第5行:名称里有看不见的控制字符,请删去后重录"),
        ("620403106," + "黄" * 41, "甲.csv 第5行:名称有41个字,最多40个字"),
        ("620403106,黄峤镇,x", "甲.csv 第5行:应是代码和名称两列,现在是3列"),
        ("620403106", "甲.csv 第5行:应是代码和名称两列,现在是1列"),
        ('620403106,"黄峤镇', "甲.csv 第5行:应是代码和名称两列,引号没有成对"),
    ],
)
def test_one_fault_is_one_sentence_with_its_line(line: str, said: str) -> None:
    assert faults(SMALL + line + "\n") == [said]


def test_every_fault_is_told_in_the_order_of_lines() -> None:
    told = faults("名称,代码\n620403,平川区\n620403105,\n620403105203,吊沟村村民委员会\n1,甲\n")
    assert [t.partition(":")[0] for t in told] == ["甲.csv 第1行", "甲.csv 第3行", "甲.csv 第5行"]


@pytest.mark.parametrize("text", ["", "code,name\n", "code,name\n62,甘肃省\n"])
def test_a_text_without_a_county_is_refused(text: str) -> None:
    assert faults(text) == ["甲.csv 第1行:没有区县的一行,请加上6位代码和区县名"]


def test_too_many_rows_are_refused_at_once() -> None:
    many = "".join(f"620403105{i:03},村{i}\n" for i in range(1, 999))
    towns = "".join(f"620403{i:03},镇{i}\n" for i in range(1, 999))
    text = (
        SMALL.splitlines()[0]
        + "\n620403,平川区\n"
        + towns
        + many
        + "".join(f"620403{t:03}{v:03},村\n" for t in range(200, 206) for v in range(1, 999))
    )
    (told,) = faults(text)
    assert "超过5000行" in told


@pytest.mark.parametrize(
    ("data", "said"),
    [(SMALL.encode("gb18030"), "不是 UTF-8 编码"), (b"x" * 1_000_001, "超过1 MB")],
)
def test_a_file_that_can_not_be_it_is_refused(tmp_path: Path, data: bytes, said: str) -> None:
    (tmp_path / "r.csv").write_bytes(data)
    with pytest.raises(RegionsError, match=said):
        regions.read(tmp_path / "r.csv")


# ---- the command -----------------------------------------------------------------------------

Run = Callable[..., tuple[int, str]]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run ``desk-app regions …`` with a data folder of its own; returns exit code and output."""
    monkeypatch.setenv("DESK_DATA", str(tmp_path / "data"))

    def work(*words: str | os.PathLike[str]) -> tuple[int, str]:
        code = main(["regions", *map(str, words)])
        said = capsys.readouterr()
        return code, said.out + said.err

    return work


def write(folder: Path, text: str) -> Path:
    path = folder / "给.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_an_imported_county_is_used_instead_of_the_shipped_one(run: Run, tmp_path: Path) -> None:
    new = SMALL + "620403105299,样例村村民委员会\n"
    assert run("import", write(tmp_path, new)) == (
        0,
        "已导入平川区的区划：1个乡镇街道，2个村社区；下次打开窗口时启用\n",
    )
    assert [p.name for p in (tmp_path / "data").iterdir()] == [regions.FILE_NAME]
    assert run("show", "样例") == (0, "620403105299  平川区宝积镇样例村\n")
    own = regions.in_force(tmp_path / "data" / regions.FILE_NAME, COUNTY)
    assert own == regions.parse(new)


def test_a_file_with_a_fault_changes_nothing(run: Run, tmp_path: Path) -> None:
    run("import", write(tmp_path, SMALL))
    code, said = run("import", write(tmp_path, SMALL + "620403105,宝积镇\n620404,甲区\n"))
    assert code == 1
    assert "给.csv 第5行" in said
    assert "给.csv 第6行" in said
    assert said.endswith("有2处错误，一行也没有导入\n")
    assert (tmp_path / "data" / regions.FILE_NAME).read_text(encoding="utf-8") == SMALL


def test_another_county_than_the_halls_is_refused(run: Run, tmp_path: Path) -> None:
    code, said = run("import", write(tmp_path, "code,name\n620402,白银区\n"))
    assert code == 1
    assert "这是 620402 白银区 的区划" in said
    assert not (tmp_path / "data" / regions.FILE_NAME).exists()


def test_a_missing_file_is_told(run: Run, tmp_path: Path) -> None:
    code, said = run("import", tmp_path / "none.csv")
    assert (code, "none.csv 第1行：读不到文件" in said) == (1, True)


def test_many_faults_are_told_in_part(run: Run, tmp_path: Path) -> None:
    code, said = run("import", write(tmp_path, "code,name\n" + "x,甲\n" * 30 + "620403,平川区\n"))
    assert code == 1
    assert "还有10处" in said


def test_show_tells_what_is_in_force_and_where_from(run: Run) -> None:
    code, said = run("show")
    assert code == 0
    assert "甘肃省白银市平川区的区划：11个乡镇街道，94个村社区；来自随程序的一份" in said
    assert "国家统计局" in said
    assert "620403105  宝积镇  12个村社区" in said


def test_show_tells_when_nothing_fits(run: Run) -> None:
    assert run("show", "靖远") == (1, "没有找到“靖远”\n")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("code,name\n620402,白银区\n", "它是区县 620402 的，本大厅属于区县 620403"),
        ("code,name\n620403,\n", "不能用：regions.csv 第2行：名称是空的，请补上，共1处错误"),
    ],
)
def test_a_file_spoiled_by_hand_gives_way_to_the_shipped_one(
    run: Run, tmp_path: Path, text: str, said: str
) -> None:
    run("import", write(tmp_path, SMALL))
    own = tmp_path / "data" / regions.FILE_NAME
    own.write_text(text, encoding="utf-8")
    code, shown = run("show")
    assert code == 1
    assert said in shown
    assert "94个村社区；来自随程序的一份" in shown
    assert regions.in_force(own, COUNTY).rows == shipped().rows
