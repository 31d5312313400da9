"""The secret under which everything of one data folder is encrypted."""

import hashlib
import hmac
from dataclasses import dataclass, field

_LONGEST = 32


@dataclass(frozen=True, slots=True)
class BookKey:
    """The secret of one book; every purpose has a key of its own that tells nothing of the others."""

    id: str
    """The book it belongs to (UUID), in clear wherever the key is kept."""
    secret: bytes = field(repr=False)
    """32 random bytes."""

    def of(self, purpose: str, length: int = _LONGEST) -> bytes:
        """The key for one purpose, at most 32 bytes (HKDF-Expand of RFC 5869 with SHA-256).

        Purposes: ``book`` (the database), ``county`` (the embedded county's), ``pages``, ``rows`` (checksums
        of rows), ``mark``, ``cache``, ``window`` (wraps the window's own Ed25519 key), ``seal`` (wraps the
        key of receipts' seals), ``proof`` (stands in ``book.keys``: is a secret this book's?).
        """
        if not 0 < length <= _LONGEST:
            raise ValueError(f"a key of {length} bytes was asked for")
        return hmac.new(self.secret, purpose.encode() + b"\x01", hashlib.sha256).digest()[:length]
