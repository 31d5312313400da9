"""The table is read strictly: a word its language does not have is refused with its line."""

import re
from pathlib import Path

import pytest

from tests.law import sequences, table

GOOD = table.FILE.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("| 0–15 |", "| 0到15 |", "“年龄”栏不能写“0到15”"),
        ("三、四级", "三级以下", "“等级”栏不能写“三级以下”"),
        ("| 低保 |", "| 低收入 |", "没有“低收入”这一栏"),
        ("| 不符合 | – |", "| 不行 | – |", "结论只有"),
        ("| 可能符合 | 新办 |", "| 可能符合 | 迁移 |", "不能等“迁移”"),
        ("| 有效、遗失、过期、残损 |", "| 有效、没了 |", "“证件情况”栏不能写“没了”"),
        ("| 看人 |", "| 也许 |", "材料清单不能写“也许”"),
        ("| 遗失 | 无 | 符合 |", "| 遗失 | 符合 |", "每行应有"),
        (
            "| 任意 | 任意 | 可能符合 | – | 附件2第十四条 |",
            "| 任意 | 不明 | 可能符合 | – | 附件2第十四条 |",
            "最后一行",
        ),
    ],
)
def test_an_unknown_word_is_refused(tmp_path: Path, old: str, new: str, told: str) -> None:
    path = tmp_path / "wrong.md"
    assert old in GOOD
    path.write_text(GOOD.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ValueError, match=told):
        table.read(path)


def test_the_first_row_that_fits_wins() -> None:
    person = {c: frozenset({w}) for c, w in (("证件情况", "没有办过"), ("在办", "本事项"))}
    assert table.read().row("cert_move", person).basis.startswith("附件3")


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("| 次日 |", "| 明天 |", "不能写“明天”,只能写次日"),
        ("| 接甲10 |", "| 接甲99 |", "“接甲99”在上面没有"),
        ("| 先前的变更 |", "| 变更 |", "等“变更”应写成"),
        ("变更办结:肢体二级 |", "变更办结:肢体五级 |", "结果不能写“肢体五级”"),
        ("→护理补贴终止", "→护理补贴完了", "不能写“完了”"),
        ("| 持证肢体四级 |", "| 持证肢体 |", "来人不能写“持证肢体”"),
        ("三年前到期 |", "去年到期 |", "不能写“去年到期”"),
        ("换领(到期)/", "换领(丢了)/", "没有“换领(丢了)”这个事项"),
        ("| 符合;符合;可能符合 |", "| 符合;可能符合 |", "一一对应"),
        ("不要监护人身份证;", "随便监护人身份证;", "不能写“随便”"),
        ("| 甲2 |", "| 甲1 |", "“甲1”写过了"),
        ("| 甲1 |", "| 甲1 | 甲1 |", "应有11栏"),
    ],
)
def test_an_unknown_word_in_a_sequence_is_refused(tmp_path: Path, old: str, new: str, told: str) -> None:
    path = tmp_path / "wrong.md"
    assert old in GOOD
    path.write_text(GOOD.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ValueError, match=re.escape(told)):
        sequences.read(path)


def test_there_are_enough_sequences_and_each_names_its_basis() -> None:
    rows = sequences.read()
    assert len(rows) >= 45
    assert all(r.basis for r in rows)
    assert {a.word for r in rows for v in r.visits for a in v} == set(sequences.MATTERS)


def test_a_row_reads_as_it_is_written() -> None:
    row = next(r for r in sequences.read() if r.name == "庚9")
    assert [a.matter for a in row.first] == ["cert_new"]
    assert row.visits == ((sequences.Ask("生活补贴"), sequences.Ask("护理补贴")),)
    assert row.outcomes == ("可能符合", "可能符合")
    assert row.waits == ("先前", "新办")
    assert row.turns[0].ruling.assessed == (("肢体", "一"),)
    assert row.turns[0].ends == {"生活补贴": "继续", "护理补贴": "继续"}
    assert row.turns[1].ruling.result == "自第二次来的当月"
