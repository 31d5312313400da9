"""Where the answers of a draft come from: the one place that decides which of two is shown and kept.

A person's own answer always stands, for they see what they replace. A machine's reading replaces only what
its element trusts no more (``ranks`` in the pack): a card goes before what was typed, a page that was read
does not.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from desk_app.domain.applications import Draft
from forms import rules
from forms.pack import Pack
from forms.particulars import ID_NUMBER
from forms.schema import Facts, Origin, Value

_WORDS: Final = {Origin.CARD: "身份证已核验"}


def words(draft: Draft, element: str) -> str:
    """What vouches for an answer, in a few words beside it; empty where nothing does."""
    origin = of(draft, element)
    return _WORDS.get(origin, "") if origin else ""


def of(draft: Draft, element: str) -> Origin | None:
    """Where an answer comes from; None where there is none, or it still waits for somebody's look.

    Such is what was carried over, or read off a picture (among themselves: ``recognition.filling``).
    """
    waits = element in draft.carried or any(t.element == element for t in draft.unconfirmed)
    if element not in draft.answers or waits:
        return None
    return Origin(draft.sources.get(element, Origin.TYPED))


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
