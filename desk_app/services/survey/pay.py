"""What collectors and towns are paid for a year: by sheets that were reviewed, at rates the county sets."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from desk_app.domain.events import Event, Who
from desk_app.domain.survey import SurveyPerson
from desk_app.errors import RuleError
from desk_app.services import proceedings
from desk_app.services.parts import Parts
from desk_app.services.survey import people, rounds, settings, shelf
from desk_app.services.survey.asking import by_role
from desk_app.services.survey.sheets import COLLECTED

GROUP: Final = "动态更新工作组"
"""The role of whoever lists what is paid; no source names one."""
PERSON, TOWN, TRAVEL = "survey_pay_person", "survey_pay_town", "survey_pay_travel"
"""The county's values, in yuan: for one sheet, for a town whose papers are here, for a collector's ways."""
CHECK, WAYS = "survey_pay_check", "survey_pay_ways"
"""The county's values: from which review of its village a sheet counts, and which ways of asking do."""
_CHECKS: Final = {
    rounds.TOLD: "村上报",
    rounds.REVIEWED: "乡镇审核",
    rounds.COUNTY: "县审核",
    rounds.SENT: "报市",
}
_ALL_WAYS: Final = "1 2 3 4 5 6"
_PORTION: Final = 5000


@dataclass(frozen=True, slots=True)
class PayLine:
    """What one collector is paid."""

    collector: str
    places: tuple[str, ...]
    """Villages in which they asked."""
    sheets: int
    amount: int
    travel: int

    @property
    def total(self) -> int:
        """Both together."""
        return self.amount + self.travel


@dataclass(frozen=True, slots=True)
class PayList:
    """What is paid for a year, in yuan."""

    year: int
    lines: tuple[PayLine, ...]
    towns: tuple[tuple[str, int], ...]
    """Towns whose papers are here, and what each is paid."""
    ground: str
    """How it is reckoned, a sentence below the table."""

    @property
    def sheets(self) -> int:
        """The sheets that are paid for."""
        return sum(line.sheets for line in self.lines)

    @property
    def total(self) -> int:
        """All of it."""
        return sum(line.total for line in self.lines) + sum(amount for _, amount in self.towns)


def of(parts: Parts, year: int | None = None) -> PayList:
    """What would be paid now; RuleError without a questionnaire, or for a wrong setting of the county."""
    wanted = shelf.of_year(parts, "person", year).head.year
    rate, travel = settings.number(parts.pack, PERSON, 10), settings.number(parts.pack, TRAVEL, 0)
    done: dict[str, list[SurveyPerson]] = defaultdict(list)
    for collector, person in _paid(parts, wanted):
        done[collector].append(person)
    lines = tuple(
        PayLine(name, tuple(dict.fromkeys(p.address for p in mine)), len(mine), len(mine) * rate, travel)
        for name, mine in sorted(done.items())
    )
    town = settings.number(parts.pack, TOWN, 1000)
    received = parts.store.proceedings.listed(rounds.TOWN, (rounds.RECEIVED,), limit=None)
    towns = sorted(str(p.facts["town"]) for p in received if str(p.facts.get("year", "")) == str(wanted))
    return PayList(wanted, lines, tuple((name, town) for name in towns), _ground(parts))


def note(parts: Parts, who: Who, year: int | None = None) -> Event:
    """Note what is paid on the record of the year, whose paper is signed by each collector.

    RuleError where nobody began the year, or nothing is paid yet.
    """
    found = of(parts, year)
    record = rounds.of_year(parts, found.year)
    if record is None:
        raise RuleError(f"请先在“动态更新年度”里开始{found.year}年度")
    if not (found.lines or found.towns):
        raise RuleError(f"{found.year}年度还没有可以发补助的:{found.ground}")
    rows = [
        {
            "collector": line.collector,
            "places": "、".join(line.places),
            **{name: str(getattr(line, name)) for name in ("sheets", "amount", "travel", "total")},
        }
        for line in found.lines
    ]
    given = {
        "pay_sheets": found.sheets,
        "pay_total": found.total,
        "pay_rows": rows,
        "pay_towns": [{"town": town, "amount": str(amount)} for town, amount in found.towns],
        "pay_ground": found.ground,
    }
    return proceedings.act(parts, by_role(who, GROUP), record.id, "list_pay", given)


def sentences(found: PayList) -> tuple[str, ...]:
    """The list in sentences, with how it is reckoned."""
    lines = (
        f"{each.collector}:{each.sheets}张,{each.total}元({'、'.join(each.places)})" for each in found.lines
    )
    towns = (f"{town}:工作经费{amount}元" for town, amount in found.towns)
    return (*lines, *towns, f"共{found.sheets}张,{found.total}元。{found.ground}")


def _check(parts: Parts) -> str:
    said = parts.pack.values.get(CHECK, rounds.COUNTY)
    if said not in _CHECKS:
        raise RuleError(f"[values] 的 {CHECK} 写 {'、'.join(_CHECKS)} 之一,现在是“{said}”")
    return said


def _paid(parts: Parts, year: int) -> Iterator[tuple[str, SurveyPerson]]:
    """The complete sheets that count, each with who is paid: whoever asked, also in another's place."""
    counting = list(_CHECKS)[list(_CHECKS).index(_check(parts)) :]
    ways = settings.ways(parts.pack, WAYS, _ALL_WAYS)
    reviewed = {p.id for p in parts.store.proceedings.listed(rounds.VILLAGE, counting, limit=None)}
    mine = {
        p.sheet: p
        for p in people.people(parts, year)
        if p.state == COLLECTED and rounds.village_id(year, p.town, p.village) in reviewed
    }
    ids: Sequence[str] = list(mine)
    for first in range(0, len(ids), _PORTION):
        for record in parts.store.proceedings.several(ids[first : first + _PORTION]):
            if record.facts.get("way") in ways:
                yield str(record.facts.get("collector", "")), mine[record.id]


def _ground(parts: Parts) -> str:
    pack = parts.pack
    named = "、".join(pack.codes["survey_way"].label(way) for way in settings.ways(pack, WAYS, _ALL_WAYS))
    rate, travel = settings.number(pack, PERSON, 10), settings.number(pack, TRAVEL, 0)
    return (
        f"完成的表到{_CHECKS[_check(parts)]}通过的算,每张{rate}元;采集方式是{named}的算;"
        f"替别人采集的,算给实际采集的人;交通、通信补助每人{travel}元;"
        f"收到资料的乡镇(街道)工作经费{settings.number(pack, TOWN, 1000)}元。审到哪一级、哪些方式算,是建议"
    )
