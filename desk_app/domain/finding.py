"""A search of the book, and what it finds."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final, Protocol

from desk_app.domain.keys import Query
from desk_app.domain.proceedings import Proceeding

PERSON: Final = "person"
DRAFT: Final = "draft"
"""Kinds of what is found that are no procedures; the others are named by theirs."""


@dataclass(frozen=True, slots=True)
class Match:
    """A record that was found, as the book holds it; fields that its kind does not have are empty."""

    kind: str
    """``PERSON``, ``DRAFT`` or the id of a procedure: ``application``, or a register's."""
    id: str
    name: str = ""
    id_number: str = ""
    phone: str = ""
    number: str = ""
    """Receipt number of an application."""
    earlier: tuple[str, ...] = ()
    """Numbers a person had before."""
    began_at: datetime | None = None
    record: Proceeding | None = None
    """Its own proceeding; None when it has none."""
    matters: tuple[str, ...] = ()
    """State codes of an application's matters."""


@dataclass(frozen=True, slots=True)
class Matches:
    """Everything found, kind by kind, the best match first and equal ones by age, the newest first."""

    people: tuple[Match, ...] = ()
    applications: tuple[Match, ...] = ()
    drafts: tuple[Match, ...] = ()
    records: tuple[Match, ...] = ()
    """Records of all registers."""
    more: frozenset[str] = frozenset()
    """Names of the fields above that would have more hits than asked for."""


class Search(Protocol):
    """Searches everything in the book by any of its keys."""

    def matches(self, wanted: Query, limit: int) -> Matches:
        """At most ``limit`` records of each kind that a query finds."""
        ...

    def holds_draft(self, draft_id: str) -> bool:
        """Whether there is a draft of this id, be it damaged or not."""
        ...
