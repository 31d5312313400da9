"""A year with 300 invented people, 20 villages and two laptops; totals are reckoned again from the events."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import pytest

from desk_app.domain.events import Event
from desk_app.errors import RuleError
from desk_app.services.parts import Parts
from desk_app.services.survey import asking, coverage, people, reporting, rounds, totals
from desk_app.services.visits import carrying
from desk_app.walkthrough.invented_survey import PlayedYear, villages
from forms.facts import of_lists
from forms.surveys import live
from tests.fakes import CHINA, StillClock, make_parts, window_of

pytestmark = pytest.mark.story

COUNT = 300
PHRASE = "湖边-青石板-路灯-4711"
LAPTOPS = ("51", "52")
"""Each takes one village along."""


@dataclass(frozen=True)
class Played:
    """A year that was played, with the windows it was played on."""

    hall: Parts
    drawing: people.Drawing
    places: list[tuple[str, str]]
    home: tuple[int, int]
    """Records that came home with each laptop."""


def at(folder: Path, number: str, clock: StillClock) -> Parts:
    made = make_parts(folder / number, clock)
    return replace(made, window=window_of(made.pack.hall, number, f"采集员{'甲乙丙'[int(number) % 3]}"))


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Played]:
    folder = tmp_path_factory.mktemp("year")
    clock = StillClock(datetime(2026, 9, 20, 9, 0, tzinfo=CHINA))
    hall = at(folder, "3", clock)
    year, places = PlayedYear(hall), villages(hall, 4, 5)
    drawing = year.listed(folder / "list.csv", places, COUNT)
    outside = [at(folder, number, clock) for number in LAPTOPS]
    home = tuple(
        carried(year, folder, laptop, place) for laptop, place in zip(outside, places[:2], strict=True)
    )
    rest = [person for person in people.people(hall) if not person.state]
    asking.begin_all(hall, hall.window.who, rest)
    for person in rest:
        year.ask(hall, person)
    year.report(places)
    year.sign(list(dict.fromkeys(town for town, _ in places)))
    yield Played(hall, drawing, places, (home[0], home[1]))
    for parts in (hall, *outside):
        parts.store.close()


def carried(year: PlayedYear, folder: Path, laptop: Parts, place: tuple[str, str]) -> int:
    """A village is asked on a laptop; at the hall its sheets can only be read meanwhile."""
    hall, number = year.parts, laptop.window.number
    mine = people.people(hall, town=place[0], village=place[1])
    asking.begin_all(hall, hall.window.who, mine)
    sheets = [asking.sheet(hall, person.sheet) for person in mine]
    out, back = folder / f"out-{number}.desk", folder / f"back-{number}.desk"
    carrying.carry_out(hall, [sheet.record.number for sheet in sheets], number, out, PHRASE)
    carrying.carry_in(laptop, out, PHRASE)
    with pytest.raises(RuleError):
        asking.answer(hall, hall.window.who, sheets[0], {"r3": "1"})
    assert "带回来以前只能看" in asking.sheet(hall, mine[0].sheet).shut
    for person in mine:
        year.ask(laptop, person)
    carrying.carry_back(laptop, back, PHRASE)
    return len(carrying.carry_in(hall, back, PHRASE).records)


def events(played: Played, sheet: str) -> tuple[Event, ...]:
    return tuple(e for e in played.hall.store.events.of(sheet) if not e.void)


def test_everybody_is_reached_and_every_town_is_signed_for(played: Played) -> None:
    hall, found = played.hall, coverage.of(played.hall)
    assert len(played.drawing.left_out) == COUNT - found.whole.listed
    assert (found.whole.untouched, found.whole.asking) == (0, 0)
    assert found.whole.registered.words == "100%"
    assert 0 < found.whole.lost < 40
    assert len(found.villages) == 20
    assert all(counted > 10 for counted in played.home)
    towns = {town for town, _ in played.places}
    held = hall.store.proceedings.several([rounds.town_id(2026, town) for town in towns])
    assert {town.state for town in held} == {"signed"}
    assert sum(int(str(town.facts["signed_collected"])) for town in held) == found.whole.collected
    assert not list(reporting.torn(hall))


def test_coverage_is_what_the_last_acts_tell(played: Played) -> None:
    found, told = coverage.of(played.hall), Counter[tuple[str, str, str, str]]()
    for person in people.people(played.hall):
        mine = events(played, person.sheet)
        last = next(e for e in reversed(mine) if e.act in ("open", "close", "lose"))
        ways = [str(e.payload["way"]) for e in mine if e.act == "tell_how"]
        detail = ways[-1] if last.act == "close" else str(last.payload["lost_why"])
        told[person.town, person.village, last.act, detail] += 1
    for line in found.villages:
        mine = {k[2:]: n for k, n in told.items() if k[:2] == (line.town, line.village)}
        assert dict(line.ways) == {detail: n for (act, detail), n in mine.items() if act == "close"}
        assert dict(line.reasons) == {detail: n for (act, detail), n in mine.items() if act == "lose"}


def test_every_total_is_what_the_answers_tell(played: Played) -> None:
    """The sheets are read anew from the answers as they were given; what was kept at the end is not asked."""
    found, told = totals.of(played.hall), Counter[tuple[str, str, str, str]]()
    sheets = 0
    for person in people.people(played.hall):
        mine = events(played, person.sheet)
        if mine[-1].act != "close":
            continue
        sheets += 1
        answers = {k: v for e in mine if e.act == "answer" for k, v in e.payload["answers"].items()}
        given = {k: v for k, v in mine[0].payload.items() if k in found.form.elements and k != "phone" and v}
        facts = live.read(found.form, of_lists(given), of_lists(answers)).facts
        for item in found.form.items:
            value = facts.get(item.id)
            codes = value if isinstance(value, tuple) else (value,)
            for code in codes if item.codes and value else ():
                for by in (
                    ("all", ""),
                    ("town", person.town),
                    ("sex", facts["sex"]),
                    ("grade", facts["grade"]),
                ):
                    told[item.id, str(code), by[0], str(by[1])] += 1
    assert found.sheets == sheets == coverage.of(played.hall).whole.collected
    reckoned = {
        key: count for key, count in found.answers.items() if key[2] in ("all", "town", "sex", "grade")
    }
    assert reckoned == dict(told)
    assert sum(n for (by, _), n in found.people.items() if by == "age") == sheets
    assert sum(n for (by, _), n in found.people.items() if by == "categories") == sheets
