"""The large figures of statistics, each with what it is made of and the list behind it."""

import statistics as numbers
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from desk_app.domain.lists import DID, Course, DueKind, Frequency, Pace, Reached, Wanted
from desk_app.services.lists import lists
from desk_app.services.lists.statistic_kinds import ALL, Counted, KeyFigure, Often, Share, StatRow, percent
from desk_app.services.parts import Parts
from forms import listing
from forms.clock_kinds import Clock, Cycle
from forms.procedures import Procedure
from forms.rate_kinds import ActTally, Rate

DUE_PACES: Final = frozenset({Pace.TIMELY, Pace.LATE, Pace.MISSED})
NOT_OFTEN: Final = Reached(0, 0, 0, 0, 0)
PERIODS: Final = {Cycle.MONTH: "个月", Cycle.WEEK: "周"}
"""What so many periods are called."""


def figures(parts: Parts, law: Procedure, wanted: Wanted, total: StatRow) -> Iterator[KeyFigure]:
    """The figures of what began in a period, and of what was done in it; ``total`` is the sum."""
    unit = unit_of(law)
    whole = total.cells[ALL]
    yield KeyFigure(
        "begun",
        lists.begun(parts, law),
        str(whole.count),
        unit,
        _of_parents(parts, law, wanted, total),
        whole,
    )
    if law.clocks:
        yield _pace(wanted, total, unit)
    yield _median(parts, wanted, total, unit)
    yield _noted(parts, law, wanted, whole.count, unit)
    for tally in law.tallies:
        yield _counted(tally, total.times[tally.id], unit)
    for rate in law.rates:
        yield _rated(rate, total.shares[rate.id], unit)
    for clock in (c for c in law.clocks if c.times):
        yield _often(clock, total.shares[f"often-{clock.id}"])


def _of_parents(parts: Parts, law: Procedure, wanted: Wanted, total: StatRow) -> str:
    if law.parent:
        parents, least, most = parts.store.lists.held(wanted, parts.clock.today())
        each = f"{least}至{most}" if least < most else str(most)
        return f"{parents}件{lists.procedure_of(parts, law.parent).title},每件{each}{unit_of(law)}"
    over = sum(total.cells[c].count for c in (Course.DONE, Course.ENDED))
    return f"结束{over}{unit_of(law)},还没有结束{total.cells[ALL].count - over}{unit_of(law)}"


def _pace(wanted: Wanted, total: StatRow, unit: str) -> KeyFigure:
    behind = Counted(total.due, replace(wanted, paces=DUE_PACES))
    division = f"按期{total.timely}{unit}÷该办结{total.due}{unit}"
    share = total.share
    value = share or (f"{total.timely}/{total.due}" if total.due else "")
    return KeyFigure("pace", "按期办结率", value, "%" if share else "", division, behind)


def _median(parts: Parts, wanted: Wanted, total: StatRow, unit: str) -> KeyFigure:
    done = replace(wanted, courses=frozenset({Course.DONE}))
    used = parts.store.lists.used(done, parts.clock.today())
    days = [day for day, count in sorted(used.items()) for _ in range(count)]
    count = total.cells[Course.DONE].count
    value = f"{numbers.median(days):g}" if days else ""
    longest = f";最长{days[-1]}" if days else ""
    division = f"已办结{count}{unit},停表不算{longest}"
    return KeyFigure(
        "used", "办结用时,中位数", value, "个工作日" if days else "", division, Counted(count, done)
    )


def _noted(parts: Parts, law: Procedure, wanted: Wanted, whole: int, unit: str) -> KeyFigure:
    """The figure for the act that the list counts, or for what is overdue when it counts none."""
    today = parts.clock.today()
    act = law.act(law.listing.counts)
    if act is None:
        late = replace(wanted, due=frozenset({DueKind.OVERDUE}))
        behind = Counted(parts.store.lists.count(late, today), late)
        return KeyFigure("overdue", "现在超期", str(behind.count), unit, "期限已过,还没有办完", behind)
    did = replace(wanted, values={DID: frozenset({act.code})})
    behind = Counted(parts.store.lists.count(did, today), did)
    division = f"{behind.count}{unit}÷{lists.begun(parts, law)}{whole}{unit}"
    share = percent(behind.count, whole)
    return KeyFigure("did", act.word, share or str(behind.count), "%" if share else unit, division, behind)


def _rated(rate: Rate, share: Share, unit: str) -> KeyFigure:
    """A rate of the procedure; of fewer than ``LEAST`` the two numbers are told instead of a share."""
    value = share.percent or (share.text if share.whole else "")
    mark = "(建议)" if rate.proposed else ""
    division = f"{rate.part_words}{share.part}{unit}÷{rate.whole_words}{share.whole}{unit}"
    return KeyFigure(
        rate.id, f"{rate.title}{mark}", value, "%" if share.percent else "", division, share.behind
    )


def _counted(tally: ActTally, often: Often, unit: str) -> KeyFigure:
    """How often something was done in the period, in which records."""
    once = ";同一人同一天算一次" if tally.once_a_day else ""
    mark = "(建议)" if tally.proposed else ""
    division = f"{often.behind.count}{unit}里,按办的那天算{once}"
    return KeyFigure(
        f"times-{tally.id}", f"{tally.title}{mark}", str(often.times), tally.unit, division, often.behind
    )


def _often(clock: Clock, share: Share) -> KeyFigure:
    """In how many of the closed periods it was done often enough; behind it those where it was not."""
    per = PERIODS[clock.period]
    division = f"够的{share.part}{per}÷满的{share.whole}{per}"
    division += f",不够的{share.behind.count}条" if share.part < share.whole else ""
    division += f";不满的{share.broken}{per}不算" if share.broken else ""
    value = share.percent or (share.text if share.whole else "")
    unit = "%" if share.percent else ""
    return KeyFigure(f"often-{clock.id}", f"{clock.title},达标", value, unit, division, share.behind)


def reached(wanted: Wanted, clock: Clock, found: Reached) -> Share:
    """The closed periods that reached it, out of all that count.

    Behind it stand the records that fell short, or all that count where none did.
    """
    behind = fallen_short(wanted, clock, short=found.short > 0)
    return Share(found.reached, found.judged, Counted(found.short or found.records, behind), found.broken)


def fallen_short(wanted: Wanted, clock: Clock, *, short: bool) -> Wanted:
    """The records with closed periods on the days of ``wanted``, or only those where it was not enough."""
    assert wanted.since is not None
    assert wanted.until is not None
    asked = Frequency(clock.id, wanted.since, wanted.until, short)
    return replace(wanted, since=None, until=None, frequency=asked)


def unit_of(law: Procedure) -> str:
    """What a record is counted in."""
    if law.parent:
        return "项"
    return "件" if law.subject == listing.APPLICATION else "条"
