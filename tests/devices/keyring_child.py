"""Runs within a session bus of its own with a real gnome-keyring; prints what each opening came to.

Arguments: the data folder. Prints JSON: a list of [what was done, key's id or the sentence].
"""

import json
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import secretstorage

from desk_app.devices.keys.main import book_key
from desk_app.errors import WorldError
from tests.devices.keyrings import Person, typed


def story(folder: Path) -> Iterator[tuple[str, str]]:
    """The key of a book through a keyring's life."""
    person = Person()
    yield "begun", opened(folder, person)
    assert person.sheet is not None
    yield "again", opened(folder)
    with closing(secretstorage.dbus_init()) as bus:
        secretstorage.get_default_collection(bus).lock()
    yield "locked", opened(folder)
    yield "locked, sheet", opened(folder, Person(typed(person.sheet.code)))


def emptied(folder: Path) -> Iterator[tuple[str, str]]:
    """The same with a keyring that somebody emptied, and the sheet that fills it again."""
    person = Person()
    yield "begun", opened(folder, person)
    assert person.sheet is not None
    with closing(secretstorage.dbus_init()) as bus:
        for item in list(secretstorage.get_default_collection(bus).get_all_items()):
            item.delete()
    yield "emptied", opened(folder)
    yield "emptied, sheet", opened(folder, Person(typed(person.sheet.code)))
    yield "mended", opened(folder)


def opened(folder: Path, person: Person | None = None) -> str:
    """Id of the key, or why there is none."""
    try:
        return book_key(folder, demo=False, ask=person, patience=3.0).id
    except WorldError as error:
        return str(error)


if __name__ == "__main__":
    told = {"story": story, "emptied": emptied}[sys.argv[1]]
    print(json.dumps([*told(Path(sys.argv[2]))]))
