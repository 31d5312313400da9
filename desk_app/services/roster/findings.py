"""What the rules say of one person, as a record is given it: matters by outcome, and what each rests on."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from desk_app.services.roster.bringing import LIFE, MOVED
from desk_app.services.roster.facts import KnownOf
from desk_app.services.roster.law import LIKELY, MAYBE
from forms import judging
from forms.pack import Pack
from forms.particulars import CERTIFICATE_STATE, NAME
from forms.schema import Finding, Outcome

_ELSEWHERE: Final = "户籍地址写的是{},不在本区县,先核对户籍。"
_OUTCOMES: Final = {Outcome.APPLIES: LIKELY, Outcome.MAY: MAYBE}


def told(pack: Pack, known: KnownOf) -> dict[str, Any]:
    """The person as known, the matters that may apply and are not had, and reasons, clauses, open facts."""
    found = tuple(_findings(pack, known))
    by = {o: tuple(f.matter for f in found if _OUTCOMES[f.outcome] == o) for o in (LIKELY, MAYBE)}
    person = {k: v for k, v in known.told.items() if v not in ("", ())}
    rows = _rows(pack, found, _ELSEWHERE.format(known.elsewhere) if known.elsewhere else "")
    return {**person, NAME: known.name, **by, "findings": rows, "known_from": known.sources}


def _findings(pack: Pack, known: KnownOf) -> Iterator[Finding]:
    """The findings of matters that are told unasked, may apply, and were not granted already.

    There is none for who moved away by the roster: another county looks after them. What only a certificate
    that ended or was lost stands against is found with the matter that mends it.
    """
    had = {m.matter for m in known.history.matters if m.concluded_on and not m.ended_on}
    here = known.told.get(LIFE) != MOVED
    wanted = [m.id for m in pack.matters.values() if here and m.offered and m.id not in had]
    looked = judging.Looked(pack, known.facts)
    found = judging.findings(looked, (), wanted)
    leads = dict.fromkeys(f.leads_to for f in found if _mends_certificate(pack, f.leads_to))
    mending = judging.findings(looked, (), leads) if leads else ()
    ways = tuple(f.matter for f in mending if f.outcome is Outcome.APPLIES)
    barred = [f.matter for f in found if f.leads_to in ways]
    together = judging.findings(looked, ways, (*ways, *barred)) if ways else ()
    kept = (f for f in found if f.matter not in barred)
    return (finding for finding in (*together, *kept) if finding.outcome in _OUTCOMES)


def _mends_certificate(pack: Pack, matter: str) -> bool:
    """Whether a matter nobody is told of unasked makes a certificate good again (换领, 挂失补办)."""
    found = pack.matters.get(matter)
    return found is not None and not found.offered and CERTIFICATE_STATE in found.mends


def _rows(pack: Pack, found: Sequence[Finding], first: str) -> tuple[Mapping[str, str], ...]:
    return tuple({k: v for k, v in _row(pack, finding, first).items() if v} for finding in found)


def _row(pack: Pack, finding: Finding, first: str) -> Mapping[str, str]:
    """One matter in words; ``first`` is what has to be looked at before its reasons."""
    labels = dict.fromkeys(pack.elements[e].label for e in finding.open_facts)
    return {
        "matter": pack.matters[finding.matter].short or pack.matters[finding.matter].title,
        "outcome": str(finding.outcome),
        "reason": "".join((first, *finding.reasons)),
        "clause": ";".join(finding.clauses),
        "open": "、".join(labels),
    }
