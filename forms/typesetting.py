"""Sets our own texts, kept with half-width punctuation, with Chinese punctuation for screen and paper."""

import re
from collections.abc import Iterator
from typing import Final

# Marks of Chinese text and what stands beside them (GB/T 15834-2011 5.1.1).
_WIDE: Final = {mark: chr(ord(mark) + 0xFEE0) for mark in ",:;?!()"}
_HAN: Final = r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uff60\U00020000-\U0003ffff“”‘’…]"


def typeset(text: str) -> str:
    """A text of ours with Chinese punctuation next to Chinese characters, quotation marks in turn.

    Packs hold half-width punctuation; official papers use full-width. What a sentence names in quotation
    marks may have its own: ‘1+N’ within “…”. Papers set what a person wrote (addresses, reasons) the same
    way; names and numbers are never passed through here.
    """
    chars = list(text)
    for first, last in _within(text):
        chars[first], chars[last] = "‘’"
    opened: list[int] = []
    for place, mark in enumerate(text):
        if mark not in _WIDE:
            continue
        # The mark before is already set, so a colon after a full-width bracket becomes one too.
        beside = "".join(chars[max(0, place - 1) : place]) + text[place + 1 : place + 2]
        wide = bool(re.search(_HAN, beside))
        if mark == "(":
            opened.append(place)
        elif mark == ")" and opened:
            partner = opened.pop()
            wide = wide or chars[partner] != "("
            chars[partner] = _WIDE["("] if wide else "("
        if wide:
            chars[place] = _WIDE[mark]
    return "".join(chars)


def _within(text: str) -> Iterator[tuple[int, int]]:
    """The places of each pair of double quotation marks that stands within another (GB/T 15834-2011 4.8.3.2).

    What stands deeper still has double ones again.
    """
    if text.count("“") < 2:
        return
    opened: list[int] = []
    for place, mark in enumerate(text):
        if mark == "“":
            opened.append(place)
        elif mark == "”" and opened:
            first = opened.pop()
            if len(opened) % 2:
                yield first, place
