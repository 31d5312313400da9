"""Labels found by what is typed in Latin letters: their pinyin or its initials, from any character on."""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from desk_app.domain import keys

_LETTERS: Final = re.compile(r"[a-z]+")


def letters(text: str) -> str:
    """What was typed, if it is Latin letters alone: half width, lower case, ü as u; else an empty text."""
    typed = keys.normal(text).replace("v", "u") if text.strip() else ""
    return typed if _LETTERS.fullmatch(typed) else ""


@lru_cache(8192)
def spelled(label: str) -> frozenset[str]:
    """Every way to type a label: pinyin and initials, from each of its characters on.

    Characters that are read in several ways give each of them. The first call loads the table of readings,
    which may take 0.2 s: see ``learn``.
    """
    held = keys.normal(label)
    starts = (held[place:] for place in range(len(held)))
    found = (keys.read_aloud(start) for start in starts)
    return frozenset(word for words in found for word in words)


def begins(label: str, typed: str) -> bool:
    """Whether a label can be meant by these ``letters``."""
    return bool(typed) and any(word.startswith(typed) for word in spelled(label))


def is_whole(label: str, typed: str) -> bool:
    """Whether these ``letters`` spell the whole label, by pinyin or initials."""
    return typed in keys.read_aloud(keys.normal(label))


def learn(labels: Iterable[str]) -> None:
    """Work the spellings of these labels out ahead; may run in any thread."""
    for label in labels:
        spelled(label)
