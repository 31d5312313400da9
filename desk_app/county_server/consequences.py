"""What a decision on one matter causes for the other matters of the same person, in every application."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final
from uuid import uuid4

from sqlalchemy import Connection

from desk_app.county_server import cases, entering
from desk_app.county_server.cases import CountyCase
from desk_app.domain.applications import MATTER, MatterCase, MatterState, matter_id, subject_of
from desk_app.domain.events import Event, Who
from desk_app.domain.history import History
from desk_app.domain.records import facts_of, over
from desk_app.domain.settling import Settling
from forms import judging, rules
from forms.pack import Pack
from forms.particulars import CERTIFICATE_STATE, ID_NUMBER, OPEN_MATTERS, RECEIVES, RECORDED_STATE
from forms.procedures import GRANTED, SYSTEM, Procedure
from forms.schema import Effect, Facts, Finding, Outcome

RELEASE, LAPSE, STOP = "release", "lapse", "stop"
"""Acts by which a held matter goes on, an open one ends, and a granted one is stopped, by themselves."""
_NONE: Final = "0"


@dataclass(frozen=True, slots=True)
class _Cause:
    """The decision, and how its matter stands after it."""

    event: Event
    matter: MatterCase
    granted: bool
    word: str
    """Word of its state now."""


def of(db: Connection, law: Settling, id_number: str, decided: MatterCase, event: Event) -> tuple[Event, ...]:
    """Enter what follows from a decision that has been entered; returns its events, oldest application first.

    A matter that is held for the decided one goes on or ends. When the record changed, open matters that are
    excluded by it end, and a subsidy that is no longer due is stopped.
    """
    found = entering.one(db, event.proceeding)
    assert found is not None
    procedure = law.procedure(found.pack_digest, found.procedure)
    act = procedure.act(event.act)
    granted = act is not None and act.result == GRANTED
    if procedure.state(found.state).open:
        return ()
    return _entered(db, law, id_number, _Cause(event, decided, granted, procedure.state(found.state).word))


def of_withdrawal(db: Connection, law: Settling, event: Event) -> tuple[Event, ...]:
    """Enter what follows when a matter was taken back by the window; nothing for any other event.

    What is held for it in another application of the person ends, or goes on where the law needs it no more.
    """
    found = entering.one(db, event.proceeding)
    if found is None or found.procedure != MATTER:
        return ()
    act = law.procedure(found.pack_digest, MATTER).act(event.act)
    holder = cases.by_id(db, found.parent)
    if act is None or not act.takes_back or holder is None:
        return ()
    mine = next(m for m in holder.matters if matter_id(holder.id, m.matter) == found.id)
    return of(db, law, str(holder.facts.get(ID_NUMBER, "")), mine, event)


def of_mark(db: Connection, law: Settling, id_number: str, event: Event, word: str) -> tuple[Event, ...]:
    """Enter what follows from a note on the certificate; ``word`` says what became of it: 迁出."""
    title = next(k.title for k in law.packs.current.results.values() if k.effect is Effect.ISSUES)
    certificate = MatterCase("", title, "")
    return _entered(db, law, id_number, _Cause(event, certificate, True, f"已{word}"))


def _entered(db: Connection, law: Settling, id_number: str, cause: _Cause) -> tuple[Event, ...]:
    history = _decided(law.packs.current, cases.history(db, law, id_number))
    theirs = cases.applications_of(db, id_number)
    events = tuple(e for case in theirs for e in _in_case(law, case, history, cause))
    if events:
        entering.enter(db, law, events)
    return events


def _decided(pack: Pack, history: History) -> History:
    """The records without cancellations nobody has decided on: they end nothing before they are granted."""
    kept = tuple(m for m in history.matters if not (m.open and pack.effect_of(m.matter) is Effect.CANCELS))
    return replace(history, matters=kept)


def _in_case(law: Settling, case: CountyCase, history: History, cause: _Cause) -> Iterator[Event]:
    pack = law.pack(case.pack_digest)
    procedure = law.procedure(case.pack_digest, MATTER)
    for mine in case.matters:
        if matter_id(case.id, mine.matter) == cause.event.proceeding or mine.matter not in pack.matters:
            continue
        if procedure.state(mine.state).open and cause.granted and _ends(pack, case, mine, history, cause):
            yield _by_law(case, mine, LAPSE, f"“{cause.matter.title}”{cause.word},本事项随之终止。", cause)
        elif mine.state == MatterState.HELD:
            yield from _freed(pack, case, mine, history, cause)
        elif cause.granted and pack.effect_of(mine.matter) is Effect.PAYS:
            yield from _due(pack, procedure, case, mine, history, cause)


def _freed(
    pack: Pack, case: CountyCase, mine: MatterCase, history: History, cause: _Cause
) -> Iterator[Event]:
    """A held matter goes on or ends, unless it waits for another; after a refusal it needs 符合 to go on."""
    finding = _finding(pack, case, mine, history, cause)
    if finding.waits_for:
        return
    goes_on = (Outcome.APPLIES, Outcome.MAY) if cause.granted else (Outcome.APPLIES,)
    reasons, title = "".join(finding.reasons), cause.matter.title
    if finding.outcome in goes_on:
        yield _by_law(case, mine, RELEASE, f"“{title}”已有结果,自动恢复审核。{reasons}", cause)
    else:
        # What is met, or not known, is no reason for an end.
        against = reasons if finding.outcome is Outcome.NOT else ""
        why = against if cause.granted else f"“{title}”{cause.word}。{against}"
        yield _by_law(case, mine, LAPSE, f"{why}本次申请终止。", cause)


def _due(
    pack: Pack, procedure: Procedure, case: CountyCase, mine: MatterCase, history: History, cause: _Cause
) -> Iterator[Event]:
    """A subsidy that is not due by the new record: an open one ends, one that is paid is stopped."""
    ended = procedure.state(mine.state).open
    if not ended and not (procedure.act(STOP) and _paid(case, mine, history)):
        return
    finding = _finding(pack, case, mine, history, cause)
    if finding.outcome is not Outcome.NOT:
        return
    act, said = (LAPSE, "本次申请终止。") if ended else (STOP, "补贴停发。")
    why = f"“{cause.matter.title}”{cause.word}。{''.join(finding.reasons)}"
    yield _by_law(case, mine, act, why + said, cause)


def _ends(pack: Pack, case: CountyCase, mine: MatterCase, history: History, cause: _Cause) -> bool:
    """Whether a granted cancellation ends an open matter.

    It ends what it excludes or what excludes it, and what the law does not allow any more (the holder died).
    """
    decided = pack.matters.get(cause.matter.matter)
    if decided is None or not decided.prevails:
        return False
    if mine.matter in decided.excludes or decided.id in pack.matters[mine.matter].excludes:
        return True
    return _finding(pack, case, mine, history, cause).outcome is Outcome.NOT


def _paid(case: CountyCase, mine: MatterCase, history: History) -> bool:
    found = (r for r in history.matters if (r.application, r.matter) == (case.id, mine.matter))
    return any(r.concluded_on is not None and r.ended_on is None for r in found)


def _finding(pack: Pack, case: CountyCase, mine: MatterCase, history: History, cause: _Cause) -> Finding:
    """The law on one matter now; the matter itself, and what it pays already, do not stand in its own way."""
    today = cause.event.at.date()
    known = dict(facts_of(pack, history, today))
    for element in (OPEN_MATTERS, RECEIVES):
        held = known.get(element)
        if isinstance(held, tuple):
            known[element] = tuple(m for m in held if m != mine.matter) or (_NONE,)
    still_open = known.get(OPEN_MATTERS, ())
    others = [m for m in still_open if m in pack.matters] if isinstance(still_open, tuple) else []
    facts = rules.complete(pack, over(pack, _told(pack, case, known), known), today)
    judged = judging.judge(pack, facts, [*others, mine.matter])
    return next(f for f in judged if f.matter == mine.matter)


def _told(pack: Pack, case: CountyCase, known: Facts) -> Facts:
    """What the application told; not what was only worked out, nor a certificate state on record."""
    recorded = known.get(RECORDED_STATE, _NONE) != _NONE
    return {
        k: v
        for k, v in case.facts.items()
        if (e := pack.elements.get(k))
        if e.ask or e.section or not e.derived
        if not (recorded and k == CERTIFICATE_STATE)
    }


def _by_law(case: CountyCase, mine: MatterCase, act: str, text: str, cause: _Cause) -> Event:
    return Event(
        id=str(uuid4()),
        at=cause.event.at,
        who=Who("", SYSTEM),
        subject=subject_of(case.id),
        act=act,
        payload={"text": text},
        proceeding=matter_id(case.id, mine.matter),
        channel=cause.event.channel,
        cause=cause.event.id,
    )
