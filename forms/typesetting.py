"""Sets our own texts, kept with half-width punctuation, with Chinese punctuation for screen and paper."""

import re
from typing import Final

# Marks of Chinese text and what stands beside them (GB/T 15834-2011 5.1.1).
_WIDE: Final = {mark: chr(ord(mark) + 0xFEE0) for mark in ",:;?!()"}
_HAN: Final = r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uff60\U00020000-\U0003ffff“”‘’…]"


def typeset(text: str) -> str:
    """A text of ours with Chinese punctuation next to Chinese characters.

    Packs hold half-width punctuation; official papers use full-width. Papers set what a person wrote
    (addresses, reasons) the same way; names and numbers are never passed through here.
    """
    chars = list(text)
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
