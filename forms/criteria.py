"""Whom a procedure serves: its criteria held against what a record says, each with its sentence."""

from collections.abc import Iterator
from dataclasses import dataclass

from forms import conditions
from forms.procedures import Procedure
from forms.record_kinds import Criterion
from forms.schema import Facts, Outcome

_OUTCOMES = {True: Outcome.APPLIES, None: Outcome.MAY, False: Outcome.NOT}


@dataclass(frozen=True, slots=True)
class ToldCriterion:
    """One criterion with its outcome and what is said of it."""

    criterion: Criterion
    outcome: Outcome
    text: str


def told(procedure: Procedure, facts: Facts) -> Iterator[ToldCriterion]:
    """Every criterion of a procedure for the facts of a record; what is not known is 可能符合."""
    for row in procedure.criteria:
        truth = conditions.truth(row.when, facts)
        said = {True: row.met, None: row.unknown, False: f"{row.unmet}{row.next_step}"}[truth]
        yield ToldCriterion(row, _OUTCOMES[truth], said)
