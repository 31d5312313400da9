"""Reading JSON strictly: WireError for a value of the wrong kind, too large, or not storable.

Unless said otherwise, functions return the value of the key ``key`` of a row, which must be there.
"""

import json
import math
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Final, TypeVar

from forms import moments

Row = Mapping[str, Any]
"""A JSON object."""

NAME_LENGTH: Final = 100
TEXT_LENGTH: Final = 20_000
"""Longest text of any value; the longest answer a form takes has 500 characters."""
DEPTH: Final = 6
"""How deep a payload may be nested; lists of rows are three deep."""
YEARS: Final = range(1900, 2201)
"""Years a moment may be in: outside them computing with days and zones overflows."""

_DIGEST: Final = re.compile(r"[0-9a-f]{64}")
# NUL and lone surrogates can be written in JSON but not be stored by any database.
_UNSTORABLE: Final = re.compile("[\0\ud800-\udfff]")
_Word = TypeVar("_Word", bound=StrEnum)


class WireError(ValueError):
    """A text that is not as agreed; ``str(error)`` is one Chinese sentence naming what is wrong."""


def dump(value: object) -> str:
    """Canonical JSON: the same value is always the same text."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def parse(text: str | bytes, hook: Callable[[list[tuple[str, Any]]], Any] | None = None) -> Any:
    """The value a UTF-8 text of JSON stands for; WireError for anything else."""
    try:
        words = text.decode("utf-8") if isinstance(text, bytes) else text
        return json.loads(words, object_pairs_hook=hook, parse_constant=_no_constant, parse_float=_finite)
    except WireError:
        raise
    except (ValueError, RecursionError):
        raise WireError("内容不是完整的 JSON") from None


def load(text: str | bytes) -> Row:
    """The JSON object a UTF-8 text stands for; WireError for anything else, also for a repeated key."""
    return mapping(parse(text, _once), "内容")


def only(row: Row, keys: Iterable[str]) -> None:
    """WireError for a key that is not among these, so that nothing is stored that is not understood."""
    if unknown := sorted(row.keys() - set(keys)):
        raise WireError(f"信件里有不认识的项目“{unknown[0][:NAME_LENGTH]}”,请升级区县程序")


def get(row: Row, key: str) -> Any:
    """The value of a key; WireError when it is missing."""
    if key not in row:
        raise WireError(f"缺少“{key}”")
    return row[key]


def mapping(value: Any, key: str) -> Row:
    """The value, if it is a JSON object."""
    if not isinstance(value, dict):
        raise WireError(f"“{key}”应为一组项目")
    return value


def rows(row: Row, key: str) -> list[Row]:
    """A list of objects."""
    return [mapping(item, key) for item in listed(row, key)]


def listed(row: Row, key: str) -> list[Any]:
    """A list of anything."""
    value = get(row, key)
    if not isinstance(value, list):
        raise WireError(f"“{key}”应为列表")
    return value


def as_text(value: Any, key: str) -> str:
    """The value, if it is a text that can be stored."""
    if not isinstance(value, str):
        raise WireError(f"“{key}”应为文字")
    if len(value) > TEXT_LENGTH:
        raise WireError(f"“{key}”太长,最多{TEXT_LENGTH}个字")
    return _storable(value, key)


def text(row: Row, key: str) -> str:
    """A text of at most ``TEXT_LENGTH`` characters."""
    return as_text(get(row, key), key)


def short(row: Row, key: str) -> str:
    """A text of at most 100 characters, which may be empty."""
    found = text(row, key)
    if len(found) > NAME_LENGTH:
        raise WireError(f"“{key}”最多{NAME_LENGTH}个字")
    return found


def name(row: Row, key: str) -> str:
    """A text of 1 to 100 characters."""
    found = text(row, key)
    if not 1 <= len(found) <= NAME_LENGTH:
        raise WireError(f"“{key}”应有1至{NAME_LENGTH}个字")
    return found


def texts(value: Any, key: str) -> tuple[str, ...]:
    """A list of texts."""
    if not isinstance(value, list):
        raise WireError(f"“{key}”应为文字列表")
    return tuple(as_text(item, key) for item in value)


def names(row: Row, key: str) -> tuple[str, ...]:
    """A list of texts, none of them twice."""
    found = texts(get(row, key), key)
    if len(set(found)) < len(found):
        raise WireError(f"“{key}”中有重复的项目")
    return found


def count(row: Row, key: str) -> int:
    """A whole number from 0 that a database can hold."""
    value = get(row, key)
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < 2**63:
        raise WireError(f"“{key}”应为不小于零的整数")
    return value


def truth(row: Row, key: str) -> bool:
    """True or false."""
    value = get(row, key)
    if not isinstance(value, bool):
        raise WireError(f"“{key}”应为是或否")
    return value


def moment(row: Row, key: str) -> datetime:
    """A moment in the hall's zone; the text has to name its own."""
    told = text(row, key)
    try:
        found = datetime.fromisoformat(told)
    except ValueError:
        raise WireError(f"“{key}”不是时间") from None
    if found.tzinfo is None:
        raise WireError(f"“{key}”没有注明时区")
    if found.year not in YEARS:
        raise WireError(f"“{key}”的年份不对,请核对窗口电脑的时间")
    return moments.local(found)


def day(row: Row, key: str) -> date:
    """A date."""
    told = text(row, key)
    try:
        found = date.fromisoformat(told)
    except ValueError:
        raise WireError(f"“{key}”不是日期") from None
    if found.year not in YEARS:
        raise WireError(f"“{key}”的年份不对,请核对窗口电脑的时间")
    return found


def word(row: Row, key: str, words: type[_Word]) -> _Word:
    """One of the words of an enumeration; WireError for others."""
    told = text(row, key)
    try:
        return words(told)
    except ValueError:
        raise WireError(f"“{key}”的值不认识,可用:{'、'.join(words)}") from None


def value(found: Any, key: str, depth: int = DEPTH) -> Any:
    """A value of a payload: text, number, truth, nothing, a list of these, or a row of these."""
    if found is None or isinstance(found, bool):
        return found
    if isinstance(found, int) and not -(2**63) <= found < 2**63:
        raise WireError(f"“{key}”的数太大")
    if isinstance(found, int | float):
        return found
    if depth == 0:
        raise WireError(f"“{key}”套得太深")
    if isinstance(found, list):
        return [value(item, key, depth - 1) for item in found]
    if isinstance(found, dict):
        return {_key(k): value(v, k, depth - 1) for k, v in found.items()}
    return as_text(found, key)


def is_digest(found: str) -> bool:
    """Whether a text is a SHA-256 in lower-case hex, as page ids are."""
    return _DIGEST.fullmatch(found) is not None


def storable(found: str) -> bool:
    """Whether a database can store a text."""
    return _UNSTORABLE.search(found) is None


def _key(found: str) -> str:
    if not 1 <= len(found) <= NAME_LENGTH:
        raise WireError(f"项目名应有1至{NAME_LENGTH}个字")
    return _storable(found, "项目名")


def _storable(found: str, key: str) -> str:
    if not storable(found):
        raise WireError(f"“{key}”中有不能保存的字符,请删去后重录")
    return found


def _once(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    row: dict[str, Any] = {}
    for key, found in pairs:
        if key in row:
            raise WireError(f"“{key[:NAME_LENGTH]}”出现了两次")
        row[_storable(key, "项目名")] = found
    return row


def _finite(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):
        raise WireError(f"不能用数值 {digits[:NAME_LENGTH]}")
    return number


def _no_constant(constant: str) -> None:
    raise WireError(f"不能用数值 {constant}")
