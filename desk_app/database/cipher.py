"""Opening an SQLite file that is encrypted whole (SQLCipher) with a raw key of 32 bytes.

Pages are AES-256-CBC with an HMAC-SHA512 each, so a changed byte is noticed when its page is read. The
log beside the file (-wal) holds the same pages; -shm holds their numbers alone.
"""

import sqlite3
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final, cast

from sqlcipher3 import dbapi2

CLEAR: Final = b"SQLite format 3\0"
"""How a file begins that is not encrypted; an encrypted one begins with its random salt."""
KEY_LENGTH: Final = 32
Functions = Mapping[str, Callable[..., object]]
"""Python functions that SQL may call, by name; each is deterministic and takes any number of arguments."""


def connect(
    path: Path, key: bytes, *, reads: bool = False, create: bool = True, functions: Functions | None = None
) -> sqlite3.Connection:
    """A connection with no pragma set but the key; transactions are begun by the caller.

    With ``reads`` nothing can be written, without ``create`` a missing file is an error. Errors are those
    of ``sqlcipher3.dbapi2``, which has the classes of ``sqlite3`` under its own; a wrong key is told by the
    first statement that reads ("file is not a database").
    """
    if len(key) != KEY_LENGTH:
        raise ValueError(f"a key has {KEY_LENGTH} bytes, not {len(key)}")
    mode = "ro" if reads else "rwc" if create else "rw"
    opened = dbapi2.connect(
        f"{path.absolute().as_uri()}?mode={mode}", uri=True, isolation_level=None, check_same_thread=False
    )
    # A raw key: derived from a passphrase, each connection would take a tenth of a second.
    opened.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
    # What it would write to the error stream is raised as an error as well.
    opened.execute("PRAGMA cipher_log_level = NONE")
    for name, function in (functions or {}).items():
        opened.create_function(name, -1, function, deterministic=True)
    return cast(sqlite3.Connection, opened)


def is_clear(path: Path) -> bool:
    """Whether a file is an SQLite book that is not encrypted; False when there is none. OSError otherwise."""
    try:
        with path.open("rb") as file:
            return file.read(len(CLEAR)) == CLEAR
    except FileNotFoundError:
        return False
