"""Procedures that are off until a county writes, in words, what it must mind (保密)."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from forms.procedures import Procedure
from forms.rows import File


def applied(
    procedures: Mapping[str, Procedure], files: Iterable[File], values: Mapping[str, str]
) -> dict[str, Procedure]:
    """The procedures, those that are switched off at rest; a fault is noted for a switch in other words."""
    holders = {name: f for f in files for name in _named(f)}
    for row in (p for p in procedures.values() if p.switch in holders and not _on(p, values)):
        said = f"“{row.title}”要启用,请照写:{row.switch} = “{row.switch_words}”;不启用的删去这一行"
        holders[row.switch].fail(said, ("values", row.switch))
    return {name: _placed(row, values) for name, row in procedures.items()}


def _named(file: File) -> Iterable[str]:
    found = file.data.get("values")
    return found if isinstance(found, dict) else ()


def _on(row: Procedure, values: Mapping[str, str]) -> bool:
    return not row.switch or values.get(row.switch) == row.switch_words


def _placed(row: Procedure, values: Mapping[str, str]) -> Procedure:
    return row if _on(row, values) else replace(row, register=False, resting=True)
