"""The verbs of a year at the terminal: a list is brought, the coverage told, a village tells its sheets."""

import zipfile
from pathlib import Path

import pytest

from desk_app import settings
from desk_app.__main__ import main
from desk_app.bootstrap import Desk
from desk_app.services.survey import asking, people
from desk_app.walkthrough.invented_survey import villages
from tests.survey.test_round import line, written


def test_a_year_at_the_terminal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DESK_DATA", str(tmp_path / "desk"))
    with Desk(settings.load()) as desk:
        (first, *_) = villages(desk.parts, 1, 1)
    torn = line(4, *first)
    torn[2] = "12"
    path = written(tmp_path / "list.csv", [*(line(n, *first) for n in range(1, 4)), torn])
    assert main(["survey", "people", str(path)]) == 1
    assert "第5行" in capsys.readouterr().err
    assert main(["survey", "people", str(path), "--good-only"]) == 1
    assert "2026年度3人：上年在册0人，新办证0人，名册上3人" in capsys.readouterr().out
    assert main(["survey", "report", *first]) == 1
    assert "还有3人没有采集，也没有登记失访" in capsys.readouterr().err
    with Desk(settings.load(), seated=True) as desk:
        for person in people.people(desk.parts):
            sheet = asking.open_sheet(desk.parts, desk.parts.window.who, person)
            asking.lose(desk.parts, desk.parts.window.who, sheet, "3")
    assert main(["survey", "report", *first]) == 0
    assert main(["survey", "sign", first[0], "--as", "主席"]) == 1
    assert "村已报，待镇审，要先由乡镇审核通过" in capsys.readouterr().err
    assert main(["survey", "check"]) == 0
    assert main(["survey", "coverage", "--out", str(tmp_path / "told.xlsx")]) == 0
    out = capsys.readouterr().out
    assert f"{first[0]}：名单3人，完成0人，失访3人" in out
    assert "登记率3÷3" in out
    with zipfile.ZipFile(tmp_path / "told.xlsx") as book:
        assert any("失访的也算在内" in book.read(name).decode("utf-8", "replace") for name in book.namelist())
