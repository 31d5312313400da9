"""Every paper can be heard: title, headings, lists, tables, figures in reading order; the file is sound.

What the file says is read twice: from its objects (pypdf), and by poppler, which other readers build on.
"""

import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from functools import cache
from pathlib import Path

import pytest

from forms import loader
from printing import draw, plans, sample_sheets, specimens
from printing.flow import Flow, Table
from printing.papers import document, form, notice, receipt
from printing.plan_shapes import TableColumn
from printing.structure import ARTIFACT, Tag, TagRole
from tests.printing import sheets
from tests.printing.tagged import Node, TaggedPaper

_LISTED = {"LI": "L", "Lbl": "LI", "LBody": "LI", "TR": "Table", "TH": "TR", "TD": "TR"}
"""What stands within what (ISO 32000-1, 14.8.4.3)."""


def _long_receipt() -> bytes:
    sheet = sheets.receipt()
    return receipt.draw(replace(sheet, materials=sheet.materials * 4, matters=sheet.matters * 3, copy=2))


def _papers() -> dict[str, Callable[[], bytes]]:
    pack, photo = loader.shipped(), specimens.of_layout("photo")
    made: dict[str, Callable[[], bytes]] = {
        "sample notice": lambda: notice.draw(sample_sheets.notice(pack)),
        "sample notice_large": lambda: notice.draw(sample_sheets.notice(pack, large=True)),
        "sample form": lambda: form.draw(form.specimen(pack)),
        "sample receipt": lambda: receipt.draw(sample_sheets.receipt(pack)),
        "notice": lambda: notice.draw(sheets.notice()),
        "notice of 颜𬱟": lambda: notice.draw(sheets.notice("颜𬱟")),
        "form": lambda: form.draw(replace(sheets.form(photo), copy=1)),
        "form with an attached page": lambda: form.draw(sheets.form(employment_remarks="很长的内容" * 60)),
        "receipt": lambda: receipt.draw(sheets.receipt()),
        "receipt of several pages": _long_receipt,
    }
    for name in plans.names():
        made[name] = lambda name=name: document.draw(document.specimen(name))  # type: ignore[misc]
    return made


PAPERS = _papers()


@cache
def pdf_of(name: str) -> bytes:
    return PAPERS[name]()


@cache
def read(name: str) -> TaggedPaper:
    return TaggedPaper(pdf_of(name))


def poppler(program: str, *options: str, paper: Path) -> str:
    """What a program of poppler prints; it must not complain of anything."""
    if not (found := shutil.which(program)):
        pytest.skip(f"{program} is not here: install poppler-utils")
    done = subprocess.run(
        [found, *options, str(paper), *(["-"] if program != "pdfinfo" else [])],
        capture_output=True,
        check=True,
    )
    assert done.stderr == b""
    return done.stdout.decode()


def letters(text: str) -> Counter[str]:
    return Counter("".join(text.split()))


each_paper = pytest.mark.parametrize("name", PAPERS)


@pytest.fixture
def file(name: str, tmp_path: Path) -> Path:
    """The paper as a file."""
    path = tmp_path / "paper.pdf"
    path.write_bytes(pdf_of(name))
    return path


# ---- every paper -----------------------------------------------------------------------------------


@each_paper
def test_it_says_what_it_is(name: str) -> None:
    root = read(name).reader.root_object

    assert root["/MarkInfo"]["/Marked"] == True  # noqa: E712 - a boolean of pypdf
    assert root["/Lang"] == "zh-CN"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"] == True  # noqa: E712
    assert read(name).reader.metadata.title
    assert all(page["/Tabs"] == "/S" for page in read(name).reader.pages)
    assert b"pdfuaid" not in pdf_of(name)


@each_paper
def test_it_has_one_title_that_comes_before_its_headings(name: str) -> None:
    found = [node.role for node in read(name).all("H1", "H2", "H3")]

    assert found.count("H1") == 1
    assert found[0] == "H1"
    assert read(name).text(read(name).all("H1")[0]).strip()


@each_paper
def test_every_stretch_of_a_page_has_its_number_once_and_leads_to_its_tag(name: str) -> None:
    paper = read(name)
    owners = list(paper.root["/ParentTree"]["/Nums"])
    owned = {
        int(key): list.__iter__(refs.get_object())
        for key, refs in zip(owners[::2], owners[1::2], strict=True)
    }
    holders = {kid: node for node in paper.top.walk() for kid in node.kids if isinstance(kid, tuple)}

    for number, page in enumerate(paper.reader.pages):
        drawn = [s for s in paper.stretches if s.page == number and s.number is not None]
        assert [s.number for s in drawn] == list(range(len(drawn)))
        parents = list(owned[int(page["/StructParents"])])
        assert [ref.idnum for ref in parents] == [holders[number, s.number].reference.idnum for s in drawn]
        assert [s.name for s in drawn] == [holders[number, s.number].role for s in drawn]
    held = [kid for node in paper.top.walk() for kid in node.kids if isinstance(kid, tuple)]
    assert Counter(held) == Counter((s.page, s.number) for s in paper.stretches if s.number is not None)


@each_paper
def test_its_elements_know_their_parents_and_stand_where_they_may(name: str) -> None:
    paper = read(name)
    assert paper.top.role == "Document"
    assert paper.top.raw.raw_get("/P") == paper.reader.root_object.raw_get("/StructTreeRoot")

    for node in paper.top.walk():
        for kid in node.nodes:
            assert kid.raw.raw_get("/P") == node.reference
            assert _LISTED.get(kid.role, node.role) == node.role
        if node.role in ("Table", "TR", "L", "LI", "Document"):
            assert 0 < len(node.nodes) == len(node.kids)


@each_paper
def test_the_rows_of_a_table_have_the_same_width(name: str) -> None:
    for table in read(name).all("Table"):
        widths, hanging = set(), Counter[int]()
        for number, row in enumerate(table.nodes):
            for cell in row.nodes:
                for below in range(int(cell.attribute("/RowSpan", 1))):
                    hanging[number + below] += int(cell.attribute("/ColSpan", 1))
            widths.add(hanging[number])
        assert len(widths) == 1


@each_paper
def test_a_heading_of_a_table_says_whose_it_is(name: str) -> None:
    for head in read(name).all("TH"):
        assert head.attribute("/Scope") in ("/Column", "/Row")
        assert head.attribute("/O") == "/Table"


@each_paper
def test_figures_say_what_they_are_and_where(name: str) -> None:
    paper = read(name)
    for figure in paper.all("Figure"):
        assert str(figure.raw["/Alt"]).strip()
        left, low, right, high = (float(side) for side in figure.attribute("/BBox"))
        box = paper.reader.pages[figure.kids[0][0]].mediabox  # type: ignore[index]
        assert 0 <= left < right <= box.right
        assert 0 <= low < high <= box.top


@each_paper
def test_what_is_drawn_is_told_or_belongs_to_the_page(name: str, file: Path) -> None:
    paper = read(name)
    told = paper.text(paper.top)

    assert letters(poppler("pdftotext", paper=file)) == letters(told + paper.unread)
    left = re.sub(r"第\d+页 共\d+页|样张", "", paper.unread)
    assert not (letters(left) - letters(told + _footers(paper)))


@each_paper
def test_lines_and_frames_belong_to_no_tag(name: str) -> None:
    for stretch in read(name).stretches:
        if stretch.number is not None and stretch.name != "Figure":
            assert stretch.text
            boxes = stretch.text.count("√") + stretch.text.count("□")
            assert stretch.paints <= 2 * boxes  # a tick box and its tick


def _footers(paper: TaggedPaper) -> str:
    kinds = ("/Footer", "/Watermark")
    return "".join(s.text for s in paper.stretches if s.properties.get("/Subtype") in kinds)


@each_paper
def test_poppler_reads_the_same_tree(name: str, file: Path) -> None:
    paper = read(name)
    tree = poppler("pdfinfo", "-struct-text", paper=file)

    said = "".join(line.strip()[1:-1] for line in tree.splitlines() if line.strip().startswith('"'))
    assert letters(said) == letters(paper.text(paper.top))
    roles = Counter(re.findall(r"^ *(Document|H\d|P|L|LI|Lbl|LBody|Table|TR|TH|TD|Figure)\b", tree, re.M))
    assert roles == Counter(node.role for node in paper.top.walk())
    assert "Tagged:          yes" in poppler("pdfinfo", paper=file)


@each_paper
def test_poppler_draws_it_without_a_complaint(name: str, file: Path, tmp_path: Path) -> None:
    if not (found := shutil.which("pdftoppm")):
        pytest.skip("pdftoppm is not here: install poppler-utils")
    done = subprocess.run(
        [found, "-r", "40", str(file), str(tmp_path / "seen")], capture_output=True, check=True
    )
    assert done.stderr == b""
    assert len(list(tmp_path.glob("seen*"))) == len(read(name).reader.pages)


# ---- what is heard where ---------------------------------------------------------------------------


def texts(paper: TaggedPaper, nodes: list[Node]) -> list[str]:
    return [paper.text(node) for node in nodes]


def test_a_form_names_each_answer_in_its_row() -> None:
    paper = read("form")
    rows = [texts(paper, row.nodes) for row in paper.all("TR")]
    first = next(row for row in rows if row[0] == "姓名")

    assert first[:4] == ["姓名", "张样例", "性别", "女"]
    (photo,) = paper.all("Figure")
    assert str(photo.raw["/Alt"]) == "两寸照片"
    assert any(photo in cell.nodes for cell in paper.all("TD"))
    name, value = next(row.nodes[:2] for row in paper.all("TR") if paper.text(row).startswith("姓名"))
    assert (name.role, name.attribute("/Scope"), value.role) == ("TH", "/Row", "TD")


def test_an_attached_page_is_a_section_of_its_form() -> None:
    paper = read("form with an attached page")
    (section,) = paper.all("H2")

    assert paper.text(section).endswith("附页")
    assert "很长的内容" * 60 in "".join(texts(paper, paper.all("TD")))


def test_papers_in_one_file_have_one_title_and_their_own_sections() -> None:
    flow = Flow(12)
    for title in ("甲", "乙"):
        flow.heading(title, 20)
        flow.section(f"{title}一", 14)
    paper = TaggedPaper(draw.render(flow.pages, "样例"))

    assert [(node.role, paper.text(node)) for node in paper.top.nodes] == [
        ("H1", "甲"),
        ("H2", "甲一"),
        ("H2", "乙"),
        ("H3", "乙一"),
    ]


@pytest.mark.parametrize("sealed", ["", f"{sheets.NUMBER}:R1:20261210:0123456789ABCDEF"])
def test_codes_tell_their_number(sealed: str) -> None:
    paper = TaggedPaper(receipt.draw(replace(sheets.receipt(), sealed=sealed)))
    told = [str(figure.raw["/Alt"]) for figure in paper.all("Figure")]

    assert told == [f"条形码 {sheets.NUMBER}", f"二维码 {sheets.NUMBER}"]


def test_numbered_sentences_are_one_list() -> None:
    paper = read("receipt")
    notes = paper.all("L")[-1]

    assert len(notes.nodes) >= 4
    assert texts(paper, [item.nodes[0] for item in notes.nodes])[:2] == ["1.", "2."]
    assert all([part.role for part in item.nodes] == ["Lbl", "LBody"] for item in notes.nodes)


def test_what_is_indented_below_an_item_belongs_to_it() -> None:
    paper = read("sample notice_large")
    matters = next(found for found in paper.all("L") if "可能符合" in paper.text(found))
    bodies = [item.nodes[1] for item in matters.nodes]

    assert len(bodies) > 1
    assert all([part.role for part in body.nodes] == ["P"] * len(body.nodes) for body in bodies)
    assert all(len(body.nodes) >= 2 for body in bodies)


def test_a_table_that_goes_on_stays_one_and_tells_its_head_once() -> None:
    flow = Flow(12)
    columns = [TableColumn(title="序号", width=20), TableColumn(title="说明", width=160)]
    flow.table(Table(columns, [[str(n), "样例说明" * 20] for n in range(40)], 12))
    paper = TaggedPaper(draw.render(flow.pages, "样例"))

    (table,) = paper.all("Table")
    assert len(flow.pages) > 2
    assert len(table.nodes) == 41
    assert texts(paper, paper.all("TH")) == ["序号", "说明"]
    assert {head.attribute("/Scope") for head in paper.all("TH")} == {"/Column"}
    repeated = [s.page for s in paper.stretches if s.number is None and s.text == "序号说明"]
    assert repeated == list(range(1, len(flow.pages)))


def test_a_row_higher_than_a_page_is_one_row() -> None:
    flow = Flow(12)
    columns = [TableColumn(title="序号", width=20), TableColumn(title="说明", width=160)]
    flow.table(Table(columns, [["1", "样例说明" * 900]], 12))
    paper = TaggedPaper(draw.render(flow.pages, "样例"))

    (number, said) = paper.all("TD")
    assert paper.text(said) == "样例说明" * 900
    assert [page for page, _ in said.kids] == list(range(len(flow.pages)))  # type: ignore[misc]
    assert paper.text(number) == "1"


def test_words_without_a_tag_are_a_paragraph_and_an_artifact_is_not_told() -> None:
    page = draw.DrawnPage([draw.Words(20, 20, "先", 12)])
    page.put([draw.Words(20, 40, "题", 20)], Tag(TagRole.TITLE))
    page.put([draw.Words(20, 60, "旁", 12)], ARTIFACT)
    page.marks.append(draw.Words(20, 80, "后", 12))
    paper = TaggedPaper(draw.render([page], "样例", footer=None))

    assert [(node.role, paper.text(node)) for node in paper.top.nodes] == [
        ("P", "先"),
        ("H1", "题"),
        ("P", "后"),
    ]
    assert paper.unread == "旁"


@pytest.mark.parametrize(("columns", "cells"), [(4, ["TH", "TD", "TH", "TD"]), (3, ["TD", "TD", "TD"])])
def test_a_table_of_pairs_names_its_values(columns: int, cells: list[str]) -> None:
    flow = Flow(12)
    flow.table(Table([TableColumn(width=40)] * columns, [["甲"] * columns], 12, head=False))
    paper = TaggedPaper(draw.render(flow.pages, "样例"))

    assert [cell.role for cell in paper.all("TH", "TD")] == cells
    assert all(head.attribute("/Scope") == "/Row" for head in paper.all("TH"))


# ---- the day of a paper ----------------------------------------------------------------------------

PEKING = timezone(timedelta(hours=8))


def day_of(pdf: bytes) -> str | None:
    info = TaggedPaper(pdf).reader.metadata
    return info and info.get("/CreationDate")


def test_a_receipt_is_of_the_moment_of_acceptance() -> None:
    assert day_of(pdf_of("receipt")) == "D:20261123091500+08'00'"


def test_a_notice_is_of_the_day_it_was_given() -> None:
    assert day_of(pdf_of("notice")) == "D:20261123000000+08'00'"


@pytest.mark.parametrize(
    ("made", "told"),
    [
        (datetime(2026, 11, 23, 1, 15, 30, tzinfo=UTC), "D:20261123091530+08'00'"),
        (datetime(2026, 11, 23, 9, 15, tzinfo=PEKING), "D:20261123091500+08'00'"),
        (datetime(2026, 11, 23, 9, 15), "D:20261123091500+08'00'"),  # noqa: DTZ001 - without a zone
        (date(2026, 11, 23), "D:20261123000000+08'00'"),
        (None, None),
    ],
)
def test_the_day_is_the_hall_s(made: date | None, told: str | None) -> None:
    pages = [draw.DrawnPage([draw.Words(20, 20, "样例", 12)])]

    assert day_of(draw.render(pages, "样例", made=made)) == told
    assert draw.render(pages, "样例", made=made) == draw.render(pages, "样例", made=made)


def test_two_papers_have_two_numbers() -> None:
    def number(words: str, made: date) -> str:
        pdf = draw.render([draw.DrawnPage([draw.Words(20, 20, words, 12)])], "样例", made=made)
        return str(TaggedPaper(pdf).reader.trailer["/ID"][0])

    day, next_day = date(2026, 11, 23), date(2026, 11, 24)
    assert number("甲", day) == number("甲", day)
    assert len({number("甲", day), number("乙", day), number("甲", next_day)}) == 3
