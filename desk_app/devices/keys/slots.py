"""``book.keys``: in which slots the secret of a book lies, and the secret itself wrapped where it lies here.

JSON, 0600, no secret in clear: ``version`` 1; ``book``; ``proof``, by which a secret is known to be this
book's; ``slots``, each with ``kind`` and ``made`` (day). Kinds: ``keyring``, the secret lies in the system's;
``passphrase`` with ``salt``, ``memory`` (KiB), ``passes``, ``lanes`` and ``wrapped``, under AES-256-GCM with
Argon2id (RFC 9106) of the passphrase; ``recovery`` with ``salt`` and ``wrapped``, under HMAC-SHA-256 of the
printed key, whose 160 random bits need no stretching. ``book.keys.copy`` holds the same: should the first be
damaged, the sheet in the cupboard alone would open nothing.
"""

import hashlib
import hmac
import secrets
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from desk_app.clock import SystemClock
from desk_app.devices.keys import sealed_files
from desk_app.domain import passphrases
from desk_app.domain.book_key import BookKey
from desk_app.errors import WorldError, because

FILE_NAME: Final = "book.keys"
COPY_NAME: Final = "book.keys.copy"
KEYRING: Final = "keyring"
PASSPHRASE: Final = "passphrase"
RECOVERY: Final = "recovery"
_VERSION: Final = 1
_KEYS: Final = frozenset({"version", "book", "proof", "slots"})
_MEMORY, _PASSES, _LANES = 65_536, 3, 4
"""64 MB of memory, three passes, four lanes (RFC 9106, second recommended option): 0.1 to 0.3 s."""
_MOST: Final = {"memory": 1_048_576, "passes": 100, "lanes": 64}
"""More is not believed: a changed file shall not eat the computer's memory."""
_SHAPES: Final = {
    KEYRING: {"kind", "made"},
    PASSPHRASE: {"kind", "made", "salt", "memory", "passes", "lanes", "wrapped"},
    RECOVERY: {"kind", "made", "salt", "wrapped"},
}


@dataclass(frozen=True, slots=True)
class KeySlots:
    """The slots of one book, at most one of a kind."""

    book: str
    proof: str
    slots: tuple[dict[str, Any], ...] = ()

    def slot(self, kind: str) -> dict[str, Any] | None:
        """The slot of a kind."""
        return next((s for s in self.slots if s["kind"] == kind), None)

    def without(self, *kinds: str) -> "KeySlots":
        """The others."""
        return replace(self, slots=tuple(s for s in self.slots if s["kind"] not in kinds))

    def having(self, slot: dict[str, Any]) -> "KeySlots":
        """With a slot, in place of one of its kind."""
        rest = self.without(slot["kind"])
        return replace(rest, slots=(*rest.slots, slot))

    def proven(self, secret: bytes | None) -> BookKey | None:
        """The key of a secret; None when it is not this book's."""
        if secret is None or len(secret) != 32:
            return None
        key = BookKey(self.book, secret)
        return key if hmac.compare_digest(_proof(key), self.proof) else None


def of(key: BookKey) -> KeySlots:
    """A book without slots as yet."""
    return KeySlots(key.id, _proof(key))


def _proof(key: BookKey) -> str:
    return key.of("proof").hex()


# ---- the slots -----------------------------------------------------------------------------------


def in_keyring() -> dict[str, Any]:
    """The slot of a book whose secret lies in the system keyring."""
    return {"kind": KEYRING, "made": _today()}


def by_passphrase(key: BookKey, phrase: str) -> dict[str, Any]:
    """The slot that a passphrase opens; takes about 0.2 s."""
    slot: dict[str, Any] = {"kind": PASSPHRASE, "made": _today(), "salt": _salt()}
    slot |= {"memory": _MEMORY, "passes": _PASSES, "lanes": _LANES}
    wrapped = sealed_files.wrap(_stretched(slot, phrase), key.secret, _about(key.id, slot))
    return slot | {"wrapped": wrapped}


def by_recovery(key: BookKey, printed: bytes) -> dict[str, Any]:
    """The slot that a printed recovery key opens."""
    slot: dict[str, Any] = {"kind": RECOVERY, "made": _today(), "salt": _salt()}
    return slot | {"wrapped": sealed_files.wrap(_mixed(slot, printed), key.secret, _about(key.id, slot))}


def with_passphrase(slots: KeySlots, phrase: str) -> BookKey | None:
    """The key, when the passphrase is right; takes about 0.2 s."""
    slot = slots.slot(PASSPHRASE)
    if slot is None:
        return None
    return _opened(slots, slot, _stretched(slot, phrase))


def with_recovery(slots: KeySlots, printed: bytes) -> BookKey | None:
    """The key, when the recovery key is the one in force of this book."""
    slot = slots.slot(RECOVERY)
    return _opened(slots, slot, _mixed(slot, printed)) if slot else None


def _opened(slots: KeySlots, slot: dict[str, Any], wrapping: bytes) -> BookKey | None:
    return slots.proven(sealed_files.unwrap(wrapping, slot["wrapped"], _about(slots.book, slot)))


def _stretched(slot: dict[str, Any], phrase: str) -> bytes:
    cost = {name: slot[name] for name in ("memory", "passes", "lanes")}
    return passphrases.stretched(phrase, bytes.fromhex(slot["salt"]), **cost)


def _mixed(slot: dict[str, Any], printed: bytes) -> bytes:
    return hmac.new(printed, b"recovery" + bytes.fromhex(slot["salt"]), hashlib.sha256).digest()


def _about(book: str, slot: dict[str, Any]) -> str:
    return f"slot {slot['kind']} {_VERSION} {book}"


def _salt() -> str:
    return secrets.token_hex(16)


def _today() -> str:
    return SystemClock().today().isoformat()


# ---- the file ------------------------------------------------------------------------------------


def read(folder: Path) -> KeySlots | None:
    """The slots of a data folder; None where neither file is there.

    A damaged or missing file is made anew from its copy, and the copy from the file. WorldError when neither
    can be read.
    """
    first, second = folder / FILE_NAME, folder / COPY_NAME
    if not (first.exists() or second.exists()):
        return None
    found, copy = _read(first), _read(second)
    counts = found or copy
    if counts is None:
        raise WorldError(f"密钥说明文件 {first} 已损坏,请从备份恢复 {FILE_NAME},不要删除它")
    with suppress(OSError):  # only read, the program goes on without
        if found is None:
            sealed_files.replace(first, _row(counts))
        if copy != counts:
            sealed_files.replace(second, _row(counts))
    return counts


def begin(folder: Path, slots: KeySlots) -> None:
    """Write the files of a new book; WorldError when that fails, or another program was quicker."""
    try:
        new = sealed_files.make(folder / FILE_NAME, _row(slots))
    except OSError as error:
        raise WorldError(
            f"密钥说明文件 {folder / FILE_NAME} 写不进去:{because(error)}。数据没有建立,请检查磁盘和权限"
        ) from error
    if not new:
        raise WorldError("另一个程序刚刚设好了这个数据文件夹的密钥,这次设的没有采用,刚打印的作废;请重新启动")
    with suppress(OSError):  # the next reading makes it
        sealed_files.replace(folder / COPY_NAME, _row(slots))


def write(folder: Path, slots: KeySlots) -> None:
    """Write both files, each whole or not at all; WorldError when that fails, and the old ones count."""
    try:
        sealed_files.replace(folder / FILE_NAME, _row(slots))
        sealed_files.replace(folder / COPY_NAME, _row(slots))
    except OSError as error:
        raise WorldError(
            f"密钥说明文件 {folder / FILE_NAME} 写不进去:{because(error)}。没有改动,请检查磁盘和权限后再试"
        ) from error


def _row(slots: KeySlots) -> dict[str, Any]:
    return {"version": _VERSION, "book": slots.book, "proof": slots.proof, "slots": list(slots.slots)}


def _read(path: Path) -> KeySlots | None:
    """What a file says; None when it is missing or damaged. WorldError for one that may not be read."""
    try:
        row = sealed_files.read(path, _KEYS)
        slots = tuple(_sound(slot) for slot in row["slots"])
        if row["version"] != _VERSION or not slots:
            raise ValueError("of another version, or empty")
        bytes.fromhex(row["proof"])
        return KeySlots(str(row["book"]), row["proof"], slots)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise WorldError(f"密钥说明文件 {path} 读不了:{because(error)}。请检查数据文件夹的权限") from error
    except (ValueError, TypeError, KeyError, AttributeError):
        return None


def _sound(slot: Any) -> dict[str, Any]:
    """A slot of a known shape; ValueError, KeyError or TypeError otherwise."""
    if slot.keys() != _SHAPES[slot["kind"]]:
        raise ValueError("a slot of another shape")
    for name in slot.keys() & _MOST.keys():
        if type(slot[name]) is not int or not 0 < slot[name] <= _MOST[name]:
            raise ValueError("a measure out of all bounds")
    if "salt" in slot:
        bytes.fromhex(slot["salt"])
        sealed_files.bytes_of(slot["wrapped"])
    return dict(slot)
