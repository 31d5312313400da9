"""What a person holds, from the records: certificates with their states, and subsidies. All pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from desk_app.domain.history import EarlierMatter, History, Mark
from forms import derive, moments, particulars
from forms.numbers import read_certificate_number
from forms.pack import Pack
from forms.schema import Effect, Value

VALID, LOST, EXPIRED, CANCELLED = derive.VALID, derive.LOST, derive.EXPIRED, derive.CANCELLED
MOVED, FROZEN, UNRECORDED = derive.MOVED, derive.FROZEN, derive.UNRECORDED
RECORD: Final = "record"
"""The act that takes a certificate over from an older register."""
REINSTATE: Final = "reinstate"
"""The act that withdraws a cancellation made by mistake."""
REPLACED: Final = "8"
"""State of a certificate after which another one was issued: 换发, 作废."""
_MARKED: Final[Mapping[str, str]] = {
    "freeze": FROZEN, "restore": VALID, "move_away": MOVED, "return": VALID,
}  # fmt: skip
_HOLDS: Final = "holds_certificate"
_DIED: Final = "1"
"""Code of 死亡注销."""
_MULTIPLE: Final = "7"


@dataclass(frozen=True, slots=True)
class Certificate:
    """One certificate of a person."""

    number: str
    """Empty where the records do not tell it."""
    assessed: tuple[tuple[str, str], ...] = ()
    """Categories with their grades as assessed, codes 1 to 6 and 1 to 4; a grade may be empty."""
    grade: str = ""
    """Of several the heaviest."""
    issued_on: date | None = None
    expires_on: date | None = None
    state: str = VALID
    """Code of ``recorded_state``, or ``REPLACED``."""
    issued: bool = False
    """Whether a department issued it; otherwise a window typed its number from the card and believed it."""
    since: date | None = None
    """The day from which it is known."""

    @property
    def categories(self) -> tuple[str, ...]:
        """Codes of its categories without 多重; empty when they are not known."""
        return tuple(category for category, _ in self.assessed)


@dataclass(frozen=True, slots=True)
class Subsidy:
    """A subsidy that was granted."""

    matter: str
    granted_on: date
    first_month: str = ""
    """``2026-11``; empty where the department did not say."""
    amount: str = ""
    """元 a month; empty where the department did not say."""
    ended_on: date | None = None


def certificates(pack: Pack, history: History, today: date) -> tuple[Certificate, ...]:
    """Every certificate of a person, oldest first; the last is the present one."""
    history, held = standing(pack, history), list[Certificate]()
    for step, day, what in _in_order(history):
        match step, what:
            case _, Mark():
                _mark(held, what)
            case 0, EarlierMatter() if not _issued_that_day(history, what, day):
                _told(held, what, day)
            case 0, _:
                pass
            case _, EarlierMatter():
                _granted(pack, held, what, day)
    _meanwhile(pack, held, history.matters)
    return tuple(_aged(c, today) for c in held)


def standing(pack: Pack, history: History) -> History:
    """The history without the cancellations that the county withdrew since, and a death they told of."""
    withdrawn = [(m.on, m.order) for m in history.marks if m.act == REINSTATE]
    if not withdrawn:
        return history
    last = max(withdrawn)
    return replace(
        history,
        matters=tuple(
            replace(r, concluded_on=None) if _withdrawn(pack, r, last) else r for r in history.matters
        ),
        marks=tuple(m for m in history.marks if m.act != REINSTATE),
    )


def _withdrawn(pack: Pack, record: EarlierMatter, last: tuple[date, int]) -> bool:
    granted = record.concluded_on
    return (
        granted is not None
        and pack.effect_of(record.matter) is Effect.CANCELS
        and (granted, record.order) < last
    )


def held_certificate(pack: Pack, history: History, today: date) -> Certificate | None:
    """The present certificate of a person, whatever its state; None when none is known."""
    return next(reversed(certificates(pack, history, today)), None)


def subsidies(pack: Pack, history: History) -> tuple[Subsidy, ...]:
    """Every subsidy granted to a person, oldest first; none is due after the certificate was cancelled."""
    history = standing(pack, history)
    cancelled = [
        r.concluded_on
        for r in history.matters
        if r.concluded_on and pack.effect_of(r.matter) is Effect.CANCELS
    ]
    return tuple(
        Subsidy(
            record.matter,
            record.concluded_on,
            str(record.result.get("first_month", "")),
            str(record.result.get("amount", "")),
            record.ended_on or next((d for d in sorted(cancelled) if d >= record.concluded_on), None),
        )
        for record in history.matters
        if record.concluded_on and pack.effect_of(record.matter) is Effect.PAYS
    )


def facts(pack: Pack, history: History, today: date) -> dict[str, Value]:
    """What follows for the rules: the certificate on record, the subsidies paid now, a death."""
    history = standing(pack, history)
    paid = tuple(dict.fromkeys(s.matter for s in subsidies(pack, history) if s.ended_on is None))
    found: dict[str, Value] = {particulars.RECEIVES: paid or (UNRECORDED,)}
    if any(_died(pack, record) for record in history.matters):
        found[particulars.DECEASED] = True
    held = held_certificate(pack, history, today)
    if held is None or (not held.issued and held.state in (VALID, EXPIRED)):
        return found | {particulars.RECORDED_STATE: UNRECORDED}
    found[particulars.RECORDED_STATE] = held.state
    if particulars.RECORDED_STATE not in pack.elements:  # a pack of before records: it asks one flag
        found[_HOLDS] = held.state in (VALID, LOST, EXPIRED)
    # A certificate that was given up is none the person shows.
    return found | (_certificate_facts(held) if held.issued and held.state != CANCELLED else {})


def _certificate_facts(held: Certificate) -> dict[str, Value]:
    until = held.expires_on.isoformat() if held.expires_on else ""
    known: dict[str, Value] = {
        particulars.CERTIFICATE: held.number,
        particulars.CATEGORIES: held.categories,
        particulars.GRADE: held.grade,
        particulars.CERTIFICATE_UNTIL: until,
    }
    return {k: v for k, v in known.items() if v}


def _in_order(history: History) -> Iterator[tuple[int, date, EarlierMatter | Mark]]:
    """What happened, by day; on one day first what applications told (0), then the rest in its order.

    Where that order is not known, grants (1) come before marks (2).
    """
    found: list[tuple[int, date, EarlierMatter | Mark]] = [(2, mark.on, mark) for mark in history.marks]
    for record in history.matters:
        if record.told and record.began_on:
            found.append((0, record.began_on, record))
        if record.concluded_on:
            found.append((1, record.concluded_on, record))
    return iter(
        sorted(found, key=lambda each: (each[1], each[0] > 0, each[2].order if each[0] else 0, each[0]))
    )


def _told(held: list[Certificate], record: EarlierMatter, day: date) -> None:
    """A number typed from the card: believed while no department has issued or cancelled one."""
    if held and held[-1].state == CANCELLED:
        return
    number = str(record.told.get(particulars.CERTIFICATE, ""))
    read = read_certificate_number(number)
    if read is None or any(c.issued or c.number == number for c in held):
        return
    categories = record.told.get(particulars.CATEGORIES, ())
    codes = categories if isinstance(categories, tuple) else ()
    assessed = tuple((c, read.grade if len(codes) == 1 else "") for c in codes)
    until = moments.day(record.told.get(particulars.CERTIFICATE_UNTIL))
    _replace_last(held)
    held.append(Certificate(number, assessed, read.grade, None, until, since=day))


def _issued_that_day(history: History, record: EarlierMatter, day: date) -> bool:
    """Whether what an application told is the certificate that another one brought on the same day."""
    number = record.told.get(particulars.CERTIFICATE)
    return any(
        other.concluded_on == day and other.result.get("certificate_number") == number
        for other in history.matters
        if other.application != record.application
    )


def _granted(pack: Pack, held: list[Certificate], record: EarlierMatter, day: date) -> None:
    match pack.effect_of(record.matter):
        case Effect.ISSUES:
            before = held[-1] if held and held[-1].state != CANCELLED else None
            _replace_last(held)
            held.append(_issued(record.result, before, day))
        case Effect.CANCELS:
            last = held.pop() if held else Certificate("")
            held.append(replace(last, state=CANCELLED))


def _issued(result: Mapping[str, Any], before: Certificate | None, day: date) -> Certificate:
    """The certificate of a result; what an older book did not write is taken from the one before."""
    number = str(result.get("certificate_number", ""))
    read = read_certificate_number(number)
    rows = [(str(r.get("category", "")), str(r.get("grade", ""))) for r in result.get("assessed", ())]
    if not rows and read and read.category != _MULTIPLE:
        rows = [(read.category, read.grade)]
    if not rows and before and (read is None or read.category == _MULTIPLE):
        rows = [(c, g if read or not result.get("grade") else "") for c, g in before.assessed]
    grade = read.grade if read else str(result.get("grade", "")) or (before.grade if before else "")
    return Certificate(
        number=number or (before.number if before and not result.get("grade") else ""),
        assessed=tuple(rows),
        grade=grade,
        issued_on=moments.day(result.get("issued_on")) or day,
        expires_on=moments.day(result.get("expires_on")),
        issued=True,
        since=day,
    )


def _replace_last(held: list[Certificate]) -> None:
    if held and held[-1].state != CANCELLED:
        held[-1] = replace(held[-1], state=REPLACED)


def _mark(held: list[Certificate], mark: Mark) -> None:
    if mark.act == RECORD:
        before = held[-1] if held else None
        _replace_last(held)
        held.append(_issued(mark.result, before, mark.on))
    elif held and held[-1].state not in (CANCELLED, REPLACED):
        held[-1] = replace(held[-1], state=_MARKED[mark.act])
    elif not held:
        held.append(Certificate(mark.number, state=_MARKED[mark.act], since=mark.on))


def _meanwhile(pack: Pack, held: list[Certificate], matters: Sequence[EarlierMatter]) -> None:
    """The state that an open matter gives the present certificate: 挂失 while it is being reissued."""
    for record in matters:
        matter = pack.matters.get(record.matter)
        if record.open and matter and matter.meanwhile and held and held[-1].state == VALID:
            held[-1] = replace(held[-1], state=matter.meanwhile)


def _aged(certificate: Certificate, today: date) -> Certificate:
    until = certificate.expires_on
    over = certificate.state == VALID and until is not None and until < today
    return replace(certificate, state=EXPIRED) if over else certificate


def _died(pack: Pack, record: EarlierMatter) -> bool:
    """Whether relatives told of the death: the cancellation is granted, or open still."""
    told = record.open or record.concluded_on is not None
    return (
        told
        and pack.effect_of(record.matter) is Effect.CANCELS
        and record.told.get(particulars.CANCEL_REASON) == _DIED
    )
