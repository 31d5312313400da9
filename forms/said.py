"""Numbers and names that sentences of a pack say as ``$name`` besides the county's own values."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from forms.rows import File

_LIMITS: Final = ("handover", "review", "promised", "legal")
_REGION: Final = "region"
_MONTHS, _PERIOD = "_months", "_period"
_YEARS: Final = "一两三四五六七八九十"


def numbers(files: Iterable[File], values: Mapping[str, str]) -> dict[str, str]:
    """What sentences can say: the county's ``values``, the limits, the region, and periods in words.

    The working days of ``[limits]`` and the ``region`` of ``[hall]`` are those of the last file that has
    them; what is missing or no number is left out, as it is told where the table is read. Beside a value
    ``bar_months`` there is ``bar_period``: 一年 for 12 months, 18个月 for 18.
    """
    months = {n.removesuffix(_MONTHS): v for n, v in values.items() if n.endswith(_MONTHS)}
    found = {**values, **{name + _PERIOD: period(v) for name, v in months.items()}}
    for file in files:
        limits, hall = _table(file, "limits"), _table(file, "hall")
        found |= {n: str(limits[n]) for n in _LIMITS if isinstance(limits.get(n), int)}
        if isinstance(hall.get(_REGION), str):
            found[_REGION] = hall[_REGION]
    return found


def period(months: str) -> str:
    """A number of months as people say it: whole years up to ten in words, anything else as it is."""
    years, rest = divmod(int(months), 12) if months.isdecimal() else (0, 1)
    return f"{_YEARS[years - 1]}年" if not rest and 1 <= years <= len(_YEARS) else f"{months}个月"


def _table(file: File, name: str) -> dict[str, Any]:
    found = file.data.get(name)
    return found if isinstance(found, dict) else {}
