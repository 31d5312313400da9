"""The rules of a matter as sentences: nothing of the pack is left out, and an official can read them."""

from pathlib import Path

import pytest

from desk_app.__main__ import main
from forms import explain, loader
from forms.sentences import sentence
from tests.unit.packs import Folder

PACK = loader.shipped()


def text(matter: str) -> str:
    return "\n".join(explain.lines(PACK, PACK.matters[matter]))


@pytest.mark.parametrize("matter", PACK.matters)
def test_everything_the_pack_says_of_a_matter_is_read(matter: str) -> None:
    said, row = text(matter), PACK.matters[matter]
    head = (row.title, row.id, row.department, row.basis, row.result, row.process, row.delivery, row.source)
    for words in (*head, PACK.limits.fee, PACK.source, PACK.version):
        assert words in said
    for requirement in row.requirements:
        for words in (requirement.met, requirement.unmet, requirement.unknown, requirement.held):
            assert words in said
        assert sentence(PACK, requirement.when) in said
        assert requirement.clause in said
        assert requirement.next_step in said
    for branch in row.branches:
        assert f"{branch.title}:{sentence(PACK, branch.when)}" in said
    for material in PACK.materials:
        assert (f". {material.title}:{material.form}" in said) is (matter in material.matters)
    assert "$" not in said
    assert "= " not in said


def test_a_matter_tells_what_goes_together_and_what_waits() -> None:
    assert "不能同时办:残疾人证换领、残疾人证迁移" in text("cert_new")
    assert "同时申请时等本事项结果的:困难残疾人生活补贴、重度残疾人护理补贴" in text("cert_new")
    assert "与“残疾人证新办”同时申请的,等它的结果(持有残疾人证、残疾等级)再审核" in text("care_subsidy")
    assert "不能同时办:残疾人证注销" in text("care_subsidy")


def test_a_matter_tells_which_fields_are_needed_and_when() -> None:
    said = text("employment")
    assert "是否具有劳动能力:必填" in said
    assert "单位名称:必填,已经就业,并且就业形式为单位就业的才填" in said
    assert "婚姻状况:年龄不少于20周岁的必填" in said
    assert "失业登记与求职意向(没有就业的才填)" in said
    assert "是否低保户:必填" in text("living_subsidy")
    assert "是否低保户:可以不填" in text("care_subsidy")
    assert "银行卡" not in said


def test_a_matter_tells_its_materials_and_days() -> None:
    said = text("cert_new")
    assert "3. 照片:原件3份,2寸近期免冠白底彩照(出处:附件5 序号3)" in said
    assert "年龄不超过15周岁的免交:未满16周岁可以没有身份证" in said
    assert "户籍不在本县(区)的才交" in said
    assert "转交3个工作日,审核10个工作日,承诺13个工作日办结(法定30个工作日);评定、公示的时间另计" in said


def test_a_matter_without_application_asks_for_nothing() -> None:
    said = text("pension")
    assert "免申办理:符合的告知本人,不收申请,不收材料" in said
    assert "不交材料" in said
    assert "申请表上填什么" not in said
    assert "承诺13" not in said


def test_what_a_county_adds_is_read_with_its_days(tmp_path: Path) -> None:
    (tmp_path / "local.toml").write_text(
        """
[[extension]]
id = "low_edge"
matter = "living_subsidy"
requirement = "income"
when = [["other_benefits none-of 1"]]
met = "低保边缘家庭也可以。"
clause = "平川区规定第一条"
since = "2026-01-01"
until = "2026-12-31"

[[exclusion]]
id = "added"
matters = ["living_subsidy"]
when = [["registered_here = yes"]]
unmet = "户口不在本区。"
unknown = "还要核对户口。"
clause = "平川区规定第二条"
since = "2026-03-01"

[[copies]]
material = "household"
matters = ["living_subsidy"]
copies = 2
source = "平川区规定第三条"

[[sharing]]
material = "household"
when = [["registered_here = yes"]]
words = "公安数据已经共享"
source = "平川区规定第四条"
""",
        encoding="utf-8",
    )
    pack = loader.load(tmp_path)
    said = "\n".join(explain.lines(pack, pack.matters["living_subsidy"]))
    assert "本地放宽(申请日期2026年1月1日起至2026年12月31日):已享受的待遇不含特困人员供养,也算满足" in said
    assert "平川区规定第一条" in said
    assert "户籍在本县(区);或者申请日期在2026年2月28日及以前" in said
    assert "户口簿:原件或复印件2份" in said
    assert "份数按本地规定(出处:平川区规定第三条)" in said
    assert "户籍在本县(区)的免交:公安数据已经共享(出处:平川区规定第四条)" in said


@pytest.mark.parametrize(
    ("wanted", "found"),
    [("cert_new", ["cert_new"]), ("残疾人证新办", ["cert_new"]), ("护理", ["care_subsidy"]),
     ("pens", ["pension"]), ("matter", ["matter"]), ("事项办理", ["matter"]),
     ("", [*PACK.matters, *PACK.procedures])],
)  # fmt: skip
def test_a_matter_is_found_by_id_title_or_a_part_only_it_has(wanted: str, found: list[str]) -> None:
    assert [m.id for m in explain.which(PACK, wanted)] == found


@pytest.mark.parametrize(
    ("wanted", "said", "named", "left_out"),
    [("驾照", "没有事项或流程“驾照”", "残疾人就业帮扶(employment)", "。"),
     ("驾照", "没有事项或流程“驾照”", "事项办理(matter)", "。"),
     ("补贴", "“补贴”不止一个", "护理补贴(care_subsidy)", "employment")],
)  # fmt: skip
def test_an_unknown_matter_is_told_with_those_there_are(
    wanted: str, said: str, named: str, left_out: str
) -> None:
    with pytest.raises(explain.UnknownMatter) as refused:
        explain.which(PACK, wanted)
    assert str(refused.value).startswith(said)
    assert named in str(refused.value)
    assert left_out not in str(refused.value)


def test_the_command_prints_a_matter_as_it_is_set_on_paper(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = Folder(tmp_path / "pack")
    assert main(["forms", "explain", "护理", "--pack", str(folder.path)]) == 0
    said = capsys.readouterr().out
    assert said.startswith("重度残疾人护理补贴 (care_subsidy)\n部门\uff1a平川区民政局")
    assert main(["forms", "explain", "--pack", str(folder.path)]) == 0
    assert capsys.readouterr().out.count("\n部门\uff1a") == len(PACK.matters)
    assert main(["forms", "explain", "驾照", "--pack", str(folder.path)]) == 1
    assert len(capsys.readouterr().out.splitlines()) == 1


def test_the_command_refuses_a_broken_pack(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = Folder(tmp_path / "pack")
    folder.change("elements.toml", 'label = "姓名"', 'lable = "姓名"')
    assert main(["forms", "explain", "--pack", str(folder.path)]) == 1
    assert "lable" in capsys.readouterr().out
