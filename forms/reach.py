"""Faults of reach: rules that contradict themselves, fields never shown, texts never used."""

from collections.abc import Callable, Collection, Iterable, Iterator
from typing import Final

from forms import code_rows, conditions, order, particulars
from forms.derive import inputs
from forms.lines import At
from forms.pack import Pack
from forms.possible import always, clash, possible
from forms.remarks import Remark, asked
from forms.schema import Clause, Condition, Element, Kind, Matter, Option, Origin, Section
from forms.sentences import clause_sentence, sentence

Printed = Callable[[Pack], Collection[str]]
"""The elements that have a place on a paper."""

_LAW: Final = "申请书不得含与事项没有直接关系的内容(行政许可法第二十九条)"


def remarks(pack: Pack, printed: Printed | None = None) -> list[Remark]:
    """Every fault of reach in a pack whose names and kinds are right."""
    found = [*order.remarks(pack), *_contradictions(pack)]
    # A row that contradicts itself would be told again by all that rests on it.
    if not found:
        found = [*_sections(pack), *_fields(pack), *_matters(pack), *_materials(pack), *_cautions(pack)]
        found += [*_tables(pack), *_unknowable(pack)]
    return found + list(_printed(pack, frozenset(printed(pack))) if printed else ())


def _contradictions(pack: Pack) -> Iterator[Remark]:
    """Rows of which two clauses exclude each other, and conditions that are always true."""
    for at, condition in asked(pack):
        for row in condition:
            if both := clash(pack, row):
                said = "”和“".join(clause_sentence(pack, c) for c in both)
                holding = f"{both[0].element} {both[0].operator}"
                yield Remark(at, f"“{said}”不能同时成立,这一行永远不成立;请改正,或分成两行", holding)
        if at[-1] == "when" and at[0] in ("matter", "extension", "caution") and always(pack, condition):
            said = sentence(pack, condition)
            yield Remark(at, f"“{said}”怎样回答都成立,等于没有条件;请改正或删去")


def gates(pack: Pack) -> Callable[[str], tuple[Condition, ...]]:
    """A function that gives, for an element's id, the conditions under which its field is shown.

    It gives none for elements that need no field: asked in the interview, derived, or given by other origins.
    """
    sections = {s.id: s.show_when for s in pack.sections}

    def of(name: str) -> tuple[Condition, ...]:
        element = pack.elements[name]
        if not element.section or element.ask or element.derived or set(element.ranks) != {Origin.TYPED}:
            return ()
        return (sections.get(element.section, ()), element.show_when)

    return of


def _sections(pack: Pack) -> Iterator[Remark]:
    for section in pack.sections:
        at: At = ("section", section.id)
        if section.matters and not any(pack.matters[m].collected for m in section.matters):
            yield Remark((*at, "matters"), f"没有要申请的事项打开栏目“{section.title}”,请改 matters")
        if not any(e.section == section.id for e in pack.elements.values()):
            yield Remark(at, f"栏目“{section.title}”没有要素,请给要素写 section 或删去栏目")
        if not possible(pack, [section.show_when], gates(pack)):
            said = _together(pack, [section.show_when], gates(pack))
            yield Remark((*at, "show_when"), f"栏目“{section.title}”永远不会显示:{said}")


def _together(pack: Pack, wanted: Iterable[Condition], behind: Callable[[str], Iterable[Condition]]) -> str:
    """A sentence naming conditions that can not all be true, gates of their elements included."""
    given = [c for c in wanted if c]
    below = [g for c in given for name in conditions.elements(c) for g in behind(name) if g]
    said = "”和“".join(dict.fromkeys(sentence(pack, c) for c in (*given, *below)))
    return f"“{said}”不能同时成立,请改正其中一个"


def _fields(pack: Pack) -> Iterator[Remark]:
    sections = {s.id: s for s in pack.sections}
    for element in pack.elements.values():
        if element.section:
            yield from _field(pack, element, sections[element.section])


def _field(pack: Pack, element: Element, section: Section) -> Iterator[Remark]:
    shown = [section.show_when, element.show_when]
    at: At = ("element", element.id)
    if not possible(pack, [section.show_when], gates(pack)):
        return  # told at the section
    if not possible(pack, shown, gates(pack)):
        said = _together(pack, shown, gates(pack))
        yield Remark((*at, "show_when"), f"“{element.label}”永远不会显示:{said}")
    elif not possible(pack, [*shown, element.required_when], gates(pack)):
        said = _together(pack, [*shown, element.required_when], gates(pack))
        yield Remark((*at, "required_when"), f"“{element.label}”显示时永远不必填:{said}")
    for key in ("matters", "required_for"):
        for name in getattr(element, key):
            if section.matters and name not in section.matters:
                title = pack.matters[name].title
                said = f"“{title}”不打开栏目“{section.title}”,这一项不会显示;请改 {key} 或栏目的 matters"
                yield Remark((*at, key), said, name)


def _matters(pack: Pack) -> Iterator[Remark]:
    for matter in pack.matters.values():
        wanted = [_ways(matter, place) for place in range(len(matter.requirements))]
        if not possible(pack, wanted, gates(pack)):
            last = next(n for n in range(1, len(wanted) + 1) if not possible(pack, wanted[:n], gates(pack)))
            at = ("matter", matter.id, "requirements", matter.requirements[last - 1].id, "when")
            said = _together(pack, wanted[:last], gates(pack))
            yield Remark(at, f"“{matter.title}”谁也不会符合:{said}")
            continue
        for number, branch in enumerate(matter.branches):
            if not possible(pack, [*wanted, branch.when], gates(pack)):
                said = f"“{branch.title}”永远不会出现:它与“{matter.title}”的条件不能同时成立,请改正"
                yield Remark(("matter", matter.id, "branches", number, "when"), said)


def _ways(matter: Matter, place: int) -> Condition:
    """All ways to meet a requirement, local ones included; empty when one of them has no condition."""
    requirement = matter.requirements[place]
    ways = [requirement.when, *(e.when for e in requirement.extensions)]
    return tuple(row for way in ways for row in way) if all(ways) else ()


def _materials(pack: Pack) -> Iterator[Remark]:
    for material in pack.materials:
        at: At = ("material", material.id)
        if not possible(pack, [material.when], gates(pack)):
            said = _together(pack, [material.when], gates(pack))
            yield Remark((*at, "when"), f"材料“{material.title}”永远不需要:{said}")
            continue
        for number, exemption in enumerate(material.exempt):
            if not possible(pack, [material.when, exemption.when], gates(pack)):
                said = _together(pack, [material.when, exemption.when], gates(pack))
                yield Remark((*at, "exempt", number, "when"), f"“{material.title}”永远不会免交:{said}")


def _cautions(pack: Pack) -> Iterator[Remark]:
    sections = {s.id: s.show_when for s in pack.sections}
    for caution in pack.cautions:
        element = pack.elements[caution.element]
        at: At = ("caution", caution.id)
        if not element.section and not element.ask:
            said = f"“{element.label}”不在表上(没有 section)也不问(没有 ask),提示没有地方显示;请改 element"
            yield Remark((*at, "element"), said)
            continue
        needed = [sections.get(element.section, ()), element.show_when, caution.when]
        if not possible(pack, needed, gates(pack)):
            said = _together(pack, needed, gates(pack))
            yield Remark((*at, "when"), f"这个提示永远不会出现:{said}")


def _tables(pack: Pack) -> Iterator[Remark]:
    asked = {ask.codes for way in pack.procedures.values() for act in way.acts for ask in act.asks}
    for table in pack.codes.values():
        holders = [e for e in pack.elements.values() if e.codes == table.id]
        if not holders and table.id not in (*code_rows.DERIVED, *asked):
            yield Remark(
                ("table", table.id), f"没有要素用代码表“{table.title}”,请给要素写 codes 或删去这个表"
            )
            continue
        for option in (o for o in table.options if o.write_in and _seen(pack, pack.elements[o.write_in])):
            blank = pack.elements[option.write_in]
            if not any(_fills_in(pack, h, option) for h in holders):
                said = f"选了“{option.label}”,要填写的“{blank.label}”也不会显示,请改它的 show_when"
                yield Remark(("table", table.id, "options"), said, option.write_in)


def _seen(pack: Pack, element: Element, *more: Condition) -> bool:
    """Whether a field of the form can be shown while the other conditions ``more`` are true."""
    section = next(s for s in pack.sections if s.id == element.section)
    return possible(pack, [*more, section.show_when, element.show_when], gates(pack))


def _fills_in(pack: Pack, holder: Element, option: Option) -> bool:
    """Whether an option's free-text field can be shown when the option is chosen."""
    sign = "any-of" if holder.kind is Kind.CHOICES else "="
    chosen: Condition = ((Clause(holder.id, sign, (option.code,)),),)
    return _seen(pack, pack.elements[option.write_in], chosen)


def _unknowable(pack: Pack) -> Iterator[Remark]:
    """Elements that conditions look at but that no field, question, derivation or origin gives."""
    for name in _used(pack):
        if not _knowable(pack, name):
            label = pack.elements[name].label
            said = f"条件要用“{label}”,却没有人给出;请写 ask(询问)、section(填表)或 derived(推算)"
            yield Remark(("element", name), said)


def _used(pack: Pack) -> tuple[str, ...]:
    """Elements that conditions and derivations look at."""
    named = [n for _, condition in asked(pack) for n in conditions.elements(condition)]
    named += [n for e in pack.elements.values() if e.derived for n in inputs(e.derived)]
    return tuple(dict.fromkeys(named))


def _knowable(pack: Pack, name: str) -> bool:
    element = pack.elements[name]
    beside = (*particulars.TYPED_FIRST, particulars.FORMER_NUMBER)
    asked = name in beside or element.ask or element.section
    if asked or set(element.ranks) != {Origin.TYPED}:
        return True
    return element.derived is not None and (
        not inputs(element.derived) or any(_knowable(pack, n) for n in inputs(element.derived))
    )


def _printed(pack: Pack, printed: Collection[str]) -> Iterator[Remark]:
    """Fields with no place on a paper, and elements that nothing uses (行政许可法第二十九条)."""
    used = {*_used(pack), *particulars.NEEDED, *(n for m in pack.matters.values() for n in m.settles)}
    for element in pack.elements.values():
        if element.section and element.id not in printed and not element.repeats:
            said = (
                f"“{element.label}”要填却不在申请表上,请在申请表版式(form.toml)里给它一格,"
                f"或删去它的 section;{_LAW}"
            )
            yield Remark(("element", element.id, "section"), said)
        elif not element.section and element.id not in used and element.id not in printed:
            said = f"“{element.label}”没有用处:没有条件用它,纸上也没有它,请删去;{_LAW}"
            yield Remark(("element", element.id), said)
