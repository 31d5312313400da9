"""Postal numbers: as they are typed or scanned, and as they are kept."""

import re
import unicodedata
from typing import Final

from desk_app.domain import scans
from desk_app.errors import RuleError

_NUMBER: Final = re.compile(r"[0-9A-Z]{6,30}")
_GAPS: Final = re.compile(r"[\s\-‐-―－_.·]+")
_SHOWN: Final = 30
"""Characters of what was typed that a sentence repeats."""
_OWN: Final = re.compile(r"[0-9]{16}[YSJ][0-9]{1,6}")
"""The number of a list or hand-over sheet of ours, without its gaps."""


def plain(text: str) -> str:
    """A postal number as it is kept: half-width capitals and digits without gaps; RuleError for no number."""
    half = unicodedata.normalize("NFKC", text)
    bare = _GAPS.sub("", half).upper()
    if not bare:
        raise RuleError("请扫描或录入邮寄单号")
    if scans.is_ours(half) or scans.is_ours(bare) or _OWN.fullmatch(bare):
        raise RuleError("这是本窗口纸件上的编号,不是邮寄单号,请扫面单上的条码")
    if not _NUMBER.fullmatch(bare):
        shown = text.strip() if len(text.strip()) <= _SHOWN else f"{text.strip()[:_SHOWN]}…"
        raise RuleError(f"“{shown}”不是邮寄单号:单号只有数字和字母,6到30位,请看着面单再录")
    return bare
