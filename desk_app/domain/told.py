"""What the county told of a person, and how it is put together with what this window's own book holds."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from desk_app.domain.events import Event
from desk_app.domain.history import EarlierMatter, History
from forms.particulars import CERTIFICATE


@dataclass(frozen=True, slots=True)
class HistoryAnswer:
    """The county's answer to the question what it holds of a person."""

    history: History
    cursor: int
    """The last place in the county's order of events that the answer includes."""
    asked_at: datetime | None = None
    """When the window asked, by its own clock; None before the window has kept it."""


@dataclass(frozen=True, slots=True)
class OwnMatter:
    """A matter as this window's book has it, and whether the county's answer may know less of it."""

    record: EarlierMatter
    latest: int | None
    """The last of its events in the county's order; None while the county lacks one of them."""


class ToldHistories(Protocol):
    """What the county told of people, kept in the window's book for when the line is down."""

    def keep(self, id_number: str, answer: HistoryAnswer) -> None:
        """Keep the answer about the person with this number, in place of an earlier one.

        It is deleted with the person who leaves without applying.
        """
        ...

    def of(self, id_number: str) -> HistoryAnswer | None:
        """The newest answer about the person with this number; None when there is none."""
        ...


def certificate_numbers(history: History) -> Iterator[str]:
    """Every certificate number a history names, whatever became of it."""
    for matter in history.matters:
        yield str(matter.result.get(CERTIFICATE, ""))
        yield str(matter.told.get(CERTIFICATE, ""))
    for mark in history.marks:
        yield mark.number


def own_matter(record: EarlierMatter, events: Iterable[Event]) -> OwnMatter:
    """A matter with the place of its newest event, from its events here; void ones do not count."""
    places = [e.county for e in events if not e.void]
    known = [p for p in places if p is not None]
    return OwnMatter(record, max(known, default=None) if len(known) == len(places) else None)


def together(answer: HistoryAnswer | None, own: Iterable[OwnMatter], numbers: tuple[str, ...]) -> History:
    """The county's history with this window's own matters on top.

    Of a matter that both know the county's record counts, unless news of it came here after the answer, or
    something done here has not arrived there yet. The order is the county's, never a clock's.
    """
    mine = tuple(own)
    if answer is None:
        return History(tuple(m.record for m in mine), numbers=numbers)
    ahead = {_name(m.record) for m in mine if m.latest is None or m.latest > answer.cursor}
    told = replace(answer.history, matters=tuple(m for m in answer.history.matters if _name(m) not in ahead))
    return told.over(History(tuple(m.record for m in mine), numbers=numbers))


def _name(record: EarlierMatter) -> tuple[str, str]:
    return record.application, record.matter
