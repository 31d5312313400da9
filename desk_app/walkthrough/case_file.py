"""The case file: a person, the situation, matters, answers and pictures, as guide/cases.md describes it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from desk_app.domain.applications import HandedIn
from desk_app.domain.promises import may_follow, takes_copy
from desk_app.errors import RuleError
from desk_app.services.counter.capture import SIGNED_FORM
from desk_app.walkthrough import deciding
from desk_app.walkthrough.deciding import Decision
from forms import toml_text
from forms.pack import Pack
from forms.schema import UNSURE, Element, Kind, Material, Problem, Value
from forms.toml_text import TomlFault, why


@dataclass(frozen=True, slots=True)
class CaseFile:
    """One person's visit: what is typed, ticked and scanned."""

    title: str
    person: Mapping[str, Value]
    """Typed in step 1: ``name``, ``id_number`` and, for a holder, ``certificate_number``."""
    situation: Mapping[str, Value]
    """Answers of the interview by element."""
    matters: tuple[str, ...]
    answers: Mapping[str, Value]
    """Answers of the unified form by element."""
    pictures: Mapping[str, tuple[Path, ...]]
    """Pictures by material; ``photo`` has one, ``signed_form`` is the signed form scanned back."""
    paper: tuple[str, ...]
    """Materials shown on paper without a scan, ticked in step 2."""
    materials: Mapping[str, str]
    """How a material without a picture is handed in in step 4: ``original``, ``copy`` or ``later`` (容缺)."""
    decisions: tuple[Decision, ...] = ()
    """What the departments decide afterwards, in this order."""


LATER: Final = "later"
_WAYS: Final = (*HandedIn, LATER)
_KEYS = {"title", "matters", "paper", "materials", "person", "situation", "answers", "pictures", "decisions"}
_NEEDED = ("title", "matters", "person")


def read(path: Path, pack: Pack) -> CaseFile:
    """The case in a file; RuleError names every key that is missing, unknown or of the wrong kind."""
    try:
        raw = toml_text.parsed(toml_text.read_text(path))
    except (OSError, TomlFault) as error:
        raise RuleError(f"读不懂案例文件 {path}:{why(error)}") from error
    problems = tuple(_faults(raw, path.parent, pack))
    if problems:
        told = ";".join(p.message for p in problems)
        raise RuleError(f"案例文件 {path} 有{len(problems)}处要改:{told}", problems)
    tables = {name: _values(raw.get(name, {}), pack) for name in ("person", "situation", "answers")}
    return CaseFile(
        title=raw["title"],
        matters=tuple(raw["matters"]),
        paper=tuple(raw.get("paper", ())),
        materials=dict(raw.get("materials", {})),
        decisions=deciding.read(raw.get("decisions", [])),
        pictures={m: tuple(path.parent / n for n in _names(v)) for m, v in raw.get("pictures", {}).items()},
        **tables,
    )


def _faults(raw: Mapping[str, Any], folder: Path, pack: Pack) -> Iterator[Problem]:
    for key in sorted(raw.keys() - _KEYS):
        yield Problem(key, f"不认识的键“{key}”,可用:{'、'.join(sorted(_KEYS))}")
    for key in _NEEDED:
        if key not in raw:
            yield Problem(key, f"缺少“{key}”")
    if not isinstance(raw.get("title", ""), str):
        yield Problem("title", "“title”应为文字")
    yield from _list_faults("matters", raw.get("matters", []), set(pack.matters))
    materials = {m.id for m in pack.materials}
    yield from _list_faults("paper", raw.get("paper", []), materials)
    for table in ("person", "situation", "answers"):
        yield from _table_faults(table, raw.get(table, {}), pack)
    yield from _picture_faults(raw.get("pictures", {}), materials | {SIGNED_FORM}, folder)
    yield from _material_faults(raw, pack)
    yield from deciding.faults(raw.get("decisions", []), _names(raw.get("matters")))
    for key in ("name", "id_number"):
        if isinstance(raw.get("person"), dict) and key not in raw["person"]:
            yield Problem(key, f"[person] 缺少“{key}”({pack.elements[key].label})")


def _list_faults(key: str, value: Any, known: set[str]) -> Iterator[Problem]:
    if not isinstance(value, list) or not all(isinstance(v, str) for v in value):
        yield Problem(key, f"“{key}”应为文字列表")
        return
    for name in value:
        if name not in known:
            yield Problem(key, f"“{key}”里没有“{name}”,可用:{'、'.join(sorted(known))}")


def _table_faults(table: str, value: Any, pack: Pack) -> Iterator[Problem]:
    if not isinstance(value, dict):
        yield Problem(table, f"[{table}] 应为一节")
        return
    for key, answer in value.items():
        element = pack.elements.get(key)
        if element is None:
            yield Problem(key, f"[{table}] 不认识的要素“{key}”")
        elif _value(element, answer, pack) is None:
            yield Problem(
                key, f"[{table}] “{key}”({element.label})的值 {answer!r} 不对{_hint(element, pack)}"
            )


def _picture_faults(value: Any, known: set[str], folder: Path) -> Iterator[Problem]:
    if not isinstance(value, dict):
        yield Problem("pictures", "[pictures] 应为一节")
        return
    for key, names in value.items():
        if key not in known:
            yield Problem(key, f"[pictures] 不认识的材料“{key}”,可用:{'、'.join(sorted(known))}")
        elif not _names(names):
            yield Problem(key, f"[pictures] “{key}”应为图片路径或路径列表")
        else:
            for name in _names(names):
                if not (folder / name).is_file():
                    yield Problem(key, f"[pictures] “{key}”的图片 {name} 不存在")


def _material_faults(raw: Mapping[str, Any], pack: Pack) -> Iterator[Problem]:
    value, known = raw.get("materials", {}), {m.id: m for m in pack.materials}
    if not isinstance(value, dict):
        yield Problem("materials", "[materials] 应为一节")
        return
    for key, way in value.items():
        if key not in known:
            yield Problem(key, f"[materials] 不认识的材料“{key}”,可用:{'、'.join(sorted(known))}")
        elif fault := _way_fault(pack, known[key], way):
            yield Problem(key, f"[materials] “{key}”({known[key].title}){fault}")
        elif any(key in t for t in map(raw.get, ("pictures", "paper")) if isinstance(t, dict | list)):
            yield Problem(key, f"[materials] “{key}”已写在 pictures 或 paper 里,只写一处")


def _way_fault(pack: Pack, material: Material, way: Any) -> str:
    if way not in _WAYS:
        return f"的值 {way!r} 不对,可用:{'、'.join(_WAYS)}"
    if way == HandedIn.COPY and not takes_copy(material):
        return "只收原件,不能写 copy"
    if way == LATER and not may_follow(pack, material):
        return "不能容缺,不能写 later"
    return ""


def _names(value: Any) -> tuple[str, ...]:
    names = [value] if isinstance(value, str) else value
    sound = isinstance(names, list) and all(isinstance(n, str) for n in names)
    return tuple(names) if sound else ()


def _values(table: Mapping[str, Any], pack: Pack) -> dict[str, Value]:
    values = {k: _value(pack.elements[k], v, pack) for k, v in table.items()}
    return {k: v for k, v in values.items() if v is not None}


def _value(element: Element, raw: Any, pack: Pack) -> Value | None:
    """The answer in a cell, an option written as its code or label; None if it is of another kind."""
    match element.kind:
        case Kind.FLAG:
            return raw if isinstance(raw, bool) else UNSURE if raw == UNSURE else None
        case Kind.CHOICE | Kind.CHOICES if raw == UNSURE:
            return UNSURE
        case Kind.CHOICE:
            return _code(element, raw, pack)
        case Kind.CHOICES:
            codes = [_code(element, r, pack) for r in raw] if isinstance(raw, list) else [None]
            return None if None in codes else tuple(c for c in codes if c is not None)
    return raw if isinstance(raw, str) else None


def _code(element: Element, raw: Any, pack: Pack) -> str | None:
    return next((o.code for o in pack.options(element) if raw in (o.code, o.label)), None)


def _hint(element: Element, pack: Pack) -> str:
    if element.kind is Kind.FLAG:
        return ",应为 true、false 或 “?”"
    options = pack.options(element)
    return f",可用:{'、'.join(o.label for o in options[:12])}" if options else ",应为文字"
