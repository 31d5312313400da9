"""The hall's day is that of its zone, whatever zone the computer is set to."""

import ast
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from desk_app import clock, settings
from desk_app.commands import doctor
from desk_app.county import strict
from forms import moments
from tests.unit.packs import Folder

ROOT = Path(__file__).parents[2]
ZONES = {"Los Angeles": "PST8", "Kiritimati": "<+14>-14", "UTC": "UTC0", "Shanghai": "CST-8"}
"""As POSIX writes them: west is positive, and no table of zones is needed."""
MIDNIGHT = ("2026-11-30T23:50:00+08:00", "2026-12-01T00:05:00+08:00", "2026-12-01T10:05:00+08:00")


@pytest.fixture(scope="module")
def ends(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, dict[str, str]]]:
    """By zone and moment what an acceptance comes to, at both ends; a computer of each zone is asked once."""
    folder, found = tmp_path_factory.mktemp("zones"), {}
    for name, zone in ZONES.items():
        done = subprocess.run(
            [sys.executable, "-m", "tests.unit.zone_child", *MIDNIGHT],
            env={**os.environ, "TZ": zone, "DESK_DATA": str(folder / name)},
            cwd=ROOT, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        found[name] = json.loads(done.stdout)
    return found


@pytest.mark.skipif(sys.platform == "win32", reason="TZ sets no zone there")
@pytest.mark.parametrize("moment", MIDNIGHT)
def test_an_acceptance_is_of_the_hall_s_day_in_every_zone(
    moment: str, ends: dict[str, dict[str, dict[str, str]]]
) -> None:
    found = {name: told[moment] for name, told in ends.items()}
    hall, day = found["Shanghai"], date.fromisoformat(moment[:10])
    assert hall["number"][10:18] == f"{day:%Y%m%d}"
    assert (hall["applied_on"], hall["accepted_on"], hall["began_on"]) == (day.isoformat(),) * 3
    assert f"{day.year}年{day.month}月{day.day}日" in hall["receipt"]
    assert f"{day:%Y%m%d}" in hall["office_number"]
    assert hall["decided_on"] == day.isoformat()
    for name in ZONES:
        assert found[name] == hall, name


def test_a_moment_from_another_zone_is_read_in_the_hall_s() -> None:
    for told in ("2026-11-30T17:30:00+00:00", "2026-11-30T09:30:00-08:00", "2026-12-01T01:30:00"):
        assert moments.read(told) == datetime(2026, 12, 1, 1, 30, tzinfo=moments.zone())
        assert moments.read(told).date() == date(2026, 12, 1)
    assert strict.moment({"at": "2026-11-30T17:30:00Z"}, "at").date() == date(2026, 12, 1)


@pytest.fixture
def zone_put_back() -> Iterator[None]:
    yield
    moments.keep_zone(moments.BEIJING)


@pytest.mark.usefixtures("zone_put_back")
def test_a_county_writes_its_own_zone(tmp_path: Path) -> None:
    folder = Folder(tmp_path / "forms")
    folder.change("pack.toml", 'zone = "+08:00"', 'zone = "+06:00"')
    chosen = settings.load({"DESK_FORMS": str(folder.path)}, tmp_path)
    assert settings.versions_of(chosen).current.zone == "+06:00"
    assert clock.SystemClock().now().utcoffset() == timedelta(hours=6)


@pytest.mark.parametrize("zone", ["Asia/Shanghai", "8", "+8:00", "+08:10", "+15:00", "北京时间", ""])
def test_what_is_no_zone_is_told_with_its_line(zone: str, tmp_path: Path) -> None:
    folder = Folder(tmp_path / "forms")
    folder.change("pack.toml", 'zone = "+08:00"', f'zone = "{zone}"')
    folder.tells("pack.toml", "zone =", '如 "+08:00"(北京时间)')


@pytest.mark.skipif(sys.platform == "win32", reason="TZ sets no zone there")
def test_a_computer_of_another_zone_is_told() -> None:
    told = [
        subprocess.run(
            [sys.executable, "-c", "from desk_app import clock; print(clock.zone_note())"],
            env={**os.environ, "TZ": zone},
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        ).stdout.strip()
        for zone in ("PST8", "CST-8")
    ]
    assert told[0].startswith("电脑的时区(UTC-08:00)不是大厅的(UTC+08:00)")
    assert told[1] == ""


def test_the_doctor_tells_the_time() -> None:
    (line, *_) = doctor._time()
    assert line.what == "电脑时间"
    assert line.well is (clock.zone_note() == "")
    assert not line.needed


def sources() -> Iterator[Path]:
    for room in ("forms", "printing", "desk_app"):
        yield from (p for p in sorted((ROOT / room).rglob("*.py")) if p != ROOT / "desk_app" / "clock.py")


def asks_the_computer(node: ast.AST) -> bool:
    """Whether a call reads the computer's clock or zone: ``datetime.now(…)``, ``.astimezone()``."""
    match node:
        case ast.Call(func=ast.Attribute(value=ast.Name("datetime" | "date"), attr=name)):
            return name in ("now", "today", "utcnow", "fromtimestamp")
        case ast.Call(func=ast.Attribute(attr="astimezone"), args=[], keywords=[]):
            return True
    return False


def test_only_the_clock_asks_the_computer_for_time_or_zone() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in sources()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.expr) and asks_the_computer(node)
    ]
    assert found == []


CALLS = ("datetime.now()", "datetime.now(UTC)", "moment.astimezone()", "date.today()", "datetime.utcnow()")


@pytest.mark.parametrize("call", CALLS)
def test_the_search_above_finds_what_it_forbids(call: str) -> None:
    assert any(asks_the_computer(node) for node in ast.walk(ast.parse(call)))
    assert not any(asks_the_computer(node) for node in ast.walk(ast.parse("self.now(), m.astimezone(zone)")))
