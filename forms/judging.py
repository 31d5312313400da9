"""The finding of every matter for one set of facts: whether it applies, why, what comes next. All pure."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from forms import conditions, phrases
from forms.conditions import Truth
from forms.pack import Pack
from forms.particulars import OPEN_MATTERS
from forms.schema import Branch, Facts, Finding, Matter, Outcome, Requirement
from forms.sentences import plain_date

_OUTCOMES: Final[Mapping[Truth, Outcome]] = {
    True: Outcome.APPLIES,
    False: Outcome.NOT,
    None: Outcome.MAY,
}


def judge(
    pack: Pack, facts: Facts, chosen: Collection[str], only: Collection[str] | None = None
) -> tuple[Finding, ...]:
    """One finding per matter, in pack order; with ``only``, of these matters alone.

    ``facts`` are complete (see ``complete``). A fact settled by a chosen matter is unknown here, whatever
    was answered: a subsidy that depends on the certificate asked for in the same visit is 可能符合, taken
    with the application and held until that outcome (附件2 第十三、十四条). The same goes for a matter of an
    earlier visit that is still open.
    """
    return findings(Looked(pack, facts), chosen, only)


_Truths = tuple[tuple[Requirement, Truth], ...]


class Looked(dict[str, _Truths]):
    """Matter → its requirements with their truth by one set of facts, each looked at when first asked.

    Whoever has several findings of the same facts made, for other choices, makes one and keeps it.
    """

    def __init__(self, pack: Pack, facts: Facts) -> None:
        """Of a pack and complete facts, which must not change any more."""
        super().__init__()
        self.pack = pack
        self.facts = facts

    def __missing__(self, matter: str) -> _Truths:
        """The requirements of a matter of the pack; KeyError for another."""
        found = self[matter] = _truths(self.pack.matters[matter], self.facts)
        return found


def findings(
    looked: Looked, chosen: Collection[str], only: Collection[str] | None = None
) -> tuple[Finding, ...]:
    """As ``judge``, of facts that were looked at before."""
    seen = _seen(looked, chosen)
    wanted = (m for m in looked.pack.matters.values() if only is None or m.id in only)
    return tuple(_finding(seen, matter) for matter in wanted)


@dataclass(frozen=True, slots=True)
class _Seen:
    """One set of facts with what is asked for, looked at once for all matters."""

    pack: Pack
    facts: Facts
    truths: Looked
    chosen: frozenset[str]
    """The matters asked for."""
    deciding: tuple[str, ...]
    """Matters that others may wait for: chosen and not 不符合, or of an earlier visit and still open."""

    def barred(self, matter: str) -> bool:
        """Whether a matter is 不符合 by the facts, and nothing asked for with it or open mends that."""
        fails = [r for r, t in self.truths[matter] if t is False]
        if not fails or not self.deciding:
            return bool(fails)
        helping = (self.pack.matters[m] for m in self.deciding if m != matter)
        mended = frozenset(e for m in helping for e in (*m.settles, *m.mends))
        return any(mended.isdisjoint(_looks_at(r)) for r in fails)


def _seen(truths: Looked, chosen: Collection[str]) -> _Seen:
    pack, facts = truths.pack, truths.facts
    held = facts.get(OPEN_MATTERS)
    earlier = [m for m in held if m in pack.matters] if isinstance(held, tuple) else []
    asked = [m for m in chosen if m not in earlier and all(t is not False for _, t in truths[m])]
    deciding = (m for m in (*asked, *earlier) if pack.matters[m].settles or pack.matters[m].mends)
    return _Seen(pack, facts, truths, frozenset(chosen), tuple(deciding))


def _truths(matter: Matter, facts: Facts) -> _Truths:
    return tuple((r, met(r, facts)) for r in matter.requirements)


def _finding(seen: _Seen, matter: Matter) -> Finding:
    pack = seen.pack
    others = [m for m in seen.deciding if m != matter.id and not blocked_by(pack, [m], matter.id)]
    settled = {e: m for m in others for e in pack.matters[m].settles}
    found = _judged(seen, matter, settled)
    if found.outcome is not Outcome.NOT or not others:
        return found
    fails = _failing(seen.truths[matter.id])
    mended = {e: m for m in others for e in pack.matters[m].mends if e in fails}
    if not mended:
        return found
    # What fails now may be made good by a matter that is asked for with it or open already; where that is
    # not all, the reasons and the next step are those of what still fails then.
    return _judged(seen, matter, settled | mended)


def _failing(truths: _Truths) -> frozenset[str]:
    """The elements that the requirements which are not met look at."""
    return frozenset(e for r, t in truths if t is False for e in _looks_at(r))


def _judged(seen: _Seen, matter: Matter, settled: Mapping[str, str]) -> Finding:
    """The finding when the ``settled`` facts are unknown; each names the matter that decides it."""
    facts = {k: v for k, v in seen.facts.items() if k not in settled} if settled else seen.facts
    truths = _truths(matter, facts) if settled else seen.truths[matter.id]
    whole = conditions.all_of(t for _, t in truths)
    told = [(r, t) for r, t in truths if _tells(r, t, whole)]
    told = [(r, t) for r, t in told if r.alone and t is False] or told
    undecided = [r for r, t in truths if t is None] if whole is None else []
    opened = dict.fromkeys(f for r in undecided for f in _open_facts(r, facts))
    waits = next((settled[f] for f in opened if f in settled), "")
    way_out, leads_to = _way_out(seen, told)
    branches = _branches(matter, facts)
    telling = [b for b in branches if b.tells and whole is not False]
    founded = {said: _clause(r, facts) for said, r in _reasons(told, facts, settled).items()}
    for branch in telling:
        founded.setdefault(branch.tells, branch.source)
    return Finding(
        matter=matter.id,
        outcome=_OUTCOMES[whole],
        reasons=tuple(founded),
        clauses=_clauses(founded.values()),
        rests_on=tuple(founded.values()),
        next_step=way_out or _next_step(matter, told, _waiting(seen, matter, waits), process(matter, facts)),
        leads_to=leads_to,
        waits_for=waits,
        open_facts=tuple(f for f in opened if f not in settled),
        branches=tuple(b.title for b in branches if b.when),  # what always holds is no way of its own
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
    if not requirement.extensions:
        return own
    return conditions.any_of([own, *(conditions.truth(e.when, facts) for e in requirement.extensions)])


def _open_facts(requirement: Requirement, facts: Facts) -> Iterator[str]:
    """Unanswered elements that can still decide a requirement or one of its extensions."""
    for way in (requirement.when, *(e.when for e in requirement.extensions)):
        yield from conditions.open_facts(way, facts)


def _reasons(
    told: Sequence[tuple[Requirement, Truth]], facts: Facts, settled: Collection[str]
) -> dict[str, Requirement]:
    """Each sentence once, with the first requirement that says it."""
    found: dict[str, Requirement] = {}
    for requirement, truth in told:
        found.setdefault(_reason(requirement, truth, facts, settled), requirement)
    return found


def _clauses(told: Iterable[str]) -> tuple[str, ...]:
    """Each provision once; a clause may name several between semicolons."""
    return tuple(dict.fromkeys(part for clause in told for part in clause.split(";")))


def _reason(requirement: Requirement, truth: Truth, facts: Facts, settled: Collection[str]) -> str:
    if truth is None:
        held = any(e in settled for e in _open_facts(requirement, facts))
        return requirement.held if held and requirement.held else requirement.unknown
    if not truth:
        return requirement.unmet
    if not requirement.extensions or conditions.truth(requirement.when, facts):
        return requirement.met
    return next(e.met for e in requirement.extensions if conditions.truth(e.when, facts))


def _clause(requirement: Requirement, facts: Facts) -> str:
    """The law a requirement rests on; the extension's when only an extension is met."""
    if not requirement.extensions or conditions.truth(requirement.when, facts):
        return requirement.clause
    local = (e.clause for e in requirement.extensions if conditions.truth(e.when, facts))
    return next(local, requirement.clause)


def _way_out(seen: _Seen, told: Sequence[tuple[Requirement, Truth]]) -> tuple[str, str]:
    """The first next step that can be taken, and the matter it leads to; both empty where there is none.

    A step that would make good all that fails goes before one after which something else still failed.
    Where every step leads to a matter that is barred itself, it is the step of what bars that matter.
    """
    failed = [r for r, t in told if t is False and r.next_step]
    open_ = [r for r in failed if r.leads_to not in seen.pack.matters or not seen.barred(r.leads_to)]
    first = next((r for r in open_ if _enough(seen.pack, r, told)), None)
    if open_:  # where nothing mends it all, the last is what the matter is about; the certificate goes before
        way = first or failed[-1]
        return _dated(way.next_step, seen.facts), way.leads_to if way in open_ else ""
    bars = (b for r in failed for b, t in seen.truths[r.leads_to] if t is False)
    return next((b.next_step for b in bars if b.next_step and not b.leads_to), ""), ""


def _enough(pack: Pack, requirement: Requirement, told: Sequence[tuple[Requirement, Truth]]) -> bool:
    """Whether nothing would still fail once the matter a requirement leads to is done."""
    target = pack.matters.get(requirement.leads_to)
    cured = frozenset((*target.settles, *target.mends)) if target else frozenset[str]()
    if cured.isdisjoint(_looks_at(requirement)):
        return True
    return all(not cured.isdisjoint(_looks_at(r)) for r, t in told if t is False)


def _looks_at(requirement: Requirement) -> frozenset[str]:
    """The elements a requirement and its extensions look at."""
    ways = (requirement.when, *(e.when for e in requirement.extensions))
    return frozenset(e for way in ways for e in conditions.elements(way))


def _dated(step: str, facts: Facts) -> str:
    """A next step with the days it names from the facts: ``{low_income_shown_on}``."""
    names = phrases.fields(step)
    return phrases.fill(step, {n: plain_date(str(facts.get(n, ""))) for n in names}) if names else step


def _waiting(seen: _Seen, matter: Matter, waits: str) -> str:
    """What comes next for a matter that waits for another one; empty where it waits for none."""
    if not waits:
        return ""
    if not matter.collected:
        return "等证件结果,不用申请"
    taken = "现在一并收件" if matter.id in seen.chosen else "可以勾选,一并收件"
    return f"{taken},等证件结果出来自动继续审核"


def _next_step(matter: Matter, told: Sequence[tuple[Requirement, Truth]], waiting: str, taken: str) -> str:
    """``waiting``: the step of a matter that waits; ``taken``: as handled when nothing is in the way.

    Of a matter that is 不符合 there is none: what can be done is said by what is not met, if anything can.
    """
    if waiting:
        return waiting
    if any(t is False for _, t in told):
        return ""
    if not matter.collected:
        return "免申即享:不用申请,也不交材料"
    return "以上情况核实后,符合的可以办理" if any(t is None for _, t in told) else taken


def result(matter: Matter, facts: Facts) -> str:
    """What the result of a matter is called for these facts."""
    return next((b.result for b in _branches(matter, facts) if b.result), matter.result)


def blocked_by(pack: Pack, chosen: Collection[str], matter: str) -> str:
    """A chosen matter that excludes this one (either names the other), or an empty text."""
    excludes = pack.matters[matter].excludes
    return next((m for m in chosen if m in excludes or matter in pack.matters[m].excludes), "")
