"""What is to be done about records that are out or came home: overdue leases, two outcomes, odd times."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Final

from desk_app.domain.carrying import Lease, Marked
from desk_app.domain.proceedings import Proceeding
from desk_app.services.parts import Parts
from forms.sentences import plain_date

_HOME: Final = "请写成文件带回(visits carry-out);窗口带入以后,用窗口给的清除码清除(visits let-go)"
_NAMED: Final = 6
"""People whom a to-do names; the others are only counted."""


@dataclass(frozen=True, slots=True)
class AwayDuty:
    """One thing to do, in plain words."""

    about: Proceeding
    title: str
    text: str
    since: datetime
    key: str
    due: date | None = None


@dataclass(frozen=True, slots=True)
class OutPackage:
    """Records that are out together, on one laptop."""

    package: str
    number: str
    """Number of one of its records: what is taken back is named by it."""
    told: str
    count: int
    back_by: date
    people: str


@dataclass(frozen=True, slots=True)
class ToSettle:
    """A record that came home with a second outcome, or with a moment in doubt."""

    proceeding: str
    number: str
    title: str
    text: str
    two: bool
    """Whether one of two outcomes has to be chosen."""


def out(parts: Parts) -> tuple[OutPackage, ...]:
    """The packages that are out now, the first due first."""
    held = sorted(parts.store.carrying.leases(), key=lambda x: (x.back_by, x.package))
    return tuple(_package(parts, tuple(leases)) for _, leases in groupby(held, key=lambda x: x.package))


def to_settle(parts: Parts) -> tuple[ToSettle, ...]:
    """What was carried in and waits for somebody to decide."""
    marked = sorted(parts.store.carrying.marked(), key=lambda m: m.proceeding)
    found: list[ToSettle] = []
    for proceeding, marks in groupby(marked, key=lambda m: m.proceeding):
        held, mine = parts.store.proceedings.one(proceeding), tuple(marks)
        for duty in _to_settle(parts, held, mine) if held else ():
            two = any(m.beside for m in mine)
            found.append(ToSettle(proceeding, duty.about.number, duty.title, duty.text, two))
    return tuple(found)


def _package(parts: Parts, leases: tuple[Lease, ...]) -> OutPackage:
    first = leases[0]
    found = parts.store.proceedings.one(first.proceeding)
    number = found.number if found else ""
    return OutPackage(first.package, number, first.told, len(leases), first.back_by, _named(leases))


def _named(leases: tuple[Lease, ...]) -> str:
    """Whose data is out, the first of them by name."""
    people = [x.whose for x in leases if x.whose]
    return "、".join(people[:_NAMED]) + (f"等{len(people)}人" if len(people) > _NAMED else "")


def duties(parts: Parts, today: date) -> Iterator[AwayDuty]:
    """What is to be done today."""
    late = (lease for lease in parts.store.carrying.leases() if lease.back_by < today)
    for _, leases in groupby(sorted(late, key=lambda x: x.package), key=lambda x: x.package):
        yield from _overdue(parts, tuple(leases))
    yield from _still_here(parts, today)
    marked = sorted(parts.store.carrying.marked(), key=lambda m: m.proceeding)
    for proceeding, marks in groupby(marked, key=lambda m: m.proceeding):
        if found := parts.store.proceedings.one(proceeding):
            yield from _to_settle(parts, found, tuple(marks))


def _still_here(parts: Parts, today: date) -> Iterator[AwayDuty]:
    """On a laptop: that what it holds is due at the hall, or is home and was not let go of yet."""
    mine = parts.store.carrying.working_set()
    if mine is None:
        return
    held = [x for x in parts.store.carrying.leases(out=False) if x.package == mine.package]
    first = next((p for x in held if (p := parts.store.proceedings.one(x.proceeding))), None)
    if first is None or held[0].back_by > today:
        return
    lease, by = held[0], plain_date(held[0].back_by.isoformat())
    yield AwayDuty(
        first,
        f"外出包应在{by}带回窗口",
        f"这台电脑上还有{len(held)}件。{_HOME}",
        lease.out_at,
        f"here|{lease.package}",
        lease.back_by,
    )


def _overdue(parts: Parts, leases: tuple[Lease, ...]) -> Iterator[AwayDuty]:
    """One to-do a package. It names whose data a lost laptop holds (个人信息保护法第五十七条)."""
    first = next((p for x in leases if (p := parts.store.proceedings.one(x.proceeding))), None)
    if first is None:
        return
    lease, named = leases[0], _named(leases)
    whose = f",里面是{named}的资料" if named else ""
    by = plain_date(lease.back_by.isoformat())
    yield AwayDuty(
        first,
        f"带出的{len(leases)}件没有带回",
        f"{lease.told},应在{by}带回{whose}。请带回;电脑丢了的,报告负责人,收回并写明原因",
        lease.out_at,
        f"lease|{lease.package}",
        lease.back_by,
    )


def _to_settle(parts: Parts, found: Proceeding, marks: tuple[Marked, ...]) -> Iterator[AwayDuty]:
    acts = {e.id: e for e in parts.store.events.of(found.id)}
    law = parts.law.procedure(found.pack_digest, found.procedure)
    words = {code.code: code.word for code in law.acts}

    def said(chosen: list[Marked]) -> str:
        events = (acts[m.event] for m in chosen if m.event in acts)
        return "、".join(f"{e.at:%m-%d %H:%M} {e.who.person}“{words.get(e.act, e.act)}”" for e in events)

    if beside := [m for m in marks if m.beside]:
        state = law.state(found.state).word
        text = f"窗口现在是“{state}”,带回的是{said(beside)}。请核实取哪一个,写明原因"
        yield AwayDuty(found, f"{found.number}有两个结果", text, beside[0].at, f"beside|{found.id}")
    elif doubtful := [m for m in marks if m.doubtful]:
        text = f"{said(doubtful)},不在带出到带回之间,外出电脑的时钟可能不对。请核实,写明原因"
        yield AwayDuty(found, f"{found.number}时间待核", text, doubtful[0].at, f"doubtful|{found.id}")
