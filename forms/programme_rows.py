"""The programmes of a pack, each from a folder of its own; every mistake is noted with file and line."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import PurePosixPath
from types import MappingProxyType
from typing import Final

from forms.lines import At
from forms.procedures import Procedure
from forms.programmes import (
    BoardPart,
    Interpretation,
    Measure,
    Named,
    Programme,
    Programmes,
    Sample,
    Service,
    Switch,
)
from forms.rows import File, Reader
from forms.schema import CodeTable, Option
from forms.sources import VISITS
from forms.spelling import choose
from forms.works import WORKS

TABLES: Final = ("programme", "service", "measure", "reading", "board", "sample", "visits", "duty")
"""Tables of programmes, the county's switch, and whom it names."""
LISTED: Final = ("service", "measure", "reading", "board", "sample")


def folder(file: File) -> str:
    """The programme that a file belongs to; empty for one outside the folder of programmes."""
    parts = PurePosixPath(file.shown).parts
    return parts[1] if len(parts) == 3 and parts[0] == VISITS else ""


def read(files: Iterable[File], values: Mapping[str, str]) -> Programmes:
    """The programmes of these files by id, each with whether it is in force here."""
    every = tuple(files)
    found = [p for file in every if (p := _programme(file, Reader(file, values))) is not None]
    known = [p.id for p in found]
    on, off = _switched(every, values, known)
    named = tuple(_named(every, values, {p.id: p for p in found}))
    here = (
        replace(
            p,
            switched_on=p.id in on or (p.on and p.id not in off),
            chosen=_chosen(p, values),
            named=tuple(row for row in named if row.of == p.id),
        )
        for p in found
    )
    return MappingProxyType({p.id: p for p in here})


def placed(
    procedures: Mapping[str, Procedure], files: Iterable[File], programmes: Programmes
) -> dict[str, Procedure]:
    """The procedures with the programme each belongs to; those of one not in force are no registers."""
    of = {PurePosixPath(file.name).stem: folder(file) for file in files}
    return {name: _of(procedure, of.get(name, ""), programmes) for name, procedure in procedures.items()}


def tables(programmes: Programmes) -> dict[str, CodeTable]:
    """The services of each programme as a code table, with units and money; and both of these by name."""
    made = (table for p in programmes.values() if p.services for table in _tables(p))
    return {table.id: table for table in made}


def _tables(programme: Programme) -> Iterator[CodeTable]:
    services = tuple(Option(s.id, s.title) for s in programme.services)
    pairs = tuple((s.id, unit) for s in programme.services for unit in s.responsible)
    paid = tuple((s.id, s.money) for s in programme.services if s.money)
    yield CodeTable(programme.table, "服务", programme.source, services, units=pairs, money=paid)
    money = tuple(Option(name, name) for name in dict.fromkeys(name for _, name in paid))
    if money:
        yield CodeTable(programme.money_table, "经费", programme.source, money)
    units = tuple(Option(unit, unit) for unit in dict.fromkeys(unit for _, unit in pairs))
    if units:
        yield CodeTable(programme.unit_table, "责任单位", programme.source, units)


def _of(procedure: Procedure, name: str, programmes: Programmes) -> Procedure:
    programme = programmes.get(name)
    if programme is None:
        return procedure
    read_so = {f"{reading}={choice}" for reading, choice in programme.chosen.items()}
    criteria = tuple(c for c in procedure.criteria if not c.reading or c.reading in read_so)
    register = procedure.register and programme.switched_on
    resting = procedure.register and not programme.switched_on
    return replace(procedure, programme=name, register=register, resting=resting, criteria=criteria)


def _chosen(programme: Programme, values: Mapping[str, str]) -> Mapping[str, str]:
    several = (r for r in programme.readings if r.choices)
    return MappingProxyType({r.id: values.get(r.setting, r.choices[0].id) for r in several})


def _programme(file: File, reader: Reader) -> Programme | None:
    """The programme of a file; None where it has none, or a broken one, whose faults are noted."""
    name = folder(file)
    if "programme" not in file.data:
        for key in (k for k in LISTED if k in file.data):
            file.fail(f"[[{key}]] 写在 {VISITS} 下各套的 pack.toml 里,和 [programme] 在一起", (key,))
        if name and file.name == "pack.toml":
            file.fail("缺少 [programme],请补上")
        return None
    head = reader.row(Programme, file.data["programme"], ("programme",))
    services, measures = reader.rows(Service, "service"), reader.rows(Measure, "measure")
    readings, board = reader.rows(Interpretation, "reading"), reader.rows(BoardPart, "board")
    if head is None:
        return None
    if head.id != name:
        file.fail(f"id 应与文件夹同名,请写“{name}”", ("programme", "id"))
    told = replace(head, services=tuple(services), measures=tuple(measures), readings=tuple(readings))
    return replace(told, board=tuple(board), samples=tuple(reader.rows(Sample, "sample")))


def _named(
    files: Iterable[File], values: Mapping[str, str], known: Mapping[str, Programme]
) -> Iterator[Named]:
    """Whom counties name; a fault is noted for a programme, service or unit that is not there."""
    for file in (f for f in files if "duty" in f.data):
        for at, raw in Reader(file, values).tables("duty"):
            if raw.get("of") == WORKS:
                continue  # of the work table: read with it
            row = Reader(file, values).row(Named, raw, at)
            programme = known.get(row.of) if row else None
            if row and programme is None:
                file.fail(f"没有上门服务“{row.of}”{choose(row.of, known)}", (*at, "of"))
            elif row and programme:
                services = {s.id: s for s in programme.services}
                for name in (n for n in row.only if n not in services):
                    file.fail(f"没有服务“{name}”{choose(name, services)}", (*at, "only"), name)
                _check_unit(row, [s for s in programme.services if row.covers(s.id)], file, at)
                yield row


def _check_unit(row: Named, services: Sequence[Service], file: File, at: At) -> None:
    """Notes a fault for a unit responsible for none of these services, where the source names units."""
    units = list(dict.fromkeys(unit for s in services for unit in s.responsible))
    if services and not any(s.carried_out_by for s in services) and row.unit not in units:
        file.fail(f"这些服务的责任单位里没有“{row.unit}”{choose(row.unit, units)}", (*at, "unit"))


def _switched(
    files: Iterable[File], values: Mapping[str, str], known: Collection[str]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What the last ``[visits]`` turns on and off; a fault is noted for a name that no programme has."""
    on: tuple[str, ...] = ()
    off: tuple[str, ...] = ()
    for file in (f for f in files if VISITS in f.data):
        row = Reader(file, values).row(Switch, file.data[VISITS], (VISITS,))
        on, off = (row.on, row.off) if row else ((), ())
        for key, named in (("on", on), ("off", off)):
            for name in (n for n in named if n not in known):
                file.fail(f"没有上门服务“{name}”{choose(name, known)}", (VISITS, key), name)
        for name in sorted(set(on) & set(off)):
            file.fail(f"“{name}”不能又启用又停用,请删去一处", (VISITS, "off"), name)
    return on, off
