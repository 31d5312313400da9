"""Which keyboards of this computer call themselves a scanner, as Linux lists them."""

import re
from pathlib import Path
from typing import Final

LISTING: Final = Path("/proc/bus/input/devices")
_NAME: Final = re.compile(r'^N: Name="(.*)"$', re.MULTILINE)
_KEYS: Final = re.compile(r"^H: Handlers=.*\bkbd\b", re.MULTILINE)
_WORDS: Final = (
    "scan",
    "barcode",
    "bar code",
    "symbol",
    "honeywell",
    "newland",
    "datalogic",
    "zebra",
    "opticon",
)
"""Words in the names of scanners, their makers' among them; others work as well and are only not named."""


def scanners(listing: Path = LISTING) -> tuple[str, ...]:
    """Names of the scanners that are plugged in and known by their names; none where nothing is listed."""
    try:
        told = listing.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ()
    blocks = (block for block in told.split("\n\n") if _KEYS.search(block))
    names = (" ".join(found[1].split()) for block in blocks if (found := _NAME.search(block)))
    return tuple(dict.fromkeys(name for name in names if any(word in name.lower() for word in _WORDS)))
