"""How far a year is: by village, town and county, with rates whose denominators are the county's settings."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final
from weakref import WeakKeyDictionary

from desk_app.domain.survey import PeopleCount
from desk_app.errors import RuleError
from desk_app.services.lists.statistic_kinds import LEAST, percent
from desk_app.services.parts import Parts
from desk_app.services.questionnaires import Questionnaires
from desk_app.services.survey import rounds, settings, shelf
from desk_app.services.survey.sheets import ASKING, AT_HOME, COLLECTED, LOST
from forms.pack import Pack

HOME_WAYS, LOST_COUNTS, HOME_GOAL = "survey_home_ways", "survey_lost_counts", "survey_home_goal"
"""The county's values: which ways count as 入户 (codes), whether 失访 stays in the denominator (yes, no), and
how many per cent are wanted."""
_GOAL: Final = "90"
_MANY: Final = 5_000
"""People above whom a count is kept for a while."""
_RECENT: Final = timedelta(minutes=10)
_recent: Final[WeakKeyDictionary[Questionnaires, tuple[datetime, "Coverage"]]] = WeakKeyDictionary()
"""When the people of a book were counted last, and what was found; by what a book has one of."""


@dataclass(frozen=True, slots=True)
class CoverageShare:
    """A part of a whole."""

    part: int
    whole: int

    @property
    def words(self) -> str:
        """As a table prints it: 89.1%, or 7÷9 of a whole that is too small for a percentage."""
        told = percent(self.part, self.whole)
        return f"{told}%" if told else f"{self.part}÷{self.whole}"

    def below(self, goal: int) -> bool:
        """Whether it is less than so many per cent; of a whole that is too small that is not told."""
        return self.whole >= LEAST and self.part * 100 < self.whole * goal


@dataclass(frozen=True, slots=True)
class CoverageLine:
    """How far one village is, or a town, or all of them."""

    town: str
    village: str
    states: Counter[str] = field(default_factory=Counter)
    """People by the state of their sheet; empty: 未采集."""
    ways: Counter[str] = field(default_factory=Counter)
    """People whose sheet is complete, by the code of the way they were asked."""
    reasons: Counter[str] = field(default_factory=Counter)
    """People who were given up, by the code of the reason."""

    @property
    def listed(self) -> int:
        """How many are on the list."""
        return self.states.total()

    @property
    def collected(self) -> int:
        """How many sheets are complete."""
        return self.states[COLLECTED]

    @property
    def lost(self) -> int:
        """How many were given up."""
        return self.states[LOST]

    @property
    def asking(self) -> int:
        """How many sheets are begun."""
        return self.states[ASKING]

    @property
    def untouched(self) -> int:
        """How many nobody has begun with."""
        return self.states[""]

    @property
    def registered(self) -> CoverageShare:
        """登记率: everybody of whom it is known what became of them."""
        return CoverageShare(self.collected + self.lost, self.listed)


@dataclass(frozen=True, slots=True)
class Coverage:
    """How far a year is."""

    year: int
    villages: tuple[CoverageLine, ...]
    towns: tuple[CoverageLine, ...]
    whole: CoverageLine
    home_ways: tuple[str, ...]
    lost_counts: bool
    goal: int
    ground: str
    """How the rates are reckoned, a sentence under every table."""

    def at_home(self, line: CoverageLine) -> CoverageShare:
        """入户率 of a line, by the county's settings."""
        whole = line.listed - (0 if self.lost_counts else line.lost)
        return CoverageShare(sum(line.ways[way] for way in self.home_ways), whole)

    def short(self, line: CoverageLine) -> bool:
        """Whether the 入户率 of a line is below what is wanted; too few people tell nothing."""
        return self.at_home(line).below(self.goal)


def of(parts: Parts, year: int | None = None) -> Coverage:
    """How far a year is. RuleError without a questionnaire for it, or for a wrong setting of the county."""
    wanted = shelf.of_year(parts, "person", year).head.year
    found = parts.store.surveyed.reached(wanted)
    road = rounds.road(parts, wanted)
    villages = sorted(
        _lines(found, by_village=True), key=lambda line: road.get((line.town, line.village), len(road))
    )
    (whole,) = _lines([_nowhere(each) for each in found], by_village=False) or [CoverageLine("", "")]
    ways, counts, goal = _settings(parts.pack)
    towns = _in_order(villages, _lines(found, by_village=False))
    ground = _ground(parts.pack, ways, goal, counts=counts)
    return Coverage(wanted, tuple(villages), towns, whole, ways, counts, goal, ground)


def recent(parts: Parts, year: int) -> Coverage:
    """How far a year is; of very many people as it was some minutes ago, if it was counted then.

    For what is asked again and again: counting them takes a second or more.
    """
    kept, now = _recent.get(parts.surveys), parts.clock.now()
    if kept is not None and kept[1].year == year and timedelta() <= now - kept[0] < _RECENT:
        return kept[1]
    found = of(parts, year)
    if found.whole.listed > _MANY:
        _recent[parts.surveys] = (now, found)
    return found


def _in_order(villages: Iterable[CoverageLine], towns: Iterable[CoverageLine]) -> tuple[CoverageLine, ...]:
    """The towns in the order of their first villages."""
    order = list(dict.fromkeys(line.town for line in villages))
    return tuple(sorted(towns, key=lambda line: order.index(line.town)))


def _nowhere(each: PeopleCount) -> PeopleCount:
    return PeopleCount("", "", each.state, each.way, each.lost_why, each.count)


def _lines(found: Iterable[PeopleCount], *, by_village: bool) -> list[CoverageLine]:
    lines: dict[tuple[str, str], CoverageLine] = {}
    for each in found:
        key = (each.town, each.village if by_village else "")
        line = lines.setdefault(key, CoverageLine(*key))
        line.states[each.state] += each.count
        if each.state == COLLECTED:
            line.ways[each.way] += each.count
        if each.state == LOST:
            line.reasons[each.lost_why] += each.count
    return list(lines.values())


def _settings(pack: Pack) -> tuple[tuple[str, ...], bool, int]:
    """The county's settings; RuleError where one of them is none."""
    ways = settings.ways(pack, HOME_WAYS, AT_HOME)
    counts, goal = pack.values.get(LOST_COUNTS, "yes"), pack.values.get(HOME_GOAL, _GOAL)
    if counts not in ("yes", "no"):
        raise RuleError(f"[values] 的 {LOST_COUNTS} 写 yes 或 no,现在是“{counts}”")
    if not (goal.isascii() and goal.isdigit() and int(goal) <= 100):
        raise RuleError(f"[values] 的 {HOME_GOAL} 写0到100的整数,现在是“{goal}”")
    return ways, counts == "yes", int(goal)


def _ground(pack: Pack, ways: Iterable[str], goal: int, *, counts: bool) -> str:
    named = "、".join(pack.codes["survey_way"].label(way) for way in ways)
    below = "失访的也算在内" if counts else "失访的不算"
    return (
        f"登记率=(采集完成+失访)÷名单人数;入户率=采集完成里{named}的÷名单人数({below}),"
        f"应不低于{goal}%。分母不到{LEAST}人的只写两个数。"
    )


def staff(parts: Parts, year: int | None = None) -> CoverageShare:
    """How many of a year's collectors were there the year before: by name and telephone, or as told."""
    wanted = shelf.of_year(parts, "person", year).head.year
    found = parts.store.proceedings.listed(COLLECTOR, limit=None)
    by_year: dict[str, list[tuple[str, str, bool]]] = {}
    for each in found:
        name, phone, told = (str(each.facts.get(key, "")) for key in ("name", "phone", "year"))
        by_year.setdefault(told, []).append((name, phone, each.facts.get("before") is True))
    earlier = {(name, phone) for name, phone, _ in by_year.get(str(wanted - 1), ())}
    now = by_year.get(str(wanted), [])
    return CoverageShare(sum(before or (name, phone) in earlier for name, phone, before in now), len(now))


COLLECTOR: Final = "survey_collector"
"""The procedure of collectors."""
STAFF_GOAL: Final = "survey_staff_goal"
"""The county's value: how many per cent of a year's collectors should be last year's."""
_STAFF: Final = "30"


def cautions(parts: Parts, found: Coverage) -> Iterator[str]:
    """What of a year is below what the sources want, in sentences; nothing of it stops anybody."""
    yield from staff_caution(parts, found.year)
    if found.whole.listed and found.short(found.whole):
        yield f"入户率{found.at_home(found.whole).words},低于{found.goal}%"


def staff_caution(parts: Parts, year: int) -> Iterator[str]:
    """That too few of a year's collectors were there the year before."""
    share, goal = staff(parts, year), parts.pack.values.get(STAFF_GOAL, _STAFF)
    if share.whole and share.part * 100 < share.whole * int(goal):
        yield (
            f"{year}年度的采集员{share.whole}人里,上年度参加过的{share.part}人,"
            f"原则上不少于{goal}%(濉溪县2020年动态更新方案四)"
        )
