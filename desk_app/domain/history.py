"""The history of a person: earlier matters with what came of them, and what was noted of a certificate.

Window and county keep the same history, so that both judge alike.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from desk_app.domain.events import Event, Payload
from desk_app.domain.proceedings import walk
from forms import particulars
from forms.procedures import ENDED, GRANTED, Procedure
from forms.schema import Facts

TOLD: Final = (
    particulars.CERTIFICATE,
    particulars.FORMER_NUMBER,
    particulars.CERTIFICATE_UNTIL,
    particulars.CATEGORIES,
    particulars.GRADE,
    particulars.CANCEL_REASON,
)
"""Answers of an application that a record keeps: what was told of the certificate, why it was given up."""


@dataclass(frozen=True, slots=True)
class EarlierMatter:
    """One matter of an earlier application of the same person, and what came of it."""

    matter: str
    open: bool
    """Whether something is still to come, by the procedure it runs under."""
    concluded_on: date | None = None
    """The day it was granted; None while it was not."""
    application: str = ""
    """Id of its application."""
    began_on: date | None = None
    result: Payload = field(default_factory=dict)
    """What its conclusion brought (number, days, amount …); empty before."""
    told: Facts = field(default_factory=dict)
    """What the application told of the certificate (``TOLD``)."""
    ended_on: date | None = None
    """The day on which what it granted was stopped; None while it goes on."""
    order: int = 0
    """Place of the grant in the county's order, which tells what came first on one day; 0: not known."""


@dataclass(frozen=True, slots=True)
class Mark:
    """What the county noted of a certificate outside any matter: taken over from a register, frozen …"""

    act: str
    """``record``, ``freeze``, ``restore``, ``move_away``, ``return`` or ``reinstate``."""
    on: date
    number: str
    reason: str = ""
    result: Payload = field(default_factory=dict)
    """Of ``record`` the certificate as it stands in the register: the fields of a result."""
    order: int = 0
    """Its place in the county's order; 0: not known."""


@dataclass(frozen=True, slots=True)
class History:
    """Everything a book holds of one person, oldest first."""

    matters: tuple[EarlierMatter, ...] = ()
    marks: tuple[Mark, ...] = ()
    numbers: tuple[str, ...] = ()
    """Identity numbers of the person, present and earlier."""

    def over(self, other: "History") -> "History":
        """This history with the matters of another one that it lacks (own ones not at the county yet)."""
        mine = {(m.application, m.matter) for m in self.matters}
        more = (m for m in other.matters if (m.application, m.matter) not in mine)
        numbers = tuple(dict.fromkeys((*self.numbers, *other.numbers)))
        marks = (*self.marks, *(m for m in other.marks if m not in self.marks))
        return History((*self.matters, *more), marks, numbers)


def earlier(
    matter: str, procedure: Procedure, events: Sequence[Event], application: str, told: Facts
) -> EarlierMatter:
    """The record of one matter from its events; ``told`` are the answers of its application.

    What was taken back (撤回) is as if it had never been asked for: what it told counts no more.
    """
    granted: Event | None = None
    ended: date | None = None
    state, began, taken_back = "", None, False
    for event, standing in walk(procedure, events):
        act = procedure.act(event.act)
        began = began or event.at.date()
        state = standing.state
        taken_back = act is not None and act.takes_back
        if act is not None and act.result == GRANTED:
            granted, ended = event, None
        elif act is not None and act.result == ENDED:
            ended = event.at.date()
    return EarlierMatter(
        matter=matter,
        open=bool(state) and procedure.state(state).open,
        concluded_on=granted.at.date() if granted else None,
        application=application,
        began_on=began,
        result=_given(granted.payload) if granted else {},
        told={} if taken_back else {k: told[k] for k in TOLD if k in told},
        ended_on=ended,
        order=(granted.county or 0) if granted else 0,
    )


def _given(payload: Mapping[str, Any]) -> Payload:
    return {k: v for k, v in payload.items() if v not in ("", (), [], None)}
