"""The window's own Ed25519 key: made at the first start, its private part wrapped in a file.

``window.key`` in the data folder is JSON: ``version`` 1, ``book`` (id of the book it belongs to), ``public``
(base64 of the 32 public bytes), ``private`` (base64 of nonce, the 32 private bytes under AES-256-GCM with the
book's key for ``window``, tag). Book and public key are bound to it, so that neither can be exchanged.
"""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from desk_app.devices.keys import sealed_files
from desk_app.domain.book_key import BookKey
from desk_app.errors import WorldError, because

FILE_NAME: Final = "window.key"
_VERSION: Final = 1
_KEYS: Final = frozenset({"version", "book", "public", "private"})
_WAY_OUT: Final = "请从备份恢复它;没有备份的,请管理员移走它再启动,新的窗口密钥要请区县重新登记"


@dataclass(frozen=True, slots=True)
class WindowKey:
    """The key by which a window signs."""

    public: bytes
    """32 bytes, for everybody; ``domain.signing`` verifies and compares with it."""
    private: bytes = field(repr=False)
    """32 bytes, never shown or sent."""

    def sign(self, data: bytes) -> bytes:
        """The signature of these bytes, 64 bytes; the same bytes always give the same."""
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        return Ed25519PrivateKey.from_private_bytes(self.private).sign(data)


def window_own_key(folder: Path, key: BookKey) -> WindowKey:
    """The key of the window of this data folder, made at the first call.

    WorldError when its file can not be read or written, was changed, or belongs to another book.
    """
    path = folder / FILE_NAME
    try:
        if not path.exists():
            sealed_files.make(path, _made(key))
        row = sealed_files.read(path, _KEYS)
        public = sealed_files.bytes_of(row["public"])
    except OSError as error:
        raise WorldError(f"窗口密钥 {path} 读写不了:{because(error)}。请检查数据文件夹的权限") from error
    except ValueError as error:
        raise WorldError(f"窗口密钥 {path} 已损坏,{_WAY_OUT}") from error
    if row["book"] != key.id:
        raise WorldError(f"窗口密钥 {path} 是另一本数据的,{_WAY_OUT}")
    private = sealed_files.unwrap(key.of("window"), row["private"], _about(key, row["public"]))
    if private is None or row["version"] != _VERSION or _public_of(private) != public:
        raise WorldError(f"窗口密钥 {path} 打不开,可能被改过,{_WAY_OUT}")
    return WindowKey(public, private)


def _made(key: BookKey) -> dict[str, object]:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    private = Ed25519PrivateKey.generate().private_bytes_raw()
    public = sealed_files.text_of(_public_of(private))
    return {
        "version": _VERSION,
        "book": key.id,
        "public": public,
        "private": sealed_files.wrap(key.of("window"), private, _about(key, public)),
    }


def _public_of(private: bytes) -> bytes:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return Ed25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw()


def _about(key: BookKey, public: str) -> str:
    return f"window {_VERSION} {key.id} {public}"


def book_of(folder: Path) -> str:
    """Id of the book that the window's key in a data folder belongs to; empty where there is none to read."""
    try:
        return str(sealed_files.read(folder / FILE_NAME, _KEYS)["book"])
    except (OSError, ValueError):
        return ""
