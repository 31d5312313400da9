"""A clock that can not be right is asked about before an application is accepted under its date."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import uuid4

from desk_app.domain.applications import Application
from desk_app.domain.events import Event, Who
from desk_app.errors import RuleError
from desk_app.services.clock_watch import LEAST, ClockDoubt
from desk_app.services.parts import Parts
from desk_app.services.retention import trust
from forms import moments
from forms.sentences import plain_date


class DoubtfulClock(RuleError):
    """The computer's clock can not be right, and nobody has confirmed it yet."""


def doubts(parts: Parts) -> tuple[ClockDoubt, ...]:
    """Why the computer's clock can not be right now; without what a clerk has settled for the day."""
    now = parts.clock.now()
    return tuple(d for d in _doubts(parts, now) if not parts.watch.settled(d))


def _doubts(parts: Parts, now: datetime) -> Iterator[ClockDoubt]:
    first = moments.RELEASED
    if now.date() < first:
        years = first.year - now.year
        early = f"{years}年" if years else f"{(first - now.date()).days}天"
        yield ClockDoubt("release", f"比程序发布的日子({plain_date(first)})早{early}", now)
    last = parts.store.events.latest()
    if last and last - now > LEAST:
        words = f"比台账最后一笔({moments.wall(last)})早{_span(last - now)}"
        yield ClockDoubt("ledger", words, now, last.timestamp())
    if not trust.believed(parts) and (believed := trust.jump(parts)):
        words = f"比上一次可信的日期({plain_date(believed.isoformat())})晚{(now.date() - believed).days}天"
        yield ClockDoubt("ahead", words, now, believed.toordinal() * 86400.0)
    if words := _county(parts, now):
        county = parts.watch.county()
        yield ClockDoubt("county", words, now, (now - county).total_seconds() if county else 0.0)


def _county(parts: Parts, now: datetime) -> str:
    """How far the clock is off the county's; empty when it is not, or the county's time is not known now."""
    county = parts.watch.county()
    if county is None or abs(now - county) <= LEAST:
        return ""
    far = f"快{_span(now - county)}" if now > county else f"慢{_span(county - now)}"
    return f"比区县服务器({moments.wall(county)}){far}"


def question(found: tuple[ClockDoubt, ...]) -> str:
    """What the clerk is asked; empty without doubts."""
    if not found:
        return ""
    told = ",".join(d.words for d in found)
    return f"电脑时间{moments.wall(found[0].now)},{told},请先校准;确认时间正确的,勾选后再受理。"


def warning(parts: Parts) -> str:
    """The same as a notice at the start of the program; empty when the clock may be right."""
    found = doubts(parts)
    told = ",".join(d.words for d in found)
    return f"电脑时间{moments.wall(found[0].now)},{told},请校准电脑的日期和时间" if found else ""


def line_note(parts: Parts) -> str:
    """A sentence beside the state of the line while the clock is off the county's; else empty."""
    now, county = parts.clock.now(), parts.watch.county()
    if county is None or abs(now - county) <= LEAST:
        return ""
    return f"电脑时间比区县服务器{'快' if now > county else '慢'}{_span(abs(now - county))},请校准电脑时间"


def require(parts: Parts) -> None:
    """DoubtfulClock with the question while the clock can not be right and nobody has confirmed it."""
    if words := question(doubts(parts)):
        raise DoubtfulClock(words)


def confirmation(parts: Parts, application: Application, who: Who) -> tuple[Event, ...]:
    """The ledger's line on an application accepted under a clock that was confirmed; else nothing."""
    if not parts.watch.confirmed:
        return ()
    found = [d for d in _doubts(parts, application.accepted_at) if parts.watch.settled(d)]
    if not found:
        return ()
    at, about = application.accepted_at, application.subject
    text = f"电脑时间{moments.wall(at)},{','.join(d.words for d in found)},经办人确认时间正确"
    return (Event(str(uuid4()), at, who, about, "clock", {"text": text}, application.id),)


def _span(far: timedelta) -> str:
    """A stretch of time in its largest whole unit: ``6天``, ``10小时``, ``12分钟``."""
    minutes = int(far.total_seconds() + 30) // 60
    if minutes >= 36 * 60:
        return f"{round(minutes / 1440)}天"
    return f"{round(minutes / 60)}小时" if minutes >= 90 else f"{minutes}分钟"
