"""Events and proceedings in a database, the same at both ends.

An event is appended once, its payload in a row of its own: the chain holds the payload's digest, so a
payload can be deleted by law (个人信息保护法第四十七条) and the chain still verifies. The state of a
proceeding stands in a column that is written in the transaction of its event.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from itertools import groupby
from typing import Any, Final

from sqlalchemy import (
    BindParameter,
    Column,
    ColumnElement,
    Connection,
    Integer,
    MetaData,
    Row,
    String,
    Table,
    Text,
    bindparam,
    func,
    insert,
    literal_column,
    or_,
    select,
    update,
)

from desk_app.database.spine_rows import (
    digest,
    dump,
    event_row,
    proceeding_row,
    read_event,
    read_proceeding,
    standing_row,
)
from desk_app.domain.events import Event, Subject
from desk_app.domain.proceedings import Proceeding, fold, todo_of
from desk_app.domain.settling import Settling
from desk_app.errors import RuleError
from forms.procedures import NOT_BEGUN

METADATA: Final = MetaData()

PROCEEDING: Final = Table(
    "proceeding",
    METADATA,
    Column("id", String, primary_key=True),
    Column("procedure", String),
    Column("subject_kind", String),
    Column("subject_id", String),
    Column("parent", String),
    Column("place", Integer),
    Column("number", String),
    Column("state", String),
    Column("facts", Text),
    Column("began_at", String),
    Column("since", String),
    Column("pack_digest", String),
    Column("warn_on", String),
    Column("provisional", Integer),
    Column("settled", Integer),
    Column("todo", Integer),
)
EVENT: Final = Table(
    "event",
    METADATA,
    Column("seq", Integer, primary_key=True),
    Column("id", String, unique=True),
    Column("proceeding", String),
    Column("subject_kind", String),
    Column("subject_id", String),
    Column("act", String),
    Column("at", String),
    Column("person", String),
    Column("role", String),
    Column("unit", String),
    Column("counter", String),
    Column("channel", String),
    Column("cause", String),
    Column("county", Integer),
    Column("known", Integer),
    Column("void", Integer),
    Column("digest", String),
    Column("chain", String),
)
PAYLOAD: Final = Table("payload", METADATA, Column("event", String, primary_key=True), Column("body", Text))
TOUCHED: Final = Table(
    "touched",
    METADATA,
    Column("event", String, primary_key=True),
    Column("kind", String, primary_key=True),
    Column("id", String, primary_key=True),
)
EMPTY: Final[ColumnElement[str]] = literal_column("''")
"""A literal empty text: with a parameter instead, SQLite could not use a partial index."""
_PORTION: Final = 1000
"""Rows read at once when a whole book is read."""
UNKNOWN: Final = 2
"""``settled`` of a proceeding whose procedure no pack here has; tried again when the book is opened."""
YES: Final[ColumnElement[int]] = literal_column("1")
_CHAINED: Final = (
    *("id", "proceeding", "subject_kind", "subject_id", "act", "at", "person", "role", "unit"),
    *("counter", "channel", "cause", "digest"),
)
"""The columns of an event that the chain covers; its place in the county's order is learned later."""
# Made once, for they run in every transaction: building them takes longer than they do.
_IDS: Final[BindParameter[Any]] = bindparam("ids", expanding=True)
_PUT_EVENT: Final = insert(EVENT)
_PUT_PAYLOAD: Final = insert(PAYLOAD)
_PUT_PROCEEDING: Final = insert(PROCEEDING)
_LAST: Final = select(EVENT.c.seq, EVENT.c.chain).order_by(EVENT.c.seq.desc()).limit(1)
_KNOWN: Final = select(EVENT.c.id).where(EVENT.c.id.in_(_IDS))
_PLACED: Final = (
    select(EVENT.c.proceeding, func.max(EVENT.c.county))
    .where(EVENT.c.proceeding.in_(_IDS), EVENT.c.county.is_not(None))
    .group_by(EVENT.c.proceeding)
)
_BEGUN: Final = select(PROCEEDING.c.id).where(PROCEEDING.c.id.in_(_IDS))
_BY_IDS: Final = select(PROCEEDING).where(PROCEEDING.c.id.in_(_IDS)).order_by(PROCEEDING.c.place)


SIFT: Final = "sift"
"""Execution option with a function that leaves damaged rows out: connection, table, rows → sound rows."""


# ---- events --------------------------------------------------------------------------------------


def append(
    db: Connection,
    events: Sequence[Event],
    number: Callable[[], int] | None = None,
    *,
    beginning: Collection[str] = (),
) -> tuple[Event, ...]:
    """Append events that are not stored yet, in order; returns those that were new, with their places.

    ``number`` gives each its place in the county's order. Without it they are placed after the last local
    event and after every event of their proceeding whose place in the county's order is known; those that are
    ``beginning`` have none.
    """
    known = _known(db, [e.id for e in events])
    fresh = [e for e in {e.id: e for e in events}.values() if e.id not in known]
    if not fresh:
        return ()
    seq, chain = _last(db)
    begun = [e.proceeding for e in fresh if e.proceeding and e.proceeding not in beginning]
    placed = _placed(db, begun) if begun and not number else {}
    bodies = [dump(event.payload) for event in fresh]
    rows = []
    for place_, (event, body) in enumerate(zip(fresh, bodies, strict=True), 1):
        row = event_row(event) | {"digest": digest(body), "seq": seq + place_}
        row["known"] = max(event.after, placed.get(event.proceeding, 0))
        if number is not None:
            row["seq"] = row["county"] = number()
        row["chain"] = chain = _link(chain, row)
        rows.append(row)
    db.execute(_PUT_EVENT, rows)
    db.execute(_PUT_PAYLOAD, [{"event": e.id, "body": body} for e, body in zip(fresh, bodies, strict=True)])
    if touched := [{"event": e.id, "kind": t.kind, "id": t.id} for e in fresh for t in e.touches]:
        db.execute(insert(TOUCHED), touched)
    return tuple(
        replace(e, local=row["seq"], county=row["county"], after=row["known"])
        for e, row in zip(fresh, rows, strict=True)
    )


def of_proceeding(db: Connection, proceeding: str) -> tuple[Event, ...]:
    """The events of one proceeding, as they became known here."""
    return _read(db, EVENT.c.proceeding == proceeding)


def of_subject(db: Connection, subject: Subject) -> tuple[Event, ...]:
    """Everything that was done about a subject, also where it was only touched."""
    wanted = select(TOUCHED).where(TOUCHED.c.kind == subject.kind, TOUCHED.c.id == subject.id)
    touched = sifted(db, TOUCHED, db.execute(wanted).all())
    own = (EVENT.c.subject_kind == subject.kind) & (EVENT.c.subject_id == subject.id)
    return _read(db, or_(own, EVENT.c.id.in_([row.event for row in touched])))


def read(db: Connection, where: Any, limit: int | None = None) -> tuple[Event, ...]:
    """Events that meet a condition on ``EVENT``, as they became known here."""
    return _read(db, where, limit)


def place(db: Connection, event_id: str, county: int) -> str:
    """Note one of our events' place in the county's order; returns the proceeding to settle, or "".

    Our later events of that proceeding, as far as the county lacks them, are placed after it.
    """
    row = db.execute(select(EVENT.c.seq, EVENT.c.proceeding).where(EVENT.c.id == event_id)).first()
    if row is None:
        return ""
    db.execute(update(EVENT).where(EVENT.c.id == event_id).values(county=county))
    later = (EVENT.c.proceeding == row.proceeding) & (EVENT.c.seq > row.seq)
    behind = later & EVENT.c.county.is_(None) & (EVENT.c.known < county)
    if row.proceeding:
        db.execute(update(EVENT).where(behind).values(known=county))
    return str(row.proceeding)


def void(db: Connection, event_ids: Collection[str]) -> tuple[str, ...]:
    """Mark events the county refused, so that they change no state; returns the proceedings to settle."""
    db.execute(update(EVENT).where(EVENT.c.id.in_(event_ids)).values(void=1))
    found = db.execute(select(EVENT.c.proceeding).where(EVENT.c.id.in_(event_ids)).distinct()).scalars()
    return tuple(str(p) for p in found if p)


def link_all(db: Connection) -> None:
    """Compute digest and chain of events that a step copied from an older book."""
    wanted = select(EVENT, PAYLOAD.c.body).outerjoin(PAYLOAD, PAYLOAD.c.event == EVENT.c.id)
    last = ""
    for row in db.execute(wanted.order_by(EVENT.c.seq)).mappings().all():
        if row["chain"]:
            last = row["chain"]
            continue
        values = {**row, "digest": digest(row["body"] or "{}")}
        last = _link(last, values)
        db.execute(update(EVENT).where(EVENT.c.seq == row["seq"]).values(digest=values["digest"], chain=last))


def broken(db: Connection) -> tuple[str, ...]:
    """Ids of events whose row or payload no longer matches the chain."""
    wanted = select(EVENT, PAYLOAD.c.body).outerjoin(PAYLOAD, PAYLOAD.c.event == EVENT.c.id)
    found, last = [], ""
    rows = db.execution_options(yield_per=_PORTION).execute(wanted.order_by(EVENT.c.seq))
    for row in rows.mappings():
        changed = row["body"] is not None and digest(row["body"]) != row["digest"]
        if changed or _link(last, row) != row["chain"]:
            found.append(str(row["id"]))
        last = str(row["chain"])
    return tuple(found)


def each(db: Connection) -> Iterator[tuple[Proceeding | None, tuple[Event, ...]]]:
    """Each proceeding with its events; None with the events of none. Read in portions."""
    wanted = select(EVENT, PAYLOAD.c.body).outerjoin(PAYLOAD, PAYLOAD.c.event == EVENT.c.id)
    rows = db.execution_options(yield_per=_PORTION).execute(wanted.order_by(EVENT.c.proceeding, EVENT.c.seq))
    for proceeding, mine in groupby(_readable(rows), key=lambda e: e.proceeding):
        found = by_ids(db, [proceeding]) if proceeding else ()
        yield (found[0] if found else None), tuple(mine)


def _readable(rows: Iterable[Row[Any]]) -> Iterator[Event]:
    """The events of rows; one whose moment is none is left out, its checksum and the chain tell it."""
    for row in rows:
        with suppress(ValueError):
            yield read_event(row)


# ---- proceedings ---------------------------------------------------------------------------------


def absent(db: Connection, proceedings: Iterable[Proceeding]) -> frozenset[str]:
    """The ids of those of these proceedings that are not in the book yet."""
    wanted = [p.id for p in proceedings]
    return frozenset(wanted).difference(db.execute(_BEGUN, {"ids": wanted}).scalars() if wanted else ())


def begin(
    db: Connection, law: Settling, proceedings: Sequence[Proceeding], events: Sequence[Event] = ()
) -> frozenset[str]:
    """Insert rows of new proceedings, settled by those of ``events`` that are theirs; returns the new ids.

    A proceeding that exists already is left unchanged.
    """
    new = absent(db, proceedings)
    put(db, law, [p for p in proceedings if p.id in new], events)
    return new


def put(db: Connection, law: Settling, fresh: Sequence[Proceeding], events: Sequence[Event]) -> None:
    """Insert rows of proceedings that are not in the book, settled by those of ``events`` that are theirs."""
    theirs: dict[str, list[Event]] = {p.id: [] for p in fresh}
    for event in events:
        theirs.get(event.proceeding, []).append(event)
    rows = [proceeding_row(p) | _settled(law, p, theirs[p.id]) for p in fresh]
    if rows:
        db.execute(_PUT_PROCEEDING, rows)


def by_ids(db: Connection, ids: Sequence[str]) -> tuple[Proceeding, ...]:
    """The proceedings of these ids, those that there are."""
    if not ids:
        return ()
    return tuple(map(read_proceeding, sifted(db, PROCEEDING, db.execute(_BY_IDS, {"ids": list(ids)}).all())))


def proceedings(
    db: Connection, where: Any, order: Sequence[Any] = (), limit: int | None = None
) -> tuple[Proceeding, ...]:
    """Proceedings that meet a condition on ``PROCEEDING``."""
    wanted = select(PROCEEDING).where(where).order_by(*(order or (PROCEEDING.c.place,)))
    rows = db.execute(wanted.limit(limit) if limit else wanted).all()
    return tuple(map(read_proceeding, sifted(db, PROCEEDING, rows)))


def settle(db: Connection, law: Settling, proceeding_id: str) -> bool:
    """Write the state that the events of a proceeding lead to; returns whether it changed.

    Nothing is written without a row, without a beginning event, or when its procedure is unknown here; nor
    when the row or an event is damaged, for the state would no longer show it.
    """
    found = by_ids(db, [proceeding_id])
    if not found:
        return False
    (now,) = found
    rows = _event_rows(db, EVENT.c.proceeding == proceeding_id)
    sound = sifted(db, EVENT, rows)
    whole = len(sound) == len(rows)
    values = _settled(law, now, tuple(map(read_event, sound))) if whole else {"settled": UNKNOWN}
    db.execute(update(PROCEEDING).where(PROCEEDING.c.id == proceeding_id).values(**values))
    return (now.state, dump(now.facts)) != (
        values.get("state", now.state),
        values.get("facts", dump(now.facts)),
    )


def _settled(law: Settling, now: Proceeding, events: Sequence[Event]) -> dict[str, Any]:
    """The columns that the events of a proceeding lead to."""
    try:
        procedure = law.procedure(now.pack_digest, now.procedure)
        standing = fold(procedure, events)
    except RuleError:
        return {"settled": UNKNOWN}
    if standing is None:  # its beginning is not here, or was not taken
        return {"state": NOT_BEGUN, "warn_on": "", "provisional": 0, "settled": 1, "todo": 0}
    warn_on, provisional = law.warning(now.pack_digest, now.procedure, events)
    return standing_row(standing) | {
        "warn_on": warn_on.isoformat() if warn_on else "",
        "provisional": int(provisional),
        "settled": 1,
        "todo": int(bool(todo_of(procedure.state(standing.state), standing.facts))),
    }


def try_again(db: Connection) -> None:
    """Mark proceedings of unknown procedures to be settled again, since their pack may be known by now."""
    db.execute(update(PROCEEDING).where(PROCEEDING.c.settled != YES).values(settled=0))


def unsettled(db: Connection, limit: int) -> tuple[str, ...]:
    """At most ``limit`` ids of proceedings whose state or clocks have to be computed anew."""
    not_yet = (PROCEEDING.c.settled != YES) & (PROCEEDING.c.settled == 0)  # the first finds the index
    wanted = select(PROCEEDING.c.id).where(not_yet).limit(limit)
    return tuple(db.execute(wanted).scalars())


def _placed(db: Connection, proceedings: Sequence[str]) -> dict[str, int]:
    """For each proceeding the highest place in the county's order that is known of its events.

    The answer to a letter gives places that the news may not have reached yet.
    """
    return {row[0]: int(row[1]) for row in db.execute(_PLACED, {"ids": list(proceedings)})}


def _known(db: Connection, ids: Collection[str]) -> set[str]:
    return set(db.execute(_KNOWN, {"ids": list(ids)}).scalars())


def _read(db: Connection, where: Any, limit: int | None = None) -> tuple[Event, ...]:
    return tuple(map(read_event, sifted(db, EVENT, _event_rows(db, where, limit))))


def _event_rows(db: Connection, where: Any, limit: int | None = None) -> Sequence[Row[Any]]:
    wanted = (
        select(EVENT, PAYLOAD.c.body)
        .outerjoin(PAYLOAD, PAYLOAD.c.event == EVENT.c.id)
        .where(where)
        .order_by(EVENT.c.seq)
    )
    return db.execute(wanted.limit(limit) if limit else wanted).all()


def sifted(db: Connection, table: Table, rows: Sequence[Row[Any]]) -> Sequence[Row[Any]]:
    """Rows without the damaged ones, where the book can tell them (``SIFT``)."""
    sift = db.get_execution_options().get(SIFT)
    return sift(db, table.name, rows) if sift and rows else rows


def _last(db: Connection) -> tuple[int, str]:
    row = db.execute(_LAST).first()
    return (row.seq, row.chain) if row else (0, "")


def _link(last: str, row: Any) -> str:
    return digest(dump([last, *(str(row[name]) for name in _CHAINED)]))
