"""What the ledger has of a matter's paper: the day it was made, and how its result was handed over."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from desk_app.domain.applications import Application, Draft, MatterCase, MatterState, matter_id
from desk_app.domain.events import Event, Subject
from desk_app.domain.proceedings import Standing, walk
from desk_app.domain.undertaken import PAPER
from desk_app.services import law
from desk_app.services.applications import delivery_acts
from desk_app.services.parts import Parts
from desk_app.services.printing import prints
from forms import moments
from forms.pack import Pack
from forms.particulars import BY_POST
from forms.schema import Document, Moment
from forms.sentences import plain_date
from forms.typesetting import typeset
from printing.sheets import DocumentValue

_TAKEN: Final[Mapping[str, str]] = {
    MatterState.HANDED_OVER: "hand_over",
    MatterState.SENT: "hand_over",
    MatterState.NOTIFIED: "notify",
    MatterState.DECISION_SENT: "notify",
}
"""State in which something was handed over or is under way → the act that says who took it."""
_RECEIVER: Final = "receiver"
"""The code table of who took a result, and the answer that names them."""
_OWN: Final = "1"
"""Code of it: the person concerned."""


@dataclass(frozen=True, slots=True)
class HandedTo:
    """How one result came to its recipient, as far as the ledger has it."""

    receiver: str = ""
    """Who took it; empty where only the handing over was noted."""
    relation: str = ""
    """What the receiver is, in words: 本人, 监护人, 受托人 …"""
    own: bool = False
    """Whether it was the person concerned."""
    when: str = ""
    """When, in words: with hour and minute where it was noted as it happened, else the day."""
    way: str = ""
    """How it was sent out, in words; empty where it was taken at the window."""
    posted: bool = False
    post_number: str = ""
    address: str = ""
    """Where it was sent to; empty where it was taken at the window, or nobody noted it."""

    @property
    def together(self) -> tuple[str, ...]:
        """What is the same of results that came to their recipient at one go."""
        return self.receiver, self.relation, self.way, self.post_number, self.when.partition("日")[0]

    @property
    def said(self) -> str:
        """How it was taken, in the words of the register."""
        bracketed = self.relation if "(" in self.relation else f"({self.relation})"
        return self.way or "\n".join(("窗口领取", *([bracketed] if self.relation else [])))


# ---- the day of a notice ---------------------------------------------------------------------------


def made_on(parts: Parts, holder: Draft | Application, row: Document | None, about: Sequence[str]) -> date:
    """The day a paper bears as its own, however late it is printed or printed again.

    ``about`` are the matters it tells of. A notice of a decision bears the day of the last of these
    decisions, 容缺受理通知书 and 告知承诺书 that of acceptance, a notice handed out at the counter the day
    it was first printed since the draft changed; every other paper today's.
    """
    today = parts.clock.today()
    if row is None:
        return today
    if isinstance(holder, Draft):
        return _first_print(parts, holder, row) or today
    if row.id == PAPER:
        return holder.accepted_at.date()
    if row.moment is Moment.ACCEPTED:
        return holder.accepted_at.date() if row.sealed else today
    if row.moment not in (Moment.CORRECTION, Moment.REFUSED, Moment.CLOSED):
        return today
    days = (_entered(parts, holder, m, row.moment) for m in about)
    return max((day for day in days if day), default=today)


def _first_print(parts: Parts, draft: Draft, row: Document) -> date | None:
    if row.counter is None:
        return None
    days = [
        e.at
        for e in parts.store.events.about(Subject(prints.ENQUIRY, draft.id))
        if e.act == "print" and e.payload.get("paper") == row.title and e.at >= draft.updated_at
    ]
    return min(days).date() if days else None


def _entered(parts: Parts, application: Application, matter: str, moment: Moment) -> date | None:
    """The day a matter came into the states of a moment last."""
    procedure = law.matter(parts, application.pack_digest)
    found, before = None, None
    for event, standing in _walked(parts, application, matter):
        now = procedure.state(standing.state).moment
        if now is moment and (before is not moment or event.act in _asks_again(moment)):
            found = event.at.date()
        before = now
    return found


def _asks_again(moment: Moment) -> tuple[str, ...]:
    """Acts that make a paper anew without another state."""
    return ("correct",) if moment is Moment.CORRECTION else ()


def _walked(parts: Parts, application: Application, matter: str) -> Iterator[tuple[Event, Standing]]:
    procedure = law.matter(parts, application.pack_digest)
    return walk(procedure, parts.store.events.of(matter_id(application.id, matter)))


# ---- handing over ----------------------------------------------------------------------------------


def of(parts: Parts, application: Application, case: MatterCase) -> HandedTo | None:
    """How the result, decision or notice of a matter was handed over or sent; None while it lies here."""
    told: dict[str, Any] = {k: v for k, v in case.facts.items() if v}
    ended = case.state in delivery_acts.ENDED
    place = matter_id(application.id, case.matter)
    if ended and delivery_acts.gone_out(parts, place, application.pack_digest, case.state) is None:
        return None
    if not ended and case.state not in _TAKEN:
        return None
    events = [event for event, _ in _walked(parts, application, case.matter)]
    over = next((e for e in reversed(events) if e.act == _TAKEN.get(case.state)), None)
    pack = law.of(parts, application.pack_digest)
    sent = str(told.get("sent_by", ""))
    relation = str(over.payload.get("relation") or "") if over else ""
    return HandedTo(
        receiver=str(over.payload.get(_RECEIVER) or "") if over else "",
        relation=_label(pack, _RECEIVER, relation),
        own=relation == _OWN,
        when=_when(over) if over else "",
        way=_label(pack, "sent_by", sent),
        posted=sent == BY_POST,
        post_number=str(told.get("post_number", "")) if sent == BY_POST else "",
        address=str(told.get("sent_address", "")) if sent else "",
    )


def _when(over: Event) -> str:
    """The day on the signed receipt where it was typed, else the moment it was noted."""
    signed = str(over.payload.get("received_on") or "")
    at = over.at
    return plain_date(signed) if signed else moments.to_the_minute(at)


def _label(pack: Pack, table: str, code: str) -> str:
    return pack.codes[table].label(code) if code and table in pack.codes else code


def values(
    handed: Sequence[HandedTo | None], recipient: str, name: str, window: str
) -> dict[str, DocumentValue]:
    """What 送达回证 shows of results that were handed over alike; nothing while one is still at the window.

    ``recipient`` is how the paper names who should get it, ``name`` the person concerned: whoever else took
    it stands as 代收人. ``window`` is the address of what is collected there.
    """
    ways = {h and (h.receiver, h.relation, h.way, h.post_number) for h in handed}
    last = next((h for h in reversed(handed) if h), None)
    if len(ways) != 1 or last is None:
        return {}
    found: dict[str, DocumentValue] = {"received_at": last.when, "post_number": last.post_number}
    places = {h.address if h.way else window for h in handed if h}
    found["place"] = typeset(places.pop()) if len(places) == 1 else ""
    if _other(last, recipient, name):
        found |= {"substitute": last.receiver, "relation": typeset(last.relation)}
    return {k: v for k, v in found.items() if v}


def way(handed: Sequence[HandedTo | None], recipient: str, name: str) -> str:
    """The way that is ticked on 送达回证; empty while it is not known or not the same for all."""
    ways = {_way(h, recipient, name) for h in handed}
    return ways.pop() if len(ways) == 1 else ""


def _way(handed: HandedTo | None, recipient: str, name: str) -> str:
    if handed is None:
        return ""
    if handed.posted:
        return "post"
    if handed.when:
        return "proxy" if _other(handed, recipient, name) else "direct"
    return ""


def _other(handed: HandedTo, recipient: str, name: str) -> bool:
    """Whether somebody else than the recipient took it."""
    if handed.own or not handed.receiver:
        return False
    handles = typeset(f"经办人{handed.receiver})") in typeset(
        recipient
    )  # the recipient is a body, and this who acts for it
    return handed.receiver != name and not (handles or recipient.startswith(handed.receiver))
