"""What a person holds, in lines: certificates, subsidies, registrations, matters under way."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from desk_app.domain import holdings
from desk_app.domain.applications import masked_number
from desk_app.domain.history import EarlierMatter, History
from desk_app.domain.holdings import Certificate, Subsidy, held_certificate
from forms import result_words
from forms.numbers import read_certificate_number
from forms.pack import Pack
from forms.procedures import State
from forms.schema import Effect
from forms.sentences import plain_date

_STATES: Final = {
    holdings.VALID: State("valid", "有效", "good", "good"),
    holdings.LOST: State("lost", "挂失", "caution", "pause"),
    holdings.EXPIRED: State("expired", "过期", "caution", "clock"),
    holdings.CANCELLED: State("cancelled", "注销", "wrong", "wrong"),
    holdings.MOVED: State("moved", "迁出", "caution", "up"),
    holdings.FROZEN: State("frozen", "冻结", "wrong", "pause"),
    holdings.REPLACED: State("replaced", "已换新证", "plain", "ring"),
}
_BELIEVED: Final = State("told", "未经核实", "info", "half")
"""Of a number that a window typed from the card, while no department has issued one."""
_PAID: Final = State("paid", "在领", "good", "good")
_STOPPED: Final = State("stopped", "已停发", "plain", "ring")
_REGISTERED: Final = State("registered", "已登记", "good", "good")
_OPEN: Final = State("open", "办理中", "info", "half")
_CARD: Final = "残疾人证"


class Source(StrEnum):
    """Where something is known from."""

    COUNTY = "区县记录"
    DESK = "本窗口记录"
    TYPED = "本次录入"


@dataclass(frozen=True, slots=True)
class HeldLine:
    """One thing a person holds, in words."""

    kind: str
    """``certificate``, ``subsidy``, ``registration`` or ``matter``."""
    title: str
    text: str
    """Category and grade, days, amount; no number of a person."""
    state: State
    source: Source
    number: str = ""
    """Of a certificate its number, whole."""

    @property
    def masked(self) -> str:
        """The certificate number without its first characters; it keeps the four it is told apart by."""
        return masked_number(self.number)

    @property
    def tail(self) -> str:
        """The last four characters of the number, for screens; empty without a number."""
        return f"…{self.number[-4:]}" if self.number else ""


@dataclass(frozen=True, slots=True)
class Holding:
    """Everything a person holds, the newest certificate first."""

    lines: tuple[HeldLine, ...] = ()
    asked_at: datetime | None = None
    """When the county was asked; None when its answer is not known here."""

    @property
    def certificate(self) -> HeldLine | None:
        """The present certificate; None when none is known."""
        return next((line for line in self.lines if line.kind == "certificate"), None)


def of(
    pack: Pack, history: History, county: History, today: date, asked_at: datetime | None = None
) -> Holding:
    """What follows from a history; what ``county`` tells by itself is marked as known from there."""
    return Holding(tuple(_lines(pack, history, county, today)), asked_at)


def typed(pack: Pack, number: str, state: str) -> HeldLine | None:
    """A certificate number typed now, with the state that was answered; None for no such number."""
    read = read_certificate_number(number)
    if read is None:
        return None
    said = f",申请人说{pack.codes['certificate_state'].label(state)}" if state else ""
    words = _graded(pack, ((read.category, read.grade),))
    return HeldLine("certificate", _CARD, f"{words}{said}", _BELIEVED, Source.TYPED, number)


def _lines(pack: Pack, history: History, county: History, today: date) -> Iterator[HeldLine]:
    known = {c.number for c in holdings.certificates(pack, county, today)}
    present = held_certificate(pack, history, today)
    for held in reversed(holdings.certificates(pack, history, today)):
        marked = held == present and held.state in (holdings.FROZEN, holdings.MOVED)
        reason = history.marks[-1].reason if marked and history.marks else ""
        yield _certificate(pack, held, Source.COUNTY if held.number in known else Source.DESK, reason)
    granted = holdings.subsidies(pack, county)
    for paid in holdings.subsidies(pack, history):
        here = any((g.matter, g.granted_on) == (paid.matter, paid.granted_on) for g in granted)
        yield _subsidy(pack, paid, Source.COUNTY if here else Source.DESK)
    there = {(m.application, m.matter) for m in county.matters}
    for record in history.matters:
        at_county = (record.application, record.matter) in there
        if record.open:
            yield _matter(pack, record, at_county)
        elif _registered(pack, record):
            told = result_words.worded(pack, record.matter, record.result, masked_number)
            source = Source.COUNTY if at_county else Source.DESK
            yield HeldLine("registration", _title(pack, record.matter), told, _REGISTERED, source)


def _certificate(pack: Pack, held: Certificate, source: Source, reason: str) -> HeldLine:
    told = [_graded(pack, held.assessed) or _grade(pack, held.grade)]
    if held.expires_on:
        told.append(f"有效期至{plain_date(held.expires_on)}")
    if reason:
        told.append(f"原因:{reason}")
    believed = not held.issued and held.state in (holdings.VALID, holdings.EXPIRED)
    state = _BELIEVED if believed else _STATES[held.state]
    return HeldLine("certificate", _CARD, ",".join(filter(None, told)), state, source, held.number)


def _graded(pack: Pack, assessed: tuple[tuple[str, str], ...]) -> str:
    return "、".join(pack.codes["category"].label(c) + _grade(pack, g) for c, g in assessed)


def _grade(pack: Pack, grade: str) -> str:
    return pack.codes["grade"].label(grade) if grade else ""


def _subsidy(pack: Pack, paid: Subsidy, source: Source) -> HeldLine:
    year, _, month = paid.first_month.partition("-")
    since = f"{year}年{int(month)}月起" if month.isdecimal() else f"{plain_date(paid.granted_on)}批准"
    told = [since, f"每月{paid.amount}元" if paid.amount else "金额没有记录"]
    if paid.ended_on:
        told.append(f"{plain_date(paid.ended_on)}停发")
    state = _STOPPED if paid.ended_on else _PAID
    return HeldLine("subsidy", _title(pack, paid.matter), ",".join(told), state, source)


def _matter(pack: Pack, record: EarlierMatter, at_county: bool) -> HeldLine:
    text = f"{plain_date(record.began_on)}受理" if record.began_on else ""
    source = Source.COUNTY if at_county else Source.DESK
    return HeldLine("matter", _title(pack, record.matter), text, _OPEN, source)


def _registered(pack: Pack, record: EarlierMatter) -> bool:
    """Whether it was granted, stands, and its result is a registration."""
    granted = record.concluded_on is not None and record.ended_on is None
    return granted and pack.effect_of(record.matter) is Effect.REGISTERS


def _title(pack: Pack, matter: str) -> str:
    known = pack.matters.get(matter)
    return known.title if known else matter
