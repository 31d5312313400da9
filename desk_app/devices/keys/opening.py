"""Opening a book by its slots: the keyring quietly, else what a person types."""

from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from threading import Event, Thread
from time import monotonic
from typing import Final, TypeVar

from desk_app.devices.keys import slots, tries
from desk_app.devices.keys.changing import KeyChanges
from desk_app.devices.keys.keyrings import BookKeyring
from desk_app.devices.keys.slots import KeySlots
from desk_app.domain import recovery
from desk_app.domain.book_key import BookKey
from desk_app.domain.key_asking import KeyAsking, KeyGiven, OpeningWay
from desk_app.errors import RuleError, WorldError

_WRONG: Final = "口令不对,请再输一次;忘了口令的,用柜子里的恢复密钥"
NOT_THIS_SHEET: Final = "这张恢复密钥不是这本数据的,或已被后来打印的一张作废,请找最后打印的一张"
_UNLOCK: Final = "请解锁系统密钥环后重试,或用柜子里的恢复密钥打开"
_TYPED: Final = "请打开窗口,或在终端里运行这条命令,按提示输入口令或恢复密钥"
_LONGEST: Final = 60.0
_T = TypeVar("_T")


class KeyOpening:
    """One opening of one book."""

    def __init__(self, folder: Path, held: KeySlots, keyring: BookKeyring, ask: KeyAsking | None) -> None:
        self._folder, self._held, self._keyring, self._ask = folder, held, keyring, ask
        self._ready = monotonic() + tries.pause(tries.wrong(folder))

    def key(self) -> BookKey:
        """The key of the book; WorldError with what to do when nothing opens it."""
        told = ""
        if self._held.slot(slots.KEYRING):
            try:
                return self._from_keyring()
            except WorldError as reason:
                told = f"{reason}。{_UNLOCK}"
        if self._ask is None:
            raise WorldError(told or f"这本数据由口令保护。{_TYPED}")
        return self._asked(self._ask, told)

    def _from_keyring(self) -> BookKey:
        """The keyring's; WorldError says in a clause what is wrong with it."""
        kept = self._keyring.get(self._held.book)
        if kept is None:
            raise WorldError("系统密钥环里没有这本数据的密钥,可能被清空,或登录的是另一个系统用户")
        try:
            key = self._held.proven(bytes.fromhex(kept))
        except ValueError:
            key = None
        if key is None:
            raise WorldError("系统密钥环里的密钥不是这本数据的,可能被换过")
        return key

    # ---- what a person types ------------------------------------------------------------------

    def _asked(self, ask: KeyAsking, told: str) -> BookKey:
        while True:
            given = ask.open_with(told, self._ways(), max(0.0, self._ready - monotonic()))
            if given is None:
                raise WorldError("没有打开数据,什么也没有改动。知道口令或找到恢复密钥后再启动")
            try:
                return self._tried(ask, given)
            except (RuleError, WorldError) as reason:
                told = str(reason)

    def _ways(self) -> tuple[OpeningWay, ...]:
        able = {
            OpeningWay.PASSPHRASE: slots.PASSPHRASE,
            OpeningWay.AGAIN: slots.KEYRING,
            OpeningWay.RECOVERY: slots.RECOVERY,
        }
        return tuple(way for way, kind in able.items() if self._held.slot(kind))

    def _tried(self, ask: KeyAsking, given: KeyGiven) -> BookKey:
        match given.way:
            case OpeningWay.AGAIN:
                try:
                    return self._from_keyring()
                except WorldError as reason:
                    raise WorldError(f"{reason}。{_UNLOCK}") from reason
            case OpeningWay.PASSPHRASE:
                return self._by_passphrase(ask, given.text)
            case OpeningWay.RECOVERY:
                return self._by_recovery(ask, given.text)

    def _by_passphrase(self, ask: KeyAsking, phrase: str) -> BookKey:
        if (left := self._ready - monotonic()) > 0:
            raise RuleError(f"输错的次数多了,请等{left:.0f}秒再试")
        tries.note(self._folder)
        key = _checked(ask, lambda: slots.with_passphrase(self._held, phrase))
        if key is None:
            self._ready = monotonic() + tries.pause(tries.wrong(self._folder))
            raise RuleError(_WRONG)
        tries.clear(self._folder)
        return key

    def _by_recovery(self, ask: KeyAsking, typed: str) -> BookKey:
        key = slots.with_recovery(self._held, recovery.read(typed))
        if key is None:
            raise RuleError(NOT_THIS_SHEET)
        self._mend(ask, key)
        return key

    def _mend(self, ask: KeyAsking, key: BookKey) -> None:
        """Make the daily way open again: the keyring anew, else a new passphrase, now or later."""
        changes = KeyChanges(self._folder, key, self._keyring)
        told = "已用恢复密钥打开。请设一个新的口令,以后启动时用它;原来的口令不再有效。"
        if self._held.slot(slots.KEYRING):
            try:
                return changes.to_keyring()
            except WorldError as reason:
                told = f"已用恢复密钥打开,但{reason}。请设一个口令,以后启动时用它。"
        while phrase := ask.new_passphrase(told):
            try:
                changes.to_passphrase(phrase)
                return None
            except (RuleError, WorldError) as reason:
                told = str(reason)
        return None


def aside(ask: KeyAsking, told: str, work: Callable[[], _T], longest: float) -> Future[_T]:
    """Do slow work in a thread while ``ask`` says what is waited for, for ``longest`` seconds at most.

    The result, or what the work raised, is in what is returned, as soon as the work has ended.
    """
    made, ended = Future[_T](), Event()

    def run() -> None:
        try:
            made.set_result(work())
        except Exception as error:
            made.set_exception(error)
        ended.set()

    Thread(target=run, name="aside", daemon=True).start()
    ask.waiting(told, ended, longest)
    return made


def _checked(ask: KeyAsking, work: Callable[[], BookKey | None]) -> BookKey | None:
    """The key that a typed passphrase opens, None for a wrong one; WorldError where it can not be tried."""
    try:
        return aside(ask, "正在核对口令", work, _LONGEST).result(_LONGEST)
    except TimeoutError as error:
        raise WorldError("这台电脑太慢,口令没有核对完;请关掉别的程序再试") from error
    except Exception as error:
        raise WorldError("口令核对不了,内存可能不够;请关掉别的程序再试") from error
