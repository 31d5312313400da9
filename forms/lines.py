"""In which line of a TOML file a row or a key stands; the standard reader tells no lines."""

import re
from collections.abc import Iterator
from typing import Final

At = tuple[str | int, ...]
"""Where something stands in the data of a file: ``("matter", 3, "requirements", 0, "when")``."""

_TOKENS: Final = re.compile(
    r'"""(?:\\.|[^\\])*?"""|' + r"'''.*?'''|" + r'"(?:\\.|[^"\\\n])*"|' + r"'[^'\n]*'|#[^\n]*|[\[\]{}\n]",
    re.DOTALL,
)
_HEADER: Final = re.compile(r"(\[\[?)\s*([^\[\]]+?)\s*\]")
_KEY: Final = re.compile(r"""["']?([\w-]+)["']?\s*=""")


def starts(text: str) -> dict[At, int]:
    """Every table and key of a file with its line, from 1, in reading order."""
    found: dict[At, int] = {}
    counts: dict[At, int] = {}
    here: At = ()
    for number, words in _statements(text):
        if header := _HEADER.match(words):
            here = _opened(header[2], header[1] == "[[", counts)
            found.setdefault(here, number)
        elif key := _KEY.match(words):
            found.setdefault((*here, key[1]), number)
    return found


def _opened(name: str, many: bool, counts: dict[At, int]) -> At:
    """Where the table of a header stands; one of many is numbered from 0."""
    *above, last = (part.strip().strip("\"'") for part in name.split("."))
    place: At = ()
    for part in above:
        place = (*place, part)
        place = (*place, counts[place]) if place in counts else place
    place = (*place, last)
    if many:
        counts[place] = counts.get(place, -1) + 1
        place = (*place, counts[place])
    return place


def _statements(text: str) -> Iterator[tuple[int, str]]:
    """Line number and first line of every header and assignment, whatever lines its value goes on over."""
    lines = text.removeprefix("\ufeff").split("\n")
    depth, line, first = 0, 1, 1
    for token in _TOKENS.finditer(text + "\n"):
        mark = token[0]
        if mark == "\n" and depth == 0:
            yield first, lines[first - 1].strip() if first <= len(lines) else ""
            first = line + 1
        line += mark.count("\n")
        depth = max(0, depth + (mark in ("[", "{")) - (mark in ("]", "}")))
