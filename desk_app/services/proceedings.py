"""Acts on any kind of record, by its procedure: offered, checked, done in one transaction, sent on."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final
from uuid import NAMESPACE_URL, uuid4, uuid5

from desk_app.domain.clocks import Running
from desk_app.domain.events import Event, Subject, Who
from desk_app.domain.letters import Envelope, Letter, Opening
from desk_app.domain.proceedings import Proceeding
from desk_app.errors import RuleError
from desk_app.services.parts import Parts
from desk_app.services.sockets import Deed
from forms import asked, conditions
from forms.pack import Pack
from forms.procedures import Act, Procedure

_LIMIT: Final = 200


@dataclass(frozen=True, slots=True)
class Record:
    """A proceeding with the law it runs by and what may be done to it: what a record card shows."""

    proceeding: Proceeding
    procedure: Procedure
    pack: Pack
    events: tuple[Event, ...]
    clocks: tuple[Running, ...]
    acts: tuple[Act, ...]
    """What the one who looks may do now, in the order of the procedure."""


def registers(parts: Parts) -> tuple[Procedure, ...]:
    """Procedures of the pack in force that are registers of their own, in its order."""
    return tuple(p for p in parts.pack.procedures.values() if p.register)


def record(parts: Parts, who: Who, proceeding_id: str) -> Record | None:
    """A proceeding as its card shows it; None when there is none. The read is not noted here."""
    found = parts.store.proceedings.one(proceeding_id)
    if found is None:
        return None
    law, pack = _law(parts, found), parts.law.pack(found.pack_digest)
    events = parts.store.events.of(found.id)
    clocks = parts.law.clocks(found.pack_digest, found.procedure, events)
    return Record(found, law, pack, events, clocks, tuple(_offered(parts, who, found, events)))


def listed(parts: Parts, procedure: str, query: str = "", limit: int = _LIMIT) -> tuple[Proceeding, ...]:
    """Records of a register, newest first."""
    return parts.store.proceedings.listed(procedure, query=query, limit=limit)


def begin(
    parts: Parts,
    who: Who,
    procedure: str,
    act: str,
    given: Mapping[str, Any],
    subject: Subject | None = None,
    *,
    channel: str = "window",
    identity: str = "",
) -> Proceeding:
    """Begin a record: its first event, its number, its letter, in one transaction.

    ``subject`` is what it is about; without one it is about a thing of its own. An ``identity`` makes
    beginning it twice beginning it once. RuleError names what is missing or not allowed.
    """
    law, pack = parts.law.procedure(parts.pack.digest, procedure), parts.pack
    first = law.act(act)
    if first is None or not first.start:
        raise RuleError(f"“{law.title}”不能由“{act}”开始")
    told = _checked(parts, pack, law, first, who, given)
    record_id, now = identity or str(uuid4()), parts.clock.now()
    about = subject or Subject(law.subject, record_id)
    done = str(uuid5(NAMESPACE_URL, f"{identity}/{act}")) if identity else str(uuid4())
    event = Event(done, now, who, about, act, told, record_id, channel)
    opening = Opening(procedure, about, pack.digest)
    row = Proceeding(record_id, procedure, about, first.target, {}, now, now, pack.digest)

    def build(counter: int) -> Deed:
        number = f"{law.prefix}-{int(who.window or 0):02d}-{now.year}-{counter:04d}" if law.prefix else ""
        letter = _letter(parts, law, first, event, (record_id, replace(opening, number=number)))
        return Deed((event,), (replace(row, number=number),), letter)

    parts.store.events.begin(f"{procedure}-{who.window}-{now.year}", build)
    begun = parts.store.proceedings.one(record_id)
    assert begun is not None
    return begun


def act(
    parts: Parts,
    who: Who,
    proceeding_id: str,
    act_code: str,
    given: Mapping[str, Any],
    *,
    channel: str = "window",
    cause: str = "",
) -> Event:
    """Do one act to a record; its event. RuleError names what is missing or why it can not be done now.

    What was shown may be old: state, role and the second person are looked at again in the transaction.
    """
    found = parts.store.proceedings.one(proceeding_id)
    if found is None:
        raise RuleError("没有这条记录,请刷新后再看")
    law, pack = _law(parts, found), parts.law.pack(found.pack_digest)
    wanted = law.act(act_code)
    if wanted is None or wanted.start:
        raise RuleError(f"“{law.title}”没有“{act_code}”这个动作")
    _allow(parts, law, wanted, who, found)
    told = _checked(parts, pack, law, wanted, who, given)
    event = Event(
        str(uuid4()), parts.clock.now(), who, found.subject, act_code, told, found.id, channel, cause
    )
    letter = _letter(parts, law, wanted, event, None, found)
    parts.store.events.record(Deed((event,), letter=letter), _still(parts, law, wanted, who))
    return event


def _law(parts: Parts, proceeding: Proceeding) -> Procedure:
    return parts.law.procedure(proceeding.pack_digest, proceeding.procedure)


def _offered(parts: Parts, who: Who, found: Proceeding, events: tuple[Event, ...]) -> Iterator[Act]:
    law = _law(parts, found)
    for each in law.offers(found.state, who.role):
        if _holds(each, found) and not _signed(law, each, who, events):
            yield each


def _signed(law: Procedure, wanted: Act, who: Who, events: tuple[Event, ...]) -> bool:
    """Whether this role has done its part of a double sign-off already, since the last change of state."""
    if not wanted.every:
        return False
    for event in reversed(events):
        done = law.act(event.act)
        if done is not None and done.target and event.act != wanted.code:
            return False
        if event.act == wanted.code and event.who.role == who.role and not event.void:
            return True
    return False


def _still(parts: Parts, law: Procedure, wanted: Act, who: Who) -> Callable[[Mapping[str, Proceeding]], None]:
    def guard(now: Mapping[str, Proceeding]) -> None:
        for proceeding in now.values():
            _allow(parts, law, wanted, who, proceeding)

    return guard


def _allow(parts: Parts, law: Procedure, wanted: Act, who: Who, found: Proceeding) -> None:
    """RuleError unless somebody may do an act to a record as it stands."""
    state = parts.law.shown(found.pack_digest, found.procedure, found.state)
    if wanted.sources and found.state not in wanted.sources:
        raise RuleError(f"现在是“{state.word}”,不能{wanted.word};请刷新后再看")
    if who.role not in wanted.roles:
        raise RuleError(f"{wanted.word}要由{'、'.join(wanted.roles)}来做,您现在的身份是{who.role}")
    if not _holds(wanted, found):
        raise RuleError(f"这条记录还不符合{wanted.word}的条件")
    if wanted.unlike:
        _other_person(parts, law, wanted, who, found)


def _other_person(parts: Parts, law: Procedure, wanted: Act, who: Who, found: Proceeding) -> None:
    """Four eyes: whoever did the earlier act can not do this one."""
    before = law.act(wanted.unlike)
    done = [e for e in parts.store.events.of(found.id) if e.act == wanted.unlike and not e.void]
    if not who.person.strip():
        raise RuleError(f"{wanted.word}要由第二个人来做,请写上姓名")
    if done and done[-1].who.person.strip() == who.person.strip():
        earlier = before.word if before else wanted.unlike
        raise RuleError(f"{earlier}和{wanted.word}不能是同一个人({who.person}),请换一个人来做")


def _holds(wanted: Act, found: Proceeding) -> bool:
    return not wanted.when or conditions.truth(wanted.when, found.facts) is True


def _checked(
    parts: Parts, pack: Pack, law: Procedure, wanted: Act, who: Who, given: Mapping[str, Any]
) -> dict[str, Any]:
    """What an act was given, as it is stored; RuleError with every problem."""
    if who.role not in wanted.roles:
        raise RuleError(f"{wanted.word}要由{'、'.join(wanted.roles)}来做,您现在的身份是{who.role}")
    found = asked.problems(pack, law, wanted, given, parts.clock.today())
    blocking = tuple(p for p in found if p.blocks)
    if blocking:
        raise RuleError(blocking[0].message, blocking)
    told = asked.tidied(wanted, given)
    if lacking := [name for name in wanted.evidence if not told.get(name)]:
        labels = {a.id: a.label for a in wanted.asks}
        raise RuleError(f"{wanted.word}要有{'、'.join(labels.get(n, n) for n in lacking)},请先拍照或扫描")
    return told


def _letter(
    parts: Parts,
    law: Procedure,
    done: Act,
    event: Event,
    opening: tuple[str, Opening] | None = None,
    found: Proceeding | None = None,
) -> Letter | None:
    """The letter that brings an event to the county; None where nothing of it may leave this computer."""
    if not (law.travels and done.travels):
        return None
    about = letter_subject(parts, found) if found else Subject(law.id, event.proceeding)
    letter_id = str(uuid4())
    body = parts.write_letter(Envelope(letter_id, about, (event,), (opening,) if opening else ()))
    return Letter(letter_id, about, body, (), event.at, (event.id,), opens=opening is not None)


def letter_subject(parts: Parts, found: Proceeding) -> Subject:
    """What the letters of a record are ordered by: the proceeding at the top, which went there first."""
    while found.parent and (parent := parts.store.proceedings.one(found.parent)):
        found = parent
    return Subject(found.procedure, found.id)
