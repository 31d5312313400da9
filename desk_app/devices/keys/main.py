"""Reads a window's key from the system keyring, and only from one that stores it encrypted.

The key is put there with the command of ``keyring`` itself; nothing here writes.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from desk_app.errors import WorldError

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

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
_ADVICE = "请由管理员解锁或安装系统密钥环,或改为设置环境变量DESK_COUNTY_TOKEN"


def window_key(service: str, name: str, trusted: Collection[str] = TRUSTED) -> str | None:
    """The secret stored under this name; None when there is none; WorldError without a trusted keyring."""
    keyring = _keyring(trusted)
    try:
        return keyring.get_password(service, name)
    except Exception as error:  # back ends raise what their libraries raise
        raise WorldError(f"系统密钥环打不开,{_ADVICE}") from error


def _keyring(trusted: Collection[str]) -> KeyringBackend:
    """The first trusted one of the back ends that keyring itself would ask; WorldError without one."""
    import keyring

    chosen = keyring.get_keyring()
    for each in getattr(chosen, "backends", None) or [chosen]:
        if f"{type(each).__module__}.{type(each).__qualname__}" in trusted:
            backend: KeyringBackend = each
            return backend
    raise WorldError(f"这台电脑没有可用的系统密钥环,{_ADVICE}")
