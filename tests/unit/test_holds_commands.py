"""``desk-app county mark`` and ``holds``, and what ``show`` says of the person."""

import json
from contextlib import closing
from pathlib import Path

import pytest

from desk_app.__main__ import main
from desk_app.county_server.book import CountyBook
from desk_app.domain import holdings
from desk_app.domain.events import Who
from desk_app.domain.history import History, Mark
from desk_app.domain.told import HistoryAnswer
from desk_app.services.counter import intake
from forms.loader import shipped
from forms.typesetting import typeset
from tests.fakes import NOW, make_parts
from tests.opened import key_beside
from tests.people import id_number, sound_draft

Said = pytest.CaptureFixture[str]
OWN = id_number()
NUMBER = f"{OWN}43B1"
MASKED = "*" * 18 + "43B1"


@pytest.fixture
def database(tmp_path: Path) -> str:
    with closing(CountyBook(tmp_path / "county.db", key=key_beside(tmp_path / "county.db"))) as book:
        result = {"certificate_number": NUMBER, "issued_on": "2020-01-02", "expires_on": "2090-01-02"}
        book.record(OWN, result, Who("区县", "county"), NOW)
    return f"sqlite:///{tmp_path}/county.db"


def run(capsys: Said, database: str, *words: str) -> tuple[int, str]:
    code = main(["county", *words, "--database", database])
    said = capsys.readouterr()
    return code, said.out + said.err


def test_a_mark_is_what_the_window_is_told_next(database: str, capsys: Said, tmp_path: Path) -> None:
    told = run(capsys, database, "mark", OWN, "freeze", "--reason", "年审没有做")
    assert told == (0, typeset(f"残疾人证{MASKED}已冻结,原因:年审没有做\n"))
    with closing(CountyBook(tmp_path / "county.db", key=key_beside(tmp_path / "county.db"))) as book:
        held = holdings.held_certificate(shipped(), book.history(OWN), NOW.date())
    assert held is not None
    assert held.state == holdings.FROZEN
    code, said = run(capsys, database, "holds", OWN)
    assert code == 0
    assert typeset(f"残疾人证 {MASKED} 冻结,肢体三级,有效期至2090年1月2日") in said
    assert "年审没有做" in said
    assert NUMBER in run(capsys, database, "holds", OWN, "--unmask")[1]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("mark", OWN, "restore", "--reason", "x"), "不能恢复"),
        (("mark", OWN, "freeze", "--reason", " "), "请写明冻结的原因"),
        (("mark", id_number(order="114"), "freeze", "--reason", "x"), "区县没有这个人的残疾人证记录"),
        (("mark", OWN[:17], "freeze", "--reason", "x"), "身份证号"),
        (("holds", "12345"), "身份证号"),
    ],
)
def test_what_can_not_be_marked_is_said_in_a_sentence(
    database: str, capsys: Said, words: tuple[str, ...], told: str
) -> None:
    code, said = run(capsys, database, *words)
    assert code == 1
    assert told in said
    assert "Traceback" not in said


def test_nothing_held_is_said(database: str, capsys: Said) -> None:
    assert run(capsys, database, "holds", id_number(order="114")) == (0, "区县没有这个人的记录\n")


def test_show_says_what_the_person_holds_now(
    tmp_path: Path, capsys: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DESK_DATA", str(tmp_path / "data"))
    parts = make_parts(tmp_path / "data")
    application = intake.accept(parts, sound_draft(parts))
    number = str(application.answers["id_number"])
    certificate = f"{number}43B1"
    mark = Mark("record", NOW.date(), certificate, "", {"certificate_number": certificate})
    parts.store.told.keep(number, HistoryAnswer(History((), (mark,), (number,)), 3, NOW))
    assert main(["show", application.number]) == 0
    said = capsys.readouterr().out
    assert typeset(f"残疾人证 {MASKED},有效,肢体三级,区县记录") in said
    assert "2026-11-23 09:15问过区县" in said
    assert certificate not in said
    assert main(["show", certificate, "--json", "--unmask", "核对"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["number"] == application.number
    assert told["holds"]["lines"][0]["number"] == certificate
    assert [line["kind"] for line in told["holds"]["lines"]] == ["certificate", *["matter"] * 3]
    parts.store.close()
