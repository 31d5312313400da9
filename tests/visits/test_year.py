"""A year of 1+N in a town with 60 invented persons, one village of which never reports.

The days were written by hand from 渠府办〔2023〕79号 三 and from the days off of 2027, not from the program:
five working days from the village's report, or from the 10th where it reports none; five from the county's
receipt; one month after the visit, and the next working day where that is a day off (民法典第二百零三条).
"""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from desk_app.services import proceedings
from desk_app.services.parts import Parts
from desk_app.services.visits import day
from tests.fakes import CHINA, StillClock, make_parts
from tests.visits.settled import settle_items

YEAR = (
    # asked  reported  verify, silent  verified  visit    visited  return
    ("12-01", "12-08", "12-15", "12-17", "12-15", "12-22", "12-21", "01-21"),
    # the 10th is a Sunday; 02-20 a Saturday
    ("01-04", "01-07", "01-14", "01-15", "01-14", "01-21", "01-20", "02-22"),
    # New Year: 02-05 to 02-10 are off, the 10th among them
    ("02-01", "02-04", "02-17", "02-17", "02-17", "02-24", "02-24", "03-24"),
    ("03-01", "03-09", "03-16", "03-17", "03-16", "03-23", "03-22", "04-22"),
    # 清明: 04-05
    ("04-01", "04-02", "04-12", "04-16", "04-12", "04-19", "04-19", "05-19"),
    # 劳动节 made up for on 05-03 and 05-04; 06-20 is a Sunday
    ("05-06", "05-10", "05-17", "05-17", "05-17", "05-24", "05-20", "06-21"),
    # 端午: 06-09; 07-18 is a Sunday
    ("06-01", "06-04", "06-14", "06-17", "06-14", "06-21", "06-18", "07-19"),
    # 08-22 is a Sunday
    ("07-01", "07-08", "07-15", "07-16", "07-15", "07-22", "07-22", "08-23"),
    ("08-02", "08-10", "08-17", "08-17", "08-17", "08-24", "08-23", "09-23"),
    # 中秋: 09-15; 10-24 is a Sunday
    ("09-01", "09-09", "09-17", "09-20", "09-17", "09-24", "09-24", "10-25"),
    # 国庆 until 10-05; the 10th is a Sunday
    ("10-06", "10-08", "10-15", "10-15", "10-15", "10-22", "10-22", "11-22"),
    ("11-01", "11-08", "11-15", "11-17", "11-15", "11-22", "11-22", "12-22"),
)  # fmt: skip
"""A month a row; of the eight days the third to fourth, the sixth and the last are due dates."""
VILLAGES = ("甲样例村", "乙样例村", "丙样例村", "丁样例村", "戊样例村")
"""The last one never reports."""


class Town:
    """The hall's records of the town, and the acts of a day for several of them at once."""

    def __init__(self, folder: Path) -> None:
        county = folder / "county"
        county.mkdir()
        switch = '[visits]\non = ["quxian"]\nsource = "本区规定"\n'
        (county / "own.toml").write_text(switch, encoding="utf-8")
        self.clock = StillClock(datetime(2026, 12, 1, 9, tzinfo=CHINA))
        self.parts: Parts = make_parts(folder / "desk", self.clock, county)

    def ask(self, on: str, village: str, place: int) -> str:
        """Somebody asks for a visit; returns the record's id."""
        self._on(on)
        given = {"name": f"样例{'甲乙丙丁戊己庚辛壬癸子丑'[place]}", "village": village, "wish": "办证和补贴"}
        told = {**given, "channel": "1", "asked_by": "3"}
        return proceedings.begin(self.parts, self.parts.window.who, "one_plus_n", "ask", told).id

    def do(self, on: str, records: list[str], act: str, **given: Any) -> None:
        """Do an act to all of these on a day."""
        self._on(on)
        proceedings.act_on_all(self.parts, self.parts.window.who, act, dict.fromkeys(records, given))

    def due(self, records: list[str]) -> list[dict[str, str]]:
        """Of each record the last day of every clock that runs."""
        found = [proceedings.record(self.parts, self.parts.window.who, r) for r in records]
        return [{c.clock.id: c.due.isoformat() for c in f.clocks if c.due} for f in found if f]

    def _on(self, on: str) -> None:
        self.clock.moment = datetime.fromisoformat(f"{on}T10:00:00+08:00")


def _day(place: int, text: str) -> str:
    """The day of a row: the first row is of December 2026, and goes on in January."""
    return f"{2026 if place == 0 and text.startswith('12') else 2027}-{text}"


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    made = Town(tmp_path)
    yield made
    made.parts.store.close()


def test_every_day_of_a_year_of_one_plus_n(town: Town) -> None:
    for place, row in enumerate(YEAR):
        asked, told, verify, silent, verified, visit, visited, back = (_day(place, text) for text in row)
        persons = [town.ask(asked, village, place) for village in VILLAGES]
        # Before anybody reports, the town's days begin with the 10th: a silent village stops nothing.
        assert town.due(persons) == [{"verify": silent}] * 5
        town.do(told, persons[:4], "report", reported_on=told)
        assert town.due(persons) == [{"verify": verify}] * 4 + [{"verify": silent}]
        town.do(verified, persons, "verify", person="1", services=("certificate", "care"))
        assert town.due(persons) == [{"visit": visit}] * 5
        town.do(visited, persons, "visit", visited_on=visited, team="县残联、县卫健局", did=("1", "3"))
        assert town.due(persons) == [{"return": back}] * 5
        town.do(visited, persons, "complete")
        town.do(visited, persons, "settle", settled="县民政局:护理补贴")
        settle_items(town.parts, *persons)
        town.do(back, persons, "return_visit", return_way="2", returned_on=back)
        assert town.due(persons) == [{}] * 5
    found = town.parts.store.proceedings.listed("one_plus_n", limit=None)
    assert [p.state for p in found] == ["returned"] * 60
    assert day.read(town.parts, "quxian").total == 0
