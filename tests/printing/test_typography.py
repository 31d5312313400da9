"""How papers are set: lines, tables over pages, signatures with text, sizes; every sample is proofread."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

import pytest

from forms import loader
from forms.typesetting import typeset
from printing import plans, proofread, sample_sheets, signing, text
from printing.breaking import letters
from printing.draw import DrawnPage
from printing.fitting import LAST, fitted
from printing.flow import Flow, Table
from printing.marks import Frame, Ring, Rule, Words
from printing.misprints import BODY, LEAST
from printing.papers import document, form, notice
from printing.pieces import PageSetting
from printing.plan_shapes import TableColumn
from printing.proofread import AnySheet
from printing.sheets import DocumentSheet
from tests.printing import sheets

NAME = ("阿依古丽·买买提吐尔逊" * 6)[:60]
ADDRESS = ("甘肃省白银市平川区样例街道样例社区样例路9号样例小区3号楼2单元501室、" * 9)[:300]


def lines_of(words: str, limit: float) -> list[str]:
    return ["".join(piece.text for piece in line) for line in text.wrap(text.words(words), limit)[0]]


def words_on(page: DrawnPage) -> list[str]:
    return [mark.text for mark in page.marks if isinstance(mark, Words)]


# ---- lines ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("limit", [x / 2 for x in range(18, 90)])
def test_no_line_ends_within_a_number_and_no_last_line_is_a_stub(limit: float) -> None:
    said = "补齐期限不超过该事项的承诺办结时限（13个工作日）。请在“一件事”窗口办理，本人已经知晓。"
    lines = lines_of(said, limit)

    assert "".join(lines) == said
    assert sum("13个工作日" in line for line in lines) == 1
    assert sum("“一件事”" in line for line in lines) == 1
    assert letters(lines[-1]) >= 2


def test_in_narrow_columns_words_stay_whole() -> None:
    assert lines_of("到指定机构评定残疾等级", 7.2) == ["到指定机构评定", "残疾等级"]


@pytest.mark.parametrize(
    "whole",
    [
        "2026年12月7日前",
        "国发〔2015〕52号",
        "十个工作日",
        "第三十二条",
        "《民法典》",
        "电话：0943-6690000",
        "120元",
    ],
)
def test_what_is_read_as_one_is_kept_on_one_line(whole: str) -> None:
    for before in range(1, 24):
        assert any(whole in line for line in lines_of("字" * before + whole + "字字字字", 24))


def test_a_day_wider_than_its_column_breaks_at_a_seam() -> None:
    assert lines_of("2026年12月17日前", 6.5) == ["2026年12月", "17日前"]


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("罗样走残疾人证挂失补办申请及办理材料", ["罗样走残疾人证挂失", "补办申请及办理材料"]),
        (
            "李小样残疾人证新办、重度残疾人护理补贴申请及办理材料",
            ["李小样残疾人证新办、重度", "残疾人护理补贴申请及办理材料"],
        ),
        ("张样例", ["张样例"]),
    ],
)
def test_centred_lines_are_even_and_cut_no_word_for_it(title: str, lines: list[str]) -> None:
    units = text.words(title)
    set_ = text.even(units, text.fit(units, 140, 56, 24, 12), 140)

    assert ["".join(p.text for p in line) for line in set_.lines] == lines


def test_the_indent_of_a_first_line_stays() -> None:
    assert lines_of("　　" + "字" * 33 + "，知晓。", 35)[0].startswith("　　字")


# ---- pages ---------------------------------------------------------------------------------------

COLUMNS = [TableColumn(title="序号", width=20), TableColumn(title="内容", width=160)]


def signed(flow: Flow) -> None:
    flow.block(24, lambda y: [Words(15, y + 10, "签名：", 11), Rule(40, y + 11, 120, y + 11)], signed=True)


def filled(rows: int, heights: int = 1) -> Flow:
    flow = Flow(11)
    flow.table(Table(COLUMNS, [[str(n), "字" * 40 * heights] for n in range(rows)], 11))
    return flow


def test_a_table_repeats_its_head_and_breaks_between_rows() -> None:
    pages = filled(80).pages

    assert len(pages) > 1
    assert all(words_on(page)[:2] == ["序号", "内容"] for page in pages)


def test_a_row_higher_than_a_third_of_a_page_is_divided_and_a_low_one_is_not() -> None:
    high, low = Flow(11), Flow(11)
    for flow, lines in ((high, 30), (low, 8)):
        flow.skip(1)
        flow.table(Table(COLUMNS, [["0", "字" * 41 * 35], ["1", "行" * 41 * lines]], 11))
    parts = [sum("行" in said for said in words_on(page)) for page in high.pages]

    assert len(parts) == 2
    assert min(parts) >= 2
    assert [sum("行" in said for said in words_on(page)) > 0 for page in low.pages] in ([True], [False, True])


def test_signatures_take_the_last_row_or_two_lines_along() -> None:
    row, lines = filled(36), Flow(11)
    lines.paragraph("字" * 46 * 46)
    for flow in (row, lines):
        flow.y = flow.bottom - 10
        signed(flow)
        assert len(flow.pages) == 2
        assert sum("字" in said for said in words_on(flow.pages[1])) >= (1 if flow is row else 2)
    assert words_on(row.pages[1])[:2] == ["序号", "内容"]


def test_signatures_fetch_lines_when_too_few_are_on_their_page() -> None:
    flow = Flow(11)
    flow.paragraph("字" * 45 * 10)
    flow.y = flow.bottom - 1
    flow.paragraph("最后一行。")
    assert words_on(flow.pages[1]) == ["最后一行。"]
    signed(flow)

    assert len(words_on(flow.pages[1])) == 3
    assert words_on(flow.pages[1])[-2:] == ["最后一行。", "签名："]
    tops = [mark.y for mark in flow.pages[1].marks if isinstance(mark, Words)]
    assert tops == sorted(tops)


@pytest.mark.parametrize("room", range(40, 70, 5))
def test_the_head_of_a_table_stands_once_on_a_page_that_fetched_rows_for_a_signature(room: int) -> None:
    """Spare rows say nothing, so that rows of the page before come along to what is signed."""
    flow = Flow(11)
    flow.y = flow.bottom - room
    flow.table(Table(COLUMNS, [["1", "字" * 41 * 3], ["2", "字" * 41 * 3], *[["", ""]] * 4], 11, least=15))
    flow.foot(12)
    signed(flow)

    assert [words_on(page).count("序号") for page in flow.pages] == [1] * len(flow.pages)


def test_a_whole_table_is_not_divided_and_goes_with_a_signature_as_a_whole() -> None:
    table = Table(COLUMNS, [[str(n), "字" * 41] for n in range(3)], 11, head=False, whole=True)
    for room in (table.height - 1, table.height + 20):
        flow = Flow(11)
        flow.paragraph("首段。")
        flow.y = flow.bottom - room - 10
        flow.section("办理时间", 12)
        flow.table(table)
        signed(flow)
        assert [words_on(page)[0] for page in flow.pages] == ["首段。", "办理时间"]
        assert words_on(flow.pages[-1])[-1] == "签名："


def test_a_heading_goes_with_what_it_heads() -> None:
    flow = Flow(11)
    flow.paragraph("字" * 45 * 10)
    flow.y = flow.bottom - 14
    flow.section("一、标题", 14)
    flow.table(Table(COLUMNS, [["0", "字" * 400]], 11))

    assert words_on(flow.pages[1])[0] == "一、标题"
    assert "一、标题" not in words_on(flow.pages[0])


def test_a_heading_does_not_end_a_page_with_a_single_line_below_it() -> None:
    flow = Flow(11)
    flow.paragraph("字" * 45 * 10)
    flow.y = flow.bottom - 22
    flow.section("一、标题", 14)
    flow.paragraph("只有一行。")
    flow.whole(lambda: flow.block(60, lambda y: [Words(15, y, "下面", 11)]))

    assert words_on(flow.pages[1]) == ["一、标题", "只有一行。", "下面"]


def test_a_sentence_that_leads_to_the_next_piece_goes_with_it() -> None:
    flow = Flow(11)
    flow.paragraph("字" * 45 * 10)
    flow.y = flow.bottom - 30
    flow.paragraph("由代书人签名：", leads=True)
    signed(flow)
    signed(flow)

    assert "由代书人签名：" in words_on(flow.pages[1])[:3]


def down(count: int, foot: float) -> Callable[[PageSetting], Flow]:
    """A paper of so many lines and a block at its foot."""

    def lay_out(way: PageSetting) -> Flow:
        flow = Flow(way, 1.5)
        for _ in range(count):
            flow.paragraph("一行。")
        flow.foot(foot)
        flow.block(foot, lambda y: [Words(15, y, "脚", 11)], signed=True)
        return flow

    return lay_out


def test_a_paper_is_set_tightly_only_where_that_saves_a_page() -> None:
    short, close, long = (fitted(down(n, 30), 11, 11) for n in (20, 39, 60))

    assert [len(f.pages) for f in (short, close, long)] == [1, 1, 2]
    assert [f.setting.tight for f in (short, close, long)] == [False, True, False]


def test_of_as_few_pages_the_one_whose_last_is_filled_is_taken() -> None:
    for count in range(40, 75):
        found = fitted(down(count, 30), 13, 10.5)
        ways = [
            down(count, 30)(PageSetting(13 - 0.5 * n, tight)) for tight in (False, True) for n in range(6)
        ]
        fewest = min(len(way.pages) for way in ways)
        assert len(found.pages) == fewest
        if any(way.filled >= LAST for way in ways if len(way.pages) == fewest):
            assert found.filled >= LAST


def test_a_paragraph_leaves_no_line_alone() -> None:
    for room in range(8, 40):
        flow = Flow(11)
        flow.paragraph("首" * 45)
        flow.y = flow.bottom - room
        flow.paragraph("字" * 46 * 4)
        counts = [sum("字" in said for said in words_on(page)) for page in flow.pages]
        assert 1 not in counts, room


def test_what_is_to_stay_whole_moves_to_the_next_page() -> None:
    flow = Flow(11)
    flow.paragraph("字" * 45)
    flow.y = flow.bottom - 20

    def item() -> None:
        flow.item("1.", "项" * 30)
        flow.paragraph("项" * 45 * 5)

    flow.whole(item)

    assert not any("项" in said for said in words_on(flow.pages[0]))
    assert sum("项" in said for said in words_on(flow.pages[1])) == 6


# ---- papers --------------------------------------------------------------------------------------


def shipped() -> Iterator[tuple[str, AnySheet]]:
    for name in plans.names():
        yield name, document.specimen(name)
    pack = loader.shipped()
    yield "form", form.specimen(pack)
    yield "receipt", sample_sheets.receipt(pack)
    yield "notice", sample_sheets.notice(pack)
    yield "notice_large", sample_sheets.notice(pack, large=True)


@pytest.mark.parametrize("sheet", [pytest.param(sheet, id=name) for name, sheet in shipped()])
def test_every_sample_is_without_fault(sheet: AnySheet) -> None:
    assert [str(fault) for fault in proofread.faults(sheet)] == []


def fifteen(sheet: DocumentSheet) -> DocumentSheet:
    rows = {
        name: (*value * 15,)[:15]
        for name, value in sheet.values.items()
        if isinstance(value, tuple) and value
    }
    return replace(sheet, values={**sheet.values, **rows})


def lengthened(sheet: DocumentSheet) -> DocumentSheet:
    kinds: Mapping[str, str] = {v.name: v.kind for v in plans.plan(sheet.paper).variables}
    long = {name: ADDRESS for name, kind in kinds.items() if kind == "long"}
    return replace(sheet, values={**sheet.values, **long})


FLOWING = [name for name in plans.names() if plans.plan(name).blocks]


@pytest.mark.parametrize("name", FLOWING)
def test_fifteen_rows_are_without_fault(name: str) -> None:
    assert [str(fault) for fault in proofread.faults(fifteen(document.specimen(name)))] == []


@pytest.mark.parametrize("name", FLOWING)
def test_long_answers_are_without_fault(name: str) -> None:
    assert [str(fault) for fault in proofread.faults(lengthened(document.specimen(name)))] == []


def test_notice_and_form_with_everything_are_without_fault() -> None:
    full = replace(sheets.notice(NAME), materials=(*sheets.notice().materials * 4,)[:15])
    six = tuple("123456")

    assert proofread.faults(full) == proofread.faults(replace(full, large=True)) == ()
    assert proofread.faults(sheets.form(apply_categories=six, cancel_categories=six)) == ()


def test_no_layout_is_set_smaller_than_an_office_may() -> None:
    for name in plans.names():
        paper = plans.plan(name)
        small = min(paper.size) < 105 or paper.overlay
        least = 7.0 if small else LEAST
        assert not paper.blocks or min(paper.body, paper.floor) >= BODY, name
        assert all(spot.size >= least and spot.floor >= least for spot in paper.boxes if spot.text), name


def rings(pages: Sequence[DrawnPage]) -> list[Ring]:
    return [mark for page in pages for mark in page.marks if isinstance(mark, Ring)]


@pytest.mark.parametrize("name", [n for n in FLOWING if any(b.kind == "seal" for b in plans.plan(n).blocks)])
@pytest.mark.parametrize("office", ["平川区残联", "白银市平川区人力资源和社会保障局", NAME])
def test_a_seal_of_42_mm_has_room_for_the_whole_name(name: str, office: str) -> None:
    specimen = document.specimen(name)
    pages = document.pages(replace(specimen, values={**specimen.values, "hall": office}))

    assert [ring.radius for ring in rings(pages)] == [21]
    assert office in "".join(said for page in pages for said in words_on(page))
    assert not [
        f
        for f in proofread.faults(replace(specimen, values={**specimen.values, "hall": office}))
        if "盖章" in str(f)
    ]


def test_the_form_has_a_box_for_a_thumbprint_and_its_attached_page_is_signed() -> None:
    pages = form.pages(sheets.form(registered_address=ADDRESS))
    boxes = [m for m in pages[1].marks if isinstance(m, Frame) and m.dashed]
    attached = "".join(words_on(pages[2]))

    assert [(box.w, box.h) for box in boxes] == [(24, 24)]
    assert "附页" in attached
    assert "签名" in attached
    assert sheets.NUMBER in attached
    assert any(isinstance(m, Rule) and m.x2 - m.x1 > 15 for m in pages[2].marks)


def test_the_first_page_of_the_large_notice_says_by_when_and_what_to_bring() -> None:
    sheet = replace(sheets.notice(), large=True)
    first = "".join(words_on(notice.pages(sheet)[0]))

    assert all(typeset(line.title) in first for line in sheet.materials)
    assert sheet.promises
    assert all(typeset(promise) in first for promise in sheet.promises)


@pytest.mark.parametrize("name", ["correction", "withdrawal", "amendment", "loss_statement", "authorization"])
def test_where_two_are_signed_each_page_says_so(name: str) -> None:
    paper = plans.plan(name)

    assert paper.copies == 2
    assert "一式两份" in document.footer(document.specimen(name), paper)


@pytest.mark.parametrize(
    ("office", "lines"),
    [
        ("白银市平川区民政局", ["白银市平川区", "民政局"]),
        ("白银市平川区残疾人联合会", ["白银市平川区", "残疾人联合会"]),
        ("平川区政务服务中心", ["平川区", "政务服务中心"]),
        ("靖远县民政局", ["靖远县民政局"]),
        ("平川区政务服务中心受理专用章", ["平川区", "政务服务中心", "受理专用章"]),
        ("样例社区服务站", ["样例社区服务站"]),
        ("告知机关：平川区政务服务中心", ["告知机关：", "平川区", "政务服务中心"]),
    ],
)
def test_an_office_in_its_seal_is_broken_behind_its_region(office: str, lines: list[str]) -> None:
    fitted = signing.seal_words(f"{office}\n2026年11月23日", 33, 27, 11, 10.5)

    assert ["".join(p.text for p in line) for line in fitted.lines] == [*lines, "2026年11月23日"]


def white(flow: Flow) -> float:
    """Mm between the first row's line and its words."""
    words = next(m for m in flow.pages[0].marks if isinstance(m, Words))
    frame = next(m for m in flow.pages[0].marks if isinstance(m, Frame))
    return words.y - 0.88 * words.size * text.MM_PER_PT - frame.y


@pytest.mark.parametrize(("rows", "least"), [(5, 2.0), (46, 0.5)])
def test_rows_get_white_where_their_page_has_room(rows: int, least: float) -> None:
    columns = [TableColumn(title="", width=180)]

    def lay_out(setting: PageSetting) -> Flow:
        flow = Flow(setting)
        flow.table(Table(columns, [["一行"]] * rows, flow.size, head=False, pad=0.5))
        return flow

    found = fitted(lay_out, 11, 11)
    assert len(found.pages) == 1
    assert white(found) == pytest.approx(least, abs=0.02)
