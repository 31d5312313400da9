"""Which stops of the working-day clock count in a county: its switch, worked into procedures and texts.

实施方案附件3 promises 累计不超过13个工作日 and knows no stop. That 评定 and 公示 are not counted rests on
残疾人证管理办法第九条(三), and on 行政许可法第四十五条 by analogy; so a county may let its clocks run on.
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from forms.pack import Text
from forms.procedures import Procedure, State

ASSESSING: Final = "残疾评定和公示"
WAITING: Final = "等证件结果"
"""``stops`` of the shipped states, as texts of papers and screens ask for them."""
_WHILE: Final = re.compile(r"\[([^\]]*)\]")
"""A part of a state's word that stands only while the state stops the clock: ``随证待审[(停表)]``."""


@dataclass(frozen=True, slots=True)
class StopSwitch:
    """``[clock]``: the stops that do not count in this county, by the ``stops`` of their states."""

    runs_on: tuple[str, ...] = ()
    source: str = ""


def reasons(procedures: Mapping[str, Procedure]) -> tuple[str, ...]:
    """Every reason for a stop in a state of these procedures, each once; of a programme only in force."""
    here = (p for p in procedures.values() if p.register or not p.programme)
    return tuple(dict.fromkeys(s.stops for p in here for s in p.states if s.stops))


def applied(procedures: Mapping[str, Procedure], runs_on: Sequence[str]) -> dict[str, Procedure]:
    """The procedures as they work here: a state whose stop does not count stops no clock, and says so."""
    return {
        name: replace(p, states=tuple(_state(s, runs_on) for s in p.states)) for name, p in procedures.items()
    }


def _state(state: State, runs_on: Sequence[str]) -> State:
    off = state.stops in runs_on and bool(state.stops)
    stops = "" if off else state.stops
    word = _WHILE.sub(r"\1" if stops else "", state.word)
    return replace(state, word=word, stops=stops, lasts=0 if off else state.lasts)


def texts(rows: Iterable[Text], counting: Collection[str]) -> dict[str, str]:
    """The fixed texts by id; what is said of a stop that is not among those ``counting`` is left out.

    The words of a text with ``after`` follow those of the text it names, and stand under their own id too.
    """
    held = [row for row in rows if not row.stop or row.stop in counting]
    found = {row.id: row.words for row in held if not row.after}
    for row in held:
        if row.after in found:
            found[row.after] += row.words
            found[row.id] = row.words
    return found
