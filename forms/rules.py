"""What the law says to one set of facts: outcomes, questions, fields and materials. All pure."""

from collections.abc import Collection, Sequence
from datetime import date

from forms import conditions
from forms.derive import DERIVERS
from forms.schema import (
    UNSURE,
    Element,
    Facts,
    Finding,
    Matter,
    Need,
    Outcome,
    Pack,
    Requirement,
    Section,
    Value,
)


def complete(pack: Pack, facts: Facts, today: date) -> dict[str, Value]:
    """The facts plus everything that follows from them; an answer given by a person is never replaced."""
    whole = dict(facts)
    for element in pack.elements.values():
        if element.derived and not conditions.known(whole, element.id):
            value = DERIVERS[element.derived](whole, today)
            if value is not None:
                whole[element.id] = value
    return whole


def judge(pack: Pack, facts: Facts, chosen: Collection[str]) -> tuple[Finding, ...]:
    """One finding per matter, in pack order.

    ``facts`` are complete (see ``complete``). A fact settled by a chosen matter is unknown here,
    whatever was answered: a subsidy that hangs on the certificate asked for in the same visit is
    可能符合, taken with the application and held until that outcome (附件2 第十三、十四条).
    """
    return tuple(_finding(pack, matter, facts, chosen) for matter in pack.matters.values())


def _finding(pack: Pack, matter: Matter, facts: Facts, chosen: Collection[str]) -> Finding:
    settled = {e: m for m in _alongside(pack, chosen, matter) for e in pack.matters[m].settles}
    seen = {k: v for k, v in facts.items() if k not in settled}
    truths = [conditions.truth(r.when, seen) for r in matter.requirements]
    whole = conditions.all_of(truths)
    outcome = {True: Outcome.APPLIES, False: Outcome.NOT, None: Outcome.MAY}[whole]
    told = [
        (r, t) for r, t in zip(matter.requirements, truths, strict=True) if whole is not False or t is False
    ]
    opened = dict.fromkeys(f for r in matter.requirements for f in conditions.open_facts(r.when, seen))
    waits = next((settled[f] for f in opened if f in settled), "") if whole is None else ""
    return Finding(
        matter=matter.id,
        outcome=outcome,
        reasons=tuple(_reason(r, t, settled) for r, t in told),
        clauses=tuple(dict.fromkeys(r.clause for r, _ in told)),
        next_step=_next_step(matter, told, waits),
        waits_for=waits,
        open_facts=tuple(f for f in opened if f not in settled) if whole is None else (),
    )


def _alongside(pack: Pack, chosen: Collection[str], matter: Matter) -> list[str]:
    """Chosen matters that go on beside this one; what they exclude does not wait for them."""
    return [m for m in chosen if m != matter.id and not blocked_by(pack, [m], matter.id)]


def _reason(requirement: Requirement, truth: bool | None, settled: Collection[str]) -> str:
    if truth is None:
        held = any(e in settled for e in conditions.elements(requirement.when))
        return requirement.held if held and requirement.held else requirement.unknown
    return requirement.met if truth else requirement.unmet


def _next_step(matter: Matter, told: Sequence[tuple[Requirement, bool | None]], waits: str) -> str:
    if waits:
        return "现在一并收件,等证件结果出来自动继续审核" if matter.collected else "等证件结果,不用申请"
    steps = [r.next_step for r, t in told if t is False and r.next_step]
    if steps:
        return steps[0]
    if not matter.collected:
        return "免申即享:不用申请,也不交材料"
    return "以上情况核实后可以办理" if any(t is None for _, t in told) else matter.process


def next_question(pack: Pack, facts: Facts, chosen: Collection[str]) -> Element | None:
    """The next interview question that can still change an outcome, or None when nothing can."""
    wanted = {f for finding in judge(pack, facts, chosen) for f in finding.open_facts}
    for element in pack.elements.values():
        if not element.ask or element.id in facts:
            continue
        if element.id in wanted or _decides_material(pack, element, chosen):
            return element
    return None


def _decides_material(pack: Pack, element: Element, chosen: Collection[str]) -> bool:
    """Whether the answer decides a material of a chosen matter (the residence permit, for one)."""
    wanted = (m for m in pack.materials if set(m.matters) & set(chosen))
    return any(element.id in conditions.elements(m.when) for m in wanted)


def blocked_by(pack: Pack, chosen: Collection[str], matter: str) -> str:
    """A chosen matter that excludes this one (either names the other), or an empty text."""
    excludes = pack.matters[matter].excludes
    return next((m for m in chosen if m in excludes or matter in pack.matters[m].excludes), "")


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
        e for e in pack.elements.values() if e.section in shown and conditions.truth(e.show_when, facts)
    ]
    return tuple(sorted(wanted, key=lambda e: shown[e.section]))


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
            exempt = bool(material.exempt_when) and conditions.truth(material.exempt_when, facts) is True
            reason = material.exempt_text if exempt else material.note
            found.append(Need(material, not exempt, reason, matters))
    return tuple(found)


def label(pack: Pack, element: Element, value: Value | None) -> str:
    """An answer as a person reads it: code labels, 是/否, 年月日; empty when unanswered."""
    match value:
        case None | "" | ():
            return ""
        case bool():
            return "是" if value else "否"
        case str() if value == UNSURE:
            return "待核实"
        case tuple():
            return "、".join(pack.codes[element.codes].label(v) for v in value)
        case str() if element.codes:
            return pack.codes[element.codes].label(value)
        case str() if element.kind == "date":
            return plain_date(value)
    return str(value)


def plain_date(text: str) -> str:
    """An ISO date as 年月日; anything else as it stands."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return text
    return f"{day.year}年{day.month}月{day.day}日"
