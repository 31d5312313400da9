"""What a passphrase that protects a book must be like."""

import unicodedata
from typing import Final

LEAST: Final = 12
"""Least length; a Chinese character counts twice, as there are so many of them."""
_DISTINCT: Final = 6
_DIGITS_ONLY: Final = 20
_COMMON: Final = ("password", "qwerty", "asdfgh", "123456", "654321", "abcdef", "admin", "111111", "888888")
ADVICE: Final = "至少12个字符(一个汉字算两个),例如四五个互不相干的词;不要用姓名、电话、生日"


def plain(text: str) -> str:
    """A passphrase as it counts: wide and narrow letters are one, spaces at both ends are none."""
    return unicodedata.normalize("NFKC", text).strip()


def stretched(text: str, salt: bytes, *, memory: int, passes: int, lanes: int) -> bytes:
    """A key of 32 bytes from a passphrase by Argon2id (RFC 9106), ``memory`` in KiB; slow on purpose."""
    from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

    stretch = Argon2id(salt=salt, length=32, iterations=passes, lanes=lanes, memory_cost=memory)
    return stretch.derive(plain(text).encode())


def fault(text: str) -> str:
    """Why this is no good passphrase, as one sentence; empty when it is."""
    phrase = plain(text)
    if sum(2 if ord(sign) > 0x2E7F else 1 for sign in phrase) < LEAST:
        return f"口令太短:{ADVICE}"
    if len(set(phrase)) < _DISTINCT:
        return f"口令里重复的字符太多:{ADVICE}"
    if phrase.isdigit() and len(phrase) < _DIGITS_ONLY:
        return f"口令不能只是数字:{ADVICE}"
    rest = phrase.lower()
    for common in _COMMON:
        rest = rest.replace(common, "")
    if len(rest) < _DISTINCT and rest != phrase.lower():
        return f"口令太好猜:{ADVICE}"
    return ""
