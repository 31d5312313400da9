"""Which release this is: that of the packaged copy, with the moment it was made of, else the bare version."""

import sys
from functools import cache
from pathlib import Path
from typing import Final

from desk_app import __version__

_WRITTEN: Final = Path("share", "desk-app", "release")
"""Where the build of a packaged copy writes it, in the folder of its Python."""


@cache
def name() -> str:
    """The release as packages name it, ``0.1.0+202611281400``; ``0.1.0`` in an environment."""
    try:
        return Path(sys.prefix, _WRITTEN).read_text(encoding="ascii").strip() or __version__
    except (OSError, UnicodeDecodeError):
        return __version__


def of_package() -> str:
    """The release of a packaged copy; empty in an environment, which changes with its clone."""
    return name() if Path(sys.prefix, _WRITTEN).is_file() else ""
