"""The 256 bytes of text on a card's chip: where each value stands, by the kind of card."""

from datetime import date
from typing import Final

from desk_app.devices.card_reader.sdt import Torn
from desk_app.domain.cards import LONG, IdCard
from forms.numbers import IdKind, id_kind

_Places = dict[str, tuple[int, int]]

FLAG: Final = (248, 2)
"""Where the kind is told: blank for a resident's card."""
_RESIDENT: Final[_Places] = {
    "name": (0, 30),
    "sex": (30, 2),
    "ethnicity": (32, 4),
    "birth": (36, 16),
    "address": (52, 70),
    "number": (122, 36),
    "issuer": (158, 30),
    "since": (188, 16),
    "until": (204, 16),
}
PLACES: Final[dict[str, _Places]] = {
    "": _RESIDENT,
    # 港澳台居民居住证
    "J": {k: v for k, v in _RESIDENT.items() if k != "ethnicity"} | {"pass_number": (220, 18)},
    # 外国人永久居留身份证, 2017
    "I": {
        "latin_name": (0, 120),
        "sex": (120, 2),
        "number": (122, 30),
        "nationality": (152, 6),
        "name": (158, 30),
        "since": (188, 16),
        "until": (204, 16),
        "birth": (220, 16),
    },
    # 外国人永久居留身份证, 2023
    "Y": {
        "name": (0, 30),
        "sex": (30, 2),
        "birth": (36, 16),
        "latin_name": (52, 70),
        "latin_more": (220, 22),
        "number": (122, 36),
        "since": (188, 16),
        "until": (204, 16),
        "nationality": (242, 6),
    },
}
"""Flag → value → offset and length in bytes."""
_DAYS: Final = ("birth", "since", "until")
_KINDS: Final = {"": IdKind.RESIDENT, "I": IdKind.FOREIGN_2017, "Y": IdKind.FOREIGN_2023}


def card(text: bytes, newest_address: bytes = b"", photo: bytes = b"") -> IdCard:
    """The card of a text block; a newest address replaces the one it was issued with.

    Torn when it is no text of a card: an unknown kind, or no name and number.
    """
    flag = _part(text, FLAG)
    if flag not in PLACES:
        raise Torn
    held = {name: _part(text, place) for name, place in PLACES[flag].items()}
    held |= {name: _day(held[name]) for name in _DAYS}
    held["latin_name"] = held.get("latin_name", "") + held.pop("latin_more", "")
    held["name"] = held["name"] or held["latin_name"]
    held["address"] = _decoded(newest_address) or held.get("address", "")
    if not (held["name"] and held["number"]):
        raise Torn
    kind = _KINDS.get(flag) or id_kind(held["number"]) or IdKind.HONG_KONG_MACAO
    return IdCard(kind=kind, photo=photo, **held)


def _part(text: bytes, place: tuple[int, int]) -> str:
    begin, length = place
    return _decoded(text[begin : begin + length])


def _decoded(part: bytes) -> str:
    """Blank padded UTF-16LE; a rare character is two units, so a part is decoded as a whole."""
    return part.decode("utf-16-le", "replace").replace("\0", " ").strip()


def _day(digits: str) -> str:
    """A day as ISO; 长期 as it stands; empty for anything else."""
    if digits == LONG:
        return LONG
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:8])).isoformat()
    except ValueError:
        return ""
