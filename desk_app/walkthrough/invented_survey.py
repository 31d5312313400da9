"""A year of the survey with invented people, played from the list to the signatures of the towns."""

import csv
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

from desk_app.services import proceedings
from desk_app.services.survey import asking, listed, people, reporting, rounds, shelf
from desk_app.services.survey.sheets import AskedSheet, HowAsked
from forms.numbers import check_digit
from forms.schema import Kind, Value
from forms.surveys.completing import CautionGrade
from forms.surveys.kinds import SurveyItem

if TYPE_CHECKING:
    from desk_app.domain.events import Who
    from desk_app.domain.survey import SurveyPerson
    from desk_app.services.parts import Parts

HEADINGS: Final = (
    *("序号", "姓名", "身份证号码", "残疾人证号", "联系电话", "乡镇(街道)", "村(社区)"),
    *("人员状态", "证件状态"),
)
_SURNAMES: Final = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗"
_GIVEN: Final = "伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超兰"
_TRIES: Final = 60
"""Draws after which a sheet that does not come right is a fault of the form."""


def lines(places: Sequence[tuple[str, str]], count: int, seed: int = 20261128) -> Iterator[tuple[str, ...]]:
    """Lines of a list of invented people in these villages; the same each time, every number once."""
    dice = random.Random(seed)
    for place in range(count):
        born = date(1936, 1, 1) + timedelta(place % (88 * 365))
        first = f"620403{born:%Y%m%d}{place % 1000:03}"
        number = first + check_digit(first)
        yield (
            str(place + 1),
            dice.choice(_SURNAMES) + dice.choice(_GIVEN) + dice.choice(_GIVEN),
            number,
            f"{number}{dice.choice('123456')}{dice.choice('1234')}",
            f"138{place:08}",
            *places[place % len(places)],
            "死亡" if place % 97 == 96 else "迁出" if place % 89 == 88 else "在册",
            "注销" if place % 101 == 100 else "有效",
        )


def villages(parts: "Parts", towns: int, each: int) -> list[tuple[str, str]]:
    """So many villages of so many towns of the county."""
    rows = parts.regions.rows.values()
    held = [r for r in rows if len(r.code) == 9 and len(parts.regions.children(r)) >= each][:towns]
    return [(town.place, v.place) for town in held for v in parts.regions.children(town)[:each]]


def write(path: Path, rows: Iterator[tuple[str, ...]]) -> None:
    """Write a list as a county has it."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([HEADINGS, *rows])


@dataclass(slots=True)
class PlayedYear:
    """Plays a year at a hall, and with the laptops of some villages."""

    parts: "Parts"
    seed: int = 20261128
    chance: random.Random = field(init=False)

    def __post_init__(self) -> None:
        self.chance = random.Random(self.seed)

    def listed(self, path: Path, places: Sequence[tuple[str, str]], count: int) -> people.Drawing:
        """Bring a list of invented people, and draw the people of the year from it."""
        write(path, lines(places, count, self.seed))
        seen = listed.preview(self.parts, listed.look(self.parts, path))
        found = people.draw(self.parts, listed=seen.lines)
        people.keep(self.parts, self.parts.window.who, found)
        return found

    def ask(self, parts: "Parts", person: "SurveyPerson", *, lost: bool = True) -> AskedSheet:
        """Ask one of them at a window or on a laptop: answered in one go, or given up now and then."""
        who = parts.window.who
        sheet = asking.open_sheet(parts, who, person)
        if lost and self.chance.random() < 0.04:
            return asking.lose(parts, who, sheet, self.chance.choice("12345"))
        way = self.chance.choices("123456", (90, 3, 3, 2, 1, 1))[0]
        told = HowAsked(
            way, "外出" if way != "1" else "", self._day(parts, sheet), who.person, answered_by="1"
        )
        answers, reasons = filled(sheet, self.chance)
        return asking.close(parts, who, asking.type_in(parts, who, sheet, told, answers, reasons))

    def _day(self, parts: "Parts", sheet: AskedSheet) -> str:
        """A day of the year's asking that is not ahead."""
        last = min(parts.clock.today(), sheet.form.reference_day)
        return (last - timedelta(self.chance.randrange(200))).isoformat()

    def report(self, places: Sequence[tuple[str, str]]) -> None:
        """Every village tells its sheets and its town reviews them; one is sent back and told again."""
        hall = self.parts
        for place, (town, village) in enumerate(places):
            reporting.report(hall, hall.window.who, town, village)
            if place == 0:
                self._act(town, village, "return_town", {"return_why": "有一户要补问"})
                reporting.report(hall, hall.window.who, town, village)
            self._act(town, village, "review_town", {})

    def _act(self, town: str, village: str, act: str, given: Mapping[str, str]) -> None:
        year = shelf.of_year(self.parts, "person").head.year
        record = rounds.village_id(year, town, village)
        proceedings.act(self.parts, another(self.parts, "专职委员"), record, act, given)

    def sign(self, towns: Sequence[str]) -> None:
        """Every town is summed up, and both sign for it."""
        for town in towns:
            reporting.summarise(self.parts, another(self.parts, "专职委员"), town)
            for role in (reporting.CHAIRMAN, reporting.DIRECTOR):
                reporting.sign(self.parts, another(self.parts, role), town, role)


def another(parts: "Parts", name: str) -> "Who":
    """Another person at the same window."""
    return replace(parts.window.who, person=name)


def filled(sheet: AskedSheet, chance: random.Random) -> tuple[dict[str, Value], dict[str, str]]:
    """Answers that complete a sheet, with the reasons of those that need one; nothing is kept."""
    given: dict[str, Value] = {}
    for _ in range(_TRIES):
        while more := {i.id: _answer(sheet, i, chance) for i in sheet.read.asked if _lacks(sheet, i)}:
            given |= more
            sheet = sheet.answered(more)
        left = [p for p in sheet.problems if p.open]
        reasons = {p.caution: "本人这样说,核对过" for p in left if p.grade is CautionGrade.EXPLAIN}
        if len(reasons) == len(left):
            return given, reasons
        for problem in left:
            given.pop(problem.item, None)
        sheet = sheet.answered(dict.fromkeys((p.item for p in left), None))
    raise ValueError(sheet.problems)


def _lacks(sheet: AskedSheet, item: SurveyItem) -> bool:
    return item.required and item.id not in sheet.read.facts


def _answer(sheet: AskedSheet, item: SurveyItem, chance: random.Random) -> Value:
    codes = [option.code for option in sheet.form.options(item)]
    match item.kind:
        case Kind.CHOICE:
            return chance.choice(codes)
        case Kind.CHOICES:
            several = [code for code in codes if code != item.alone]
            most = min(item.most or 3, len(several), 3)
            alone = item.alone and chance.random() < 0.4
            return (item.alone,) if alone else tuple(sorted(chance.sample(several, chance.randint(1, most))))
        case Kind.NUMBER:
            return str(chance.randint(item.least or 0, min(item.most or 99, 99)))
        case Kind.PHONE:
            return str(sheet.record.facts.get("phone") or "13809430000")
    return str(sheet.record.facts["name"])
