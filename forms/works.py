"""The work table of a centre as data (附表4): its works, each with standards, procedure, archive and unit.

Who answers for a work is the county's to say, by ``[[duty]]`` with ``of = "works"``.
"""

from dataclasses import dataclass
from datetime import date
from typing import Final

from forms.programmes import Named

WORKS: Final = "works"
"""What a county's ``[[duty]]`` writes in ``of`` to speak of the work table."""


@dataclass(frozen=True, slots=True)
class Standard:
    """A document a work is done by (工作标准)."""

    title: str
    number: str = ""
    since: str = ""
    """First day it is in force, YYYY-MM-DD; empty where nobody wrote it."""
    until: str = ""
    """Last day it is in force; empty: it goes on, or nobody wrote it."""

    @property
    def whole(self) -> str:
        """Title and number as papers name it."""
        return f"{self.title}（{self.number}）" if self.number else self.title

    def over(self, today: date) -> bool:
        """Whether it is no longer in force."""
        return bool(self.until) and date.fromisoformat(self.until) < today


@dataclass(frozen=True, slots=True)
class Post:
    """One unit of a work (责任股) and the person there; None: nobody is named."""

    unit: str
    named: Named | None


@dataclass(frozen=True, slots=True)
class Work:
    """One row of the table, in the words of its source."""

    id: str
    place: int
    """序号."""
    title: str
    steps: tuple[str, ...]
    """工作程序, line by line."""
    archive: tuple[str, ...]
    """档案和信息管理, line by line."""
    responsible: tuple[str, ...]
    """责任股, as the source has them."""
    source: str
    about: str = ""
    """What stands below its title in the source."""
    standards: tuple[Standard, ...] = ()
    named: tuple[Named, ...] = ()
    """Whom the county names for it."""

    @property
    def posts(self) -> tuple[Post, ...]:
        """Its units, each with the person the county names there."""
        return tuple(
            Post(unit, next((n for n in self.named if n.unit == unit), None)) for unit in self.responsible
        )
