"""What the tests of the papers share."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from printing import fonts, system_fonts


def forget_fonts(known: tuple[system_fonts.FontFile, ...] | None = None) -> None:
    """Drop what is known of fonts, as after a start; or know only these fonts."""
    system_fonts._Shelf.files = known
    fonts._KNOWN.clear()
    for cached in (fonts._face, fonts._em):
        cached.cache_clear()


@pytest.fixture
def bare_system(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A computer whose font folder, returned here, is empty, with a data folder of its own."""
    folder = tmp_path / "system-fonts"
    folder.mkdir()
    monkeypatch.setattr(system_fonts, "_system_folders", lambda: iter([folder]))
    known = system_fonts._Shelf.files
    forget_fonts()
    yield folder
    forget_fonts(known)


@pytest.fixture
def own_folder(bare_system: Path) -> Path:
    """The folder where that computer's administrator puts fonts."""
    folder = Path(os.environ["DESK_DATA"], "fonts")
    folder.mkdir(parents=True)
    return folder


@pytest.fixture
def restart() -> Callable[[], None]:
    """A function that drops what is known of fonts in memory; what is kept on disk stays."""
    return forget_fonts
