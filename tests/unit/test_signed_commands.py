"""Commands that read people's data ask who works, and note it, once people are registered here."""

import getpass
from collections.abc import Iterator
from pathlib import Path

import pytest

from desk_app.__main__ import main
from desk_app.services.counter import intake
from desk_app.services.parts import Parts
from desk_app.services.signin import people
from tests.fakes import make_parts
from tests.people import sound_draft

WORD = "湖边的青石板路-4711"


@pytest.fixture
def book(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Parts, str]]:
    """A book with an administrator and one application; its parts and the receipt number."""
    monkeypatch.setenv("DESK_DATA", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)
    parts = make_parts(tmp_path / "data")
    number = intake.accept(parts, sound_draft(parts)).number
    people.first(parts, "王样甲", WORD)
    yield parts, number
    parts.store.close()


def typed(monkeypatch: pytest.MonkeyPatch, password: str) -> None:
    """Type the name and this password, however often it is asked."""
    monkeypatch.setattr("builtins.input", lambda: "王样甲")
    monkeypatch.setattr(getpass, "getpass", lambda _told: password)


def test_who_signed_in_is_noted_as_who_read(
    book: tuple[Parts, str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    parts, number = book
    parts.store.close()
    typed(monkeypatch, WORD)
    assert main(["people", "report", number]) == 0
    assert main(["audit", "show", "--person", "王样甲", "--kind", "opened"]) == 0
    assert "个人信息清单" in capsys.readouterr().out


def test_where_nobody_can_type_it_says_so(
    book: tuple[Parts, str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    book[0].store.close()

    def nothing(_told: str = "") -> str:
        raise EOFError

    monkeypatch.setattr("builtins.input", nothing)
    monkeypatch.setattr(getpass, "getpass", nothing)
    assert main(["audit", "show"]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert "请在终端里用" in said.err
