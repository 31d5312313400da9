"""The conditions of a rate as what a list is asked for, so that the figure and its list never differ."""

from dataclasses import replace

from desk_app.domain.happening import ACT
from desk_app.domain.lists import DUE, STATE, DueKind, Happening, Wanted
from forms.procedures import Procedure
from forms.rate_kinds import DONE
from forms.schema import Clause, Condition


def narrowed(law: Procedure, wanted: Wanted, condition: Condition) -> Wanted:
    """A list narrowed to the records that meet one line of conditions; an empty one narrows nothing."""
    for clause in (c for line in condition for c in line):
        wanted = _narrowed(law, wanted, clause)
    return wanted


def _narrowed(law: Procedure, wanted: Wanted, clause: Clause) -> Wanted:
    """What two conditions on one column have in common is asked for."""
    if clause.element == STATE:
        states = frozenset((law.id, code) for code in clause.values)
        return replace(wanted, states=states & wanted.states if wanted.states else states)
    if clause.element == DUE:
        due = frozenset(DueKind(code) for code in clause.values)
        return replace(wanted, due=due & wanted.due if wanted.due else due)
    if clause.element == DONE:
        return replace(wanted, happened=(*wanted.happened, Happening(ACT, frozenset(clause.values))))
    codes, before = frozenset(clause.values), wanted.values.get(clause.element)
    asked = codes if before is None else codes & before
    return replace(wanted, values={**wanted.values, clause.element: asked})
