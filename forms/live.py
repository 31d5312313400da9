"""Which answers count: those whose question can be seen. Answers to questions hidden since are left out."""

from collections.abc import Collection, Iterator
from datetime import date

from forms import conditions, judging, rules
from forms.pack import Pack
from forms.schema import Condition, Element, Facts, Origin, Value


def facts(pack: Pack, answers: Facts, chosen: Collection[str], today: date) -> dict[str, Value]:
    """The answers that count, with everything that follows from them on a day.

    ``answers`` hold what was typed and what a book says of the person. Left out are answers to questions
    that are not seen (see ``counted``), to elements the pack does not have, and to elements that are only
    derived: they are worked out anew. A left-out answer may have been what shows another question, so this
    goes on until nothing more is left out.
    """
    kept = {k: v for k, v in answers.items() if not _worked_out(pack.elements.get(k))}
    while True:
        whole = rules.complete(pack, kept, today)
        seen = counted(pack, whole, chosen)
        if seen.issuperset(kept):
            return whole
        kept = {k: v for k, v in kept.items() if k in seen}


def without_hidden(pack: Pack, held: Facts, chosen: Collection[str]) -> dict[str, Value]:
    """Complete facts of an accepted application, without answers to questions that were not seen.

    Nothing is derived anew: what followed on the day of acceptance is kept.
    """
    kept = dict(held)
    while not (seen := counted(pack, kept, chosen)).issuperset(kept):
        kept = {k: v for k, v in kept.items() if k in seen}
    return kept


def counted(pack: Pack, whole: Facts, chosen: Collection[str]) -> frozenset[str]:
    """Ids of the elements whose answers count, given these complete facts.

    An answer counts when its field is on the form, when it is outside the form's sections (typed beside
    name and number, asked in the interview, derived, known from a book), or when the interview asks it for
    a matter the applicant cares about, though the block of the form it also belongs to is not shown. A block
    of matters that are neither chosen nor offered counts for nothing (why a certificate is given up).
    """
    shown = {e.id for e in rules.fields(pack, whole, chosen)}
    hidden = [e for e in pack.elements.values() if e.section and e.id not in shown]
    asked = {e.id for e in hidden if e.ask and e.id in whole}
    if asked:
        cared = set(_cared(pack, chosen))
        apart = {s.id for s in pack.sections if s.matters and cared.isdisjoint(s.matters)}
        asked -= {e.id for e in hidden if e.section in apart}
        asked &= frozenset(_decisive(pack, chosen))
    return frozenset({*shown, *asked, *(e.id for e in pack.elements.values() if not e.section)})


def _worked_out(element: Element | None) -> bool:
    """Whether an element is never asked: the pack does not know it, or it is only derived."""
    if element is None:
        return True
    typed = element.section or element.ask or not element.derived
    return not typed and Origin.BOOK not in element.ranks


def _decisive(pack: Pack, chosen: Collection[str]) -> Iterator[str]:
    """Elements the interview may ask: those that decide a chosen or offered matter, or a material."""
    for name in _cared(pack, chosen):
        for requirement in pack.matters[name].requirements:
            yield from _sources(pack, requirement.when)
            for extension in requirement.extensions:
                yield from _sources(pack, extension.when)
        for branch in pack.matters[name].branches:
            yield from _sources(pack, branch.when)
    for material in pack.materials:
        if set(material.matters) & set(chosen):
            for way in (material.when, *(e.when for e in material.exempt)):
                yield from _sources(pack, way)


def _cared(pack: Pack, chosen: Collection[str]) -> Iterator[str]:
    """The chosen matters, and those offered beside them."""
    for matter in pack.matters.values():
        if matter.id in chosen or (matter.offered and not judging.blocked_by(pack, chosen, matter.id)):
            yield matter.id


def _sources(pack: Pack, condition: Condition) -> Iterator[str]:
    for name in conditions.elements(condition):
        yield from rules.sources(pack, name)
