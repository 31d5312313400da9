"""What 补正, 不予受理, 不予批准 and 终止办理 say: faults, reasons, what is next, what becomes of papers."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Final

from desk_app.domain.applications import (
    Application,
    Draft,
    HandedIn,
    MatterCase,
    MatterState,
    in_hand,
    matter_id,
    pages_of,
    paper_of,
    promise_of,
)
from desk_app.domain.promises import Promise, takes_copy
from desk_app.services import law
from desk_app.services.parts import Parts
from desk_app.services.printing import grounds
from desk_app.services.printing.grounds import Told
from desk_app.services.reading import Reading
from forms import moments
from forms.citing import Citing
from forms.numbers import shown_phone
from forms.pack import Pack
from forms.schema import AtCounter, Facts, Finding, Need, Outcome
from forms.sentences import plain_date
from forms.typesetting import typeset
from printing.sheets import DocumentValue

_ASSESS: Final = "assess"
"""The act of a matter after which its decision rests on an assessment (残疾人证管理办法第九条)."""
_STOP = "stop"
"""The act that ends a subsidy because the record changed (52号三(四): 应退则退)."""
APPLICATION, PAYMENT, BOTH = "application", "payment", "both"
"""What ended: applications, the payment of subsidies, or of some matters the one and of some the other."""
_PAPER: Final[Mapping[str, str]] = {HandedIn.ORIGINAL: "看了原件", HandedIn.COPY: "收了复印件"}
COUNTER, PAUSED, RUNS = "counter", "paused", "runs"
"""Where a 补正 stands: nothing is accepted yet; accepted, and the clock is stopped or runs on meanwhile."""


def at_counter(read: Reading, wanted: AtCounter) -> bool:
    """Whether a draft gives a reason to hand out the paper: a matter is 不符合, or a material is missing."""
    if wanted is AtCounter.LACKING:
        return any(True for _ in lacking(read))
    return bool(not_met(read))


def not_met(read: Reading) -> tuple[Finding, ...]:
    """The findings of the chosen matters that are 不符合."""
    return tuple(f for f in read.findings if f.matter in read.holder.chosen and f.outcome is Outcome.NOT)


def lacking(read: Reading) -> Iterator[Need]:
    """The materials that have to be there for the chosen matters and are neither there nor promised.

    What only serves a matter that is 不符合 lacks nowhere: bringing it would not get that matter accepted.
    """
    refused = {f.matter for f in not_met(read)}
    for need in (n for n in read.needs if not refused.issuperset(n.matters)):
        material = need.material.id
        if need.required and not in_hand(read.holder, material) and not promise_of(read.holder, material):
            yield need


def of_draft(read: Reading, wanted: AtCounter | None) -> tuple[Told, ...]:
    """The matters of a draft that a paper handed out at the counter is about."""
    refused = {f.matter: f for f in not_met(read)}
    rest = [m for m in read.holder.chosen if m not in refused or wanted is not AtCounter.LACKING]
    chosen = refused if wanted is AtCounter.NOT_MET else rest
    titles = read.pack.matters
    return tuple(Told(MatterCase(m, titles[m].title, MatterState.TAKEN), refused.get(m)) for m in chosen)


def values(read: Reading, told: Sequence[Told], facts: Facts, promises: bool) -> dict[str, DocumentValue]:
    """What a notice about these matters shows; with ``promises`` it lists what follows, not what lacks."""
    pack, cases = read.pack, [t.case for t in told]
    mended = _lacks(read) if isinstance(read.holder, Draft) else _mended(cases, Citing(pack))
    return {
        "reasons": tuple(grounds.rows(pack, told, facts, Citing(pack))),
        "materials": tuple(_promises(read, [c.matter for c in cases]) if promises else mended),
        "due": _due(cases) or "",
        **_departments(pack, cases),
        "elsewhere": typeset(_elsewhere(pack, told, facts)),
        "next_step": typeset(_next_step(pack, told, facts, read.holder.chosen)),
        "handed_in": typeset(_handed_in(read)),
    }


def _departments(pack: Pack, cases: Iterable[MatterCase]) -> dict[str, str]:
    """Who decides these matters, by the whole name, and by which telephone to reach them."""
    deciding = [
        pack.department(name) for name in dict.fromkeys(pack.matters[c.matter].department for c in cases)
    ]
    phones = [shown_phone(d.phone) for d in deciding if d.phone]
    return {
        "department": "、".join(d.whole for d in deciding),
        "department_phone": "、".join(phones),
    }


def stage(parts: Parts, read: Reading, cases: Iterable[MatterCase]) -> dict[str, str]:
    """What the conditions of a notice look at: ``stage``, what it ``rests_on``, what ``ends``,
    whether papers were ``taken`` and are ``returned`` at once.
    """
    holder = read.holder
    if isinstance(holder, Draft):
        taken = "papers" if any(True for _ in _in_hand(read)) else "none"
        return {"stage": COUNTER, "rests_on": "", "ends": APPLICATION, "taken": taken, "returned": taken}
    state = law.matter(parts, holder.pack_digest).state(MatterState.CORRECTION)
    cases = tuple(cases)
    assessed = any(_assessed(parts, holder, c) for c in cases)
    paid = [m.state == MatterState.STOPPED for m in cases]
    return {
        "stage": PAUSED if state.stops else RUNS,
        "rests_on": "assessment" if assessed else "",
        "taken": "papers",
        "returned": "later",
        "ends": (PAYMENT if all(paid) else BOTH) if any(paid) else APPLICATION,
    }


def number(parts: Parts, draft: Draft) -> str:
    """The number of papers handed out on a draft: region, window, day of its last change, its own mark."""
    hall, window = parts.window.hall, int(parts.window.number)
    return f"{hall.region_code}-{window:02d}-{draft.updated_at:%Y%m%d}-G{draft.id[:5].upper()}"


# ---- what is to be mended ------------------------------------------------------------------------


def promised(read: Reading, matters: Collection[str]) -> tuple[Promise, ...]:
    """What was promised at acceptance and these matters need."""
    needed = {m.id for m in read.pack.materials if set(m.matters) & set(matters)}
    return tuple(p for p in read.holder.promises if p.material in needed)


def _promises(read: Reading, matters: Collection[str]) -> Iterator[Mapping[str, str]]:
    """The materials that may follow for these matters, each with its last day."""
    materials = {m.id: m for m in read.pack.materials}
    for promise in promised(read, matters):
        material = materials[promise.material]
        form = f"{material.form}{material.copies}份"
        yield {
            "title": typeset(material.title),
            "form": typeset(form),
            "due": promise.before().removesuffix("前"),
        }


def _lacks(read: Reading) -> Iterator[Mapping[str, str]]:
    """A row for each material that is missing at the counter."""
    for need in lacking(read):
        form = f"{need.material.form}{need.copies}份"
        where = f",{need.material.where}" if need.material.where else ""
        yield {
            "title": typeset(need.material.title),
            "fault": "没有带",
            "remedy": typeset(f"补交{form}{where}"),
            "until": "",
        }


_ASKED: Final = ("material", "fault", "remedy", "until", "clause")
"""What a department says in a row of what is to be corrected."""


def _mended(cases: Iterable[MatterCase], citing: Citing) -> Iterator[Mapping[str, str]]:
    """Rows of what is to be corrected: what several matters want alike stands once, as it is brought once."""
    asked = (row for case in cases for row in _asked(case))
    for row in dict.fromkeys(asked):
        material, fault, remedy, until, clause = row
        cited = citing.first(clause)
        yield {
            "title": typeset(material),
            "fault": typeset(f"{fault}(依据:{cited})" if cited else fault),
            "remedy": typeset(remedy),
            "until": f"{plain_date(until)}前" if moments.day(until) else until,
        }


def _asked(case: MatterCase) -> Iterator[tuple[str, ...]]:
    """What the department asks of a matter, row by row; its note as one row where it gave none."""
    for row in case.facts.get("rows") or ({"fault": case.note},):
        material, *rest = (str(row.get(key) or "") for key in _ASKED)
        yield material or case.title, *rest


def _due(cases: Iterable[MatterCase]) -> date | None:
    """The last of the days a department gave; None when it gave none."""
    days = (moments.day(row.get("until")) for c in cases for row in c.facts.get("rows") or ())
    return max((day for day in days if day), default=None)


# ---- what then -----------------------------------------------------------------------------------


def _elsewhere(pack: Pack, told: Sequence[Told], facts: Facts) -> str:
    """Where to apply instead: the department's word, else the law's next step, else the county's."""
    said = [str(t.case.facts.get("elsewhere", "")) for t in told]
    found = [t.finding for t in told if t.finding]
    if not (found or _joined(said)):
        found = list(grounds.not_met(pack, told, facts).values())
    steps = [_step(pack, f, ()) for f in found]
    return _joined([*said, *steps]) or pack.remedies.elsewhere


def _next_step(pack: Pack, told: Sequence[Told], facts: Facts, chosen: Sequence[str]) -> str:
    """What the applicant can do after an end: the department's word, else the law's by what is known now."""
    said = [str(t.case.facts.get("next_step", "")) for t in told]
    if _joined(said):
        return _joined(said)
    steps = [_step(pack, f, chosen) for f in grounds.not_met(pack, told, facts).values()]
    return _joined(steps) or pack.remedies.elsewhere


def _step(pack: Pack, finding: Finding, chosen: Sequence[str]) -> str:
    """The law's next step; where it names a matter that was asked for too, that one has to come first."""
    if finding.leads_to in chosen:
        return f"以后“{pack.matters[finding.leads_to].title}”办成的,可以再来申请"
    return finding.next_step.replace("请勾选", "可以申请").replace("勾选", "申请")


def _joined(texts: Iterable[str]) -> str:
    return ";".join(dict.fromkeys(t.rstrip("。") for t in texts if t))


def _handed_in(read: Reading) -> str:
    """What becomes of the papers that were handed in; empty when none were."""
    holder = read.holder
    if isinstance(holder, Draft):
        return ";".join(_in_hand(read))
    known = {m.id: m for m in read.pack.materials}
    shown = [known[m] for m in holder.seen if m not in holder.copies and m in known]
    given_back = [m.title for m in shown if takes_copy(m)]
    paper = [m.id for m in shown if not takes_copy(m)]
    scanned = [p.material for p in holder.pages if p.material not in (*paper, *holder.copies)]
    stays = [
        f"{'、'.join(known[m].title for m in kept)}{form}"
        for found, form in ((paper, ""), (holder.copies, "的复印件"), (scanned, "的扫描件"))
        if (kept := [m for m in dict.fromkeys(found) if m in known])
    ]
    parts = [f"{'、'.join(given_back)}的原件已在核对后退还"] if given_back else []
    parts += [f"{','.join(stays)}随本次申请存档"] if stays else []
    looked = [known[e.material].title for e in holder.electronic if e.material in known]
    parts += [f"{'、'.join(looked)}看的是电子证照,没有收纸质"] if looked else []
    return ";".join(parts)


def _in_hand(read: Reading) -> Iterator[str]:
    """What was shown or handed in at the counter for what is not accepted, material by material."""
    holder = read.holder
    for need in read.needs:
        material = need.material
        pages = pages_of(holder, material.id)
        ways = (
            f"扫描{pages}页" if pages else "",
            _PAPER.get(paper_of(holder, material.id) or "", ""),
            "看的是电子证照" if any(e.material == material.id for e in holder.electronic) else "",
        )
        if said := "、".join(way for way in ways if way):
            yield f"{material.title}({said})"


def _assessed(parts: Parts, application: Application, case: MatterCase) -> bool:
    events = parts.store.events.of(matter_id(application.id, case.matter))
    return any(e.act == _ASSESS and not e.void for e in events)
