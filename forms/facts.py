"""Facts about one person and their codes, conditions on them, and what is said or done where one holds."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Value = str | bool | tuple[str, ...]
"""One answer: text and codes as str, yes/no as bool, several codes as a tuple. Dates are ISO texts."""

Facts = Mapping[str, Value]
"""Element id → answer. A missing key, an empty text and UNSURE all mean unknown, never false."""

UNSURE = "?"
"""The answer 不清楚: asked, and still unknown. It is not asked again and never counts as true or false."""

NOT_ASKED = "\0"
"""The mark of a question that is never asked, which nobody can type: no comparison with it is true."""


def of_lists(values: Mapping[str, Any]) -> dict[str, Any]:
    """Answers that came as JSON, as the condition language compares them: lists as tuples."""
    return {k: tuple(v) if isinstance(v, list) else v for k, v in values.items()}


@dataclass(frozen=True, slots=True)
class Option:
    """One row of a code table: the standard's code and its Chinese label."""

    code: str
    label: str
    write_in: str = ""
    """Element that takes the free text of 其他 (请填写), if any."""


@dataclass(frozen=True, slots=True)
class CodeTable:
    """A closed list of options with the standard or source document it was read from."""

    id: str
    title: str
    source: str
    options: tuple[Option, ...]
    withheld: tuple[str, ...] = ()
    """Codes of the standard that the table leaves out on purpose: never offered as a choice."""
    units: tuple[tuple[str, str], ...] = ()
    """Pairs of a code and a unit that is responsible for it; a code may have several, or none."""
    money: tuple[tuple[str, str], ...] = ()
    """Pairs of a code and the money that pays for it."""

    @property
    def offered(self) -> tuple[Option, ...]:
        """What can be chosen, in the order of the table."""
        return tuple(o for o in self.options if o.code not in self.withheld)

    def label(self, code: str) -> str:
        """Label of a code; the code itself when the table lacks it (old data stay readable)."""
        return next((o.label for o in self.options if o.code == code), code)


@dataclass(frozen=True, slots=True)
class Clause:
    """One comparison ``element operator value``, e.g. ``age between 16 59``; ``phone blank`` has no value."""

    element: str
    operator: str
    values: tuple[str, ...]


Condition = tuple[tuple[Clause, ...], ...]
"""Two layers: any of these rows, each row all of its clauses. The empty condition always holds."""


@dataclass(frozen=True, slots=True)
class Branch:
    """One of the ways a matter is taken (失业登记, 到期换证), when its condition holds."""

    title: str
    when: Condition
    source: str
    tells: str = ""
    """Sentence told with the reasons, unless the matter is 不符合."""
    process: str = ""
    """How the matter is handled then, in place of the matter's own."""
    handler: str = ""
    """Who decides and pays then, in place of the matter's department (户籍地县级残联)."""
    result: str = ""
    """What the result is called then, in place of the matter's own (失业登记)."""


@dataclass(frozen=True, slots=True)
class Wording:
    """What a field or a section of the form says while its condition holds; empty texts change nothing."""

    when: Condition
    note: str = ""
    """Of a section."""
    missing: str = ""
    """Of an element."""
