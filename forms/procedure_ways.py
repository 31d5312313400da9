"""Whether a procedure can be walked from its beginning to an end, by the acts it has."""

from collections.abc import Iterator

from forms.pack import Pack
from forms.procedures import Act, Procedure
from forms.remarks import Remark


def remarks(row: Procedure, pack: Pack) -> Iterator[Remark]:
    """States that can not be reached or left towards an end, clocks without an end, parents in a circle.

    Expects that every name in the procedure is right.
    """
    if not any(act.start for act in row.acts):
        yield Remark(("procedure",), "没有开始的动作,请给一个动作写 start = true")
        return
    reached = _reached(row)
    closed = {s.code for s in row.states if not s.open}
    ending = _leading_to(row, closed)
    # Where it has children, it is over with the last of them.
    parent = any(p.parent == row.id for p in pack.procedures.values())
    for state in row.states:
        if state.code not in reached:
            said = f'没有一串动作从开始走到“{state.word}”,请给一个动作写 to = "{state.code}",或删去'
            yield Remark(("state", state.code), said)
        elif state.code not in ending and not parent:
            said = f"从“{state.word}”走不到办完的状态,请加一个动作,或有一个状态不写 open = true"
            yield Remark(("state", state.code), said)
    for clock in row.clocks:
        if not clock.ends and not closed & reached:
            yield Remark(("clock", clock.id, "ends"), "这个期限没有尽头,请写 ends:哪些动作算做完")
    if ring := _ring(row, pack):
        yield Remark(("procedure", "parent"), f"上级流程绕成了一圈:{'、'.join(ring)},请改正")


def _steps(act: Act, row: Procedure) -> Iterator[tuple[str, str]]:
    """Every step an act makes, as (state before, state after)."""
    if act.target and not act.start:
        yield from ((source, act.target) for source in act.sources or tuple(s.code for s in row.states))


def _reached(row: Procedure) -> set[str]:
    steps = [step for act in row.acts for step in _steps(act, row)]
    found: set[str] = set()
    new = {act.target for act in row.acts if act.start}
    while new:
        found |= new
        new = {target for source, target in steps if source in found} - found
    return found


def _leading_to(row: Procedure, closed: set[str]) -> set[str]:
    """States from which one of these can be reached, themselves among them."""
    steps = [step for act in row.acts for step in _steps(act, row)]
    found: set[str] = set()
    new = set(closed)
    while new:
        found |= new
        new = {source for source, target in steps if target in found} - found
    return found


def _ring(row: Procedure, pack: Pack) -> list[str]:
    """A procedure's chain of parents when it comes back to the procedure; empty when it does not."""
    chain = [row.id]
    while (above := pack.procedures[chain[-1]].parent) in pack.procedures:
        if above in chain:
            return [*chain, above] if above == row.id else []
        chain.append(above)
    return []
