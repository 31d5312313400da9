"""What a 一次性告知书 tells of matters and materials: the whole way, also when nothing is ticked yet."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Final

from desk_app.domain.applications import Application
from desk_app.domain.promises import takes_electronic
from desk_app.services.counter import materials
from desk_app.services.counter.materials import MaterialState
from desk_app.services.reading import Reading
from forms import conditions, rules, undertakings
from forms.schema import Finding, Material, Need, Outcome
from printing.sheets import PERHAPS, MaterialLine


@dataclass(frozen=True, slots=True)
class Bring:
    """What is to be brought: its rows, and sentences above them."""

    materials: tuple[MaterialLine, ...]
    sentences: tuple[str, ...] = ()


def findings(read: Reading) -> tuple[Finding, ...]:
    """The findings a notice names: the chosen matters first, then others in pack order (附件2 第十四条).

    Others are those told unasked, and a certificate matter that would open the way to one of them, as the
    screen says it (``Reading.told``). The dead are offered nothing; other certificate matters that do not
    apply are left out.
    """
    chosen = read.holder.chosen
    if isinstance(read.holder, Application):
        return (*_those(read, chosen), *_those(read, _unasked(read)))
    every = {f.matter: f for f in read.told}
    told = {m: every[m] for m in (*chosen, *_unasked(read))}
    leads = {f.leads_to for m, f in told.items() if f is not read.finding(m)}
    led = {m: read.finding(m) for m in leads if m not in told}
    order = list(read.pack.matters)
    others = {m: f for m, f in (told | led).items() if m not in chosen}
    return (*(told[m] for m in chosen), *(others[m] for m in sorted(others, key=order.index)))


def aimed_at(read: Reading) -> tuple[str, ...]:
    """The chosen matters that can be taken; before any is chosen, those told that apply or may.

    Of an application all that were chosen; what nobody applies for is never among them.
    """
    chosen = read.holder.chosen
    if isinstance(read.holder, Application):
        return chosen
    told = (f.matter for f in findings(read) if f.outcome is not Outcome.NOT)
    return tuple(m for m in told if (m in chosen if chosen else read.pack.matters[m].collected))


def empty(read: Reading) -> bool:
    """Whether nothing is known of anybody yet: there is nobody to tell, and nothing was asked for."""
    holder = read.holder
    return not isinstance(holder, Application) and not (holder.answers or holder.chosen)


# ---- matters -------------------------------------------------------------------------------------


def _those(read: Reading, matters: Collection[str]) -> Iterator[Finding]:
    return (f for f in read.findings if f.matter in matters)


def _unasked(read: Reading) -> tuple[str, ...]:
    """Matters told unasked, without certificate matters that do not apply."""
    pack = read.pack
    offered = rules.offered(pack, read.facts, read.holder.chosen)
    failed = (f.matter for f in read.findings if f.outcome is Outcome.NOT)
    barred = {m for m in failed if pack.matters[m].certificate}
    return tuple(m for m in offered if m not in barred)


_THERE: Final = (MaterialState.SCANNED, MaterialState.PAPER, MaterialState.ELECTRONIC)
"""How a material is met that nobody has to bring or obtain any more."""

# ---- materials -----------------------------------------------------------------------------------


def bring(read: Reading) -> Bring:
    """What to bring for the chosen matters; before any is chosen, for every one that applies or may."""
    aimed, chosen = aimed_at(read), read.holder.chosen
    needs = (*rules.needs(read.pack, read.facts, aimed), *_perhaps(read, aimed))
    lines = tuple(_line(read, n, named=not chosen) for n in needs)
    return Bring(lines, tuple(_sentences(read, aimed, needs)))


def _sentences(read: Reading, aimed: Collection[str], needs: Collection[Need]) -> Iterator[str]:
    chosen = read.holder.chosen
    if not chosen and aimed:
        yield "还没有选定事项:下面是可能办的各事项要带的材料,同样的只交一次;只办几项的,带那几项的。"
    elif not aimed:
        none = "勾选的事项现在不能受理" if chosen else "目前没有要申请的事项"
        yield f"{none},不用准备材料;情况有变化的,随时可以再来问。"
    elif not needs:
        yield "办理选定的事项不需要提交材料。"
    if any(takes_electronic(n.material) for n in needs):
        yield "纸质的和电子的(电子证照)都可以,照片除外。"
    yield from _promisable(read, aimed)
    if chosen and (more := _more(read, needs)):
        yield f"其他可能符合的事项如果一并申请,还要带:{more}。"


def _promisable(read: Reading, aimed: Collection[str]) -> Iterator[str]:
    """The proofs of these matters that a signed promise may replace, unless the answer rules it out or the
    records show the fact (实施方案三(四)).
    """
    holder, pack = read.holder, read.pack
    if isinstance(holder, Application):
        return
    rows = [u for u in pack.undertakings if u.matter in aimed and u.fact not in holder.records]
    open_ = [u for u in rows if not read.knows(u.fact) or undertakings.said(read.facts[u.fact]) in u.values]
    named = "、".join(f"{u.proof}({_for(read, [u.matter])}用)" for u in open_)
    if named:
        yield f"{named}可以书面承诺代替(告知承诺,自愿);不愿承诺的,提交证明。"


def _more(read: Reading, needs: Collection[Need]) -> str:
    """What else the matters need that may apply and are not ticked, each with what it is for."""
    if isinstance(read.holder, Application):
        return ""
    pack, had = read.pack, {n.material.id for n in needs}
    told = [f.matter for f in findings(read) if f.outcome is not Outcome.NOT]
    others = [m for m in told if m not in read.holder.chosen and pack.matters[m].collected]
    more = (n for n in rules.needs(pack, read.facts, others) if n.material.id not in had and n.required)
    return ";".join(f"{n.material.title}{n.copies}份({_for(read, n.matters)}用)" for n in more)


def _perhaps(read: Reading, matters: Collection[str]) -> Iterator[Need]:
    """Materials of which it is not known yet whether they are needed: they are told, and when."""
    if isinstance(read.holder, Application):
        return
    for material in read.pack.materials:
        own = tuple(m for m in matters if m in material.matters)
        if own and conditions.truth(material.when, read.facts) is None and _asked(read, material, own):
            yield Need(material, required=False, reason=material.note, matters=own, copies=material.copies)


def _asked(read: Reading, material: Material, matters: Collection[str]) -> bool:
    """Whether these matters ask for what decides about a material: what nobody answers decides nothing."""
    pack, facts = read.pack, read.facts
    shown = {section.id for section in rules.sections(pack, facts, matters)}
    open_ = (pack.elements[e] for e in conditions.open_facts(material.when, facts))
    return any(not element.section or element.section in shown for element in open_)


def _line(read: Reading, need: Need, named: bool) -> MaterialLine:
    """One row; ``named``: it says for which matters it is."""
    exempt = _exempt(read, need.material)
    perhaps = not need.required and not exempt
    there = exempt or materials.state_of(need, read.holder) in _THERE
    state, proof = materials.state_and_proof(need, read.holder)
    notes = (
        proof,
        need.reason,
        materials.follows(read.pack, need, read.holder),
        f"{_for(read, need.matters)}用" if named else "",
    )
    return MaterialLine(
        title=need.material.title,
        form=need.material.form,
        copies=need.copies,
        note=";".join(note for note in notes if note),
        state=PERHAPS if perhaps else state,
        where="" if there else need.material.where,
        in_hand=there,
    )


def _exempt(read: Reading, material: Material) -> bool:
    return any(conditions.truth(e.when, read.facts) for e in material.exempt)


def _for(read: Reading, matters: Collection[str]) -> str:
    """Matters by their short names; all certificate matters together as the certificate."""
    named = (read.pack.matters[m] for m in matters)
    return "、".join(dict.fromkeys("残疾人证" if m.certificate else m.short or m.title for m in named))
