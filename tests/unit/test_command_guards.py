"""Every command says who may run it, and asks them: without the right password or role it does nothing."""

import getpass
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import pytest
from keyring.backends import fail

from desk_app import settings
from desk_app.__main__ import _parser, main
from desk_app.bootstrap import Desk
from desk_app.commands.choosing import at_hand
from desk_app.commands.guarding import COMMANDS
from desk_app.commands.opening import key_of
from desk_app.devices.keys.opened import forget_opened
from desk_app.domain import recovery
from desk_app.services.counter import intake
from desk_app.services.signin import entering, people
from desk_app.storage.audit import AuditWanted, BookAudit
from desk_app.storage.book import Book
from forms.procedures import CLERK
from tests.devices.keyrings import GOOD, Person, installed
from tests.people import sound_draft
from tests.unit.test_commands_page import commands

WORD = "湖边的青石板路-4711"
ADMINISTRATOR, PLAIN, FORGETFUL = "王样甲", "李样乙", "赵样丙"
NUMBER, BACKUP, SHEET = "{number}", "{backup}", "{sheet}"
"""Stand for the receipt number of the one application, for a backup of the book, and for its recovery key."""
TYPED: Final = {
    "archive package": (NUMBER, "--purpose", "移交"),
    "archive report": (),
    "audit export": ("audit.jsonl",),
    "audit show": (),
    "book check --mend": (),
    "book restore": (BACKUP, "--yes"),
    "clerks add": ("钱样丁",),
    "clerks disable": (ADMINISTRATOR,),
    "clerks enable": (ADMINISTRATOR,),
    "clerks reset": (ADMINISTRATOR,),
    "clerks roles": (ADMINISTRATOR, "--role", "clerk"),
    "county act": (NUMBER, "accept"),
    "county decide": (NUMBER, "cert_new", "accept"),
    "county holds": ("620403198611230028", "--unmask"),
    "county import": ("holders.csv",),
    "county mark": ("620403198611230028", "freeze", "--reason", "查实"),
    "county windows --revoke": ("3", "--reason", "换电脑"),
    "keys keyring": (),
    "keys passphrase": (),
    "keys recovery": (),
    "papers deliveries": (),
    "papers draw": (NUMBER,),
    "papers handover": (),
    "papers report": (),
    "papers resume": (),
    "people correct": (NUMBER, "--name", "李样例", "--reason", "登记错了"),
    "people delete": (NUMBER, "--reason", "本人要求"),
    "people import": ("roster.csv",),
    "people match": (),
    "people needs": ("--to", "needs"),
    "people report": (NUMBER,),
    "show": (NUMBER,),
    "survey check": (),
    "survey coverage": (),
    "survey export": ("year.csv", "--purpose", "上报"),
    "survey figures": ("--out", "year.csv"),
    "survey needs": (),
    "survey pay": (),
    "survey people": ("roster.csv",),
    "survey report": ("宝积镇", "吊沟村"),
    "survey sample": (),
    "survey summary": ("宝积镇",),
    "survey withdraw": ("--reason", "列错了"),
    "survey sign": ("宝积镇", "--as", "主席"),
    "visits away": (),
    "visits carry-in": ("no.desk",),
    "visits carry-out": (NUMBER, "--to", "out.desk", "--window", "51"),
    "visits let-go": ("12345678",),
    "visits list-in": ("no.xlsx",),
    "visits list-out": ("--to", "lists"),
    "visits settle": (NUMBER, "--reason", "核实过"),
    "visits take-back": (NUMBER, "--reason", "电脑丢了"),
}
"""What follows each guarded command."""


@contextmanager
def standing_at(place: Path) -> Iterator[None]:
    """The data folder of a place is this computer's, which has no keyring."""
    with pytest.MonkeyPatch.context() as patch, installed(fail.Keyring()):
        patch.setenv("DESK_DATA", str(place / "data"))
        patch.setenv("DESK_STATE", str(place / "state"))
        patch.chdir(place)
        yield


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, dict[str, str]]]:
    """A hall with its own key, an administrator, two clerks, an application, a backup; what stands for them.

    One for all: whoever is refused changes nothing.
    """
    place = tmp_path_factory.mktemp("hall")
    (place / "holders.csv").write_text("身份证号,残疾人证号\n", encoding="utf-8")
    (place / "roster.csv").write_text("姓名,身份证号\n", encoding="utf-8")
    yield place, begun(place)
    forget_opened()


def begun(place: Path) -> dict[str, str]:
    """What stands for number, backup and sheet of a hall that is made in a place."""
    with standing_at(place):
        settings.keep(place / "data", "county_url", "https://county.example")
        person = Person(phrases=[GOOD])
        key_of(settings.load(), ask=person)
        assert person.sheet is not None
        with Desk(settings.load(), seated=True) as desk:
            number = intake.accept(desk.parts, sound_draft(desk.parts)).number
            people.first(desk.parts, ADMINISTRATOR, WORD)
            desk.parts.window.seat.roles = frozenset({"administrator"})
            for name in (PLAIN, FORGETFUL):
                people.add(desk.parts, name, [CLERK], WORD)
        return {NUMBER: number, BACKUP: str(at_hand().back_up().path), SHEET: person.sheet.code}


@pytest.fixture
def hall(made: tuple[Path, dict[str, str]]) -> Iterator[dict[str, str]]:
    """What stands for the number and the backup, at that hall's computer."""
    with standing_at(made[0]):
        yield made[1]


def run(hall: dict[str, str], command: str) -> int:
    return main([hall.get(word, word) for word in (*command.split(), *TYPED[command])])


def typed(monkeypatch: pytest.MonkeyPatch, password: str, *lines: str) -> None:
    """Type these lines, the last one again and again, and the password as often as it is asked."""
    left = list(lines)
    monkeypatch.setattr("builtins.input", lambda _told="": left.pop(0) if len(left) > 1 else left[0])
    monkeypatch.setattr(getpass, "getpass", lambda _told: password)


def noted() -> list[str]:
    """What the journal says of the use of commands."""
    with Desk(settings.load(), beside=True) as desk:
        assert isinstance(desk.parts.store, Book)
        lines = BookAudit(desk.parts.store.database, "").lines(AuditWanted(None, "", ""))
        return [f"{x['person']} {x['kind']} {x['text']}" for x in lines if x["subject_kind"] == "command"]


def test_every_command_has_its_row() -> None:
    assert {name.split(" --")[0] for name in COMMANDS} == {
        name.removeprefix("desk-app ") for name in commands(_parser())
    }
    assert {name for name, guard in COMMANDS.items() if guard.may} == set(TYPED)


@pytest.mark.parametrize("command", TYPED)
def test_a_wrong_password_reads_and_changes_nothing(
    hall: dict[str, str], command: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    typed(monkeypatch, "not-the-right-one", FORGETFUL)
    before = noted()
    assert run(hall, command) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert "密码" in said.err
    assert noted() == before


@pytest.mark.parametrize("command", [name for name in TYPED if CLERK not in COMMANDS[name].may])
def test_a_clerk_may_not_do_what_the_row_leaves_to_others(
    hall: dict[str, str], command: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    typed(monkeypatch, WORD, PLAIN)
    before = noted()
    assert run(hall, command) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert "管理员登录" in said.err
    assert noted() == before


def test_the_journal_is_read_for_a_purpose_which_is_noted(
    hall: dict[str, str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    typed(monkeypatch, WORD, ADMINISTRATOR, "")
    assert run(hall, "audit show") == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert "做什么用" in said.err
    typed(monkeypatch, WORD, ADMINISTRATOR, "每月检查")
    assert run(hall, "audit show") == 0
    typed(monkeypatch, WORD, ADMINISTRATOR)
    assert main(["audit", "export", "it.jsonl", "--purpose", "上级检查"]) == 0
    assert noted()[-2:] == [
        f"{ADMINISTRATOR} opened 用命令 audit show 用途:每月检查",
        f"{ADMINISTRATOR} exported 用命令 audit export 用途:上级检查",
    ]


def test_the_printed_sheet_alone_makes_an_administrator_again(
    hall: dict[str, str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    # GIVEN a hall whose administrator can not sign in any more WHEN another sheet is typed
    fresh = "新的青石板路-8822"
    typed(monkeypatch, fresh, recovery.written(recovery.new()))
    assert main(["clerks", "recover", FORGETFUL]) == 1
    assert "不是这本数据的" in capsys.readouterr().err
    # THEN nothing has changed, and with the sheet of this book a person is administrator by a new password
    typed(monkeypatch, fresh, hall[SHEET])
    assert main(["clerks", "recover", "没有此人"]) == 1
    assert main(["clerks", "recover", FORGETFUL]) == 0
    with Desk(settings.load(), beside=True, seated=False) as desk:
        entering.sign_in(desk.parts, FORGETFUL, fresh)
        people.require(desk.parts)
        assert isinstance(desk.parts.store, Book)
        lines = BookAudit(desk.parts.store.database, "").lines(AuditWanted(None, "", ""))
        assert f"{FORGETFUL}:凭恢复密钥重设密码,经办人、管理员" in {line["text"] for line in lines}
    # AND another administrator gives them the roles back that they had
    typed(monkeypatch, WORD, ADMINISTRATOR)
    capsys.readouterr()
    assert main(["clerks", "roles", FORGETFUL, "--role", "clerk"]) == 0
    assert capsys.readouterr().out == f"{FORGETFUL}现在是经办人\n"


def test_who_may_does_it_and_is_noted(hall: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    typed(monkeypatch, WORD, ADMINISTRATOR)
    for command in ("book check --mend", "papers handover", "county windows --revoke"):
        before = len(noted())
        run(hall, command)  # the county has no book here, which is told after the question who works
        (line,) = noted()[before:]
        assert line.startswith(ADMINISTRATOR)
        assert line.endswith(f"用命令 {command}")
