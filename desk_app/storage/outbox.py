"""The outbox: letters in the order they were written, and what became of each."""

import json
from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from hashlib import sha256
from uuid import uuid4

from sqlalchemy import (
    ColumnElement,
    Connection,
    RowMapping,
    and_,
    func,
    literal_column,
    not_,
    or_,
    select,
    update,
)

from desk_app.database import spine
from desk_app.domain.applications import APPLICATION, SendState
from desk_app.domain.events import Event, Payload, Subject, Who
from desk_app.domain.letters import Delivered, Letter
from desk_app.services.sockets import Deed
from desk_app.storage import amending, keeping_keys, kept_pages, rows, tables
from desk_app.storage.damage import hidden
from desk_app.storage.desk import BookBase, write
from desk_app.storage.intake import change_body
from forms import moments

_TABLE = tables.letter
_WAITING: ColumnElement[str] = literal_column(f"'{SendState.WAITING}'")
_REFUSED: ColumnElement[str] = literal_column(f"'{SendState.REFUSED}'")
"""Literals, so that SQLite can use its partial indexes."""
_COUNTY = Who("区县平台", "system")
_OLD_BODIES = (
    "SELECT seq, body FROM letter WHERE delivered_on <> '' AND substr(body, 1, 8) <> '{\"shed\":'"
    " AND delivered_on <= ? ORDER BY delivered_on LIMIT ?"
)
"""As the partial index has it."""
_TRIED = 20
"""Waiting letters of which the first that was not changed past the program is sent."""
_OWE, _DUE = "owe_receipt", "receipt_due"
"""The act and the fact that tell whether a receipt is still to be handed out."""
_earlier = tables.letter.alias("earlier")
_BEHIND = (
    select(literal_column("1"))
    .where(
        _earlier.c.subject_kind == _TABLE.c.subject_kind,
        _earlier.c.subject_id == _TABLE.c.subject_id,
        _earlier.c.seq < _TABLE.c.seq,
        or_(
            _earlier.c.state == SendState.WAITING,
            and_(_earlier.c.opens == 1, _earlier.c.state != SendState.DELIVERED),
        ),
    )
    .exists()
)
"""Another letter of the subject goes first: an earlier waiting one, or the undelivered one that opens it."""
_HOPELESS = (
    select(literal_column("1"))
    .where(
        _earlier.c.subject_kind == _TABLE.c.subject_kind,
        _earlier.c.subject_id == _TABLE.c.subject_id,
        _earlier.c.seq < _TABLE.c.seq,
        _earlier.c.opens == 1,
        _earlier.c.state == SendState.REFUSED,
    )
    .exists()
)


class BookOutbox:
    """The Outbox socket."""

    def __init__(self, desk: BookBase) -> None:
        self._desk = desk

    def letters(self, subject: Subject | None = None) -> tuple[Letter, ...]:
        """Letters of one subject, or all, oldest first."""
        wanted = select(_TABLE).order_by(_TABLE.c.seq)
        if subject is not None:
            wanted = wanted.where(_TABLE.c.subject_kind == subject.kind, _TABLE.c.subject_id == subject.id)
        with self._desk.db.reading() as db:
            return tuple(map(_letter, _sound(db, db.execute(wanted).mappings().all())))

    def waiting(self) -> int:
        """How many letters wait for the line, without damaged ones and those whose subject was refused."""
        here = _TABLE.c.seq.not_in([int(key) for key in self._desk.damage.gone(_TABLE.name)])
        wanted = select(func.count()).where(_TABLE.c.state == _WAITING, not_(_HOPELESS), here)
        with self._desk.db.reading() as db:
            return int(db.execute(wanted).scalar_one())

    def due(self, skip: Collection[str] = ()) -> Letter | None:
        """The oldest waiting letter, not in ``skip``, with no earlier letter of its subject before it."""
        skipped = func.json_each(json.dumps(list(skip))).table_valued("value")
        wanted = (
            select(_TABLE)
            .where(_TABLE.c.state == _WAITING, not_(_BEHIND))
            .where(_TABLE.c.id.not_in(select(skipped.c.value)))
            .order_by(_TABLE.c.seq)
            .limit(_TRIED)
        )
        with self._desk.db.reading() as db:
            for row in db.execute(wanted).mappings():
                if not hidden(db, _TABLE.name, [row["seq"]]):
                    return _letter(row)
        return None

    def failed(self, letter_id: str, reason: str) -> None:
        """Note a failed try while the line was up; the letter goes on waiting."""
        values = {"attempts": _TABLE.c.attempts + 1, "answer": reason}
        waiting = and_(_TABLE.c.id == letter_id, _TABLE.c.state == SendState.WAITING)
        with self._desk.db.writing() as db:
            db.execute(update(_TABLE).where(waiting).values(**values))

    def delivered(self, letter_id: str, answer: Delivered, now: datetime) -> None:
        """Note that the county has the letter: number, state, order of its events; twice changes nothing."""
        with self._desk.db.writing() as db:
            on = now.date().isoformat()
            letter = _end(db, letter_id, SendState.DELIVERED, answer.number, delivered_on=on)
            if letter is None:
                return
            self._place(db, answer)
            kept_pages.confirmed(db, letter.files, now.date())
            if letter.subject.kind != APPLICATION:
                return
            if letter.opens:
                mine = tables.application.c.id == letter.subject.id
                db.execute(update(tables.application).where(mine).values(office_number=answer.number))
                keeping_keys.keep_application(db, letter.subject.id)
                told = {"office_number": answer.number, "remark": answer.remark}
                self._tell(db, letter, "deliver", told, now)
            elif letter.material:
                self._tell(db, letter, "supplement_delivered", {}, now)

    def refused(self, letter_id: str, words: str, now: datetime) -> None:
        """Note that the county refused the letter: its events become void.

        The pages of a refused supplement are removed again.
        """
        with self._desk.db.writing() as db:
            letter = _end(db, letter_id, SendState.REFUSED, words)
            if letter is None:
                return
            if letter.subject.kind == APPLICATION and letter.opens:
                self._tell(db, letter, "return", {"words": words}, now)
                self._take_back(db, letter, but=letter.subject.id)
            elif letter.material:
                change_body(
                    db,
                    letter.subject.id,
                    lambda body: rows.without_pages(body, letter.material, letter.files),
                )
                self._tell(db, letter, "supplement_returned", {"words": words}, now)
            else:
                self._take_back(db, letter)
                self._owe_receipt(db, letter, now)

    def troubled(self, tries: int) -> tuple[Letter, ...]:
        """Letters no clerk has seen yet: waiting after many failures, or refused with no state showing it."""
        stuck = and_(_TABLE.c.state == _WAITING, _TABLE.c.attempts >= tries, _TABLE.c.seen == 0)
        # What became of an application's own letter, and of a supplement, their states tell.
        told = and_(_TABLE.c.subject_kind == APPLICATION, or_(_TABLE.c.opens == 1, _TABLE.c.material != ""))
        untold = and_(_TABLE.c.state == _REFUSED, not_(told), _TABLE.c.seen == 0)
        with self._desk.db.reading() as db:
            found = [
                row for where in (stuck, untold) for row in db.execute(select(_TABLE).where(where)).mappings()
            ]
            return tuple(map(_letter, _sound(db, sorted(found, key=lambda row: row["seq"]))))

    def seen(self, letter_id: str) -> None:
        """Note that a clerk knows of a troubled letter, which is then no to-do any more."""
        with self._desk.db.writing() as db:
            db.execute(update(_TABLE).where(_TABLE.c.id == letter_id).values(seen=1))

    def shed(self, today: date, days: int, limit: int) -> int:
        """Let go of up to ``limit`` bodies the county confirmed ``days`` days ago; returns how many.

        Their digest and length stay. Nothing reads them any more: what they told is in application and
        events, and only a waiting letter is sent. A damaged row stays as it is.
        """
        old = (today - timedelta(days=days)).isoformat()
        with self._desk.db.writing() as db:
            held = db.exec_driver_sql(_OLD_BODIES, (old, limit)).all()
            lost = hidden(db, _TABLE.name, [row.seq for row in held])
            gone = [row for row in held if str(row.seq) not in lost]
            for row in gone:
                body = row.body.encode()
                told = {"shed": today.isoformat(), "sha256": sha256(body).hexdigest(), "bytes": len(body)}
                mine = _TABLE.c.seq == row.seq
                db.execute(update(_TABLE).where(mine).values(body=json.dumps(told, separators=(",", ":"))))
        return len(gone)

    def _place(self, db: Connection, answer: Delivered) -> None:
        """Write the county's order of our events, and the states that follow from it."""
        concerned = [spine.place(db, event, seq) for event, seq in answer.order]
        for proceeding in dict.fromkeys(p for p in concerned if p):
            spine.settle(db, self._desk.law, proceeding)
        keeping_keys.keep_records(db, self._desk.law, [p for p in concerned if p])
        amending.follow(db, self._desk.law, [p for p in concerned if p])

    def _take_back(self, db: Connection, letter: Letter, but: str = "") -> None:
        """Void the events of a refused letter, except those of the proceeding ``but``."""
        mine = spine.read(db, spine.EVENT.c.id.in_(letter.events))
        moved = spine.void(db, [e.id for e in mine if not but or e.proceeding != but])
        for proceeding in moved:
            spine.settle(db, self._desk.law, proceeding)
        keeping_keys.keep_records(db, self._desk.law, moved)
        amending.follow(db, self._desk.law, moved)

    def _owe_receipt(self, db: Connection, letter: Letter, now: datetime) -> None:
        """Ask again for a receipt that was let off with 撤回: the county refused that, a matter goes on."""
        if letter.subject.kind != APPLICATION:
            return
        events = spine.of_subject(db, letter.subject)
        back = any(e.id in letter.events and e.proceeding != letter.subject.id for e in events)
        said = [e for e in events if _DUE in e.payload and not e.void]
        if back and said and (said[-1].act, said[-1].payload[_DUE]) == (_OWE, False):
            self._tell(db, letter, _OWE, {_DUE: True}, now)

    def _tell(self, db: Connection, letter: Letter, act: str, payload: Payload, now: datetime) -> None:
        event = Event(
            str(uuid4()), now, _COUNTY, letter.subject, act, payload, letter.subject.id, channel="line"
        )
        write(db, self._desk.law, Deed((event,)))


def _sound(db: Connection, found: Sequence[RowMapping]) -> list[RowMapping]:
    """These rows without the damaged ones."""
    lost = hidden(db, _TABLE.name, [row["seq"] for row in found])
    return [row for row in found if str(row["seq"]) not in lost]


def _end(
    db: Connection, letter_id: str, state: SendState, answer: str, *, delivered_on: str = ""
) -> Letter | None:
    """Set a letter's final state; returns the letter, or None when it had that state already."""
    row = db.execute(select(_TABLE).where(_TABLE.c.id == letter_id)).mappings().one()
    if row["state"] == state:
        return None
    values = {"state": state, "answer": answer, "attempts": row["attempts"] + 1, "delivered_on": delivered_on}
    db.execute(update(_TABLE).where(_TABLE.c.id == letter_id).values(**values))
    return _letter(row)


def _letter(row: RowMapping) -> Letter:
    return Letter(
        id=row["id"],
        subject=Subject(row["subject_kind"], row["subject_id"]),
        body=row["body"],
        files=_listed(row["files"]),
        created_at=moments.read(row["created_at"]),
        events=_listed(row["events"]),
        opens=bool(row["opens"]),
        state=row["state"],
        attempts=row["attempts"],
        answer=row["answer"],
        material=row["material"],
    )


def _listed(text: str) -> tuple[str, ...]:
    """A JSON list of ids; empty when damaged, so that no other letter is held up: the county asks for it."""
    try:
        return tuple(str(item) for item in json.loads(text))
    except (ValueError, TypeError):
        return ()
