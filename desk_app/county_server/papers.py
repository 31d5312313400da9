"""Whether a paper someone holds is genuine: its QR text against the county's own book."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from desk_app.county_server.book import CountyBook
from desk_app.county_server.cases import CountyCase
from desk_app.domain import seals
from desk_app.domain.book_key import BookKey
from desk_app.domain.receipts import sound
from desk_app.domain.seals import Sealed, Verdict
from forms.sentences import plain_date


def check(place: str | Path, text: str, seal_key: str, *, key: BookKey | None = None) -> Verdict:
    """Check the scanned QR text of a paper; WorldError when the book can not be opened.

    ``seal_key`` made the seals, ``key`` is of a book that is a file.
    """
    paper = seals.read(text)
    if paper is None or paper.kind not in seals.KINDS:
        return Verdict(False, "不符:这不是本系统纸件的二维码,请重新扫描")
    if not sound(paper.number):
        return Verdict(False, f"不符:回执编号{paper.number}的校验位不对")
    book = CountyBook(place, key=key, create=False)
    try:
        case = book.case(paper.number)
        earlier = book.earlier_names(case.id) if case else ()
    finally:
        book.close()
    if case is None:
        return Verdict(False, f"不符:区县没有收到{paper.number},可能窗口还没有上传,请向窗口核实")
    return _compared(paper, case, seal_key, earlier)


def _compared(paper: Sealed, case: CountyCase, key: str, earlier: Sequence[tuple[str, str]]) -> Verdict:
    name, id_number = (str(case.facts.get(key, "")) for key in ("name", "id_number"))
    if not paper.seal:
        return Verdict(False, f"不符:{paper.number}有这一件,但纸上没有校验码,请向窗口核实")
    named = ((name, id_number), *(n for n in earlier if n != (name, id_number)))
    place = seals.made_for(paper, partial(seals.seal, key), named)
    if place is None:
        return Verdict(False, f"不符:{paper.number}的校验码与区县的记录对不上,纸件可能被改动,请向窗口核实")
    if place:
        told = f"真实:{seals.KINDS[paper.kind]} {paper.number}"
        return Verdict(True, f"{told},是更正以前打的;申请人现在是{name},请以更正后的纸件为准")
    day = plain_date(paper.promised)
    return Verdict(True, f"真实:{seals.KINDS[paper.kind]} {paper.number},申请人{name},承诺{day}前办结")
