"""Reads a definition pack from TOML files and refuses it whole when anything in it is wrong."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache, cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, TypeVar

from forms import (
    apart,
    archive_rows,
    audit,
    code_rows,
    older,
    procedure_rows,
    programme_rows,
    result_rows,
    rights,
    said,
    stops,
    switches,
    work_rows,
)
from forms.county_rows import Exclusion, Following, Sharing, Undertaking, only_between, required
from forms.data_kinds import DataKind
from forms.faults import Fault, PackError, ordered
from forms.lines import At
from forms.moments import BEIJING, parse_zone
from forms.pack import Department, Hall, Limits, Pack, Remedies, Text
from forms.procedures import Procedure
from forms.provisions import Law, Provision
from forms.result_kinds import ResultKind
from forms.role_kinds import Kin, Role
from forms.rows import File, Reader, read
from forms.schema import (
    Caution,
    CodeTable,
    Copies,
    Document,
    Element,
    Exemption,
    Extension,
    Material,
    Matter,
    Section,
)
from forms.sources import CODES, DEFINITIONS, PROCEDURES, always, digest_of, hashed, places, sources
from forms.spelling import choose, meant

__all__ = ["CODES", "DEFINITIONS", "Fault", "PackError", "digest_of", "load", "places", "shipped", "sources"]

RESULTS: Final = "results.toml"
ROLES: Final = "roles.toml"
CLAUSES: Final = "clauses.toml"
_HEAD: Final = ("version", "title", "source")
_ZONE: Final = "zone"
_LISTED: Final = (
    *("section", "element", "matter", "material", "table", "text", "caution", "document", "law", "clause"),
    *("extension", "exclusion", "copies", "following", "sharing", "result", "role", "kin", "department"),
    "undertaking",
    "privacy",
    "work",
    "retention",
    *programme_rows.LISTED,
)
_TABLES: Final = frozenset(
    {"pack", "limits", "hall", "clock", "remedies", "values", "archive", *_LISTED, *programme_rows.TABLES}
)
"""Every table a file of a pack may hold."""
_Keyed = TypeVar("_Keyed", Element, Matter, CodeTable)


def _is_way(file: File) -> bool:
    """Whether it is the file of a procedure, of the pack or of a programme."""
    return file.shown.startswith(f"{PROCEDURES}/") or bool(
        programme_rows.folder(file) and "procedure" in file.data
    )


def load(directory: Path = DEFINITIONS, codes: Path | None = None, *, alone: bool = False) -> Pack:
    """The pack in a directory; PackError naming file and line of every fault otherwise."""
    return checked(directory, codes, alone=alone)


def checked(
    directory: Path = DEFINITIONS,
    codes: Path | None = None,
    *,
    alone: bool = False,
    printed: audit.Printed | None = None,
    papers: audit.Papers | None = None,
) -> Pack:
    """The pack in a directory, as ``load``.

    With ``printed`` every element must have its place on paper, with ``papers`` every paper its layout.
    """
    if not directory.is_dir():
        raise PackError([Fault(directory.name, 1, f"没有文件夹 {directory},请核对设置“事项定义文件夹”")])
    faults: list[Fault] = []
    paths = places(directory, codes, alone=alone)
    files = [read(path, faults, place) for place, path in paths.items()]
    if faults:
        raise PackError(faults)
    ours = all(DEFINITIONS.parent in path.parents for path in paths.values())
    # A copy that an older release kept has no procedures: it goes by ours, which are no part of it.
    lent = {} if any(map(_is_way, files)) else always()
    ways_lent = [read(path, faults, place) for place, path in lent.items()]
    # A copy kept before there were kinds of result or roles goes by ours: it is understood all the same.
    kinds = {"result": RESULTS, "role": ROLES, "law": CLAUSES}
    whole = [file for file in files if not programme_rows.folder(file)]
    lacked = [name for kind, name in kinds.items() if not any(kind in file.data for file in whole)]
    kept = [read(DEFINITIONS / name, faults, name) for name in lacked]
    later = {} if ours else older.lent(_defined(files), kept=alone)
    pack = _Assembly(files, [*ways_lent, *kept], later).pack()
    # Rows that could not be read are gone; what points at them would be blamed wrongly.
    # A kept copy was checked when it came into force: a stricter release must not refuse it.
    found = faults or ([] if alone else list(audit.faults(pack, files, printed, papers)))
    if found:
        raise PackError(ordered(found, [file.shown or file.name for file in files]))
    return pack


def _defined(files: Sequence[File]) -> set[str]:
    """Ids of the elements that files define, readable or not."""
    tables = (f.data.get("element") for f in files)
    return {str(r.get("id")) for t in tables if isinstance(t, list) for r in t if isinstance(r, dict)}


@cache
def shipped() -> Pack:
    """The pack that ships with the program, read once."""
    return load()


class _Assembly:
    """All files of a pack on their way into one: rows of a kind from every file, county rows worked in."""

    def __init__(self, files: list[File], lent: list[File], later: older.Lent) -> None:
        self._later = later
        self._digest = _digest(files)
        ways = [f for f in files if _is_way(f)]
        self._files = [f for f in files if not _is_way(f)]
        self._ours = lent
        self.values = {k: v for f in self._files for k, v in _values(f)}
        self._said = said.numbers(self._files, self.values)
        self._programmes = programme_rows.read(self._files, self._said)
        self._works = work_rows.read(self._files, self._said)
        found = procedure_rows.read(ways or [f for f in lent if _is_way(f)], self._said)
        placed = programme_rows.placed(rights.procedures(found), ways, self._programmes)
        self._procedures = switches.applied(placed, self._files, self.values)
        self._fonds, self._retention = archive_rows.read(self._files, self._said, self._procedures)

    def pack(self) -> Pack:
        """The pack; faults are noted in the files."""
        self._unknown()
        self._repeated()
        head, elements = self._head(), self._keyed(Element, "element")
        matters = self._with_exclusions(self._with_extensions(self._keyed(Matter, "matter")))
        if not any("result" in f.data for f in self._ours):  # an application of an older pack keeps its rules
            matters = {m.id: apart.whole_visits(m, matters) for m in matters.values()}
        results = {r.id: r for r in self._lent(ResultKind, "result")}
        return Pack(
            **{key: head[key] for key in _HEAD},
            digest=self._digest,
            limits=self._one(Limits, "limits") or Limits(0, 0, 0, 0, "", ""),
            hall=self._one(Hall, "hall") or Hall("", "", "", "", "", "", "", "", ()),
            texts=MappingProxyType(self._texts()),
            codes=MappingProxyType(self._tables(matters)),
            elements=MappingProxyType(elements),
            sections=tuple(self._rows(Section, "section")),
            matters=MappingProxyType(matters),
            materials=tuple(self._materials()),
            cautions=tuple(self._rows(Caution, "caution")),
            documents=rights.documents(self._rows(Document, "document")),
            values=MappingProxyType(self.values),
            procedures=MappingProxyType(result_rows.asked(self._stopping, results)),
            results=MappingProxyType(results),
            remedies=self._remedies(),
            departments=MappingProxyType({d.name: d for d in self._rows(Department, "department")}),
            roles=tuple(self._lent(Role, "role")),
            kin=tuple(self._lent(Kin, "kin")),
            laws=MappingProxyType({row.id: row for row in self._lent(Law, "law")}),
            clauses=tuple(self._lent(Provision, "clause")),
            privacy=tuple(self._rows(DataKind, "privacy")),
            undertakings=tuple(self._rows(Undertaking, "undertaking")),
            zone=head[_ZONE] or BEIJING,
            programmes=self._programmes,
            works=self._works,
            fonds=self._fonds,
            retention=self._retention,
        )

    def _tables(self, matters: Mapping[str, Matter]) -> dict[str, CodeTable]:
        """The code tables, those that follow from other rows too: services of programmes, and matters."""
        own = self._keyed(CodeTable, "table") | programme_rows.tables(self._programmes)
        return rights.codes(own, self._procedures) | code_rows.tables(matters, self._works, self._retention)

    @property
    def _stopping(self) -> Mapping[str, Procedure]:
        """The procedures with the stops that count here."""
        return stops.applied(self._procedures, self._runs_on)

    @cached_property
    def _runs_on(self) -> tuple[str, ...]:
        """The stops of the clock that do not count here; a fault is noted for one that no state names."""
        known = stops.reasons(self._procedures)
        found: tuple[str, ...] = ()
        for file in (f for f in self._files if "clock" in f.data):
            row = self._reader(file).row(stops.StopSwitch, file.data["clock"], ("clock",))
            found = row.runs_on if row else ()
            for name in (n for n in found if n not in known):
                file.fail(f"没有停表的原因“{name}”{choose(name, known)}", ("clock", "runs_on"), name)
        return found

    def _texts(self) -> dict[str, str]:
        rows: list[Text] = self._rows(Text, "text")
        ids = [row.id for row in rows if not row.after]
        for file in self._files:
            for at, raw in self._reader(file).tables("text"):
                if (name := str(raw.get("after", ""))) and name not in ids:
                    file.fail(f"没有文字“{name}”{choose(name, ids)}", (*at, "after"), name)
        counting = stops.reasons(self._stopping)
        return stops.texts(rows, counting)

    def _head(self) -> Mapping[str, str]:
        found: dict[str, Any] = {}
        for file in (f for f in self._files if "pack" in f.data):
            written = file.data["pack"] if isinstance(file.data["pack"], dict) else {}
            for key in sorted(written.keys() - {*_HEAD, _ZONE}):
                file.fail(f"不认识的键“{key}”{choose(key, (*_HEAD, _ZONE))}", ("pack", key))
            if _ZONE in written and parse_zone(str(written[_ZONE])) is None:
                file.fail('zone 应写与世界时的差,如 "+08:00"(北京时间)', ("pack", _ZONE))
            found |= written
        for key in _HEAD:
            if not isinstance(found.get(key), str) or not found[key].strip():
                self._files[0].fail(f"[pack] 缺少文字 {key},请补上", ("pack", key))
        return {k: str(found.get(k, "")) for k in (*_HEAD, _ZONE)}

    def _unknown(self) -> None:
        """Notes a fault for each table of an unknown name, so that no misspelled rule is silently lost."""
        for file in self._files:
            for key in sorted(file.data.keys() - _TABLES):
                file.fail(f"不认识的表“{key}”{choose(key, sorted(_TABLES))}", (key,))

    def _repeated(self) -> None:
        """Notes a fault for rows of one kind with the same id, also when they are in different files."""
        seen: set[tuple[str, str, str, str]] = set()
        for file, key in ((f, k) for f in self._files for k in _LISTED if k in f.data):
            within = programme_rows.folder(file) if key in programme_rows.LISTED else ""
            for at, row in self._reader(file).tables(key):
                name = str(row.get("id", ""))
                whose = str(row.get("procedure", "")) if key == "board" else ""  # several share a place
                if name and (key, within, name, whose) in seen:
                    file.fail(f"“{name}”定义了两次,请删去一处或换个 id", (*at, "id"))
                seen.add((key, within, name, whose))

    def _one(self, shape: type[Any], key: str) -> Any:
        """The table of this name from the last file that has it; None, with a fault noted, when none has."""
        holders = [f for f in self._files if key in f.data]
        if not holders:
            self._files[0].fail(f"缺少 [{key}],请补上")
            return None
        return self._reader(holders[-1]).row(shape, holders[-1].data[key], (key,))

    def _remedies(self) -> Remedies:
        """Those of the last file that has them; empty ones in packs of before."""
        holders = [f for f in self._files if "remedies" in f.data]
        found = (self._one(Remedies, "remedies") if holders else None) or Remedies()
        for key in ("reviewer", "court", "federation", "elsewhere") if holders else ():
            if not getattr(found, key):
                holders[-1].fail(f"缺少 {key},通知书上会空着,请补上", ("remedies", key))
        return found

    def _reader(self, file: File, matter: str = "") -> Reader:
        return Reader(file, self._said | ({"matter": matter} if matter else {}), self._later)

    def _rows(self, shape: type[Any], key: str) -> list[Any]:
        return [row for file in self._files for row in self._reader(file).rows(shape, key)]

    def _lent(self, shape: type[Any], key: str) -> list[Any]:
        """The rows of a kind, with those of our own files that a pack of before goes by."""
        return [r for file in (*self._files, *self._ours) for r in self._reader(file).rows(shape, key)]

    def _keyed(self, shape: type[_Keyed], key: str) -> dict[str, _Keyed]:
        return {row.id: row for row in self._rows(shape, key)}

    def _with_extensions(self, matters: dict[str, Matter]) -> dict[str, Matter]:
        for file in self._files:
            reader = self._reader(file)
            for at, raw in reader.tables("extension"):
                row = reader.row(Extension, raw, at)
                matter = matters.get(row.matter) if row else None
                if row is None or row.matter in self._unread("matter", matters):
                    continue
                if _names_nothing(row, matter, matters, file, at) or matter is None:
                    continue
                dated = replace(row, when=only_between(row.when, row.since, row.until))
                matters[row.matter] = replace(
                    matter,
                    requirements=tuple(
                        replace(r, extensions=(*r.extensions, dated)) if r.id == row.requirement else r
                        for r in matter.requirements
                    ),
                )
        return matters

    def _with_exclusions(self, matters: dict[str, Matter]) -> dict[str, Matter]:
        for file in self._files:
            for at, raw in self._reader(file).tables("exclusion"):
                names = _meant(raw.get("matters", ()), matters)
                if not names:
                    self._reader(file, "matter").row(Exclusion, raw, at)
                    file.fail('没有写事项,请写 matters = ["…"],所有要申请的事项写 ["*"]', (*at, "matters"))
                for name in names:
                    row = self._reader(file, name).row(Exclusion, raw, at)
                    if row and name in self._unread("matter", matters):
                        continue
                    if row and name not in matters:
                        file.fail(f"没有事项“{name}”{meant(name, matters)}", (*at, "matters"), name)
                    elif row:
                        mine = matters[name]
                        matters[name] = replace(mine, requirements=(*mine.requirements, required(row)))
        return matters

    def _materials(self) -> Iterator[Material]:
        copies: list[Copies] = self._rows(Copies, "copies")
        following: list[Following] = self._rows(Following, "following")
        sharing: list[Sharing] = self._rows(Sharing, "sharing")
        materials: list[Material] = self._rows(Material, "material")
        read_ones = {m.id for m in materials}
        self._missing(read_ones | self._unread("material", read_ones))
        for material in materials:
            mine = [s for s in sharing if s.material == material.id]
            yield replace(
                material,
                exempt=(*material.exempt, *(Exemption(s.when, s.words, s.source) for s in mine)),
                copies_for=tuple(c for c in copies if c.material == material.id),
                follows_in=max((f.days for f in following if f.material == material.id), default=0),
            )

    def _unread(self, key: str, read_ones: Collection[str]) -> set[str]:
        """Ids of rows that could not be read. Their fault is noted already: references to them raise none."""
        rows = (raw for f in self._files for _, raw in self._reader(f).tables(key))
        return {str(raw.get("id")) for raw in rows} - set(read_ones)

    def _missing(self, known: Collection[str]) -> None:
        """Notes a fault for each county row about a material that is not in the matrix."""
        for file, key in ((f, k) for f in self._files for k in ("copies", "following", "sharing")):
            for at, row in self._reader(file).tables(key):
                name = row.get("material")
                if isinstance(name, str) and name.strip() and name not in known:
                    file.fail(f"没有材料“{name}”{meant(name, known)}", (*at, "material"))


def _names_nothing(
    row: Extension, matter: Matter | None, matters: Collection[str], file: File, at: At
) -> bool:
    """Whether an extension names no existing matter or requirement; notes the fault when it does not."""
    if matter is None:
        file.fail(f"没有事项“{row.matter}”{meant(row.matter, matters)}", (*at, "matter"))
        return True
    own = [r.id for r in matter.requirements]
    if row.requirement not in own:
        file.fail(
            f"“{matter.title}”没有条件“{row.requirement}”{choose(row.requirement, own)}",
            (*at, "requirement"),
        )
        return True
    return False


def _values(file: File) -> Iterator[tuple[str, str]]:
    """Names and values of a file's ``[values]``; notes a fault for each that no condition can use."""
    values = file.data.get("values", {})
    if not isinstance(values, dict):
        file.fail("“values”应写成 [values] 一个表", ("values",))
        return
    for name, value in values.items():
        if isinstance(value, bool) or not isinstance(value, str | int | float):
            file.fail(f'数值“{name}”应为数字或文字,如 {name} = "12"', ("values", name))
        if not re.fullmatch(r"[a-z_]+", name):
            file.fail(f"数值的名字“{name}”只能用小写字母和下划线", ("values", name))
        yield name, str(value)


def _meant(names: Any, matters: Mapping[str, Matter]) -> tuple[str, ...]:
    """The matters an exclusion names; ``*`` are all that are collected."""
    named = tuple(str(n) for n in names) if isinstance(names, list) else ()
    return tuple(m.id for m in matters.values() if m.collected) if named == ("*",) else named


def _digest(files: list[File]) -> str:
    return hashed((f.name, f.text) for f in files)
