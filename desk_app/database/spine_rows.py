"""Events and proceedings as rows of a database, and back."""

import json
from hashlib import sha256
from typing import Any, Final

from sqlalchemy import Row

from desk_app.domain.events import Event, Payload, Subject, Who
from desk_app.domain.proceedings import Proceeding, Standing
from forms import moments

# Made once: json.dumps makes one for every text that is not written its own way.
_CANONICAL: Final = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def dump(value: object) -> str:
    """Canonical JSON: the same value is always the same text."""
    return _CANONICAL.encode(value)


def digest(text: str) -> str:
    """SHA-256 of a text in hex."""
    return sha256(text.encode()).hexdigest()


def event_row(event: Event) -> dict[str, Any]:
    """The columns of an event without its place, digest and chain."""
    return {
        "id": event.id,
        "proceeding": event.proceeding,
        "subject_kind": event.subject.kind,
        "subject_id": event.subject.id,
        "act": event.act,
        "at": event.at.isoformat(),
        "person": event.who.person,
        "role": event.who.role,
        "unit": event.who.unit,
        "counter": event.who.window,
        "channel": event.channel,
        "cause": event.cause,
        "county": event.county,
        "known": event.after,
        "void": int(event.void),
    }


def read_event(row: Row[Any]) -> Event:
    """The event of a row with its payload; further subjects it touches are not read."""
    return Event(
        id=row.id,
        at=moments.read(row.at),
        who=Who(row.person, row.role, row.unit, row.counter),
        subject=Subject(row.subject_kind, row.subject_id),
        act=row.act,
        payload=read_payload(row.body) if row.body else {},
        proceeding=row.proceeding,
        channel=row.channel,
        cause=row.cause,
        county=row.county,
        after=row.known,
        local=row.seq,
        void=bool(row.void),
    )


def proceeding_row(p: Proceeding) -> dict[str, Any]:
    """The columns of a proceeding before its events are folded."""
    return {
        "id": p.id,
        "procedure": p.procedure,
        "subject_kind": p.subject.kind,
        "subject_id": p.subject.id,
        "parent": p.parent,
        "place": p.place,
        "number": p.number,
        "state": p.state,
        "facts": dump(p.facts),
        "began_at": p.began_at.isoformat(),
        "since": p.since.isoformat(),
        "pack_digest": p.pack_digest,
        "warn_on": "",
        "provisional": 0,
        "settled": 1,
        "todo": 0,
    }


def read_proceeding(row: Row[Any]) -> Proceeding:
    """The proceeding of a row."""
    facts = read_payload(row.facts)
    return Proceeding(
        id=row.id,
        procedure=row.procedure,
        subject=Subject(row.subject_kind, row.subject_id),
        state=row.state,
        facts=facts,
        began_at=moments.read(row.began_at),
        since=moments.read(row.since),
        pack_digest=row.pack_digest,
        number=row.number,
        parent=row.parent,
        place=row.place,
    )


def standing_row(standing: Standing) -> dict[str, Any]:
    """The standing of a proceeding, as columns."""
    return {
        "state": standing.state,
        "facts": dump(standing.facts),
        "since": standing.since.isoformat(),
        "began_at": standing.began_at.isoformat(),
    }


def read_payload(text: str) -> Payload:
    """The value of a JSON text; empty for a damaged text, which ``book check`` names."""
    try:
        found = json.loads(text)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
