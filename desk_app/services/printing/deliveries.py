"""The papers of results on their way: 交寄清单, 送达清单, labels for envelopes, 领取登记表 of a period."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final
from uuid import NAMESPACE_URL, uuid5

from desk_app.domain.applications import MatterState
from desk_app.domain.events import Subject
from desk_app.errors import RuleError
from desk_app.services import reading
from desk_app.services.applications import delivering
from desk_app.services.applications.delivering import Delivery
from desk_app.services.lookup import masking
from desk_app.services.parts import Parts
from desk_app.services.printing import documents, granted, handed, since
from desk_app.services.printing.drawing import drawn, listed
from desk_app.services.printing.print_run import Printout
from forms.numbers import shown_phone
from forms.sentences import day_span
from forms.typesetting import typeset

if TYPE_CHECKING:
    from printing.sheets import DocumentSheet, DocumentValue

POSTING: Final = "办理结果交寄清单"
BRINGING: Final = "办理结果送达清单"
LABELS: Final = "收件标签"
REGISTER: Final = "证件、文书领取登记表"
LIST: Final = "delivery"
"""Kind of subject the prints of a list are noted on; its id is the list's number, or the register's days."""
_LABEL: Final = "address_label"
_NO_ADDRESS: Final = "(没有收件地址)"
_LONGEST: Final = timedelta(days=92)
"""Longest period of one register."""


def title_of(parcels: Sequence[Delivery]) -> str:
    """The title of the list that these parcels stand on."""
    return POSTING if parcels[0].by_post else BRINGING


def list_of(parts: Parts, number: str, parcels: Sequence[Delivery]) -> Printout:
    """交寄清单 or 送达清单 of what went out together, whichever it is; counted by its number."""
    return Printout(
        title_of(parcels),
        lambda copy, _shift: draw_list(parts, number, parcels, copy),
        Subject(LIST, number),
    )


def labels(parts: Parts, parcels: Sequence[Delivery]) -> Printout:
    """Labels for envelopes, one on each page; those of the same parcels are counted together."""
    these = uuid5(NAMESPACE_URL, "/".join(parcel.key for parcel in parcels))
    return Printout(
        LABELS,
        lambda _copy, shift: draw_labels(parts, parcels, shift),
        Subject(LIST, f"labels/{these}"),
        media=documents.media(_LABEL),
    )


def register(parts: Parts, since_day: date, until: date) -> Printout:
    """领取登记表 of what was collected at the window in a period, both days included."""
    return Printout(
        REGISTER,
        lambda copy, _shift: draw_register(parts, since_day, until, copy),
        Subject(LIST, f"{since_day.isoformat()}/{until.isoformat()}"),
    )


def draw_list(parts: Parts, number: str, parcels: Sequence[Delivery], copy: int = 0) -> bytes:
    """The list as PDF; the post gets whole telephone numbers, a town gets them masked."""
    post, first = parcels[0].by_post, parcels[0]
    rows = tuple(_row(parcel, post=post) for parcel in parcels)
    values: dict[str, DocumentValue] = {
        **_house(parts),
        "number": number,
        "check": number,
        "today": first.sent_on or parts.clock.today(),
        "count": str(len(parcels)),
        "clerk": parts.window.clerk,
        "place": typeset(first.sent_to),
        "carrier": first.carrier,
        "due": first.due or "",
        "rows": rows,
    }
    known = {name: value for name, value in values.items() if value}
    return listed("posting_list" if post else "delivery_list", known, copy)


def draw_labels(parts: Parts, parcels: Sequence[Delivery], shift: tuple[float, float] = (0.0, 0.0)) -> bytes:
    """The labels as PDF, one on each page; RuleError when there is none to print."""
    if not parcels:
        raise RuleError("没有要打标签的件")
    # The drawing library comes with the first paper.
    from printing.papers import series

    return drawn(series.draw, [_label(parts, parcel, shift) for parcel in parcels])


def draw_register(parts: Parts, since_day: date, until: date, copy: int = 0) -> bytes:
    """The register as PDF; RuleError when the period is turned round or longer than a quarter."""
    if not since_day <= until <= since_day + _LONGEST:
        raise RuleError("登记期间的开始不能晚于结束,最长三个月,请改日期")
    values: dict[str, DocumentValue] = {
        **_house(parts),
        "period": day_span(since_day, until),
        "rows": tuple(_collected(parts, since_day, until)),
    }
    return listed("collection_register", values, copy)


def _collected(parts: Parts, since_day: date, until: date) -> Iterator[dict[str, str]]:
    """One row for each result that was collected at the window in a period, in that order."""
    for application, matters in parts.store.sending.given(MatterState.HANDED_OVER, since_day, until):
        cases = [m for m in application.matters if m.matter in matters]
        taken = [(case, handed.of(parts, application, case)) for case in cases]
        at_window = [(case, how) for case, how in taken if how is None or not how.way]
        if not at_window:
            continue
        read = reading.of(parts, application)
        known = granted.facts(parts, read)
        now = since.facts(parts, read, known)
        yield from map(dict, granted.rows(parts, read, known, at_window, now))


def _row(parcel: Delivery, *, post: bool) -> dict[str, str]:
    return {
        "recipient": parcel.recipient,
        "phone": shown_phone(parcel.phone) if post else masking.phone(parcel.phone),
        "address": typeset(parcel.address or _NO_ADDRESS),
        "content": parcel.content,
        "number": parcel.number,
        **({"post_number": parcel.post_number} if post else {}),
    }


def _label(parts: Parts, parcel: Delivery, shift: tuple[float, float]) -> "DocumentSheet":
    from printing.sheets import DocumentSheet

    values: dict[str, DocumentValue] = {
        **_house(parts),
        "recipient": parcel.recipient,
        "phone": shown_phone(parcel.phone),
        "address": typeset(parcel.address or _NO_ADDRESS),
        "number": parcel.number,
    }
    return DocumentSheet(_LABEL, {k: v for k, v in values.items() if v}, shift=shift)


def _house(parts: Parts) -> "dict[str, DocumentValue]":
    hall = parts.window.hall
    return {
        "hall": typeset(f"{hall.name}{parts.window.number}号窗口"),
        "hall_address": typeset(hall.address),
        "hall_phone": shown_phone(hall.phone),
    }


def papers_of(parts: Parts, day: date) -> Iterator[tuple[str, str, str, bytes]]:
    """Every list of a day, then its register when anything was collected: kind, title, number, PDF.

    Kinds are ``post``, ``town`` and ``collect``.
    """
    for number, parcels in delivering.of_day(parts, day).items():
        kind = "post" if parcels[0].by_post else "town"
        yield kind, title_of(parcels), number, draw_list(parts, number, parcels)
    if any(True for _ in _collected(parts, day, day)):
        yield "collect", REGISTER, day.isoformat(), draw_register(parts, day, day)
