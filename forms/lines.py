"""The line of a row or key in a TOML file; the standard reader gives no lines."""

import re
from collections.abc import Iterator
from typing import Final

At = tuple[str | int, ...]
"""Place of a value in the data of a file: ``("matter", 3, "requirements", 0, "when")``."""

_QUOTED: Final = r'"""(?:\\.|[^\\])*?"""|' + r"'''.*?'''|" + r'"(?:\\.|[^"\\\n])*"|' + r"'[^'\n]*'|#[^\n]*|"
_TOKENS: Final = re.compile(_QUOTED + r"[\[\]{}\n]", re.DOTALL)
_PARTS: Final = re.compile(_QUOTED + r"[\[\]{}\n,=]|[^\s\[\]{},=#\"']+", re.DOTALL)
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
    """Place of the table a header opens; tables of an array are numbered from 0."""
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
    """First line number and text of every header and assignment; a value may go on over several lines."""
    text = text.removeprefix("\ufeff") + "\n"
    depth, line, first, begin = 0, 1, 1, 0
    for token in _TOKENS.finditer(text):
        mark = token[0]
        if mark == "\n" and depth == 0:
            yield first, text[begin : token.start()].strip()
            first, begin = line + 1, token.end()
        line += mark.count("\n")
        depth = max(0, depth + (mark in ("[", "{")) - (mark in ("]", "}")))


def places(text: str) -> dict[At, int]:
    """As ``starts``, and also every part of a value: rows of an array, keys of a table in braces."""
    found = dict(starts(text))
    lines = {line: place for place, line in reversed(found.items())}
    for number, words in _statements(text):
        if number in lines and (key := _KEY.match(words)):
            found |= {p: n for p, n in _inside(lines[number], words[key.end() :], number) if p not in found}
    return found


def _inside(place: At, value: str, line: int) -> Iterator[tuple[At, int]]:
    """Place and line of every part of a value that begins in line ``line``."""
    # Of every array or table that is open: where it stands, and the number or key of the next part.
    around: list[tuple[At, int | str]] = []
    for token in _PARTS.finditer(value):
        mark = token[0]
        if mark in ("]", "}"):
            around.pop()
        elif mark == ",":
            above, last = around[-1]
            around[-1] = (above, last + 1 if isinstance(last, int) else "")
        elif mark not in ("=", "\n") and mark[0] != "#":
            here = place
            if around and around[-1][1] == "":
                around[-1] = (around[-1][0], mark.strip("\"'"))
                continue
            if around:
                here = (*around[-1][0], around[-1][1])
                yield here, line
            if mark in ("[", "{"):
                around.append((here, 0 if mark == "[" else ""))
        line += mark.count("\n")
