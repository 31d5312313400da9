"""Why a matter was not accepted, not granted or ended: each reason with the provision it rests on."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from desk_app.domain.applications import MATTER, MatterCase, MatterState
from forms import grounds, judging, sentences
from forms.citing import Citing
from forms.pack import Pack
from forms.schema import Facts, Finding, Outcome
from forms.typesetting import typeset

_ENDED: Final = (
    MatterState.REFUSED,
    MatterState.DECISION_SENT,
    MatterState.NOTIFIED,
    MatterState.DECISION_KEPT,
    MatterState.CLOSED,
    MatterState.STOPPED,
)
"""States of matters that a department, or the law, decided against."""
CONDITIONS: Final = "受理条件:"
"""Before the provisions of a matter where nobody said, and nothing tells, which of them is not met."""


@dataclass(frozen=True, slots=True)
class Told:
    """One matter a notice is about, with what the law says of it where nothing is accepted yet."""

    case: MatterCase
    finding: Finding | None = None


def rows(pack: Pack, told: Sequence[Told], facts: Facts, citing: Citing) -> Iterator[Mapping[str, str]]:
    """A row for each reason of these matters: the matter, the reason, the provision it rests on."""
    judged = {m: sentences.clauses(f) for m, f in not_met(pack, told, facts).items()}
    for each in told:
        for reason, clause in _reasons(pack, each, judged.get(each.case.matter, "")):
            yield {
                "matter": typeset(each.case.title),
                "reason": typeset(reason),
                "clause": typeset(clause.cited(citing)),
            }


def not_met(pack: Pack, told: Sequence[Told], facts: Facts) -> Mapping[str, Finding]:
    """Those of the matters that ended and are 不符合 by what is known now."""
    ended = [t.case.matter for t in told if t.case.state in _ENDED]
    found = judging.judge(pack, facts, ()) if ended else ()
    return {f.matter: f for f in found if f.matter in ended and f.outcome is Outcome.NOT}


@dataclass(frozen=True, slots=True)
class _Clause:
    """A clause as it is written; ``conditions``: it only names what was to be met."""

    text: str
    conditions: bool = False

    def cited(self, citing: Citing) -> str:
        said = citing.first(self.text)
        return f"{CONDITIONS}{said}" if said and self.conditions else said


def _reasons(pack: Pack, told: Told, judged: str) -> Iterator[tuple[str, _Clause]]:
    """Reason and clause: the department's row by row, a draft's as it is judged.

    ``judged`` are the clauses by which the matter is 不符合 now: where the department names none.
    """
    case = told.case
    if told.finding:
        yield from _judged(told.finding)
        return
    whole = ";".join(t for t in (_clause(case) or judged, _stop(pack, case)) if t)
    other = (
        _Clause(whole)
        if whole
        else _Clause(grounds.conditions(pack, pack.matters[case.matter]), conditions=True)
    )
    said = [(_said(row), str(row.get("clause", ""))) for row in case.facts.get("rows") or ()]
    pairs = [(reason, _Clause(clause) if clause else other) for reason, clause in said if reason]
    yield from pairs or [(case.note, other)]


def _stop(pack: Pack, case: MatterCase) -> str:
    """What the stop of a subsidy rests on (52号三(四): 应退则退); empty for anything else."""
    procedure = pack.procedures.get(MATTER) if case.state == MatterState.STOPPED else None
    act = procedure.act("stop") if procedure else None
    return act.source if act else ""


def _judged(finding: Finding) -> Iterator[tuple[str, _Clause]]:
    for reason, clause in zip(finding.reasons, finding.rests_on, strict=True):
        yield reason, _Clause(clause)


def _said(row: Mapping[str, str]) -> str:
    """What a department's row says, without its clause."""
    return ",".join(t for k in ("material", "fault", "remedy", "result") if (t := str(row.get(k, ""))))


def _clause(case: MatterCase) -> str:
    """The clause a department named, for the whole or in rows that give no reason of their own."""
    own = (str(row.get("clause", "")) for row in case.facts.get("rows") or ())
    return str(case.facts.get("clause", "")) or ";".join(t for t in own if t)
