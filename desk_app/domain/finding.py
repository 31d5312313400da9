"""A search of the book, and what it brings back."""

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
    """A record that was found, as the book has it; what a kind does not have is empty."""

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
    """Its own proceeding, where it has one."""
    matters: tuple[str, ...] = ()
    """Codes of the states of an application's matters."""


@dataclass(frozen=True, slots=True)
class Matches:
    """Everything found, kind by kind, the likest first; of the same likeness the newest."""

    people: tuple[Match, ...] = ()
    applications: tuple[Match, ...] = ()
    drafts: tuple[Match, ...] = ()
    records: tuple[Match, ...] = ()
    """Of all registers."""
    more: frozenset[str] = frozenset()
    """Names of these fields of which there are more than were asked for."""


class Search(Protocol):
    """Everything in the book by whatever is at hand."""

    def matches(self, wanted: Query, limit: int) -> Matches:
        """What a query finds, so many of each kind at most."""
        ...
