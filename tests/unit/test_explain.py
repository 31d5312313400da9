"""The rules of a matter as sentences: nothing of the pack is left out, and an official can read them."""

import re
from pathlib import Path

import pytest

from desk_app.__main__ import main
from forms import citing, explain, loader
from forms.sentences import sentence
from forms.typesetting import typeset
from tests.unit.packs import OWN_LAW, Folder

PACK = loader.shipped()


def text(matter: str) -> str:
    return "\n".join(explain.lines(PACK, PACK.matters[matter]))


@pytest.mark.parametrize("matter", PACK.matters)
def test_everything_the_pack_says_of_a_matter_is_read(matter: str) -> None:
    said, row = text(matter), PACK.matters[matter]
    head = (row.title, row.id, row.department, row.result, row.process, row.delivery, row.source)
    assert citing.explained(PACK, row.basis) in said
    for words in (*head, PACK.limits.fee, PACK.source, PACK.version):
        assert words in said
    for requirement in row.requirements:
        for words in (requirement.met, requirement.unmet, requirement.unknown, requirement.held):
            assert words in said
        assert sentence(PACK, requirement.when) in said
        assert citing.explained(PACK, requirement.clause) in said
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
    assert "与“残疾人证新办”同时申请的,等它的结果(残疾人证的情况、残疾等级)再审核" in text("care_subsidy")
    assert "因残疾人证的情况不符合的,与“残疾人证挂失补办”一并申请,等它的结果" in text("care_subsidy")
    assert "不能同时办:残疾人证注销" in text("care_subsidy")


def test_a_matter_tells_which_fields_are_needed_and_when() -> None:
    said = text("employment")
    assert "是否具有劳动能力:必填" in said
    assert "单位名称:必填,已经就业,并且就业形式为单位就业的才填" in said
    assert "婚姻状况:可以不填" in said
    assert "必填是因为:就业帮扶的条件之一" in said
    assert "必填是因为:残疾人证上印民族" not in said
    assert "必填是因为:残疾人证上印民族" in text("cert_new")
    assert "失业登记与求职意向(没有就业的才填)" in said
    assert "是否低保户:必填" in text("living_subsidy")
    assert "是否低保户" not in text("care_subsidy")
    assert "银行卡" not in said


def test_a_matter_tells_its_materials_and_days() -> None:
    said = text("cert_new")
    assert "3. 照片:原件3份,纸质或电子,2寸近期免冠白底彩照(出处:附件5 序号3)" in said
    assert "年龄不超过15周岁的免交:未满16周岁可以没有身份证" in said
    assert "户籍不在本县(区),并且身份证件种类为居民身份证的才交" in said
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
"""
        + OWN_LAW,
        encoding="utf-8",
    )
    pack = loader.load(tmp_path)
    said = "\n".join(explain.lines(pack, pack.matters["living_subsidy"]))
    assert "本地放宽(申请日期2026年1月1日起至2026年12月31日):已享受的待遇不含特困人员供养,也算满足" in said
    assert "依据:《平川区规定》第一条" in said
    assert "户籍在本县(区);或者申请日期在2026年2月28日及以前" in said
    assert "户口簿:原件或复印件2份" in said
    assert "份数按本地规定(出处:平川区规定第三条)" in said
    assert "户籍在本县(区)的免交:公安数据已经共享(出处:平川区规定第四条)" in said


@pytest.mark.parametrize(
    ("wanted", "found"),
    [("cert_new", ["cert_new"]), ("残疾人证新办", ["cert_new"]), ("护理", ["care_subsidy"]),
     ("pens", ["pension"]), ("matter", ["matter"]), ("事项办理", ["matter"]),
     ("", [*PACK.matters, *PACK.procedures, *PACK.programmes])],
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


def procedure(name: str, folder: Path | None = None) -> str:
    pack = loader.load(folder) if folder else PACK
    return "\n".join(explain.lines(pack, pack.procedures[name]))


@pytest.mark.parametrize("name", PACK.procedures)
def test_everything_a_procedure_says_is_read(name: str) -> None:
    said, row = procedure(name), PACK.procedures[name]
    for words in (row.title, row.id, row.source, PACK.version):
        assert words in said
    for state in row.states:
        assert f"  {state.word}:" in said
        assert state.stops in said
    for act in row.acts:
        assert f"  {act.word}:" in said
        assert act.source in said
        assert act.paper in said
        for ask in act.asks:
            assert ask.label in said
    for clock in row.clocks:
        assert f"  {clock.title}:从" in said
        assert clock.source in said
    assert "{" not in said


def test_a_procedure_tells_who_may_do_what_and_until_when() -> None:
    said = procedure("matter")
    assert "属于:申请" in said
    assert "\n\n二、谁可以做什么\n" in said
    assert "停表:等证件结果" in said
    assert "待办“通知 〔姓名〕 补正〔事项〕”:〔说明〕" in said
    assert "转交部门:窗口,在“已收件”时,变为“已转部门”" in said
    assert "收件:窗口,由此开始,变为“已收件”" in said
    assert "原因(必填)、逐条说明(一行一行填:材料、问题、怎样改、期限、依据、结果)" in said
    assert "残疾等级(从“残疾等级”中选)" in said
    assert (
        "部门审核:从“转交部门”、“受理”、“进入评定、公示”、“要求补正”、“恢复审核”、"
        "“证件已有结果,恢复审核”起10个工作日,做了“不予批准”、“办结”、“终止”" in said
    )
    assert "提前1个工作日提醒“催办 〔姓名〕 的〔事项〕”" in said
    assert "超期提醒“催办 〔姓名〕 的〔事项〕”" in said
    assert "法定办结:从“收件”、“收件,随证待审”起30个工作日,办完为止" in said
    assert "登记簿" not in said
    assert "保密" not in said
    whole = procedure("application")
    assert "第〔第几次〕次补打,原因:〔原因〕" in whole
    assert "包含:事项办理,都办完了才算办完" in whole
    assert "打印:窗口,任何时候,状态不变" in whole
    stays = [a for a in PACK.procedures["application"].acts if not a.travels]
    assert whole.count("只记在窗口,不传给区县") == len(stays) > 0
    assert said.count("停表的日子不算") == 4


def test_a_register_tells_its_four_eyes_its_numbers_and_that_it_is_invented() -> None:
    said = procedure("keys", KEYS)
    assert "登记簿:有自己的一页,每一件叫“〔钥匙〕”,编号以 YS 开头" in said
    assert "两人经手:不能是做“借出”的同一个人" in said
    assert "纸件:key_slip" in said
    assert "借用人(必填,列在登记簿上)" in said
    assert "从“复核”起3个工作日,做了“归还”或办完为止" in said
    assert "备案:部门,任何时候,状态不变" in said
    assert "注意:这是示例,不是本地规定" in said


def test_a_procedure_tells_its_secrets_rounds_conditions_and_double_sign_off(tmp_path: Path) -> None:
    (tmp_path / "procedures").mkdir()
    (tmp_path / "procedures" / "secret.toml").write_text(SECRET, encoding="utf-8")
    said = procedure("secret", tmp_path)
    assert "保密:只留在这台电脑,不传给区县" in said
    assert "保密:只录数字、日期和选项,不录文字" in said
    assert "停表:公示,满5个工作日自动恢复" in said
    assert "条件:份数不少于2,并且是否清点为是的才可以" in said
    assert "会签:窗口、保密员都做了才算" in said
    assert "要有图片:第几张" in said
    assert "停表的日子" not in said
    assert "只记在窗口" not in said
    assert "清退:从“领取”起1年,做了“收回”或办完为止" in said
    assert "提前30天提醒“清退”:〔到期日〕前收回" in said
    assert "按月清查:每个大厅,每月5日做一次“领取”" in said
    assert "   出处:保密法实施条例" in said
    assert "季末清查:每个大厅,3月、12月的最后一个工作日做一次“领取”" in said
    assert "年度清查:每个大厅,每年12月1日至12月31日做一次“领取”" in said
    assert "看望:每个大厅,每周至少2次“领取”" in said


KEYS = Path("tests/registers/keys")
SECRET = """
[procedure]
id = "secret"
title = "密件"
subject = "paper"
source = "保密法"
travels = false
fields = "numbers-and-dates"
roles = ["保密员"]

[[state]]
code = "out"
word = "在阅"
tone = "plain"
shape = "pause"
open = true
stops = "公示"
lasts = 5

[[state]]
code = "back"
word = "已收回"
tone = "good"
shape = "good"

[[act]]
code = "take"
word = "领取"
start = true
to = "out"
roles = ["clerk", "system"]

[[act.asks]]
id = "count"
label = "份数"
kind = "number"

[[act.asks]]
id = "sure"
label = "是否清点"
kind = "flag"

[[act]]
code = "give_back"
word = "收回"
from = ["out"]
to = "back"
roles = ["clerk", "保密员"]
every = ["clerk", "保密员"]
evidence = ["picture"]
when = [["count >= 2", "sure = yes"]]

[[act.asks]]
id = "picture"
label = "第几张"
kind = "number"

[[clock]]
id = "year_end"
title = "清退"
amount = 1
unit = "year"
stoppable = false
starts = ["take"]
ends = ["give_back"]
warn = 30
warning = "清退|{due}前收回"

[[round]]
id = "monthly"
title = "按月清查"
act = "take"
each = "hall"
every = "month-day"
on = 5
source = "保密法实施条例"

[[round]]
id = "quarterly"
title = "季末清查"
act = "take"
each = "hall"
every = "last-working-day"
months = ["3", "12"]

[[round]]
id = "yearly"
title = "年度清查"
act = "take"
each = "hall"
every = "window"
since = "12-01"
until = "12-31"

[[round]]
id = "weekly"
title = "看望"
act = "take"
each = "hall"
every = "week"
times = 2
"""


def test_the_other_papers_and_the_day_that_is_remembered_are_told() -> None:
    said = text("cert_cancel")
    assert "容缺受理通知书(容缺的才有、带校验码)" in said
    assert "残疾人证挂失声明" not in said
    assert "残疾人证挂失声明" in text("cert_lost")
    assert "办结日期:记作“残疾人证注销日期”" in said
    assert "不早于劳动合同起始日" in text("employment")


def test_what_is_quoted_within_a_quotation_has_single_marks() -> None:
    said = [typeset(line) for each in explain.which(PACK, "") for line in explain.lines(PACK, each)]
    assert not [line for line in said if re.search("“[^”]*“", line)]
    assert any("就开一件“‘1+N’小专班事项”\uff0c写明责任单位" in line for line in said)


def test_an_act_that_says_that_something_is_written_down_says_it_once() -> None:
    noted = {act.noted() for row in PACK.procedures.values() for act in row.acts}
    assert {"已登记佐证", "已登记一次上门", "已登记抽查结果"} <= noted
    assert not [words for words in noted if re.search(r"([\u4e00-\u9fff]{1,4})\1", words)]
    assert PACK.procedures["home_visit"].acts[0].noted("SM-03-2026-0001").endswith(",编号 SM-03-2026-0001")
