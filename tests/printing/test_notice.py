"""The 一次性告知书: everything the law requires is on it, also for someone who asks for nothing."""

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest

from printing.draw import Words
from printing.papers import notice
from printing.sheets import MatterLine, NoticeSheet
from tests.printing import sheets
from tests.printing.reading import opened, squeezed, text_of

pytestmark = pytest.mark.usefixtures("qapp")


def test_everything_that_must_be_told_is_told() -> None:
    sheet = sheets.notice()
    printed = text_of(notice.draw(sheet))

    told = [sheet.applicant, "2026年11月23日", "3号窗口", sheet.clerk, *sheet.process]
    told += [sheet.hall.address, sheet.hall.hours, sheet.hall.phone, sheet.hall.complaint_phone]
    told += [sheet.pack.texts[key] for key in ("fee", "once", "objection", "privacy")]
    told += [part for line in sheet.matters for part in (line.title, line.clause, line.next_step)]
    told += [part for line in sheet.materials for part in (line.title, line.form, line.note, line.where)]
    told += ["预计2026年12月10日前办结", "一式两份", "告知人(签名):", "申请人(监护人或联系人)签收:"]
    for words in told:
        assert squeezed(words) in printed, words


def test_outcomes_are_told_by_shape_and_word_and_chosen_matters_are_ticked() -> None:
    printed = text_of(notice.draw(sheets.notice()))

    assert "√残疾人证新办●符合" in printed.replace("\n", "")
    assert "√重度残疾人护理补贴◐可能符合" in printed
    assert "□重度残疾人城乡居民基本养老保险费代缴" in printed


def test_the_promise_stands_before_how_it_is_done_and_is_bold() -> None:
    sheet = sheets.notice()
    printed = text_of(notice.draw(sheet))
    heavy = "".join(m.text for m in _words(sheet) if m.heavy)

    assert printed.index("12月10日前办结") < printed.index(squeezed(sheet.process[0][:20]))
    assert "2026年12月10日前办结" in heavy


def _words(sheet: NoticeSheet) -> Iterator[Words]:
    return (m for page in notice.pages(sheet) for m in page.marks if isinstance(m, Words))


def test_sentences_above_the_materials_stand_there() -> None:
    printed = text_of(notice.draw(replace(sheets.notice(), bring=("先说的一句话。",))))

    assert printed.index("先说的一句话。") < printed.index("户口簿")


def test_without_materials_it_says_so() -> None:
    assert "不需要提交材料" in text_of(notice.draw(replace(sheets.notice(), materials=())))


def test_a_short_notice_is_one_page() -> None:
    sheet = sheets.notice()
    pdf = notice.draw(replace(sheet, matters=sheet.matters[:1], process=(), standing=sheet.standing[:1]))

    assert opened(pdf).pageCount() == 1


def test_a_very_long_notice_goes_on_overleaf_and_loses_nothing() -> None:
    reasons = "".join(f"第{n}条理由写得很长很长很长很长很长。" for n in range(120))
    line = MatterLine("很长的事项", "不符合", reasons, "条款", "下一步", False)
    pdf = notice.draw(replace(sheets.notice(), matters=(line,) * 2))
    printed = text_of(pdf)

    assert opened(pdf).pageCount() > 4
    assert all(printed.count(f"第{n}条理由") == 2 for n in range(120))
    assert printed.count("下一步") > 2


def test_the_materials_stay_on_one_page() -> None:
    document = opened(notice.draw(sheets.notice()))
    holding = [n for n in range(document.pageCount()) if "户口簿" in document.getAllText(n).text()]
    whole = squeezed(document.getAllText(holding[0]).text())

    assert "二、需要的材料" in whole
    assert all(line.title in whole for line in sheets.materials())


def test_large_print_tells_the_same_in_18_points_and_more() -> None:
    sheet = sheets.notice()
    pdf = notice.draw(replace(sheet, large=True))
    printed = text_of(pdf)

    told = [sheet.applicant, "3号窗口", sheet.clerk, *sheet.process, sheet.hall.address, sheet.hall.phone]
    told += [sheet.pack.texts[key] for key in ("fee", "once", "objection", "privacy")]
    told += [part for line in sheet.matters for part in (line.title, line.clause, line.next_step)]
    told += [part for line in sheet.materials for part in (line.title, line.note, line.where, line.state)]
    told += ["●符合√本次办理", "◐可能符合", "□本次办理", "告知人(签名):", "申请人(监护人或联系人)签收:"]
    for words in told:
        assert squeezed(words) in squeezed(_without_feet(printed)), words
    sizes = {
        round(mark.size, 1)
        for page in notice.pages(replace(sheet, large=True))
        for mark in page.marks
        if isinstance(mark, Words)
    }
    assert min(sizes) >= 18
    assert 24 in sizes
    assert opened(pdf).pageCount() > 1


def _without_feet(printed: str) -> str:
    return re.sub(r"平川区政务服务中心政策版本[\d.]+申请人张样例第\d页共\d页", "", printed)
