"""Order of the rules: nothing may look at an element that comes later, and no rules wait for each other."""

from collections.abc import Iterator, Mapping, Sequence

from forms import conditions
from forms.derive import inputs
from forms.pack import Pack
from forms.remarks import Remark
from forms.schema import Element, Section
from forms.vocabulary import Vocabulary


def remarks(pack: Pack) -> Iterator[Remark]:
    """Elements and sections that look ahead, and circles of facts or matters that wait for each other."""
    yield from ahead(pack)
    yield from _waiting_circles(pack)


def ahead(pack: Vocabulary) -> Iterator[Remark]:
    """Elements and sections that look ahead, and circles of facts that follow from each other."""
    circles = list(_derivation_circles(pack))
    yield from _told_circles(circles, pack)
    yield from _elements_ahead(pack, {name for circle in circles for name in circle})
    yield from _sections_ahead(pack)


def _elements_ahead(pack: Vocabulary, circling: set[str]) -> Iterator[Remark]:
    place = {name: n for n, name in enumerate(pack.elements)}
    for element in pack.elements.values():
        for key, names in _looks(element):
            for name in names:
                if name == element.id:
                    said = f"“{element.label}”的条件看的是它自己,请改看前面的要素"
                elif place[name] > place[element.id] and not (key == "derived" and element.id in circling):
                    said = _move(element, pack.elements[name])
                elif key != "derived" and _later_on_the_form(element, pack.elements[name], pack):
                    said = _later(element, pack.elements[name])
                else:
                    continue
                yield Remark(("element", element.id, key), said, name)


def _looks(element: Element) -> Iterator[tuple[str, Sequence[str]]]:
    """Elements that an element looks at, by the key that names them."""
    yield "show_when", conditions.elements(element.show_when)
    yield "required_when", conditions.elements(element.required_when)
    if element.derived:
        yield "derived", [n for n in inputs(element.derived) if n != element.id]


def _move(element: Element, ahead: Element) -> str:
    return (
        f"“{element.label}”看的“{ahead.label}”还在后面,"
        f"请把“{ahead.label}”({ahead.id})移到“{element.label}”({element.id})之前"
    )


def _later_on_the_form(element: Element, other: Element, pack: Vocabulary) -> bool:
    """Whether ``other`` is further down the form; False when the interview asks it before the form."""
    order = [s.id for s in pack.sections]
    if not (element.section and other.section) or other.ask:
        return False
    return order.index(other.section) > order.index(element.section)


def _later(element: Element, other: Element) -> str:
    return (
        f"“{element.label}”看的“{other.label}”在表上更后的栏目里,"
        f"请把栏目“{other.section}”移到“{element.section}”之前,或在询问中问它(ask)"
    )


def _sections_ahead(pack: Vocabulary) -> Iterator[Remark]:
    place = {name: n for n, name in enumerate(pack.elements)}
    for number, section in enumerate(pack.sections):
        before = {s.id for s in pack.sections[:number]}
        first = min(
            (place[e.id] for e in pack.elements.values() if e.section == section.id), default=len(place)
        )
        for name in conditions.elements(section.show_when):
            other = pack.elements[name]
            if said := _ahead_of_section(section, other, before, place, first):
                yield Remark(("section", section.id, "show_when"), said, name)


def _ahead_of_section(
    section: Section, other: Element, before: set[str], place: Mapping[str, int], first: int
) -> str:
    """Why a section can not know an element yet, as a sentence; empty when it can."""
    if other.section and other.section not in before and not other.ask:
        return (
            f"栏目“{section.title}”看的“{other.label}”不在它前面的栏目里,"
            f"请把“{other.label}”({other.id})的 section 改为前面的栏目"
        )
    if place[other.id] > first:
        return (
            f"栏目“{section.title}”看的“{other.label}”还在后面,"
            f"请把“{other.label}”({other.id})移到这一栏第一个要素之前"
        )
    return ""


def _derivation_circles(pack: Vocabulary) -> Iterator[tuple[str, ...]]:
    reads = {
        e.id: [n for n in inputs(e.derived) if n in pack.elements]
        for e in pack.elements.values()
        if e.derived
    }
    yield from _circles(reads)


def _told_circles(circles: Sequence[tuple[str, ...]], pack: Vocabulary) -> Iterator[Remark]:
    for circle in circles:
        names = "、".join(f"“{pack.elements[n].label}”" for n in circle)
        said = f"{names}互相推算,谁也推不出来,请去掉其中一个的 derived"
        yield Remark(("element", circle[0], "derived"), said)


def _waiting_circles(pack: Pack) -> Iterator[Remark]:
    """Matters of one application of which each waits for the other's outcome (附件2 第十三条: 一次办理)."""
    waits = {m: [o for o in pack.matters if awaited(pack, m, o)] for m in pack.matters}
    for circle in _circles(waits):
        if not any(_apart(pack, a, b) for a in circle for b in circle):
            names = "、".join(f"“{pack.matters[m].title}”" for m in circle)
            said = f"{names}同时申请时互相等对方的结果,请用 excludes 分开,或改 settles"
            yield Remark(("matter", circle[0], "settles"), said)


def awaited(pack: Pack, matter: str, other: str) -> tuple[str, ...]:
    """The facts that a matter waits for when another matter that settles them is asked for with it."""
    if matter == other or _apart(pack, matter, other):
        return ()
    ways = (w for r in pack.matters[matter].requirements for w in (r.when, *(e.when for e in r.extensions)))
    named = (n for way in ways for n in conditions.elements(way) if n in pack.matters[other].settles)
    return tuple(dict.fromkeys(named))


def _apart(pack: Pack, one: str, other: str) -> bool:
    return other in pack.matters[one].excludes or one in pack.matters[other].excludes


def _circles(edges: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, ...]]:
    """Every circle of names that lead back to each other, once, with the first name first."""
    seen: set[frozenset[str]] = set()
    for start in edges:
        for circle in _walks(edges, start, (start,)):
            if frozenset(circle) not in seen:
                seen.add(frozenset(circle))
                yield circle


def _walks(
    edges: Mapping[str, Sequence[str]], start: str, path: tuple[str, ...]
) -> Iterator[tuple[str, ...]]:
    for following in edges.get(path[-1], ()):
        if following == start:
            yield path
        elif following not in path:
            yield from _walks(edges, start, (*path, following))
