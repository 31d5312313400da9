"""Step 1 by a card: what its chip says becomes answers, and a card of somebody else is noticed."""

from collections.abc import Iterator
from dataclasses import replace
from enum import Enum, auto
from typing import Final

from desk_app.domain import keys
from desk_app.domain.applications import Draft
from desk_app.domain.cards import LONG, CardSeen, IdCard
from desk_app.services import law
from desk_app.services.counter import known, sources
from desk_app.services.parts import Parts
from desk_app.services.reading import Reading
from forms import numbers, rules
from forms.pack import Pack
from forms.particulars import BIRTH, ETHNICITY, FORMER_NUMBER, ID_NUMBER, NAME, REGISTERED_ADDRESS, SEX
from forms.schema import Element, Kind, Origin, Value
from forms.sentences import plain_date

_DERIVED: Final = (SEX, BIRTH)
"""Follow from most numbers; the card's own words count where they do not, or say something else."""


class Whose(Enum):
    """Whose card was laid down, seen from the open case."""

    NOBODYS_YET = auto()
    """The case has nobody yet, or somebody of the same name without a number."""
    THE_PERSONS = auto()
    ANOTHERS = auto()


def whose(draft: Draft, card: IdCard) -> Whose:
    """Whether a card is of the person of a draft."""
    number, name = str(draft.answers.get(ID_NUMBER, "")), str(draft.answers.get(NAME, ""))
    if number:
        return Whose.THE_PERSONS if number == numbers.tidy_id(card.number) else Whose.ANOTHERS
    alike = not name or keys.normal(name) == keys.normal(card.name)
    return Whose.NOBODYS_YET if alike else Whose.ANOTHERS


def filled(parts: Parts, draft: Draft, card: IdCard) -> Draft:
    """The draft with the answers of its person's card, vouched for by it."""
    pack, today = law.of(parts, draft.pack_digest), parts.clock.today()
    given = _answers(pack, card)
    number = given[ID_NUMBER]
    if number != draft.answers.get(ID_NUMBER):  # what was carried, and its reason, was of another number
        kept = {k: v for k, v in draft.answers.items() if k != FORMER_NUMBER}
        draft = known.answered(draft, {**kept, ID_NUMBER: number}, ID_NUMBER)
    follows = rules.complete(pack, {ID_NUMBER: number}, today)
    given = {k: v for k, v in given.items() if k not in _DERIVED or follows.get(k) != v}
    seen = CardSeen(str(number), card.issuer, card.since, card.until, parts.clock.now())
    return replace(sources.offered(pack, draft, given, Origin.CARD), card=seen)


def _answers(pack: Pack, card: IdCard) -> dict[str, Value]:
    """What a card says, as answers; a code the pack does not have is left out."""
    told: dict[str, Value] = {
        NAME: numbers.tidy_name(card.name),
        ID_NUMBER: numbers.tidy_id(card.number),
        SEX: card.sex,
        BIRTH: card.birth,
        ETHNICITY: card.ethnicity,
        REGISTERED_ADDRESS: card.address,
    }
    return {k: v for k, v in told.items() if k in pack.elements and _is_known(pack, pack.elements[k], v)}


def _is_known(pack: Pack, element: Element, value: Value) -> bool:
    return value != "" and (not element.codes or value in [o.code for o in pack.options(element)])


def taken_back(draft: Draft, before: Draft) -> Draft:
    """The draft with what a card changed as it was before; what was typed since stays."""
    read = [e for e in draft.sources if sources.of(draft, e) is Origin.CARD and _changed(draft, before, e)]
    was = {e: before.answers[e] for e in read if e in before.answers}
    return replace(
        draft,
        answers={k: v for k, v in draft.answers.items() if k not in read} | was,
        sources={e: o for e, o in draft.sources.items() if e not in read}
        | {e: o for e, o in before.sources.items() if e in read},
        carried=(*draft.carried, *(e for e in before.carried if e in read)),
        to_confirm=(*draft.to_confirm, *(t for t in before.to_confirm if t.element in read)),
        card=before.card,
    )


def count(draft: Draft, before: Draft) -> int:
    """How many answers a card gave or vouched for between two states of a draft."""
    return sum(sources.of(draft, e) is Origin.CARD and _changed(draft, before, e) for e in draft.sources)


def _changed(draft: Draft, before: Draft, element: str) -> bool:
    return (draft.answers.get(element), sources.of(draft, element)) != (
        before.answers.get(element),
        sources.of(before, element),
    )


def others(reading: Reading) -> tuple[Element, ...]:
    """The places of the form for another person's name that a card may fill: guardian, who handles it."""
    return tuple(e for e in reading.fields if e.kind is Kind.NAME and e.id != NAME and Origin.CARD in e.ranks)


def read_as(parts: Parts, draft: Draft, element: str, card: IdCard) -> Draft:
    """The draft with the name of another person's card in one of ``others``."""
    pack = law.of(parts, draft.pack_digest)
    return sources.offered(pack, draft, {element: numbers.tidy_name(card.name)}, Origin.CARD)


def told(seen: CardSeen) -> str:
    """What of a card is shown beside the answers: who issued it and how long it is good."""
    return ",".join(_told(seen))


def _told(seen: CardSeen) -> Iterator[str]:
    if seen.issuer:
        yield f"签发机关{seen.issuer}"
    if seen.until:
        since = f"{plain_date(seen.since)}至" if seen.since else "至"
        yield f"有效期{since}{LONG if seen.until == LONG else plain_date(seen.until)}"
