"""Which counts of a year's figures are not told to others: small ones, and what gives a small one away."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final

from desk_app.services.lists.statistic_kinds import FEW
from desk_app.services.survey.totals import CATEGORY
from forms.schema import Kind

if TYPE_CHECKING:
    from desk_app.services.survey.figures import SurveyFigures

WHOLE: Final = -1
"""The place of the count of a whole line."""
Cell = tuple[int, int]
"""A count by its line and its column."""


def hidden(found: "SurveyFigures") -> frozenset[Cell]:
    """The counts from 1 to 4, and beside one that is hidden alone the smallest of the others.

    Where the sum is told, what is hidden alone would follow by subtraction; gone on with until nothing does.
    """
    counts = dict(_counts(found))
    untold = {cell for cell, count in counts.items() if 0 < count < FEW}
    groups = [[cell for cell in group if counts[cell]] for group in _groups(found)]
    again = True
    while again:
        again = False
        for group in groups:
            told = [cell for cell in group if cell not in untold]
            if told and len(group) - len(told) == 1:
                untold.add(min(told, key=lambda cell: counts[cell]))
                again = True
    return frozenset(untold)


def _counts(found: "SurveyFigures") -> Iterator[tuple[Cell, int]]:
    for place, line in enumerate(found.lines):
        yield (place, WHOLE), line.count
        yield from (((place, at), count) for at, count in enumerate(line.parts))


def _groups(found: "SurveyFigures") -> Iterator[Sequence[Cell]]:
    """Counts whose sum is told: a division of a line, and in a column the answers of which one is given.

    Of several categories a person counts in each, and of several answers in each: their sum tells nothing.
    """
    divisions: Mapping[str, list[int]] = defaultdict(list)
    for at, column in enumerate(found.columns):
        divisions[column.by].append(at)
    for place in range(len(found.lines)):
        yield from ([(place, at) for at in mine] for by, mine in divisions.items() if by != CATEGORY)
    items: Mapping[str, list[int]] = defaultdict(list)
    for place, line in enumerate(found.lines):
        if line.item is not None and line.item.kind is not Kind.CHOICES:
            items[line.item.id].append(place)
    for lines in items.values():
        for at in (WHOLE, *range(len(found.columns))):
            yield [(place, at) for place in lines]
