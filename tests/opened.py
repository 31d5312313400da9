"""Keys of the tests' books, and a book's file opened beside the program, to look into it or to damage it."""

import json
import os
import sqlite3
from pathlib import Path

from sqlcipher3 import dbapi2

from desk_app.database import cipher
from desk_app.devices.keys.demo import FILE_NAME, demo_key
from desk_app.domain.book_key import BookKey
from desk_app.storage import row_macs
from desk_app.storage.sealed import Algorithm, hidden_name

KEY = BookKey("book-of-the-tests", bytes(range(32)))


def key_of(folder: Path) -> BookKey:
    """The key of a folder, as a demo finds it there; a folder without one is given ``KEY``."""
    folder.mkdir(parents=True, exist_ok=True)
    if not (folder / FILE_NAME).exists():
        handle = os.open(folder / FILE_NAME, os.O_WRONLY | os.O_CREAT, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as file:
            json.dump({"book": KEY.id, "secret": KEY.secret.hex()}, file)
    return demo_key(folder)


def key_beside(place: Path | str) -> BookKey:
    """The key of a book by its file or its address; see ``key_of``. A database server's needs none."""
    if "://" in str(place) and not str(place).startswith("sqlite:///"):
        return KEY
    return key_of(Path(str(place).removeprefix("sqlite:///")).parent)


def opened_book(path: Path | str) -> sqlite3.Connection:
    """The file of a desk's or a county's book, or a copy of one, each statement kept at once.

    One of an older release that is not encrypted yet is opened as it is.
    """
    path = Path(path)
    if cipher.is_clear(path):
        return sqlite3.connect(path, isolation_level=None)
    folders = (path.parent, path.parent.parent)
    known = [demo_key(folder) for folder in folders if (folder / FILE_NAME).exists()]
    for key in (*known, KEY):
        for purpose in ("book", "county"):
            db = cipher.connect(path, key.of(purpose), functions=row_macs.functions(key))
            try:
                db.execute("SELECT count(*) FROM sqlite_master")
            except dbapi2.DatabaseError:
                db.close()
            else:
                return db
    raise AssertionError(f"no key of the tests opens {path}")


def page_name(page: str, key: BookKey = KEY) -> str:
    """The name of the file under which a data folder keeps a page."""
    return hidden_name(key.of("pages"), Algorithm.AES, page)
