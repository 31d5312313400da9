"""Plans of papers that are data alone: a layout file as typed rows, refused with what to write instead.

``[paper]`` names the paper, ``[[variable]]`` its values with label and invented sample, and either
``[[block]]`` rows flow down the page or ``[[box]]`` rows stand at their place in mm.
"""

from collections.abc import Mapping, Sequence
from dataclasses import MISSING, dataclass, field, fields
from typing import Any, Final, TypeVar

from forms import conditions
from forms.schema import Clause, Facts
from printing import draw, layout
from printing.layout import LayoutError, Token, template

Row = TypeVar("Row")
Sample = str | tuple[Mapping[str, str], ...]


@dataclass(frozen=True, slots=True)
class Variable:
    """A value a paper shows: how people call it and what an invented one looks like."""

    name: str
    label: str
    sample: Sample = ""
    kind: str = "text"
    """``text``, ``long``, ``date``, ``rows`` or ``picture``."""
    ask: bool = False
    """The clerk is asked for it before the paper is drawn; left open it is written in by hand."""
    required: bool = False


@dataclass(frozen=True, slots=True)
class PlanColumn:
    """A column of a table: heading, width in mm, alignment and what a row puts into it."""

    title: str
    width: float
    tokens: tuple[Token, ...]
    align: str = "left"


@dataclass(frozen=True, slots=True)
class Block:
    """One piece of a flowing paper; sizes in points, lengths in mm. See ``papers.document`` for kinds."""

    kind: str
    tokens: tuple[Token, ...] = ()
    when: Clause | None = None
    size: float = 0.0
    align: str = "left"
    heavy: bool = False
    indent: float = 0.0
    first_indent: bool = False
    after: float = 1.5
    height: float = 0.0
    label: str = ""
    qr: str = ""
    rows: str = ""
    spare_rows: int = 0
    columns: tuple[PlanColumn, ...] = ()
    cells: tuple[tuple[tuple[Token, ...], ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Spot:
    """One box of a paper of fixed boxes, in mm from the page's top left corner; type in points."""

    x: float
    y: float
    w: float
    h: float
    page: int = 1
    tokens: tuple[Token, ...] = ()
    when: Clause | None = None
    picture: str = ""
    code: str = ""
    square: bool = False
    label: str = ""
    size: float = 10.5
    floor: float = 6.0
    leading: float = 1.3
    align: str = "left"
    valign: str = "middle"
    pad: float = 0.6
    grey: float = 0.0
    heavy: bool = False
    frame: bool = False
    line: float = draw.HAIRLINE
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class Paper:
    """A whole plan."""

    id: str
    title: str
    basis: str
    variables: tuple[Variable, ...]
    blocks: tuple[Block, ...] = ()
    boxes: tuple[Spot, ...] = ()
    size: tuple[float, float] = draw.A4
    media: str = "A4"
    """What the printer must hold: A4, or a name with its size in mm."""
    overlay: bool = False
    """Printed on a pre-printed form: the printer's calibration moves it."""
    copies: int = 1
    heading: float = 20.0
    body: float = 11.0
    floor: float = 9.0
    footer: tuple[Token, ...] = ()
    date_words: str = "          年      月      日"
    sample_facts: Facts = field(default_factory=dict)


KINDS: Final = (
    "title codes section paragraph items table sign seal lines space foot".split()  # noqa: SIM905
)
_VARIABLE_KINDS: Final = ("text", "long", "date", "rows", "picture")
_PLAN: Final = ("paper", "variable", "block", "box", "sample_facts")


def names() -> tuple[str, ...]:
    """Every paper that is a plan, the county's own among them."""
    found = {p.stem for f in (layout.LAYOUTS, *layout.own()) for p in f.glob("*.toml")}
    return tuple(sorted(n for n in found if "paper" in layout.read(n)))


def plan(name: str) -> Paper:
    """The plan of a paper; LayoutError in one sentence naming file, row and what to write instead."""
    data = layout.read(name)
    file = f"{name}.toml"
    if unknown := data.keys() - set(_PLAN):
        raise LayoutError(f"{file} 有不认识的部分 {'、'.join(sorted(unknown))},可用:{'、'.join(_PLAN)}")
    try:
        found = _paper(name, data)
    except (KeyError, TypeError, ValueError) as error:
        raise LayoutError(f"{file} 有误:{error}") from error
    for fault in _faults(found):
        raise LayoutError(f"{file}:{fault}")
    return found


def _paper(name: str, data: Mapping[str, Any]) -> Paper:
    head = dict(data["paper"])
    size = tuple(float(side) for side in head.pop("size", draw.A4))
    footer = tuple(template(head.pop("footer", "")))
    sample_facts = {
        k: tuple(v) if isinstance(v, list) else v for k, v in data.get("sample_facts", {}).items()
    }
    return _row(
        Paper,
        head,
        id=name,
        size=size,
        footer=footer,
        sample_facts=sample_facts,
        variables=tuple(_variable(row) for row in data.get("variable", ())),
        blocks=tuple(_block(row) for row in data.get("block", ())),
        boxes=tuple(_spot(row) for row in data.get("box", ())),
    )


def _row(shape: type[Row], raw: Mapping[str, Any], **made: Any) -> Row:
    """A row in the shape it promises; numbers of TOML may be whole where a length is meant."""
    known = {f.name: f for f in fields(shape)}  # type: ignore[arg-type]
    if unknown := raw.keys() - known.keys():
        raise ValueError(f"{dict(raw)} 里不认识的项 {'、'.join(sorted(unknown))}")
    values = {k: _plain(known[k].type, v, k) for k, v in raw.items()} | made
    lacking = [
        n
        for n, f in known.items()
        if n not in values and f.default is MISSING and f.default_factory is MISSING
    ]
    if lacking:
        raise ValueError(f"{dict(raw)} 缺少 {'、'.join(lacking)}")
    return shape(**values)


def _plain(kind: Any, value: Any, key: str) -> Any:
    if kind is float and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    if kind in (str, int, float, bool) and type(value) is not kind:
        raise ValueError(f"“{key}”的值 {value!r} 类型不对")
    return value


def _variable(raw: Mapping[str, Any]) -> Variable:
    sample = raw.get("sample", "")
    rows = (
        tuple({str(k): str(v) for k, v in row.items()} for row in sample)
        if isinstance(sample, list)
        else None
    )
    rest = {k: v for k, v in raw.items() if k != "sample"}
    return _row(Variable, rest, sample=str(sample) if rows is None else rows)


def _block(raw: Mapping[str, Any]) -> Block:
    made = {
        "tokens": tuple(template(raw.get("text", ""))),
        "when": conditions.parse(raw["when"]) if raw.get("when") else None,
        "columns": tuple(_column(row) for row in raw.get("columns", ())),
        "cells": tuple(tuple(tuple(template(c)) for c in row) for row in raw.get("cells", ())),
    }
    rest = {k: v for k, v in raw.items() if k not in ("text", *made)}
    return _row(Block, rest, **made)


def _column(raw: Mapping[str, Any]) -> PlanColumn:
    rest = {k: v for k, v in raw.items() if k != "text"}
    return _row(PlanColumn, rest, tokens=tuple(template(raw.get("text", ""))))


def _spot(raw: Mapping[str, Any]) -> Spot:
    x, y, w, h = map(float, raw["at"])
    made = {
        "tokens": tuple(template(raw.get("text", ""))),
        "when": conditions.parse(raw["when"]) if raw.get("when") else None,
    }
    rest = {k: v for k, v in raw.items() if k not in ("at", "text", "when")}
    return _row(Spot, rest, x=x, y=y, w=w, h=h, **made)


def _faults(found: Paper) -> Sequence[str]:
    told = []
    if bool(found.blocks) == bool(found.boxes):
        told.append("要么写 [[block]],要么写 [[box]],不能都写或都不写")
    told += [f"不认识的块“{b.kind}”,可用:{'、'.join(KINDS)}" for b in found.blocks if b.kind not in KINDS]
    told += [
        f"变量“{v.name}”的 kind“{v.kind}”不认识,可用:{'、'.join(_VARIABLE_KINDS)}"
        for v in found.variables
        if v.kind not in _VARIABLE_KINDS
    ]
    wide, high = found.size
    for spot in found.boxes:
        if (
            min(spot.x, spot.y) < 0
            or min(spot.w, spot.h) <= 0
            or spot.x + spot.w > wide
            or spot.y + spot.h > high
        ):
            told.append(f"框 at = {[spot.x, spot.y, spot.w, spot.h]} 超出纸面({wide:g}×{high:g} 毫米)")
    told += _unnamed(found)
    return told


def _unnamed(found: Paper) -> list[str]:
    """Names a template uses that are no variable, and variables nothing shows."""
    known = {v.name for v in found.variables}
    used: set[str] = {b.qr for b in found.blocks if b.qr} | {b.rows for b in found.blocks if b.rows}
    used |= {b.label for b in found.blocks if b.kind == "seal" and b.label}
    used |= {n for s in found.boxes for n in (s.picture, s.code) if n}
    used |= {n for tokens in _templates(found) for n in _answers(tokens)}
    in_rows = {n for b in found.blocks if b.rows for n in _row_names(found, b)}
    told = [f"没有变量“{name}”,请加 [[variable]] 或改正名字" for name in sorted(used - known - in_rows)]
    return told + [f"变量“{name}”没有用到,请删去" for name in sorted(known - used)]


def _templates(found: Paper) -> Sequence[Sequence[Token]]:
    columns = [c.tokens for b in found.blocks for c in b.columns]
    cells = [cell for b in found.blocks for row in b.cells for cell in row]
    return [
        found.footer,
        *(b.tokens for b in found.blocks),
        *columns,
        *cells,
        *(s.tokens for s in found.boxes),
    ]


def _answers(tokens: Sequence[Token]) -> set[str]:
    return {t.element for t in tokens if isinstance(t, layout.Answer)}


def _row_names(found: Paper, block: Block) -> set[str]:
    """What the rows of a table offer besides the variables: the keys of its sample, and its number."""
    sample = next((v.sample for v in found.variables if v.name == block.rows), ())
    return {"n", *(key for row in sample if isinstance(row, Mapping) for key in row)}
