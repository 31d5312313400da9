"""The forms a register is told by, for a unit and a period: its ledger (台账), or what it counts (统计表)."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class UnitReport:
    """One such form, on paper and as a file."""

    id: str
    """Of a ledger its layout, too."""
    title: str
    source: str
    unit: str
    """Column that says whose a record is: of a service whoever answers for it by the 责任清单."""
    columns: tuple[str, ...] = ()
    """Of a ledger the columns of the list it has; empty: it counts."""
    by: str = ""
    """Of what counts, the column whose codes are its lines."""
    cut_off: int = 0
    """Last day counted of the last month of a quarter or year, the rest goes into the next; 0: its last."""
    proposed: bool = False
    """Whether no source shows its columns, or its last day (建议)."""
