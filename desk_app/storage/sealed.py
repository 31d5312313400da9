"""Bytes encrypted for a file of their own: pages, exports, backups, caches.

``DESKSEAL | algorithm (1 byte) | nonce (12) | ciphertext | tag (16)``. The key of 32 bytes is one purpose of
the book's key. Algorithm 1 is AES-256-GCM with it, 2 is SM4-GCM (GB/T 32907) with the first 16 bytes of
HMAC-SM3 (GB/T 32905) of the word ``sm4``. What stands before the nonce and the name of the content are
authenticated: a file put in another's place does not open.
"""

import hashlib
import hmac
import os
from enum import IntEnum
from typing import Final

MAGIC: Final = b"DESKSEAL"
NONCE: Final = 12
TAG: Final = 16
OVERHEAD: Final = len(MAGIC) + 1 + NONCE + TAG
"""Bytes a sealed file is longer than its content."""
_NAME: Final = 16
"""Bytes of a hidden name; it stands in hex."""


class Algorithm(IntEnum):
    """How new files are encrypted; every file says for itself how it was."""

    AES = 1
    SM = 2


class SealError(ValueError):
    """Sealed bytes that do not open: damaged, cut off, of another key or another name."""


def seal(key: bytes, algorithm: Algorithm, name: str, data: bytes) -> bytes:
    """Encrypt ``data``; ``name`` (not stored) must be given again to open it. Never twice the same bytes."""
    head, nonce = MAGIC + bytes([algorithm]), os.urandom(NONCE)
    told = head + name.encode()
    if algorithm is Algorithm.AES:
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        return head + nonce + AESGCM(key).encrypt(nonce, data, told)
    from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

    work = Cipher(algorithms.SM4(sm4_key(key)), modes.GCM(nonce)).encryptor()
    work.authenticate_additional_data(told)
    return head + nonce + work.update(data) + work.finalize() + work.tag


def open_sealed(key: bytes, name: str, sealed: bytes) -> bytes:
    """The content of sealed bytes; SealError when they do not open with this key and name."""
    from cryptography.exceptions import InvalidTag

    start = len(MAGIC) + 1
    head, nonce, rest = sealed[:start], sealed[start : start + NONCE], sealed[start + NONCE :]
    if len(sealed) < OVERHEAD or head[:-1] != MAGIC or head[-1] not in set(Algorithm):
        raise SealError("these bytes are not sealed")
    told = head + name.encode()
    try:
        if head[-1] == Algorithm.AES:
            from cryptography.hazmat.primitives.ciphers.aead import AESGCM

            return AESGCM(key).decrypt(nonce, rest, told)
        from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

        work = Cipher(algorithms.SM4(sm4_key(key)), modes.GCM(nonce, rest[-TAG:])).decryptor()
        work.authenticate_additional_data(told)
        return work.update(rest[:-TAG]) + work.finalize()
    except InvalidTag as error:
        raise SealError("sealed bytes were changed, or are another's") from error


def hidden_name(key: bytes, algorithm: Algorithm, name: str) -> str:
    """A file name that tells nothing of the content: 32 hex digits of HMAC-SHA256, or of HMAC-SM3."""
    if algorithm is Algorithm.AES:
        return hmac.new(key, name.encode(), hashlib.sha256).digest()[:_NAME].hex()
    return _hmac_sm3(key, name.encode())[:_NAME].hex()


def sm4_key(key: bytes) -> bytes:
    """The 16 bytes SM4 takes of a key of 32 bytes."""
    return _hmac_sm3(key, b"sm4")[:16]


def _hmac_sm3(key: bytes, data: bytes) -> bytes:
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.hmac import HMAC

    work = HMAC(key, hashes.SM3())
    work.update(data)
    return work.finalize()
