"""The way of a year's sheets: a village tells its own, a town signs twice for all of its villages."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from desk_app.domain import acting
from desk_app.domain.events import Event, Who
from desk_app.domain.proceedings import Proceeding
from desk_app.domain.survey import SurveyPerson
from desk_app.errors import RuleError
from desk_app.services import proceedings
from desk_app.services.parts import Parts
from desk_app.services.survey import coverage, people, quality, rounds, shelf
from desk_app.services.survey.asking import by_role
from desk_app.services.survey.sheets import COLLECTED, LOST
from forms.schema import Problem

GROUP: Final = "村(社区)采集小组"
"""The role of whoever tells the sheets of a village."""
REVIEWER: Final = "乡镇专职委员"
"""The role of whoever reviews and sums up for a town."""
CHAIRMAN, DIRECTOR = "乡镇残联主席", "乡镇残联理事长"
"""The two who sign for a town (双签字)."""
_SHORT: Final = {CHAIRMAN: "主席", DIRECTOR: "理事长"}
_NAMED: Final = 6
_WHOLE: Final = "合计"
"""Name of the last line of a summary."""
_SIGNED: Final = (rounds.SIGNED, rounds.RECEIVED)
_BACK: Final = (rounds.ASKING, rounds.TOLD)


def report(parts: Parts, who: Who, town: str, village: str, year: int | None = None) -> Event:
    """Tell the sheets of a village to its town.

    RuleError while there is somebody of whom nobody knows what became of them (登记率 100 %).
    """
    listed, found = _place(parts, year, town, village)
    if left := [p.name for p in listed if p.state not in (COLLECTED, LOST)]:
        raise RuleError(
            f"{town}{village}还有{len(left)}人没有采集,也没有登记失访:{_few(left)}。登记率要到100%才能上报"
        )
    done = sum(p.state == COLLECTED for p in listed)
    given = {"told_count": done, "lost_count": len(listed) - done}
    return proceedings.act(parts, by_role(who, GROUP), found.id, "report", given)


def _place(
    parts: Parts, year: int | None, town: str, village: str
) -> tuple[tuple[SurveyPerson, ...], Proceeding]:
    """The people of a village, and its record."""
    wanted = shelf.of_year(parts, "person", year).head.year
    found = parts.store.proceedings.one(rounds.village_id(wanted, town, village))
    if found is None:
        raise RuleError(f"{wanted}年度的名单上没有{town}{village}")
    return people.people(parts, wanted, town, village), found


def obstacles(parts: Parts, town: str, year: int | None = None) -> Iterator[str]:
    """Why a town can not be signed for yet, in sentences: villages on their way, people who came on the list
    since, a signature that no longer covers the sheets, findings to mend; then a summary that is none."""
    wanted = shelf.of_year(parts, "person", year).head.year
    record, left = of_town(parts, town, wanted), False
    for sentence in _obstacles(parts, record, town, wanted):
        left = True
        yield sentence
    if not left:
        yield from _stale(parts, record, wanted)


def _obstacles(parts: Parts, record: Proceeding, town: str, wanted: int) -> Iterator[str]:
    listed, there = people.people(parts, wanted, town), villages(parts, town, wanted)
    left = Counter(p.village for p in listed if p.state not in (COLLECTED, LOST))
    for village in there:
        if village.state in _BACK:
            word = parts.law.procedure(village.pack_digest, village.procedure).state(village.state).word
            yield f"{village.facts.get('village', '')}:{word},要先由乡镇审核通过"
            left.pop(str(village.facts.get("village", "")), None)
    for name, count in left.items():
        way = "先退回村里再采集" if name else "请在名册里写清村(社区),再列名单"
        yield f"{name or '没有写村的'}:还有{count}人没有采集,也没有登记失访(上报以后列入的也算),{way}"
    yield from _outdated(parts, record, there, listed)
    yield from (found.message for found in quality.findings(parts, wanted, town) if found.mends)


def _outdated(
    parts: Parts, town: Proceeding, there: Sequence[Proceeding], listed: Sequence[SurveyPerson]
) -> Iterator[str]:
    """That a village went back, or the list changed, after the first of two signed: the two would sign for
    different sheets."""
    law = parts.law.procedure(town.pack_digest, town.procedure)
    act, events = law.act("sign"), parts.store.events.of(town.id)
    if act is None or not (held := acting.signatures(law, act, events)):
        return
    last = max((e for e in events if e.act == act.code and not e.void), key=lambda e: e.order)
    back = [
        str(village.facts.get("village", ""))
        for village in there
        if any(
            e.act == "report" and e.order > last.order and not e.void
            for e in parts.store.events.of(village.id)
        )
    ]
    what = f"{_few(back)}又上报过" if back else "名单、采集、失访的人数变了"
    if back or any(str(last.payload.get(key)) != str(count) for key, count in _counts(listed).items()):
        who = "、".join(f"{_SHORT[role]}{person}" for role, person in held.items())
        yield f"{who}签字以后,{what}:请在登记里把{town.facts['town']}重新打开,两位重新签字"


def _counts(listed: Sequence[SurveyPerson]) -> dict[str, int]:
    """For how many is signed."""
    return {
        "signed_listed": len(listed),
        "signed_collected": sum(p.state == COLLECTED for p in listed),
        "signed_lost": sum(p.state == LOST for p in listed),
    }


def _stale(parts: Parts, town: Proceeding, year: int) -> Iterator[str]:
    """That nobody summed up since the town was opened, or that the sheets have changed since: what is signed
    is that paper."""
    since = [e for e in parts.store.events.of(town.id) if e.act in ("summarise", "reopen") and not e.void]
    name, last = town.facts["town"], max(since, key=lambda e: e.order, default=None)
    if last is None or last.act == "reopen":
        yield f"还没有汇总{name}:先按“汇总表…”打印出来,签字的就是那张"
        return
    now, then = _summary(parts, coverage.of(parts, year), str(name)), last.payload
    was = {str(row["village"]): row for row in then.get("villages") or ()}
    changed = [row["village"] for row in now["villages"] if was.pop(row["village"], None) != row] + [*was]
    if changed or any(now[key] != then.get(key) for key in ("lost_words", "ground")):
        of = f"{_few([v for v in changed if v != _WHOLE])}的数变了" if changed else "失访的原因或者算法变了"
        yield f"汇总表是{last.at:%m月%d日%H:%M}汇总的,以后{of}:请重新汇总、打印,两位签新的一张"


def _few(names: Sequence[str]) -> str:
    return "、".join(names[:_NAMED]) + ("等" if len(names) > _NAMED else "")


def villages(parts: Parts, town: str, year: int) -> tuple[Proceeding, ...]:
    """The records of the villages of a town in a year."""
    ids = {rounds.village_id(year, p.town, p.village) for p in people.people(parts, year, town)}
    return parts.store.proceedings.several(sorted(ids))


def sign(parts: Parts, who: Who, town: str, role: str, year: int | None = None) -> Event:
    """Sign the summary of a town, as its chairman or its director; it is signed once both have.

    RuleError with everything that is in the way, for whoever is not named for the post, and where one person
    would sign twice.
    """
    found = of_town(parts, town, year)
    wanted = int(str(found.facts["year"]))
    _check_post(parts, who, town, role, wanted)
    if left := list(obstacles(parts, town, wanted)):
        problems = tuple(Problem("sign", sentence) for sentence in left)
        raise RuleError(f"{town}还有{len(left)}处要改正,改好再签字", problems)
    given = _counts(people.people(parts, wanted, town))
    return proceedings.act(parts, by_role(who, role), found.id, "sign", given)


def signatures(parts: Parts, town: str, year: int | None = None) -> dict[str, str]:
    """By role, who has signed for a town since it was opened; empty once both have. RuleError without it."""
    found = of_town(parts, town, year)
    law = parts.law.procedure(found.pack_digest, found.procedure)
    act = law.act("sign")
    assert act is not None
    return acting.signatures(law, act, parts.store.events.of(found.id))


def of_town(parts: Parts, town: str, year: int | None = None) -> Proceeding:
    """The record of a town in a year; RuleError where the list of the year does not have it."""
    wanted = shelf.of_year(parts, "person", year).head.year
    found = parts.store.proceedings.one(rounds.town_id(wanted, town))
    if found is None:
        raise RuleError(f"{wanted}年度的名单上没有{town}")
    return found


@dataclass(frozen=True, slots=True)
class TornTown:
    """A town whose signatures no longer cover its sheets: villages went back since."""

    record: Proceeding
    villages: tuple[str, ...]

    @property
    def sentence(self) -> str:
        """What happened, and what to do."""
        town = self.record.facts.get("town", "")
        return f"{town}签字以后又退回了{_few(self.villages)},请把{town}重新打开,审核后重新签字"


def torn(parts: Parts, year: int | None = None) -> Iterator[TornTown]:
    """The towns whose signatures are torn; cheap while nothing went back."""
    wanted = shelf.of_year(parts, "person", year).head.year
    listed = parts.store.proceedings.listed
    signed = [p for p in listed(rounds.TOWN, _SIGNED, limit=None) if _of(p, wanted)]
    back = [p for p in listed(rounds.VILLAGE, _BACK, limit=None) if _of(p, wanted)] if signed else []
    for found in signed:
        town = str(found.facts.get("town", ""))
        if any(v.facts.get("town") == town for v in back):
            here = {v.id for v in villages(parts, town, wanted)}  # a village may be off the list since
            names = tuple(str(v.facts.get("village", "")) for v in back if v.id in here)
            if names:
                yield TornTown(found, names)


def outgrown(parts: Parts, found: coverage.Coverage) -> Iterator[str]:
    """Sentences on signed towns for whose list the signatures no longer stand: people came on or left it."""
    lines = {line.town: line for line in found.towns}
    for record in parts.store.proceedings.listed(rounds.TOWN, _SIGNED, limit=None):
        town, signed = str(record.facts.get("town", "")), str(record.facts.get("signed_listed", ""))
        now = lines[town].listed if town in lines else 0
        if _of(record, found.year) and signed != str(now):
            yield (
                f"{town}签字时名单{signed}人,现在{now}人:请把{town}重新打开,有没有采集的先退回村里采集,再重新签字"
            )


def _of(record: Proceeding, year: int) -> bool:
    return str(record.facts.get("year", "")) == str(year)


def summarise(parts: Parts, who: Who, town: str, year: int | None = None) -> Event:
    """Note the summary of a town as it stands now, which is printed to be signed and sealed."""
    found, record = coverage.of(parts, year), of_town(parts, town, year)
    return proceedings.act(
        parts, by_role(who, REVIEWER), record.id, "summarise", _summary(parts, found, town)
    )


def _summary(parts: Parts, found: coverage.Coverage, town: str) -> dict[str, Any]:
    """What the summary of a town says now. RuleError where the list does not have the town."""
    whole = next((line for line in found.towns if line.town == town), None)
    if whole is None:
        raise RuleError(f"{found.year}年度的名单上没有{town}")
    lines = [line for line in found.villages if line.town == town]
    rows = [_row(found, line, line.village or "没有写村") for line in lines] + [_row(found, whole, _WHOLE)]
    reasons = parts.pack.codes["survey_lost"]
    lost = "、".join(f"{reasons.label(code)}{count}人" for code, count in sorted(whole.reasons.items()))
    return {"villages": rows, "lost_words": lost or "没有失访", "ground": found.ground}


def _row(found: coverage.Coverage, line: coverage.CoverageLine, name: str) -> dict[str, str]:
    counts = {"listed": line.listed, "collected": line.collected, "lost": line.lost}
    shares = {"registered": line.registered.words, "home": found.at_home(line).words}
    return {"village": name, **{key: str(count) for key, count in counts.items()}, **shares}


def _check_post(parts: Parts, who: Who, town: str, role: str, year: int) -> None:
    """RuleError where somebody else is named for the post in the year's posts."""
    record = rounds.of_year(parts, year)
    rows = record.facts.get("posts") or () if record else ()
    named = [str(r["name"]) for r in rows if r.get("unit") == town and _SHORT[role] in str(r.get("post", ""))]
    if named and who.person not in named:
        raise RuleError(f"{town}的{_SHORT[role]}是{'、'.join(named)},不能由{who.person}签字")
