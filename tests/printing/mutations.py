"""Layout files with one mistake each, as an administrator might make it."""

import random
import re
from collections.abc import Callable, Iterator

_KEY = re.compile(r"[a-z_]{3,}(?= = )")
_NUMBER = re.compile(r"(?<![\w.\"{])\d+(?:\.\d+)?(?![\w.\"}])")
_WORD = re.compile(r'"[^"\n]*"')
_NAME = re.compile(r"(?<=\{)[a-z_]{2,}(?=[ }])")
_WILD = (
    "-1",
    "-20.5",
    "0",
    "1e9",
    "99999999999999999999",
    "nan",
    "inf",
    "-inf",
    "true",
    '"9"',
    "[]",
    "{}",
    "1e-9",
)
_STRANGE = (
    '""',
    '"😀"',
    '"\\u0007"',
    '"{"',
    '"{nothing}"',
    '"{? a}"',
    "3",
    "true",
    "[]",
    '"' + "很长的字" * 60 + '"',
)


def slips(text: str, chance: random.Random) -> Iterator[tuple[str, str]]:
    """An endless series of (description of the mistake, the text with it)."""
    while True:
        kind, slip = chance.choice(_SLIPS)
        changed = slip(text, chance)
        if changed != text:
            yield kind, changed


def without_line(text: str, number: int) -> str:
    """The text without one of its lines, counted from 0."""
    lines = text.split("\n")
    return "\n".join(lines[:number] + lines[number + 1 :])


def doubled_line(text: str, number: int) -> str:
    """The text with one of its lines twice."""
    lines = text.split("\n")
    return "\n".join(lines[: number + 1] + lines[number:])


def _deleted(text: str, chance: random.Random) -> str:
    return without_line(text, chance.randrange(text.count("\n") + 1))


def _doubled(text: str, chance: random.Random) -> str:
    return doubled_line(text, chance.randrange(text.count("\n") + 1))


def _swapped(text: str, chance: random.Random) -> str:
    """The text with two lines exchanged."""
    lines = text.split("\n")
    one, two = chance.sample(range(len(lines)), 2)
    lines[one], lines[two] = lines[two], lines[one]
    return "\n".join(lines)


def _truncated(text: str, chance: random.Random) -> str:
    return text[: chance.randrange(len(text))]


def _table_removed(text: str, chance: random.Random) -> str:
    """The text without one ``[table]`` and all below it."""
    parts = re.split(r"(?m)^(?=\[)", text)
    gone = chance.randrange(len(parts))
    return "".join(parts[:gone] + parts[gone + 1 :])


def _replacing(pattern: re.Pattern[str], new: Callable[[str, random.Random], str]) -> Callable[..., str]:
    def slip(text: str, chance: random.Random) -> str:
        found = list(pattern.finditer(text))
        if not found:
            return text
        match = chance.choice(found)
        return text[: match.start()] + new(match[0], chance) + text[match.end() :]

    return slip


def _a_letter_off(word: str, chance: random.Random) -> str:
    place = chance.randrange(len(word))
    return word[:place] + chance.choice(("", "x", word[place] * 2)) + word[place + 1 :]


_SLIPS = (
    ("line deleted", _deleted),
    ("line doubled", _doubled),
    ("lines swapped", _swapped),
    ("truncated", _truncated),
    ("table removed", _table_removed),
    ("key misspelt", _replacing(_KEY, _a_letter_off)),
    ("name misspelt", _replacing(_NAME, _a_letter_off)),
    ("number wild", _replacing(_NUMBER, lambda _, chance: chance.choice(_WILD))),
    (
        "number changed",
        _replacing(_NUMBER, lambda n, chance: str(round(float(n) * chance.uniform(0.1, 8), 1))),
    ),
    ("word strange", _replacing(_WORD, lambda _, chance: chance.choice(_STRANGE))),
    ("word for number", _replacing(_NUMBER, lambda n, _: f'"{n}"')),
    ("brace lost", _replacing(re.compile(r"[\[\]{}\"]"), lambda *_: "")),
    ("letter not UTF-8 text", _replacing(re.compile("[\u4e00-\u9fff]"), lambda *_: "\ud800")),
)
