"""What the card of an application shows, read from the book at once."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from desk_app.domain.applications import Application, TimelineEntry
from desk_app.domain.deadlines import Deadline
from desk_app.domain.mending import AskedRow
from desk_app.services.applications.following import Follow
from forms.procedures import Act, State
from forms.schema import Document

WHOLE: Final = ""
"""Stands for the application as a whole where acts are kept by matter."""


@dataclass(frozen=True, slots=True)
class ShownApplication:
    """What the card shows: an application, its ledger lines, and the clocks of its matters."""

    application: Application
    state: State
    states: Mapping[str, State]
    """The state of each matter, by matter id."""
    acts: Mapping[str, tuple[Act, ...]]
    """Acts the clerk may do now, by matter id; those on the whole application under ``WHOLE``."""
    entries: tuple[TimelineEntry, ...]
    clocks: Mapping[str, Deadline]
    follows: tuple[Follow, ...] = ()
    """Promised materials that have not come yet."""
    documents: tuple[Document, ...] = ()
    """Other papers that can be printed now."""
    mending: Mapping[str, tuple[AskedRow, ...]] = field(default_factory=dict)
    """What is to be mended now, by matter id."""
    late: frozenset[tuple[str, int]] = frozenset()
    """Matter id and number of the rows whose day has passed."""
    results: Mapping[str, str] = field(default_factory=dict)
    """What was granted, in words, by matter id."""
    plain: bool = False
    """Whether the telephone number is shown whole."""
    turn_to: str = ""
    """Whom to call: the person, the guardian of a ward, the relative of somebody who died."""
    phone: str = ""
    """Their telephone."""
    backs: tuple[Act, ...] = ()
    """Acts by which something of it can be taken back now (撤回)."""
