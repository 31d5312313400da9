"""Runs within a session bus of its own with a real gnome-keyring; prints what each opening came to.

Arguments: the data folder. Prints JSON: a list of [what was done, key's id or the sentence].
"""

import json
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from threading import Timer

import secretstorage
from jeepney import DBusAddress, new_method_call

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


def swapped(folder: Path) -> Iterator[tuple[str, str]]:
    """The same with a keyring in which another key was put in the place of this one."""
    person = Person()
    yield "begun", opened(folder, person)
    assert person.sheet is not None
    with closing(secretstorage.dbus_init()) as bus:
        for item in secretstorage.get_default_collection(bus).get_all_items():
            item.set_secret(bytes(32).hex().encode())
    yield "swapped", opened(folder)
    yield "swapped, sheet", opened(folder, Person(typed(person.sheet.code)))
    yield "mended", opened(folder)


def late(folder: Path) -> Iterator[tuple[str, str]]:
    """The same with a keyring that stands still: for longer than is waited for, then for less."""
    yield "begun", opened(folder, Person())
    pid = _daemon()
    os.kill(pid, signal.SIGSTOP)
    yield "silent", opened(folder, patience=1.0)
    waits = Person()
    Timer(2.0, os.kill, [pid, signal.SIGCONT]).start()
    yield "late", opened(folder, waits, patience=30.0)
    yield "waited", "".join(waits.waited)


def _daemon() -> int:
    """The process that answers for the keyring in this session."""
    asked = DBusAddress("/org/freedesktop/DBus", "org.freedesktop.DBus", "org.freedesktop.DBus")
    with closing(secretstorage.dbus_init()) as bus:
        call = new_method_call(asked, "GetConnectionUnixProcessID", "s", ("org.freedesktop.secrets",))
        return int(bus.send_and_get_reply(call).body[0])


def opened(folder: Path, person: Person | None = None, patience: float = 3.0) -> str:
    """Id of the key, or why there is none."""
    try:
        return book_key(folder, demo=False, ask=person, patience=patience).id
    except WorldError as error:
        return str(error)


if __name__ == "__main__":
    told = {"story": story, "emptied": emptied, "swapped": swapped, "late": late}[sys.argv[1]]
    print(json.dumps([*told(Path(sys.argv[2]))]))
