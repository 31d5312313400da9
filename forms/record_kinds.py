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
class Link:
    """Another record that an act is about too, by its number: what is taken from it, what is done to it.

    What is done to it is done by the program, in the same transaction and letter, or neither is.
    """

    register: str
    """Procedure of the other record."""
    by: str = ""
    """Id of the ask that holds its number, asked now or before; ``rows.number`` is that column of every row.
    Empty: the record of that register about the same subject."""
    act: str = ""
    """Act done to it; empty: it is only read."""
    takes: tuple[tuple[str, str], ...] = ()
    """Pairs of an ask of this act and what fills it: a fact, ``state`` or ``number`` of the other one."""
    gives: tuple[tuple[str, str], ...] = ()
    """Pairs of an ask of the other act and a fact here, or ``number``, beside those of the same id."""
    when: Condition = ()
    """Condition on what is known here with what the act is given; unknown counts as false."""
    expects: tuple[str, ...] = ()
    """States in which a record of that register has to be named sooner or later (盘点): ``Act.compares``."""


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
