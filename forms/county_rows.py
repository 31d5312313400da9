"""Rows a county writes that are worked into the matters and materials they concern when a pack is read."""

from dataclasses import dataclass

from forms.schema import Condition


@dataclass(frozen=True, slots=True)
class Exclusion:
    """A requirement that several matters share: another benefit, the same matter still open, a bar.

    ``matters`` names them, or ``*`` for all that are collected. ``$matter`` in ``when`` stands for the matter
    itself. Outside ``since`` … ``until`` (days of application) it does not apply.
    """

    id: str
    matters: tuple[str, ...]
    when: Condition
    unmet: str
    unknown: str
    clause: str
    met: str = ""
    """Said when the requirement is met. Empty: a requirement that is met is not mentioned."""
    next_step: str = ""
    leads_to: str = ""
    """Matter that the next step sends the applicant to."""
    held: str = ""
    """Said when the unknown fact is decided by another matter, asked for with it or open."""
    alone: bool = False
    """Not met, it is told alone: no other reason and no other next step is of use beside it."""
    since: str = ""
    until: str = ""


@dataclass(frozen=True, slots=True)
class Following:
    """容缺: a material that may follow within some working days against a written promise."""

    material: str
    days: int
    source: str


@dataclass(frozen=True, slots=True)
class Sharing:
    """A material a county no longer asks for because it reads the data itself (在线政务服务规定第七条)."""

    material: str
    when: Condition
    words: str
    source: str
