"""Keys that rows of earlier releases lack are taken from the shipped row of the same id.

Kept packs and a county's own files are read by later releases. A key that such a row does not write is
taken from the shipped row, so that a paper is sealed and a field helps as it did before the key existed.
"""

import tomllib
from collections.abc import Collection, Mapping
from functools import cache
from typing import Any, Final

from forms.sources import DEFINITIONS

Lent = Mapping[tuple[str, str], Mapping[str, Any]]
"""Kind and id of a row → later keys it gets from the shipped row."""

_LATER: Final[Mapping[str, tuple[str, ...]]] = {
    "matter": ("dates", "shows", "gives", "number", "years", "meanwhile", "prevails", "mends"),
    "element": (
        *("place", "same_as", "same_words", "not_before", "beside", "printed_as", "lasting"),
        *("why_required", "also_as", "also_words"),
    ),
    "material": ("prints", "media"),
    "document": ("sealed", "promised", "by_hand", "in_force", "counter", "each_department"),
}
"""Kind → keys that rows of earlier releases did not know."""
_POINTERS: Final = ("same_as", "also_as", "not_before", "beside", "dates", "shows")
"""Keys that name another element: given only when the pack has that element."""
_RULES: Final = ("prevails", "mends")
"""Keys that change how a matter is judged: not given to a kept pack, whose applications keep their rules."""


def lent(elements: Collection[str], *, kept: bool = False) -> Lent:
    """By kind and id of a row, the later keys it gets; ``elements`` are the ids a pack defines.

    ``kept`` is a pack that was in force before, not a county's own files.
    """
    return {
        row: {k: v for k, v in keys.items() if _fits(k, v, elements) and not (kept and k in _RULES)}
        for row, keys in _shipped().items()
    }


def _fits(key: str, value: Any, elements: Collection[str]) -> bool:
    """Whether every element that a key names is one of the pack's."""
    if key == "mends":
        return all(name in elements for name in value)
    return key not in _POINTERS or value in elements


@cache
def _shipped() -> Lent:
    found: dict[tuple[str, str], Mapping[str, Any]] = {}
    for kind, later in _LATER.items():
        data = tomllib.loads((DEFINITIONS / f"{kind}s.toml").read_text(encoding="utf-8"))
        for row in data[kind]:
            keys = {k: row[k] for k in later if k in row}
            if keys:
                found[kind, row["id"]] = keys
    return found
