"""Names of the county and of what it lies in, which papers keep whole on a line; reads nothing."""

from collections.abc import Iterable

_known: list[str] = []


def know(names: Iterable[str]) -> None:
    """Take these names of places, with 省, 市, 区, for words; those known before are forgotten.

    A county's own are data (``forms.regions``), told once at the start.
    """
    _known[:] = names


def known() -> tuple[str, ...]:
    """The names that were told last."""
    return tuple(_known)
