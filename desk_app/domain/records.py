"""The facts that follow from what a book holds of a person; window and county read them with this code."""

from collections.abc import Iterable
from datetime import date
from typing import Final

from desk_app.domain import holdings
from desk_app.domain.history import EarlierMatter, History
from forms.derive import inputs
from forms.numbers import on_another_number
from forms.pack import Pack
from forms.particulars import CERTIFICATE, FORMER_NUMBER, OPEN_MATTERS
from forms.schema import Element, Facts, Origin, Value

CORRECTED: Final = "1"
"""The code of ``FORMER_NUMBER`` for an identity number corrected after the certificate was issued."""
NOTHING_OPEN: Final = "0"
"""The code of ``OPEN_MATTERS`` when no matter of this person is open."""


def facts_of(pack: Pack, history: History | Iterable[EarlierMatter], today: date) -> dict[str, Value]:
    """Facts from a person's records: what is open, was granted, is paid, and the certificate they hold.

    Number, categories, grade and last day are given only of a certificate that a department issued: one that
    was typed by a window and believed is asked again.
    """
    whole = history if isinstance(history, History) else History(tuple(history))
    known = holdings.standing(pack, whole)
    still_open = tuple(dict.fromkeys(m.matter for m in known.matters if m.open))
    found: dict[str, Value] = {OPEN_MATTERS: still_open or (NOTHING_OPEN,)}
    for record in known.matters:
        matter = pack.matters.get(record.matter)
        if matter and matter.dates and record.concluded_on:
            day = record.concluded_on.isoformat()
            found[matter.dates] = max(day, str(found.get(matter.dates, "")))
    found |= _shown(pack, known)
    found |= holdings.facts(pack, known, today)
    found |= _former(known, str(found.get(CERTIFICATE, "")))
    return {k: v for k, v in found.items() if k in pack.elements}


def _shown(pack: Pack, known: History) -> dict[str, Value]:
    """By element, the day of a subsidy that is paid now and shows something of the household.

    One whose requirements a county widened shows nothing: it may be paid to others.
    """
    found: dict[str, Value] = {}
    for paid in holdings.subsidies(pack, known):
        matter = pack.matters.get(paid.matter)
        if matter is None or not matter.shows or paid.ended_on is not None:
            continue
        if not any(r.extensions for r in matter.requirements):
            found[matter.shows] = max(paid.granted_on.isoformat(), str(found.get(matter.shows, "")))
    return found


def _former(history: History, certificate: str) -> dict[str, Value]:
    """The reason why the certificate on record stands on an earlier number; it was confirmed before."""
    if not on_another_number(certificate, history.numbers[:1]):
        return {}
    told = [m.told[FORMER_NUMBER] for m in history.matters if FORMER_NUMBER in m.told]
    return {FORMER_NUMBER: told[-1] if told else CORRECTED}


def over(pack: Pack, answers: Facts, known: Facts) -> dict[str, Value]:
    """Merges answers with what the book knows; the book's facts win, also over answers derived from them."""
    kept = {k: v for k, v in answers.items() if not _is_ours(pack, pack.elements.get(k), known)}
    return kept | dict(known)


def _is_ours(pack: Pack, element: Element | None, known: Facts) -> bool:
    """Whether an answer is the book's to give: of origin ``book`` alone, or derived from such facts alone."""
    if element is None or element.ranks == (Origin.BOOK,):
        return element is not None
    sources = inputs(element.derived) if element.derived else ()
    return bool(sources) and all(s in known and pack.elements[s].ranks == (Origin.BOOK,) for s in sources)
