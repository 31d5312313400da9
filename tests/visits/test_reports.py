"""台账 and 统计表 of a department and a period say what its list says, to the day of the cut-off."""

from collections.abc import Iterator
from datetime import date, datetime
from itertools import pairwise
from pathlib import Path
from zipfile import ZipFile

import pytest

from desk_app import settings
from desk_app.__main__ import main
from desk_app.bootstrap import Desk
from desk_app.domain.events import Subject
from desk_app.services import proceedings
from desk_app.services.lists import reports
from desk_app.services.lists.export import LIST
from desk_app.services.lists.reports import ReportTold
from desk_app.services.parts import Parts
from desk_app.services.tables import opened
from forms.procedures import Procedure
from forms.report_kinds import UnitReport
from tests.fakes import CHINA, StillClock, make_parts
from tests.printing.reading import text_of
from tests.unit.packs import Folder

SWITCH = '[visits]\non = ["yinchuan", "quxian"]\nsource = "本区规定"\n'
DUTY = """
[[duty]]
id = "health"
of = "yinchuan"
only = ["adult_rehab"]
unit = "区卫健局"
person = "张样例"
source = "本区规定"
"""
BEGAN = {
    "样例甲": ("2026-09-25", "adult_rehab"),
    "样例乙": ("2026-09-26", "adult_rehab"),
    "样例丙": ("2026-12-25", "adult_rehab"),
    "样例丁": ("2026-12-26", "adult_rehab"),
    "样例戊": ("2026-11-02", "legal"),
}


@pytest.fixture
def parts(tmp_path: Path) -> Iterator[Parts]:
    """A county whose health bureau answers for one service; the quarter is over since yesterday."""
    county = tmp_path / "county"
    county.mkdir()
    (county / "own.toml").write_text(SWITCH + DUTY, encoding="utf-8")
    clock = StillClock(datetime(2026, 9, 25, 9, tzinfo=CHINA))
    made = make_parts(tmp_path / "desk", clock, county)
    for name, (day, service) in sorted(BEGAN.items(), key=lambda each: each[1]):
        clock.moment = datetime.fromisoformat(f"{day}T09:00:00+08:00")
        given = {"name": name, "village": "样例乡样例村", "service": service, "channel": "2"}
        proceedings.begin(made, made.window.who, "door_service", "ask", given)
    yield made
    made.store.close()


def told(parts: Parts, report_id: str, unit: str, period: str) -> ReportTold:
    """A report of a unit by its title, and of a period by its own."""
    law, report = _report(parts, report_id)
    units = {u.title: u for u in reports.units(parts, law, report)}
    times = {p.title: p for p in reports.periods(report, parts.clock.today())}
    return ReportTold(law, report, units[unit], times[period])


def _report(parts: Parts, report_id: str) -> tuple[Procedure, UnitReport]:
    every = ((law, r) for law in parts.pack.procedures.values() for r in law.reports)
    return next(pair for pair in every if pair[1].id == report_id)


def test_a_quarter_ends_with_its_cut_off_and_the_rest_is_in_the_next(parts: Parts, tmp_path: Path) -> None:
    # GIVEN the last quarter, told until its cut-off
    quarter = told(parts, "door_statistics", "区卫健局", "2026年第4季度")
    assert (quarter.period.since, quarter.period.until) == (date(2026, 9, 26), date(2026, 12, 25))
    found = reports.statistics_of(parts, quarter)
    assert found.total.cells["all"].count == 2
    assert "统计到2026年12月25日,以后的并入下一期" in found.note
    # THEN what came later is in the next, and all quarters of a year make the year
    assert (
        reports.statistics_of(parts, told(parts, "door_statistics", "区卫健局", "2027年第1季度"))
        .total.cells["all"]
        .count
        == 1
    )
    # THEN every department together has what the one lacks
    whole = reports.statistics_of(parts, told(parts, "door_statistics", reports.ALL, "2026年第4季度"))
    assert {row.code: row.cells["all"].count for row in whole.rows} == {"adult_rehab": 2, "legal": 1}
    # THEN the file has a chart, and its name of the department is on the paper
    reports.write(parts, quarter, tmp_path / "统计表.xlsx")
    with ZipFile(tmp_path / "统计表.xlsx") as written:
        assert "xl/charts/chart1.xml" in written.namelist()
    paper = text_of(reports.printout(parts, quarter).draw(0, (0.0, 0.0)))
    assert "为特殊困难残疾人上门代办服务工作情况(区卫健局)统计表" in paper


def test_a_ledger_has_a_line_a_record_on_paper_and_in_its_file(parts: Parts, tmp_path: Path) -> None:
    ledger = told(parts, "door_ledger", "区卫健局", "2026年12月")
    reports.write(parts, ledger, tmp_path / "台账.xlsx")
    head, *lines = (line.cells for line in opened.read(tmp_path / "台账.xlsx").lines)
    assert [line[head.index("姓名")] for line in lines] == ["样例丙", "样例丁"]
    paper = text_of(reports.printout(parts, ledger).draw(0, (0.0, 0.0)))
    assert "样例丙" in paper
    assert "样例乙" not in paper
    assert "共2条" in paper


def test_a_command_draws_and_writes_the_ledger_of_a_unit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    # GIVEN a demo with two services that began today
    county, out = tmp_path / "county", tmp_path / "out"
    county.mkdir()
    out.mkdir()
    (county / "own.toml").write_text(SWITCH + DUTY, encoding="utf-8")
    monkeypatch.setenv("DESK_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("DESK_FORMS", str(county))
    with Desk(settings.load(), beside=True) as desk:
        for name, service in (("样例甲", "adult_rehab"), ("样例戊", "legal")):
            asked = {"name": name, "village": "样例乡样例村", "service": service, "channel": "2"}
            proceedings.begin(desk.parts, desk.parts.window.who, "door_service", "ask", asked)
    # THEN it tells what there is, of which units and periods
    assert main(["papers", "report"]) == 0
    listed = capsys.readouterr().out
    assert "door_ledger" in listed
    assert "单位（--unit）：全部单位、县级各相关部门、区卫健局" in listed
    # AND draws one, and writes one
    assert main(["papers", "report", "door_ledger", "--unit", "区卫健局", "--out", str(out)]) == 0
    (paper,) = out.glob("*.pdf")
    assert "区卫健局" in paper.name
    said = text_of(paper.read_bytes())
    assert ("样例甲" in said, "样例戊" in said, "共1条" in said) == (True, False, True)
    for name in ("door_ledger", "door_statistics"):
        assert main(["papers", "report", name, "--out", str(out / f"{name}.xlsx")]) == 0
        assert (out / f"{name}.xlsx").stat().st_size > 0
    # AND what nobody knows is told with what may be written, and each read is noted
    for wrong, told_so in (
        (["door_leger"], "没有台账或报表“door_leger”，是不是“door_ledger”？"),
        (["door_ledger", "--unit", "区卫建局"], "没有单位“区卫建局”，是不是“区卫健局”？"),
        (["door_ledger", "--period", "明年"], "没有期间“明年”，可用："),
        (["door_ledger", "--out", str(out / "no.pdf" / "x.pdf")], ""),
    ):
        (out / "no.pdf").write_bytes(b"")
        assert main(["papers", "report", *wrong]) == 1
        assert told_so in capsys.readouterr().err
    with Desk(settings.load(), beside=True) as desk:
        noted = [read.text for read in desk.parts.store.journal.of(Subject(LIST, "door_service"))]
    assert len([text for text in noted if "台账" in text]) == 3


def test_a_year_is_its_four_quarters(parts: Parts) -> None:
    _, report = _report(parts, "door_statistics")
    year = next(p for p in reports.periods(report, date(2026, 12, 1)) if p.title == "2026年")
    ends = [
        next(p for p in reports.periods(report, date(2026, month, 1)) if "季度" in p.title)
        for month in (3, 6, 9, 12)
    ]
    assert (
        (ends[0].since, ends[-1].until)
        == (year.since, year.until)
        == (date(2025, 12, 26), date(2026, 12, 25))
    )
    assert all(one.until.toordinal() + 1 == two.since.toordinal() for one, two in pairwise(ends))


@pytest.mark.parametrize(
    ("old", "new", "holding", "said"),
    [
        ('by = "service"\ncut_off = 25', 'by = "wish"\ncut_off = 25', "wish", "没有可以筛选的列“wish”"),
        ("cut_off = 25", "cut_off = 31", "cut_off = 31", "应在1至28"),
        ("cut_off = 25", 'columns = ["name"]', "door_statistics", "只写一个"),
    ],
)  # fmt: skip
def test_a_mistake_in_a_report_is_told_at_its_line(
    tmp_path: Path, old: str, new: str, holding: str, said: str
) -> None:
    folder = Folder(tmp_path / "pack")
    folder.change("visits/yinchuan/door_service.toml", old, new)
    folder.tells("visits/yinchuan/door_service.toml", holding, said)
