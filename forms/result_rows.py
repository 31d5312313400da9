"""Works what a result is asked for into the act that grants a matter."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from forms.procedures import GRANTED, Act, Ask, Procedure
from forms.result_kinds import ResultKind

_MATTER = "matter"
"""The procedure whose granting act brings a result."""


def asked(procedures: Mapping[str, Procedure], results: Mapping[str, ResultKind]) -> dict[str, Procedure]:
    """The procedures, with the asks of all kinds of result in the act that grants a matter.

    None of them is required there: which ones a matter needs is told by its kind (``forms.results``).
    """
    more = {a.id: replace(a, required=False) for kind in results.values() for a in kind.asks}
    return {p.id: _with(p, more) if p.id == _MATTER else p for p in procedures.values()}


def _with(procedure: Procedure, more: Mapping[str, Ask]) -> Procedure:
    return replace(procedure, acts=tuple(_asking(a, more) for a in procedure.acts))


def _asking(act: Act, more: Mapping[str, Ask]) -> Act:
    if act.result != GRANTED:
        return act
    own: Iterable[Ask] = (a for a in act.asks if a.id not in more)
    return replace(act, asks=(*own, *more.values()))
