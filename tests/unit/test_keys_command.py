"""``desk-app keys`` as an administrator types it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from keyring.backends import fail

from desk_app.__main__ import main
from desk_app.commands import key_terminal
from desk_app.commands.key_terminal import TerminalAsking
from desk_app.devices.keys.opened import forget_opened, on_this_computer
from desk_app.domain import recovery
from desk_app.domain.key_asking import KeyGiven, OpeningWay
from desk_app.domain.recovery import RecoverySheet
from tests.devices.keyrings import BETTER, GOOD, installed

SHEET = RecoverySheet("book", recovery.written(bytes(range(20))), "2026-11-27")


def typing(*lines: str) -> Callable[[str], str]:
    """Somebody who types these lines, then closes the terminal."""
    left = list(lines)

    def give(_asked: str) -> str:
        if not left:
            raise EOFError
        return left.pop(0)

    return give


def asking(secret: tuple[str, ...] = (), open_: tuple[str, ...] = ()) -> TerminalAsking:
    return TerminalAsking(lambda _sheet: None, typing(*secret), typing(*open_))


BOTH = (OpeningWay.PASSPHRASE, OpeningWay.RECOVERY)


def test_a_passphrase_or_the_recovery_key_or_nothing() -> None:
    assert asking((GOOD,)).open_with("", BOTH, 0.0) == KeyGiven(OpeningWay.PASSPHRASE, GOOD)
    typed = asking(("",), (SHEET.code,)).open_with("", BOTH, 0.0)
    assert typed == KeyGiven(OpeningWay.RECOVERY, SHEET.code)
    assert asking().open_with("", BOTH, 0.0) is None
    again = asking((), ("y",)).open_with("锁着", (OpeningWay.AGAIN, OpeningWay.RECOVERY), 0.0)
    assert again == KeyGiven(OpeningWay.AGAIN)


def test_a_new_passphrase_is_strong_and_typed_twice(capsys: pytest.CaptureFixture[str]) -> None:
    assert asking(("short", GOOD, BETTER, GOOD, GOOD)).new_passphrase("请设口令。") == GOOD
    told = capsys.readouterr().err
    assert "太短" in told
    assert "不一样" in told
    assert asking(("",)).new_passphrase("请设口令。") is None


def test_two_groups_are_typed_back() -> None:
    third, seventh = SHEET.groups[2], SHEET.groups[6]
    assert asking((), ("AAAAA", third.lower(), seventh)).keep_recovery(SHEET)
    assert not asking((), (third, "")).keep_recovery(SHEET)


@pytest.mark.parametrize(
    ("url", "here"),
    [
        ("", True),
        ("http://127.0.0.1:8765", True),
        ("http://localhost", True),
        ("http://[::1]:1", True),
        ("https://county.example", False),
        ("https://127.example", False),
        ("http://[", False),
    ],
)
def test_a_county_on_this_computer_is_a_trial(url: str, here: bool) -> None:
    assert on_this_computer(url) is here


@pytest.fixture
def real(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A data folder that is no demo's, on a computer without a keyring."""
    forget_opened()
    monkeypatch.setenv("DESK_DATA", str(tmp_path))
    monkeypatch.setenv("DESK_COUNTY_URL", "https://county.example")
    with installed(fail.Keyring()):
        yield tmp_path
    forget_opened()


def sits_there(monkeypatch: pytest.MonkeyPatch, secret: tuple[str, ...], sheets: list[RecoverySheet]) -> None:
    """Somebody at the terminal who copies every sheet and types it back."""

    class Copying(TerminalAsking):
        def __init__(self, put_out: Callable[[RecoverySheet], None]) -> None:
            super().__init__(put_out, typing(*secret), self.back)

        def back(self, asked: str) -> str:
            return sheets[-1].groups[int(asked.split("第")[1][0]) - 1] if "组" in asked and sheets else ""

        def keep_recovery(self, sheet: RecoverySheet) -> bool:
            sheets.append(sheet)
            return super().keep_recovery(sheet)

    monkeypatch.setattr("desk_app.commands.keys.TerminalAsking", Copying)


def test_an_administrator_begins_and_makes_a_new_sheet(
    real: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    sheets: list[RecoverySheet] = []
    assert main(["keys", "show"]) == 1
    sits_there(monkeypatch, (GOOD, GOOD), sheets)
    assert main(["keys", "begin", "--pdf", str(real / "sheet.pdf")]) == 0
    assert (real / "sheet.pdf").read_bytes().startswith(b"%PDF")
    assert "启动时输入的口令" in capsys.readouterr().err
    assert main(["keys", "show"]) == 0
    sits_there(monkeypatch, (GOOD,), sheets)
    assert main(["keys", "recovery"]) == 0
    assert [s.voids for s in sheets] == [False, True]
    told = capsys.readouterr().err
    assert sheets[1].groups[0] in told


def test_without_anybody_a_command_says_what_to_do(
    real: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(key_terminal.sys, "stdin", None)
    assert main(["book", "check"]) == 1
    assert "desk-app keys begin" in capsys.readouterr().err
    assert not (real / "book.key").exists()


def test_a_demo_has_no_sheet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DESK_DATA", str(tmp_path))
    monkeypatch.setenv("DESK_COUNTY_URL", "")
    assert main(["keys", "recovery"]) == 1
