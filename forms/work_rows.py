"""The rows of the work table, with whom the county names; every mistake is noted with file and line."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from forms.lines import At
from forms.programmes import Named
from forms.rows import File, Reader
from forms.spelling import choose
from forms.works import WORKS, Work

_WORK: Final = "work"


def read(files: Iterable[File], values: Mapping[str, str]) -> Mapping[str, Work]:
    """The works of these files by id, in the order of their places."""
    every = tuple(files)
    found = sorted((w for file in every for w in _works(file, Reader(file, values))), key=lambda w: w.place)
    named = tuple(_named(every, values, {w.id: w for w in found}))
    mine = (replace(w, named=tuple(n for n in named if n.covers(w.id))) for w in found)
    return MappingProxyType({w.id: w for w in mine})


def _works(file: File, reader: Reader) -> Iterator[Work]:
    """The sound rows of a file; a fault is noted for a place that two have, and for days that end first."""
    places: dict[int, str] = {}
    for at, raw in reader.tables(_WORK):
        row = reader.row(Work, raw, at)
        if row is None:
            continue
        for key, said in (("steps", row.steps), ("archive", row.archive), ("responsible", row.responsible)):
            if not said:
                file.fail(f"“{row.title}”的 {key} 是空的,请写明", (*at, key))
        if row.place in places:
            file.fail(f"序号{row.place}已用于“{places[row.place]}”,请换一个", (*at, "place"))
        places[row.place] = row.title
        for order, standard in enumerate(row.standards):
            if standard.since and standard.until and standard.until < standard.since:
                file.fail("until(施行到哪天)早于 since,请核对", (*at, "standards", order, "until"))
        yield row


def _named(files: Iterable[File], values: Mapping[str, str], works: Mapping[str, Work]) -> Iterator[Named]:
    """Whom counties name for works; a fault is noted for a work or unit that is not there."""
    for file in (f for f in files if "duty" in f.data):
        reader = Reader(file, values)
        for at, raw in reader.tables("duty"):
            if raw.get("of") != WORKS or (row := reader.row(Named, raw, at)) is None:
                continue
            for name in (n for n in row.only if n not in works):
                file.fail(f"工作明细表里没有“{name}”{choose(name, works)}", (*at, "only"), name)
            _check_unit(row, works, file, at)
            yield row


def _check_unit(row: Named, works: Mapping[str, Work], file: File, at: At) -> None:
    units = dict.fromkeys(unit for w in works.values() if row.covers(w.id) for unit in w.responsible)
    if units and row.unit not in units:
        file.fail(f"这些工作的责任股里没有“{row.unit}”{choose(row.unit, units)}", (*at, "unit"))
