"""Rows a county writes that are worked into the matters and materials they concern when a pack is read."""

from dataclasses import dataclass
from datetime import date, timedelta

from forms.particulars import APPLIED_ON
from forms.schema import Clause, Condition, Requirement


@dataclass(frozen=True, slots=True)
class Exclusion:
    """A requirement that several matters share: another benefit, the same matter still open, a bar.

    ``matters`` names them, or ``*`` for all that are collected. ``$matter`` in ``when`` stands for the matter
    itself. Outside ``since`` … ``until`` (days of application) it does not apply.
    """

    id: str
    matters: tuple[str, ...]
    when: Condition
    unmet: str
    unknown: str
    clause: str
    met: str = ""
    """Said when the requirement is met. Empty: a requirement that is met is not mentioned."""
    next_step: str = ""
    leads_to: str = ""
    """Matter that the next step sends the applicant to."""
    held: str = ""
    """Said when the unknown fact is decided by another matter, asked for with it or open."""
    alone: bool = False
    """Not met, it is told alone: no other reason and no other next step is of use beside it."""
    since: str = ""
    until: str = ""


@dataclass(frozen=True, slots=True)
class Following:
    """容缺: a material that may follow within some working days against a written promise."""

    material: str
    days: int
    source: str


@dataclass(frozen=True, slots=True)
class Sharing:
    """A material a county no longer asks for because it reads the data itself (在线政务服务规定第七条)."""

    material: str
    when: Condition
    words: str
    source: str


@dataclass(frozen=True, slots=True)
class Undertaking:
    """One proof of one matter that a 告知承诺 replaces."""

    id: str
    matter: str
    fact: str
    """Id of the element whose answer is promised."""
    values: tuple[str, ...]
    """The answers it may be promised for: ``yes`` or ``no``, or codes of a choice."""
    proof: str
    """The 证明事项 it replaces: 家庭经济状况证明."""
    basis: str
    """The clause by which the fact is asked for (设定依据)."""
    content: str
    """What is promised, as the sheet has it (证明内容)."""
    conditions: str
    """What has to be so for the promise to be true (应当符合的条件)."""
    checker: str
    """The department that checks it, by its name in matters."""
    how: str
    """How it is checked: 数据比对, 电话, 上门."""
    days: int
    """Working days after acceptance until it has to be checked."""
    consequences: str
    """What follows when it is not true (不实承诺的责任)."""
    source: str
    public: bool = False
    """Whether the sheet is made public; ``scope`` says how far and how long."""
    scope: str = ""
    demo: bool = False


def required(row: Exclusion) -> Requirement:
    """An exclusion as the requirement it is for each of its matters."""
    return Requirement(
        id=row.id,
        when=_outside_too(row.when, row.since, row.until),
        met=row.met,
        unmet=row.unmet,
        unknown=row.unknown,
        clause=row.clause,
        next_step=row.next_step,
        leads_to=row.leads_to,
        held=row.held,
        alone=row.alone,
    )


def only_between(condition: Condition, since: str, until: str) -> Condition:
    """The condition, limited to days of application from ``since`` to ``until``."""
    limits = ((">=", since), ("<=", until))
    days = tuple(Clause(APPLIED_ON, sign, (day,)) for sign, day in limits if day)
    return tuple((*row, *days) for row in condition or ((),))


def _outside_too(condition: Condition, since: str, until: str) -> Condition:
    """The condition, or a day of application before ``since`` or after ``until``."""
    before = [(Clause(APPLIED_ON, "<=", (_day_beside(since, -1),)),)] if since else []
    after = [(Clause(APPLIED_ON, ">=", (_day_beside(until, 1),)),)] if until else []
    return (*condition, *before, *after)


def _day_beside(day: str, step: int) -> str:
    return (date.fromisoformat(day) + timedelta(step)).isoformat()
