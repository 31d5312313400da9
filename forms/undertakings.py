"""告知承诺: which named proof of a matter an applicant may replace by a promise, and how it is checked.

实施方案三(四) only encourages it and names no proof: every row is the county's own. A row is about one fact
that its matter looks at; it holds only for the answers it names.
"""

from collections.abc import Collection, Iterator
from typing import Final

from forms import citing, conditions
from forms.county_rows import Undertaking
from forms.pack import Pack
from forms.remarks import Remark
from forms.schema import Element, Facts, Kind, Matter, Value
from forms.spelling import choose, meant

MOST_DAYS: Final = 60
"""The most working days a county may leave a promise unchecked; more is taken for a typing error."""
_KINDS: Final = (Kind.FLAG, Kind.CHOICE)
_FLAGS: Final = {True: "yes", False: "no"}


def possible(pack: Pack, facts: Facts, chosen: Collection[str]) -> tuple[Undertaking, ...]:
    """The rows that fit these chosen matters and answers, in the order of the pack."""
    return tuple(u for u in pack.undertakings if u.matter in chosen and said(facts.get(u.fact)) in u.values)


def said(value: Value | None) -> str:
    """An answer as the rows write it; empty when there is none, or several."""
    if isinstance(value, bool):
        return _FLAGS[value]
    return value if isinstance(value, str) else ""


def of(pack: Pack, row: str) -> Undertaking | None:
    """The row of this id; None when the pack has none such."""
    return next((u for u in pack.undertakings if u.id == row), None)


def looked_at(matter: Matter) -> frozenset[str]:
    """Ids of the elements that the conditions of a matter compare."""
    found = [r.when for r in matter.requirements]
    found += [e.when for r in matter.requirements for e in r.extensions]
    found += [b.when for b in matter.branches]
    return frozenset(name for condition in found for name in conditions.elements(condition))


def lines(pack: Pack, matter: Matter) -> Iterator[str]:
    """The rows of a matter as sentences, for proof-reading."""
    for row in (u for u in pack.undertakings if u.matter == matter.id):
        element = pack.elements.get(row.fact)
        about = f"“{element.label}”是{_answers(pack, element, row)}的" if element else row.fact
        yield f"{row.proof}:{about},申请人可以书面承诺代替证明(自愿){'(演示)' if row.demo else ''}"
        yield f"   承诺:{row.content}"
        yield f"   应符合的条件:{row.conditions}"
        yield f"   核查:受理后{row.days}个工作日内由{row.checker}核查({row.how})"
        yield f"   不实:{row.consequences}"
        yield f"   承诺书{'公开' if row.public else '不公开'}{f',{row.scope}' if row.scope else ''}"
        yield f"   依据:{citing.explained(pack, row.basis)}(出处:{row.source})"


def _answers(pack: Pack, element: Element, row: Undertaking) -> str:
    labels = {"yes": element.yes, "no": element.no} if element.kind is Kind.FLAG else _labels(pack, element)
    return "、".join(f"“{labels.get(value, value)}”" for value in row.values)


def _labels(pack: Pack, element: Element) -> dict[str, str]:
    return {o.code: o.label for o in pack.options(element)}


def remarks(pack: Pack) -> Iterator[Remark]:
    """What is wrong with the rows, each fault at its key."""
    seen: set[str] = set()
    for row in pack.undertakings:
        matter = pack.matters.get(row.matter)
        if matter is None:
            yield _at(row, "matter", f"没有事项“{row.matter}”{meant(row.matter, pack.matters)}")
        elif not matter.collected:
            yield _at(row, "matter", f"“{matter.title}”免申办理,不收申请,不用承诺,请删去这一行")
        else:
            yield from _fact(pack, row, matter)
        if row.matter in seen:
            yield _at(row, "matter", f"事项“{row.matter}”已经有一行告知承诺:一个事项一张承诺书,请合成一行")
        seen.add(row.matter)
        yield from _checked(pack, row)
        yield from _words(pack, row)


def _fact(pack: Pack, row: Undertaking, matter: Matter) -> Iterator[Remark]:
    element, names = pack.elements.get(row.fact), looked_at(matter)
    if element is None:
        yield _at(row, "fact", f"没有要素“{row.fact}”{meant(row.fact, pack.elements)}")
        return
    if row.fact not in names:
        said_so = (
            f"“{matter.title}”的条件不看“{element.label}”,承诺了也没有用{choose(row.fact, sorted(names))}"
        )
        yield _at(row, "fact", said_so)
    if element.kind not in _KINDS:
        yield _at(row, "fact", f"“{element.label}”是 {element.kind},只有是非(flag)和单选(choice)可以承诺")
        return
    usable = _FLAGS.values() if element.kind is Kind.FLAG else _labels(pack, element)
    if not row.values:
        yield _at(row, "values", f"没有写答案是什么才可以承诺,可写:{'、'.join(usable)}")
    for value in (v for v in row.values if v not in usable):
        yield Remark(
            ("undertaking", row.id, "values"),
            f"“{element.label}”没有答案“{value}”{choose(value, usable)}",
            f'"{value}"',
        )


def _checked(pack: Pack, row: Undertaking) -> Iterator[Remark]:
    known = {*(m.department for m in pack.matters.values()), *pack.departments}
    if row.checker not in known:
        yield _at(row, "checker", f"没有部门“{row.checker}”{meant(row.checker, known)}")
    if not 1 <= row.days <= MOST_DAYS:
        yield _at(row, "days", f"核查应在受理后1至{MOST_DAYS}个工作日内,现在是{row.days}")


def _words(pack: Pack, row: Undertaking) -> Iterator[Remark]:
    titles = [m.title for m in pack.materials if m.title in row.proof or row.proof in m.title]
    if titles:
        told = f"“{titles[0]}”是附件5的材料,不能用告知承诺代替;可以晚交的写 [[following]](容缺)"
        yield _at(row, "proof", told)
    if row.public and not row.scope.strip():
        yield _at(row, "public", "承诺书公开的,要写 scope:公开到什么范围、多长时间")
    for part in citing.unknown(pack, row.basis):
        yield _at(row, "basis", f"clauses.toml 里没有“{part}”,请先写进 [[clause]],或改成表中的写法")


def _at(row: Undertaking, key: str, words: str) -> Remark:
    return Remark(("undertaking", row.id, key), words)
