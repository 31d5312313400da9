"""Data only: calendars, texts, styles, icons and sample cases, found by path."""

from pathlib import Path

ROOT = Path(__file__).parent


def path(*parts: str) -> Path:
    """Path of a shipped data file, e.g. ``path("calendars", "2026.toml")``."""
    return ROOT.joinpath(*parts)
