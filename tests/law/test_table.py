"""The table is read strictly: a word its language does not have is refused with its line."""

from pathlib import Path

import pytest

from tests.law import table

GOOD = table.FILE.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("| 0–15 |", "| 0到15 |", "“年龄”栏不能写“0到15”"),
        ("三、四级", "三级以下", "“等级”栏不能写“三级以下”"),
        ("| 低保 |", "| 低收入 |", "没有“低收入”这一栏"),
        ("| 不符合 | – |", "| 不行 | – |", "结论只有"),
        ("| 可能符合 | 新办 |", "| 可能符合 | 换领 |", "不能等“换领”"),
        ("| 看人 |", "| 也许 |", "材料清单不能写“也许”"),
        ("| 是 | 无 | 符合 |", "| 是 | 符合 |", "每行应有"),
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
    person = {c: frozenset({w}) for c, w in (("持证", "否"), ("在办", "本事项"))}
    assert table.read().row("cert_move", person).basis.startswith("附件3")
