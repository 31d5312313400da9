"""What ``doctor`` says of one thing."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Checked:
    """One finding, well or with what to do. Something missing that is not ``needed`` is no fault."""

    well: bool
    what: str
    found: str
    to_do: str = ""
    needed: bool = True
