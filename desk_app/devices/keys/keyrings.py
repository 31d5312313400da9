"""The system keyring: asked only where it stores encrypted, within a bound; what is written is read back."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection
from typing import TYPE_CHECKING, Final, TypeVar

from desk_app.errors import WorldError

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

    from desk_app.domain.key_asking import KeyAsking

# Named, for other back ends write plain files, ask on the terminal, or forget what they are given.
TRUSTED = frozenset(
    {
        "keyring.backends.SecretService.Keyring",
        "keyring.backends.libsecret.Keyring",
        "keyring.backends.kwallet.DBusKeyring",
        "keyring.backends.macOS.Keyring",
        "keyring.backends.Windows.WinVaultKeyring",
    }
)
SERVICE: Final = "desk-app book"
"""Under which books' keys stand; the name is the book's id."""
PATIENCE: Final = 90.0
"""Seconds a keyring may take: it may be asking somebody for its own password."""
_ADVICE = "请由管理员解锁或安装系统密钥环,或改为设置环境变量DESK_COUNTY_TOKEN"
_LOCKED: Final = "系统密钥环打不开,可能还锁着"
_ASKED: Final = "正在等系统密钥环答复;桌面上要是有密钥环的解锁窗口,请先解锁"
_Found = TypeVar("_Found")


def window_key(service: str, name: str, trusted: Collection[str] = TRUSTED) -> str | None:
    """The secret stored under this name; None when there is none; WorldError without a trusted keyring."""
    backend = trusted_keyring(trusted)
    if backend is None:
        raise WorldError(f"这台电脑没有可用的系统密钥环,{_ADVICE}")
    try:
        return backend.get_password(service, name)
    except Exception as error:  # back ends raise what their libraries raise
        raise WorldError(f"系统密钥环打不开,{_ADVICE}") from error


def keep_window_key(service: str, name: str, secret: str, trusted: Collection[str] = TRUSTED) -> None:
    """Store a secret under this name and read it back; WorldError when the keyring does not keep it."""
    backend = trusted_keyring(trusted)
    if backend is None:
        raise WorldError(f"这台电脑没有可用的系统密钥环,窗口密钥没有存,{_ADVICE}")
    try:
        backend.set_password(service, name, secret)
        kept = backend.get_password(service, name)
    except Exception as error:  # back ends raise what their libraries raise
        raise WorldError(f"窗口密钥存不进系统密钥环,{_ADVICE}") from error
    if kept != secret:
        raise WorldError(f"系统密钥环没有把窗口密钥存住,{_ADVICE}")


def trusted_keyring(trusted: Collection[str] = TRUSTED) -> KeyringBackend | None:
    """The first trusted one of the back ends that keyring itself would ask; None without one."""
    import keyring

    chosen = keyring.get_keyring()
    for each in getattr(chosen, "backends", None) or [chosen]:
        if f"{type(each).__module__}.{type(each).__qualname__}" in trusted:
            backend: KeyringBackend = each
            return backend
    return None


class BookKeyring:
    """Keys of books in the system keyring; every call ends within ``patience`` seconds, or is given up.

    Its WorldErrors are clauses that say what is wrong, without full stop and without a way out.
    """

    def __init__(
        self, ask: KeyAsking | None = None, trusted: Collection[str] = TRUSTED, patience: float = PATIENCE
    ) -> None:
        """``ask`` shows a person what is waited for."""
        self._ask, self._trusted, self._patience = ask, trusted, patience

    def get(self, book: str) -> str | None:
        """The secret of a book as hexadecimal; None when there is none."""
        return self._bounded(lambda backend: backend.get_password(SERVICE, book))

    def keep(self, book: str, secret: str) -> None:
        """Keep a secret, and read it back."""

        def work(backend: KeyringBackend) -> str | None:
            backend.set_password(SERVICE, book, secret)
            return backend.get_password(SERVICE, book)

        if self._bounded(work) != secret:
            raise WorldError("系统密钥环没有把密钥存住")

    def forget(self, book: str) -> None:
        """Remove the secret of a book."""
        self._bounded(lambda backend: backend.delete_password(SERVICE, book))

    def _bounded(self, work: Callable[[KeyringBackend], _Found]) -> _Found:
        """Do it in a thread; one that never ends is left to itself."""
        done, found, failed = threading.Event(), list[_Found](), list[Exception]()

        def run() -> None:
            try:
                found.append(self._with_keyring(work))
            except Exception as error:  # back ends raise what their libraries raise
                failed.append(error)
            done.set()

        threading.Thread(target=run, name="keyring", daemon=True).start()
        if self._ask is None:
            done.wait(self._patience)
        else:
            self._ask.waiting(_ASKED, done, self._patience)
        if not done.is_set():
            raise WorldError(f"系统密钥环{self._patience:g}秒没有答复")
        if failed:
            if isinstance(failed[0], WorldError):
                raise failed[0]
            raise WorldError(_LOCKED) from failed[0]
        return found[0]

    def _with_keyring(self, work: Callable[[KeyringBackend], _Found]) -> _Found:
        backend = trusted_keyring(self._trusted)
        if backend is None:
            raise WorldError("这台电脑没有可用的系统密钥环")
        return work(backend)
