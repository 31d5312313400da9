"""Where the value of a label stands: right of it, up to the next label, in some cards in several lines."""

from collections.abc import Sequence
from typing import Final

from desk_app.services.recognition.pieces import Label, LinePiece

_BESIDE: Final = 0.75
"""Heights of a label that a value in its line may stand above or below it."""
_ABOVE: Final = 0.9
"""The same for the first of several lines, which may stand about their label's height."""
_A_LINE: Final = 1.7
"""Heights from one line to the next."""


def right_of(
    label: Label, lines: int, labels: Sequence[Label], rest: Sequence[LinePiece]
) -> LinePiece | None:
    """What stands right of a label, its lines put together; None where nothing does."""
    here = label.piece
    end = min(
        (o.piece.left for o in labels if _in_line(o.piece, here) and o.piece.left > here.right - 1),
        default=float("inf"),
    )
    top, bottom = here.middle - _BESIDE * here.height, here.middle + _BESIDE * here.height
    if lines > 1:
        top = here.middle - _ABOVE * here.height
        bottom = _bottom(here, lines, end, labels)
    inside = [p for p in rest if top < p.middle < bottom and here.right - here.height < p.left < end]
    return _together(inside)


def _in_line(one: LinePiece, other: LinePiece) -> bool:
    return abs(one.middle - other.middle) < _BESIDE * max(one.height, other.height)


def _bottom(here: LinePiece, lines: int, end: float, labels: Sequence[Label]) -> float:
    """Down to the next label below, but so many lines at most."""
    below = (
        o.piece.top
        for o in labels
        if o.piece.top > here.middle + here.height * 0.6 and o.piece.left < end and o.piece.right > here.left
    )
    return min(min(below, default=float("inf")), here.middle + _A_LINE * here.height * (lines - 0.4))


def _together(pieces: Sequence[LinePiece]) -> LinePiece | None:
    """Pieces in the order they are read, as one."""
    rows: list[list[LinePiece]] = []
    for piece in sorted(pieces, key=lambda p: p.middle):
        if rows and _in_line(rows[-1][-1], piece):
            rows[-1].append(piece)
        else:
            rows.append([piece])
    inorder = [min(row, key=lambda p: p.left) for row in rows]  # what stands further right is another thing
    if not inorder:
        return None
    left, right = min(p.left for p in inorder), max(p.right for p in inorder)
    text = "".join(p.text for p in inorder)
    scores = tuple(s for p in inorder for s in p.scores)
    top, bottom = min(p.top for p in inorder), max(p.bottom for p in inorder)
    return LinePiece(text, scores, (left, *(right for _ in text)), top, bottom)
