"""A plan with a mistake is refused with its file, the fault and what to write."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from printing import layout, plans
from printing.errors import LayoutError
from printing.plan_shapes import PaperPlan

VARIABLE = 'variable = [{ name = "name", label = "姓名", sample = "张样例" }]\n'
PAPER = '[paper]\ntitle = "样例"\nbasis = "依据"\n'
BLOCK = '[[block]]\nkind = "paragraph"\ntext = "{name}"\n'
BOX = '[[box]]\nat = [10, 10, 50, 10]\ntext = "{name}"\n'


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Path]:
    layout.use(tmp_path)
    yield tmp_path
    layout.use(None)


def plan_of(own: Path, text: str) -> PaperPlan:
    (own / "paper.toml").write_text(text, "utf-8")
    layout.use(own)
    return plans.plan("paper")


@pytest.mark.parametrize("name", plans.names())
def test_every_shipped_plan_is_sound_and_whole(name: str) -> None:
    paper = plans.plan(name)

    assert paper.title
    assert paper.basis
    assert all(v.label and (v.sample or v.kind == "picture") for v in paper.variables)
    assert all(v.sample for v in paper.variables)


def test_a_plan_is_read_as_it_is_written(own: Path) -> None:
    paper = plan_of(own, VARIABLE + PAPER + "size = [100, 50]\n" + BOX)

    assert (paper.id, paper.size, paper.boxes[0].w) == ("paper", (100.0, 50.0), 50.0)
    assert not paper.attaches
    assert plan_of(own, VARIABLE + PAPER + BLOCK).attaches


TABLE = '[[block]]\nkind = "table"\n'
ROWS = 'variable = [{ name = "rows", label = "行", kind = "rows", sample = [{ a = "甲" }] }]\n'
PICTURE = 'variable = [{ name = "name", label = "照片", kind = "picture", sample = "photo" }]\n'


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (VARIABLE + PAPER + BLOCK + "[colour]\n", "不认识的部分“colour”"),
        (VARIABLE + BLOCK, "缺少 [paper]"),
        (VARIABLE + '[paper]\ntitle = "样例"\n' + BLOCK, "缺少键“basis”"),
        (VARIABLE + PAPER + "colour = 1\n" + BLOCK, "不认识的键“colour”,可用:title"),
        (VARIABLE + PAPER + "copies = true\n" + BLOCK, "“copies”应是1至20的整数"),
        (VARIABLE + PAPER + BLOCK + "heavy = 1\n", "“heavy”应是 true 或 false,现在是 “1”"),
        (VARIABLE + PAPER + BLOCK + 'size = "9"\n', "“size”应是4至40的数(磅)"),
        (VARIABLE + PAPER + BLOCK + 'colour = "red"\n', "是不是“columns”?"),
        (VARIABLE + PAPER + BLOCK.replace("paragraph", "poem"), "“kind”不能是 “poem”,可用:title"),
        (
            VARIABLE + PAPER + BLOCK + 'align = "justify"\n',
            "“align”不能是 “justify”,可用:left",
        ),
        (VARIABLE + PAPER + BLOCK + 'when = "name"\n', "条件“name”应写成"),
        (VARIABLE + PAPER + BLOCK + BOX, "不能都写或都不写"),
        (VARIABLE + PAPER, "不能都写或都不写"),
        (VARIABLE + PAPER + BOX.replace("50, 10]", "300, 10]"), "超出纸面(210×297 毫米)"),
        (VARIABLE + PAPER + BOX.replace("50, 10]", "0, 10]"), "超出纸面"),
        (VARIABLE + PAPER + "size = [50, 50]\n" + BOX, "超出纸面(50×50 毫米)"),
        (VARIABLE + PAPER + BOX.replace("at = [10, 10, 50, 10]\n", ""), "缺少键“at”"),
        (VARIABLE + PAPER + BOX + 'valign = "bottom"\n', "“valign”不能是 “bottom”,可用:top、middle"),
        (VARIABLE + PAPER + BOX + "size = 5\n", "floor 不大于 size"),
        (VARIABLE + PAPER + BOX + "page = 0\n", "“page”应是1至9的整数"),
        (VARIABLE + PAPER + BOX + 'code = "name"\n', "只能是 picture、code、text 中的一样"),
        (VARIABLE + PAPER + BLOCK.replace("{name}", "{name}{nmae}"), "没有变量“nmae”"),
        (VARIABLE + PAPER + 'footer = "{hall}"\n' + BLOCK, "没有变量“hall”"),
        (VARIABLE + PAPER + BLOCK.replace("{name}", "姓名"), "变量“name”没有用到"),
        (
            VARIABLE.replace('"}', '"') + PAPER + BLOCK.replace("{name}", "{? a = yes}{name}"),
            "没有样例,请写进",
        ),
        (VARIABLE + PAPER + "[sample_facts]\na = true\n" + BLOCK, "[sample_facts] 的“a”没有用到"),
        (VARIABLE + PAPER + "[sample_facts]\na = 3\n" + BLOCK, "数字也加引号"),
        (VARIABLE + PAPER + BLOCK.replace("{name}", "{name}{* delivery}"), "只能用在申请表"),
        (VARIABLE + PAPER + BLOCK + '[[block]]\nkind = "sign"\ntext = "{name}:"\n', "不能带变量"),
        (VARIABLE + PAPER + BLOCK + TABLE, "表格没有 columns"),
        (
            VARIABLE + PAPER + BLOCK + TABLE + 'columns = [{ width = 190 }]\ncells = [["甲"]]\n',
            "共190毫米,纸上只有180毫米",
        ),
        (
            VARIABLE + PAPER + BLOCK + TABLE + 'columns = [{ width = 3 }]\ncells = [["甲"]]\n',
            "“width”应是8至420的数",
        ),
        (
            VARIABLE + PAPER + BLOCK + TABLE + 'columns = [{ width = 30 }]\ncells = [["甲", "乙"]]\n',
            "每行也要写1格",
        ),
        (VARIABLE + PAPER + BLOCK + TABLE + "columns = [{ width = 30 }]\n", "要么写 rows,要么写 cells"),
        (
            VARIABLE + PAPER + BLOCK + TABLE + 'columns = [{ title = "甲" }]\ncells = [["甲"]]\n',
            "缺少键“width”",
        ),
        (
            VARIABLE + PAPER + BLOCK + TABLE + 'rows = "name"\ncolumns = [{ width = 30, text = "{n}" }]\n',
            "变量“name”的 kind 应是 rows",
        ),
        (
            ROWS + PAPER + TABLE + 'rows = "rows"\ncolumns = [{ width = 30, text = "{b}" }]\n',
            "没有变量“b”",
        ),
        (
            ROWS
            + PAPER
            + TABLE
            + 'rows = "rows"\ncolumns = [{ width = 30, text = "{a}" }]\n'
            + BLOCK.replace("name", "a"),
            "没有变量“a”",
        ),
        (ROWS + PAPER + BLOCK.replace("name", "rows"), "变量“rows”是 rows,不能当文字用"),
        (ROWS.replace('[{ a = "甲" }]', '"甲"') + PAPER + TABLE, "样例不对"),
        (VARIABLE.replace('"张样例"', "3") + PAPER + BLOCK, "的样例应是引号中的文字"),
        (VARIABLE.replace(" }", ', kind = "colour" }') + PAPER + BLOCK, "“kind”不能是 “colour”"),
        (VARIABLE.replace("[{", '[{ name = "name", label = "姓名" }, {') + PAPER + BLOCK, "写了两次"),
        (VARIABLE.replace('name = "name", ', "") + PAPER + BLOCK, "缺少键“name”"),
        (
            PICTURE.replace('"photo"', '"cat"') + PAPER + BOX.replace('text = "{name}"', 'picture = "name"'),
            "样例图片可用",
        ),
        (PICTURE + PAPER + BLOCK, "变量“name”是 picture,不能当文字用"),
        (VARIABLE + PAPER + BOX.replace('text = "{name}"', 'picture = "name"'), "kind 应是 picture"),
        (VARIABLE + PAPER + 'block = ["title"]\n', "不认识的键“block”"),
    ],
)
def test_a_fault_is_told_with_file_and_way_out(own: Path, text: str, told: str) -> None:
    with pytest.raises(LayoutError) as refused:
        plan_of(own, text)

    assert re.match(r"paper\.toml 第\d+行:", str(refused.value))
    assert told in str(refused.value)


def test_a_file_that_is_not_there_is_told() -> None:
    with pytest.raises(LayoutError, match=r"没有版式文件 nothing\.toml"):
        plans.plan("nothing")
