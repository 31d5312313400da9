"""The inbox: the county's news, each piece applied once; what can not be handled is set aside."""

import logging
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, delete, select, update
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.exc import DBAPIError

from desk_app.database import spine, spine_rows
from desk_app.domain.events import Event, Subject
from desk_app.domain.letters import NewsBatch, NewsItem, Opening, SetAside
from desk_app.errors import RuleError, places
from desk_app.storage import amending, keeping_keys, letting_go, tables
from desk_app.storage.damage import require_sound, sift
from desk_app.storage.desk import NEWS, BookBase, counter, set_counter
from forms import moments

_LOG = logging.getLogger(__name__)
_TABLE = tables.set_aside
_UNKNOWN: Final = "区县的消息说的是本窗口没有的记录,已另外存放;下次启动程序时再试,还不行请与区县核对"
_OTHER: Final = "区县的消息说的不是这条记录的那个对象,已另外存放;请与区县核对"
_CHANGED: Final = "区县用同一个编号说了两件不同的事,只认第一次的,这一次已另外存放;请与区县核对"
_NO_ACT: Final = "区县的消息里有本窗口不认识的动作“{act}”,已另外存放;请升级程序或业务定义"
_OURS: Final = "程序处理区县的这条消息时出错,已另外存放并记录;后面的消息照常处理"


class BookInbox:
    """The Inbox socket."""

    def __init__(self, desk: BookBase) -> None:
        self._desk = desk

    def cursor(self) -> int:
        """The cursor after the last news read; 0 at first."""
        with self._desk.db.reading() as db:
            return counter(db, NEWS)

    def apply(self, batch: NewsBatch, now: datetime) -> frozenset[Subject]:
        """Apply news one by one, each once, and move the cursor; returns the subjects that changed."""
        with self._desk.db.writing() as db:
            changed = [self._take(db, item, now) for item in batch.items]
            set_counter(db, NEWS, max(batch.cursor, counter(db, NEWS)))
        return frozenset(subject for subject in changed if subject)

    def again(self, items: Sequence[NewsItem], now: datetime) -> frozenset[Subject]:
        """Try items again that were set aside; those that can be applied now are set aside no more."""
        with self._desk.db.writing() as db:
            for item in items:
                db.execute(delete(_TABLE).where(_TABLE.c.id == item.id))
            changed = [self._take(db, item, now) for item in items]
        return frozenset(subject for subject in changed if subject)

    def set_aside(self) -> tuple[SetAside, ...]:
        """What could not be handled, oldest first."""
        with self._desk.db.reading() as db:
            found = sift(db, _TABLE.name, db.execute(select(_TABLE).order_by(_TABLE.c.seq)).all())
            return tuple(
                SetAside(r.id, r.seq, r.reason, r.raw, moments.read(r.at), bool(r.seen)) for r in found
            )

    def seen(self, item_id: str) -> None:
        """Note that a clerk knows of news that was set aside; it is still tried again."""
        with self._desk.db.writing() as db:
            db.execute(update(_TABLE).where(_TABLE.c.id == item_id).values(seen=1))

    def _take(self, db: Connection, item: NewsItem, now: datetime) -> Subject | None:
        """Apply one item in a savepoint; a fault sets the item aside and undoes nothing else.

        Returns the subject that changed, or None. Database errors are raised: the whole batch is read again.
        """
        try:
            if item.event is None:
                raise RuleError(item.fault)
            with db.begin_nested():
                return self._apply(db, item, item.event)
        except RuleError as fault:
            self._put_aside(db, item, str(fault), now)
        except DBAPIError as error:
            raise error  # the disk, or our own SQL: the whole batch is read again
        except Exception as error:
            _LOG.error("news set aside: %s", places(error))
            self._put_aside(db, item, _OURS, now)
        return None

    def _apply(self, db: Connection, item: NewsItem, event: Event) -> Subject | None:
        if event.proceeding and letting_go.is_gone(db, event.proceeding):
            return None
        if known := spine.read(db, spine.EVENT.c.id == event.id):
            _same(known[0], event)
            if moved := spine.place(db, event.id, item.seq):
                spine.settle(db, self._desk.law, moved)
                keeping_keys.keep_records(db, self._desk.law, [moved])
            return None
        if event.proceeding:
            require_sound(db, [event.proceeding])
            self._ready(db, event, item.opening)
        spine.append(db, [replace(event, county=item.seq)])
        if event.proceeding:
            spine.settle(db, self._desk.law, event.proceeding)
            keeping_keys.keep_records(db, self._desk.law, [event.proceeding])
            amending.follow(db, self._desk.law, [event.proceeding])
        return event.subject

    def _ready(self, db: Connection, event: Event, opening: Opening | None) -> None:
        """Make sure the event has a proceeding, beginning it when the event does; RuleError otherwise."""
        found = next(iter(spine.by_ids(db, [event.proceeding])), None)
        here = found is not None
        if found is None and opening is not None:
            found = opening.begun_by(event)
        if found is None:
            raise RuleError(_UNKNOWN)
        act = self._desk.law.procedure(found.pack_digest, found.procedure).act(event.act)
        if act is None:
            raise RuleError(_NO_ACT.format(act=event.act))
        if found.subject != event.subject:
            raise RuleError(_OTHER)
        if not here and not act.start:
            raise RuleError(_UNKNOWN)
        if not here:
            spine.begin(db, self._desk.law, [found])

    def _put_aside(self, db: Connection, item: NewsItem, reason: str, now: datetime) -> None:
        row: Any = insert(_TABLE).values(
            id=item.id, seq=item.seq, reason=reason, raw=item.raw, at=now.isoformat()
        )
        db.execute(row.on_conflict_do_nothing())


def _same(known: Event, event: Event) -> None:
    """RuleError unless the event known under this id is the same one."""
    one, other = ((e.proceeding, e.subject, e.act, spine_rows.dump(e.payload)) for e in (known, event))
    if one != other:
        raise RuleError(_CHANGED)
