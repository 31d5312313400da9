"""A year's figures: each line the sum of its divisions, beside last year; nothing small leaves the house."""

import zipfile
from datetime import datetime
from pathlib import Path

import pytest

from desk_app.services.parts import Parts
from desk_app.services.survey import figures, hiding, people
from desk_app.services.survey.hiding import WHOLE
from desk_app.services.survey.totals import GRADE, SEX, TOWN
from desk_app.services.tables import opened
from desk_app.walkthrough.invented_survey import PlayedYear, villages
from forms.schema import Kind
from forms.surveys import years
from tests.fakes import CHINA, StillClock, make_parts
from tests.survey.forms import SurveyFolder

COUNT = 60


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory) -> Parts:
    """A hall that asked sixty people in 2026, and half of them again in 2027."""
    folder = tmp_path_factory.mktemp("figures")
    county = SurveyFolder(folder / "county").directory
    years.begin(2027, 2026, county)
    clock = StillClock(datetime(2026, 9, 20, 9, 0, tzinfo=CHINA))
    made = make_parts(folder / "desk", clock, county)
    year, places = PlayedYear(made), villages(made, 2, 2)
    year.listed(folder / "list.csv", places, COUNT)
    for person in people.people(made, 2026):
        year.ask(made, person, lost=False)
    clock.moment = datetime(2027, 3, 1, 9, 0, tzinfo=CHINA)
    year.listed(folder / "next.csv", places, COUNT)
    for person in people.people(made, 2027)[::2]:
        year.ask(made, person, lost=False)
    return made


def test_each_line_is_the_sum_of_its_divisions_and_stands_beside_last_year(parts: Parts) -> None:
    found, before = figures.of(parts, 2027), figures.of(parts, 2026)
    first = found.lines[0]
    assert (first.count, first.before) == (found.totals.sheets, before.totals.sheets)
    assert 0 < first.count < before.totals.sheets
    assert all(line.before is None for line in before.lines)
    for line, last in zip(found.lines, before.lines, strict=True):
        assert line.before == last.count
        for by in (SEX, GRADE, TOWN):
            mine = [n for n, c in zip(line.parts, found.columns, strict=True) if c.by == by]
            assert sum(mine) == line.count


def test_what_leaves_the_house_tells_nothing_small_not_by_subtraction_either(
    parts: Parts, tmp_path: Path
) -> None:
    found = figures.of(parts, 2026)
    untold = hiding.hidden(found)
    for place, line in enumerate(found.lines):
        told = {at: n for at, n in enumerate(line.parts) if (place, at) not in untold}
        assert not any(0 < n < 5 for n in told.values())
        for by in (SEX, GRADE, TOWN):
            lacking = [
                at for at, c in enumerate(found.columns) if c.by == by and at not in told and line.parts[at]
            ]
            whole = [at for at, c in enumerate(found.columns) if c.by == by and line.parts[at]]
            assert len(lacking) != 1 or len(whole) == 1
    one = [n for n, line in enumerate(found.lines) if line.item and line.item.id == "r9"]
    assert found.lines[one[0]].item.kind is Kind.CHOICE  # type: ignore[union-attr]
    for at in (WHOLE, *range(len(found.columns))):
        assert sum((n, at) in untold for n in one) != 1 or not all(
            found.lines[n].count if at == WHOLE else found.lines[n].parts[at] for n in one
        )
    own, outside = tmp_path / "own.xlsx", tmp_path / "outside.xlsx"
    figures.write(parts, found, own)
    figures.write(parts, found, outside, outside=True)
    lines = [line.cells for line in opened.read(outside).lines]
    assert any("<5" in map(str, cells) for cells in lines)
    with zipfile.ZipFile(own) as book, zipfile.ZipFile(outside) as other:
        assert [n for n in book.namelist() if "charts/chart" in n]
        assert not [n for n in other.namelist() if "charts/chart" in n]
        chart = book.read("xl/charts/chart1.xml").decode()
    assert "就业需求" in chart
