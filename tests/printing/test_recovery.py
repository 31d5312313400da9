"""The recovery key on paper: every group in its place, nothing of it kept, no county's layout in its way."""

from pathlib import Path

import pytest

from printing import layout, proofread, text, ties
from printing.papers import document, recovery
from tests.printing.reading import squeezed, text_of

GROUPS = ("7Q0XA", "3MK2B", "9TTZC", "5H1PD", "WW8RE", "0J6NF", "KC4VG", "2YD9H")


def drawn(voids: bool = False) -> bytes:
    return recovery.draw(GROUPS, "buch-1", "2026年11月27日", "样例区政务服务中心", "3", voids=voids)


def test_every_group_stands_behind_its_number() -> None:
    said = squeezed(text_of(drawn()))
    for number, group in enumerate(GROUPS, 1):
        assert f"第{number}组{group}" in said
    for told in ("样例区政务服务中心", "3号窗口", "2026年11月27日打印", "数据编号buch-1", "第1页共1页"):
        assert told in said


def test_only_a_sheet_that_voids_others_says_so() -> None:
    assert "全部作废" in squeezed(text_of(drawn(voids=True)))
    assert "全部作废" not in squeezed(text_of(drawn()))


def test_a_countys_own_layout_never_stands_in(tmp_path: Path) -> None:
    shipped = layout.LAYOUTS / f"{recovery.NAME}.toml"
    changed = shipped.read_text("utf-8").replace("怎样保管", "随便放")
    (tmp_path / shipped.name).write_text(changed, "utf-8")
    before = drawn()
    layout.use(tmp_path)
    try:
        assert "随便放" in squeezed(text_of(document.draw(document.specimen(recovery.NAME))))
        assert drawn() == before
    finally:
        layout.use(None)


def test_nothing_of_it_stays_in_memory_or_on_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    text.words("另一张纸")
    drawn()
    assert ties._ties.cache_info().currsize == 0
    assert text.kept() == 0
    assert not list(tmp_path.iterdir())


def test_it_is_set_like_every_other_paper() -> None:
    assert not proofread.faults(document.specimen(recovery.NAME))
    assert b"/StructTreeRoot" in drawn()
