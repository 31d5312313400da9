"""Numbers of the archive (档号): taken one by one in the transaction of the act that files."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from desk_app.domain.events import Event
from desk_app.errors import RuleError
from desk_app.services.parts import Parts
from forms import archives
from forms.procedures import Act


def series(parts: Parts, act: Act, facts: Mapping[str, Any]) -> str:
    """The series an act takes a number from; empty when it takes none.

    RuleError while the county has no table, or files at another window.
    """
    if not any(ask.filled == archives.NUMBER for ask in act.asks):
        return ""
    wanted = parts.pack.fonds.window
    if wanted and int(wanted) != int(parts.window.number or 0):
        raise RuleError(f"档号由{int(wanted)}号窗口编,请把这一件交给那里")
    known = str(facts.get(archives.CLASS) or "")
    if not known:
        raise RuleError("区县还没有写保管期限表和全宗号([archive]、[[retention]]),不能编档号")
    return f"archive-{known}"


def numbered(act: Act, event: Event, facts: Mapping[str, Any], place: int) -> Event:
    """The event with the number it took in its class."""
    ask = next(a for a in act.asks if a.filled == archives.NUMBER)
    made = archives.number(str(facts.get(archives.CLASS)), place)
    return replace(event, payload={**event.payload, ask.id: made})


def places(found: Sequence[str], counters: Sequence[int]) -> Sequence[int]:
    """For each series its number, 0 where it is empty; ``counters`` are those of the series that are not."""
    taken = iter(counters)
    return [next(taken) if each else 0 for each in found]
