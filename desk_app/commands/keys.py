"""``desk-app keys``: how the book of this computer is opened, and how that is changed."""

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Final

from desk_app import settings
from desk_app.commands import guarding
from desk_app.commands.key_terminal import TerminalAsking, put_out, say
from desk_app.commands.opening import is_demo, key_of
from desk_app.devices.keys import slots
from desk_app.devices.keys.changing import KeyChanges
from desk_app.devices.keys.keyrings import BookKeyring
from desk_app.devices.keys.main import standing
from desk_app.domain.key_asking import KeyAsking
from desk_app.errors import WorldError

_VERBS: Final = {
    "show": "密钥放在哪里,恢复密钥什么时候打印的",
    "begin": "第一次使用:设好密钥,打印恢复密钥",
    "passphrase": "换口令,或从系统密钥环改为口令",
    "keyring": "从口令改为系统密钥环",
    "recovery": "打印一张新的恢复密钥,以前的作废",
}


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Tell argparse about the command."""
    parser = commands.add_parser("keys", help="保护数据的密钥:在哪里、换口令、打印恢复密钥")
    parser.add_argument("verb", choices=_VERBS, help=";".join(f"{v} {told}" for v, told in _VERBS.items()))
    told = "恢复密钥存成PDF去打印,打完请删除;不写就显示在屏幕上"
    parser.add_argument("--pdf", type=Path, metavar="文件", help=told)
    parser.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> int:
    chosen = settings.load()
    demo, folder = is_demo(chosen, settings.versions_of(chosen)), chosen.data
    if options.verb == "show":
        found = standing(folder, demo=demo)
        say(found.sentence + (f"。{found.to_do}" if found.to_do else ""))
        return 0 if found.well else 1
    if demo and slots.read(folder) is None:
        raise WorldError("现在是演示:密钥在数据文件夹的文件里。设好区县服务地址(DESK_COUNTY_URL)后再设密钥")
    if options.verb in _CHANGES:
        guarding.enter_book(chosen, f"keys {options.verb}")
    hall = settings.pack_of(chosen).hall
    ask = TerminalAsking(lambda sheet: put_out(sheet, options.pdf, hall.name, chosen.window))
    key = key_of(chosen, ask=ask)  # opened by then where people were asked who they are
    changes = KeyChanges(folder, key, BookKeyring(ask))
    if change := _CHANGES.get(options.verb):
        change(changes, ask)
    say(standing(folder, demo=demo).sentence)
    return 0


def _passphrase(changes: KeyChanges, ask: KeyAsking) -> None:
    phrase = ask.new_passphrase("请设新的口令。")
    if phrase is None:
        raise WorldError("没有设新的口令,原来的照旧")
    if not changes.to_passphrase(phrase):
        say("口令已换好;系统密钥环里的旧密钥现在删不掉,请解锁后在密钥环里删去“desk-app book”")


def _keyring(changes: KeyChanges, _ask: KeyAsking) -> None:
    try:
        changes.to_keyring()
    except WorldError as reason:
        raise WorldError(f"{reason},没有改动,仍用口令") from reason


def _recovery(changes: KeyChanges, ask: KeyAsking) -> None:
    sheet, slot = changes.new_recovery()
    if not ask.keep_recovery(sheet):
        raise WorldError("新的恢复密钥没有收好,没有采用;以前的一张照旧有效")
    changes.put_recovery(slot)


_CHANGES: Final[dict[str, Callable[[KeyChanges, KeyAsking], None]]] = {
    "passphrase": _passphrase,
    "keyring": _keyring,
    "recovery": _recovery,
}
