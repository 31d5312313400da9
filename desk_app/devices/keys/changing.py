"""Changes of the slots of an opened book: each new slot is proven to open before an old one goes."""

from pathlib import Path
from typing import Any

from desk_app.devices.keys import slots, tries
from desk_app.devices.keys.keyrings import BookKeyring
from desk_app.devices.keys.slots import KeySlots
from desk_app.domain import passphrases, recovery
from desk_app.domain.book_key import BookKey
from desk_app.domain.recovery import RecoverySheet
from desk_app.errors import RuleError, WorldError


class KeyChanges:
    """What can be changed of the way a book is opened; the book itself and its secret stay as they are."""

    def __init__(self, folder: Path, key: BookKey, keyring: BookKeyring) -> None:
        self._folder, self._key, self._keyring = folder, key, keyring

    def to_keyring(self) -> None:
        """From now on the system keyring opens the book, no passphrase any more; WorldError: as before."""
        held = self._held()
        slots.write(self._folder, held.without(slots.PASSPHRASE).having(self.keyring_slot()))
        tries.clear(self._folder)

    def to_passphrase(self, phrase: str) -> bool:
        """From now on this passphrase opens the book, and no earlier one; RuleError for a weak one.

        Returns whether nothing is left in the keyring: what can not be removed there, as it is locked, still
        opens the book for whoever puts the slot back.
        """
        held = self._held()
        was_in_keyring = held.slot(slots.KEYRING) is not None
        slots.write(self._folder, held.without(slots.KEYRING).having(self.passphrase_slot(phrase)))
        tries.clear(self._folder)
        return not was_in_keyring or self.forget()

    def new_recovery(self) -> tuple[RecoverySheet, dict[str, Any]]:
        """A sheet, and its slot for ``put_recovery`` once it lies in the cupboard."""
        return self.recovery_slot(voids=self._held().slot(slots.RECOVERY) is not None)

    def put_recovery(self, slot: dict[str, Any]) -> None:
        """From now on only this sheet opens the book, every earlier one is void."""
        slots.write(self._folder, self._held().having(slot))

    # ---- one slot each, proven ----------------------------------------------------------------

    def keyring_slot(self) -> dict[str, Any]:
        """The secret is in the keyring, and was read back from there; WorldError otherwise."""
        self._keyring.keep(self._key.id, self._key.secret.hex())
        return slots.in_keyring()

    def passphrase_slot(self, phrase: str) -> dict[str, Any]:
        """A slot that this passphrase opens; RuleError for a weak one."""
        if told := passphrases.fault(phrase):
            raise RuleError(told)
        slot = slots.by_passphrase(self._key, phrase)
        self._prove(slots.with_passphrase(slots.of(self._key).having(slot), phrase))
        return slot

    def recovery_slot(self, *, voids: bool = False) -> tuple[RecoverySheet, dict[str, Any]]:
        """A new sheet and the slot it opens."""
        printed = recovery.new()
        slot = slots.by_recovery(self._key, printed)
        sheet = RecoverySheet(self._key.id, recovery.written(printed), slot["made"], voids)
        self._prove(slots.with_recovery(slots.of(self._key).having(slot), recovery.read(sheet.code)))
        return sheet, slot

    def forget(self) -> bool:
        """Remove the secret from the keyring; whether it is gone."""
        try:
            self._keyring.forget(self._key.id)
        except WorldError:
            return False
        return True

    def _held(self) -> KeySlots:
        held = slots.read(self._folder)
        if held is None:
            raise WorldError("演示数据的密钥在文件里,没有口令和恢复密钥可换")
        if held.proven(self._key.secret) is None:
            raise WorldError(f"{slots.FILE_NAME} 已经是另一本数据的,没有改动")
        return held

    def _prove(self, opened: BookKey | None) -> None:
        if opened != self._key:
            raise WorldError("新的密钥写好后打不开数据,没有采用;请重试,不行就换一台电脑")
