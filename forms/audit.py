"""What is wrong with a pack as a whole; a broken one is refused whole, each fault with file and line."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, Final

from forms import (
    element_audit,
    law_audit,
    particulars,
    phrases,
    privacy,
    procedure_audit,
    programme_audit,
    reach,
    result_audit,
    role_audit,
    undertakings,
)
from forms.calendar import CalendarError, Hours
from forms.faults import Fault
from forms.lines import At
from forms.pack import NEXT_DAY, SAME_DAY, Pack
from forms.procedure_audit import Papers
from forms.reach import Printed
from forms.remarks import Remark, asked, told
from forms.rows import File
from forms.schema import ELECTRONIC, PAPER, Kind, Material, Matter, Origin
from forms.spelling import choose, meant

__all__ = ["Papers", "Printed", "faults"]

_CODED: Final = (Kind.CHOICE, Kind.CHOICES)
_CAPTURES: Final = ("photo", "card", "page")
_MEDIA: Final = (PAPER, ELECTRONIC)
_TEXTS: Final = (
    *("form_title", "notice_title", "receipt_title", "promise", "fee", "once", "process", "hold"),
    *("privacy", "objection"),
)
"""Texts the papers print."""


def faults(
    pack: Pack, files: Sequence[File], printed: Printed | None = None, papers: Papers | None = None
) -> Iterator[Fault]:
    """Every mistake between the rows of a pack, with file and line.

    Contradictions are looked for only when names, kinds and conditions are sound. ``printed`` tells the
    elements that stand on a paper, ``papers`` which papers can be drawn; without them no paper is
    looked at.
    """
    found = [*_names(pack), *_empty(files)]
    found = found or [*reach.remarks(pack, printed), *undertakings.remarks(pack)]
    found += procedure_audit.remarks(pack, papers)
    found += programme_audit.remarks(pack)
    found += role_audit.remarks(pack)
    found += result_audit.remarks(pack)
    found += law_audit.remarks(pack, files)
    found += _papers(pack, papers) if papers else ()
    yield from (told(remark, files) for remark in found)


def _papers(pack: Pack, papers: Papers) -> Iterator[Remark]:
    for document in pack.documents:
        if why := papers(document.drawn_by):
            yield Remark(("document", document.id, "id"), f"“{document.title}”打印不出来:{why}")


def _names(pack: Pack) -> Iterator[Remark]:
    for element in pack.elements.values():
        found = element_audit.element(element, pack)
        yield from (Remark(("element", element.id, *at), said) for at, said in found)
    for matter in pack.matters.values():
        yield from _matter(matter, pack)
        yield from _joint(matter, pack)
    yield from _departments(pack)
    for material in pack.materials:
        yield from _material(material, pack)
    yield from _pointers(pack)
    yield from element_audit.tables(pack)
    yield from _clauses(pack)
    yield from (Remark(at, told) for at, told in privacy.faults(pack))
    yield from _head(pack)


def _joint(row: Matter, pack: Pack) -> Iterator[Remark]:
    """Names of departments in ``joint`` that nobody has, or that decide the matter themselves."""
    known = {*(m.department for m in pack.matters.values()), *pack.departments} - {row.department}
    for name in (n for n in row.joint if n not in known):
        yield Remark(("matter", row.id, "joint"), f"没有别的部门“{name}”{meant(name, known)}")


def _departments(pack: Pack) -> Iterator[Remark]:
    """Numbers on hand-over sheets that are out of range, or that two departments have."""
    numbers = [d.number for d in pack.departments.values() if d.number]
    for row in pack.departments.values():
        if not 0 <= row.number <= 99:
            yield Remark(("department", row.id, "number"), f"number 写1到99,现在是{row.number}")
        elif numbers.count(row.number) > 1:
            yield Remark(
                ("department", row.id, "number"), f"编号{row.number}有两个部门在用,请换一个没有用过的"
            )


def _matter(row: Matter, pack: Pack) -> Iterator[Remark]:
    if row.id in row.excludes:
        yield Remark(("matter", row.id, "excludes"), f"事项不能排斥自己,请删去“{row.id}”", row.id)
    for name in row.settles:
        if name not in pack.elements:
            near = meant(name, pack.elements)
            yield Remark(("matter", row.id, "settles"), f"没有要素“{name}”{near}", name)
    for key, name in (("dates", row.dates), ("shows", row.shows)):
        dated = pack.elements.get(name)
        if name and (not dated or dated.kind is not Kind.DATE or dated.ranks != (Origin.BOOK,)):
            said = f"{key} 要写一个本册记录的日期要素(ranks 为 book),“{name}”不是"
            yield Remark(("matter", row.id, key), said)
    seen: set[str] = set()
    for requirement in row.requirements:
        for name in phrases.fields(requirement.next_step):
            if (named := pack.elements.get(name)) is None or named.kind is not Kind.DATE:
                said = f"next_step 里的“{{{name}}}”不是日期要素{meant(name, pack.elements)}"
                yield Remark(("matter", row.id, "requirements", requirement.id, "next_step"), said, name)
        if requirement.leads_to and requirement.leads_to not in pack.matters:
            said = f"没有事项“{requirement.leads_to}”{meant(requirement.leads_to, pack.matters)}"
            yield Remark(("matter", row.id, "requirements", requirement.id, "leads_to"), said)
        if requirement.id in seen:
            yield Remark(
                ("exclusion", requirement.id, "id"),
                f"“{row.title}”已有条件“{requirement.id}”,请换一个 id",
            )
        seen.add(requirement.id)


def _material(row: Material, pack: Pack) -> Iterator[Remark]:
    at: At = ("material", row.id)
    if not row.matters:
        yield Remark((*at, "matters"), "没有一个事项要这份材料,请写事项或删去这一行")
    if row.capture not in _CAPTURES:
        yield Remark((*at, "capture"), f"不认识的采集方式“{row.capture}”{choose(row.capture, _CAPTURES)}")
    if row.copies < 1:
        yield Remark((*at, "copies"), f"份数至少是1,现在是{row.copies}")
    if not row.media:
        yield Remark((*at, "media"), f"没有写材料形式,可用:{'、'.join(_MEDIA)}")
    for name in row.media:
        if name not in _MEDIA:
            yield Remark((*at, "media"), f"不认识的材料形式“{name}”{choose(name, _MEDIA)}", name)
    for name in row.matters:
        if name in pack.matters and not pack.matters[name].collected:
            said = f"“{pack.matters[name].title}”免申办理,不收材料,请去掉"
            yield Remark((*at, "matters"), said, name)
    if row.follows_in and not 1 <= row.follows_in <= pack.limits.promised:
        most = pack.limits.promised
        yield Remark(
            ("following", row.id, "days"),
            f"容缺补交应在1至{most}个工作日内,不超过承诺时限,现在是{row.follows_in}",
        )
    for local in row.copies_for:
        yield from _local_copies(row, local.matters, local.copies)


def _local_copies(row: Material, matters: Collection[str], copies: int) -> Iterator[Remark]:
    if copies < 1:
        yield Remark(("copies", row.id, "copies"), f"份数至少是1,现在是{copies}")
    for name in matters:
        if name not in row.matters:
            said = f"“{row.title}”不是事项“{name}”的材料{choose(name, row.matters)}"
            yield Remark(("copies", row.id, "matters"), said, name)


def _pointers(pack: Pack) -> Iterator[Remark]:
    """Faults of names of matters and elements that do not exist."""
    rows: list[tuple[str, Any]] = [("element", e) for e in pack.elements.values()]
    rows += [*(("section", s) for s in pack.sections), *(("matter", m) for m in pack.matters.values())]
    rows += [("material", m) for m in pack.materials] + [("document", d) for d in pack.documents]
    for kind, row in rows:
        for key in ("matters", "excludes", "required_for"):
            for name in getattr(row, key, ()):
                if name not in pack.matters:
                    said = f"没有事项“{name}”{meant(name, pack.matters)}"
                    yield Remark((kind, row.id, key), said, name)
    for caution in pack.cautions:
        if caution.element not in pack.elements:
            said = f"没有要素“{caution.element}”{meant(caution.element, pack.elements)}"
            yield Remark(("caution", caution.id, "element"), said)


def _clauses(pack: Pack) -> Iterator[Remark]:
    for at, condition in asked(pack):
        for clause in (c for row in condition for c in row):
            holding = f"{clause.element} {clause.operator}"
            said = element_audit.clause(clause, pack)
            if said:
                yield Remark(at, said + _from_county(clause.values, pack.values), holding)


def _from_county(values: Collection[str], county: Mapping[str, str]) -> str:
    """A hint that a value of a condition comes from the county's ``[values]``; empty when none does."""
    names = [n for n, v in county.items() if v in values and not v.isdigit()]
    return f";这个值来自 county.toml 的 [values] {names[0]}" if names else ""


def _head(pack: Pack) -> Iterator[Remark]:
    """Faults of limits, hall and hours, and elements or texts that the program needs and the pack lacks."""
    limits, hall = pack.limits, pack.hall
    if limits.handover < 0 or limits.review < 1 or limits.handover + limits.review != limits.promised:
        whole = limits.handover + limits.review
        yield Remark(
            ("limits", "promised"),
            f"转交{limits.handover}日加审核{limits.review}日是{whole}日,承诺却写{limits.promised}日,请改正",
        )
    if limits.legal < limits.promised:
        said = f"法定时限{limits.legal}日短于承诺时限{limits.promised}日,请改正"
        yield Remark(("limits", "legal"), said)
    try:
        Hours.parse(*hall.periods)
    except CalendarError as error:
        yield Remark(("hall", "periods"), str(error))
    if len(hall.region_code) != 6 or not hall.region_code.isdigit():
        said = f"区划代码应为6位数字,现在是“{hall.region_code}”"
        yield Remark(("hall", "region_code"), said)
    if hall.after_hours not in (SAME_DAY, NEXT_DAY):
        said = f"不认识“{hall.after_hours}”{choose(hall.after_hours, (SAME_DAY, NEXT_DAY))}"
        yield Remark(("hall", "after_hours"), said)
    for name in particulars.NEEDED:
        if name not in pack.elements:
            yield Remark(("element",), f"程序要用的要素“{name}”没有定义,请照随程序的 elements.toml 补上")
    for name in _TEXTS:
        if name not in pack.texts:
            yield Remark(("text",), f"纸件要用的文字“{name}”没有写,请照随程序的 pack.toml 补上")


_MUST_ASK: Final = {
    "requirements": "条件是空的,谁都满足;请写条件,或删去这一条",
    "exclusion": "条件是空的,谁都不受排斥;请写条件,或删去这一条",
    "extension": "条件是空的,谁都满足,原条件等于取消;请写条件",
    "caution": "条件是空的,对谁都提示;请写条件",
}


def _empty(files: Sequence[File]) -> Iterator[Remark]:
    """Rules without a condition, which would hold for everybody or for nobody."""
    for file in files:
        for kind in ("exclusion", "extension", "caution"):
            for row in file.data.get(kind, ()):
                if row.get("when") == []:
                    yield Remark((kind, row["id"], "when"), _MUST_ASK[kind])
        for matter in file.data.get("matter", ()):
            for row in matter.get("requirements", ()):
                if row.get("when") == []:
                    at = ("matter", matter["id"], "requirements", row["id"], "when")
                    yield Remark(at, _MUST_ASK["requirements"])
