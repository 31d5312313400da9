"""Layouts that come with a county's own definitions; known without the drawing library."""

from pathlib import Path

_laid: list[Path] = []


def lay(folder: Path | None) -> None:
    """Take layouts of this folder where the data folder has none of its own; None undoes it."""
    _laid[:] = [folder] if folder else []


def laid() -> tuple[Path, ...]:
    """Folders of layouts between those of the data folder and the shipped ones."""
    return tuple(_laid)
