"""What a neighbour may not read: numbers of people whole, telephones, and where somebody lives."""

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

from desk_app.domain.applications import masked_number
from forms.procedures import Ask
from forms.schema import Element, Kind

NUMBERS: Final = (Kind.ID_NUMBER, Kind.CERTIFICATE, Kind.BANK_CARD, Kind.PHONE)
"""Kinds of answers of which only the last four characters are shown."""
_ADDRESS: Final = ("地址", "住址")
"""Ends of labels of texts that say where somebody lives."""
_TOWN: Final = re.compile(r"^.*?(?:街道|[镇乡])")
_SIX: Final = 6
_LONG: Final = re.compile(
    r"(?<![0-9A-Za-z-])(?:[0-9]{17}[0-9Xx][0-9]{0,4}|[0-9]{12,19}|1[3-9][0-9]{9})(?![0-9A-Za-z-])"
)
"""Numbers of people, cards and telephones within a sentence; our own numbers have hyphens."""


def hides(asked: Element | Ask) -> bool:
    """Whether an answer is masked."""
    if asked.kind in NUMBERS:
        return True
    place = isinstance(asked, Element) and asked.place
    return asked.kind is Kind.TEXT and (place or asked.label.endswith(_ADDRESS))


def masked(asked: Element | Ask, said: str) -> str:
    """An answer in words as anybody may read it."""
    if not said or not hides(asked):
        return said
    return masked_number(said) if asked.kind in NUMBERS else address(said)


def address(text: str) -> str:
    """An address down to its town; of one without a town the first characters."""
    town = _TOWN.match(text)
    kept = town[0] if town else text[:_SIX]
    return f"{kept}***" if len(text) > len(kept) else kept


def sentence(text: str, hidden: Iterable[tuple[str, str]] = ()) -> str:
    """A sentence without the hidden answers, each given whole and masked, and without long numbers."""
    for whole, shown in sorted(hidden, key=lambda pair: -len(pair[0])):
        text = text.replace(whole, shown)
    return _LONG.sub(lambda found: masked_number(found[0]), text)


def deep(value: Any, hidden: Iterable[tuple[str, str]]) -> Any:
    """Texts, lists and mappings with every sentence in them masked."""
    pairs = tuple(hidden)
    match value:
        case str():
            return sentence(value, pairs)
        case Mapping():
            return {key: deep(held, pairs) for key, held in value.items()}
        case list() | tuple():
            return [deep(held, pairs) for held in value]
    return value
