"""The key of a book: made at the first start, opened at each later one; the only door to both.

A demo's lies in a file. Any other lies in the system keyring, else under a passphrase, and always under a
printed recovery key as well; without keyring and passphrase nothing begins.
"""

import secrets
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from uuid import uuid4

from desk_app.devices.keys import demo as demo_file
from desk_app.devices.keys import keyrings, local, slots, window
from desk_app.devices.keys.changing import KeyChanges
from desk_app.devices.keys.keyrings import BookKeyring
from desk_app.devices.keys.opening import NOT_THIS_SHEET, KeyOpening
from desk_app.devices.keys.slots import KeySlots
from desk_app.domain import recovery
from desk_app.domain.book_key import BookKey
from desk_app.domain.key_asking import KeyAsking
from desk_app.errors import RuleError, WorldError

PLAIN_HEADER: Final = b"SQLite format 3\x00"
_BEGIN: Final = "请打开窗口按提示设好,或在命令行运行 desk-app keys begin"


@dataclass(frozen=True, slots=True)
class KeyStanding:
    """Where the key of a data folder lies, found out without opening anything."""

    well: bool
    sentence: str
    to_do: str = ""


def book_key(
    folder: Path,
    *,
    demo: bool,
    ask: KeyAsking | None = None,
    trusted: Collection[str] = keyrings.TRUSTED,
    patience: float = keyrings.PATIENCE,
) -> BookKey:
    """The key of the book in a data folder, made when there is none.

    ``demo`` lets a new one lie in a file; ``ask`` asks a person, and without it only a keyring opens.
    ``patience``: seconds a keyring may take. WorldError with what to do when there is no way; nothing was
    changed then.
    """
    held = slots.read(folder)
    keyring = BookKeyring(ask, trusted, patience)
    if held is not None:
        _refuse_mixed(folder, held)
        return KeyOpening(folder, held, keyring, ask).key()
    if demo:
        return demo_file.demo_key(folder)
    _refuse_lost(folder)
    if ask is None:
        raise WorldError(f"这台电脑还没有设好保护数据的密钥,不能开始办理。{_BEGIN}")
    return _begun(folder, keyring, ask)


def key_faults(folder: Path, key: BookKey) -> Iterator[str]:
    """A sentence for each key of a data folder beside the book's own that is there and does not open."""
    for name, opened in ((window.FILE_NAME, window.window_own_key), (local.FILE_NAME, local.local_key)):
        try:
            if (folder / name).exists():
                opened(folder, key)
        except WorldError as fault:
            yield str(fault)


def require_sheet(folder: Path, typed: str) -> None:
    """RuleError unless this is the recovery key in force, as typed from the printed sheet.

    WorldError for a demo, which has none.
    """
    held = slots.read(folder)
    if held is None:
        raise WorldError("演示数据没有恢复密钥;演示人员在登录页按 F2 进入")
    if slots.with_recovery(held, recovery.read(typed)) is None:
        raise RuleError(NOT_THIS_SHEET)


def _begun(folder: Path, keyring: BookKeyring, ask: KeyAsking) -> BookKey:
    """A new key in its slots. Its file is written last: whatever ends before, the next start begins anew."""
    key = BookKey(str(uuid4()), secrets.token_bytes(32))
    changes = KeyChanges(folder, key, keyring)
    try:
        first = changes.keyring_slot()
    except WorldError as reason:
        phrase = ask.new_passphrase(f"{reason},数据由您设的口令保护,每次启动都要输入它。")
        if phrase is None:
            raise WorldError(f"没有设口令,数据没有建立,什么也没有保存。{_BEGIN}") from reason
        first = changes.passphrase_slot(phrase)
    sheet, second = changes.recovery_slot()
    if not ask.keep_recovery(sheet):
        if first["kind"] == slots.KEYRING:
            changes.forget()
        raise WorldError(f"恢复密钥没有收好,数据没有建立,什么也没有保存。{_BEGIN}")
    slots.begin(folder, slots.of(key).having(first).having(second))
    return key


def _refuse_mixed(folder: Path, held: KeySlots) -> None:
    """WorldError when the slots came from another data folder than what lies beside them."""
    beside = window.book_of(folder)
    if beside and beside != held.book:
        raise WorldError(
            f"密钥说明文件 {folder / slots.FILE_NAME} 是另一本数据的,打不开这里的数据。"
            "请从这个文件夹自己的备份恢复它"
        )


def _refuse_lost(folder: Path) -> None:
    """WorldError where a new key would leave what is encrypted already for ever unreadable."""
    if (folder / demo_file.FILE_NAME).exists():
        raise WorldError(
            f"数据文件夹 {folder} 里是演示数据,密钥没有保护,不能用来正式办理。"
            "请把设置“数据文件夹”(DESK_DATA)改成一个新的文件夹再启动"
        )
    if window.book_of(folder) or any(_encrypted(path) for path in folder.glob("*.db")):
        raise WorldError(
            f"数据文件夹 {folder} 里的数据是加密的,但密钥说明文件 {slots.FILE_NAME} 不见了。"
            "请从备份把它放回来再启动,不要另建"
        )


def _encrypted(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            head = file.read(len(PLAIN_HEADER))
    except OSError:
        return False
    return bool(head) and head != PLAIN_HEADER


def standing(folder: Path, *, demo: bool) -> KeyStanding:
    """Where the key lies and since when there is a recovery key. Never raises, and opens nothing."""
    try:
        held = slots.read(folder)
    except WorldError as error:
        return KeyStanding(False, str(error), "请从备份恢复它")
    if held is None and demo:
        return KeyStanding(True, "演示:数据文件夹里的文件,没有保护")
    if held is None:
        try:
            _refuse_lost(folder)
        except WorldError as error:
            return KeyStanding(False, str(error))
        return KeyStanding(False, "还没有设", _BEGIN)
    names = {slots.KEYRING: "系统密钥环", slots.PASSPHRASE: "启动时输入的口令"}
    where = "、".join(f"{names[s['kind']]}({s['made']})" for s in held.slots if s["kind"] in names)
    paper = held.slot(slots.RECOVERY)
    made = f"恢复密钥 {paper['made']} 打印" if paper else "没有恢复密钥"
    lacking = "" if paper else "请运行 desk-app keys recovery 打印一张,锁进柜子"
    return KeyStanding(bool(where and paper), f"{where or '只有恢复密钥'};{made}", lacking)
