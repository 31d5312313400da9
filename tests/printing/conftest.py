"""What the tests of the papers share."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from printing import fonts, system_fonts


def forget_fonts(known: tuple[system_fonts.FontFile, ...] | None = None) -> None:
    """As if the program had just been started, or knew only these fonts."""
    system_fonts._Shelf.files = known
    fonts._KNOWN.clear()
    for cached in (fonts._face, fonts._em):
        cached.cache_clear()


@pytest.fixture
def bare_system(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A computer with an empty folder of fonts, which is returned, and a data folder of its own."""
    folder = tmp_path / "system-fonts"
    folder.mkdir()
    monkeypatch.setattr(system_fonts, "_system_folders", lambda: iter([folder]))
    known = system_fonts._Shelf.files
    forget_fonts()
    yield folder
    forget_fonts(known)


@pytest.fixture
def own_folder(bare_system: Path) -> Path:
    """Where the administrator of that computer puts fonts."""
    folder = Path(os.environ["DESK_DATA"], "fonts")
    folder.mkdir(parents=True)
    return folder


@pytest.fixture
def restart() -> Callable[[], None]:
    """Forgets in memory what was found; what is kept on disk stays."""
    return forget_fonts
