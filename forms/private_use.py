"""Private characters of old data, and the standard characters they are."""

from functools import cache
from pathlib import Path
from typing import Final

_MAPPED: Final = Path(__file__).parent / "private_use.toml"


def standard(char: str) -> str:
    """The character itself, or for a private one of old data its standard one (GB 18030-2022)."""
    return _private().get(char, char) if "\ue000" <= char <= "\uf8ff" else char


@cache
def _private() -> dict[str, str]:
    """The standard character of each known private one; the county's own entries win."""
    import tomllib  # the start needs no private character

    tables = tomllib.loads(_MAPPED.read_text(encoding="utf-8"))
    rows = [row for name in sorted(tables, key=lambda name: name == "own") for row in tables[name].items()]
    return {chr(int(old, 16)): chr(int(new, 16)) for old, new in rows}
