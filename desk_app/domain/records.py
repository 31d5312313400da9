"""Facts that a book holds of a person: elements of origin ``book`` are never asked and never typed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from forms.derive import inputs
from forms.pack import Pack
from forms.schema import Element, Facts, Origin, Value

OPEN_MATTERS: Final = "open_matters"
"""The element that holds which matters of a person are open."""
NOTHING_OPEN: Final = "0"
"""The code of ``OPEN_MATTERS`` when no matter of this person is open."""


@dataclass(frozen=True, slots=True)
class EarlierMatter:
    """One matter of an earlier application of the same person, and the day it was granted."""

    matter: str
    open: bool
    """Whether something is still to come, by the procedure it runs under."""
    concluded_on: date | None = None


def facts_of(pack: Pack, records: Iterable[EarlierMatter]) -> dict[str, Value]:
    """Facts from a person's earlier matters: which are open, and when some were last granted."""
    held = tuple(records)
    still_open = tuple(dict.fromkeys(r.matter for r in held if r.open))
    found: dict[str, Value] = {OPEN_MATTERS: still_open or (NOTHING_OPEN,)}
    for record in held:
        matter = pack.matters.get(record.matter)
        if matter and matter.dates and record.concluded_on:
            day = record.concluded_on.isoformat()
            found[matter.dates] = max(day, str(found.get(matter.dates, "")))
    return found


def over(pack: Pack, answers: Facts, known: Facts) -> dict[str, Value]:
    """Merges answers with what the book knows; the book's facts win, also over answers derived from them."""
    kept = {k: v for k, v in answers.items() if not _is_ours(pack.elements.get(k), known)}
    return kept | dict(known)


def _is_ours(element: Element | None, known: Mapping[str, Value]) -> bool:
    if element is None or element.ranks == (Origin.BOOK,):
        return element is not None
    source = inputs(element.derived) if element.derived else ()
    return bool(source) and set(source) <= known.keys()
