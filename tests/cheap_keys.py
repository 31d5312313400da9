"""Argon2id at its least cost for the tests, which stretch hundreds of passwords; the shipped cost beside it.

What a hash proves does not hang on what it costs: every hash and every slot bears its own figures.
``tests/unit/test_cost_of_guessing.py`` holds the shipped ones.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Any, Final

import pytest

from desk_app.devices.keys import slots
from desk_app.services.signin import demo, passwords
from desk_app.storage import parcel

_LEAST_MEMORY: Final = 32
"""KiB: Argon2id wants eight for each of its lanes, of which a slot has four."""
_NAMES: Final = (
    (passwords, ("_MEMORY", "_PASSES", "UNKNOWN")),
    (demo, ("_HASH",)),
    (slots, ("_MEMORY", "_PASSES")),
    (parcel, ("_MEMORY", "_PASSES")),
)
_SHIPPED: Final = tuple((module, name, getattr(module, name)) for module, names in _NAMES for name in names)


def _cheap() -> Iterator[tuple[ModuleType, str, Any]]:
    for module in (passwords, slots, parcel):
        yield module, "_MEMORY", _LEAST_MEMORY
        yield module, "_PASSES", 1


@contextmanager
def in_force() -> Iterator[None]:
    """Until the block ends every password and passphrase is stretched at the least cost."""
    with pytest.MonkeyPatch.context() as patch:
        for place in _cheap():
            patch.setattr(*place)
        patch.setattr(passwords, "UNKNOWN", passwords.hashed("nobody's password"))
        patch.setattr(demo, "_HASH", passwords.hashed(demo.PASSWORD))
        yield


@contextmanager
def as_shipped() -> Iterator[None]:
    """Until the block ends the program's own cost is in force."""
    with pytest.MonkeyPatch.context() as patch:
        for place in _SHIPPED:
            patch.setattr(*place)
        yield
