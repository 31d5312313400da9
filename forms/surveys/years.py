"""A new year's questionnaires, begun from those of a year there is."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from forms import files
from forms.faults import PackError
from forms.surveys import reading
from forms.surveys.kinds import Questionnaire

_YEAR: Final = re.compile(r"(?m)^year\s*=\s*\d{4}")


class YearError(ValueError):
    """A year that can not be begun; the sentence says why."""


def begin(year: int, old: int, into: Path) -> tuple[Questionnaire, ...]:
    """Copy every questionnaire of a year into a folder of definitions as the next one's, comments and all.

    Returns the new ones. YearError, and nothing written, where nothing is to copy or something in the way.
    """
    there = reading.folders(into)
    found = [name for name in there if name.endswith(f"-{old}")]
    if year <= old:
        raise YearError(f"新的一年应在{old}年之后,现在写的是{year}")
    if not found:
        years = sorted({name.rpartition("-")[2] for name in there})
        raise YearError(f"没有{old}年的调查表,有的是:{'、'.join(years)}")
    new = {name: f"{name.rpartition('-')[0]}-{year}" for name in found}
    if standing := [name for name in new.values() if name in there]:
        raise YearError(f"已经有{'、'.join(standing)},没有改动;要重新开始,请先移走它的文件夹")
    for name, fresh in new.items():
        _copy(sorted(there[name].glob("*.toml")), into / reading.FOLDER / fresh, year)
    return tuple(_read(into / reading.FOLDER / fresh) for fresh in new.values())


def _copy(paths: Sequence[Path], folder: Path, year: int) -> None:
    for path in paths:
        text = path.read_text(encoding="utf-8")
        if path.name == reading.HEAD:
            text = _YEAR.sub(f"year = {year}", text, count=1)
        files.write(folder / path.name, text)


def _read(folder: Path) -> Questionnaire:
    try:
        return reading.load(folder)
    except PackError as error:
        raise YearError(f"照抄的表读不出来:{error}") from error
