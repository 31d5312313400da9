"""Reads a definition pack from TOML files and refuses it whole when anything in it is wrong."""

import hashlib
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, Field, dataclass, fields, replace
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

from forms import conditions
from forms.derive import DERIVERS
from forms.schema import (
    Clause,
    CodeTable,
    Condition,
    Element,
    Hall,
    Kind,
    Limits,
    Material,
    Matter,
    Option,
    Pack,
    Requirement,
    Section,
)

DEFINITIONS = Path(__file__).parent / "definitions"
CODES = Path(__file__).parent / "codes"
_Row = TypeVar("_Row")
_Keyed = TypeVar("_Keyed", Element, Matter, CodeTable)
_FILES = ("pack.toml", "county.toml", "elements.toml", "matters.toml", "materials.toml")


@dataclass(frozen=True, slots=True)
class Fault:
    """One mistake in a pack: where it stands and what to write instead."""

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.file} 第{self.line}行:{self.message}"


class PackError(Exception):
    """A pack that must not be used; ``faults`` names every mistake found."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(map(str, faults)))


@dataclass(slots=True)
class _File:
    """One TOML file while it is read: its text finds the line of a fault again."""

    name: str
    text: str
    data: dict[str, Any]
    faults: list[Fault]

    def fail(self, message: str, row: str = "", key: str = "") -> None:
        self.faults.append(Fault(self.name, self._line(row, key), message))

    def _line(self, row: str, key: str) -> int:
        lines = self.text.splitlines()
        start = next((i for i, t in enumerate(lines) if row and t.replace(" ", "") == f'id="{row}"'), 0)
        hits = (i for i, t in enumerate(lines[start:], start) if key and t.lstrip().startswith(key))
        return next(hits, start) + 1


def load(directory: Path = DEFINITIONS, codes: Path = CODES) -> Pack:
    """The pack in a directory; PackError naming file and line of every fault otherwise."""
    faults: list[Fault] = []
    paths = [directory / name for name in _FILES] + sorted(codes.glob("*.toml"))
    files = [_read(path, faults) for path in paths]
    if faults:
        raise PackError(faults)
    pack = _assemble(files)
    # Rows that could not be read are gone; what points at them would be blamed wrongly.
    faults = [f for file in files for f in file.faults] or _cross_faults(pack, {f.name: f for f in files})
    if faults:
        raise PackError(faults)
    return pack


@cache
def shipped() -> Pack:
    """The pack that ships with the program, read once."""
    return load()


def _read(path: Path, faults: list[Fault]) -> _File:
    try:
        text = path.read_text(encoding="utf-8")
        return _File(path.name, text, tomllib.loads(text), faults)
    except OSError as error:
        faults.append(Fault(path.name, 1, f"读不到文件:{error.strerror}"))
    except UnicodeDecodeError:
        faults.append(Fault(path.name, 1, "文件不是 UTF-8 编码,请另存为 UTF-8"))
    except tomllib.TOMLDecodeError as error:
        where = str(error).rpartition("(at line ")[2].partition(",")[0]
        faults.append(Fault(path.name, int(where) if where.isdigit() else 1, f"TOML 写法有误:{error}"))
    return _File(path.name, "", {}, faults)


def _assemble(files: list[_File]) -> Pack:
    pack, county, elements, matters, materials, *codes = files
    head = pack.data.get("pack", {})
    for key in ("version", "title", "source"):
        if not isinstance(head.get(key), str):
            pack.fail(f"[pack] 缺少文字 {key}", key="[pack]")
    limits = _row(Limits, pack.data.get("limits", {}), pack, "")
    hall = _row(Hall, county.data.get("hall", {}), county, "")
    tables = [t for f in codes for t in _code_tables(f)]
    return Pack(
        version=str(head.get("version", "")),
        title=str(head.get("title", "")),
        source=str(head.get("source", "")),
        digest=_digest(files),
        limits=limits or Limits(0, 0, 0, 0, "", ""),
        hall=hall or Hall("", "", "", "", "", "", "", "", ""),
        texts=MappingProxyType({k: str(v).strip() for k, v in pack.data.get("texts", {}).items()}),
        codes=_keyed(tables, files[0]),
        elements=_keyed(_rows(Element, "element", elements), elements),
        sections=tuple(_rows(Section, "section", elements)),
        matters=_keyed(_rows(Matter, "matter", matters), matters),
        materials=tuple(_rows(Material, "material", materials)),
    )


def _digest(files: list[_File]) -> str:
    whole = hashlib.sha256()
    for file in files:
        whole.update(f"{file.name}\0{file.text}\0".encode())
    return whole.hexdigest()


def _keyed(rows: list[_Keyed], file: _File) -> Mapping[str, _Keyed]:
    found: dict[str, _Keyed] = {}
    for row in rows:
        if row.id in found:
            file.fail(f"“{row.id}”定义了两次,请删去一处", row.id)
        found[row.id] = row
    return MappingProxyType(found)


def _code_tables(file: _File) -> Iterator[CodeTable]:
    for raw in file.data.get("table", []):
        table = {k: v for k, v in raw.items() if k != "options"}
        options = []
        for item in raw.get("options", []):
            if not isinstance(item, list) or not 2 <= len(item) <= 3:
                file.fail(f'选项应写成 ["代码", "名称"],现在是 {item}', str(raw.get("id", "")), "options")
                continue
            options.append(Option(*map(str, item)))
        row = _row(CodeTable, table | {"options": tuple(options)}, file, str(raw.get("id", "")))
        if row:
            yield row


def _rows(shape: type[_Row], key: str, file: _File) -> list[_Row]:
    raw = file.data.get(key, [])
    built = [_row(shape, r, file, str(r.get("id", ""))) for r in raw]
    return [row for row in built if row is not None]


def _row(shape: type[_Row], raw: Mapping[str, Any], file: _File, row: str) -> _Row | None:
    known = {f.name: f for f in fields(shape)}  # type: ignore[arg-type]
    before = len(file.faults)
    for key in raw.keys() - known.keys():
        file.fail(f"不认识的键“{key}”,可用:{'、'.join(known)}", row, key)
    for name, spec in known.items():
        if name not in raw and spec.default is MISSING and spec.default_factory is MISSING:
            file.fail(f"缺少键“{name}”", row)
    values = {k: _value(known[k], v, file, row) for k, v in raw.items() if k in known}
    return shape(**values) if len(file.faults) == before else None


def _value(spec: "Field[Any]", raw: Any, file: _File, row: str) -> Any:
    """One cell in the type its field promises; a fault is noted otherwise."""
    match spec.type:
        case _ if spec.type is Condition:
            return _condition(raw, file, row, spec.name)
        case _ if spec.name == "requirements":
            return tuple(r for r in (_row(Requirement, x, file, row) for x in raw) if r)
        case _ if spec.name == "options":
            return raw
        case _ if spec.type is Kind:
            if raw in list(Kind):
                return Kind(raw)
            file.fail(f"不认识的类型“{raw}”,可用:{'、'.join(Kind)}", row, "kind")
        case _ if spec.type in (str, bool, int):
            if isinstance(raw, spec.type) and (spec.type is bool or not isinstance(raw, bool)):
                return raw.strip() if isinstance(raw, str) else raw
            file.fail(f"“{spec.name}”的值 {raw!r} 类型不对", row, spec.name)
        case _:
            if isinstance(raw, list) and all(isinstance(x, str) for x in raw):
                return tuple(raw)
            file.fail(f"“{spec.name}”应为文字列表", row, spec.name)
    return None


def _condition(raw: Any, file: _File, row: str, key: str) -> Condition:
    if not isinstance(raw, list) or not all(isinstance(line, list) and line for line in raw):
        file.fail('条件应为两层列表:[["甲 = yes", "乙 = yes"], ["丙 = yes"]]', row, key)
        return ()
    return tuple(tuple(_clause(text, file, row, key) for text in line) for line in raw)


def _clause(text: Any, file: _File, row: str, key: str) -> Clause:
    try:
        return conditions.parse(str(text))
    except ValueError as error:
        file.fail(str(error), row, key)
        return Clause("", "=", ("",))


def _cross_faults(pack: Pack, files: Mapping[str, _File]) -> list[Fault]:
    """Faults between rows: names that do not exist, clauses that do not fit, codes without table."""
    home = {Element: "elements.toml", Section: "elements.toml", Matter: "matters.toml"}
    found: list[Fault] = []
    rows: list[Any] = [*pack.elements.values(), *pack.sections, *pack.matters.values(), *pack.materials]
    for row in rows:
        file = replace(files[home.get(type(row), "materials.toml")], faults=found)
        for message, key in _row_faults(row, pack):
            file.fail(message, row.id, key)
    return found


def _row_faults(row: Any, pack: Pack) -> Iterator[tuple[str, str]]:
    for name in (n for key in ("matters", "excludes", "required_for") for n in getattr(row, key, ())):
        if name not in pack.matters:
            yield f"没有事项“{name}”", "matters"
    for name in getattr(row, "settles", ()):
        if name not in pack.elements:
            yield f"没有要素“{name}”", "settles"
    if isinstance(row, Element):
        yield from _element_faults(row, pack)
    for spec in fields(row):
        if spec.type is Condition:
            yield from _condition_faults(getattr(row, spec.name), spec.name, pack)
    for requirement in getattr(row, "requirements", ()):
        yield from _condition_faults(requirement.when, "when", pack)


def _element_faults(row: Element, pack: Pack) -> Iterator[tuple[str, str]]:
    if (row.kind in (Kind.CHOICE, Kind.CHOICES)) != bool(row.codes):
        yield "单选、多选要素要写 codes,其他要素不写", "codes"
    if row.codes and row.codes not in pack.codes:
        yield f"没有代码表“{row.codes}”", "codes"
    if row.derived and row.derived not in DERIVERS:
        yield f"不认识的推算“{row.derived}”,可用:{'、'.join(DERIVERS)}", "derived"
    if row.section and row.section not in {s.id for s in pack.sections}:
        yield f"没有栏目“{row.section}”", "section"


def _condition_faults(condition: Condition, key: str, pack: Pack) -> Iterator[tuple[str, str]]:
    for row in condition:
        for clause in row:
            element = pack.elements.get(clause.element)
            if element is None:
                yield f"条件用到的要素“{clause.element}”没有定义", key
                continue
            codes = pack.codes.get(element.codes)
            message = conditions.fault(clause, element, [o.code for o in codes.options] if codes else [])
            if message:
                yield message, key
