"""How large and how closely a flowing paper is set: on few pages, the last one not nearly empty.

Where room is left on these pages, the rows of its tables get more white.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from printing.flow import Flow
from printing.pieces import MORE, PageSetting

LAST: Final = 1 / 3
"""Least part of a last page that is filled where the paper can be set so."""
_STEP: Final = 0.5

_AIRS: Final = (2.0, 1.6, 1.3, 1.0)
"""Least white in mm above and below the words of tables, the most first."""

LayOut = Callable[[PageSetting], Flow]
"""Sets a paper in this way."""


def fitted(lay_out: LayOut, size: float, floor: float) -> Flow:
    """The paper on the fewest pages it takes in type of ``size`` down to ``floor`` points.

    It is set tightly only where that saves a page. Of the ways that take as few pages, it is the largest type
    whose last page is filled to a third; where none is, the largest with more lines on its last page.
    """
    return aired(lay_out, _fitted(lay_out, size, floor))


def _fitted(lay_out: LayOut, size: float, floor: float) -> Flow:
    sizes = [size - _STEP * step for step in range(int((size - floor) / _STEP + 1e-6) + 1)]
    ways = [PageSetting(points, tight) for tight in (False, True) for points in sizes]
    first = lay_out(ways[0])
    if len(first.pages) == 1:
        return first
    fewest = len(lay_out(ways[-1]).pages)
    flows = (first if way is ways[0] else lay_out(way) for way in ways)
    found: Flow | None = None
    for flow in (f for f in flows if len(f.pages) <= fewest):
        if fewest == 1 or flow.filled >= LAST:
            return flow
        found = found or flow
    return filled_up(lay_out, found or first)


def filled_up(lay_out: LayOut, flow: Flow) -> Flow:
    """The paper with more lines on a last page that is nearly empty, if it takes no more pages so."""
    if len(flow.pages) == 1 or flow.filled >= LAST:
        return flow
    fuller = lay_out(replace(flow.setting, along=MORE))
    return fuller if len(fuller.pages) == len(flow.pages) and fuller.filled > flow.filled else flow


def aired(lay_out: LayOut, flow: Flow) -> Flow:
    """The paper with as much white in the rows of its tables as takes no more pages."""
    if not flow.tabled:
        return flow
    for air in _AIRS:
        looser = lay_out(replace(flow.setting, air=air))
        if len(looser.pages) == len(flow.pages):
            return looser
    return flow
