"""The daily purge: old drafts, pictures and letters the county has, lost files, old reads, old copies."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Final
from uuid import uuid4

from desk_app.domain.applications import Draft
from desk_app.domain.events import Event, Subject, Who
from desk_app.domain.retention import PURGE, RETENTION, KeptDays, Purged, ReadsLetGo
from desk_app.services.parts import Parts
from desk_app.services.retention import trust
from desk_app.services.sockets import Deed
from forms.procedures import SYSTEM

_PORTION: Final = 200
"""Pictures, or bodies of letters, removed in one transaction."""
_PORTIONS: Final = 100
"""Portions of one day; the rest follows on the next day."""


def purge(parts: Parts) -> Purged:
    """Remove what has been kept long enough, note the counts as an event, and return them.

    A crash at any moment loses nothing that is needed; what was left is removed by the next purge. By a clock
    that jumped nothing is removed (``trust``). WorldError when the disk refuses.
    """
    if not trust.believed(parts):
        return Purged()
    today, pages, keeping = parts.clock.today(), parts.store.pages, parts.keeping
    parts.store.days.trust(today)
    old = [draft for draft in parts.store.drafts.all() if last_day(draft, keeping) < today]
    freed = pages.release()
    for draft in old:
        parts.store.drafts.drop(draft.id)
    aged = sum(_portions(lambda: pages.purge(today, keeping.pages, _PORTION)))
    shed = sum(_portions(lambda: parts.store.outbox.shed(today, keeping.pages, _PORTION)))
    reads = parts.store.journal.old(keeping.reads_from(today))
    copies = parts.store.asides.let_go(today, keeping.books)
    orphans = pages.sweep() + parts.store.recordings.sweep()
    done = Purged(len(old), aged, freed, orphans, reads.lines if reads else 0, shed, copies)
    if done != Purged():
        # The event comes first: lines that were gone without one would be found missing.
        parts.store.events.record(Deed((_event(parts, done, reads),)))
        if reads:
            parts.store.journal.let_go(reads.seq)
        pages.settle()
    return done


def last_day(draft: Draft, keeping: KeptDays) -> date:
    """The last day on which a draft is kept, counted from its last change."""
    return draft.updated_at.date() + timedelta(days=keeping.drafts)


def warned(draft: Draft, keeping: KeptDays, today: date) -> bool:
    """Whether a to-do warns that a draft is deleted soon."""
    return today >= last_day(draft, keeping) - timedelta(days=keeping.warned)


def _portions(removed: Callable[[], int]) -> Iterator[int]:
    for _ in range(_PORTIONS):
        count = removed()
        yield count
        if count < _PORTION:
            return


def _event(parts: Parts, done: Purged, reads: ReadsLetGo | None) -> Event:
    who = Who("日程", SYSTEM, parts.window.hall.name, parts.window.number)
    day = Subject(RETENTION, parts.clock.today().isoformat())
    payload = {**done.counts, **reads.payload} if reads else done.counts
    return Event(str(uuid4()), parts.clock.now(), who, day, PURGE, payload, channel="round")
