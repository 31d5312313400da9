"""The recovery key as people write and type it: eight groups of five characters, the fifth a check.

160 random bits stand in Crockford's base 32 (no I, L, O, U), four characters a group. The fifth is a weighted
sum of the four and of the group's place over the field of 32 elements: one wrong character, two neighbours
exchanged and a group in another place are all told at their group.
"""

import re
import secrets
import unicodedata
from dataclasses import dataclass
from typing import Final

from desk_app.errors import RuleError

BYTES: Final = 20
"""Random bytes of a recovery key."""
GROUPS: Final = 8
ASKED_BACK: Final = (2, 6)
"""Groups, counted from 0, that are typed back before a sheet counts as kept."""
_SIGNS: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_ALIKE: Final = str.maketrans("OIL", "011")
_EACH: Final = 4
_FIELD: Final = 0b100101
"""x⁵ + x² + 1, by which the field of 32 elements is reckoned."""


@dataclass(frozen=True, slots=True)
class RecoverySheet:
    """What is printed for the cupboard: never stored, never sent."""

    book: str
    """Id of the book it opens."""
    code: str
    """The recovery key as ``written`` gives it."""
    made: str
    """Its day, 2026-11-27."""
    voids: bool = False
    """Whether an earlier sheet is void from now on."""

    @property
    def groups(self) -> tuple[str, ...]:
        """The groups in their order."""
        return tuple(self.code.split("-"))


def new() -> bytes:
    """A new recovery key."""
    return secrets.token_bytes(BYTES)


def written(key: bytes) -> str:
    """The groups with hyphens between; ValueError for a key of another length."""
    if len(key) != BYTES:
        raise ValueError(f"a recovery key has {BYTES} bytes")
    number, signs = int.from_bytes(key, "big"), _EACH * GROUPS
    values = [number >> 5 * (signs - 1 - i) & 31 for i in range(signs)]
    cut = (values[i : i + _EACH] for i in range(0, signs, _EACH))
    return "-".join(
        "".join(_SIGNS[v] for v in (*group, _check(group, place))) for place, group in enumerate(cut)
    )


def read(text: str) -> bytes:
    """The key of what was typed, in small or wide letters, with any spaces and hyphens.

    RuleError names the groups that were typed wrongly.
    """
    groups = _groups(text)
    wrong = [place + 1 for place, group in enumerate(groups) if not _sound(group, place)]
    if wrong:
        named = "、".join(f"第{n}组“{groups[n - 1]}”" for n in wrong[:3])
        raise RuleError(f"恢复密钥的{named}输错了,请对照纸上改正")
    number = 0
    for group in groups:
        for sign in group[:_EACH]:
            number = number << 5 | _SIGNS.index(sign)
    return number.to_bytes(BYTES, "big")


def tidy(text: str) -> str:
    """Typed signs as they stand on the paper: capital, narrow, 0 and 1 for what looks like them."""
    return unicodedata.normalize("NFKC", text).upper().translate(_ALIKE).strip()


def _groups(text: str) -> list[str]:
    typed = tidy(text)
    groups = [g for g in re.split(r"[\s\-‐-―−_.,、]+", typed) if g]
    joined = "".join(groups)
    if len(groups) != GROUPS and len(joined) == GROUPS * (_EACH + 1):
        groups = [joined[i : i + _EACH + 1] for i in range(0, len(joined), _EACH + 1)]
    if len(groups) != GROUPS:
        typed_now = f"现在是{len(groups)}组{len(joined)}个字符"
        raise RuleError(f"恢复密钥是{GROUPS}组,每组{_EACH + 1}个字符;{typed_now},请对照纸上补全")
    return groups


def _sound(group: str, place: int) -> bool:
    if len(group) != _EACH + 1 or any(sign not in _SIGNS for sign in group):
        return False
    values = [_SIGNS.index(sign) for sign in group]
    return _check(values[:_EACH], place) == values[_EACH]


def _check(values: list[int], place: int) -> int:
    total = 0
    for value in values:
        total = _times_x(total ^ value)
    return total ^ place


def _times_x(value: int) -> int:
    doubled = value << 1
    return doubled ^ _FIELD if doubled & 32 else doubled
