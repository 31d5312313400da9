"""Lengths set from code follow a look of another scale: margins, gaps, fixed, least and largest sizes."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtWidgets import QGridLayout, QLayout, QWidget

_ANY: Final = 16_777_215
"""Qt's own largest size: none was set."""
_BY_SHEET: Final = ("_q_stylesheet_minw", "_q_stylesheet_minh", "_q_stylesheet_maxw", "_q_stylesheet_maxh")
"""Properties in which Qt notes that the style sheet, which is scaled itself, has set a size."""
_GRID: Final = "grid_lengths"
"""Property in which exact lengths in grid pixels are kept, so that going to and fro rounds nothing away."""


def rescale(window: QWidget, before: float, after: float) -> None:
    """Scale all lengths within a window that were set at one scale factor to another."""
    for widget in window.findChildren(QWidget):
        if not widget.isWindow():
            _scale_sizes(widget, before, after)
    # Not by itemAt: PySide keeps what that gives after Qt deleted it, and takes the next object in its place
    # in memory for it.
    for layout in window.findChildren(QLayout):
        _scale_layout(layout, before, after)


def _scale_layout(layout: QLayout, before: float, after: float) -> None:
    sides = layout.contentsMargins()
    margins = (sides.left(), sides.top(), sides.right(), sides.bottom())
    if isinstance(layout, QGridLayout):
        gaps: tuple[int, ...] = (layout.horizontalSpacing(), layout.verticalSpacing())
    else:
        gaps = (layout.spacing(),)
    *scaled, first = _scaled(layout, (*margins, *gaps[1:], gaps[0]), before, after)
    layout.setContentsMargins(*scaled[:4])
    if isinstance(layout, QGridLayout):
        layout.setHorizontalSpacing(first)
        layout.setVerticalSpacing(scaled[4])
    else:
        layout.setSpacing(first)


def _scale_sizes(widget: QWidget, before: float, after: float) -> None:
    sizes = (
        widget.minimumWidth(),
        widget.minimumHeight(),
        widget.maximumWidth(),
        widget.maximumHeight(),
    )
    set_here = [0 < s < _ANY and not widget.property(p) for s, p in zip(sizes, _BY_SHEET, strict=True)]
    if not any(set_here):
        return
    kept = [s if own else -1 for s, own in zip(sizes, set_here, strict=True)]
    scaled = _scaled(widget, kept, before, after)
    # The largest first where things grow, so that no least size is ever above it.
    setters = (
        widget.setMinimumWidth,
        widget.setMinimumHeight,
        widget.setMaximumWidth,
        widget.setMaximumHeight,
    )
    order = (2, 3, 0, 1) if after > before else (0, 1, 2, 3)
    for place in order:
        if set_here[place]:
            setters[place](scaled[place])


def _scaled(on: QLayout | QWidget, lengths: Sequence[int], before: float, after: float) -> list[int]:
    """These lengths at the other factor; negative ones, which mean none, stay."""
    kept = on.property(_GRID)
    fits = isinstance(kept, list | tuple) and len(kept) == len(lengths)
    known = list(kept) if fits else [None] * len(lengths)
    exact = [
        grid if grid is not None and round(grid * before) == length else length / before
        for length, grid in zip(lengths, known, strict=True)
    ]
    on.setProperty(_GRID, exact)
    return [
        length if length < 0 else round(grid * after) for length, grid in zip(lengths, exact, strict=True)
    ]
