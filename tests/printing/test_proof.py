"""The lint of papers: each fault is found on a made page that has it, and not on the mended one."""

import time
from collections.abc import Sequence

import pytest

from printing import proof, text
from printing.draw import set_lines
from printing.marks import DrawnPage, Frame, Mark, Ring, Rule, Words
from printing.misprints import Proofed
from printing.structure import Tag, TagRole, body_row, head_row

EM = 11 * text.MM_PER_PT


def told(*pages: DrawnPage, paper: Proofed | None = None) -> str:
    """The faults; these short pages are not held to be filled."""
    found = proof.faults(pages, paper or Proofed())
    return "\n".join(str(fault) for fault in found if "最后一页只有" not in fault.told)


def lines(*said: str, x: float = 15.0, y: float = 30.0, size: float = 11.0, grey: float = 0.0) -> list[Mark]:
    step = 1.4 * size * text.MM_PER_PT
    return [Words(x, y + number * step, words, size, grey=grey) for number, words in enumerate(said)]


def page(*parts: Sequence[Mark], role: TagRole = TagRole.PARAGRAPH) -> DrawnPage:
    """A page with a passage of each of these marks."""
    made = DrawnPage()
    for marks in parts:
        made.put(marks, Tag(role))
    return made


def cell(wide: float, *said: str) -> DrawnPage:
    made = DrawnPage()
    (tag,) = body_row(Tag(TagRole.TABLE), [False])
    made.put([Frame(15, 20, wide, 40), *lines(*said, x=16.6)], tag)
    return made


FULL = "字" * 46
"""A line of 11 points over the whole width of A4."""


@pytest.mark.parametrize(
    ("bad", "good", "fault"),
    [
        ((FULL, "晓。"), (FULL[:-3], "已经知晓。"), "最后一行只剩一两个字"),
        ((FULL, "。"), (FULL[:-3], "已经知晓。"), "最后一行只剩一两个字"),
        ((FULL[:-3] + "办结时限（13个工作", "日）。"), (FULL[:-4], "（13个工作日）。"), "最后一行"),
        ((FULL, "，已经知晓这些内容"), (FULL[:-1], "字，已经知晓这些内容"), "行首有不该在行首的标点"),
        ((FULL[:-1] + "（", "已经知晓这些内容）"), (FULL, "（已经知晓这些内容）"), "行末有不该在行末的括号"),
        ((FULL[:-2] + "13", "个工作日内办理完毕"), (FULL[:-2], "13个工作日内办理完毕"), "拆在两行"),
        ((FULL[:-4] + "2026年12", "月7日以前办理完毕"), (FULL[:-4], "2026年12月7日以前办理"), "拆在两行"),
        ((FULL[:-5] + "国发〔20", "15〕52号规定的内容"), (FULL[:-5], "国发〔2015〕52号的规定"), "拆在两行"),
        ((FULL[:-3] + "“一件", "事”窗口可以受理申请"), (FULL[:-3], "“一件事”窗口可以受理"), "拆在两行"),
        ((FULL[:-5] + "电话：094", "3-6690000可以打"), (FULL[:-5], "电话：0943-6690000"), "拆在两行"),
    ],
)
def test_what_lines_must_not_do(bad: tuple[str, ...], good: tuple[str, ...], fault: str) -> None:
    assert fault in told(page(lines(*bad)))
    assert told(page(lines(*good))) == ""


def test_a_column_of_seven_characters_with_three_lines() -> None:
    narrow, broad = 7 * EM + 2.4, 12 * EM + 2.4

    assert "不到8个字宽" in told(cell(narrow, "字" * 7, "字" * 7, "字" * 6))
    assert told(cell(broad, "字" * 12, "字" * 8)) == ""


def test_a_stub_of_a_word_in_a_cell() -> None:
    assert "最后一行" in told(cell(8 * EM + 2.4, "字到指定的评定机", "构"))
    assert told(cell(8 * EM + 2.4, "字到指定的评定", "机构")) == ""


def signature(y: float) -> list[Mark]:
    return [Words(15, y, "申请人（签名）：", 11), Rule(50, y + 1, 120, y + 1)]


def test_signatures_need_text_on_their_page() -> None:
    first = page(lines(*[FULL] * 46, y=20))

    assert "只有签名或盖章的地方" in told(first, page(signature(40)))
    assert "只有签名或盖章的地方" in told(first, page([Ring(170, 60, 21)]))
    assert told(first, page(lines(FULL, FULL), signature(60))) == ""


def table(pages: Sequence[DrawnPage], rows: Sequence[int]) -> None:
    """A table with its head on the first page and rows on the pages of these numbers."""
    tag = Tag(TagRole.TABLE)
    (head,) = head_row(tag, 1)
    pages[0].put([Frame(15, 260, 180, 8), *lines("表头", y=266)], head)
    for number, at in enumerate(rows):
        (row,) = body_row(tag, [False])
        y = 268 if at == 0 else 20 + 8 * number
        pages[at].put([Frame(15, y, 180, 8), *lines("一行", y=y + 6)], row)


def test_a_head_of_a_table_stays_with_a_row_and_a_heading_with_text() -> None:
    apart, whole = [DrawnPage(), DrawnPage()], [DrawnPage(), DrawnPage()]
    table(apart, [1])
    table(whole, [0, 1])
    assert "表头在页末" in told(*apart)
    assert told(*whole) == ""

    heading = DrawnPage()
    heading.put(lines(*[FULL] * 44, y=20), Tag(TagRole.PARAGRAPH))
    heading.put(lines("一、标题", y=275), Tag(TagRole.SECTION))
    assert "标题在页末" in told(heading, page(lines(FULL, FULL)))


def test_a_page_is_filled_before_it_turns() -> None:
    half, full = page(lines(*[FULL] * 20)), page(lines(*[FULL] * 46, y=20))

    assert "后面的内容本来放得下" in told(half, page(lines(FULL, FULL)))
    assert told(full, page(lines(FULL, FULL))) == ""


def test_type_greys_and_lines_have_their_limits() -> None:
    assert "字只有8磅" in told(page(lines(FULL), lines("小字", y=60, size=8)))
    assert "正文是9.5磅" in told(page(lines(FULL, size=9.5)))
    assert "字或线的灰度0.4" in told(page(lines(FULL), lines("浅字", y=60, grey=0.4)))
    assert "字或线的灰度0.3" in told(page(lines(FULL), [Rule(15, 70, 90, 70, grey=0.3)]))
    assert "字或线的灰度0.3" in told(page(lines(FULL), [Ring(100, 100, 21, grey=0.3)]))
    assert "0.3磅的细线" in told(page(lines(FULL), [Rule(15, 60, 90, 60, width=0.3)]))
    assert told(page(lines(FULL), lines("小字", y=60, size=9), [Rule(15, 70, 90, 70)])) == ""


def test_nothing_overlaps_or_leaves_the_page() -> None:
    assert "两处文字叠在一起" in told(page(lines("第一处"), lines("第二处", y=31)))
    assert told(page(lines("第一处"), lines("第二处", y=36))) == ""
    assert "盖章圈压住了字" in told(page([Ring(100, 100, 21)], lines("机关名称太长", x=110, y=100)))
    assert told(page([Ring(100, 100, 21)], lines("机关", x=96, y=100))) == ""
    assert "离纸边只有2.0毫米" in told(page(lines("太靠边", x=2)))


def test_pages_of_several_have_their_number_and_that_of_the_paper() -> None:
    pages = [page(lines(*[FULL] * 46, y=20)), page(lines(FULL, FULL))]

    assert "没有页码" in told(*pages, paper=Proofed(footer=None))
    assert "没有在每一页印编号" in told(*pages, paper=Proofed(footer="申请人 张样例", number="620403-0001"))
    assert told(*pages, paper=Proofed(footer="编号 620403-0001", number="620403-0001")) == ""
    assert told(pages[1], paper=Proofed(footer=None, number="620403-0001")) == "", "one page needs neither"


def test_it_is_quick() -> None:
    fitted = text.Fitted(tuple(text.wrap(text.words("残疾人证到指定机构评定。" * 400), 46)[0]), 11)
    pages = [page(set_lines(fitted, 15, 20, 180, 0, valign="top")[:46]) for _ in range(4)]
    proof.faults(pages)
    start = time.thread_time()
    proof.faults(pages)

    assert time.thread_time() - start < 1.0


def test_a_quoted_word_wider_than_its_column_may_be_parted() -> None:
    quoted = ("选“残疾人证挂失", "补办”，补贴可以")

    assert told(cell(8.4 * EM + 2.4, *quoted)) == ""
    assert "拆在两行" in told(cell(10.4 * EM + 2.4, "勾选" + quoted[0], quoted[1]))


def boxed_rows(above: float, *, count: int = 1) -> DrawnPage:
    """A table whose words have so many mm of white above them."""
    made, tag = DrawnPage(), Tag(TagRole.TABLE)
    for number in range(count):
        (row,) = body_row(tag, [False])
        y = 20 + 12 * number
        made.put([Frame(15, y, 180, 12), *lines("一行", x=16.6, y=y + above + 0.88 * EM)], row)
    return made


def test_words_keep_their_distance_from_lines() -> None:
    line, upright = [Rule(15, 60, 195, 60)], [Rule(30, 40, 30, 90)]

    assert "线压住了字" in told(page(line, lines("在线下面", y=60 + 0.88 * EM)))
    assert "线压住了字" in told(page(line, lines("在线上", y=61)))
    assert "线压住了字" in told(page(upright, lines("竖线穿过这几个字", x=20, y=60)))
    assert told(page(line, upright, lines("签名：", x=15, y=59), lines("线下", x=15, y=66))) == ""


def test_a_thumbprint_keeps_its_distance_from_tables() -> None:
    table = [Frame(15, 100, 180, 10)]
    for near in (75.0, 74.3, 110.9):
        assert "按手印的框离表格只有" in told(page(table, [Frame(171, near, 24, 24, dashed=True)]))
    assert (
        told(page(table, [Frame(171, 72, 24, 24, dashed=True)], [Frame(171, 113, 24, 24, dashed=True)])) == ""
    )


def test_words_of_a_table_are_not_cramped_on_a_page_with_room() -> None:
    assert "表格里的字离线0.8毫米" in told(boxed_rows(0.8))
    assert told(boxed_rows(1.6)) == ""
    assert told(boxed_rows(0.8, count=20)) == "", "a full page may be close"


def test_a_stroke_neither_begins_nor_ends_a_line_but_an_address_may() -> None:
    assert "行首有不该在行首" in told(page(lines(FULL, "/等级变更以后")))
    assert "行末有不该在行末" in told(page(lines(FULL + "/", "等级变更以后")))
    assert told(page(lines(FULL[:-20] + "https://www.example.cn/a/", "showIndex.do等等"))) == ""


def test_a_day_alone_in_its_cell_stays_on_one_line() -> None:
    assert "一个日期拆成了两行" in told(cell(8.4 * EM + 2.4, "2026年12月", "31日前"))
    assert told(cell(10 * EM + 2.4, "2026年12月31日前")) == ""
