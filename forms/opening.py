"""Matters that fail by a certificate alone, which can be asked for in the same visit: they may apply."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from forms import judging
from forms.pack import Pack
from forms.particulars import CERTIFICATE_STATE
from forms.schema import Facts, Finding, Outcome


@dataclass(frozen=True, slots=True)
class _Way:
    """A certificate matter that may be asked for, and the findings if it is."""

    lead: str
    findings: dict[str, Finding]


def told(
    pack: Pack, facts: Facts, chosen: Collection[str], findings: Sequence[Finding]
) -> tuple[Finding, ...]:
    """The findings as screens and papers tell them: every one, in their order.

    A subsidy that only lacks a certificate which can be asked for with it is 可能符合, with what to tick.
    """
    ways = tuple(_ways(pack, facts, chosen, findings))
    return tuple(_by_way(pack, finding, ways) for finding in findings)


def _ways(pack: Pack, facts: Facts, chosen: Collection[str], findings: Sequence[Finding]) -> Iterator[_Way]:
    """The matters that findings lead to and that would make the certificate good, with what follows."""
    for lead in dict.fromkeys(f.leads_to for f in findings if f.outcome is Outcome.NOT and f.leads_to):
        matter = pack.matters[lead]
        opens = CERTIFICATE_STATE in (*matter.settles, *matter.mends)
        if lead in chosen or not opens or judging.blocked_by(pack, chosen, lead):
            continue
        found = {f.matter: f for f in judging.judge(pack, facts, (*chosen, lead))}
        if found[lead].outcome is not Outcome.NOT:
            yield _Way(lead, found)


def _by_way(pack: Pack, finding: Finding, ways: Collection[_Way]) -> Finding:
    """The finding; one that fails by the certificate alone, with the matter that is asked for with it."""
    if finding.outcome is not Outcome.NOT or pack.matters[finding.matter].certificate:
        return finding
    for way in ways:
        then = way.findings[finding.matter]
        if then.outcome is Outcome.MAY and then.waits_for == way.lead:
            ticked = pack.matters[finding.matter].collected and finding.next_step
            return replace(
                then,
                reasons=tuple(dict.fromkeys((*finding.reasons, *then.reasons))),
                next_step=ticked or then.next_step,
                leads_to=way.lead,
            )
    return finding
