"""The rows of the materials a pack may demand, and what changes or replaces them."""

from dataclasses import dataclass
from typing import Final

from forms.facts import Condition


@dataclass(frozen=True, slots=True)
class Exemption:
    """When a material need not be brought, since another paper or a department's data replaces it."""

    when: Condition
    words: str
    source: str


@dataclass(frozen=True, slots=True)
class Copies:
    """How many copies of a material a county wants for some matters, where it differs."""

    material: str
    matters: tuple[str, ...]
    copies: int
    source: str


PAPER: Final = "纸质"
ELECTRONIC: Final = "电子"
"""The media a material may be in (附件5 材料形式)."""


@dataclass(frozen=True, slots=True)
class Material:
    """One row of the 附件5 matrix; nothing beyond the matrix may be demanded (指引第十七条)."""

    id: str
    title: str
    form: str
    """附件5 材料类型: 原件, or 原件或复印件."""
    copies: int
    source: str
    matters: tuple[str, ...]
    when: Condition = ()
    exempt: tuple[Exemption, ...] = ()
    note: str = ""
    where: str = ""
    capture: str = "page"
    """How step 4 takes it: ``photo`` (cropped to 2-inch), ``card`` (two sides) or ``page`` (any number)."""
    copies_for: tuple[Copies, ...] = ()
    prints: tuple[str, ...] = ()
    """Names under which papers show its pages, the first page first."""
    follows_in: int = 0
    """Working days in which it may follow (容缺); 0 when it must be there at acceptance."""
    media: tuple[str, ...] = (PAPER,)
    """附件5 材料形式: 纸质, 电子 or both."""
