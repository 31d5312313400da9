"""Keyrings of the tests, and a person who answers what is asked for a key."""

import threading
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

import keyring
from keyring.backend import KeyringBackend

from desk_app.devices.keys.main import book_key
from desk_app.domain.book_key import BookKey
from desk_app.domain.key_asking import KeyGiven, OpeningWay
from desk_app.domain.recovery import RecoverySheet


class Drawer(KeyringBackend):
    """A keyring in memory; it may be locked, forget what it is given, or never answer."""

    viable = False  # keyring shall not choose it by itself

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[tuple[str, str], str] = {}
        self.locked = False
        self.forgets = False
        self.answers = threading.Event()
        self.answers.set()

    def get_password(self, service: str, username: str) -> str | None:
        self._open()
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self._open()
        if not self.forgets:
            self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        self._open()
        del self.kept[service, username]

    def _open(self) -> None:
        self.answers.wait(30)
        if self.locked:
            raise OSError("locked")


HERE = frozenset({f"{Drawer.__module__}.Drawer"})
GOOD = "石榴 铁轨 二胡 晴天"
BETTER = "another long phrase 42"


@contextmanager
def installed(backend: KeyringBackend) -> Iterator[None]:
    """The computer's keyring for as long as the block runs."""
    earlier = keyring.get_keyring()
    keyring.set_keyring(backend)
    try:
        yield
    finally:
        keyring.set_keyring(earlier)


class Person:
    """Gives prepared answers, keeps the sheet, and remembers what it was told."""

    def __init__(self, *given: KeyGiven, phrases: Collection[str] = (), keeps: bool = True) -> None:
        self.given, self.phrases, self.keeps = list(given), list(phrases), keeps
        self.told: list[str] = []
        self.waited: list[str] = []
        self.pauses: list[float] = []
        self.ways: tuple[OpeningWay, ...] = ()
        self.sheet: RecoverySheet | None = None

    def open_with(self, told: str, ways: Collection[OpeningWay], pause: float) -> KeyGiven | None:
        self.told.append(told)
        self.pauses.append(pause)
        self.ways = tuple(ways)
        return self.given.pop(0) if self.given else None

    def new_passphrase(self, told: str) -> str | None:
        self.told.append(told)
        return self.phrases.pop(0) if self.phrases else None

    def keep_recovery(self, sheet: RecoverySheet) -> bool:
        self.sheet = sheet
        return self.keeps

    def waiting(self, told: str, done: threading.Event, longest: float) -> None:
        self.waited.append(told)
        done.wait(longest)


def phrase(text: str) -> KeyGiven:
    """A typed passphrase."""
    return KeyGiven(OpeningWay.PASSPHRASE, text)


def typed(code: str) -> KeyGiven:
    """A typed recovery key."""
    return KeyGiven(OpeningWay.RECOVERY, code)


AGAIN = KeyGiven(OpeningWay.AGAIN)


def opened(folder: Path, person: Person | None = None, patience: float = 10.0) -> BookKey:
    """The key of a book that is no demo, by the keyrings of the tests."""
    return book_key(folder, demo=False, ask=person, trusted=HERE, patience=patience)
