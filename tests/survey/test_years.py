"""A new year's questionnaires, what changed, and how a form is read as sentences and printed."""

from pathlib import Path

import pytest

from desk_app.__main__ import main
from forms.faults import PackError
from forms.surveys import diff, explain, reading
from tests.printing.reading import text_of
from tests.survey.forms import SurveyFolder

PERSON = next(form for form in reading.every() if form.id == "person-2026")


def test_a_new_year_is_the_old_one_to_be_changed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["survey", "new", "2027", "--from", "2026", "--pack", str(tmp_path)]) == 0
    made = {form.id: form for form in reading.every(tmp_path)}
    assert set(made) == {"person-2026", "person-2027", "village-2026", "village-2027"}
    assert str(made["person-2027"].reference_day) == "2027-09-30"
    assert made["person-2027"].digest != PERSON.digest
    assert list(diff.sentences(PERSON, made["person-2027"])) == []
    shipped = (reading.folders()["person-2026"] / "survey.toml").read_text(encoding="utf-8")
    copied = (tmp_path / "surveys" / "person-2027" / "survey.toml").read_text(encoding="utf-8")
    assert copied == shipped.replace("year = 2026", "year = 2027")
    capsys.readouterr()
    assert main(["survey", "diff", "person-2026", "person-2027", "--pack", str(tmp_path)]) == 0
    assert capsys.readouterr().out == "没有不同\n"
    assert main(["forms", "check", str(tmp_path)]) == 0


@pytest.mark.parametrize(
    ("year", "old", "said"),
    [("2026", "2026", "新的一年应在2026年之后"), ("2027", "2025", "没有2025年的调查表,有的是:2026"),
     ("2027", "2026", "已经有village-2027,没有改动")],
)  # fmt: skip
def test_what_can_not_be_begun_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], year: str, old: str, said: str
) -> None:
    SurveyFolder(tmp_path, "village-2026").path.rename(tmp_path / "surveys" / "village-2027")
    assert main(["survey", "new", year, "--from", old, "--pack", str(tmp_path)]) == 1
    told = capsys.readouterr().err.replace("\uff0c", ",").replace("\uff1a", ":")
    assert said in told
    assert [p.name for p in (tmp_path / "surveys").iterdir()] == ["village-2027"]


def test_every_change_is_a_sentence(tmp_path: Path) -> None:
    assert main(["survey", "new", "2027", "--from", "2026", "--pack", str(tmp_path)]) == 0
    folder = SurveyFolder(tmp_path / "aside")
    folder.path, folder.name = tmp_path / "surveys" / "person-2027", "person-2027"
    folder.change("survey.toml", '"10-20"', '"10-15"')
    folder.change("survey.toml", 'title = "教育"', 'title = "教育和培训"')
    folder.change("survey.toml", 'at = "r13"\nwhen = [["r13 = 2"]]', 'at = "r13"\nwhen = [["r13 in 2"]]')
    folder.change("survey.toml", '[["age >= 16"]]', '[["age >= 15"]]')
    folder.change("codes.toml", '["1", "未婚"]', '["1", "没有结过婚"]')
    folder.change("codes.toml", '["6", "大学本科及以上"]', '["6", "大学本科"], ["7", "研究生"]')
    folder.change("elements.toml", 'id = "r7"', 'id = "r7a"\nwas = "r7"')
    folder.change("export.toml", 'id = "r7"', 'id = "r7a"')
    folder.change("elements.toml", 'label = "住房情况"', 'label = "住房安全情况"')
    folder.change("elements.toml", "most = 5", "most = 3")
    folder.change("elements.toml", 'label = "户主编号"\nkind = "text"', 'label = "户主编号"\nkind = "phone"')
    folder.change("cautions.toml", "请改正或说明", "请核实")
    told = list(diff.sentences(PERSON, folder.load()))
    assert told == [
        "上传报送的日子由10月20日改为10月15日",
        "栏目“教育”改叫“教育和培训”",
        "栏目“就业”问谁,由“年龄不少于16周岁”改为“年龄不少于15周岁”",
        "“R3 婚姻状况”的选项1由“未婚”改为“没有结过婚”",
        "“R7 住房情况”改为“R7 住房安全情况”",
        "“R8 受教育程度”新增选项 7.研究生",
        "“R8 受教育程度”的选项6由“大学本科及以上”改为“大学本科”",
        "“R11 就业需求”的上限由5改为3",
        "“户主编号”的答法由“文字”改为“电话”",
        "核对由“受教育程度与去年比(低-1,同0,高1)不超过-1的,说明:“受教育程度比去年的低,请改正或说明””"
        "改为“受教育程度与去年比(低-1,同0,高1)不超过-1的,说明:“受教育程度比去年的低,请核实””",
    ]


def test_a_broken_form_is_refused_by_every_command(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = SurveyFolder(tmp_path)
    folder.change("survey.toml", 'to = "r12"', 'to = "r3"')
    for command in (["survey", "diff", "person-2026", "village-2026"], ["forms", "explain", "person-2026"]):
        assert main([*command, "--pack", str(tmp_path)]) == 1
    said = capsys.readouterr()
    assert "会转圈" in said.out
    assert "会转圈" in said.err
    with pytest.raises(PackError):
        reading.every(tmp_path)


def test_nothing_of_the_form_is_left_out_of_its_sentences() -> None:
    said = "\n".join(explain.lines(PERSON))
    for item in PERSON.items:
        assert f"{explain.told(item)}:{explain.answered(PERSON, item)}" in said
        assert item.source in said
        assert item.unread in said
        assert all(option.label in said for option in PERSON.options(item))
    for skip in PERSON.skips:
        assert explain.jump(PERSON, skip) in said
        assert skip.source in said
    for caution in PERSON.cautions:
        assert caution.message in said
        assert caution.source in said
    assert "情况截至:2026年9月30日" in said
    assert "采集:2025年10月1日至2026年9月30日;乡镇(街道)2026年10月20日前上传数据、报送资料" in said
    assert "= " not in said


def test_the_form_is_read_and_printed_by_one_command(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], qapp: object
) -> None:
    paper = tmp_path / "form.pdf"
    assert main(["forms", "explain", "持证残疾人", "--paper", str(paper)]) == 0
    assert "R16 托养服务需求" in capsys.readouterr().out
    printed = text_of(paper.read_bytes())
    for item in PERSON.items:
        assert item.label in printed
    assert "□1.是(跳到R12)□2.否" in printed
    assert "16至59周岁智力、精神和重度肢体残疾人填" in printed
    assert main(["forms", "explain", "--paper", str(paper)]) == 1
