"""Signatures of windows (Ed25519, RFC 8032): is one genuine, and how a key is compared by telephone."""

from base64 import b64encode
from hashlib import sha256
from typing import Final, Protocol

PUBLIC_LENGTH: Final = 32
"""Bytes of a public key."""
SIGNATURE_LENGTH: Final = 64
"""Bytes of a signature."""
_PEM: Final = "-----BEGIN PUBLIC KEY-----\n{}\n-----END PUBLIC KEY-----\n"
_ED25519: Final = bytes.fromhex("302a300506032b6570032100")
"""What RFC 8410 puts before the bytes of a public key."""
_GROUPS: Final = 6
_DIGITS: Final = 4


class Signer(Protocol):
    """A key that signs: the window's own."""

    @property
    def public(self) -> bytes:
        """32 bytes of an Ed25519 key."""
        ...

    def sign(self, data: bytes) -> bytes:
        """The signature of these bytes, 64 bytes."""
        ...


def pem(public: bytes) -> str:
    """A public key as other programs read it, openssl among them."""
    return _PEM.format(b64encode(_ED25519 + public).decode())


def verified(public: bytes, data: bytes, signature: bytes) -> bool:
    """Whether the holder of the private part of ``public`` signed exactly these bytes; never raises."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, data)
    except (InvalidSignature, ValueError):
        return False
    return True


def fingerprint(public: bytes) -> str:
    """Six groups of four digits that two people compare by telephone, as ``0412 7735 …``.

    Digits alone, for they are read out without spelling; 24 of them hold 79 bits of the key's SHA-256.
    """
    number = int.from_bytes(sha256(public).digest(), "big") % 10 ** (_GROUPS * _DIGITS)
    digits = f"{number:0{_GROUPS * _DIGITS}d}"
    return " ".join(digits[i : i + _DIGITS] for i in range(0, len(digits), _DIGITS))
