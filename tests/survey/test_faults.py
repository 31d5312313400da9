"""A questionnaire with anything wrong in it is refused whole, in a sentence with file and line."""

import shutil
from pathlib import Path

import pytest

from desk_app.__main__ import main
from tests.survey.forms import SurveyFolder

HEAD, ROWS, MORE = "survey.toml", "elements.toml", "cautions.toml"
R27 = 'section = "culture"\nrequired = true\nsource = "2022年登记表R27"'
R16 = 'who = "16至59周岁智力、精神和重度肢体残疾人填"'

HOUSE = "max_length = 30"
SECOND = 'section = "work"\nrequired = true\nsource = "2022年登记表R9"'

# What is changed in which file to what, the line where it is told, and the sentence.
FAULTS = [
    (HEAD, '"r12"', '"r8"', 'to = "r8"', "从“R9 是否就业”往回跳到“R8 受教育程度”,会转圈"),
    (HEAD, '"r12"', '"r9"', 'to = "r9"', "往回跳到“R9 是否就业”,会转圈"),
    (HEAD, '"r12"', '"r10"', 'to = "r10"', "“R9 是否就业”跳到的就是下一题,等于没有跳"),
    (HEAD, '"r12"', '"r13"', 'to = "r13"', "跳过了人人要答的“R12 参加了哪些职工社会保险”"),
    (HEAD, '"r12"', '"end_"', 'to = "end_"', "没有要问的题“end_”"),
    (HEAD, 'at = "r9"', 'at = "r90"', 'at = "r90"', "没有要问的题“r90”,是不是“r9”?"),
    (HEAD, '[["r9 = 1"]]', "[]", "when = []", "条件是空的,人人都从“R9 是否就业”跳走"),
    (HEAD, "r9 = 1", "r13 = 1", "r13 = 1", "它还没有问到,请改看前面的"),
    (HEAD, "r9 = 1", "r9 = 3", "r9 = 3", "没有代码 3"),
    (HEAD, "year = 2026", "year = 26", "year = 26", "year 应是四位年份"),
    (HEAD, '"09-30"', '"09-31"', '"09-31"', 'reference 应写月和日,如 "09-30"'),
    (HEAD, '"person"\nref', '"household"\nref', '"household"', "不认识的对象“household”"),
    (ROWS, R27, R27 + '\nshow_when = [["r26 = 1"]]', 'id = "r27"', "“R27 不参加的主要原因”永远问不到"),
    (ROWS, R16, R16 + "\neverybody = true  # here", "# here", "人人要答,就不能有 show_when"),
    (ROWS, HOUSE, 'show_when = [["declarant answered"]]', "declarant answered", "还在后面"),
    (ROWS, 'number = "R16"', 'number = "R15"  # twice', "# twice", "题号“R15”用了两次"),
    (ROWS, "order r8 last_r8", "order r8 age", "r8 age", "要看同一类的两项,现在是choice和number"),
    (ROWS, "shared r24 r25", "shared r24 r26", "r24 r26", "“是否参加文化体育活动”是 choice"),
    (ROWS, "order r8 last_r8", "order r8 last_8", "last_8", "推算要用的要素“last_8”没有定义"),
    (ROWS, "most = 5", "most = 0", "most = 0", "most 是0,太小了"),
    (ROWS, HOUSE, "most = 30", "most = 30", "most 只用于数字(最大的值)和多选"),
    (ROWS, HOUSE, "lasting = true", "lasting", "调查表里不用“lasting”"),
    (MORE, "blocks = true", "blocks = true\nneeds_reason = true  # both", "# both", "只写一个"),
    (MORE, '"r12 any-of 5"', '"r9 = 2"', '"r9 = 2"', "不能同时成立"),
]


@pytest.mark.parametrize(("file", "old", "new", "holding", "said"), FAULTS, ids=lambda text: str(text)[-30:])
def test_a_fault_is_a_sentence_with_its_line(
    tmp_path: Path, file: str, old: str, new: str, holding: str, said: str
) -> None:
    folder = SurveyFolder(tmp_path)
    folder.change(file, old, new)
    folder.tells(file, holding, said)


def test_a_jump_on_what_may_never_be_answered_is_told(tmp_path: Path) -> None:
    """Nothing is hidden by what is unknown; but the items behind it would wait for ever."""
    folder = SurveyFolder(tmp_path)
    folder.change("elements.toml", SECOND, SECOND.replace("required = true\n", ""))
    folder.tells("survey.toml", "r9 = 1", "这里要看“R9 是否就业”,它可能一直没有答案")


def test_a_circle_of_derivations_is_told(tmp_path: Path) -> None:
    folder = SurveyFolder(tmp_path)
    folder.change("elements.toml", "differs r9 last_r9", "differs done_again done_again")
    folder.change("elements.toml", "shared r24 r25", "differs r9_differs r9_differs")
    folder.tells(
        "elements.toml", "differs done_again", "“是否就业与去年不同”、“需要的改造里有做过的”互相推算"
    )


def test_two_versions_of_one_year_and_a_strange_name_are_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = SurveyFolder(tmp_path)
    shutil.copytree(folder.path, folder.path.with_name("person-2026-new"))
    assert main(["forms", "check", str(tmp_path)]) == 1
    said = capsys.readouterr().out
    assert "2026年的“持证残疾人基本状况调查表”有两版\uff1aperson-2026和person-2026-new" in said
    folder.path.with_name("person-2026-new").rename(folder.path.with_name("person-2028"))
    folder.change("survey.toml", "year = 2026", "year = 2029")
    assert main(["forms", "check", str(tmp_path)]) == 1
    assert "文件夹应与 id 和 year 一致\uff0c请叫它 person-2029" in capsys.readouterr().out


def test_files_that_can_not_be_read_are_told(tmp_path: Path) -> None:
    folder = SurveyFolder(tmp_path)
    folder.change("codes.toml", "[[table]]", "[table")
    assert folder.faults()[0].startswith("surveys/person-2026/codes.toml 第3行:")
    (folder.path / "survey.toml").unlink()
    assert folder.faults() == ["surveys/person-2026 第1行:缺少 survey.toml,请补上"]


def test_a_letter_no_font_has_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = SurveyFolder(tmp_path)
    folder.change("codes.toml", '"未婚"', '"未婚\U0001f600"')
    assert main(["forms", "check", str(tmp_path)]) == 1
    assert "有1处文字纸上印不出来" in capsys.readouterr().out


def test_a_sound_folder_is_counted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    SurveyFolder(tmp_path, "village-2026")
    assert main(["forms", "check", str(tmp_path)]) == 0
    assert "2张调查表" in capsys.readouterr().out
