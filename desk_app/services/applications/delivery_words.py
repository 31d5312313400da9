"""Whom a parcel goes to, and what is in it, in words."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from desk_app.domain.applications import Application, MatterCase, MatterState
from forms import judging, roles
from forms.pack import Pack
from forms.particulars import (
    DELIVERY_ADDRESS,
    DELIVERY_NAME,
    DELIVERY_PHONE,
    PHONE,
    PRESENT_ADDRESS,
    REGISTERED_ADDRESS,
)
from forms.schema import Effect, Facts, Moment
from forms.typesetting import typeset

_OTHERS: Final[Mapping[str, Moment]] = {
    MatterState.REFUSED: Moment.REFUSED,
    MatterState.DECISION_SENT: Moment.REFUSED,
    MatterState.NOTIFIED: Moment.REFUSED,
    MatterState.DECISION_KEPT: Moment.REFUSED,
    MatterState.CLOSED: Moment.CLOSED,
    MatterState.STOPPED: Moment.CLOSED,
}
"""State of a matter → moment of the paper that is handed out in place of a result."""


def recipient(pack: Pack, application: Application, *, post: bool) -> tuple[str, str, str]:
    """Name, telephone and address of who gets it: as asked for the post, else of who collects results."""
    if post:
        name = said(application, DELIVERY_NAME) or application.name
        phone = said(application, DELIVERY_PHONE) or said(application, PHONE)
        return name, phone, said(application, DELIVERY_ADDRESS)
    taker = roles.party(pack, roles.RECIPIENT, application.answers)
    name, phone = (taker.name, taker.phone) if taker else (application.name, "")
    address = said(application, PRESENT_ADDRESS) or said(application, REGISTERED_ADDRESS)
    return name, phone or said(application, PHONE), address


def content(pack: Pack, application: Application, cases: Sequence[MatterCase]) -> str:
    """The papers of these matters of an application, each once, with how many there are of one kind."""
    papers = list(_papers(pack, cases, application.answers))
    told = (f"{p}{papers.count(p)}份" if papers.count(p) > 1 else p for p in dict.fromkeys(papers))
    return typeset("、".join(told))


def _papers(pack: Pack, cases: Sequence[MatterCase], answers: Facts) -> Iterable[str]:
    """The result of each matter that was granted, and the decision or notice of each department.

    Several matters that give a certificate give one.
    """
    found = dict[object, str]()
    for case in cases:
        matter, moment = pack.matters.get(case.matter), _OTHERS.get(case.state)
        if moment is None:
            one = Effect.ISSUES if pack.effect_of(case.matter) is Effect.ISSUES else case.matter
            found.setdefault(one, judging.result(matter, answers) if matter else case.title)
        else:
            title = next((d.title for d in pack.documents if d.moment is moment), case.title)
            found.setdefault((matter.department if matter else case.matter, moment), title)
    return found.values()


def said(application: Application, element: str) -> str:
    """An answer of an application as text; empty when there is none."""
    return str(application.answers.get(element) or "").strip()
