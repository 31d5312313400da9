"""Papers of fixed boxes: prints each box at its place in mm; texts without room go on an attached page."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from forms import conditions
from printing import codes, fonts, grid, pictures, text
from printing import draw as page
from printing.code_marks import bars, square
from printing.draw import DrawnPage, Mark
from printing.errors import AGAIN, UnprintableError
from printing.flow import LEFT, Flow, Table, placed
from printing.layout import Literal
from printing.plan_shapes import PaperPlan, Spot, TableColumn
from printing.values import Values, called, too_long


@dataclass(frozen=True, slots=True)
class _Long:
    """A text that has no room in its box."""

    label: str
    units: Sequence[text.Unit]


def boxed(paper: PaperPlan, values: Values) -> list[DrawnPage]:
    """The pages of boxes, and attached pages; UnprintableError when a text has no room on either."""
    pages = [DrawnPage() for _ in range(max(s.page for s in paper.boxes))]
    long: list[_Long] = []
    shown = [
        (number, spot)
        for number, spot in enumerate(paper.boxes)
        if spot.when is None or conditions.clause_truth(spot.when, values.sheet.facts)
    ]
    for (number, spot), tag in zip(shown, grid.tags(tuple(_box(s) for _, s in shown)), strict=True):
        with placed(paper.source, ("box", number)):
            pages[spot.page - 1].put(_spot(spot, values, long), tag)
    if long and not paper.attaches:
        raise too_long(long[0].label, paper)
    return pages + _attached(paper, long)


def _box(spot: Spot) -> grid.FixedBox:
    """What a box is for who hears the paper."""
    label = bool(spot.text) and all(isinstance(token, Literal) for token in spot.text)
    return grid.FixedBox(spot.page, spot.at, spot.frame, spot.size if spot.text else 0.0, label)


def _spot(spot: Spot, values: Values, long: list[_Long]) -> Iterator[Mark]:
    """The marks of one box; a text that does not fit is added to ``long``."""
    if spot.frame:
        yield page.Frame(spot.x, spot.y, spot.w, spot.h, spot.line, grey=spot.grey, dashed=spot.dashed)
    if spot.seal:
        yield page.Ring(spot.x + spot.w / 2, spot.y + spot.h / 2, min(spot.w, spot.h) / 2)
    if spot.crop:
        yield from _corners(spot)
    if spot.picture:
        yield from _picture(spot, values)
    elif spot.code:
        yield from _code(spot, values)
    elif spot.angle:
        yield from _turned(spot, values)
    elif spot.text:
        yield from _words(spot, values, long)


def _words(spot: Spot, values: Values, long: list[_Long]) -> Iterator[Mark]:
    units = values.units(spot.text, spot.heavy, hand=False)
    inner = (spot.x + spot.pad, spot.y, spot.w - 2 * spot.pad, spot.h)
    fitted = text.fit(units, inner[2], inner[3], spot.size, spot.floor, spot.leading)
    if not fitted.whole:
        long.append(_Long(_name(spot, values), units))
    elif spot.heavy and spot.align == "center":
        fitted = text.even(units, fitted, inner[2])
    yield from page.set_lines(fitted, *inner, spot.align, spot.valign, spot.leading, spot.grey)


def _name(spot: Spot, values: Values) -> str:
    """The name of a box: its label, else the labels of its variables, else the paper's title."""
    return spot.label or called(spot.text, values) or values.paper.title


def _turned(spot: Spot, values: Values) -> Iterator[Mark]:
    """Lines of text turned around the centre of their box, all inside it."""
    units = values.units(spot.text, spot.heavy, hand=False)
    turn = math.radians(spot.angle)
    across, up = abs(math.cos(turn)), abs(math.sin(turn))
    high = min(spot.h * across, spot.w * across) / 2
    wide = min((spot.w - high * up) / across, (spot.h - high * across) / up)
    fitted = text.fit(units, wide, high, spot.size, spot.floor, spot.leading)
    if not fitted.whole:
        raise too_long(_name(spot, values), values.paper)
    em, middle = fitted.size * text.MM_PER_PT, (len(fitted.lines) - 1) / 2
    for number, line in enumerate(fitted.lines):
        down = (number - middle) * spot.leading * em
        x = spot.x + spot.w / 2 + down * math.sin(turn)
        y = spot.y + spot.h / 2 + down * math.cos(turn)
        words = "".join(piece.text for piece in line)
        if spot.alpha < 1:  # on a dark picture it would be black dots among black dots
            yield page.Veil(x, y, fonts.width(words, spot.heavy) * em, 1.2 * em, spot.angle)
        yield page.Turned(x, y, words, fitted.size, spot.angle, spot.heavy, spot.grey, spot.alpha)


# A card may be scanned this much off its shape before it is no longer the card.
_SHAPE: Final = 0.03


def _picture(spot: Spot, values: Values) -> Iterator[Mark]:
    data = values.picture(spot.picture)
    if not data:
        return
    if spot.exact and abs(_shape(data) * spot.h / spot.w - 1) > _SHAPE:
        told = f"“{values.label(spot.picture)}”的宽高不是{spot.w:g}×{spot.h:g}毫米的比例"
        raise UnprintableError(f"{told},请沿边框重新裁剪" + AGAIN)
    yield page.Picture(data, spot.x, spot.y, spot.w, spot.h, spot.exact, values.label(spot.picture))


def _shape(data: bytes) -> float:
    """Width of a picture divided by its height."""
    wide, high = pictures.size(data)
    return wide / high


def _code(spot: Spot, values: Values) -> Iterator[Mark]:
    if not (value := values.said(spot.code)):
        return
    label = values.label(spot.code)
    if spot.square:
        yield square(value, spot.x, spot.y, spot.w, label)
    else:
        left = spot.x + max(0.0, (spot.w - codes.code128_width(value)) / 2 if value.isascii() else 0.0)
        yield bars(value, left, spot.y, spot.w, spot.h, label)


_CROP: Final = (1.0, 3.0)
"""Where a crop mark begins and how long it is, in mm from its corner."""


def _corners(spot: Spot) -> Iterator[Mark]:
    """Two short lines outside each corner, to cut along."""
    near, far = _CROP[0], sum(_CROP)
    for x, outward in ((spot.x, -1), (spot.x + spot.w, 1)):
        for y, downward in ((spot.y, -1), (spot.y + spot.h, 1)):
            yield page.Rule(x + outward * near, y, x + outward * far, y)
            yield page.Rule(x, y + downward * near, x, y + downward * far)


def _attached(paper: PaperPlan, long: Sequence[_Long]) -> list[DrawnPage]:
    """An attached page with the full text of every box too small for it; none if all fit."""
    if not long:
        return []
    flow = Flow(10.5, page=paper.size)
    flow.heading(f"{paper.title} 附页", size=16)
    columns = [
        TableColumn(title="栏目", width=40, align="center"),
        TableColumn(title="全文", width=flow.right - LEFT - 40),
    ]
    flow.table(Table(columns, [[text.words(each.label), each.units] for each in long], flow.size))
    return flow.pages
