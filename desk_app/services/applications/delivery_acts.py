"""By which act a result or a decision goes each way: an act for each state a matter can be in then.

What is granted and what is refused have acts of their own, since they lead to other states; in one envelope
they go under one number.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Final

from desk_app.domain.applications import Application, MatterCase, MatterState, matter_id
from desk_app.domain.events import Event, Who
from desk_app.domain.proceedings import answered
from desk_app.errors import RuleError
from desk_app.services import law, proceedings
from desk_app.services.parts import Parts

Ways = Mapping[str, str]
"""State of a matter → code of the act."""

POST: Final[Ways] = {
    MatterState.CONCLUDED: "post",
    MatterState.REFUSED: "post_decision",
    MatterState.CLOSED: "post_notice",
    MatterState.STOPPED: "post_notice",
}
SEND_OUT: Final[Ways] = {
    MatterState.CONCLUDED: "send_out",
    MatterState.REFUSED: "carry_decision",
    MatterState.CLOSED: "carry_notice",
    MatterState.STOPPED: "carry_notice",
}
RECEIVED: Final[Ways] = {MatterState.SENT: "hand_over", MatterState.DECISION_SENT: "notify"}
RETURNED: Final[Ways] = {MatterState.SENT: "come_back", MatterState.DECISION_SENT: "decision_back"}
RENUMBER: Final[Ways] = {MatterState.SENT: "repost", MatterState.DECISION_SENT: "repost"}
KEEP: Final[Ways] = {
    MatterState.CONCLUDED: "keep_result",
    MatterState.SENT: "keep_result",
    MatterState.REFUSED: "keep_decision",
    MatterState.DECISION_SENT: "keep_decision",
}
READY: Final = (MatterState.CONCLUDED, MatterState.REFUSED)
"""States in which a paper waits at the window."""
ENDED: Final = (MatterState.CLOSED, MatterState.STOPPED)
"""States in which a notice waits there until somebody was told; sending it leaves the state as it is."""
UNDER_WAY: Final = tuple(RECEIVED)
SENDS: Final = frozenset({*POST.values(), *SEND_OUT.values()})
"""Acts by which something goes out."""
_SENT_AS: Final = {act: state for way in (POST, SEND_OUT) for state, act in way.items()}


def waits(parts: Parts, application: Application, case: MatterCase) -> bool:
    """Whether a paper of a matter is to be handed out or sent."""
    if case.state not in ENDED:
        return case.state in READY
    procedure = law.matter(parts, application.pack_digest)
    if answered(procedure.state(case.state), case.facts):
        return False
    place = matter_id(application.id, case.matter)
    return gone_out(parts, place, application.pack_digest, case.state) is None


def gone_out(parts: Parts, matter: str, digest: str, state: str) -> Event | None:
    """The last act by which the paper of an end went out; None while it lies here.

    ``matter`` is the id of a matter's proceeding; before it came into ``state`` another paper went out.
    """
    acts = {act.code: act for act in law.matter(parts, digest).acts}
    sent: Event | None = None
    for event in parts.store.events.of(matter):
        act = None if event.void else acts.get(event.act)
        if act and act.target == state:
            sent = None
        elif act and act.code in SENDS:
            sent = event
    return sent


def as_sent(case: MatterCase, act: str) -> MatterCase:
    """The matter in a state in which this act sends it: what went out was the paper of that state."""
    state = _SENT_AS[act]
    return case if state in ENDED and case.state in ENDED else replace(case, state=state)


def carry_out(
    parts: Parts, who: Who, ways: Ways, given: Iterable[tuple[str, Mapping[str, str], Mapping[str, str]]]
) -> None:
    """Do the act of a way to every matter, all in one transaction or none.

    ``given`` are, for each parcel, its application, its matters with their states, and what is told.
    RuleError names what is missing, or why one can not go this way.
    """
    wanted = []
    for application, matters, told in given:
        for matter, state in matters.items():
            if (act := ways.get(state)) is None:
                raise RuleError("这一件的情况已经变了,请刷新后再登记")
            wanted.append((matter_id(application, matter), act, told))
    proceedings.act_on_each(parts, who, wanted)
