"""The folder of layouts that belongs to the county's definitions; imports no drawing library."""

from pathlib import Path

_laid: list[Path] = []


def lay(folder: Path | None) -> None:
    """Use this folder's layouts where the data folder has none of its own; None undoes it."""
    _laid[:] = [folder] if folder else []


def laid() -> tuple[Path, ...]:
    """Folders of layouts that rank between the data folder's and the shipped ones."""
    return tuple(_laid)
