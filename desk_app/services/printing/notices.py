"""What 补正, 不予受理 and 终止办理 say: faults, reasons, where to turn to, what becomes of papers."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from desk_app.domain.applications import (
    Application,
    Draft,
    MatterCase,
    MatterState,
    in_hand,
    matter_id,
    promise_of,
)
from desk_app.domain.promises import takes_copy
from desk_app.services import law
from desk_app.services.parts import Parts
from desk_app.services.reading import Reading
from forms import judging, sentences
from forms.citing import Citing
from forms.pack import Pack
from forms.schema import AtCounter, Facts, Finding, Need, Outcome
from forms.sentences import plain_date
from forms.typesetting import typeset
from printing.sheets import DocumentValue

_OWN = "附件"
"""Begin of a clause that names the hall's own scheme: the law of the matter is named beside it."""
_ASSESS = "assess"
"""The act of a matter after which its decision rests on an assessment (残疾人证管理办法第九条)."""
APPLICATION, PAYMENT, BOTH = "application", "payment", "both"
"""What ended: applications, the payment of subsidies, or of some matters the one and of some the other."""
COUNTER, PAUSED, RUNS = "counter", "paused", "runs"
"""Where a 补正 stands: nothing is accepted yet; accepted, and the clock is stopped or runs on meanwhile."""


@dataclass(frozen=True, slots=True)
class Told:
    """One matter a notice is about, with what the law says of it where nothing is accepted yet."""

    case: MatterCase
    finding: Finding | None = None


def at_counter(read: Reading, wanted: AtCounter) -> bool:
    """Whether a draft gives a reason to hand out the paper: a matter is 不符合, or a material is missing."""
    if wanted is AtCounter.LACKING:
        return any(True for _ in lacking(read))
    return bool(not_met(read))


def not_met(read: Reading) -> tuple[Finding, ...]:
    """The findings of the chosen matters that are 不符合."""
    return tuple(f for f in read.findings if f.matter in read.holder.chosen and f.outcome is Outcome.NOT)


def lacking(read: Reading) -> Iterator[Need]:
    """The materials that have to be there for the chosen matters and are neither there nor promised."""
    for need in read.needs:
        material = need.material.id
        if need.required and not in_hand(read.holder, material) and not promise_of(read.holder, material):
            yield need


def of_draft(read: Reading, wanted: AtCounter | None) -> tuple[Told, ...]:
    """The matters of a draft that a paper handed out at the counter is about."""
    refused = {f.matter: f for f in not_met(read)}
    chosen = refused if wanted is AtCounter.NOT_MET else read.holder.chosen
    titles = read.pack.matters
    return tuple(Told(MatterCase(m, titles[m].title, MatterState.TAKEN), refused.get(m)) for m in chosen)


def values(read: Reading, told: Sequence[Told], facts: Facts, promised: bool) -> dict[str, DocumentValue]:
    """What a notice about these matters shows; ``promised`` papers list what follows and not what lacks."""
    pack, cases = read.pack, [t.case for t in told]
    remedies = pack.remedies
    mended = _lacks(read) if isinstance(read.holder, Draft) else _mended(cases, Citing(pack))
    clauses = {m: sentences.clauses(f) for m, f in _judged(pack, told, facts).items()}
    departments = dict.fromkeys(pack.matters[c.matter].department for c in cases)
    citing = Citing(pack)
    return {
        "reasons": tuple(
            row for t in told for row in _reasons(pack, t, clauses.get(t.case.matter, ""), citing)
        ),
        "materials": tuple(_promises(read) if promised else mended),
        "due": _due(cases) or "",
        "department": "、".join(departments),
        "elsewhere": typeset(_elsewhere(pack, told)),
        "next_step": typeset(_next_step(pack, told, facts, read.holder.chosen)),
        "reviewer": remedies.reviewer,
        "court": remedies.court,
        "federation": remedies.federation,
        "handed_in": typeset(_handed_in(read)),
    }


def stage(parts: Parts, read: Reading, cases: Iterable[MatterCase]) -> dict[str, str]:
    """What the conditions of a notice look at: ``stage``, what it ``rests_on``, and what ``ends``."""
    holder = read.holder
    if isinstance(holder, Draft):
        return {"stage": COUNTER, "rests_on": "", "ends": APPLICATION}
    state = law.matter(parts, holder.pack_digest).state(MatterState.CORRECTION)
    cases = tuple(cases)
    assessed = any(_assessed(parts, holder, c) for c in cases)
    paid = [m.state == MatterState.STOPPED for m in cases]
    return {
        "stage": PAUSED if state.stops else RUNS,
        "rests_on": "assessment" if assessed else "",
        "ends": (PAYMENT if all(paid) else BOTH) if any(paid) else APPLICATION,
    }


def number(parts: Parts, draft: Draft) -> str:
    """The number of papers handed out on a draft: region, window, day of its last change, its own mark."""
    hall, window = parts.window.hall, int(parts.window.number)
    return f"{hall.region_code}-{window:02d}-{draft.updated_at:%Y%m%d}-G{draft.id[:5].upper()}"


# ---- reasons -------------------------------------------------------------------------------------


def _reasons(pack: Pack, told: Told, judged: str, citing: Citing) -> Iterator[Mapping[str, str]]:
    """Each reason with its clause; those of the department row by row, those of a draft as it is judged.

    ``judged`` are the clauses by which the matter is 不符合 now: where the department names none.
    """
    case, law_ = told.case, pack.matters[told.case.matter].basis
    basis = ";".join(t for t in (judged, "" if judged and not judged.startswith(_OWN) else law_) if t)
    if told.finding:
        reasons, clauses = told.finding.reasons, told.finding.clauses
        if len(reasons) != len(clauses):
            reasons, clauses = ("".join(reasons),), (";".join(clauses) or basis,)
        pairs = list(zip(reasons, clauses, strict=True))
    else:
        pairs = [_pair(row, basis) for row in case.facts.get("rows") or ()]
        pairs = [(reason, clause) for reason, clause in pairs if reason]
        clause = _clauses(case) or basis
        pairs = pairs or [(case.note, clause)]
    for reason, clause in pairs:
        yield {
            "matter": typeset(case.title),
            "reason": typeset(reason),
            "clause": typeset(citing.first(clause)),
        }


def _pair(row: Mapping[str, str], basis: str) -> tuple[str, str]:
    said = [str(row.get(k, "")) for k in ("material", "fault", "remedy", "result")]
    return ",".join(t for t in said if t), str(row.get("clause", "")) or basis


def _clauses(case: MatterCase) -> str:
    """The clause a department named, for the whole or in rows that give no reason of their own."""
    rows = (str(row.get("clause", "")) for row in case.facts.get("rows") or ())
    return str(case.facts.get("clause", "")) or ";".join(t for t in rows if t)


# ---- what is to be mended ------------------------------------------------------------------------


def _promises(read: Reading) -> Iterator[Mapping[str, str]]:
    """The materials that may follow, each with its last day."""
    materials = {m.id: m for m in read.pack.materials}
    for promise in read.holder.promises:
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


def _mended(cases: Iterable[MatterCase], citing: Citing) -> Iterator[Mapping[str, str]]:
    """Rows of what is to be corrected; for a matter without rows, one row with its note."""
    for case in cases:
        yield from _told_rows(case, citing) or (
            {"title": typeset(case.title), "fault": typeset(case.note), "remedy": "", "until": ""},
        )


def _told_rows(case: MatterCase, citing: Citing) -> tuple[Mapping[str, str], ...]:
    """What the department asks to be corrected, row by row; empty when it gave no rows."""
    return tuple(
        {
            "title": typeset(str(row.get("material") or case.title)),
            "fault": typeset(_with_clause(row, citing)),
            "remedy": typeset(str(row.get("remedy", ""))),
            "until": _before(row),
        }
        for row in case.facts.get("rows") or ()
    )


def _with_clause(row: Mapping[str, str], citing: Citing) -> str:
    fault, clause = str(row.get("fault", "")), citing.first(str(row.get("clause", "")))
    return f"{fault}(依据:{clause})" if clause else fault


def _before(row: Mapping[str, str]) -> str:
    """The day by which a row is to be corrected, in words; a text that is no day as it was given."""
    until = str(row.get("until", ""))
    return f"{plain_date(until)}前" if _day(until) else until


def _due(cases: Iterable[MatterCase]) -> date | None:
    """The last of the days a department gave; None when it gave none."""
    days = (_day(str(row.get("until", ""))) for c in cases for row in c.facts.get("rows") or ())
    return max((day for day in days if day), default=None)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


# ---- what then -----------------------------------------------------------------------------------


def _elsewhere(pack: Pack, told: Sequence[Told]) -> str:
    """Where to apply instead: the department's word, else the law's next step, else the county's."""
    said = [str(t.case.facts.get("elsewhere", "")) for t in told]
    steps = [_step(pack, t.finding, ()) for t in told if t.finding]
    return _joined([*said, *steps]) or pack.remedies.elsewhere


def _next_step(pack: Pack, told: Sequence[Told], facts: Facts, chosen: Sequence[str]) -> str:
    """What the applicant can do after an end: the department's word, else the law's by what is known now."""
    said = [str(t.case.facts.get("next_step", "")) for t in told]
    if _joined(said):
        return _joined(said)
    steps = [_step(pack, f, chosen) for f in _judged(pack, told, facts).values()]
    return _joined(steps) or pack.remedies.elsewhere


def _judged(pack: Pack, told: Sequence[Told], facts: Facts) -> Mapping[str, Finding]:
    """Those of the matters that ended and are 不符合 by what is known now."""
    ended = [t.case.matter for t in told if t.case.state in (MatterState.CLOSED, MatterState.STOPPED)]
    found = judging.judge(pack, facts, ()) if ended else ()
    return {f.matter: f for f in found if f.matter in ended and f.outcome is Outcome.NOT}


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
    known = {m.id: m for m in read.pack.materials}
    shown = [known[m] for m in holder.seen if m not in holder.copies and m in known]
    given_back = [m.title for m in shown if takes_copy(m)]
    left = [m.id for m in shown if not takes_copy(m)]
    kept = dict.fromkeys([*left, *holder.copies, *(p.material for p in holder.pages)])
    stays = [known[m].title for m in kept if m in known]
    parts = [f"{'、'.join(given_back)}的原件已在核对后退还"] if given_back else []
    parts += [f"{'、'.join(stays)}随本次申请存档"] if stays else []
    looked = [known[e.material].title for e in holder.electronic if e.material in known]
    parts += [f"{'、'.join(looked)}看的是电子证照,没有收纸质"] if looked else []
    return ";".join(parts)


def _assessed(parts: Parts, application: Application, case: MatterCase) -> bool:
    events = parts.store.events.of(matter_id(application.id, case.matter))
    return any(e.act == _ASSESS and not e.void for e in events)
