"""Files of the data folder that hold keys: made once, read strictly, their secrets wrapped by AES-256-GCM."""

import base64
import binascii
import json
import os
import secrets
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from forms import files

_NONCE: Final = 12


def make(path: Path, row: Mapping[str, Any]) -> bool:
    """Put a JSON object into a new file that only its owner may read; False when there was one already.

    It is there whole or not at all, also when two programs make it at once. OSError when that fails.
    """
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".new")
    try:
        with os.fdopen(handle, "w", encoding="ascii") as file:
            json.dump(row, file, indent=1)
            file.flush()
            os.fsync(file.fileno())
        _put(name, path)
    except FileExistsError:
        return False
    finally:
        with suppress(FileNotFoundError):
            os.unlink(name)
    return True


def _put(name: str, path: Path) -> None:
    """Give a finished file its name; FileExistsError when another has it."""
    try:
        os.link(name, path)
    except FileExistsError:
        raise
    except OSError:  # a file system without links: USB sticks, some network folders
        if path.exists():
            raise FileExistsError from None
        os.replace(name, path)


def replace(path: Path, row: Mapping[str, Any]) -> None:
    """Put a JSON object in the place of a file, whole or not at all, readable by its owner alone; OSError."""
    files.write(path, json.dumps(row, indent=1))


def read(path: Path, keys: frozenset[str]) -> dict[str, Any]:
    """The JSON object of a file with exactly these keys; OSError, ValueError when it is damaged."""
    row = json.loads(path.read_text(encoding="ascii"))
    if not isinstance(row, dict) or row.keys() != keys:
        raise ValueError("other keys than expected")
    return row


def wrap(key: bytes, secret: bytes, about: str) -> str:
    """A secret under a key of 32 bytes, as text; ``about`` is bound to it and has to be given again."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    nonce = secrets.token_bytes(_NONCE)
    return text_of(nonce + AESGCM(key).encrypt(nonce, secret, about.encode()))


def unwrap(key: bytes, wrapped: str, about: str) -> bytes | None:
    """The secret of ``wrap``; None under another key, about something else, or when it was changed."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    try:
        raw = bytes_of(wrapped)
        return AESGCM(key).decrypt(raw[:_NONCE], raw[_NONCE:], about.encode())
    except (InvalidTag, ValueError):
        return None


def text_of(data: bytes) -> str:
    """Bytes as base64."""
    return base64.b64encode(data).decode("ascii")


def bytes_of(text: object) -> bytes:
    """The bytes of ``text_of``; ValueError for anything else."""
    if not isinstance(text, str):
        raise ValueError("not a text")
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error as error:
        raise ValueError("not base64") from error
