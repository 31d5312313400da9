"""What the law says to one set of facts: outcomes, questions, fields and materials. All pure."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from forms import conditions
from forms.conditions import Truth
from forms.derive import derived, inputs
from forms.numbers import shown_phone
from forms.pack import Pack
from forms.particulars import OPEN_MATTERS
from forms.schema import (
    UNSURE,
    Branch,
    Document,
    Element,
    Facts,
    Finding,
    Kind,
    Material,
    Matter,
    Moment,
    Need,
    Origin,
    Outcome,
    Requirement,
    Section,
    Value,
    Wording,
)
from forms.sentences import plain_date

_OUTCOMES: Final[Mapping[Truth, Outcome]] = {
    True: Outcome.APPLIES,
    False: Outcome.NOT,
    None: Outcome.MAY,
}


def complete(pack: Pack, facts: Facts, today: date) -> dict[str, Value]:
    """The facts plus everything that follows from them; a person's answer is never replaced."""
    whole = dict(facts)
    for element in pack.elements.values():
        if element.derived and not conditions.known(whole, element.id):
            value = derived(element.derived, whole, today)
            if value is not None:
                whole[element.id] = value
    return whole


def judge(pack: Pack, facts: Facts, chosen: Collection[str]) -> tuple[Finding, ...]:
    """One finding per matter, in pack order.

    ``facts`` are complete (see ``complete``). A fact settled by a chosen matter is unknown here, whatever
    was answered: a subsidy that depends on the certificate asked for in the same visit is 可能符合, taken
    with the application and held until that outcome (附件2 第十三、十四条). The same goes for a matter of an
    earlier visit that is still open.
    """
    seen = _seen(pack, facts, chosen)
    return tuple(_finding(seen, matter) for matter in pack.matters.values())


_Truths = tuple[tuple[Requirement, Truth], ...]


@dataclass(frozen=True, slots=True)
class _Seen:
    """One set of facts, looked at once for all matters."""

    pack: Pack
    facts: Facts
    truths: Mapping[str, _Truths]
    """Matter → its requirements with their truth by the facts alone."""
    deciding: tuple[str, ...]
    """Matters that others may wait for: chosen and not 不符合, or of an earlier visit and still open."""

    def barred(self, matter: str) -> bool:
        """Whether a matter is 不符合 by the facts alone."""
        return any(t is False for _, t in self.truths[matter])


def _seen(pack: Pack, facts: Facts, chosen: Collection[str]) -> _Seen:
    truths = {m.id: _truths(m, facts) for m in pack.matters.values()}
    held = facts.get(OPEN_MATTERS)
    earlier = [m for m in held if m in pack.matters] if isinstance(held, tuple) else []
    asked = [m for m in chosen if m not in earlier and all(t is not False for _, t in truths[m])]
    deciding = (m for m in (*asked, *earlier) if pack.matters[m].settles or pack.matters[m].mends)
    return _Seen(pack, facts, truths, tuple(deciding))


def _truths(matter: Matter, facts: Facts) -> _Truths:
    return tuple((r, met(r, facts)) for r in matter.requirements)


def _finding(seen: _Seen, matter: Matter) -> Finding:
    pack = seen.pack
    others = [m for m in seen.deciding if m != matter.id and not blocked_by(pack, [m], matter.id)]
    settled = {e: m for m in others for e in pack.matters[m].settles}
    found = _judged(seen, matter, settled)
    fails = _failing(seen.truths[matter.id])
    mended = {e: m for m in others for e in pack.matters[m].mends if e in fails}
    if found.outcome is not Outcome.NOT or not mended:
        return found
    # What fails now may be made good by a matter that is asked for with it or open already.
    later = _judged(seen, matter, settled | mended)
    return found if later.outcome is Outcome.NOT else later


def _failing(truths: _Truths) -> frozenset[str]:
    """The elements that the requirements which are not met look at."""
    failing = (r for r, t in truths if t is False)
    ways = (w for r in failing for w in (r.when, *(e.when for e in r.extensions)))
    return frozenset(e for way in ways for e in conditions.elements(way))


def _judged(seen: _Seen, matter: Matter, settled: Mapping[str, str]) -> Finding:
    """The finding when the ``settled`` facts are unknown; each names the matter that decides it."""
    facts = {k: v for k, v in seen.facts.items() if k not in settled} if settled else seen.facts
    truths = _truths(matter, facts) if settled else seen.truths[matter.id]
    whole = conditions.all_of(t for _, t in truths)
    told = [(r, t) for r, t in truths if _tells(r, t, whole)]
    undecided = [r for r, t in truths if t is None] if whole is None else []
    opened = dict.fromkeys(f for r in undecided for f in _open_facts(r, facts))
    waits = next((settled[f] for f in opened if f in settled), "")
    way_out, leads_to = _way_out(seen, told)
    branches = _branches(matter, facts)
    telling = [b for b in branches if b.tells and whole is not False]
    return Finding(
        matter=matter.id,
        outcome=_OUTCOMES[whole],
        reasons=tuple(
            dict.fromkeys([*(_reason(r, t, facts, settled) for r, t in told), *(b.tells for b in telling)])
        ),
        clauses=tuple(dict.fromkeys([*(_clause(r, facts) for r, _ in told), *(b.source for b in telling)])),
        next_step=way_out or _next_step(matter, told, waits, process(matter, facts)),
        leads_to=leads_to,
        waits_for=waits,
        open_facts=tuple(f for f in opened if f not in settled),
        branches=tuple(b.title for b in branches),
    )


def _branches(matter: Matter, facts: Facts) -> list[Branch]:
    """The ways a matter is taken that hold by now."""
    return [b for b in matter.branches if conditions.truth(b.when, facts)]


def tells(matter: Matter, facts: Facts) -> tuple[str, ...]:
    """What is told of a matter by the ways that hold for these facts."""
    return tuple(b.tells for b in _branches(matter, facts) if b.tells)


def process(matter: Matter, facts: Facts) -> str:
    """How a matter is handled for these facts: by a way that has a process of its own, else as usual."""
    return next((b.process for b in _branches(matter, facts) if b.process), matter.process)


def handler(matter: Matter, facts: Facts) -> str:
    """Who decides in place of the matter's department; empty where it decides itself."""
    return next((b.handler for b in _branches(matter, facts) if b.handler), "")


def _tells(requirement: Requirement, truth: Truth, whole: Truth) -> bool:
    """Whether a requirement's sentence is given as a reason.

    When the matter fails, only failing requirements are; otherwise unknown ones, and met ones with a text.
    """
    if whole is False:
        return truth is False
    return truth is None or bool(requirement.met)


def met(requirement: Requirement, facts: Facts) -> Truth:
    """Whether a requirement is met by its own condition or by a local extension in force."""
    own = conditions.truth(requirement.when, facts)
    return conditions.any_of([own, *(conditions.truth(e.when, facts) for e in requirement.extensions)])


def _open_facts(requirement: Requirement, facts: Facts) -> Iterator[str]:
    """Unanswered elements that can still decide a requirement or one of its extensions."""
    for way in (requirement.when, *(e.when for e in requirement.extensions)):
        yield from conditions.open_facts(way, facts)


def _reason(requirement: Requirement, truth: Truth, facts: Facts, settled: Collection[str]) -> str:
    if truth is None:
        held = any(e in settled for e in _open_facts(requirement, facts))
        return requirement.held if held and requirement.held else requirement.unknown
    if not truth:
        return requirement.unmet
    if conditions.truth(requirement.when, facts):
        return requirement.met
    return next(e.met for e in requirement.extensions if conditions.truth(e.when, facts))


def _clause(requirement: Requirement, facts: Facts) -> str:
    """The law a requirement rests on; the extension's when only an extension is met."""
    local = (e.clause for e in requirement.extensions if conditions.truth(e.when, facts))
    return (
        requirement.clause if conditions.truth(requirement.when, facts) else next(local, requirement.clause)
    )


def _way_out(seen: _Seen, told: Sequence[tuple[Requirement, Truth]]) -> tuple[str, str]:
    """The first next step that can be taken, and the matter it leads to; both empty where there is none.

    Where every step leads to a matter that is barred itself, it is the step of what bars that matter.
    """
    failed = [r for r, t in told if t is False and r.next_step]
    for requirement in failed:
        if requirement.leads_to not in seen.truths or not seen.barred(requirement.leads_to):
            return requirement.next_step, requirement.leads_to
    bars = (b for r in failed for b, t in seen.truths[r.leads_to] if t is False)
    return next((b.next_step for b in bars if b.next_step and not b.leads_to), ""), ""


def _next_step(matter: Matter, told: Sequence[tuple[Requirement, Truth]], waits: str, taken: str) -> str:
    """``taken``: how it is handled when nothing stands in the way."""
    if waits:
        return "现在一并收件,等证件结果出来自动继续审核" if matter.collected else "等证件结果,不用申请"
    if not matter.collected:
        return "免申即享:不用申请,也不交材料"
    return "以上情况核实后可以办理" if any(t is None for _, t in told) else taken


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
    """Whether an answer from ``offered`` may replace one from ``held`` (card before household before typed).

    An origin the element does not rank never replaces anything, and is replaced by any ranked one.
    """
    if offered not in element.ranks:
        return False
    return held not in element.ranks or element.ranks.index(offered) <= element.ranks.index(held)


def label(pack: Pack, element: Element, value: Value | None) -> str:
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
