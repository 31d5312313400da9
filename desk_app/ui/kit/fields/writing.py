"""How typed answers are read and shown: groups of digits, dates in any usual form."""

from collections.abc import Sequence
from typing import Final

from forms import check
from forms.schema import Element, Kind

_GROUPS: Final[dict[Kind, Sequence[int]]] = {
    Kind.ID_NUMBER: (6, 8, 4),
    Kind.CERTIFICATE: (6, 8, 4, 2),
    Kind.BANK_CARD: (4, 4, 4, 4),
}
_LONG: Final = 18
"""Characters that fit a button beside the live paper in large type."""


def value_of(element: Element, text: str) -> str:
    """The answer a finished text means, tidied; a text that is not understood is kept as typed."""
    return check.tidy(element.kind, text)


def value_while_typing(element: Element, text: str) -> str:
    """The answer while it is typed: words as typed, numbers and dates as ``value_of`` reads them."""
    return text if element.kind in (Kind.TEXT, Kind.NAME) else value_of(element, text)


def spaced(kind: Kind, text: str) -> str:
    """A number in the groups people read it in; a text that is no such number is returned unchanged."""
    plain = text.replace(" ", "")
    if not (plain.isascii() and plain.isalnum()):
        return text
    groups = _phone_groups(plain) if kind is Kind.PHONE else _GROUPS.get(kind, ())
    if not groups:
        return text
    parts, start = [], 0
    for length in (*groups, len(plain)):
        parts.append(plain[start : start + length])
        start += length
    return " ".join(part for part in parts if part)


def moved_cursor(before: str, cursor: int, after: str) -> int:
    """The cursor's place after regrouping: behind as many characters, spaces not counted, as before."""
    wanted = len(before[:cursor].replace(" ", ""))
    place = 0
    while wanted and place < len(after):
        wanted -= after[place] != " "
        place += 1
    return place


def folded(text: str) -> str:
    """A long option broken after a mark into two lines of similar length; a short one unchanged."""
    if len(text) <= _LONG:
        return text
    places = [i + 1 for i, char in enumerate(text[:-1]) if char in "、,;)"]
    if not places:
        return text
    middle = min(places, key=lambda place: abs(place - len(text) // 2))
    return f"{text[:middle]}\n{text[middle:]}"


def _phone_groups(digits: str) -> Sequence[int]:
    if digits.startswith("0"):
        return (3, 8) if digits[1:2] in ("1", "2") else (4, 8)
    return (3, 4, 4)
