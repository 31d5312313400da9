"""A remark on one row of a pack, and the file and line where that row was written."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

from forms.faults import Fault
from forms.lines import At
from forms.pack import Pack
from forms.role_kinds import Role
from forms.rows import File
from forms.schema import Condition, Element, Material, Matter, Section
from forms.spelling import choose


@dataclass(frozen=True, slots=True)
class Remark:
    """One mistake, before its line is known: kind and id of the row, then the keys down to the place.

    E.g. ``("matter", "care_subsidy", "requirements", "grade", "when")``; ``holding`` is a text that
    stands in the line. ``file`` names the only file to look in, for kinds whose files repeat their ids.
    """

    at: At
    message: str
    holding: str = ""
    file: str = ""


def unknown(named: Iterable[str], there: Collection[str], at: At, what: str) -> Iterator[Remark]:
    """A remark on each name that is not among those ``there``; ``what`` says of what kind it would be."""
    for name in named:
        if name not in there:
            yield Remark(at, f"没有{what}“{name}”{choose(name, there)}", f'"{name}"')


def told(remark: Remark, files: Sequence[File]) -> Fault:
    """The remark as a fault with its file and line."""
    own = [f for f in files if remark.file in ("", f.shown)]
    for at in (remark.at, *_elsewhere(remark.at, own)):
        for file in own:
            place = _into(file.data, at)
            if place:
                return file.fault(remark.message, place, remark.holding)
    return own[0].fault(remark.message)


def _into(data: Mapping[str, Any], at: At) -> At:
    """The place by numbers of a row named by ids; empty when this file does not hold it."""
    node: Any = data
    place: At = ()
    for number, step in enumerate(at, 1):
        found = _numbered(node, step) if isinstance(node, list) else step
        place = (*place, found)
        if isinstance(node, dict) and found not in node:
            return place if 1 < number == len(at) else ()  # a key that is missing is told at its row
        if isinstance(node, list) and not 0 <= int(found) < len(node):
            return ()
        node = node[found]
    return place


def _numbered(rows: Sequence[Any], step: str | int) -> int:
    if isinstance(step, int):
        return step
    named = (n for n, row in enumerate(rows) if step in (row.get("id"), row.get("code"), row.get("material")))
    return next(named, -1)


def _elsewhere(at: At, files: Sequence[File]) -> Iterator[At]:
    """Places of the county row (exclusion, sharing) that the loader worked into the row at ``at``."""
    match at:
        case ("matter", _, "requirements", name, *rest):
            yield ("exclusion", name, *rest)
        case ("material", name, "exempt", int(place), *rest):
            rows = [r for f in files for r in f.data.get("material", ()) if r.get("id") == name]
            shared = place - sum(len(r.get("exempt", ())) for r in rows)
            numbers = [
                n for f in files for n, r in enumerate(f.data.get("sharing", ())) if r.get("material") == name
            ]
            yield from (("sharing", n, *rest) for n in numbers[shared : shared + 1])


def asked(pack: Pack) -> Iterator[tuple[At, Condition]]:
    """Every condition written in a pack, with its place."""
    for kind, rows in _rows(pack):
        for row in rows:
            yield from _own(row, (kind, row.id))
            if isinstance(row, Element | Section):
                yield from _numbered_rows(row.wordings, (kind, row.id, "wordings"))
            if isinstance(row, Role):
                yield from _numbered_rows(row.ways, ("role", row.id, "ways"))
            if isinstance(row, Matter):
                yield from _within_matter(row)
            if isinstance(row, Material):
                yield from _numbered_rows(row.exempt, ("material", row.id, "exempt"))


def _rows(pack: Pack) -> Iterator[tuple[str, Sequence[Any]]]:
    yield "section", pack.sections
    yield "element", tuple(pack.elements.values())
    yield "matter", tuple(pack.matters.values())
    yield "material", pack.materials
    yield "caution", pack.cautions
    yield "document", pack.documents
    yield "role", pack.roles


def _within_matter(matter: Matter) -> Iterator[tuple[At, Condition]]:
    for requirement in matter.requirements:
        yield from _own(requirement, ("matter", matter.id, "requirements", requirement.id))
        for extension in requirement.extensions:
            yield from _own(extension, ("extension", extension.id))
    yield from _numbered_rows(matter.branches, ("matter", matter.id, "branches"))


def _numbered_rows(rows: Sequence[Any], at: At) -> Iterator[tuple[At, Condition]]:
    for number, row in enumerate(rows):
        yield from _own(row, (*at, number))


def _own(row: Any, at: At) -> Iterator[tuple[At, Condition]]:
    for spec in fields(row):
        if spec.type is Condition and getattr(row, spec.name):
            yield (*at, spec.name), getattr(row, spec.name)
