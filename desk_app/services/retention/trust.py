"""Whether the computer's clock is believed when things are deleted: a year too early is gone for good."""

from datetime import date
from uuid import uuid4

from desk_app.domain.duties import CLOCK_DUTY, BookDuty
from desk_app.domain.events import Event, Subject
from desk_app.domain.retention import JUMP, RETENTION
from desk_app.services.clock_watch import LEAST
from desk_app.services.parts import Parts
from desk_app.services.sockets import Deed
from forms.sentences import plain_date


def believed(parts: Parts) -> bool:
    """Whether today may be right: no jump since the last believed day, or the county's time says the same.

    The first time the last act of a clerk stands for that day. Who can ask nobody (a program that fills a
    book with days of its own) is believed.
    """
    if not parts.watch.asks or jump(parts) is None:
        return True
    county, now = parts.watch.county(), parts.clock.now()
    return county is not None and abs(now - county) <= LEAST


def jump(parts: Parts) -> date | None:
    """The last believed day when today is too far after it; else None."""
    last = parts.store.days.last()
    if last is None and (latest := parts.store.events.latest()):
        last = latest.date()
    return last if last is not None and parts.clock.today() - last > JUMP else None


def duty(parts: Parts) -> BookDuty | None:
    """The to-do to confirm the date; None while it is believed."""
    if believed(parts) or (last := jump(parts)) is None:
        return None
    today = parts.clock.today()
    text = (
        f"上一次可信的日期是{plain_date(last.isoformat())},现在电脑说是{plain_date(today.isoformat())}。"
        "到期的草稿、图片、查阅记录和旧备份都先不删。日期正确请按“日期正确”;不正确请先校准电脑时间,这条自动消失"
    )
    return BookDuty(CLOCK_DUTY, f"电脑的日期一下走了{(today - last).days}天", text, parts.clock.now())


def confirm(parts: Parts) -> None:
    """Believe today's date, as who sits here says; noted as an event."""
    today, last = parts.clock.today(), jump(parts)
    told = f"电脑日期{today.isoformat()}" + (f",比上一次可信的日期晚{(today - last).days}天" if last else "")
    about = Subject(RETENTION, today.isoformat())
    text = {"text": f"{told},确认正确"}
    event = Event(str(uuid4()), parts.clock.now(), parts.window.who, about, "clock", text)
    parts.store.events.record(Deed((event,)))
    parts.store.days.trust(today)
