"""Hides what no bystander may read: personal numbers, telephones, and addresses below the town."""

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

from desk_app.domain.applications import masked_number
from forms import phrases
from forms.numbers import shown_phone
from forms.procedures import Ask
from forms.schema import Element, Kind

NUMBERS: Final = (Kind.ID_NUMBER, Kind.CERTIFICATE, Kind.BANK_CARD, Kind.PHONE)
"""Kinds of answers of which only the last four characters are shown."""
_ADDRESS: Final = ("地址", "住址")
"""Ends of the labels of addresses."""
STREET: Final = "***"
"""Stands for what follows the town of an address."""
_TOWN: Final = re.compile(r"^.*?(?:街道|[镇乡])")
_SIX: Final = 6
_LONG: Final = re.compile(
    r"(?<![0-9A-Za-z-])(?:"
    r"[0-9]{17}[0-9Xx](?:[0-9]{2}B[0-9]{1,2}|[0-9]{0,4})|[0-9]{12,19}"  # of people, their cards, in one
    r"|[0-9]{6} [0-9]{4} ?[0-9]{4} [0-9]{3}[0-9Xx]|[0-9]{4}(?: [0-9]{4}){2,3}(?: [0-9]{1,4})?"  # in groups
    r"|1[3-9][0-9](?:[ -]?[0-9]{4}){2}|0[0-9]{2,3}[ -]?[0-9]{7,8}"  # telephones
    r")(?![0-9A-Za-z-])"
)
"""Numbers of people, cards and telephones within a sentence; our own numbers have other groups."""
_OF_PEOPLE: Final = re.compile(
    r"(?<![0-9A-Za-z-])(?:"
    r"[0-9]{17}[0-9Xx](?:[0-9]{2}B[0-9]{1,2}|[0-9]{0,4})|[0-9]{16,19}"
    r"|[0-9]{6} [0-9]{4} ?[0-9]{4} [0-9]{3}[0-9Xx]|[0-9]{4}(?: [0-9]{4}){3}(?: [0-9]{1,4})?"
    r"|1[3-9][0-9](?:[ -]?[0-9]{4}){2}"
    r")(?![0-9A-Za-z-])"
)
"""Those of them that can be no number of a letter in the post, which a clerk reads whole."""


def hides(asked: Element | Ask) -> bool:
    """Whether answers to an ask or element are masked."""
    if asked.kind in NUMBERS:
        return True
    place = isinstance(asked, Element) and asked.place
    return asked.kind is Kind.TEXT and (place or asked.label.endswith(_ADDRESS))


def masked(asked: Element | Ask, said: str) -> str:
    """An answer in words, masked where ``hides`` says so."""
    if not said or not hides(asked):
        return said
    return masked_number(said) if asked.kind in NUMBERS else address(said)


def masked_rows(asked: Ask, rows: object) -> str:
    """A list of rows in words, the cells of its columns of addresses masked; empty when it is no list."""
    places = {column.id for column in asked.rows if column.label.endswith(_ADDRESS)}
    found = [row for row in rows if isinstance(row, Mapping)] if isinstance(rows, list | tuple) else []
    return phrases.said([{k: address(str(v)) if k in places else v for k, v in row.items()} for row in found])


def phone(number: str) -> str:
    """A telephone number with only its beginning and its last four digits shown: 138****0001."""
    area, dash, rest = shown_phone(number).rpartition("-")
    begins, own = (area + dash, rest) if dash else (number[:3], number[3:])
    hidden = len(own) - 4
    return f"{begins}{'*' * hidden}{own[-4:]}" if hidden > 0 else "*" * len(number)


def address(text: str) -> str:
    """An address cut after its town; one without a town after its first characters."""
    town = _TOWN.match(text)
    kept = town[0] if town else text[:_SIX]
    return f"{kept}{STREET}" if len(text) > len(kept) else kept


def sentence(text: str, hidden: Iterable[tuple[str, str]] = ()) -> str:
    """A sentence with each hidden answer replaced by its masked form, and long numbers masked.

    ``hidden`` are pairs of an answer whole and masked.
    """
    for whole, shown in sorted(hidden, key=lambda pair: -len(pair[0])):
        text = text.replace(whole, shown)
    return _LONG.sub(lambda found: masked_number(found[0]), text)


def entry(text: str) -> str:
    """A sentence of the ledger with the numbers of people masked, whatever somebody typed as a reason."""
    return _OF_PEOPLE.sub(lambda found: masked_number(found[0]), text)


def deep(value: Any, hidden: Iterable[tuple[str, str]]) -> Any:
    """A value of texts, lists and mappings with every text in it masked like a ``sentence``."""
    pairs = tuple(hidden)
    match value:
        case str():
            return sentence(value, pairs)
        case Mapping():
            return {key: deep(held, pairs) for key, held in value.items()}
        case list() | tuple():
            return [deep(held, pairs) for held in value]
    return value
