"""Plans of papers that are data alone: a layout file as typed rows, refused with what to write instead.

``[paper]`` names the paper, ``[[variable]]`` its values with label and invented sample, and either
``[[block]]`` rows flow down the page or ``[[box]]`` rows stand at their place in mm. What tick boxes and
``when`` look at stands in ``[sample_facts]``, so a paper tells by itself all that must be given to it.
"""

from collections.abc import Mapping
from dataclasses import MISSING, fields
from typing import Any, Final, TypeVar

from forms import conditions
from printing import draw, layout
from printing.errors import LayoutError
from printing.layout import template
from printing.plan_faults import faults
from printing.plan_shapes import Block, PaperPlan, PlanColumn, Spot, Variable

Row = TypeVar("Row")

_PLAN: Final = ("paper", "variable", "block", "box", "sample_facts")


def names() -> tuple[str, ...]:
    """Every paper that is a plan, the county's own among them."""
    found = {p.stem for f in (layout.LAYOUTS, *layout.own()) for p in f.glob("*.toml")}
    return tuple(sorted(n for n in found if "paper" in layout.read(n)))


def plan(name: str) -> PaperPlan:
    """The plan of a paper; LayoutError in one sentence naming file, row and what to write instead."""
    data = layout.read(name)
    file = f"{name}.toml"
    if unknown := data.keys() - set(_PLAN):
        raise LayoutError(f"{file} 有不认识的部分 {'、'.join(sorted(unknown))},可用:{'、'.join(_PLAN)}")
    try:
        found = _paper(name, data)
    except KeyError as error:
        raise LayoutError(f"{file} 有误:缺少 {error.args[0]}") from error
    except (AttributeError, TypeError, ValueError) as error:
        raise LayoutError(f"{file} 有误:{error}") from error
    for fault in faults(found):
        raise LayoutError(f"{file}:{fault}")
    return found


# ---- rows ----------------------------------------------------------------------------------------


def _paper(name: str, data: Mapping[str, Any]) -> PaperPlan:
    head = dict(data["paper"])
    size = tuple(float(side) for side in head.pop("size", draw.A4))
    footer = tuple(template(head.pop("footer", "")))
    return _row(
        PaperPlan,
        head,
        id=name,
        size=size,
        footer=footer,
        sample_facts={k: _fact(k, v) for k, v in data.get("sample_facts", {}).items()},
        variables=tuple(_variable(row) for row in data.get("variable", ())),
        blocks=tuple(_block(row) for row in data.get("block", ())),
        boxes=tuple(_spot(row) for row in data.get("box", ())),
    )


def _fact(name: str, value: Any) -> str | bool | tuple[str, ...]:
    if isinstance(value, list) and all(isinstance(v, str) for v in value):
        return tuple(value)
    if isinstance(value, str | bool):
        return value
    raise ValueError(f'[sample_facts] 的“{name}”应是 true、false、"文字" 或 ["几项"],数字也加引号')


def _row(shape: type[Row], raw: Mapping[str, Any], **made: Any) -> Row:
    """A row in the shape it promises; numbers of TOML may be whole where a length is meant."""
    known = {f.name: f for f in fields(shape)}  # type: ignore[arg-type]
    if unknown := raw.keys() - known.keys():
        raise ValueError(f"{_shown(raw)} 里不认识的项 {'、'.join(sorted(unknown))}")
    values = {k: _plain(known[k].type, v, k) for k, v in raw.items()} | made
    lacking = [
        n
        for n, f in known.items()
        if n not in values and f.default is MISSING and f.default_factory is MISSING
    ]
    if lacking:
        raise ValueError(f"{_shown(raw)} 缺少 {'、'.join(lacking)}")
    return shape(**values)


def _shown(raw: Mapping[str, Any]) -> str:
    """A row as its file has it, short enough for one sentence."""
    whole = ", ".join(f"{k} = {v}" for k, v in raw.items())
    return f"“{whole[:80]}{'…' * (len(whole) > 80)}”"


def _plain(kind: Any, value: Any, key: str) -> Any:
    if kind is float and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    if kind in (str, int, float, bool) and type(value) is not kind:
        raise ValueError(f"“{key}”的值 {value!r} 类型不对")
    return value


def _variable(raw: Mapping[str, Any]) -> Variable:
    sample = raw.get("sample", "")
    rest = {k: v for k, v in raw.items() if k != "sample"}
    if (rest.get("kind") == "rows") != isinstance(sample, list):
        raise ValueError(f"变量“{raw.get('name')}”的样例不对:rows 写成几行 {{ 项 = 值 }},其他写成文字")
    if isinstance(sample, list):
        return _row(Variable, rest, sample=tuple({k: str(v) for k, v in row.items()} for row in sample))
    return _row(Variable, rest, sample=_plain(str, sample, "sample"))


def _block(raw: Mapping[str, Any]) -> Block:
    made = {
        "tokens": tuple(template(raw.get("text", ""))),
        "when": conditions.parse(raw["when"]) if raw.get("when") else None,
        "columns": tuple(_column(row) for row in raw.get("columns", ())),
        "cells": tuple(tuple(tuple(template(c)) for c in row) for row in raw.get("cells", ())),
        "sides": tuple(_plain(str, side, "sides") for side in raw.get("sides", ())),
    }
    rest = {k: v for k, v in raw.items() if k not in ("text", *made)}
    return _row(Block, rest, **made)


def _column(raw: Mapping[str, Any]) -> PlanColumn:
    rest = {k: v for k, v in raw.items() if k != "text"}
    return _row(PlanColumn, {"title": "", **rest}, tokens=tuple(template(raw.get("text", ""))))


def _spot(raw: Mapping[str, Any]) -> Spot:
    x, y, w, h = map(float, raw["at"])
    made = {
        "tokens": tuple(template(raw.get("text", ""))),
        "when": conditions.parse(raw["when"]) if raw.get("when") else None,
    }
    rest = {k: v for k, v in raw.items() if k not in ("at", "text", "when")}
    return _row(Spot, rest, x=x, y=y, w=w, h=h, **made)
