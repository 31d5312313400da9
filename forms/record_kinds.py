"""What a procedure says beside states and acts: whom it serves, its papers, what follows for its items."""

from dataclasses import dataclass

from forms.schema import Condition


@dataclass(frozen=True, slots=True)
class ItemMove:
    """What an act does by itself to records below: by what it is given, which act to which of them."""

    act: str
    """Act of the records below, done by the program in the same transaction."""
    when: Condition = ()
    """Condition on what the act is given; unknown counts as false. Empty: it follows always."""
    items: tuple[str, ...] = ()
    """Codes of those it is done to, as they were chosen when they were begun (``Act.each``); empty: all."""
    sources: tuple[str, ...] = ()
    """States in which it is done, ``from`` in a file; empty: every state the act may be done in."""
    proposed: bool = False
    """Whether no source says which items these are (建议)."""


@dataclass(frozen=True, slots=True)
class PaperOffer:
    """A paper that a record has in some of its states, whatever was done to it (上门服务单)."""

    id: str
    """Its layout."""
    source: str
    sources: tuple[str, ...] = ()
    """The states, ``from`` in a file; empty: every state."""
    several: bool = False
    """Whether several records may stand on one sheet (公示): its layout has rows called ``records``."""
    proposed: bool = False
    """Whether no source names that paper, or none shows its form (建议)."""


@dataclass(frozen=True, slots=True)
class Criterion:
    """One condition of those a procedure serves, and the sentence for each of its three truth values.

    It is told and forbids nothing: whoever is at the door decides, and says so by an act.
    """

    id: str
    title: str
    when: Condition
    met: str
    unmet: str
    unknown: str
    source: str
    next_step: str = ""
    """What else can be done when it is not met."""
    proposed: bool = False
    """Whether it is our reading, which the source does not say in these words (建议)."""
    reading: str = ""
    """``id=choice``: it stands only where the county reads that ambiguous text of the programme so."""
