"""Search keys: those of a record, and those a query asks for.

A key is a letter for its class and a normalised text. A record matches a query when one of its keys
begins with one of the query's. Numbers are kept forwards and backwards, so that their last digits find
them; a name is kept once from each of its characters on, so that any part of it finds it.
"""

import os
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import islice, product, takewhile
from typing import Final

from desk_app.domain import seals

VERSION: Final = 5
"""Raised when keys are made differently: books then make all keys anew."""
NAME, PINYIN, INITIALS, NUMBER, TAIL = "n", "p", "i", "d", "t"
"""Classes of keys."""
MOST: Final = 120
"""Longest query that is looked for, in characters; the scanned code of our papers has at most 60."""
_LONGEST: Final = 32
"""Longest key in characters; longer texts are cut."""
_TEXT: Final = 64
"""How many first characters of a text each begin a key."""
_READINGS: Final = 12
"""How many ways of reading a name are kept."""
_RUNS: Final = re.compile(r"[0-9]+x?(?![a-z0-9])|[0-9]+|[a-z]+|[^0-9a-z]+")
_SIGNS: Final = re.compile(
    r"([\u00b2\u00b3\u00b9\u00bc-\u00be\u2070-\u2089\u2150-\u215f\u2189\u2460-\u249b\u24ea"
    r"\u3251-\u325f\u32b1-\u32bf\U0001d7ce-\U0001d7ff\U0001f100-\U0001f10a\U0001fbf0-\U0001fbf9])"
)
"""Signs that Unicode decomposes into digits, as 1 in a circle; they stand for themselves."""
_DIGITS: Final = re.compile(r"[0-9]+x?")
_LETTERS: Final = re.compile(r"[a-z]+")
_CERTIFICATE: Final = re.compile(r"([0-9]{17}[0-9x])[0-9]{2}(?:b[0-9])?")
"""A certificate's number begins with its holder's (残联发〔2017〕34号)."""
_LABELS: Final = re.compile(
    r"姓名[:\uff1a]|(?:(?:公民)?身份证?号码?|身份证|残疾人证号?|证件?号码?|(?:联系)?电话|手机号?码?"
    r"|(?:受理)?回执编号|办件编号|编号)[:\uff1a]?\s*(?=[0-9A-Za-z\uff10-\uff19])"
)
"""Labels of names and numbers that were copied along with them."""
_ONE_NUMBER: Final = 11
"""Digits from which on a run is a number of its own: a mobile phone's."""
_ABROAD: Final = re.compile(r"(?:0086|86)(?=1[0-9]{10}$|0[0-9]{9,11}$)")

_SURNAMES: Final = {
    "黑": "he", "秘": "bi", "祭": "zhai", "召": "shao", "洗": "xian", "乜": "nie", "贠": "yun", "幺": "yao",
    "郇": "xun", "谌": "chen", "重": "chong", "员": "yun", "纪": "ji", "撒": "sa", "尹": "yin",
}  # fmt: skip
"""Readings as a surname beside those pypinyin has."""
_SEVERAL: Final = frozenset(
    "乐长朝行盛茜重参藏曾都柏露莘娜阿降省强率颉角觉贾车弹传调佛伽仔解洞拓叶纶谷晟石单翟卜靓峤"
)
"""Characters of given names that people read in more than one way."""
_SORTED: Final = {
    "单": "shan", "曾": "zeng", "解": "xie", "仇": "qiu", "查": "zha", "盖": "ge", "区": "ou", "朴": "piao",
    "翟": "zhai", "缪": "miao", "覃": "qin", "卜": "bu", "种": "chong", "乐": "yue", "牟": "mu", "繁": "po",
    "折": "she", "隗": "wei", "阚": "kan", "瞿": "qu", "薄": "bo", "澹": "tan", "祭": "zhai", "宁": "ning",
}  # fmt: skip
"""How a surname is read where pypinyin's first reading of its character is another one."""
_TWO: Final = {"尉迟": ("yu", "chi"), "万俟": ("mo", "qi"), "单于": ("chan", "yu"), "尉遲": ("yu", "chi")}
"""Surnames of two characters that are read otherwise than each of them."""
_UMLAUT: Final = re.compile("v(.*)")


@dataclass(frozen=True, slots=True)
class Findable:
    """What a record can be found by, as it was typed."""

    names: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    """Labels and words: found by any part, not by pinyin."""


class Meant(StrEnum):
    """What a query is understood as."""

    NOTHING = "nothing"
    """No letter, digit or character in it."""
    TOO_LONG = "too-long"
    PAPER = "paper"
    """The scanned code of a sealed paper."""
    DIGITS = "digits"
    LETTERS = "letters"
    WORDS = "words"
    NUMBER = "number"
    """Letters and digits in one piece."""
    SEVERAL = "several"
    """Several things: a name and the end of a number, for one."""


@dataclass(frozen=True, slots=True)
class Query:
    """A query as beginnings of keys."""

    meant: Meant
    text: str = ""
    """The query normalised, without marks and spaces."""
    whole: tuple[str, ...] = ()
    """A record matches when one of its keys begins with one of these."""
    parts: tuple[tuple[str, ...], ...] = ()
    """Or when, for each of these, one of its keys begins with one of them; the most telling part first."""


def normal(text: str) -> str:
    """A text as keys hold it: letters, digits and characters only, half width, lower case, no tones.

    Of the signs that look like digits only those of full width are taken for digits.
    """
    if text.isascii() and text.isalnum():
        return text.lower()
    if _SIGNS.search(text):
        pieces = _SIGNS.split(text)  # every second one is a sign
        pieces[::2] = [unicodedata.normalize("NFKD", piece) for piece in pieces[::2]]
        plain = "".join(pieces).casefold()
    else:
        plain = unicodedata.normalize("NFKD", text).casefold()
    return "".join(c for c in plain if c.isalnum() or unicodedata.category(c) == "Co")


# ---- the keys of a record ------------------------------------------------------------------------


def keys(record: Findable) -> frozenset[str]:
    """Every key of a record; the first call loads the table of readings (some 35 ms)."""
    return frozenset(_keys(record))


def _keys(record: Findable) -> Iterator[str]:
    for name in record.names:
        yield from _parts(name)
        for way in _read(name):
            # What has no reading can not be typed in letters: a name is read up to there.
            if not (reading := tuple(takewhile(str.isascii, way))):
                continue
            yield (PINYIN + _joined(reading))[:_LONGEST]
            yield (INITIALS + "".join(syllable[0] for syllable in reading))[:_LONGEST]
    for text in record.texts:
        yield from _parts(text)
    for number in record.numbers:
        yield from _number(normal(number))
        if not number.isascii():  # 平川残办〔2026〕17号 is asked for by its digits
            yield from _parts(number)
    for phone in record.phones:
        yield from _number(_ABROAD.sub("", normal(phone)))


def read_aloud(label: str) -> frozenset[str]:
    """Pinyin and initials of a label in each way to read it, as far as its characters have a reading."""
    found = set[str]()
    for way in _read(label):
        if reading := tuple(takewhile(str.isascii, way)):
            found |= {_joined(reading), "".join(syllable[0] for syllable in reading)}
    return frozenset(found)


def _parts(text: str) -> Iterator[str]:
    held = normal(text[: _TEXT * 2])[:_TEXT]
    return ((NAME + held[start:])[:_LONGEST] for start in range(len(held)))


def _number(held: str) -> Iterator[str]:
    if held:
        yield (NUMBER + held)[:_LONGEST]
        yield (TAIL + held[::-1])[:_LONGEST]


def _read(name: str) -> Iterator[tuple[str, ...]]:
    """The ways to read a name, each as syllables, the usual one first; at most ``_READINGS``."""
    held = normal(name[: _TEXT * 2])[:_LONGEST]
    ways = [_surname(c) if place == 0 else _given(c) for place, c in enumerate(held)]
    return islice(product(*ways), _READINGS) if ways else iter(())


@lru_cache(4096)
def _surname(character: str) -> tuple[str, ...]:
    own = _SURNAMES.get(character)
    return tuple(dict.fromkeys(((own,) if own else ()) + _readings(character)))


@lru_cache(8192)
def _given(character: str) -> tuple[str, ...]:
    found = _readings(character)
    return found if character in _SEVERAL else found[:1]


def _readings(character: str) -> tuple[str, ...]:
    """A character's syllables without tones, the usual one first; itself when it has none."""
    if character.isascii():
        return (character,)
    # Readings of phrases take five times the memory and say nothing of names.
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "1")
    os.environ.setdefault("PYPINYIN_NO_DICT_COPY", "1")
    from pypinyin import Style, pinyin

    ((*found,),) = pinyin(character, style=Style.NORMAL, heteronym=True)
    return tuple(dict.fromkeys(normal(reading) for reading in found)) or (character,)


def _joined(syllables: Iterable[str]) -> str:
    """Syllables joined, with u for ü as people type it."""
    return "".join(syllables).replace("v", "u")


def spelling(label: str) -> str:
    """By what a label is sorted: reading and character of each Han character in turn, the rest folded.

    So people of one surname stand together, and a short name before a longer one that begins with it. The
    first character is read as a surname. Cut to as many characters as a key has.
    """
    held = normal(label[: _TEXT * 2])[:_LONGEST]
    begun: tuple[str, ...] = _TWO.get(held[:2]) or _usual(held[:1])
    syllables = (*begun, *(_given(c)[0] for c in held[len(begun) :]))
    return "".join(map(_spelled, syllables, held))


def _usual(character: str) -> tuple[str, ...]:
    """The usual reading of a surname; nothing for an empty text."""
    return (_SORTED.get(character) or _surname(character)[0],) if character else ()


def _spelled(syllable: str, character: str) -> str:
    """A syllable and its character; ü comes after u and before u with another letter."""
    if syllable == character:
        return character
    return _UMLAUT.sub(r"u\1!", syllable) + " " + character


# ---- a query -------------------------------------------------------------------------------------


def query(asked: str) -> Query:
    """What a text asks for; every text gives a query, none raises."""
    if len(asked) > MOST:
        return Query(Meant.TOO_LONG)
    if (paper := seals.read(asked)) is not None:
        number = normal(paper.number)
        return Query(Meant.PAPER, number, (NUMBER + number,))
    asked = _LABELS.sub(" ", asked)
    text = normal(asked)[:MOST]
    if not text:
        return Query(Meant.NOTHING)
    runs = _runs(asked)
    whole = tuple(dict.fromkeys(begin[:_LONGEST] for begin in _beginnings(text)))
    if len(runs) < 2:
        return Query(_meant(text), text, whole)
    parts = tuple(tuple(begin[:_LONGEST] for begin in _beginnings(run)) for run in runs)
    return Query(Meant.SEVERAL if len(asked.split()) > 1 else _meant(text), text, whole, parts)


def _meant(text: str) -> Meant:
    if _DIGITS.fullmatch(text):
        return Meant.DIGITS
    if _LETTERS.fullmatch(text):
        return Meant.LETTERS
    return Meant.NUMBER if text.isascii() else Meant.WORDS


def _runs(asked: str) -> tuple[str, ...]:
    """The digits, the letters and the characters of a query, each sort joined, the most telling first.

    A character tells as much as two digits. Several whole numbers are not joined.
    """
    found: dict[str, str] = {}
    for word in asked.split():
        for run in _RUNS.findall(normal(word)):
            sort = "0" if run[0].isdigit() and run[0].isascii() else "a" if run[0].isascii() else "字"
            whole = sort == "0" and len(run) >= _ONE_NUMBER
            found[run if whole else sort] = run if whole else found.get(sort, "") + run
    told = sorted(found, key=lambda sort: len(found[sort]) * (2 if sort == "字" else 1), reverse=True)
    return tuple(found[sort] for sort in told)


def _beginnings(text: str) -> Iterator[str]:
    """Beginnings of the keys that a text in one piece can stand for."""
    if _LETTERS.fullmatch(text):
        yield PINYIN + _joined((text.replace("lyu", "lu"),))
        yield INITIALS + text
        yield NUMBER + text
        yield NAME + text
        return
    if _DIGITS.fullmatch(text):
        yield from _digits(text)
    else:
        yield NUMBER + text
        yield TAIL + text[::-1]
    if certificate := _CERTIFICATE.fullmatch(text):
        yield NUMBER + certificate[1]
    yield NAME + text


def _digits(text: str) -> Iterator[str]:
    yield NUMBER + text
    yield TAIL + text[::-1]
    if (phone := _ABROAD.sub("", text)) != text:
        yield NUMBER + phone
    if len(text) == 15:  # an identity number of before October 1999 (GB 11643-1989)
        yield NUMBER + text[:6] + "19" + text[6:]
