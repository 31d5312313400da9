"""What the law says to one set of facts: outcomes, questions, fields and materials. All pure."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date

from forms import conditions
from forms.derive import derived, inputs
from forms.judging import blocked_by, judge
from forms.numbers import shown_phone
from forms.pack import Pack
from forms.schema import (
    UNSURE,
    Document,
    Element,
    Facts,
    Finding,
    Kind,
    Material,
    Moment,
    Need,
    Origin,
    Outcome,
    Section,
    Value,
    Wording,
)
from forms.sentences import plain_date
from forms.vocabulary import Vocabulary


def complete(pack: Pack, facts: Facts, today: date) -> dict[str, Value]:
    """The facts plus everything that follows from them; a person's answer is never replaced."""
    whole = dict(facts)
    for element in pack.elements.values():
        if element.derived and not conditions.known(whole, element.id):
            value = derived(element.derived, whole, today)
            if value is not None:
                whole[element.id] = value
    return whole


def next_question(pack: Pack, facts: Facts, chosen: Collection[str]) -> Element | None:
    """The next question, in pack order, that can still change what this applicant cares about, or None."""
    return next(iter(questions(pack, facts, chosen)), None)


def questions(
    pack: Pack, facts: Facts, chosen: Collection[str], findings: Sequence[Finding] = ()
) -> tuple[Element, ...]:
    """All questions, in pack order, that can still change what this applicant cares about.

    These are the chosen matters, and those offered without being asked for unless a chosen one excludes
    them. 不清楚 decides nothing, so no more than these are asked even if none can be answered.
    """
    cared = {*chosen, *offered(pack, facts, chosen)}
    told = [f for f in findings or judge(pack, facts, chosen) if f.matter in cared]
    wanted = {e for finding in told for f in finding.open_facts for e in sources(pack, f)}
    taken = [f.matter for f in told if f.matter in chosen and f.outcome is not Outcome.NOT]
    wanted |= _deciding_materials(pack, facts, taken) | _deciding_ways(pack, facts, taken)
    return tuple(
        e
        for e in pack.elements.values()
        if e.ask and e.id in wanted and e.id not in facts and _sensible(e, facts)
    )


def _sensible(element: Element, facts: Facts) -> bool:
    """Whether a question outside the form is asked now: one with a condition only once that is true."""
    return bool(element.section) or conditions.truth(element.show_when, facts) is True


def sources(pack: Pack, fact: str) -> tuple[str, ...]:
    """What to ask for a fact: the element itself or, when it is derived, what it is derived from."""
    element = pack.elements[fact]
    if element.ask or not element.derived:
        return (fact,)
    return tuple(dict.fromkeys(s for name in inputs(element.derived) for s in sources(pack, name)))


def offered(pack: Pack, facts: Facts, chosen: Collection[str]) -> tuple[str, ...]:
    """Matters told unasked beside the chosen ones, in pack order: none of them excludes those.

    None while a chosen matter does not let others be told, or it is not known whether it does.
    """
    lets = all(conditions.truth(pack.matters[m].offers_when, facts) for m in chosen)
    others = (m for m in pack.matters.values() if lets and m.offered and m.id not in chosen)
    return tuple(m.id for m in others if not blocked_by(pack, chosen, m.id))


def _deciding_ways(pack: Pack, facts: Facts, matters: Collection[str]) -> set[str]:
    """Unanswered elements that decide what is told of these matters, who handles them, what else is told."""
    ways = [b.when for m in matters for b in pack.matters[m].branches if b.tells or b.process or b.handler]
    ways += [pack.matters[m].offers_when for m in matters]
    return {s for w in ways for e in conditions.open_facts(w, facts) for s in sources(pack, e)}


def _deciding_materials(pack: Pack, facts: Facts, matters: Collection[str]) -> set[str]:
    """Unanswered elements that decide whether a material of these matters is needed."""
    wanted = [m for m in pack.materials if set(m.matters) & set(matters)]
    ways = [w for m in wanted for w in (m.when, *(e.when for e in m.exempt))]
    return {e for w in ways for e in conditions.open_facts(w, facts)}


def sections(pack: Pack, facts: Facts, chosen: Collection[str]) -> tuple[Section, ...]:
    """Blocks of the unified form that this application needs, in form order."""
    return tuple(
        s
        for s in pack.sections
        if (not s.matters or set(s.matters) & set(chosen))
        and conditions.truth(s.show_when, facts)
        and any(e.section == s.id for e in pack.elements.values())
    )


def fields(pack: Pack, facts: Facts, chosen: Collection[str]) -> tuple[Element, ...]:
    """Elements to show: of the needed sections, with their own condition true, in form order.

    An unknown condition hides the element: nothing is asked before it is known to be needed.
    """
    shown = {s.id: i for i, s in enumerate(sections(pack, facts, chosen))}
    wanted = [
        e
        for e in pack.elements.values()
        if e.section in shown and _for(e, chosen) and conditions.truth(e.show_when, facts)
    ]
    return tuple(sorted(wanted, key=lambda e: shown[e.section]))


def _for(element: Element, chosen: Collection[str]) -> bool:
    """Whether one of the chosen matters asks for an element of a section that is shown."""
    return not element.matters or not set(element.matters).isdisjoint(chosen)


def note(section: Section, facts: Facts) -> str:
    """What stands beside a section's title for these facts."""
    return next((w.note for w in _said(section.wordings, facts) if w.note), section.note)


def missing(element: Element, facts: Facts) -> str:
    """The sentence for an element that has to be answered and is not."""
    told = next((w.missing for w in _said(element.wordings, facts) if w.missing), element.missing)
    return told or f"请填写{element.label}"


def _said(wordings: Sequence[Wording], facts: Facts) -> Iterator[Wording]:
    return (w for w in wordings if conditions.truth(w.when, facts))


def needed(element: Element, facts: Facts, chosen: Collection[str]) -> bool:
    """Whether the element must be answered before acceptance."""
    if element.required_for:
        return bool(set(element.required_for) & set(chosen))
    if element.required_when:
        return conditions.truth(element.required_when, facts) is True
    return element.required


def needs(pack: Pack, facts: Facts, chosen: Collection[str]) -> tuple[Need, ...]:
    """The materials of this application, each once for all matters (附件5; 指引第十七条)."""
    found = []
    for material in pack.materials:
        matters = tuple(m for m in chosen if m in material.matters)
        if matters and conditions.truth(material.when, facts):
            exempt = next((e for e in material.exempt if conditions.truth(e.when, facts)), None)
            reason = exempt.words if exempt else material.note
            found.append(Need(material, exempt is None, reason, matters, _copies(material, matters)))
    return tuple(found)


def _copies(material: Material, matters: Collection[str]) -> int:
    """The most copies any of the matters wants; a county's own number replaces the list's."""
    local = [c.copies for c in material.copies_for if set(c.matters) & set(matters)]
    return max(local, default=material.copies)


def documents(pack: Pack, facts: Facts, chosen: Collection[str], moment: Moment) -> tuple[Document, ...]:
    """The papers that can be printed at a moment, in pack order."""
    return tuple(
        d
        for d in pack.documents
        if d.moment is moment
        and (not d.matters or set(d.matters) & set(chosen))
        and conditions.truth(d.when, facts)
    )


def trusted(element: Element, held: Origin | None, offered: Origin) -> bool:
    """Whether an answer from ``offered`` may replace one from ``held`` (card before typed before household).

    An origin the element does not rank never replaces anything, and is replaced by any ranked one.
    """
    if offered not in element.ranks:
        return False
    return held not in element.ranks or element.ranks.index(offered) <= element.ranks.index(held)


def label(pack: Vocabulary, element: Element, value: Value | None) -> str:
    """An answer as a person reads it: code labels, 是/否, 年月日; empty when unanswered."""
    match value:
        case None | "" | ():
            return ""
        case bool():
            return "是" if value else "否"
        case str() if value == UNSURE:
            return "待核实"
        case tuple() if element.codes:
            return "、".join(pack.codes[element.codes].label(v) for v in value)
        case str() if element.codes:
            return pack.codes[element.codes].label(value)
        case str() if element.kind is Kind.DATE:
            return plain_date(value)
        case str() if element.kind is Kind.PHONE:
            return shown_phone(value)
    return str(value)
