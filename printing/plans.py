"""Plans of papers that are data alone: a layout file as typed rows, refused with what to write instead.

``[paper]`` names the paper, ``[[variable]]`` its values with label and invented sample, and either
``[[block]]`` rows flow down the page or ``[[box]]`` rows stand at their place in mm. What tick boxes and
``when`` look at stands in ``[sample_facts]``, so a paper tells by itself all that must be given to it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import MISSING, dataclass, field, fields
from typing import Any, Final, TypeVar

from forms import conditions
from forms.schema import Clause, Facts
from printing import draw, layout
from printing.errors import LayoutError
from printing.layout import Token, template

Row = TypeVar("Row")
Sample = str | tuple[Mapping[str, str], ...]


@dataclass(frozen=True, slots=True)
class Variable:
    """A value a paper shows: how people call it and what an invented one looks like."""

    name: str
    label: str
    sample: Sample = ""
    """Of a picture: which of ``PICTURES`` stands for it."""
    kind: str = "text"
    """``text``, ``long``, ``date``, ``rows`` or ``picture``."""
    ask: bool = False
    """The clerk is asked for it before the paper is drawn; left open it is written in by hand."""
    required: bool = False
    """Without it the paper is not drawn."""


@dataclass(frozen=True, slots=True)
class PlanColumn:
    """A column of a table: heading, width in mm, alignment and what a row puts into it."""

    title: str
    width: float
    tokens: tuple[Token, ...]
    align: str = "left"
    shade: bool = False
    """It holds labels."""


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
    """White below it; a table leaves twice as much."""
    height: float = 0.0
    """Of a table the lowest row, of lines their number, of seal, space and foot their height."""
    label: str = ""
    qr: str = ""
    day: str = ""
    """Of a seal: the variable that holds its day."""
    sides: tuple[str, ...] = ()
    """Of signatures side by side: what stands before each."""
    thumb: str = ""
    """What stands in the dashed box for a thumbprint beside a signature."""
    date: str = ""
    """What stands below a signature instead of the paper's ``date_words``; before a tab, at the left."""
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
    exact: bool = False
    """The picture fills the box to a tenth of a millimetre; one of another shape is refused."""
    crop: bool = False
    """Marks outside the corners show where to cut."""
    code: str = ""
    square: bool = False
    seal: bool = False
    """A dashed ring in the box shows where the seal goes."""
    label: str = ""
    """How the box is called where its text finds no room; else its variables are named."""
    size: float = 10.5
    floor: float = 6.0
    leading: float = 1.3
    align: str = "left"
    valign: str = "middle"
    pad: float = 0.6
    grey: float = 0.0
    alpha: float = 1.0
    angle: float = 0.0
    """Degrees by which the text is turned about the middle of the box."""
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
    demo: bool = False
    """Its measures are ours: no official ones were found, so the county measures its own stock."""
    copies: int = 1
    heading: float = 22.0
    body: float = 13.0
    floor: float = 9.5
    footer: tuple[Token, ...] = ()
    date_words: str = "          年      月      日"
    sample_facts: Facts = field(default_factory=dict)

    @property
    def attaches(self) -> bool:
        """Whether a text too long for its box goes on an attached page; else the paper is refused."""
        return not self.overlay and min(self.size) >= draw.WIDTH


KINDS: Final = (
    "title codes section paragraph items table sign seal lines space foot".split()  # noqa: SIM905
)
VARIABLES: Final = ("text", "long", "date", "rows", "picture")
PICTURES: Final = ("photo", "id_front", "id_back")
"""Drawn pictures that stand for a sample, see ``specimens.of_layout``."""
_PLAN: Final = ("paper", "variable", "block", "box", "sample_facts")
_ALIGNED: Final = ("left", "center", "right")
_VALIGNED: Final = ("top", "middle")
# A table may be as wide as the paper without its margins.
_MARGINS: Final = 30.0


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
    except KeyError as error:
        raise LayoutError(f"{file} 有误:缺少 {error.args[0]}") from error
    except (AttributeError, TypeError, ValueError) as error:
        raise LayoutError(f"{file} 有误:{error}") from error
    for fault in _faults(found):
        raise LayoutError(f"{file}:{fault}")
    return found


# ---- rows ----------------------------------------------------------------------------------------


def _paper(name: str, data: Mapping[str, Any]) -> Paper:
    head = dict(data["paper"])
    size = tuple(float(side) for side in head.pop("size", draw.A4))
    footer = tuple(template(head.pop("footer", "")))
    return _row(
        Paper,
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


# ---- faults --------------------------------------------------------------------------------------


def _faults(found: Paper) -> Iterator[str]:
    """What is wrong with rows that read well by themselves."""
    if bool(found.blocks) == bool(found.boxes):
        yield "要么写 [[block]],要么写 [[box]],不能都写或都不写"
    yield from _variable_faults(found)
    for block in found.blocks:
        yield from _block_faults(block, found)
    for spot in found.boxes:
        yield from _spot_faults(spot, found)
    yield from _name_faults(found)
    yield from _fact_faults(found)


def _variable_faults(found: Paper) -> Iterator[str]:
    seen: set[str] = set()
    for variable in found.variables:
        if variable.kind not in VARIABLES:
            yield f"变量“{variable.name}”的 kind“{variable.kind}”不认识,可用:{'、'.join(VARIABLES)}"
        if variable.name in seen:
            yield f"变量“{variable.name}”写了两次,请删去一个"
        seen.add(variable.name)
        if variable.kind == "picture" and variable.sample not in ("", *PICTURES):
            yield f"变量“{variable.name}”的样例图片可用:{'、'.join(PICTURES)}"


def _block_faults(block: Block, found: Paper) -> Iterator[str]:
    if block.kind not in KINDS:
        yield f"不认识的块“{block.kind}”,可用:{'、'.join(KINDS)}"
    if block.align not in _ALIGNED or any(c.align not in _ALIGNED for c in block.columns):
        yield f"块“{block.kind}”的 align 可用:{'、'.join(_ALIGNED)}"
    if block.kind == "sign" and any(isinstance(t, layout.Answer) for t in block.tokens):
        yield "sign 的 text 只写签名前面的字,不能带变量"
    if block.kind == "table":
        yield from _table_faults(block, found)


def _table_faults(block: Block, found: Paper) -> Iterator[str]:
    wide = found.size[0] - _MARGINS
    if not block.columns:
        yield "表格没有 columns"
    if sum(c.width for c in block.columns) > wide + 0.01:
        yield f"表格各列共{sum(c.width for c in block.columns):g}毫米,纸上只有{wide:g}毫米"
    if any(c.width < 8 for c in block.columns):
        yield "表格的列至少8毫米宽"
    if any(len(row) != len(block.columns) for row in block.cells):
        yield f"表格有{len(block.columns)}列,cells 的每行也要写{len(block.columns)}格"
    if bool(block.cells) == bool(block.rows):
        yield "表格要么写 rows,要么写 cells,不能都写或都不写"


def _spot_faults(spot: Spot, found: Paper) -> Iterator[str]:
    place, (wide, high) = [spot.x, spot.y, spot.w, spot.h], found.size
    if (
        min(spot.x, spot.y) < 0
        or min(spot.w, spot.h) <= 0
        or spot.x + spot.w > wide
        or spot.y + spot.h > high
    ):
        yield f"框 at = {place} 超出纸面({wide:g}×{high:g} 毫米)"
    if spot.align not in _ALIGNED or spot.valign not in _VALIGNED:
        yield f"框 at = {place} 的 align 可用:{'、'.join(_ALIGNED)};valign 可用:{'、'.join(_VALIGNED)}"
    if spot.page < 1 or not 0 < spot.floor <= spot.size:
        yield f"框 at = {place} 的 page 从1起,floor 不大于 size"
    if sum(map(bool, (spot.picture, spot.code, spot.tokens))) > 1:
        yield f"框 at = {place} 只能是 picture、code、text 中的一样"


def _name_faults(found: Paper) -> Iterator[str]:
    """Names a template uses that are no variable, variables nothing shows, and what is of another kind."""
    kinds = {v.name: v.kind for v in found.variables}
    wanted = {b.rows: "rows" for b in found.blocks if b.rows}
    wanted |= {s.picture: "picture" for s in found.boxes if s.picture}
    named = {b.qr for b in found.blocks} | {b.day for b in found.blocks} | {s.code for s in found.boxes}
    said = (named - {""}) | _answers(found.footer)
    said |= {n for s in found.boxes for n in _answers(s.tokens)}
    said |= {n for b in found.blocks for n in _answers(_tokens(b)) - _row_names(found, b)}
    for name in sorted((said | wanted.keys()) - kinds.keys()):
        yield f"没有变量“{name}”,请加 [[variable]] 或改正名字"
    for name in sorted(kinds.keys() - said - wanted.keys()):
        yield f"变量“{name}”没有用到,请删去"
    for name, kind in wanted.items():
        if kinds[name] != kind:
            yield f"变量“{name}”的 kind 应是 {kind}"
    for name in sorted(said & kinds.keys()):
        if kinds[name] in ("rows", "picture"):
            yield f"变量“{name}”是 {kinds[name]},不能当文字用"


def _fact_faults(found: Paper) -> Iterator[str]:
    tokens = (
        *found.footer,
        *(t for b in found.blocks for t in _tokens(b)),
        *(t for s in found.boxes for t in s.tokens),
    )
    clauses = [t.clause for t in tokens if isinstance(t, layout.Check)]
    clauses += [b.when for b in found.blocks if b.when]
    clauses += [s.when for s in found.boxes if s.when]
    used = {clause.element for clause in clauses}
    for name in sorted(used - found.sample_facts.keys()):
        yield f"条件用到的“{name}”没有样例,请写进 [sample_facts]"
    for name in sorted(found.sample_facts.keys() - used):
        yield f"[sample_facts] 的“{name}”没有用到,请删去"
    if any(isinstance(t, layout.Choices) for t in tokens):
        yield "{* 选项} 只能用在申请表,这里一项一项写 {? 要素 = 值}"


def _tokens(block: Block) -> tuple[Token, ...]:
    """Every token of a block, those of its table among them."""
    columns = (t for c in block.columns for t in c.tokens)
    cells = (t for row in block.cells for cell in row for t in cell)
    return (*block.tokens, *columns, *cells)


def _answers(tokens: Sequence[Token]) -> set[str]:
    return {t.element for t in tokens if isinstance(t, layout.Answer)}


def _row_names(found: Paper, block: Block) -> set[str]:
    """What the rows of a block offer besides the variables: the keys of their sample, and their number."""
    sample = next((v.sample for v in found.variables if block.rows and v.name == block.rows), ())
    return {"n", *(key for row in sample if isinstance(row, Mapping) for key in row)} if block.rows else set()
