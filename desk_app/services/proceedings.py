"""Acts on any kind of record by its procedure: checked, carried out in one transaction, and sent on."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import NAMESPACE_URL, uuid4, uuid5

from desk_app.domain import acting
from desk_app.domain.clocks import Running
from desk_app.domain.events import Event, Subject, Who
from desk_app.domain.letters import Envelope, Letter, Opening
from desk_app.domain.proceedings import Proceeding, answered
from desk_app.errors import RuleError
from desk_app.services import compared, feeding, items, linked, numbering, printable
from desk_app.services.feeding import Beginning
from desk_app.services.items import Item, Moved
from desk_app.services.parts import Parts
from desk_app.services.sockets import Deed, Guard
from forms.pack import Pack
from forms.procedures import Act, Procedure


@dataclass(frozen=True, slots=True)
class Record:
    """A proceeding with its procedure and the acts possible now: what a record card shows."""

    proceeding: Proceeding
    procedure: Procedure
    pack: Pack
    events: tuple[Event, ...]
    clocks: tuple[Running, ...]
    acts: tuple[Act, ...]
    """The acts this role may do now, in the order of the procedure."""


def registers(parts: Parts) -> tuple[Procedure, ...]:
    """Registers of the pack in force in its order; those of a room behind the others, of a roster last.

    Those of a programme that was switched off are among them where the book had records of theirs when that
    was first asked.
    """
    every = parts.pack.procedures.values()
    found = (p for p in every if p.register or (p.resting and parts.store.proceedings.has(p.id)))
    return tuple(sorted(found, key=lambda p: (p.roster, p.resting, bool(p.room))))


def record(parts: Parts, who: Who, proceeding_id: str) -> Record | None:
    """A proceeding as its card shows it; None when there is none. The read is not noted here."""
    found = parts.store.proceedings.one(proceeding_id)
    if found is None:
        return None
    law, pack = _law(parts, found), parts.law.pack(found.pack_digest)
    events = parts.store.events.of(found.id)
    clocks = parts.law.clocks(found.pack_digest, found.procedure, events)
    return Record(found, law, pack, events, clocks, tuple(_offered(parts, who, found, events)))


def on_card(found: Record) -> tuple[Act, ...]:
    """The acts with a button on a card, the next one first: steps, and what answers the state's to-do.

    What takes back what was asked for (撤回) is no step: a register has it last, a matter elsewhere.
    """
    state = found.procedure.state(found.proceeding.state)
    answer = found.procedure.act(state.todo_act)
    backs = tuple(a for a in found.acts if a.takes_back) if found.procedure.register else ()
    steps = (*(act for act in found.acts if act.sources and not act.takes_back), *backs)
    if answer is None or answer not in found.acts:
        return steps
    return (*steps, answer) if answered(state, found.proceeding.facts) else (answer, *steps)


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
    at: datetime | None = None,
) -> Proceeding:
    """Begin a record: its first event, its number and its letter, in one transaction.

    ``subject`` is what it is about; without one, a new thing with the record's id. With an ``identity`` and
    the moment ``at``, a second call changes nothing, at either end. RuleError names what is missing or not
    allowed.
    """
    fresh = Beginning(procedure, act, given, identity)
    made = _begun(parts, who, fresh, subject, channel=channel, at=at)
    parts.store.events.begin([made.series], lambda counters: made.deed(parts, counters[0]), _still([made]))
    begun = parts.store.proceedings.one(made.row.id)
    assert begun is not None
    return begun


@dataclass(frozen=True, slots=True)
class _Begun:
    """A record as it will begin, but for its number."""

    law: Procedure
    act: Act
    event: Event
    row: Proceeding
    moved: tuple[Moved, ...] = ()

    @property
    def events(self) -> tuple[Event, ...]:
        return (self.event, *(each.event for each in self.moved))

    @property
    def series(self) -> str:
        """The series its number is taken from."""
        return f"{self.law.id}-{self.event.who.window}-{self.row.began_at.year}"

    def deed(self, parts: Parts, counter: int) -> Deed:
        """What is written, once it has its place in the series."""
        law, row, window = self.law, self.row, int(self.event.who.window or 0)
        number = f"{law.prefix}-{window:02d}-{row.began_at.year}-{counter:04d}" if law.prefix else ""
        opening = Opening(law.id, row.subject, row.pack_digest, number)
        letter = _letter(parts, law, self.act, self.event, [(row.id, opening)], more=self.events[1:])
        return Deed(self.events, (replace(row, number=number),), letter)


def _begun(
    parts: Parts,
    who: Who,
    fresh: Beginning,
    subject: Subject | None = None,
    *,
    channel: str,
    at: datetime | None = None,
) -> _Begun:
    """A beginning checked. RuleError names what is missing or not allowed."""
    law, identity = _in_force(parts, fresh.procedure), fresh.identity
    record_id, now = identity or str(uuid4()), at or parts.clock.now()
    about = subject or Subject(law.subject, record_id)
    once = str(uuid5(NAMESPACE_URL, f"{identity}/{fresh.act}")) if identity else ""
    first = law.act(fresh.act)
    given = linked.completed(parts, first, {}, fresh.given, about) if first else fresh.given
    told = (law.id, fresh.act, given, who, now, about, record_id)
    event = acting.begun(parts.law, *told, event_id=once, channel=channel)
    assert first is not None
    printable.require(first, fresh.given)
    row = Proceeding(record_id, law.id, about, "", {}, now, now, parts.pack.digest)
    return _Begun(law, first, event, row, tuple(linked.followed(parts, row, first, event)))


def _in_force(parts: Parts, procedure: str) -> Procedure:
    """The procedure by the pack in force; RuleError where its programme was switched off."""
    law = parts.law.procedure(parts.pack.digest, procedure)
    if law.resting:
        programme = parts.pack.programmes.get(law.programme)
        title = programme.title if programme else law.title
        raise RuleError(f"《{title}》已经停用,不再开始新的;以前开始的接着办")
    return law


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
    """Do one act to a record; returns its event. RuleError names what is missing or why it is not possible.

    The state is checked once more in the transaction, since what the clerk saw may be outdated.
    """
    wanted = [(proceeding_id, act_code, given)]
    if fed := feeding.of(parts, proceeding_id, act_code, given):
        return act_and_begin(parts, who, wanted, [fed], channel=channel)[0]
    return _done(parts, who, wanted, channel, together=False, cause=cause)[0]


def act_on_all(
    parts: Parts,
    who: Who,
    act_code: str,
    given: Mapping[str, Mapping[str, Any]],
    *,
    channel: str = "window",
) -> tuple[Event, ...]:
    """Do one act to several records in one transaction, all of them or none; returns the events, in order.

    ``given`` is by proceeding id. RuleError names what is missing or why one is not possible.
    """
    wanted = [(proceeding, act_code, values) for proceeding, values in given.items()]
    return act_on_each(parts, who, wanted, channel=channel)


def act_on_each(
    parts: Parts,
    who: Who,
    wanted: Iterable[tuple[str, str, Mapping[str, Any]]],
    *,
    channel: str = "window",
) -> tuple[Event, ...]:
    """The same with an act for each record: its id, the code of the act, what the act is given."""
    return _done(parts, who, wanted, channel, together=False)


def act_together(
    parts: Parts, who: Who, wanted: Iterable[tuple[str, str, Mapping[str, Any]]], *, channel: str = "window"
) -> tuple[Event, ...]:
    """The same in one letter, which the county takes whole or not at all; the first act brings the rest."""
    return _done(parts, who, wanted, channel, together=True)


@dataclass(frozen=True, slots=True)
class _Made:
    """One act as it will be written, with the records it brings and those it leads on."""

    law: Procedure
    act: Act
    event: Event
    found: Proceeding
    items: tuple[Item, ...]
    moved: tuple[Moved, ...]

    def numbered(self, place: int) -> "_Made":
        """With the number of the archive it took; the same for 0."""
        if not place:
            return self
        return replace(self, event=numbering.numbered(self.act, self.event, self.found.facts, place))

    @property
    def events(self) -> tuple[Event, ...]:
        return (self.event, *(item.event for item in self.items), *(each.event for each in self.moved))


def _done(
    parts: Parts,
    who: Who,
    wanted: Iterable[tuple[str, str, Mapping[str, Any]]],
    channel: str,
    *,
    together: bool,
    cause: str = "",
) -> tuple[Event, ...]:
    made = _all_made(parts, who, wanted, channel, together=together, cause=cause)
    series = [numbering.series(parts, each.act, each.found.facts) for each in made]

    def build(counters: Sequence[int]) -> Deed:
        for place, number in enumerate(numbering.places(series, counters)):
            made[place] = made[place].numbered(number)
        return _deed(parts, made, together=together)

    if any(series):
        parts.store.events.begin(list(filter(None, series)), build, _still(made))
    elif made:
        parts.store.events.record(_deed(parts, made, together=together), _still(made))
    return tuple(each.event for each in made)


def act_and_begin(
    parts: Parts,
    who: Who,
    wanted: Iterable[tuple[str, str, Mapping[str, Any]]],
    fresh: Iterable[Beginning],
    *,
    channel: str = "window",
) -> tuple[Event, ...]:
    """Acts on records and records begun, all of them in one transaction or none; returns the events.

    RuleError names what is missing or why one is not possible.
    """
    made = _all_made(parts, who, wanted, channel, together=False)
    begun = [_begun(parts, who, each, channel=channel) for each in fresh]

    def build(counters: Sequence[int]) -> Deed:
        deeds = [_deed(parts, made, together=False)] if made else []
        deeds += [each.deed(parts, counter) for each, counter in zip(begun, counters, strict=True)]
        letters = tuple(letter for d in deeds for letter in (d.letter, *d.more) if letter)
        events, begins = (tuple(x for d in deeds for x in getattr(d, name)) for name in ("events", "begins"))
        return Deed(events, begins, letters[0] if letters else None, letters[1:])

    parts.store.events.begin([each.series for each in begun], build, _still([*made, *begun]))
    return (*(each.event for each in made), *(each.event for each in begun))


def _all_made(
    parts: Parts,
    who: Who,
    wanted: Iterable[tuple[str, str, Mapping[str, Any]]],
    channel: str,
    *,
    together: bool,
    cause: str = "",
) -> list[_Made]:
    made, now = list[_Made](), parts.clock.now()
    for each in wanted:
        first = made[0].event.id if together and made else cause
        made.append(_made(parts, who, now, each, channel, first))
    return made


def _still(made: Sequence[_Made | _Begun]) -> Guard:
    """Raises where a record left the state that its act was made for, or has not enough left."""
    own = [each for each in made if isinstance(each, _Made)]
    acts = {each.found.id: each for done in made for each in done.moved} | {e.found.id: e for e in own}

    def still(held: Mapping[str, Proceeding]) -> None:
        for proceeding in held.values():
            if each := acts.get(proceeding.id):
                acting.check_place(each.law, each.act, proceeding.state, proceeding.facts)
                acting.check_sums(each.act, each.event.payload, proceeding.facts)

    return still


def _deed(parts: Parts, made: Sequence[_Made], *, together: bool) -> Deed:
    letters = tuple(_letters(parts, made, together=together))
    begins = tuple(item.begins for each in made for item in each.items)
    events = tuple(event for each in made for event in each.events)
    return Deed(events, begins, letters[0] if letters else None, letters[1:])


def _made(
    parts: Parts,
    who: Who,
    now: datetime,
    wanted: tuple[str, str, Mapping[str, Any]],
    channel: str,
    cause: str,
) -> _Made:
    proceeding_id, act_code, values = wanted
    found = parts.store.proceedings.one(proceeding_id)
    if found is None:
        raise RuleError("没有这条记录,请刷新后再看")
    told = (act_code, compared.completed(parts, act_code, found, values))
    done, event = items.judged(parts, who, now, found, told, channel=channel, cause=cause)
    moved = (*items.moved(parts, found, done, event), *linked.followed(parts, found, done, event))
    return _Made(
        _law(parts, found), done, event, found, tuple(items.brought(parts, found, done, event)), moved
    )


def _letters(parts: Parts, made: Sequence[_Made], *, together: bool) -> Iterator[Letter]:
    """The letters of acts: one for each, or one for all of them ``together``."""
    for first, *rest in [made] if together else [[each] for each in made]:
        acts = (first, *rest)
        more = tuple(event for each in acts for event in each.events)[1:]
        openings = [(item.begins.id, item.opening) for each in acts for item in each.items]
        letter = _letter(parts, first.law, first.act, first.event, openings, first.found, more)
        if letter:
            yield letter


def _law(parts: Parts, proceeding: Proceeding) -> Procedure:
    return parts.law.procedure(proceeding.pack_digest, proceeding.procedure)


def _offered(parts: Parts, who: Who, found: Proceeding, events: tuple[Event, ...]) -> Iterator[Act]:
    law = _law(parts, found)
    for each in law.offers(found.state, who.role):
        if not acting.in_time(each, found.began_at.date(), parts.clock.today()):
            continue
        signed = acting.signed(law, each, events, who)
        if parts.window.seat.may(each) and acting.holds(each, found.facts) and not signed:
            yield each


def _letter(
    parts: Parts,
    law: Procedure,
    done: Act,
    event: Event,
    openings: Sequence[tuple[str, Opening]] = (),
    found: Proceeding | None = None,
    more: tuple[Event, ...] = (),
) -> Letter | None:
    """The letter that carries an event and ``more`` that it brings; None when it does not travel."""
    if not (law.travels and done.travels):
        return None
    about = items.letter_subject(parts, found) if found else Subject(law.id, event.proceeding)
    letter_id = str(uuid4())
    pages = (str(event.payload.get(name) or "") for name in done.evidence)
    files = tuple(dict.fromkeys(page for page in pages if page))
    events = (event, *more)
    body = parts.write_letter(Envelope(letter_id, about, events, tuple(openings), files))
    named = tuple(e.id for e in events)
    return Letter(letter_id, about, body, files, event.at, named, opens=found is None)
