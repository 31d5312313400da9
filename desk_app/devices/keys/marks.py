"""A second copy of the book's mark in the system keyring, where there is a trusted one."""

import logging
import threading
from collections.abc import Collection
from typing import Final

from desk_app.devices.keys.keyrings import TRUSTED, trusted_keyring

_log = logging.getLogger(__name__)
_SERVICE: Final = "desk-app mark"
_PATIENCE: Final = 2.0
"""Seconds a keyring may take; the file stands for it, so nobody waits longer."""


class KeyringMark:
    """The mark of one book in the keyring. A keyring that is absent, locked or slow keeps nothing."""

    def __init__(self, book: str, trusted: Collection[str] = TRUSTED) -> None:
        self._book, self._trusted = book, trusted

    def read(self) -> str | None:
        """The kept text; None when there is none or the keyring does not answer."""
        return self._do(None)

    def write(self, text: str) -> None:
        """Keep a text, if the keyring takes it."""
        self._do(text)

    def _do(self, text: str | None) -> str | None:
        found: list[str | None] = []

        def work() -> None:
            try:
                if backend := trusted_keyring(self._trusted):
                    if text is None:
                        found.append(backend.get_password(_SERVICE, self._book))
                    else:
                        backend.set_password(_SERVICE, self._book, text)
            except Exception as error:  # back ends raise what their libraries raise
                _log.info("the keyring keeps no mark: %s", type(error).__name__)

        asked = threading.Thread(target=work, name="keyring-mark", daemon=True)
        asked.start()
        asked.join(_PATIENCE)
        return found[0] if found else None
