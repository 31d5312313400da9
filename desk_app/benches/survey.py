"""``bench survey``: a sheet's next question, a list of 200,000 people, a year played, its tables reckoned."""

import random
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Final

from desk_app.benches.measuring import Figure

if TYPE_CHECKING:
    from desk_app.services.parts import Parts
    from desk_app.walkthrough.invented_survey import PlayedYear

LISTED: Final = 200_000
PLAYED: Final = 3_000
SHEETS: Final = 50_000
_BASE: Final = 500
"""Sheets of which the many are copies."""
_TOWNS: Final = 4
_VILLAGES: Final = 5
_SHEETS: Final = 8
"""Sheets asked question by question."""
_LIST: Final = """
import sys
from pathlib import Path
from time import perf_counter
from desk_app.benches.book import parts_on
from desk_app.services.survey import listed, people
parts = parts_on(Path(sys.argv[1]))
begin = perf_counter()
file = listed.look(parts, Path(sys.argv[2]))
read = perf_counter()
seen = listed.preview(parts, file)
del file
checked = perf_counter()
kept = people.keep(parts, parts.window.who, people.draw(parts, listed=seen.lines))
ended = perf_counter()
parts.store.close()
with open("/proc/self/status") as told:
    peak = next(int(line.split()[1]) for line in told if line.startswith("VmHWM"))
print(read - begin, checked - read, ended - checked, kept, len(seen.faults), peak)
"""
_COPIED: Final = """
    INSERT INTO surveyed
    SELECT t.sheet || '-' || n, t.year, t.id_number || '-' || n, t.name, t.town, t.village, t.region, t.place,
        t.whence, t.brought, t.body
    FROM surveyed t, nth WHERE t.sheet = ?
"""


def survey() -> Iterator[Figure]:
    """All figures of the yearly survey but those of its window."""
    yield from _list()
    yield from _year()


def _list() -> Iterator[Figure]:
    """A list of many people brought in by a process of its own, so that its memory is told."""
    from desk_app.benches.book import parts_on
    from desk_app.walkthrough import invented_survey

    with tempfile.TemporaryDirectory() as home:
        folder, path = Path(home, "desk"), Path(home, "list.csv")
        parts = parts_on(folder)
        places = invented_survey.villages(parts, _TOWNS, _VILLAGES)
        parts.store.close()
        invented_survey.write(path, invented_survey.lines(places, LISTED))
        command = [sys.executable, "-c", _LIST, str(folder), str(path)]
        told = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
    read, checked, drawn, kept, faults, peak = map(float, told)
    what = (
        f"{LISTED:,}行:读{read:.1f} s,核对{checked:.1f} s(有错{faults:.0f}行),列入{kept:,.0f}人{drawn:.1f} s"
    )
    yield Figure("survey.list", read + checked + drawn, "s", None, 60, what)
    yield Figure("survey.list.memory", peak / 1024, "MB", None, 500, "整个进程最多用的内存")


def _year() -> Iterator[Figure]:
    """A year played at a window, a sheet asked, then many sheets counted."""
    from desk_app.benches import book
    from desk_app.services.survey import coverage, totals
    from desk_app.walkthrough.invented_survey import PlayedYear, villages

    with tempfile.TemporaryDirectory() as home:
        folder = Path(home, "desk")
        parts = book.parts_on(folder)
        year, places = PlayedYear(parts), villages(parts, _TOWNS, _VILLAGES)
        begin = perf_counter()
        _play(year, Path(home, "list.csv"), places)
        told = f"{PLAYED:,}人从导入到双签字,{coverage.of(parts).whole.collected}张完成"
        yield Figure("survey.played", perf_counter() - begin, "s", None, 600, told)
        yield _question(parts)
        parts.store.close()
        _many(folder)
        parts = book.parts_on(folder)
        begin = perf_counter()
        found = totals.of(parts)
        what = f"{found.sheets:,}张表按每题、类别、等级、性别、年龄、乡镇统计"
        yield Figure("survey.totals", perf_counter() - begin, "s", None, 10, what)
        begin = perf_counter()
        coverage.of(parts)
        yield Figure("survey.coverage", perf_counter() - begin, "s", None, 10, "各村、各乡镇的进度和比率")
        parts.store.close()


def _play(year: "PlayedYear", path: Path, places: Sequence[tuple[str, str]]) -> None:
    from desk_app.services.survey import asking, people

    year.listed(path, places, PLAYED)
    for place in places:
        asking.begin_all(year.parts, year.parts.window.who, people.people(year.parts, None, *place))
    for person in people.people(year.parts):
        year.ask(year.parts, person)
    year.report(places)
    year.sign(list(dict.fromkeys(town for town, _ in places)))


def _question(parts: "Parts") -> Figure:
    """From an answer to the next question, kept on the disk, on sheets as long as they are: 95 of 100."""
    times = sorted(spent for place in range(_SHEETS) for spent in _asked(parts, place))
    what = f"一题答完存下,到下一题,{len(times)}次里的95%"
    return Figure("survey.question", times[int(len(times) * 0.95)], "ms", None, 20, what)


def _asked(parts: "Parts", place: int) -> Iterator[float]:
    """Milliseconds of each answer of one sheet."""
    from desk_app.services.survey import asking, people
    from desk_app.walkthrough.invented_survey import filled
    from forms.numbers import check_digit

    first = f"62040319660312{990 + place}"
    number = first + check_digit(first)
    known = {"certificate_number": f"{number}42"}
    person = replace(people.person(parts, number, "张样例"), given=known)
    who, sheet = parts.window.who, asking.open_sheet(parts, parts.window.who, person)
    answers, _ = filled(sheet, random.Random(place))
    for item, value in answers.items():
        begin = perf_counter()
        sheet = asking.answer(parts, who, sheet, {item: value})
        sheet.read.following(item)
        yield (perf_counter() - begin) * 1000


def _many(folder: Path) -> None:
    """Copy complete sheets until there are many, each with its person."""
    from desk_app.benches import book

    with book.rows_of(folder) as db:
        wanted = (
            "SELECT sheet FROM surveyed JOIN proceeding p ON p.id = sheet WHERE p.state = 'collected' LIMIT ?"
        )
        sheets = [row[0] for row in db.execute(wanted, (_BASE,))]
    times = (SHEETS - PLAYED) // len(sheets) + 1
    book.copy(folder, dict.fromkeys(sheets, times))
    with book.rows_of(folder) as db:
        db.execute(book.NTH, (times,))
        for sheet in sheets:
            db.execute(_COPIED, (sheet,))
        db.execute("DROP TABLE nth")
