"""工作明细表: page, paper and file say what the source says; faults have lines, nobody named is a to-do."""

from pathlib import Path
from zipfile import ZipFile

import pytest
from pytestqt.qtbot import QtBot

from desk_app.domain.clerks import SUPERVISOR
from desk_app.services.parts import Parts
from desk_app.services.works import paper
from desk_app.ui.kit.lists.view import ListTable
from desk_app.ui.registers.works import WorkCard
from desk_app.ui.todos.row import TodoRow
from forms import loader
from forms.procedures import CLERK
from tests.dressed import dressed
from tests.fakes import StillClock, make_parts
from tests.printing.reading import opened, squeezed, text_of
from tests.ui_shell.conftest import Desk
from tests.unit.packs import Folder

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


def test_the_paper_and_the_file_have_every_word_of_the_table(qapp: object, tmp_path: Path) -> None:
    parts = make_parts(tmp_path)
    printed = squeezed(text_of(paper.sheet(parts)))
    paper.write(parts, tmp_path / "works.xlsx")
    written = squeezed(ZipFile(tmp_path / "works.xlsx").read("xl/worksheets/sheet1.xml").decode("utf-8"))
    for work in parts.pack.works.values():
        told = (work.title, *work.steps, *work.archive, *(s.title for s in work.standards))
        assert [words for words in told if squeezed(words) not in printed] == []
        assert [words for words in told if squeezed(words) not in written] == []
        assert all(p.unit in printed for p in work.posts)
    parts.store.close()


@pytest.mark.parametrize(
    ("old", "new", "holding", "said"),
    [
        ("place = 2\n", "place = 1\n", 'place = 1\ntitle = "康复评估"', "序号1已用于“驻村扶贫”"),
        ('until = "2020-12-31"', 'until = "2016-12-31"', 'until = "2016-12-31"', "早于 since"),
        ('responsible = ["综合服务中心"]', "responsible = []", "responsible = []", "responsible 是空的"),
        ('number = "始扶〔2016〕5号"', 'nummer = "始扶〔2016〕5号"', "nummer", "不认识的键“nummer”"),
    ],
)
def test_a_fault_of_the_table_is_told_with_its_line(
    tmp_path: Path, old: str, new: str, holding: str, said: str
) -> None:
    folder = Folder(tmp_path / "own")
    folder.change("works.toml", old, new)
    text = (folder.path / "works.toml").read_text(encoding="utf-8")
    line = text[: text.index(holding)].count("\n") + 1
    found = [(f.file, f.line, f.message) for f in folder.faults()]
    assert [f[:2] for f in found] == [("works.toml", line)], found
    assert said in found[0][2]


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("county.toml", 'unit = "康复股"', 'unit = "康复科"', "这些工作的责任股里没有“康复科”"),
        ("county.toml", 'unit = "康复股"', 'unit = "康复股"\nonly = ["suport"]', "工作明细表里没有“suport”"),
        ("procedures/survey_sheet.toml", 'works = ["survey"]', 'works = ["surveys"]', "没有工作“surveys”"),
    ],
)
def test_whoever_names_a_work_that_is_not_there_is_told(
    tmp_path: Path, file: str, old: str, new: str, said: str
) -> None:
    folder = Folder(tmp_path / "own")
    folder.change(file, old, new)
    assert any(said in f.message for f in folder.faults())


def test_a_row_opens_its_registers_and_who_is_lacking_is_a_to_do(qtbot: QtBot, tmp_path: Path) -> None:
    dressed()
    county = tmp_path / "county"
    county.mkdir()
    shipped = (loader.DEFINITIONS / "county.toml").read_text(encoding="utf-8")
    kept = shipped.replace('unit = "康复股"', 'unit = "综合服务中心"\nonly = ["secrecy"]')
    (county / "county.toml").write_text(kept, encoding="utf-8")
    desk = Desk(qtbot, make_parts(tmp_path / "desk", forms=county), StillClock())
    desk.parts.window.seat.give(desk.parts.window.who, (CLERK, SUPERVISOR))
    law = desk.parts.pack.procedures["survey_round"]
    assert law.works == ("survey",)
    desk.open()
    desk.window.show_room("todos")
    desk.settle()
    titles = [row.link.title.text() for row in desk.window.findChildren(TodoRow) if row.isVisible()]
    assert titles == ["工作明细表还有1处没有写责任人"]
    desk.click("do-work-table")
    desk.settle()
    shown = desk.find(ListTable, "works")
    model = shown.model()
    rows = [[model.index(r, c).data() for c in range(model.columnCount())] for r in range(model.rowCount())]
    assert [row[0] for row in rows] == [str(n) for n in range(1, 12)]
    assert [row[1] for row in rows if row[3] == "没有写责任人"] == ["7岁及以上残疾人支持性服务"]
    shown.selectRow(9)
    desk.settle()
    card = desk.find(WorkCard, "work")
    assert card.isVisible()
    desk.click("work-open-动态更新培训")
    desk.settle()
    assert desk.window.registers.listing.law.id == "survey_training"
    assert not shown.isVisible()
    desk.errands.close()
    desk.parts.store.close()


def test_a_row_of_the_paper_stands_on_one_page(qapp: object, parts: Parts) -> None:
    document = opened(paper.sheet(parts))
    pages = [squeezed(document.getAllText(n).text()) for n in range(document.pageCount())]
    for work in parts.pack.works.values():
        held = [n for n, page in enumerate(pages) if all(squeezed(step) in page for step in work.steps)]
        assert held, work.title
