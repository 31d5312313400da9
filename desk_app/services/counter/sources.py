"""Where the answers of a draft come from: the one place that decides which of two is shown and kept.

A person's own answer always stands, for they see what they replace. A machine's reading replaces only what
its element trusts no more (``ranks`` in the pack): a card goes before what was typed or confirmed, a page
that was read does not. Of pages a card goes before the household book, and that before a certificate.
"""

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Final

from desk_app.domain.applications import Draft
from desk_app.domain.sources import READ, WORDS
from forms import rules
from forms.pack import Pack
from forms.particulars import ID_NUMBER
from forms.schema import Facts, Origin, Value

_PAGES: Final = ("household_member", "household_head", "certificate")
"""Kinds of pages that are trusted less than the picture of a card, the better first."""


def words(draft: Draft, element: str) -> str:
    """What vouches for an answer, in a few words beside it; empty where nothing does."""
    return WORDS.get(draft.sources.get(element, ""), "") if of(draft, element) else ""


def of(draft: Draft, element: str) -> Origin | None:
    """Where an answer comes from; None where there is none, or it still waits for somebody's look.

    Such is what was carried over, or read off a picture.
    """
    waits = element in draft.carried or any(t.element == element for t in draft.unconfirmed)
    if element not in draft.answers or waits:
        return None
    held = draft.sources.get(element, Origin.TYPED)
    return Origin.TYPED if held == READ else Origin(held)


def kept(draft: Draft, answers: Facts) -> Mapping[str, str]:
    """What vouches for these answers of a draft, to be kept with its application."""
    return {e: held for e, held in draft.sources.items() if e in answers and words(draft, e)}


def readable(draft: Draft, element: str, kind: str) -> bool:
    """Whether what a page of this kind says may stand: nobody answered, or a page that is trusted no more."""
    if element not in draft.answers:
        return True
    held = next((t for t in draft.unconfirmed if t.element == element), None)
    return held is not None and _rank(kind) <= _rank(held.kind)


def _rank(kind: str) -> int:
    return _PAGES.index(kind) + 1 if kind in _PAGES else 0


def confirmed(draft: Draft, elements: Collection[str]) -> Draft:
    """The draft after a person confirmed these answers, carried over or read off a picture.

    What vouched for one at an earlier visit vouches no more: the person says now that it is still so.
    """
    read = {t.element: READ for t in draft.unconfirmed if t.element in elements}
    before = {e: held for e, held in draft.sources.items() if not (e in elements and e in draft.carried)}
    return replace(
        draft,
        sources={**before, **read},
        carried=tuple(e for e in draft.carried if e not in elements),
        to_confirm=tuple(t for t in draft.to_confirm if t.element not in elements),
    )


def offered(pack: Pack, draft: Draft, answers: Mapping[str, Value], origin: Origin) -> Draft:
    """The draft with those answers of a reading that may stand; what was typed of higher rank stays."""
    taken = {
        name: value
        for name, value in answers.items()
        if name in pack.elements
        and value not in ("", ())
        and rules.trusted(pack.elements[name], of(draft, name), origin)
    }
    return replace(
        draft,
        answers={**draft.answers, **taken},
        sources={**draft.sources, **dict.fromkeys(taken, origin.value)},
        carried=tuple(e for e in draft.carried if e not in taken),
        to_confirm=tuple(t for t in draft.to_confirm if t.element not in taken),
    )


def typed(draft: Draft, answers: Facts, element: str) -> Draft:
    """The draft with other answers after a person gave this one: its source is the person now.

    Another identity number is another person's: what a card vouched for is vouched for no more.
    """
    kept = {e: o for e, o in draft.sources.items() if e in answers and e != element}
    card = draft.card
    if element == ID_NUMBER:
        kept = {e: o for e, o in kept.items() if o != Origin.CARD}
        card = None
    return replace(draft, answers=answers, sources=kept, card=card)
