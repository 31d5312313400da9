"""Asks for what opens a book on the command line."""

import sys
from collections.abc import Callable, Collection
from getpass import getpass
from pathlib import Path
from threading import Event
from typing import Final

from desk_app.domain import passphrases, recovery
from desk_app.domain.key_asking import KeyAsking, KeyGiven, OpeningWay
from desk_app.domain.recovery import RecoverySheet
from forms import files
from forms.sentences import plain_date
from forms.typesetting import typeset

_QUIET: Final = 1.0
"""Seconds of waiting that nobody needs to be told of."""


def put_out(sheet: RecoverySheet, pdf: Path | None, office: str, window: str) -> None:
    """The sheet as a file to print, or on the screen to be written down."""
    if pdf is None:
        lines = (" ".join(sheet.groups[i : i + 4]) for i in (0, 4))
        say("恢复密钥(请抄在纸上,锁进柜子):\n  " + "\n  ".join(lines))
        return
    files.write(pdf, sheet_pdf(sheet, office, window))
    say(f"恢复密钥存在 {pdf},请打印,锁进柜子,再删除这个文件")


def sheet_pdf(sheet: RecoverySheet, office: str, window: str) -> bytes:
    """The printed sheet."""
    from printing.papers import recovery as paper

    return paper.draw(sheet.groups, sheet.book, plain_date(sheet.made), office, window, voids=sheet.voids)


def terminal(office: str, window: str) -> KeyAsking | None:
    """A person at this command's terminal; None where nobody sits."""
    if not (sys.stdin and sys.stdin.isatty()):
        return None
    return TerminalAsking(lambda sheet: put_out(sheet, None, office, window))


class TerminalAsking:
    """Asks on the command line; what is secret is not shown while it is typed."""

    def __init__(
        self,
        put_out: Callable[[RecoverySheet], None],
        secretly: Callable[[str], str] = getpass,
        openly: Callable[[str], str] = input,
    ) -> None:
        self._put_out, self._secretly, self._openly = put_out, secretly, openly

    def open_with(self, told: str, ways: Collection[OpeningWay], pause: float) -> KeyGiven | None:
        """The passphrase, where there is one; an empty line leads to the recovery key."""
        if told:
            say(told)
        if pause:
            self.waiting(f"输错的次数多了,{pause:.0f}秒后可以再试", Event(), pause)
        if OpeningWay.PASSPHRASE in ways and (typed := self._typed("口令(用恢复密钥的直接回车):")):
            return KeyGiven(OpeningWay.PASSPHRASE, typed)
        if OpeningWay.AGAIN in ways and self._typed("解锁后按 Y 回车重试;用恢复密钥的直接回车:", True):
            return KeyGiven(OpeningWay.AGAIN)
        typed = self._typed("恢复密钥(八组;直接回车放弃):", True)
        return KeyGiven(OpeningWay.RECOVERY, typed) if typed else None

    def new_passphrase(self, told: str) -> str | None:
        """Typed twice; an empty line gives up."""
        say(f"{told}\n口令{passphrases.ADVICE}。")
        while first := self._typed("新口令(直接回车放弃):"):
            if fault := passphrases.fault(first):
                say(fault)
            elif self._typed("再输一次:") == first:
                return first
            else:
                say("两次输入的不一样,请重新输入")
        return None

    def keep_recovery(self, sheet: RecoverySheet) -> bool:
        """Put it out, and ask two groups back."""
        self._put_out(sheet)
        for place in recovery.ASKED_BACK:
            asked = f"请照纸上输入第{place + 1}组(直接回车放弃):"
            while (typed := recovery.tidy(self._typed(asked, True))) != sheet.groups[place]:
                if not typed:
                    return False
                say(f"第{place + 1}组不对,请对照纸上再输一次")
        return True

    def waiting(self, told: str, done: Event, longest: float) -> None:
        """Say for what, when it takes longer than a moment."""
        if not done.wait(min(_QUIET, longest)) and longest > _QUIET:
            say(f"{told}……")
            done.wait(longest - _QUIET)

    def _typed(self, asked: str, openly: bool = False) -> str:
        try:
            return (self._openly if openly else self._secretly)(typeset(asked)).strip()
        except EOFError:
            return ""


def say(text: str) -> None:
    """One message to the person, beside the output of the command."""
    print(typeset(text), file=sys.stderr, flush=True)
