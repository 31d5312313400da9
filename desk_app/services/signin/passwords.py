"""Passwords: the rule a new one keeps, its hash, and whether a typed one is right.

Only one hash is made at a time, since each takes 64 MB of memory.
"""

import os
import threading
from typing import Final

from desk_app.errors import RuleError

LEAST: Final = 10
"""Fewest characters of a password."""
MOST: Final = 128
_MEMORY: Final = 64 * 1024
"""KiB an Argon2id hash takes; with three passes about 0.3 s on a computer of a hall."""
_PASSES: Final = 3
_ONE_AT_A_TIME: Final = threading.Lock()
_KNOWN: Final = (
    *("1234567890", "0123456789", "0987654321", "1111111111", "0000000000", "password", "qwertyuiop"),
    *("iloveyou", "woaini1314", "5201314", "admin", "administrator", "88888888", "66666666", "abc123456"),
    *("a123456789", "1q2w3e4r5t", "1qaz2wsx3edc", "canlian", "mima", "q1w2e3r4t5", "changeme", "letmein"),
)
"""What is tried first by whoever guesses, also written twice or with digits behind."""


def check_rule(password: str, name: str) -> None:
    """RuleError with what to do unless a new password keeps the rule."""
    plain = password.lower()
    if len(password) < LEAST:
        raise RuleError(f"密码至少{LEAST}个字符,现在是{len(password)}个;可以用几个词连起来")
    if len(password) > MOST:
        raise RuleError(f"密码最多{MOST}个字符")
    if name and name in password:
        raise RuleError("密码里不要有姓名,请换一个")
    if len(set(plain)) < 4 or any(_is_mostly(plain, known) for known in _KNOWN):
        raise RuleError("这个密码太常见,一猜就中,请换一个")


def _is_mostly(plain: str, known: str) -> bool:
    rest = plain.replace(known, "")
    return known in plain and (not rest or rest.isdigit()) and len(rest) < len(known)


def hashed(password: str) -> str:
    """The Argon2id hash of a password as a PHC string with a salt of its own; takes some 0.3 s."""
    from cryptography.hazmat.primitives.kdf.argon2 import Argon2id  # not needed for a window to be there

    with _ONE_AT_A_TIME:
        kdf = Argon2id(salt=os.urandom(16), length=32, iterations=_PASSES, lanes=1, memory_cost=_MEMORY)
        return kdf.derive_phc_encoded(password.encode())


def matches(password: str, phc: str) -> bool:
    """Whether this is the password of a hash; False for a hash that can not be read. Takes some 0.3 s."""
    if len(password) > MOST:
        return False
    from cryptography.exceptions import InvalidKey
    from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

    with _ONE_AT_A_TIME:
        try:
            Argon2id.verify_phc_encoded(password.encode(), phc)
        except (InvalidKey, ValueError):
            return False
    return True


UNKNOWN: Final = (
    "$argon2id$v=19$m=65536,t=3,p=1$9WYPfv2EDlTd5RAbDJ4yzg$k2dR4OYlNZzQJQZCiJuQpB8DEMMkBZ48TXaz3D8a5Zg"
)
"""A hash nobody has, so that an unknown name takes as long as a known one."""
