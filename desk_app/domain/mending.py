"""What a department asked to be mended, row by row, and what has come for each. All pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from desk_app.domain.events import Event
from desk_app.domain.proceedings import walk
from forms import moments
from forms.procedures import Procedure

CORRECT, MEND, COMPLETE = "correct", "mend", "complete"
"""Acts of a matter: a department asks, something came for one row, something came for the last open row."""
OTHER: Final = "mending"
"""Stands for the material of pages that are none of the list of materials."""


@dataclass(frozen=True, slots=True)
class AskedRow:
    """One row of a 补正通知书."""

    number: int
    """Its place, from 1."""
    material: str
    fault: str = ""
    remedy: str = ""
    until: date | None = None
    clause: str = ""
    came: str = ""
    """What came for it, in words; empty while it is open."""
    came_on: date | None = None

    @property
    def open(self) -> bool:
        """Whether nothing came for it yet."""
        return not self.came


def rows(procedure: Procedure, events: Iterable[Event]) -> tuple[AskedRow, ...]:
    """The rows a department asked for last, with what came for each; none before it asked.

    What an older county asked for in words alone is one row.
    """
    found: dict[int, AskedRow] = {}
    for event, _ in walk(procedure, events):
        if event.act == CORRECT:
            told = event.payload.get("rows") or ({"fault": str(event.payload.get("text", ""))},)
            found = {n: _row(n, row) for n, row in enumerate(told, 1)}
        elif event.act in (MEND, COMPLETE):
            number = int(event.payload.get("row") or 0)
            if number in found:
                came = ",".join(t for t in (str(event.payload.get(k, "")) for k in ("came", "remark")) if t)
                found[number] = replace(found[number], came=came, came_on=event.at.date())
    return tuple(found.values())


def _row(number: int, row: Mapping[str, Any]) -> AskedRow:
    material, fault, remedy, clause = (str(row.get(k, "")) for k in ("material", "fault", "remedy", "clause"))
    return AskedRow(number, material or "要补正的材料", fault, remedy, moments.day(row.get("until")), clause)
