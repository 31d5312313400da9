"""A county's folder with only its changes to the shipped pack, as a version of its own."""

from pathlib import Path

from forms import loader

Change = tuple[str, str, str]
"""File, text, and what stands there instead."""

RENAMED: Change = ("matters.toml", 'title = "困难残疾人生活补贴"', 'title = "困难残疾人生活补助"')
STRICTER: Change = ("matters.toml", 'when = [["grade in 1 2"]]', 'when = [["grade = 1"]]')
BROKEN: Change = ("matters.toml", 'when = [["grade in 1 2"]]', 'when = [["grad in 1 2"]]')


def write(folder: Path, version: str, *changes: Change) -> Path:
    """Write the folder: its head with this version, and every changed file."""
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.toml"):
        old.unlink()
    for name, old_text, new_text in (
        ("pack.toml", 'version = "2026.11"', f'version = "{version}"'),
        *changes,
    ):
        own = folder / name
        text = (own if own.exists() else loader.DEFINITIONS / name).read_text(encoding="utf-8")
        assert old_text in text
        own.write_text(text.replace(old_text, new_text), encoding="utf-8")
    return folder
