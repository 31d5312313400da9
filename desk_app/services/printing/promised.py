"""By when matters are done, in sentences that never promise over a stopped clock."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from desk_app.domain.applications import Application, Dates, MatterState, promise_of
from desk_app.services.printing import telling
from desk_app.services.reading import Reading
from forms import judging
from forms.pack import Pack
from forms.particulars import CERTIFICATE_STATE
from forms.schema import Outcome
from forms.sentences import day_and_weekday, plain_date
from forms.stops import ASSESSING, WAITING


@dataclass(frozen=True, slots=True)
class Groups:
    """Matters by what their clock does: it runs through, stops for 评定 and 公示, waits for a matter, or is
    another county's.
    """

    through: tuple[str, ...]
    assessed: tuple[str, ...]
    waiting: tuple[tuple[str, str], ...]
    """Pairs of matter and the matter it waits for."""
    unsure: tuple[str, ...] = ()
    """It may have to wait for a certificate: nobody said yet whether there is one."""

    elsewhere: tuple[tuple[str, str], ...] = ()
    """Pairs of matter and who decides it in another county: our days bind nobody there."""

    released: tuple[tuple[str, str], ...] = ()
    """Pairs of matter and the matter it waited for: the time it stood still is not counted."""

    @property
    def ours(self) -> tuple[str, ...]:
        """The matters that run under days of ours."""
        return (*self.through, *self.assessed, *self.unsure)

    @property
    def away(self) -> bool:
        """Whether another county decides, and nothing here runs under days of ours."""
        return bool(self.elsewhere) and not self.ours

    @property
    def alone(self) -> bool:
        """Whether every clock runs through."""
        return not (self.assessed or self.waiting or self.unsure or self.elsewhere or self.released)


def sentences(
    read: Reading,
    dates: Dates,
    later: date | None = None,
    *,
    weekday: bool = False,
    over: Collection[str] | None = None,
    done: Mapping[str, date] | None = None,
) -> tuple[str, ...]:
    """A sentence for each group of the matters that are taken today, or were taken.

    ``later`` is the day limits count from where that is another one (outside the hall's hours). A day always
    has its year, 预计 where it depends on what is not published or on a material that follows. ``over`` as
    for ``of``; ``done`` are those of them that were granted, with the day that is told in place of a promise.
    """
    groups = of(read, over)
    follows = _follows(read, over or ())
    may = "预计" if dates.provisional or follows else ""
    day = may + (day_and_weekday if weekday else plain_date)(dates.promised)
    ends = {m: plain_date(end) for m, end in (done or {}).items()}
    said = list(_said(read.pack, groups, day, read, ends))
    if follows and any((groups.through, groups.assessed, groups.unsure)):
        said.append("容缺的材料要按写明的日期补齐,没有补齐的不能按上面的日期办结。")
    when = "办公时间以外受理" if isinstance(read.holder, Application) else "现在是办公时间以外"
    start = [f"{when},期限从{plain_date(later)}起算。"] if later and said else []
    return (*start, *said)


def of(read: Reading, over: Collection[str] | None = None) -> Groups:
    """The matters aimed at by what their clock does; what is not applied for, or is taken back, is in none.

    As they stood at acceptance; with ``over``, the matters of an application that have ended, as they stand
    now: those are in none either, and what waited and goes on again is told apart.
    """
    pack, waits = read.pack, _waits(read)
    aimed = [m for m in telling.aimed_at(read) if m in _going(read) and m not in (over or ())]
    stopped = [m for m in aimed if m in waits and pack.stops(WAITING)]
    released = [m for m in stopped if over is not None and m not in _held(read)]
    held = [m for m in stopped if m not in released]
    others = {m: judging.handler(pack.matters[m], read.facts) for m in aimed if m not in stopped}
    ours = [m for m in aimed if m not in stopped and not others[m]]
    assessed = [m for m in ours if pack.matters[m].takes and pack.stops(ASSESSING)]
    unsure = [m for m in ours if _unsure(read, m)]
    through = tuple(m for m in ours if m not in (*assessed, *unsure))
    elsewhere = tuple((m, other) for m, other in others.items() if other)
    return Groups(
        through,
        tuple(assessed),
        tuple((m, waits[m]) for m in held),
        tuple(unsure),
        elsewhere,
        tuple((m, waits[m]) for m in released),
    )


def _waits(read: Reading) -> dict[str, str]:
    """Matter → the matter it waits for."""
    if isinstance(read.holder, Application):
        return {m.matter: m.waits_for for m in read.holder.matters if m.waits_for}
    return {f.matter: f.waits_for for f in telling.findings(read) if f.waits_for}


def _held(read: Reading) -> Collection[str]:
    """The matters of an application that still wait."""
    holder = read.holder
    cases = holder.matters if isinstance(holder, Application) else ()
    return [m.matter for m in cases if m.state == MatterState.HELD]


def _unsure(read: Reading, matter: str) -> bool:
    """Whether a matter of a draft still depends on whether there is a certificate, and would wait for one."""
    pack = read.pack
    if isinstance(read.holder, Application) or pack.matters[matter].certificate or not pack.stops(WAITING):
        return False
    return CERTIFICATE_STATE in read.finding(matter).open_facts


def _going(read: Reading) -> Collection[str]:
    """Matters that can be taken or were taken, and not taken back."""
    if isinstance(read.holder, Application):
        return [m.matter for m in read.holder.matters if m.state != MatterState.WITHDRAWN]
    return [f.matter for f in telling.findings(read) if f.outcome is not Outcome.NOT]


def _follows(read: Reading, over: Collection[str]) -> bool:
    """Whether a material follows for a matter that is not over."""
    needs = (n for n in read.needs if not set(n.matters) <= set(over))
    return any(promise_of(read.holder, n.material.id) for n in needs)


def _done(read: Reading, ends: Mapping[str, str]) -> Iterator[str]:
    """On which day matters were done, those of one day together; by name unless it was all of them."""
    for day in dict.fromkeys(ends.values()):
        those = [m for m, end in ends.items() if end == day]
        every = len(those) == len(read.holder.chosen)
        yield f"{day}办结。" if every else f"{_titles(read.pack, those)}:{day}办结。"


def _said(pack: Pack, groups: Groups, day: str, read: Reading, ends: Mapping[str, str]) -> Iterator[str]:
    taken = "" if isinstance(read.holder, Application) else "今天受理的,"
    yield from _done(read, ends)
    if groups.through and groups.alone and not ends:
        yield f"{taken}{day}前办结。"
    elif groups.through:
        yield f"{_titles(pack, groups.through)}:{taken}{day}前办结。"
    if groups.assessed:
        who = _titles(pack, groups.assessed)
        yield f"{who}:{taken}{day}前办结,残疾评定和公示的时间另计,占用几天就顺延几天。"
    if groups.unsure:
        yield f"{_titles(pack, groups.unsure)}:{taken}{day}前办结;要等残疾人证结果的,等的时间另计。"
    for other in dict.fromkeys(o for _, o in groups.elsewhere):
        who = _titles(pack, [m for m, o in groups.elsewhere if o == other])
        yield f"{who}:收件后转{other}办理,哪天办结由那里答复,这里不承诺日子;有了结果由窗口告知。"
    for target in dict.fromkeys(t for _, t in groups.waiting):
        who = _titles(pack, [m for m, t in groups.waiting if t == target])
        wait = f"等“{pack.matters[target].title}”的结果,期间停止计时"
        yield f"{who}:{wait},结果出来后自动接着办,不用再跑一趟。"
    for target in dict.fromkeys(t for _, t in groups.released):
        who = _titles(pack, [m for m, t in groups.released if t == target])
        yield f"{who}:“{pack.matters[target].title}”的结果已出,已经接着办理,停止计时的时间不计入期限。"


def _titles(pack: Pack, matters: Sequence[str]) -> str:
    return "、".join(pack.matters[m].title for m in matters)
