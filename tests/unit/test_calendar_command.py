"""``desk-app calendar``: a year is imported whole or not at all; what was 预计 becomes certain."""

import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

import resources
from desk_app import settings
from desk_app.__main__ import main
from desk_app.bootstrap import Desk, opened
from desk_app.commands import doctor
from desk_app.domain.applications import Application
from desk_app.services import ledger
from desk_app.services.applications import deadlines
from desk_app.services.counter import intake
from desk_app.services.printing import papers
from desk_app.services.sockets import Deed
from forms import calendar
from forms.typesetting import typeset
from tests.dressed import dressed
from tests.fakes import NOW, StillClock, make_parts
from tests.people import sound_draft

Y2027 = """year = 2027
source = "国务院办公厅关于2027年部分节假日安排的通知(测试用)"
off = [
  2027-01-01, 2027-01-04,
  2027-02-05, 2027-02-08, 2027-02-09, 2027-02-10, 2027-02-11,
  2027-04-05, 2027-05-03, 2027-05-04, 2027-06-09, 2027-09-15,
  2027-10-01, 2027-10-04, 2027-10-05,
]
work = [2027-01-09, 2027-02-20]
"""


@pytest.fixture
def data() -> Path:
    return settings.load().data


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "明年.toml"
    path.write_text(Y2027, encoding="utf-8")
    return path


@pytest.fixture
def december(data: Path) -> Iterator[Application]:
    """An application accepted on 2026-12-21, whose promised day is in the next year."""
    parts = make_parts(data, StillClock(NOW + timedelta(days=28)))
    yield intake.accept(parts, sound_draft(parts))
    parts.store.close()


def test_a_year_is_imported_and_shown(data: Path, table: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["calendar", "import", str(table)]) == 0
    assert typeset("已导入2027年工作日表:放假的工作日15天,调休上班2天") in capsys.readouterr().out
    assert (data / "calendars" / "2027.toml").read_text(encoding="utf-8") == Y2027
    assert [p.name for p in (data / "calendars").iterdir()] == ["2027.toml"]
    assert main(["calendar", "show"]) == 0
    first, second = capsys.readouterr().out.splitlines()
    assert first.startswith(typeset("2026年:国务院办公厅"))
    assert second.endswith(typeset("(测试用)(本区县导入)"))
    assert main(["calendar", "show", "2027"]) == 0
    assert typeset("调休上班:1月9日、2月20日") in capsys.readouterr().out
    assert main(["calendar", "show", "2028"]) == 0
    assert "2028年还没有工作日表" in capsys.readouterr().out


def test_a_wrong_table_changes_nothing(data: Path, table: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["calendar", "import", str(table)])
    table.write_text(Y2027.replace("2027-01-09", "2027-01-06").replace("off =", "of ="), encoding="utf-8")
    capsys.readouterr()
    assert main(["calendar", "import", str(table)]) == 1
    told = capsys.readouterr().out
    for words in ("缺少off", "不认识的项of", "有2处错误"):
        assert words in told
    assert (data / "calendars" / "2027.toml").read_text(encoding="utf-8") == Y2027


def test_a_folder_that_can_not_be_written_is_told(
    data: Path, table: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (data / "calendars").write_text("a file in the way")
    assert main(["calendar", "import", str(table)]) == 1
    assert "工作日表存不进" in capsys.readouterr().err


def test_expected_days_are_reckoned_anew_by_the_import(
    december: Application, data: Path, table: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    # GIVEN an application promised for an expected day
    assert (december.dates.promised, december.dates.provisional) == (date(2027, 1, 8), True)
    # WHEN the year comes, in which 01-04 is off and Saturday 01-09 is worked
    assert main(["calendar", "import", str(table)]) == 0
    assert "已重算1件办件的期限" in capsys.readouterr().out
    # THEN its day is sure, and the ledger tells the old and the new
    with Desk(settings.load()) as desk:
        kept = desk.parts.store.applications.one(december.id)
        assert kept is not None
        assert (kept.dates.promised, kept.dates.provisional) == (date(2027, 1, 9), False)
        last = ledger.timeline(desk.parts, december.subject)[-1]
        assert last.act == "期限重算"
        assert last.text == "转交部门2026年12月24日(原为预计),承诺办结由预计2027年1月8日改为2027年1月9日"
        assert deadlines.renew(desk.parts) == ()
        assert papers.receipt(desk.parts, kept).startswith(b"%PDF")


def test_while_a_window_is_open_the_import_leaves_the_book_to_it(
    december: Application, data: Path, table: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with Desk(settings.load()) as desk:
        assert main(["calendar", "import", str(table)]) == 0
        assert "窗口程序重新启动后按新表计算" in capsys.readouterr().out
        assert [a.id for a in desk.parts.store.applications.provisional()] == [december.id]
    with Desk(settings.load()) as desk:
        assert deadlines.renew(desk.parts) == (december.id,)


@pytest.mark.qt_log_ignore("This plugin does not support propagateSizeHints")
def test_the_next_start_reckons_expected_days_anew_and_says_so(
    december: Application, data: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (sys, threading):  # the window takes these for itself
        monkeypatch.setattr(module, "excepthook", module.excepthook)
    (data / "calendars").mkdir()
    (data / "calendars" / "2027.toml").write_text(Y2027, encoding="utf-8")
    dressed()
    with Desk(settings.load()) as desk, opened(desk) as window:
        window.show()
        qtbot.waitUntil(lambda: not desk.parts.store.applications.provisional())
        qtbot.waitUntil(lambda: any("已重算1件" in w.text() for w in window.findChildren(QLabel)))


def test_a_broken_table_stops_no_start_and_is_told(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (data / "calendars").mkdir()
    (data / "calendars" / "2027.toml").write_text("torn = ", encoding="utf-8")
    with Desk(settings.load()) as desk:
        assert set(desk.parts.calendar.years) == {2026}
        (fault,) = desk.parts.calendar.faults
    assert "2027.toml 不能用,已略过" in fault
    lines = list(doctor._calendar())
    assert [(line.well, line.needed) for line in lines[:2]] == [(True, True), (False, True)]
    main(["calendar", "show"])
    assert "已略过" in capsys.readouterr().out


def test_the_doctor_misses_the_next_year_from_november_on() -> None:
    assert doctor.missing_year({2026}, date(2026, 10, 31)) is None
    assert doctor.missing_year({2026}, date(2026, 11, 1)) == 2027
    assert doctor.missing_year({2026, 2027}, date(2026, 12, 31)) is None
    assert doctor.missing_year({2026}, date(2027, 3, 1)) == 2027


def test_a_renewal_that_is_still_expected_says_so(december: Application, data: Path) -> None:
    parts = make_parts(data)
    guess = replace(december.dates, promised=december.dates.promised - timedelta(days=1))
    parts.store.intake.redate(december.id, guess, (), Deed(()))
    assert deadlines.renew(replace(parts, calendar=calendar.load(resources.path("calendars")))) == (
        december.id,
    )
    assert ledger.timeline(parts, december.subject)[-1].text.endswith(
        "承诺办结由预计2027年1月7日改为预计2027年1月8日"
    )
    parts.store.close()
